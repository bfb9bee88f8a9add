//! Preconditions of formatted SQL files, which stand in one line each.

use amend_syntax::{Diagnostic, Place, Spanned, nearest};

use super::condition::{Condition, Scope, Test};
use super::{Action, OnSqlOutput, Preconditions};
use crate::formatted_sql::{Kind, attribute};

/// The conditions that a line can ask, with the names that they have elsewhere.
const CONDITIONS: [(&str, &str); 3] =
    [("sql-check", "sqlCheck"), ("table-exists", "tableExists"), ("view-exists", "viewExists")];

/// Preconditions without a condition.
pub(crate) fn none_so_far(place: &Place) -> Preconditions {
    Preconditions {
        conditions: Vec::new(),
        on_fail: Action::default(),
        on_error: Action::default(),
        on_fail_message: None,
        on_error_message: None,
        on_sql_output: OnSqlOutput::default(),
        place: place.clone(),
    }
}

/// What `--preconditions` says; its conditions follow in lines of their own.
pub(crate) fn from_line(attributes: &str, place: &Place, report: &mut Vec<Diagnostic>) -> Preconditions {
    let mut preconditions = none_so_far(place);
    if let Some(action) = choice(attributes, "onFail", &Action::WORDS, place, report) {
        preconditions.on_fail = action;
    }
    if let Some(action) = choice(attributes, "onError", &Action::WORDS, place, report) {
        preconditions.on_error = action;
    }
    let older = choice(attributes, "onUpdateSql", &OnSqlOutput::WORDS, place, report);
    let on_sql_output = choice(attributes, "onSqlOutput", &OnSqlOutput::WORDS, place, report);
    if older.is_some() && on_sql_output.is_some() {
        report.push(mistake("`onUpdateSql` is an older name of `onSqlOutput`", place).help("keep one of them"));
    }
    preconditions.on_sql_output = on_sql_output.or(older).unwrap_or_default();
    preconditions
}

/// The condition of a `--precondition-name` line.
pub(crate) fn condition_from_line(
    name: &str,
    text: &str,
    place: &Place,
    report: &mut Vec<Diagnostic>,
) -> Option<Condition> {
    let Some((_, known)) = CONDITIONS.iter().find(|(condition, _)| condition.eq_ignore_ascii_case(name)) else {
        report.push(unknown(name, place));
        return None;
    };
    let test = test(known, text);
    if test.is_none() {
        report.push(mistake("the precondition cannot be read", place).help(
            "write `--precondition-sql-check expectedResult:<value> <sql>`, \
             `--precondition-table-exists table:<name>` or `--precondition-view-exists view:<name>`",
        ));
    }
    let name = Spanned::new((*known).to_owned(), place.clone());
    test.map(|test| Condition { name, test })
}

fn test(name: &str, text: &str) -> Option<Test> {
    let word = |name: &str| attribute(text, name, Kind::Word).map(str::to_owned);
    let schema = Scope { catalog_name: None, schema_name: word("schema") };
    match name {
        "sqlCheck" => sql_check(text),
        "tableExists" => Some(Test::TableExists { schema, table_name: word("table")? }),
        _ => Some(Test::ViewExists { schema, view_name: word("view")? }),
    }
}

/// A result, in quotes or as one word, and a statement.
fn sql_check(text: &str) -> Option<Test> {
    const MARKER: &str = "expectedResult:";
    let is_marked = text.get(..MARKER.len()).is_some_and(|start| start.eq_ignore_ascii_case(MARKER));
    let text = if is_marked { &text[MARKER.len()..] } else { text };
    let (result, sql) = match text.chars().next()? {
        quote @ ('\'' | '"') => text[1..].split_once(quote)?,
        _ => text.split_at(text.find(' ')?),
    };
    let sql = sql.strip_prefix(' ')?.trim();
    let sql = sql.strip_suffix(';').unwrap_or(sql).to_owned();
    (!result.is_empty() && !sql.is_empty()).then(|| Test::SqlCheck { sql, expected_result: result.to_owned() })
}

fn choice<T: Copy>(
    attributes: &str,
    name: &str,
    words: &[(&str, T)],
    place: &Place,
    report: &mut Vec<Diagnostic>,
) -> Option<T> {
    let given = attribute(attributes, name, Kind::Word)?;
    let choice = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(given)).map(|(_, choice)| *choice);
    if choice.is_none() {
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let error = mistake(&format!("`{name}` takes one of {}, not `{given}`", names.join(", ")), place);
        let meant = nearest(given, names).unwrap_or(words[0].0);
        report.push(error.help(format!("write `{name}:{meant}`")));
    }
    choice
}

fn unknown(name: &str, place: &Place) -> Diagnostic {
    let error = mistake(&format!("unknown precondition `{name}`"), place);
    match nearest(name, CONDITIONS.map(|(condition, _)| condition)) {
        Some(known) => error.help(format!("did you mean `{known}`?")),
        None => error.help("lines can ask `sql-check`, `table-exists` and `view-exists`"),
    }
}

fn mistake(message: &str, place: &Place) -> Diagnostic {
    Diagnostic::error("amend::sql::precondition", message).at(place, "this line")
}
