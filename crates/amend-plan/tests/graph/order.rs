//! The order: what moves, because of what, and what is refused.

use amend_plan::{order, select};
use amend_sql::Product;
use expect_test::{Expect, expect};

use crate::fixture::{Fixture, history, line};

/// The order of a changelog on PostgreSQL, where these have run, with what moved and why.
fn check_after(ran: &[&str], change_sets: &str, expected: &Expect) {
    check_on(Product::PostgreSql, ran, change_sets, expected);
}

fn check(change_sets: &str, expected: &Expect) {
    check_after(&[], change_sets, expected);
}

fn check_on(product: Product, ran: &[&str], change_sets: &str, expected: &Expect) {
    let fixture = Fixture::new(product, change_sets);
    let project = fixture.project();
    let history = history(ran);
    let text = match order(&project, &history, &select(&project, &history)) {
        Ok(order) => {
            let ids: Vec<&str> = order.sequence.iter().map(|index| fixture.id(*index)).collect();
            let moves: Vec<String> = order.moves.iter().map(|it| line(&it.diagnostic(&project))).collect();
            format!("{}\n{}", ids.join(" "), moves.join("\n"))
        }
        Err(problems) => problems.iter().map(line).collect::<Vec<_>>().join("\n"),
    };
    expected.assert_eq(text.trim_end());
}

#[test]
fn the_order_of_the_file_stands_where_it_can() {
    check(
        r#"
- changeSet: {id: person, author: a, changes: [createTable: {tableName: person, columns: [column: {name: id, type: int}]}]}
- changeSet: {id: name, author: a, changes: [addColumn: {tableName: person, columns: [column: {name: name, type: int}]}]}
- changeSet: {id: index, author: a, changes: [createIndex: {tableName: person, indexName: i, columns: [column: {name: name}]}]}
"#,
        &expect!["person name index"],
    );
}

