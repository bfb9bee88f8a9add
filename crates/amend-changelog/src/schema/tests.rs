//! The schema against the examples of the pages, the changelogs of the repository, and against what the reader says.

use std::path::Path;

use amend_sql::Product;
use amend_syntax::{Limits, Node, NodeKind, ScalarValue, Severity, Source, parse};
use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};

use crate::changes::KINDS;
use crate::reference::examples;
use crate::{MemoryFiles, Target, load};

/// The schema, compiled.
struct Schema {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Schema {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("changelog.schema.json", super::changelog()).unwrap();
        let index = compiler.compile("changelog.schema.json", &mut schemas).unwrap();
        Self { schemas, index }
    }

    /// Why a changelog does not fit; nothing where it does.
    fn fault(&self, yaml: &str) -> Option<String> {
        self.schemas.validate(&value_of(yaml), self.index).err().map(|error| format!("{error:#}"))
    }
}

fn value_of(yaml: &str) -> Value {
    json_of(&parse(&Source::new("test.yaml", yaml), &Limits::default()).root.unwrap())
}

fn json_of(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Mapping(entries) => entries.iter().map(|it| (it.key.value.clone(), json_of(&it.value))).collect(),
        NodeKind::Sequence(items) => items.iter().map(json_of).collect(),
        NodeKind::Scalar(scalar) => match &scalar.value {
            ScalarValue::Null => Value::Null,
            ScalarValue::Bool(value) => json!(value),
            ScalarValue::Integer(digits) => json!(digits.parse::<i64>().unwrap()),
            ScalarValue::Float(value) => json!(value),
            ScalarValue::Date { .. } | ScalarValue::Text(_) => json!(node.text()),
        },
    }
}

fn changelog_of(changes: &str) -> String {
    let indented: String = changes.lines().map(|line| format!("        {line}\n")).collect();
    format!("databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: ann\n      changes:\n{indented}")
}

#[test]
fn every_page_has_an_example_and_it_fits() {
    let schema = Schema::new();
    for kind in KINDS {
        let examples: Vec<String> = examples(kind.doc).collect();
        assert!(!examples.is_empty(), "{} has no example", kind.name);
        for example in examples {
            assert_eq!(schema.fault(&changelog_of(&example)), None, "{}", kind.name);
        }
    }
}

#[test]
fn the_changelogs_of_the_repository_fit() {
    let schema = Schema::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../changelogs");
    let mut folders = vec![folder];
    let mut count = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            match path.extension().and_then(|extension| extension.to_str()) {
                None => folders.push(path),
                Some("yaml" | "yml" | "json") => {
                    assert_eq!(schema.fault(&std::fs::read_to_string(&path).unwrap()), None, "{}", path.display());
                    count += 1;
                }
                Some(_) => {}
            }
        }
    }
    assert!(count > 0);
}

/// What the reader makes of a changelog.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    /// It stops, and the schema does not fit.
    Stops,
    /// Something is ignored, and editors say so, but the schema fits.
    Warns,
    /// All is well.
    Fits,
}
use Outcome::{Fits, Stops, Warns};

/// Whole files.
const FILES: &[(Outcome, &str)] = &[
    (Fits, "databaseChangeLog:"),
    (Fits, "{anchors: {a: 1}, databaseChangeLog: []}"),
    (Stops, "databaseChangelog: []"),
    (Stops, "databaseChangeLog: {changeSet: {id: 1, author: ann}}"),
];

