use super::*;

/// The type on PostgreSQL, MySQL, MariaDB and SQLite.
#[track_caller]
fn check(text: &str, expected: [&str; 4]) {
    let found = Product::ALL.map(|product| column_type(product, text).unwrap().sql);
    assert_eq!(found, expected, "{text}");
}

#[test]
fn types_are_those_of_the_product() {
    check("boolean", ["BOOLEAN", "TINYINT", "TINYINT(1)", "BOOLEAN"]);
    check("INT", ["INTEGER", "INT", "INT", "INTEGER"]);
    check("int(10) unsigned", ["INTEGER", "INT unsigned", "INT unsigned", "INTEGER"]);
    check("tinyint(1)", ["SMALLINT", "TINYINT(1)", "TINYINT(1)", "TINYINT(1)"]);
    check("number(10,2)", ["numeric(10, 2)", "numeric(10, 2)", "numeric(10, 2)", "NUMBER(10, 2)"]);
    check("varchar2(100 BYTE)", ["VARCHAR(100)"; 4]);
    check("nvarchar(50)", ["VARCHAR(50)", "NVARCHAR(50)", "NVARCHAR(50)", "NVARCHAR(50)"]);
    check("clob", ["TEXT", "LONGTEXT", "LONGTEXT", "TEXT"]);
    check("blob", ["OID", "BLOB", "BLOB", "BLOB"]);
    check("binary(16)", ["BYTEA", "BINARY(16)", "BINARY(16)", "BLOB(16)"]);
    check("uuid", ["UUID", "char(36)", "UUID", "TEXT"]);
    check("java.sql.Types.VARCHAR(30)", ["VARCHAR(30)"; 4]);
    check("java.sql.Types.BINARY", ["BYTEA", "LONGBLOB", "LONGBLOB", "BLOB"]);
    check("datetime(3)", ["TIMESTAMP(3) WITHOUT TIME ZONE", "datetime(3)", "datetime(3)", "TEXT"]);
    check("time(3) with time zone", ["time(3) WITH TIME ZONE", "time(3)", "time(3)", "time"]);
    check("enum", ["ENUM"; 4]);
    check("my_domain", ["MY_DOMAIN"; 4]);
    check("`back`", ["BACK"; 4]);
}

#[test]
fn types_that_list_their_values_are_those_of_two_products() {
    for (text, sql) in [("enum('A','b c')", "ENUM('A', 'b c')"), ("set(\"a\")", "SET(\"a\")")] {
        for product in [Product::MySql, Product::MariaDb] {
            assert_eq!(column_type(product, text).unwrap().sql, sql);
        }
        for product in [Product::PostgreSql, Product::Sqlite] {
            assert_eq!(column_type(product, text), Err(TypeFault::ListedValues(product)));
        }
    }
}

#[test]
fn words_behind_the_type_stay_where_they_mean_something() {
    let charset = "varchar(20) character set latin1";
    check(
        charset,
        ["VARCHAR(20)", "VARCHAR(20) character set latin1", "VARCHAR(20) character set latin1", "VARCHAR(20)"],
    );
    check("text collate \"C\"", ["TEXT collate \"C\""; 4]);
    check("int default 5", ["INTEGER", "INT default 5", "INT default 5", "INTEGER"]);
}

#[test]
fn text_that_no_server_takes_becomes_what_was_meant() {
    check("varchar(20)[]", ["VARCHAR(20)[]", "VARCHAR(20)[]", "VARCHAR(20)[]", "VARCHAR[](20)"]);
    check("bigint unsigned", ["BIGINT", "BIGINT unsigned", "BIGINT unsigned", "BIGINT unsigned"]);
    check("mediumint(8)", ["INTEGER", "MEDIUMINT", "MEDIUMINT", "MEDIUMINT(8)"]);
    check("timestamptz(3)", ["TIMESTAMP(3) WITH TIME ZONE", "timestamp(3)", "timestamp(3)", "TEXT"]);
    check("interval(6)", ["INTERVAL(6)"; 4]);
    check("\"Quoted Type\"", ["\"Quoted Type\""; 4]);
    check("myschema.\"MyType\"", ["MYSCHEMA.\"MyType\""; 4]);
    check("float(10,2)", ["FLOAT", "FLOAT(10, 2)", "FLOAT(10, 2)", "FLOAT(10, 2)"]);
    check("varchar(max)", ["VARCHAR", "VARCHAR(max)", "VARCHAR(max)", "VARCHAR"]);
    check(
        "decimal(10,2) unsigned",
        ["DECIMAL(10, 2)", "DECIMAL(10, 2) unsigned", "DECIMAL(10, 2) unsigned", "DECIMAL(10, 2)"],
    );
}

#[test]
fn some_types_ask_for_numbers() {
    for (text, expected) in [
        ("bigserial", ["BIGINT", "BIGINT", "BIGINT", "INTEGER"]),
        ("int identity", ["INTEGER", "INT", "INT", "INTEGER"]),
        ("int{autoIncrement:true}", ["INTEGER", "INT", "INT", "INTEGER"]),
        ("bigint unsigned auto_increment", ["BIGINT", "BIGINT unsigned", "BIGINT unsigned", "INTEGER"]),
    ] {
        check(text, expected);
        assert!(column_type(Product::PostgreSql, text).unwrap().auto_increment);
    }
    assert!(!column_type(Product::PostgreSql, "bigint").unwrap().auto_increment);
}

#[test]
fn only_whole_numbers_can_be_numbered() {
    let numbered = |product, text| column_type(product, text).unwrap().numbered(product);
    assert_eq!(numbered(Product::Sqlite, "bigint").unwrap().sql, "INTEGER");
    assert_eq!(numbered(Product::MySql, "bigint").unwrap().sql, "BIGINT");
    assert_eq!(numbered(Product::MySql, "my_domain").unwrap().sql, "MY_DOMAIN");
    assert_eq!(numbered(Product::MySql, "float"), Err(TypeFault::NotNumbered("FLOAT".into())));
}

#[test]
fn classes_follow_the_family() {
    for (text, class) in [
        ("bool", TypeClass::Boolean),
        ("bit(1)", TypeClass::Bit),
        ("timestamp with time zone", TypeClass::DateTime),
        ("mytype", TypeClass::Other),
        ("int[]", TypeClass::Other),
    ] {
        assert_eq!(column_type(Product::PostgreSql, text).unwrap().class, class, "{text}");
    }
}
