use super::*;
use crate::types::column_type;

/// The default of a column of the type on PostgreSQL, MySQL, MariaDB and SQLite; `-` is none.
#[track_caller]
fn check(ty: &str, given: Given, expected: [&str; 4]) {
    let found = Product::ALL.map(|product| {
        let ty = column_type(product, ty).unwrap();
        match default_expression(product, &ty, &given) {
            Ok(default) => default.unwrap_or_else(|| "-".to_owned()),
            Err(fault) => format!("error: {fault}"),
        }
    });
    assert_eq!(found, expected, "{ty} {given:?}");
}

fn text(text: &str) -> Given {
    Given::Text(text.into())
}

fn numeric(text: &str) -> Given {
    Given::Numeric(text.into())
}

fn date(text: &str) -> Given {
    Given::Date(text.into())
}

fn computed(text: &str) -> Given {
    Given::Computed(text.into())
}

#[test]
fn texts() {
    check("varchar(9)", text("it's"), ["'it''s'"; 4]);
    check("varchar(9)", text("a\\b"), ["'a\\b'", "'a\\\\b'", "'a\\\\b'", "'a\\b'"]);
    check("varchar(9)", text("Null"), ["null", "-", "-", "null"]);
    check("varchar(9)", computed("NULL"), ["NULL", "-", "-", "NULL"]);
    check("varchar(9)", numeric("5"), ["'5'"; 4]);
    check("varchar(9)", Given::Boolean(true), ["'true'"; 4]);
    check("clob", text("a"), ["'a'", "('a')", "'a'", "'a'"]);
    check("json", text("{}"), ["'{}'", "('{}')", "'{}'", "'{}'"]);
    check("mytype", text("a"), ["'a'"; 4]);
}

#[test]
fn numbers() {
    check("int", text("-1"), ["-1"; 4]);
    check("int", text(""), ["error: `` is not a number", "-", "-", "error: `` is not a number"]);
    check("int", text("abs(4)"), ["abs(4)", "(abs(4))", "abs(4)", "(abs(4))"]);
    check("int", numeric("(7)"), ["7"; 4]);
    check("int", numeric("1 + 1"), ["1 + 1", "(1 + 1)", "(1 + 1)", "(1 + 1)"]);
    check("int", numeric("null"), ["null", "-", "-", "null"]);
    check("int", Given::Boolean(true), ["1", "true", "true", "true"]);
    check("double", text("NaN"), ["'NaN'", "(NaN)", "NaN", "NaN"]);
}

#[test]
fn truth_values_and_bits() {
    check("boolean", Given::Boolean(true), ["TRUE", "1", "1", "1"]);
    check("boolean", text("F"), ["FALSE", "0", "0", "0"]);
    check("boolean", numeric("1"), ["TRUE", "1", "1", "1"]);
    check("boolean", text("yes"), ["error: `yes` is not a truth value"; 4]);
    check("bit", Given::Boolean(true), ["B'1'", "1", "1", "1"]);
    check("bit(3)", text("b'101'"), ["B'101'", "b'101'", "b'101'", "error: `b'101'` is not a truth value"]);
    check("bit(3)", text("x"), ["error: `x` is not a truth value"; 4]);
}

#[test]
fn days_and_times() {
    check("date", date("2020-01-02"), ["'2020-01-02'"; 4]);
    check("datetime", date("2020-01-02T03:04:05.678"), ["'2020-01-02 03:04:05.678'"; 4]);
    check("datetime", date("2020-01-02"), ["'2020-01-02 00:00:00'"; 4]);
    check("datetime", date("03:04:05"), ["error: `03:04:05` has no day"; 4]);
    check("time", date("2020-01-02T03:04:05"), ["'03:04:05'"; 4]);
    check("time", date("2020-01-02"), ["error: `2020-01-02` has no time"; 4]);
    check("varchar(30)", date("2020-01-02T03:04:05"), ["'2020-01-02 03:04:05.0'"; 4]);
}

#[test]
fn the_current_point_in_time_is_the_function_of_the_product() {
    for given in [computed("CURRENT_TIMESTAMP"), computed("now()"), computed("current_datetime"), date("NOW()")] {
        check("datetime", given, ["NOW()", "NOW()", "NOW()", "CURRENT_TIMESTAMP"]);
    }
    check("datetime", text("CURRENT_TIMESTAMP"), ["NOW()", "NOW()", "NOW()", "CURRENT_TIMESTAMP"]);
    check("varchar(30)", text("CURRENT_TIMESTAMP"), ["'CURRENT_TIMESTAMP'"; 4]);
    check("datetime(3)", computed("CURRENT_TIMESTAMP"), ["NOW()", "NOW(3)", "NOW()", "CURRENT_TIMESTAMP"]);
    check("datetime", computed("NOW(6)"), ["NOW()", "NOW()", "NOW(6)", "CURRENT_TIMESTAMP"]);
    check("date", computed("now()"), ["NOW()", "(NOW())", "NOW()", "CURRENT_TIMESTAMP"]);
}

