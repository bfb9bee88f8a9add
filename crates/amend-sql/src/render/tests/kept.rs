//! Rows that go aside, and come back.

use super::*;
use amend_catalog::{Act, Generated, Kept, new_value_column};

fn aside(columns: Vec<Column>, key: &[&str]) -> Table {
    let key = Key { columns: names(key), ..Key::default() };
    let constraints = if key.columns.is_empty() { Vec::new() } else { vec![Constraint::PrimaryKey(key)] };
    Table { columns, constraints, ..Table::new(name("_amend_kept_0")) }
}

fn kept(key: &[&str], columns: &[&str], act: Act) -> Op {
    let (key, columns) = (names(key), names(columns));
    Op::Kept(Kept { table: name("t"), aside: name("_amend_kept_0"), key, columns, act })
}

fn copy(filter: Option<&str>) -> Act {
    Act::Copy { filter: filter.map(str::to_owned), locked: true }
}

#[test]
fn values_and_what_became_of_them() {
    check("kept_values", |product| {
        let mut table = plain();
        if matches!(product, Product::MySql | Product::MariaDb) {
            let moving = Column { on_update: Some("CURRENT_TIMESTAMP".to_owned()), ..column("changed", "DATETIME") };
            table.columns.push(moving);
        }
        let mut new = column("amount", "SMALLINT");
        new.name = new_value_column(0);
        let aside = aside(vec![required("id", "INTEGER"), column("amount", "INTEGER"), new], &["id"]);
        let ops = vec![
            Op::Edit(Edit::create(Object::Table(aside))),
            kept(&["id"], &["amount"], copy(Some("id > 3"))),
            kept(&["id"], &["amount"], Act::NoteNew),
        ];
        Case { start: vec![Object::Table(table)], ops }
    });
}

#[test]
fn whole_rows() {
    check("kept_rows", |product| {
        let mut table = plain();
        if product == Product::PostgreSql {
            table.columns[0].identity = Some(Identity { always: true, ..Identity::default() });
        }
        let sum = Generated { expression: "amount + 1".to_owned(), stored: true };
        table.columns.push(Column { generated: Some(sum), ..column("sum", "INTEGER") });
        let aside = aside(vec![column("id", "INTEGER"), column("label", "VARCHAR(20)")], &[]);
        let ops = vec![Op::Edit(Edit::create(Object::Table(aside))), kept(&[], &["id", "label"], copy(None))];
        Case { start: vec![Object::Table(table)], ops }
    });
}

#[test]
fn the_last_number() {
    check("kept_number", |_| {
        let table = table(vec![numbered("id")], vec![primary_key(&["id"])]);
        let aside = aside(vec![column("number", "BIGINT")], &[]);
        let ops = vec![Op::Edit(Edit::create(Object::Table(aside))), kept(&[], &["id"], Act::CopyNumber)];
        Case { start: vec![Object::Table(table)], ops }
    });
}

#[test]
fn rows_that_are_new() {
    check("kept_born", |_| {
        let table = table(vec![numbered("id")], vec![primary_key(&["id"])]);
        let aside = aside(vec![required("id", "INTEGER")], &["id"]);
        let born = |act| kept(&["id"], &[], act);
        let ops = vec![
            Op::Edit(Edit::create(Object::Table(aside))),
            born(Act::NoteGiven("id IN (1, 2)".to_owned())),
            born(Act::NoteNumbered),
            born(Act::NoteBeside(name("_amend_kept_1"))),
        ];
        Case { start: vec![Object::Table(table)], ops }
    });
}
