//! Mistakes: all of them in one run, each with its place and its remedy.

use amend_changelog::{ParseMode, Target};
use amend_sql::Product;
use expect_test::expect;

use super::{check, check_for};

#[test]
fn misspelt_names_at_every_level() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - changeset: {id: 1}
  - preconditions: [{tableExist: {tableName: t}}]
  - preConditions: [{tableExist: {tableName: t}}, {onfail: HALT}, {tableExists: {tablName: t}}]
  - include: {flie: x}
  - changeSet:
      id: 1
      author: a
      contexts: x
      Changes: [{sql: x}]
      changes: [{creatTable: {tableName: t}}]
      objectQuotingStrategy: quote_all_objects
      runOrder: FIRST
      modifySql: {apend: {value: x}}
"#,
        expect![[r#"
            c.yaml::1::a
            error c.yaml:2:5: unknown entry `changeset`
              help: did you mean `changeSet`?
            error c.yaml:3:5: unknown entry `preconditions`
              help: did you mean `preConditions`?
            error c.yaml:4:22: unknown precondition `tableExist`
              help: did you mean `tableExists`?
            warning c.yaml:4:82: `tableExists` knows no `tablName`; it is ignored
              help: did you mean `tableName`?
            warning c.yaml:4:68: `tableExists` has no `tableName`
              help: add `tableName`
            warning c.yaml:5:15: `include` knows no `flie`; it is ignored
              help: did you mean `file`?
            error c.yaml:5:5: `include` has no `file`
              help: add `file`
            error c.yaml:13:17: `runOrder` takes one of first, last, not `FIRST`
              help: did you mean `first`?
            error c.yaml:12:30: `objectQuotingStrategy` takes one of LEGACY, QUOTE_ALL_OBJECTS, QUOTE_ONLY_RESERVED_WORDS, not `quote_all_objects`
              help: did you mean `QUOTE_ALL_OBJECTS`?
            warning c.yaml:9:7: `changeSet` knows no `contexts`; it is ignored
              help: did you mean `context`?
            error c.yaml:10:7: unknown change type `Changes`
              help: did you mean `changes`?
            error c.yaml:11:18: unknown change type `creatTable`
              help: did you mean `createTable`?
            warning c.yaml:14:19: `modifySql` knows no `apend`; it is ignored
              help: did you mean `append`?
        "#]],
    );
}