#[test]
fn on_update_is_kept_where_there_is_such_a_thing() {
    let given = computed("CURRENT_TIMESTAMP on update current_timestamp");
    let both = "NOW() ON UPDATE NOW()";
    check("timestamp", given, ["NOW()", both, both, "CURRENT_TIMESTAMP"]);
    assert_eq!(split_on_update(both), ("NOW()", Some("NOW()")));
    check(
        "timestamp",
        computed("NULL ON UPDATE NOW()"),
        ["NULL", "NULL ON UPDATE NOW()", "NULL ON UPDATE NOW()", "NULL"],
    );
    assert_eq!(split_on_update("'a on update b'"), ("'a on update b'", None));
}

#[test]
fn expressions_stand_in_parentheses_where_they_must() {
    check("char(36)", computed("uuid()"), ["uuid()", "(uuid())", "uuid()", "(uuid())"]);
    check("char(36)", computed("(uuid())"), ["(uuid())"; 4]);
    check("int", computed("(1) + (2)"), ["(1) + (2)", "((1) + (2))", "((1) + (2))", "((1) + (2))"]);
    check("varchar(9)", computed("'a''b'"), ["'a''b'"; 4]);
    check("varchar(9)", computed("'a' || 'b'"), ["'a' || 'b'", "('a' || 'b')", "('a' || 'b')", "('a' || 'b')"]);
    check("varchar(9)", computed("_utf8mb4'a'"), ["_utf8mb4'a'"; 4]);
    check("date", computed("current_date"), ["current_date", "(current_date)", "current_date", "current_date"]);
    check("int", computed("NULL"), ["NULL", "-", "-", "NULL"]);
}

#[test]
fn uuids_are_texts_and_other_text_is_an_expression() {
    let nil = "00000000-0000-0000-0000-000000000000";
    let quoted = format!("'{nil}'");
    check("uuid", text(nil), [&quoted; 4]);
    check("uuid", text("gen()"), ["gen()", "(gen())", "gen()", "(gen())"]);
}

#[test]
fn sequences() {
    let given = Given::SequenceNext("S.SEQ".into());
    let expected =
        ["nextval('s.seq')", "error: MySQL has no sequences", "NEXT VALUE FOR S.SEQ", "error: SQLite has no sequences"];
    check("bigint", given, expected);
}

#[test]
fn values_of_rows_know_no_type() {
    for (given, expected) in [
        (text("null"), ["NULL"; 4]),
        (text(""), ["''"; 4]),
        (text("5"), ["'5'"; 4]),
        (
            text("CURRENT_TIMESTAMP"),
            ["'CURRENT_TIMESTAMP'", "'CURRENT_TIMESTAMP'", "'CURRENT_TIMESTAMP'", "CURRENT_TIMESTAMP"],
        ),
        (numeric("(5)"), ["5"; 4]),
        (numeric("a+1"), ["a+1"; 4]),
        (numeric("(a)+1"), ["(a)+1"; 4]),
        (numeric(" "), ["error: ` ` is not a number"; 4]),
        (Given::Boolean(false), ["FALSE", "0", "0", "0"]),
        (date("2020-01-02T03:04:05.678"), ["'2020-01-02 03:04:05.678'"; 4]),
        (date("now()"), ["NOW()", "NOW()", "NOW()", "CURRENT_TIMESTAMP"]),
        (computed("current_datetime"), ["NOW()", "NOW()", "NOW()", "CURRENT_TIMESTAMP"]),
        (computed("c + 1"), ["c + 1"; 4]),
    ] {
        let found = Product::ALL.map(|product| match column_value(product, &given) {
            Ok(value) => literals::value(product, &value).unwrap(),
            Err(fault) => format!("error: {fault}"),
        });
        assert_eq!(found, expected, "{given:?}");
    }
}

#[test]
fn a_text_is_no_function_where_any_text_fits() {
    let now = ["NOW()", "(NOW())", "NOW()", "'CURRENT_TIMESTAMP'"];
    check("date", text("CURRENT_TIMESTAMP"), now);
    check("datetime", text("CURRENT_TIMESTAMP"), ["NOW()", "NOW()", "NOW()", "CURRENT_TIMESTAMP"]);
}

#[test]
fn the_current_time_is_set_in_parentheses() {
    let set = |given: Given| {
        Product::ALL.map(|product| {
            let ty = column_type(product, "timestamp(6)").unwrap();
            changed_default(product, &ty, &given).unwrap().unwrap()
        })
    };
    assert_eq!(set(computed("current_timestamp")), ["NOW()", "(NOW())", "(NOW())", "CURRENT_TIMESTAMP"]);
    assert_eq!(set(date("now(3)")), ["NOW()", "(NOW(3))", "(NOW(3))", "CURRENT_TIMESTAMP"]);
    let moment = "'2020-01-02 03:04:05'";
    assert_eq!(set(date("2020-01-02T03:04:05")), [moment; 4]);
}

#[test]
fn a_fraction_of_zeros_is_left_away() {
    check("decimal(10,2)", numeric("1000.0"), ["1000"; 4]);
    check("int", numeric("-5.00"), ["-5"; 4]);
    check("double", numeric("2.50"), ["2.50"; 4]);
    check("boolean", numeric("1.0"), ["TRUE", "1", "1", "1"]);
    check("decimal", text("1000.0"), ["1000.0"; 4]);
    check("varchar(9)", numeric("5.0"), ["'5.0'"; 4]);
}
