//! Rows and texts of the user.

use super::*;
use amend_catalog::{Rows, Script, ScriptPiece, Value};

fn rows(rows: Rows) -> Case {
    Case { start: vec![Object::Table(plain())], ops: vec![Op::Rows { rows, covered: false }] }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn number(number: &str) -> Value {
    Value::Number(number.to_owned())
}

#[test]
fn insertions() {
    let case = |_| {
        let values = vec![
            vec![number("1"), text("it's"), Value::Boolean(true)],
            vec![number("2"), text("back\\slash \u{1a}"), Value::Expression("1 + 1".to_owned())],
            vec![number("3"), Value::Null, number("-4")],
        ];
        rows(Rows::Insert { table: name("t"), columns: names(&["id", "label", "amount"]), rows: values })
    };
    let case = |product| match product {
        Product::PostgreSql => {
            let mut case = case(product);
            if let Op::Rows { rows: Rows::Insert { rows, .. }, .. } = &mut case.ops[0] {
                rows[0][2] = number("0");
            }
            case
        }
        _ => case(product),
    };
    check("insert", case);
    let nothing = |_| rows(Rows::Insert { table: name("t"), columns: names(&["id"]), rows: vec![] });
    check("insert_nothing", nothing);
}

#[test]
fn many_rows_are_many_statements() {
    let insert = Rows::Insert {
        table: name("t"),
        columns: names(&["id"]),
        rows: (0..1201).map(|row| vec![number(&row.to_string())]).collect(),
    };
    let ops = [Op::Rows { rows: insert, covered: false }];
    let rendered = render(Product::Sqlite, &ops, &Catalog::new(profile(Product::Sqlite).naming)).unwrap();
    assert_eq!(rendered[0].statements.len(), 3);
}

#[test]
fn upserts() {
    let upsert = |key: &str, only_update| {
        rows(Rows::Upsert {
            table: name("t"),
            columns: names(&["id", "label"]),
            key: names(&[key]),
            kept: Vec::new(),
            rows: vec![vec![number("1"), text("a")], vec![number("2"), Value::Null]],
            only_update,
        })
    };
    check("upsert_key", |_| upsert("id", false));
    check("upsert_no_key", |_| upsert("label", false));
    check("upsert_update", |_| upsert("id", true));
}

#[test]
fn updates_and_deletions() {
    let filter = Some("id = 1 OR label LIKE '%?%'".to_owned());
    let update = |_| {
        let set =
            vec![("label".to_owned(), Value::Null), ("amount".to_owned(), Value::Expression("amount + 1".to_owned()))];
        rows(Rows::Update { table: name("t"), set, filter: filter.clone() })
    };
    check("update", update);
    check("delete", |_| rows(Rows::Delete { table: name("t"), filter: filter.clone() }));
    check("delete_all", |_| rows(Rows::Delete { table: name("t"), filter: None }));
}

#[test]
fn copies() {
    let copy = |_| {
        let values = Table { name: name("n"), columns: vec![plain().columns[0].clone()], ..plain() };
        let source = plain().columns[2].name.clone();
        let column = values.columns[0].name.clone();
        let rows = Rows::Copy { table: name("n"), column, source: name("t"), from: source };
        let start = vec![Object::Table(plain()), Object::Table(values)];
        Case { start, ops: vec![Op::Rows { rows, covered: false }] }
    };
    check("copy", copy);
}

#[test]
fn texts_of_the_user() {
    let case = |_| {
        let piece = |text: &str| ScriptPiece { text: text.to_owned(), offset: 0 };
        let pieces = vec![piece("create table u (a int)"), piece("insert into u values (1)")];
        Case { start: vec![], ops: vec![Op::Sql(Script { pieces }), Op::Notice("done".to_owned())] }
    };
    check("script", case);
}