#[test]
fn lax_readers_only_warn() {
    let mut target = Target::new(Product::Sqlite);
    target.options.parse_mode = ParseMode::Lax;
    check_for(
        &target,
        "//- c.yaml\ndatabaseChangeLog:\n  - changeSet: {id: 1, author: a, foo: {a: b}}\n",
        expect![[r#"
            c.yaml::1::a
            warning c.yaml:2:35: `changeSet` knows no `foo`; it is ignored
              help: remove it, unless another program reads it
        "#]],
    );
}

#[test]
fn identities() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - changeSet: {author: a}
  - changeSet:
  - changeSet: {id: 1, author: a}
  - changeSet: {id: 1, author: a, context: x}
  - changeSet: {id: 1, author: A}
  - changeSet: {id: 1, author: a, ignore: true}
"#,
        expect![[r#"
            c.yaml::::a
            c.yaml::::
            c.yaml::1::a
            c.yaml::1::a contexts=x
            c.yaml::1::A
            c.yaml::1::a ignore=true
            error c.yaml:2:5: `changeSet` has no `id`
              help: add `id`
            error c.yaml:3:5: `changeSet` has no `id`
              help: add `id`
            error c.yaml:5:21: the change set `c.yaml::1::a` comes twice
              help: give it another id; if its file is included twice, include it once
        "#]],
    );
}

#[test]
fn repetitions_may_be_allowed() {
    let mut target = Target::new(Product::Sqlite);
    target.options.allow_duplicated_identifiers = true;
    check_for(
        &target,
        r#"//- c.yaml
databaseChangeLog:
  - changeSet: {id: 1, author: a}
  - changeSet: {id: 1, author: a}
  - changeSet: {id: 1, author: a, labels: x}
"#,
        expect![[r#"
            c.yaml::1::a
            c.yaml::1::a labels=x
            error c.yaml:4:21: the change set `c.yaml::1::a` comes twice
              help: give it another id; if its file is included twice, include it once
        "#]],
    );
}

#[test]
fn strict_readers_refuse_more() {
    let text = "//- c.yaml\ndatabaseChangeLog:\n  - changeSet: {id: 1, id: 2, changes: []}\n";
    check(
        text,
        expect![[r#"
            c.yaml::2::
            warning c.yaml:2:24: the key `id` comes twice in the same map
              help: keep one; readers that accept both take the last
        "#]],
    );
    let mut target = Target::new(Product::Sqlite);
    target.options.strict = true;
    check_for(
        &target,
        text,
        expect![[r#"
            c.yaml::2::
            error c.yaml:2:24: the key `id` comes twice in the same map
              help: keep one; readers that accept both take the last
            error c.yaml:2:5: `changeSet` has no `author`
              help: add `author`
        "#]],
    );
}

#[test]
fn values() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - property: [{name: a}, {value: b}]
  - property: {name: 5, value: b, global: "no"}
  - changeSet: {id: 1, author: a, context: '(a', runWith: psql, rollback: 5}
  - changeSet: {id: 2, author: a, rollback: [a, b], runAlways: 1}
  - changeSet: {id: 3, author: a, rollback: {changeSetId: 9, changeSetAuthor: a}}
  - changeSet: {id: 4, author: a, modifySql: {regExpReplace: {replace: '(', with: x}}}
  - removeChangeSetProperty: {change: addColum, remove: afterColumn}
  - changeSet: {id: 5, author: a, ID: 6, dbms: 'sqlite, sqllite'}
"#,
        expect![[r#"
            c.yaml::1::a contexts=(a
              rollback nothing
            c.yaml::2::a
              rollback nothing
            c.yaml::3::a
              rollback of c.yaml::9::a
            c.yaml::4::a
            c.yaml::5::a
            error c.yaml:2:15: `property` takes a map
              help: write `property: {name: .., value: ..}`
            error c.yaml:3:22: `name` takes a text in quotes
              help: write a text in quotes
            error c.yaml:3:43: `global` takes `true` or `false` without quotes
              help: write `true` or `false` without quotes
            error c.yaml:4:44: a parenthesis is not closed; a comma parts an expression even inside parentheses
              help: close the parenthesis; write `or` in place of a comma inside parentheses
            error c.yaml:4:59: `runWith: psql` starts a program
              help: leave `runWith` out: the statements are then sent over the connection
            error c.yaml:4:75: `rollback` takes one text of SQL, or changes
              help: write the statements as one text, parted by `;`, or each as an `sql` change
            warning c.yaml:5:64: `runAlways` reads `1` as false
              help: write `true` or `false`
            error c.yaml:5:46: `rollback` takes one text of SQL, or changes
              help: write the statements as one text, parted by `;`, or each as an `sql` change
            error c.yaml:7:72: the pattern cannot be read: Parsing error at position 1: Opening parenthesis without closing parenthesis
              help: `replace` takes a regular expression; put `\` before characters that mean themselves
            warning c.yaml:8:5: the entry removes nothing
              help: write `change: addColumn`, and `remove:` with one of afterColumn, beforeColumn, position
            error c.yaml:9:35: `id` is given twice
              help: keep one of the two; letter case does not tell them apart
            error c.yaml:6:59: there is no change set `c.yaml::9::a` before this one
              help: did you mean the id `1`? author and file must fit, too
            error c.yaml:9:48: `sqllite` is no known database
              help: did you mean `sqlite`?
        "#]],
    );
}

#[test]
fn roots() {
    check(
        "//- c.yaml\n- changeSet: {id: 1}\n",
        expect![[r#"
        error c.yaml:1:1: the file has no `databaseChangeLog`
          help: start the file with `databaseChangeLog:` and list its entries below
    "#]],
    );
    check(
        "//- c.yaml\ndatabaseChangeLog:\n  changeSet: {id: 1}\n",
        expect![[r#"
        error c.yaml:2:3: `databaseChangeLog` is no list of entries
          help: begin each entry with a dash, as in `- changeSet:`
    "#]],
    );
}

#[test]
fn identities_that_the_history_cannot_hold() {
    let long = "x".repeat(256);
    let text = format!("//- c.yaml\ndatabaseChangeLog:\n  - changeSet: {{id: {long}, author: a}}\n");
    let (files, root) = super::files(&text);
    let of = |product| super::load(&files, &root, &Target::new(product)).diagnostics;
    assert!(of(Product::Sqlite).is_empty());
    let found: Vec<_> = of(Product::PostgreSql).iter().map(super::shown_diagnostic).collect();
    expect![[r#"
        error c.yaml:2:21: the id has 256 characters; the history holds 255
          help: shorten the id
    "#]]
    .assert_eq(&found.concat());
}
