//! Changelogs that run today in the order of the file keep it: nothing moves where something might be there already.

use amend_plan::{order, select};
use amend_sql::Product;

use crate::fixture::{Fixture, history};

#[track_caller]
fn keeps_order(product: Product, change_sets: &str) {
    let fixture = Fixture::new(product, change_sets);
    let project = fixture.project();
    let order = order(&project, &history(&[]), &select(&project, &history(&[]))).unwrap();
    let count = project.changelog.change_sets.len();
    assert_eq!(order.sequence, (0..count).collect::<Vec<_>>(), "{change_sets}");
    assert!(order.moves.is_empty());
}

const NEEDS: &str = "- changeSet: {id: needs, author: a, changes: [addColumn: {tableName: t, columns: [column: {name: b, type: int}]}]}\n";
const MAKES: &str = "- changeSet: {id: makes, author: a, changes: [createTable: {tableName: t, columns: [column: {name: id, type: int}]}]}\n";

/// The change set that needs a table, something between, and the change set that makes it.
#[track_caller]
fn keeps_around(between: &str) {
    keeps_order(Product::PostgreSql, &format!("{NEEDS}- changeSet: {{id: between, author: a, {between}}}\n{MAKES}"));
}

#[test]
fn what_stands_between_may_take_the_object_away() {
    keeps_around("changes: [dropTable: {tableName: t}]");
    keeps_around("changes: [renameTable: {oldTableName: t, newTableName: u}]");
    keeps_around("changes: [sql: {sql: drop table t}]");
    keeps_around("changes: [sql: {sql: drop schema x cascade}]");
    keeps_around("changes: [sql: {sql: 'alter table t rename to u'}]");
    keeps_around("changes: [sql: {sql: 'do $$ begin execute something; end $$'}]");
    keeps_around("changes: [sql: {sql: call clean_up()}]");
    keeps_around("changes: [sql: {sql: set search_path to other}]");
}

#[test]
fn what_stands_between_may_make_the_object() {
    keeps_around("changes: [sql: {sql: 'create table if not exists t (id int)'}]");
    keeps_around("changes: [createTable: {tableName: t, ifNotExists: true, columns: [column: {name: id, type: int}]}]");
    keeps_around(
        "preConditions: [onFail: MARK_RAN, not: [tableExists: {tableName: t}]], changes: [createTable: {tableName: t, columns: [column: {name: id, type: int}]}]",
    );
}

#[test]
fn conditions_and_tolerance_leave_the_order_alone() {
    let needs = |attributes: &str| {
        format!(
            "- changeSet: {{id: needs, author: a, {attributes}, changes: [addColumn: {{tableName: t, columns: [column: {{name: b, type: int}}]}}]}}\n"
        )
    };
    let makes = |attributes: &str| {
        format!(
            "- changeSet: {{id: makes, author: a, {attributes}, changes: [createTable: {{tableName: t, columns: [column: {{name: id, type: int}}]}}]}}\n"
        )
    };
    for attributes in [
        "preConditions: [onFail: MARK_RAN, tableExists: {tableName: t}]",
        "preConditions: [onFail: WARN, not: [tableExists: {tableName: t}]]",
        "failOnError: false",
        "onValidationFail: MARK_RAN",
        "modifySql: [replace: {replace: TABLE, with: TABLE IF NOT EXISTS}]",
    ] {
        keeps_order(Product::PostgreSql, &(needs(attributes) + MAKES));
        keeps_order(Product::PostgreSql, &(NEEDS.to_owned() + &makes(attributes)));
    }
    keeps_order(Product::PostgreSql, &(NEEDS.to_owned() + &makes("contextFilter: test")));
}

#[test]
fn a_table_of_raw_sql_or_of_another_changelog_is_there() {
    keeps_order(
        Product::PostgreSql,
        &format!("- changeSet: {{id: raw, author: a, changes: [sql: {{sql: 'create table t (id int)'}}]}}\n{NEEDS}"),
    );
    keeps_order(Product::PostgreSql, NEEDS);
    keeps_order(
        Product::PostgreSql,
        "- changeSet: {id: 1, author: a, changes: [dropTable: {tableName: t}]}\n- changeSet: {id: 2, author: a, changes: [createTable: {tableName: t, columns: [column: {name: id, type: int}]}]}\n",
    );
    keeps_order(
        Product::PostgreSql,
        "- changeSet: {id: 1, author: a, changes: [sql: {sql: 'insert into t values (1)'}]}\n- changeSet: {id: 2, author: a, changes: [createTable: {tableName: t, columns: [column: {name: id, type: int}]}]}\n",
    );
    keeps_order(
        Product::PostgreSql,
        "- changeSet: {id: 1, author: a, changes: [createView: {viewName: v, selectQuery: select * from w}]}\n- changeSet: {id: 2, author: a, changes: [createView: {viewName: w, replaceIfExists: true, selectQuery: select 1 as x}]}\n",
    );
}

#[test]
fn products_that_look_later_need_no_move() {
    let parent_last = "- changeSet: {id: 1, author: a, changes: [createTable: {tableName: c, columns: [column: {name: id, type: int, constraints: {foreignKeyName: f, references: p(id)}}]}]}\n- changeSet: {id: 2, author: a, changes: [createTable: {tableName: p, columns: [column: {name: id, type: int}]}]}\n";
    keeps_order(Product::Sqlite, parent_last);
    let unchecked = format!(
        "- changeSet: {{id: 0, author: a, changes: [sql: {{sql: SET FOREIGN_KEY_CHECKS = 0}}]}}\n{parent_last}"
    );
    keeps_order(Product::MySql, &unchecked);
    keeps_order(
        Product::Sqlite,
        "- changeSet: {id: 1, author: a, changes: [createView: {viewName: v, selectQuery: select * from p}]}\n- changeSet: {id: 2, author: a, changes: [createTable: {tableName: p, columns: [column: {name: id, type: int}]}]}\n",
    );
}

#[test]
fn a_sequence_may_be_there_already() {
    keeps_order(
        Product::PostgreSql,
        "- changeSet: {id: 0, author: a, changes: [createTable: {tableName: u, columns: [column: {name: id, type: int}]}]}\n- changeSet: {id: 1, author: a, changes: [addColumn: {tableName: u, columns: [column: {name: nr, type: int, defaultValueSequenceNext: s}]}]}\n- changeSet: {id: 2, author: a, changes: [createSequence: {sequenceName: s}]}\n",
    );
}
