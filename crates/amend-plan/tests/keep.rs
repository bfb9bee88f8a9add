//! What is kept of the rows that change sets take, on paper.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

use std::collections::BTreeSet;

use amend_catalog::ObjectName;
use amend_changelog::{Loaded, MemoryFiles, Target, load};
use amend_plan::{Found, History, Keep, Project, future_history, kept_prefix, plan_offline, replay, way_back};
use amend_sql::Product;
use amend_syntax::Diagnostic;

const BASE: &str = r#"
databaseChangeLog:
  - changeSet:
      id: 1
      author: a
      changes:
        - createTable:
            tableName: t
            columns:
              - column: {name: id, type: int, autoIncrement: true, constraints: {primaryKey: true}}
              - column: {name: b, type: varchar(9), constraints: {nullable: false}}
              - column: {name: c, type: int}
        - createTable: {tableName: u, columns: [{column: {name: b, type: int}}, {column: {name: c, type: int}}]}
        - createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
        - addForeignKeyConstraint: {baseTableName: u, baseColumnNames: c, constraintName: f, referencedTableName: p, referencedColumnNames: id, onDelete: CASCADE}
"#;

struct Fixture {
    files: MemoryFiles,
    target: Target,
    loaded: Loaded,
}

impl Fixture {
    fn new(product: Product, change_set: &str) -> Self {
        let text = format!("{BASE}  - changeSet: {{id: 2, author: a, {change_set}}}\n");
        let files = MemoryFiles::new([("c.yaml", text.as_str())]);
        let target = Target::new(product);
        let loaded = load(&files, "c.yaml", &target);
        assert!(loaded.is_valid(), "{:?}", loaded.diagnostics);
        Self { files, target, loaded }
    }

    fn project<'a>(&'a self, keep: Keep<'a>) -> Project<'a> {
        let (changelog, target) = (&self.loaded.changelog, &self.target);
        Project { files: &self.files, changelog, target, default_schema: None, keep }
    }

    /// What the last change set sends, with its change set's part of names left out.
    fn there(&self, on: bool) -> Vec<String> {
        let plan = plan_offline(&self.project(Keep { on, found: Found::Nothing }), &History::default()).unwrap();
        assert!(plan.problems.is_empty(), "{:?}", plan.problems);
        self.texts(plan.steps[1].statements.iter().map(|it| &it.statement.text))
    }

    fn back(&self, found: Found<'_>) -> Vec<String> {
        let project = self.project(Keep { on: false, found });
        let history = future_history(&project, &History::default()).unwrap();
        let steps = way_back(&project, replay(&project, &history), &history, &[1]).unwrap();
        self.texts(steps[0].step.statements.iter().map(|it| &it.statement.text))
    }

    fn texts<'a>(&self, texts: impl Iterator<Item = &'a String>) -> Vec<String> {
        texts.map(|text| text.replace(&self.prefix(), "kept")).collect()
    }

    fn prefix(&self) -> String {
        kept_prefix(&self.loaded.changelog.change_sets[1].key())
    }

    fn problems(&self) -> Vec<Diagnostic> {
        let plan = plan_offline(&self.project(Keep { on: true, found: Found::Nothing }), &History::default()).unwrap();
        plan.problems.into_iter().flat_map(|it| it.diagnostics).collect()
    }
}

const DROP: &str = "changes: [dropColumn: {tableName: t, columnName: b}]";

#[test]
fn a_required_column_comes_back_empty_and_is_required_when_it_has_its_values() {
    let fixture = Fixture::new(Product::PostgreSql, DROP);
    assert_eq!(fixture.there(false), ["ALTER TABLE t DROP COLUMN b"]);
    let there = fixture.there(true);
    assert_eq!(
        there[1..],
        [
            "LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE",
            "INSERT INTO kept0 (id, b) SELECT id, b FROM t",
            "ALTER TABLE t DROP COLUMN b"
        ]
    );
    assert_eq!(
        fixture.back(Found::Everything),
        [
            "ALTER TABLE t ADD COLUMN b VARCHAR(9)",
            "UPDATE t SET b = (SELECT kept0.b FROM kept0 WHERE kept0.id = t.id) WHERE EXISTS (SELECT 1 FROM kept0 WHERE kept0.id = t.id)",
            "ALTER TABLE t ALTER COLUMN b SET NOT NULL",
            "DROP TABLE kept0"
        ]
    );
}

