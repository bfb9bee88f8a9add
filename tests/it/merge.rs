//! `validate --base`: what two branches of a changelog would break for each other. A scenario is what both have, what the
//! base has beside it, what the branch has beside it, and the verdict.

use std::process::Command;

use crate::support::checkout;

/// A change set of one line: its id, attributes, and its change.
macro_rules! set {
    ($id:literal, $change:literal) => {
        concat!("  - changeSet: {id: ", $id, ", author: a, changes: [", $change, "]}\n")
    };
    ($id:literal, $attributes:literal, $change:literal) => {
        concat!("  - changeSet: {id: ", $id, ", author: a, ", $attributes, ", changes: [", $change, "]}\n")
    };
}

const PERSON: &str = set!(
    "person",
    "createTable: {tableName: person, columns: [column: {name: id, type: int}, column: {name: name, type: varchar(20)}]}"
);

/// What both have, what the base has beside it, what the branch has, and the codes of what is found.
type Scenario = (&'static str, &'static str, &'static str, &'static [&'static str]);

const CONTENT: &[&str] = &["amend::merge::content"];
const OBJECT: &[&str] = &["amend::merge::object"];
const INSERTED: &[&str] = &["amend::merge::inserted"];
const NONE: &[&str] = &[];

/// What the base adds behind `person`, what the branch adds there, and the verdict.
const BOTH_ADD: &[Scenario] = &[
    ("nothing", "", "", NONE),
    (
        "only the branch",
        "",
        set!("b", "addColumn: {tableName: person, columns: [column: {name: age, type: int}]}"),
        NONE,
    ),
    ("only the base", set!("a", "dropColumn: {tableName: person, columnName: name}"), "", NONE),
    (
        "two columns",
        set!("a", "addColumn: {tableName: person, columns: [column: {name: mail, type: int}]}"),
        set!("b", "addColumn: {tableName: person, columns: [column: {name: age, type: int}]}"),
        NONE,
    ),
    (
        "one column twice",
        set!("a", "addColumn: {tableName: person, columns: [column: {name: age, type: bigint}]}"),
        set!("b", "addColumn: {tableName: person, columns: [column: {name: age, type: int}]}"),
        OBJECT,
    ),
    (
        "one table twice",
        set!("a", "createTable: {tableName: city, columns: [column: {name: id, type: int}]}"),
        set!("b", "createTable: {tableName: city, columns: [column: {name: nr, type: int}]}"),
        OBJECT,
    ),
    (
        "one table twice, each unless it is there",
        set!(
            "a",
            "preConditions: [onFail: MARK_RAN, not: [tableExists: {tableName: city}]]",
            "createTable: {tableName: city, columns: [column: {name: id, type: int}]}"
        ),
        set!(
            "b",
            "preConditions: [onFail: MARK_RAN, not: [tableExists: {tableName: city}]]",
            "createTable: {tableName: city, columns: [column: {name: id, type: int}]}"
        ),
        NONE,
    ),
    (
        "the base drops what the branch indexes",
        set!("a", "dropColumn: {tableName: person, columnName: name}"),
        set!("b", "createIndex: {tableName: person, indexName: i, columns: [column: {name: name}]}"),
        OBJECT,
    ),
    (
        "the branch renames what the base fills",
        set!("a", "insert: {tableName: person, columns: [column: {name: name, value: x}]}"),
        set!(
            "b",
            "renameColumn: {tableName: person, oldColumnName: name, newColumnName: label, columnDataType: varchar(20)}"
        ),
        OBJECT,
    ),
    (
        "the branch renames the table that the base extends",
        set!("a", "addColumn: {tableName: person, columns: [column: {name: age, type: int}]}"),
        set!("b", "renameTable: {oldTableName: person, newTableName: people}"),
        OBJECT,
    ),
    (
        "both drop a table",
        set!("a", "dropTable: {tableName: person}"),
        set!("b", "dropTable: {tableName: person}"),
        OBJECT,
    ),
    (
        "two types for one column",
        set!("a", "modifyDataType: {tableName: person, columnName: name, newDataType: varchar(30)}"),
        set!("b", "modifyDataType: {tableName: person, columnName: name, newDataType: text}"),
        OBJECT,
    ),
    (
        "a type and a default for one column",
        set!("a", "modifyDataType: {tableName: person, columnName: name, newDataType: varchar(30)}"),
        set!(
            "b",
            "addDefaultValue: {tableName: person, columnName: name, columnDataType: varchar(20), defaultValue: x}"
        ),
        NONE,
    ),
    (
        "two defaults for one column",
        set!("a", "addDefaultValue: {tableName: person, columnName: name, defaultValue: y}"),
        set!("b", "addDefaultValue: {tableName: person, columnName: name, defaultValue: x}"),
        OBJECT,
    ),
    (
        "two primary keys",
        set!("a", "addPrimaryKey: {tableName: person, columnNames: id, constraintName: pk_a}"),
        set!("b", "addPrimaryKey: {tableName: person, columnNames: name, constraintName: pk_b}"),
        OBJECT,
    ),
    (
        "two indexes of one name",
        set!("a", "createIndex: {tableName: person, indexName: i, columns: [column: {name: id}]}"),
        set!("b", "createIndex: {tableName: person, indexName: i, columns: [column: {name: name}]}"),
        OBJECT,
    ),
    (
        "two indexes",
        set!("a", "createIndex: {tableName: person, indexName: i, columns: [column: {name: id}]}"),
        set!("b", "createIndex: {tableName: person, indexName: j, columns: [column: {name: name}]}"),
        NONE,
    ),
    (
        "a view reads what the base drops",
        set!("a", "dropColumn: {tableName: person, columnName: name}"),
        set!("b", "createView: {viewName: v, selectQuery: select name from person}"),
        OBJECT,
    ),
    (
        "a view reads something else",
        set!("a", "dropColumn: {tableName: person, columnName: name}"),
        set!("b", "createView: {viewName: v, selectQuery: select id from person}"),
        NONE,
    ),
    (
        "one view twice",
        set!("a", "createView: {viewName: v, replaceIfExists: true, selectQuery: select id from person}"),
        set!("b", "createView: {viewName: v, replaceIfExists: true, selectQuery: select name from person}"),
        OBJECT,
    ),
    (
        "SQL names what the branch drops",
        set!("a", "sql: {sql: call refresh_all('person')}"),
        set!("b", "dropTable: {tableName: person}"),
        OBJECT,
    ),
    (
        "a foreign key to what the base drops",
        set!("a", "dropTable: {tableName: person}"),
        set!(
            "b",
            "createTable: {tableName: city, columns: [column: {name: m, type: int, constraints: {foreignKeyName: f, references: person(id)}}]}"
        ),
        OBJECT,
    ),
    (
        "other products",
        set!("a", "dbms: mysql", "createTable: {tableName: city, columns: [column: {name: id, type: int}]}"),
        set!("b", "dbms: postgresql", "createTable: {tableName: city, columns: [column: {name: id, type: int}]}"),
        NONE,
    ),
];

/// The base, the branch, and the verdict.
const WHOLE: &[Scenario] = &[
    (
        "another content",
        PERSON,
        set!("person", "createTable: {tableName: person, columns: [column: {name: id, type: bigint}]}"),
        CONTENT,
    ),
    (
        "another content that is accepted",
        set!("x", "sql: {sql: select 1}"),
        set!("x", "validCheckSum: ANY", "sql: {sql: select 2}"),
        NONE,
    ),
    (
        "another content that runs again",
        set!("x", "runOnChange: true", "sql: {sql: select 1}"),
        set!("x", "runOnChange: true", "sql: {sql: select 2}"),
        NONE,
    ),
    (
        "inserted before what needs it",
        concat!(
            set!("t", "createTable: {tableName: t, columns: [column: {name: a, type: int}]}"),
            set!("drop", "dropColumn: {tableName: t, columnName: a}")
        ),
        concat!(
            set!("t", "createTable: {tableName: t, columns: [column: {name: a, type: int}]}"),
            set!("new", "createIndex: {tableName: t, indexName: i, columns: [column: {name: a}]}"),
            set!("drop", "dropColumn: {tableName: t, columnName: a}")
        ),
        INSERTED,
    ),
    (
        "inserted before what does not need it",
        concat!(
            set!("t", "createTable: {tableName: t, columns: [column: {name: a, type: int}]}"),
            set!("u", "createTable: {tableName: u, columns: [column: {name: a, type: int}]}")
        ),
        concat!(
            set!("t", "createTable: {tableName: t, columns: [column: {name: a, type: int}]}"),
            set!("new", "createIndex: {tableName: t, indexName: i, columns: [column: {name: a}]}"),
            set!("u", "createTable: {tableName: u, columns: [column: {name: a, type: int}]}")
        ),
        NONE,
    ),
    (
        "a new need of an old one",
        set!("x", "sql: {sql: select 1}"),
        concat!(set!("new", "sql: {sql: select 2}"), set!("x", "dependsOn: [new]", "sql: {sql: select 1}")),
        INSERTED,
    ),
];

fn changelog(change_sets: &[&str]) -> String {
    let all = change_sets.concat();
    if all.is_empty() { "databaseChangeLog: []\n".to_owned() } else { format!("databaseChangeLog:\n{all}") }
}

/// The codes of what is found, each once.
#[track_caller]
fn check(name: &str, base: &str, branch: &str, expected: &[&str]) {
    let mut checkout = checkout();
    checkout.set("AMEND_CHANGELOG_FILE", "changelog.yaml");
    checkout.write("changelog.yaml", branch);
    checkout.write("base/changelog.yaml", base);
    let exit = if expected.is_empty() { 0 } else { 3 };
    let arguments = ["validate", "--base", "base", "--dialect", "postgresql", "--format", "json"];
    let finished = checkout.expect(exit, &arguments);
    let code =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["code"].as_str().unwrap().to_owned();
    let mut codes: Vec<String> = finished.stderr.lines().map(code).filter(|code| code.contains("merge")).collect();
    codes.dedup();
    assert_eq!(codes, expected, "{name}\n{}", finished.stderr);
}

#[test]
fn new_change_sets_of_two_branches() {
    for (name, base, branch, expected) in BOTH_ADD {
        check(name, &changelog(&[PERSON, base]), &changelog(&[PERSON, branch]), expected);
    }
}

#[test]
fn change_sets_of_both() {
    for (name, base, branch, expected) in WHOLE {
        check(name, &changelog(&[base]), &changelog(&[branch]), expected);
    }
}

#[test]
fn the_base_may_be_a_git_ref() {
    let mut checkout = checkout();
    checkout.set("AMEND_CHANGELOG_FILE", "db/changelog.yaml");
    checkout.set("PATH", &std::env::var("PATH").unwrap());
    checkout.write(
        "db/changelog.yaml",
        "databaseChangeLog:\n  - includeAll: {path: parts, relativeToChangelogFile: true}\n",
    );
    checkout.write("db/parts/1.yaml", changelog(&[PERSON]));
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
        let mut command = Command::new("git");
        let status = command.arg("-C").arg(checkout.folder()).args(identity).args(arguments).output().unwrap();
        assert!(status.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&status.stderr));
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "first"]);
    let validate = ["validate", "--base", "main", "--dialect", "sqlite"];
    let finished = checkout.expect(0, &validate);
    assert_eq!(finished.stdout, "no conflict with the base\n");
    checkout.write("db/parts/1.yaml", changelog(&[PERSON]).replace("varchar(20)", "varchar(30)"));
    let finished = checkout.expect(3, &validate);
    assert!(finished.stderr.contains("has another content than in the base"), "{}", finished.stderr);
    let finished = checkout.expect(2, &["validate", "--base", "nowhere", "--dialect", "sqlite"]);
    assert!(finished.stderr.contains("no git ref or folder `nowhere`"), "{}", finished.stderr);
}