/// Entries of the root.
const ENTRIES: &[(Outcome, &str)] = &[
    (Stops, "changeset: {id: 1, author: ann}"),
    (Warns, "no.such: x"),
    (Fits, "logicalFilePath: a.yaml}, {objectQuotingStrategy: LEGACY}, {context: a or b"),
    (Stops, "objectQuotingStrategy: ALL"),
    (Fits, "changeSet: {id: 1, author: ann}"),
    (Fits, "changeSet: [{id: 1}, {author: ann}]"),
    (Stops, "changeSet: {author: ann}"),
    (Fits, "preConditions: [{onFail: WARN}, {dbms: {type: mysql}}, {not: [{tableExists: {tableName: t}}]}]"),
    (Fits, "preConditions: {onSqlOutput: TEST, or: {and: [{tableIsEmpty: {tableName: t}}]}}"),
    (Stops, "preConditions: [{onFail: mark_ran}]"),
    (Stops, "preConditions: [{tabelExists: {tableName: t}}]"),
    (Stops, "preConditions: [{not: [{tabelExists: {tableName: t}}]}]"),
    (Warns, "preConditions: [{onUpdateSql: RUN}]"),
    (Warns, "preConditions: [{tableExists: {tableName: t, table: t}}]"),
    (
        Fits,
        "changeSet: {id: 1, author: ann}}, {changeSet: {id: 2, author: ann, rollback: {changeSetId: 1, changeSetAuthor: ann}}",
    ),
    (Fits, r#"include: {file: no.yaml, errorIfMissing: false, labels: "a, b"}"#),
    (Fits, "include: [{file: no.yaml}, {errorIfMissing: false}]"),
    (Stops, "include: {relativeToChangelogFile: true}"),
    (Warns, "include: {file: no.yaml, errorIfMissing: false, relative: true}"),
    (Fits, "includeAll: {path: no, errorIfMissingOrEmpty: false, minDepth: 1, maxDepth: 2}"),
    (Stops, "includeAll: {path: no, errorIfMissingOrEmpty: false, minDepth: all}"),
    (Fits, "property: {name: a, value: 1, dbms: mysql, global: false}"),
    (Stops, "property: [{name: a}, {value: 1}]"),
    (Stops, r#"property: {name: a, value: 1, global: "false"}"#),
    (Fits, "removeChangeSetProperty: {change: addColumn, dbms: mysql, remove: afterColumn}"),
    (Warns, "removeChangeSetProperty: {change: createTable, remove: afterColumn}"),
];

/// What a change set may hold.
const CHANGE_SETS: &[(Outcome, &str)] = &[
    (Fits, "tagDatabase: {tag: t}"),
    (Stops, "runOrder: middle"),
    (Stops, "createTabel: {tableName: t}"),
    (Warns, "remarks: why"),
    (Fits, r#"dependsOn: ["0", "ann:0"]"#),
    (Fits, "runOnChange: yes"),
    (Fits, "rollback: drop table t"),
    (Fits, "rollback: [drop table t]"),
    (Fits, "rollback: "),
    (Fits, "rollback: [{sql: drop table t}]"),
    (Stops, "rollback: 7"),
    (Stops, "rollback: [{dropTabel: {tableName: t}}]"),
    (Fits, "modifySql: [{dbms: mysql}, {append: {value: x, applyToRollback: true}}]"),
    (Warns, "modifySql: {suffix: x}"),
];

/// Changes.
const CHANGES: &[(Outcome, &str)] = &[
    (Stops, "createTabel: {tableName: t}"),
    (Fits, "sql: select 1"),
    (Fits, "renameTable: [{oldTableName: a}, {newTableName: b}]"),
    (Warns, "renameTable: {oldTableName: a, newTableName: b, dbms: mysql}"),
    (Fits, "createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}"),
    (Fits, "createTable: {tableName: t, column: {name: a, type: int}}"),
    (Fits, "createTable: {tableName: t, column: [{column: {name: a, type: int}}]}"),
    (Fits, "createTable: {tableName: t, columns: [{name: a, type: int}]}"),
    (Stops, "createTable: {tableName: t, columns: [{name: a, type: int}, {name: b, type: int}]}"),
    (Stops, "createTable: {tableName: t, columns: [{column: {name: a, tipe: int}}]}"),
    (Stops, "createTable: {tableName: t, columns: [{column: {name: a, type: int, nullable: false}}]}"),
    (Stops, "createTable: {tableName: t, columns: [{column: {name: a, type: int, afterColumn: b}}]}"),
    (Fits, r#"modifySql: {regExpReplace: {replace: "(a)", with: $1}}"#),
];

#[test]
fn the_schema_stops_where_the_reader_stops() {
    check(FILES, |text| text.to_owned());
    check(ENTRIES, |text| format!("databaseChangeLog: [{{{text}}}]"));
    check(CHANGE_SETS, |text| format!("databaseChangeLog: [{{changeSet: {{id: 1, author: ann, {text}}}}}]"));
    check(CHANGES, |text| format!("databaseChangeLog: [{{changeSet: {{id: 1, author: ann, changes: [{{{text}}}]}}}}]"));
}

fn check(cases: &[(Outcome, &str)], file: fn(&str) -> String) {
    let schema = Schema::new();
    let faults = cases.iter().filter_map(|(expected, text)| {
        let yaml = file(text);
        let (read, fault) = (read(&yaml), schema.fault(&yaml));
        let fits = read == *expected && fault.is_some() == (*expected == Stops);
        (!fits).then(|| format!("{text}: the reader {read:?}, expected {expected:?}; the schema: {fault:?}"))
    });
    assert_eq!(faults.collect::<Vec<_>>(), Vec::<String>::new());
}

fn read(yaml: &str) -> Outcome {
    let files = MemoryFiles::new([("test.yaml", yaml)]);
    let loaded = load(&files, "test.yaml", &Target::new(Product::Sqlite));
    match loaded.diagnostics.iter().map(|diagnostic| diagnostic.severity).max() {
        Some(Severity::Error) => Stops,
        Some(Severity::Warning) => Warns,
        _ => Fits,
    }
}