#[test]
fn a_table_that_comes_later_is_waited_for() {
    check(
        r#"
- changeSet: {id: name, author: a, changes: [addColumn: {tableName: person, columns: [column: {name: name, type: int}]}]}
- changeSet: {id: index, author: a, changes: [createIndex: {tableName: person, indexName: i, columns: [column: {name: name}]}]}
- changeSet: {id: other, author: a, changes: [createTable: {tableName: other, columns: [column: {name: id, type: int}]}]}
- changeSet: {id: person, author: a, changes: [createTable: {tableName: person, columns: [column: {name: id, type: int}]}]}
- changeSet: {id: last, author: a, changes: [createTable: {tableName: last, columns: [column: {name: id, type: int}]}]}
"#,
        &expect![[r#"
            other person name index last
            amend::order::moved: change set `c.yaml::name::a` runs after `c.yaml::person::a`, which stands behind it in the file (3:69 needs `person`, 6:73 leaves `person`)
            amend::order::moved: change set `c.yaml::index::a` runs after `c.yaml::name::a`, which has moved (3:102 leaves `column person.name`, 4:91 needs `column person.name`)"#]],
    );
}

#[test]
fn every_kind_of_object_is_waited_for() {
    for (needs, makes) in [
        ("addColumn: {tableName: t, columns: [column: {name: b, type: int}]}", TABLE),
        ("insert: {tableName: t, columns: [column: {name: id, valueNumeric: 1}]}", TABLE),
        ("renameColumn: {tableName: t, oldColumnName: id, newColumnName: nr, columnDataType: int}", TABLE),
        ("addPrimaryKey: {tableName: t, columnNames: id, constraintName: pk}", TABLE),
        ("addNotNullConstraint: {tableName: t, columnName: id, columnDataType: int}", TABLE),
        ("createView: {viewName: v, selectQuery: select id from t}", TABLE),
        (
            "addForeignKeyConstraint: {baseTableName: u, baseColumnNames: id, referencedTableName: t, referencedColumnNames: id, constraintName: fk}",
            TABLE,
        ),
        (
            "createTable: {tableName: w, columns: [column: {name: id, type: int, constraints: {foreignKeyName: fk, references: t(id)}}]}",
            TABLE,
        ),
        (
            "createIndex: {tableName: u, indexName: i, columns: [column: {name: late}]}",
            "addColumn: {tableName: u, columns: [column: {name: late, type: int}]}",
        ),
        (
            "createView: {viewName: v, selectQuery: select * from x}",
            "createView: {viewName: x, selectQuery: select 1 as id}",
        ),
    ] {
        let fixture = Fixture::new(
            Product::PostgreSql,
            &format!(
                "- changeSet: {{id: u, author: a, changes: [createTable: {{tableName: u, columns: [column: {{name: id, type: int}}]}}]}}\n\
                 - changeSet: {{id: needs, author: a, changes: [{needs}]}}\n\
                 - changeSet: {{id: makes, author: a, changes: [{makes}]}}\n"
            ),
        );
        let project = fixture.project();
        let order = order(&project, &history(&[]), &select(&project, &history(&[]))).unwrap();
        assert_eq!(order.sequence, [0, 2, 1], "{needs} | {makes}");
    }
}

const TABLE: &str = "createTable: {tableName: t, columns: [column: {name: id, type: int}]}";

#[test]
fn a_declared_need_moves_a_change_set() {
    check(
        r#"
- changeSet: {id: 1, author: a, dependsOn: [a:3], changes: [empty: {}]}
- changeSet: {id: 2, author: a, changes: [empty: {}]}
- changeSet: {id: 3, author: a, changes: [empty: {}]}
- changeSet: {id: 4, author: a, dependsOn: ["c.yaml::1::a"], changes: [empty: {}]}
"#,
        &expect![[r#"
            2 3 1 4
            amend::order::moved: change set `c.yaml::1::a` runs after `c.yaml::3::a`, which stands behind it in the file (3:45 declared here)"#]],
    );
}

#[test]
fn a_need_that_is_satisfied_moves_nothing() {
    check_after(
        &["3"],
        r#"
- changeSet: {id: 1, author: a, dependsOn: [3], changes: [empty: {}]}
- changeSet: {id: 2, author: a, changes: [empty: {}]}
- changeSet: {id: 3, author: a, changes: [empty: {}]}
"#,
        &expect!["1 2 3"],
    );
}

#[test]
fn a_circle_shows_every_need() {
    check(
        r#"
- changeSet: {id: 1, author: a, dependsOn: [3], changes: [empty: {}]}
- changeSet: {id: 2, author: a, dependsOn: [1], changes: [empty: {}]}
- changeSet: {id: 3, author: a, dependsOn: [2], changes: [empty: {}]}
"#,
        &expect![
            "amend::depends-on::cycle: these change sets depend on each other in a circle (3:45 `1` needs `3`, 4:45 `2` needs `1`, 5:45 `3` needs `2`); take one of the needs out, or split a change set in two"
        ],
    );
    check(
        r#"
- changeSet:
    id: orders
    author: a
    changes:
      - createTable: {tableName: orders, columns: [column: {name: id, type: int, constraints: {foreignKeyName: f, references: person(id)}}]}
- changeSet:
    id: person
    author: a
    dependsOn: [orders]
    changes:
      - createTable: {tableName: person, columns: [column: {name: id, type: int}]}
"#,
        &expect![
            "amend::depends-on::cycle: these change sets depend on each other in a circle (7:127 `orders` needs `person`, 11:17 `person` needs `orders`, 13:34 `person` leaves `person`); take one of the needs out, or split a change set in two"
        ],
    );
}

#[test]
fn needs_that_name_nothing_or_several_are_refused() {
    check(
        r#"
- changeSet: {id: person, author: a, changes: [empty: {}]}
- changeSet: {id: order, author: a, dependsOn: [persom, nothing-like-it], changes: [empty: {}]}
- changeSet: {id: twice, author: a, logicalFilePath: x, changes: [empty: {}]}
- changeSet: {id: twice, author: b, logicalFilePath: y, changes: [empty: {}]}
- changeSet: {id: last, author: a, dependsOn: [twice], changes: [empty: {}]}
"#,
        &expect![[r#"
            amend::depends-on::unknown: there is no change set `persom` (4:49 depends on this); did you mean `person`?
            amend::depends-on::unknown: there is no change set `nothing-like-it` (4:57 depends on this); name it as `id`, `author:id` or `path::id::author`
            amend::depends-on::ambiguous: several change sets are called `twice` (5:3 this one, 6:3 this one, 7:48 which one?); name it as one of `x::twice::a`, `y::twice::b`"#]],
    );
}

#[test]
fn a_need_that_does_not_run_is_refused() {
    let change_sets = r#"
- changeSet: {id: 1, author: a, contextFilter: test, changes: [empty: {}]}
- changeSet: {id: 2, author: a, ignore: true, changes: [empty: {}]}
- changeSet: {id: 3, author: a, dbms: mysql, changes: [empty: {}]}
- changeSet: {id: 4, author: a, dependsOn: [1, 2], changes: [empty: {}]}
"#;
    check(
        change_sets,
        &expect![[r#"
        amend::depends-on::left-out: the change set `c.yaml::1::a` does not run (3:3 contexts or labels leave it out, 6:45 depends on this); let both run under the same contexts and labels, or take the need out
        amend::depends-on::left-out: the change set `c.yaml::2::a` does not run (4:3 `ignore` leaves it out, 6:48 depends on this); let both run under the same contexts and labels, or take the need out"#]],
    );
    check_after(&["1", "2"], change_sets, &expect!["1 2 4"]);
    check(
        r#"
- changeSet: {id: 3, author: a, dbms: mysql, changes: [empty: {}]}
- changeSet: {id: 4, author: a, dependsOn: [3], changes: [empty: {}]}
"#,
        &expect![
            "amend::depends-on::left-out: the change set `3` is for other products (3:3 its `dbms` leaves it out here, 4:45 depends on this); limit this one to the same products, or take the need out"
        ],
    );
}
