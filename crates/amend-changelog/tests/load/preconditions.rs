//! Preconditions: what is read, and what answers amount to.

use amend_changelog::precondition::{Action, Answer, Condition, OnSqlOutput, Outcome, Preconditions, Test};
use amend_changelog::{Loaded, Target, load};
use amend_sql::Product;

fn read(text: &str) -> Loaded {
    let root =
        format!("//- c.yaml\ndatabaseChangeLog:\n  - property: {{name: p, value: v}}\n  - preConditions: {text}\n");
    let (files, root) = super::files(&root);
    load(&files, &root, &Target::new(Product::Sqlite))
}

fn preconditions(text: &str) -> Preconditions {
    let loaded = read(text);
    let errors: Vec<String> = loaded.diagnostics.iter().map(super::shown_diagnostic).collect();
    assert!(loaded.is_valid(), "{errors:?}");
    loaded.changelog.preconditions.into_iter().next().unwrap()
}

/// A table answers for itself: `yes`, `no`, `error`, `unknown`.
fn answer(condition: &Condition) -> Answer {
    match &condition.test {
        Test::TableExists { table_name, .. } if table_name == "yes" => Answer::Yes,
        Test::TableExists { table_name, .. } if table_name == "no" => Answer::No("no such table".to_owned()),
        Test::TableExists { table_name, .. } if table_name == "error" => Answer::Error("lost".to_owned()),
        _ => Answer::Unknown,
    }
}

fn outcome(conditions: &str) -> &'static str {
    let mut text = conditions.to_owned();
    for name in ["yes", "no", "error", "unknown"] {
        text = text.replace(&format!("<{name}>"), &format!("{{tableExists: {{tableName: '{name}'}}}}"));
    }
    match preconditions(&format!("[{text}]")).evaluate(&mut answer) {
        Outcome::Passed => "passed",
        Outcome::Failed(_) => "failed",
        Outcome::Errored(_) => "errored",
        Outcome::Unknown => "unknown",
    }
}

#[test]
fn all_must_hold() {
    for (conditions, expected) in [
        ("", "passed"),
        ("<yes>", "passed"),
        ("<no>", "failed"),
        ("<error>", "errored"),
        ("<yes>, <no>", "failed"),
        ("<no>, <error>", "failed"),
        ("<error>, <no>", "errored"),
        ("{and: [<yes>, <yes>]}", "passed"),
        ("{and: []}", "passed"),
    ] {
        assert_eq!(outcome(conditions), expected, "{conditions}");
    }
}

#[test]
fn one_must_hold_or_none() {
    for (conditions, expected) in [
        ("{or: [<no>, <yes>]}", "passed"),
        ("{or: [<no>, <no>]}", "failed"),
        ("{or: [<yes>, <error>]}", "passed"),
        ("{or: [<error>, <yes>]}", "errored"),
        ("{or: []}", "failed"),
        ("{not: [<no>]}", "passed"),
        ("{not: [<yes>]}", "failed"),
        ("{not: [<no>, <yes>]}", "failed"),
        ("{not: [<no>, <no>]}", "passed"),
        ("{not: {tableExists: {tableName: 'no'}}}", "passed"),
        ("{not: [<error>]}", "errored"),
        ("{not: [{and: [<yes>, <no>]}]}", "passed"),
        ("{not: []}", "passed"),
    ] {
        assert_eq!(outcome(conditions), expected, "{conditions}");
    }
}

#[test]
fn what_is_not_known_stays_so_unless_another_answer_decides() {
    for (conditions, expected) in [
        ("<unknown>, <yes>", "unknown"),
        ("<unknown>, <no>", "failed"),
        ("<unknown>, <error>", "unknown"),
        ("{or: [<unknown>, <yes>]}", "passed"),
        ("{or: [<unknown>, <no>]}", "unknown"),
        ("{not: [<unknown>, <yes>]}", "failed"),
        ("{not: [<unknown>]}", "unknown"),
    ] {
        assert_eq!(outcome(conditions), expected, "{conditions}");
    }
}

#[test]
fn conditions_that_lack_an_attribute_find_nothing_or_cannot_be_answered() {
    for condition in ["{tableExists: t}", "{sqlCheck: {expectedResult: 1}}", "{sqlCheck: select 1}"] {
        assert_eq!(outcome(condition), "errored", "{condition}");
    }
    for condition in ["{indexExists: {tableName: t}}", "{viewExists: {}}", "{columnExists: {tableName: t}}"] {
        assert_eq!(outcome(condition), "failed", "{condition}");
    }
}

#[test]
fn options() {
    let read = preconditions(
        "[{onFail: MARK_RAN}, {onError: WARN}, {onFailMessage: f}, {onErrorMessage: e}, {onSqlOutput: TEST}, {dbms: {type: x}}]",
    );
    assert_eq!((read.on_fail, read.on_error, read.on_sql_output), (Action::MarkRan, Action::Warn, OnSqlOutput::Test));
    assert_eq!(read.on_fail_message.unwrap().value, "f");
    assert_eq!(read.on_error_message.unwrap().value, "e");
    assert_eq!(read.conditions.len(), 1);
    let read = preconditions("{onFail: CONTINUE, dbms: {type: x}}");
    assert_eq!(
        (read.on_fail, read.on_error, read.on_sql_output),
        (Action::Continue, Action::Halt, OnSqlOutput::Ignore)
    );
}

#[test]
fn what_needs_no_database() {
    for (condition, holds) in [
        ("{dbms: {type: 'MySQL, SQLite'}}", true),
        ("{dbms: {type: '!mysql'}}", true),
        ("{dbms: {type: mysql}}", false),
        ("{dbms: {}}", false),
        ("{dbms: sqlite}", false),
        ("{changeLogPropertyDefined: {property: P}}", true),
        ("{changeLogPropertyDefined: {property: p, value: v}}", true),
        ("{changeLogPropertyDefined: {property: p, value: w}}", false),
        ("{changeLogPropertyDefined: {property: q}}", false),
        ("{expectedQuotingStrategy: {strategy: LEGACY}}", false),
    ] {
        let loaded = read(&format!("[{condition}]"));
        let facts = loaded.changelog.facts(Product::Sqlite);
        let answer = loaded.changelog.preconditions[0].conditions[0].answer(&facts).unwrap();
        assert_eq!(answer == Answer::Yes, holds, "{condition}: {answer:?}");
    }
}

#[test]
fn statements_lose_one_semicolon() {
    let read = preconditions("[{sqlCheck: {sql: ' select 1; ', expectedResult: 1.50}}]");
    let expected = Test::SqlCheck { sql: "select 1".to_owned(), expected_result: "1.5".to_owned() };
    assert_eq!(read.conditions[0].test, expected);
}