#[test]
fn the_way_back_goes_by_what_is_there() {
    let changes = "changes: [dropColumn: {tableName: t, columnName: b}, dropColumn: {tableName: t, columnName: c}]";
    let fixture = Fixture::new(Product::PostgreSql, changes);
    assert_eq!(
        fixture.back(Found::Nothing),
        ["ALTER TABLE t ADD COLUMN c INTEGER", "ALTER TABLE t ADD COLUMN b VARCHAR(9) NOT NULL"]
    );
    let second = BTreeSet::from([ObjectName::new(format!("{}1", fixture.prefix()))]);
    assert_eq!(
        fixture.back(Found::Tables(&second)),
        [
            "ALTER TABLE t ADD COLUMN c INTEGER",
            "UPDATE t SET c = (SELECT kept1.c FROM kept1 WHERE kept1.id = t.id) WHERE EXISTS (SELECT 1 FROM kept1 WHERE kept1.id = t.id)",
            "DROP TABLE kept1",
            "ALTER TABLE t ADD COLUMN b VARCHAR(9) NOT NULL"
        ]
    );
}

#[test]
fn only_what_may_lose_values_is_kept() {
    let wider = "changes: [modifyDataType: {tableName: t, columnName: b, newDataType: varchar(20)}]";
    assert_eq!(Fixture::new(Product::PostgreSql, wider).there(true).len(), 1);
    let narrower = "changes: [modifyDataType: {tableName: t, columnName: b, newDataType: varchar(3)}]";
    assert_eq!(Fixture::new(Product::PostgreSql, narrower).there(true).len(), 5);
    let index = "changes: [createIndex: {tableName: t, indexName: i, columns: [column: {name: b}]}]";
    assert_eq!(Fixture::new(Product::PostgreSql, index).there(true).len(), 1);
}

#[test]
fn rows_that_a_change_makes_are_known_by_their_keys() {
    let insert = |table: &str, columns: &str| {
        let change = format!("changes: [insert: {{tableName: {table}, columns: [{columns}]}}]");
        Fixture::new(Product::PostgreSql, &change)
    };
    let given = insert("p", "{column: {name: id, valueNumeric: 4}}");
    assert_eq!(
        given.there(true)[1..],
        ["INSERT INTO p (id) VALUES (4)", "INSERT INTO kept0 (id) SELECT id FROM p WHERE id = 4"]
    );
    let back = ["DELETE FROM p WHERE EXISTS (SELECT 1 FROM kept0 WHERE kept0.id = p.id)", "DROP TABLE kept0"];
    assert_eq!(given.back(Found::Everything), back);
    let numbered = insert("t", "{column: {name: b, value: x}}");
    assert_eq!(
        numbered.there(true)[2],
        "INSERT INTO kept0 (id) SELECT id FROM t WHERE id = (SELECT currval(pg_get_serial_sequence('t', 'id')))"
    );
    let nameless = insert("u", "{column: {name: b, valueNumeric: 1}}");
    assert_eq!(nameless.there(true), nameless.there(false));
}

#[test]
fn what_cannot_be_kept_is_said_with_its_place() {
    for (change, code) in [
        ("dropColumn: {tableName: u, columnName: b}", "amend::keep::no-key"),
        ("modifyDataType: {tableName: u, columnName: b, newDataType: smallint}", "amend::keep::no-key"),
        ("dropColumn: {tableName: t, columnName: id}", "amend::keep::numbered"),
        ("update: {tableName: t, columns: [{column: {name: id, valueNumeric: 1}}]}", "amend::keep::no-key"),
        ("delete: {tableName: p}", "amend::keep::following"),
    ] {
        let problems = Fixture::new(Product::PostgreSql, &format!("changes: [{change}]")).problems();
        assert_eq!(problems.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(), [code], "{change}: {problems:?}");
        assert!(!problems[0].labels.is_empty());
    }
}

#[test]
fn a_change_set_that_runs_again_keeps_nothing_and_says_so() {
    let fixture = Fixture::new(Product::Sqlite, &format!("runOnChange: true, {DROP}"));
    assert_eq!(fixture.there(true), fixture.there(false));
    let keep = Keep { on: true, found: Found::Nothing };
    let plan = plan_offline(&fixture.project(keep), &History::default()).unwrap();
    assert_eq!(plan.steps[1].notes.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(), ["amend::keep::runs-again"]);
    assert_eq!(fixture.back(Found::Everything), fixture.back(Found::Nothing));
}

#[test]
fn a_lock_is_taken_only_where_a_transaction_holds_it() {
    let fixture = Fixture::new(Product::PostgreSql, &format!("runInTransaction: false, {DROP}"));
    assert!(fixture.there(true).iter().all(|it| !it.starts_with("LOCK")));
}

#[test]
fn names_are_short_and_do_not_depend_on_letter_case() {
    let prefix = |id: &str| kept_prefix(&amend_changelog::change_set::Key::new("a/b.yaml", id, "ada"));
    assert_eq!(prefix("One"), prefix("one"));
    assert_ne!(prefix("one"), prefix("two"));
    assert_eq!(prefix("one").len(), 29);
    assert_eq!(prefix("one"), "_amend_kept_e3b738d83c12cdb6_");
}
