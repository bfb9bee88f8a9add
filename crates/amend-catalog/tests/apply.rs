//! Edits that fit, and those that do not.
#![allow(clippy::unwrap_used)]

use amend_catalog::{
    Case, Catalog, Column, Constraint, Edit, Fault, ForeignKey, Key, Kind, Naming, Object, ObjectName, Table, View,
};

fn catalog(tables: Vec<Table>) -> Catalog {
    Catalog { tables, ..Catalog::new(Naming { objects: Case::Sensitive, members: Case::Insensitive }) }
}

fn table(name: &str) -> Table {
    Table { columns: vec![Column::new("id", "INT")], ..Table::new(ObjectName::new(name)) }
}

fn unique(name: &str) -> Constraint {
    Constraint::Unique(Key { name: Some(name.to_owned()), columns: vec!["id".to_owned()], ..Key::default() })
}

fn on(table: &str, constraint: Constraint) -> Object {
    Object::Constraint { table: ObjectName::new(table), constraint }
}

fn to_itself(table: &Table) -> ForeignKey {
    ForeignKey {
        name: Some("fk".to_owned()),
        columns: vec!["id".to_owned()],
        referenced_table: table.name.clone(),
        referenced_columns: vec!["id".to_owned()],
        on_delete: None,
        on_update: None,
        deferrable: false,
        initially_deferred: false,
        validated: true,
    }
}

#[test]
fn what_is_missing_is_a_fault_that_lists_what_is_there() {
    let fault = catalog(vec![table("a"), table("b")]).apply(&Edit::drop(Object::Table(table("c")))).unwrap_err();
    let present = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(fault, Fault::Missing { kind: Kind::Table, name: "c".to_owned(), table: None, present });
}

#[test]
fn a_member_of_a_missing_table_is_a_fault_of_the_table() {
    let fault = catalog(vec![]).apply(&Edit::create(on("a", unique("u")))).unwrap_err();
    assert_eq!(fault, Fault::Missing { kind: Kind::Table, name: "a".to_owned(), table: None, present: vec![] });
}

#[test]
fn a_name_is_given_once() {
    let mut catalog = catalog(vec![table("a")]);
    catalog.apply(&Edit::create(on("a", unique("u")))).unwrap();
    let fault = catalog.apply(&Edit::create(on("a", unique("U")))).unwrap_err();
    assert_eq!(
        fault,
        Fault::Exists { kind: Kind::Constraint, name: "U".to_owned(), table: Some(ObjectName::new("a")) }
    );
}

#[test]
fn what_is_there_must_be_what_the_edit_says() {
    let other = Table { comment: Some("another".to_owned()), ..table("a") };
    let fault = catalog(vec![table("a")]).apply(&Edit::drop(Object::Table(other))).unwrap_err();
    assert_eq!(fault, Fault::Differs { kind: Kind::Table, name: "a".to_owned() });
}

#[test]
fn an_edit_without_objects_or_of_two_kinds_is_malformed() {
    let view =
        View { name: ObjectName::new("a"), known: true, query: String::new(), full_definition: false, comment: None };
    let two = Edit::alter(Object::Table(table("a")), Object::View(view));
    assert_eq!(catalog(vec![table("a")]).apply(&two), Err(Fault::Malformed));
    let none = Edit { after: None, ..Edit::create(Object::Table(table("a"))) };
    assert_eq!(catalog(vec![]).apply(&none), Err(Fault::Malformed));
}

#[test]
fn what_is_not_known_has_no_inverse() {
    let stub = Table::stub(ObjectName::new("a"));
    let fault = Edit::drop(Object::Table(stub)).inverse().unwrap_err();
    assert_eq!(fault, Fault::Unknown { kind: Kind::Table, name: "a".to_owned(), table: Some(ObjectName::new("a")) });
}

#[test]
fn a_constraint_that_came_back_is_no_other() {
    let made = Table { constraints: vec![unique("u"), unique("v")], ..table("a") };
    let edits = [Edit::create(Object::Table(made)), Edit::drop(on("a", unique("u")))];
    let mut catalog = catalog(vec![]);
    edits.iter().for_each(|edit| catalog.apply(edit).unwrap());
    edits.iter().rev().for_each(|edit| catalog.apply(&edit.inverse().unwrap()).unwrap());
    assert_eq!(catalog.tables, []);
}

#[test]
fn a_foreign_key_to_its_own_table_follows_its_rename() {
    let mut before = table("a");
    before.constraints.push(Constraint::ForeignKey(to_itself(&before)));
    let after = Table { name: ObjectName::new("b"), ..before.clone() };
    let rename = Edit::alter(Object::Table(before.clone()), Object::Table(after.clone()));
    let mut catalog = catalog(vec![before.clone()]);
    catalog.apply(&rename).unwrap();
    assert_eq!(catalog.tables, [before.renamed(after.name)]);
    catalog.apply(&rename.inverse().unwrap()).unwrap();
    assert_eq!(catalog.tables, [before]);
}
