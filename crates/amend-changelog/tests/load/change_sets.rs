//! Change sets, their attributes and their rollbacks.

use amend_changelog::Target;
use amend_changelog::expression::name_list;
use amend_sql::Product;
use expect_test::expect;

use super::{check, check_for};

#[test]
fn lists_of_single_keys_are_maps() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - changeSet:
      - id: 1
      - author: a
      - comment: one
      - comment: two
      - changes:
          - sql: select 1
          - empty: {}
"#,
        expect![[r#"
            c.yaml::1::a comment="one\ntwo"
              sql "select 1"
              empty
        "#]],
    );
}

#[test]
fn json_is_read_like_yaml() {
    check(
        r#"//- c.json
{"databaseChangeLog": [{"changeSet": {"id": 1.50, "author": "a", "changes": [{"sql": {"sql": "x"}}]}}]}
"#,
        expect![[r#"
            c.json::1.5::a
              sql "x"
        "#]],
    );
}

#[test]
fn a_change_may_stand_in_the_change_set_itself() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - changeSet:
      id: 1
      author: a
      sql: select 1
      changes:
        - sql: select 2
        - modifySql: {append: {value: x}}
        - rollback: select 3
"#,
        expect![[r#"
            c.yaml::1::a
              sql "select 1"
              sql "select 2"
              rollback sql "select 3"
        "#]],
    );
}

#[test]
fn contexts_are_inherited_and_stored_as_written() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - include: {file: d.yaml, context: from include, labels: ' L1 '}
  - context: root
//- d.yaml
databaseChangeLog:
  - context: 'x or y'
  - changeSet: {id: 1, author: a, context: 'p,q', labels: 'B, c,,'}
  - changeSet: {id: 2, author: a, contextFilter: own, context: other}
"#,
        expect![[r#"
            d.yaml::1::a contexts=(x or y) AND (from include) AND root AND (p,q) labels=l1,b,c
            d.yaml::2::a contexts=(x or y) AND (from include) AND root AND own labels=l1
        "#]],
    );
}

#[test]
fn change_sets_of_other_products_do_not_exist() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - changeSet: {id: 1, author: a, dbms: mysql, noSuchChange: {x: y}}
  - changeSet: {id: 2, author: a, dbms: 'MySQL, SQLite'}
  - changeSet: {id: 3, author: a, dbms: '!sqlite'}
  - changeSet: {id: 4, author: a, dbms: '!mysql'}
"#,
        expect![[r#"
            c.yaml::2::a
            c.yaml::4::a
        "#]],
    );
}

#[test]
fn run_order_moves_change_sets_over_files() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - changeSet: {id: 1, author: a}
  - changeSet: {id: 2, author: a, runOrder: last}
  - include: {file: d.yaml}
  - changeSet: {id: 3, author: a, runOrder: first}
//- d.yaml
databaseChangeLog:
  - changeSet: {id: 4, author: a, runOrder: last}
  - changeSet: {id: 5, author: a}
  - changeSet: {id: 6, author: a, runOrder: first}
"#,
        expect![[r#"
            d.yaml::6::a order=first
            c.yaml::3::a order=first
            c.yaml::1::a
            d.yaml::5::a
            c.yaml::2::a order=last
            d.yaml::4::a order=last
        "#]],
    );
}

#[test]
fn paths_are_stored_in_their_normal_form() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - include: {file: './sub/../sub//a.yaml'}
  - include: {file: 'sub\b.yaml'}
  - changeSet: {id: 1, author: a, logicalFilePath: 'a\b//c/../d.yaml'}
//- sub/a.yaml
databaseChangeLog:
  - logicalFilePath: /logical.yaml
  - changeSet: {id: 2, author: a}
//- sub/b.yaml
databaseChangeLog:
  - changeSet: {id: 3, author: a}
"#,
        expect![[r#"
            logical.yaml::2::a
            sub/b.yaml::3::a
            a/b//c/../d.yaml::1::a
        "#]],
    );
}

#[test]
fn rollbacks() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - changeSet: {id: 1, author: a, rollback: 'a; b'}
  - changeSet: {id: 2, author: a, rollback: [{sql: x}, {sql: y}, z]}
  - changeSet: {id: 3, author: a, rollback: }
  - changeSet: {id: 4, author: a, rollback: {empty: {}}}
  - changeSet: {id: 5, author: a, rollback: not required}
  - changeSet: {id: 6, author: a, rollback: [{changeSetId: 1, changeSetAuthor: A}]}
  - changeSet: [{id: 7}, {author: a}, {rollback: x}, {rollback: y}]
  - changeSet: {id: 8, author: a, rollback: empty}
  - changeSet: {id: 9, author: a, rollback: [' EMPTY; ']}
"#,
        expect![[r#"
            c.yaml::1::a
              rollback sql "a; b"
            c.yaml::2::a
              rollback sql "x"
              rollback sql "y"
              rollback sql "z"
            c.yaml::3::a
              rollback nothing
            c.yaml::4::a
              rollback empty
            c.yaml::5::a
              rollback sql "not required"
            c.yaml::6::a
              rollback of c.yaml::1::A
            c.yaml::7::a
              rollback sql "x"
              rollback sql "y"
            c.yaml::8::a
              rollback nothing
            c.yaml::9::a
              rollback nothing
        "#]],
    );
}

#[test]
fn attributes_of_columns_can_be_removed() {
    let mut target = Target::new(Product::Sqlite);
    target.contexts = name_list("x");
    let (files, root) = super::files(
        r#"//- c.yaml
databaseChangeLog:
  - removeChangeSetProperty: {change: addColumn, dbms: sqlite, remove: afterColumn}
  - removeChangeSetProperty: {change: addColumn, dbms: mysql, remove: beforeColumn}
  - changeSet:
      id: 1
      author: a
      changes:
        - addColumn: {tableName: t, columns: [{column: {name: a, type: int, afterColumn: b, beforeColumn: c}}]}
"#,
    );
    let loaded = amend_changelog::load(&files, &root, &target);
    let change = format!("{:?}", loaded.changelog.change_sets[0].changes[0].change);
    assert!(!change.contains("\"b\""), "{change}");
    assert!(change.contains("\"c\""), "{change}");
}

#[test]
fn what_other_programs_read_does_no_harm() {
    check_for(
        &Target::new(Product::Sqlite),
        r#"//- c.yaml
anchors: [{&id id: 1}]
databaseChangeLog:
  - just a text
  - someExtension: 5
  - changeLogId: x
  - changeSet: {id: 1, author: a, someExtension: [x, y], created: today, dependsOn: [0]}
  - changeSet: {id: 2, author: a, changes: abc}
  - changeSet: {id: 3, author: a, changes: [{noSuchChange: x}, {noSuchChange: {}}]}
"#,
        expect![[r#"
            c.yaml::1::a
            c.yaml::2::a
            c.yaml::3::a
            warning c.yaml:4:5: `databaseChangeLog` knows no `someExtension`; it is ignored
              help: remove it, unless another program reads it
            warning c.yaml:6:35: `changeSet` knows no `someExtension`; it is ignored
              help: remove it, unless another program reads it
            warning c.yaml:8:46: `changeSet` knows no `noSuchChange`; it is ignored
              help: remove it, unless another program reads it
            warning c.yaml:8:65: `changeSet` knows no `noSuchChange`; it is ignored
              help: remove it, unless another program reads it
        "#]],
    );
}
