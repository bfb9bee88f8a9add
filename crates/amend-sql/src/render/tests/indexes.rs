//! Indexes.

use super::*;
use amend_catalog::IndexKey;

fn add(index: Index) -> Case {
    Case::create(vec![Object::Table(plain())], index_on_t(index))
}

fn alter(before: Index, after: Index) -> Case {
    let mut table = plain();
    table.indexes.push(before.clone());
    Case::edits(vec![Object::Table(table)], vec![Edit::alter(index_on_t(before), index_on_t(after))])
}

#[test]
fn an_index_over_two_columns() {
    let index = || {
        let mut index = Index { unique: true, ..index("ix", &["label", "amount"]) };
        index.columns[1].descending = true;
        index
    };
    check("index", |_| add(index()));
}

#[test]
fn an_index_over_an_expression() {
    let index = || {
        let mut index = index("ix", &["label"]);
        index.columns[0].key = IndexKey::Expression("lower(label)".to_owned());
        index
    };
    check("index_expression", |_| add(index()));
}

#[test]
fn a_partial_index() {
    let index = || Index { predicate: Some("amount > 5".to_owned()), ..index("ix", &["label"]) };
    check("index_partial", |_| add(index()));
}

#[test]
fn options_of_postgresql() {
    let index = || {
        let mut index = Index {
            unique: true,
            method: Some("btree".to_owned()),
            include: names(&["amount"]),
            nulls_not_distinct: true,
            tablespace: Some("pg_default".to_owned()),
            predicate: Some("amount > 5".to_owned()),
            comment: Some("it's".to_owned()),
            ..index("ix", &["label"])
        };
        index.columns[0].operator_class = Some("varchar_pattern_ops".to_owned());
        index.columns[0].nulls_first = Some(true);
        index.columns[0].descending = true;
        index
    };
    check("index_options", |_| add(index()));
    let clustered = || Index { clustered: true, ..super::index("ix", &["label"]) };
    check("index_clustered", |_| add(clustered()));
}

#[test]
fn options_of_mysql() {
    let index = || {
        let mut index =
            Index { method: Some("btree".to_owned()), comment: Some("it's".to_owned()), ..index("ix", &["label"]) };
        index.columns[0].key = IndexKey::Column { name: "label".to_owned(), prefix: Some(5) };
        index
    };
    check("index_prefix", |_| add(index()));
    let full_text = || Index { method: Some("FULLTEXT".to_owned()), ..super::index("ix", &["label"]) };
    check("index_full_text", |_| add(full_text()));
}

#[test]
fn an_index_beside_readers_and_writers() {
    let manner = Manner { concurrently: true, ..Manner::default() };
    check("index_concurrently", |_| add(index("ix", &["label"])).with(manner.clone()));
    let tolerant = Manner { tolerant: true, ..Manner::default() };
    check("index_tolerant", |_| add(index("ix", &["label"])).with(tolerant.clone()));
}

#[test]
fn another_name_and_another_definition() {
    check("index_rename", |_| alter(index("ix", &["label"]), index("ix_2", &["label"])));
    check("index_alter", |_| alter(index("ix", &["label"]), index("ix", &["amount"])));
}
