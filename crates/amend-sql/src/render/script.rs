//! SQL of the user: sent as it is; its first words tell what it changes and whether a transaction may hold it.

use amend_catalog::{Program, Script};

use crate::statement::{Statement, StatementKind};

/// First words of statements, and what those change. What is not listed is [`StatementKind::Other`].
const KINDS: [(&str, StatementKind); 17] = [
    ("ALTER", StatementKind::Schema),
    ("COMMENT", StatementKind::Schema),
    ("CREATE", StatementKind::Schema),
    ("DROP", StatementKind::Schema),
    ("GRANT", StatementKind::Schema),
    ("RENAME", StatementKind::Schema),
    ("REVOKE", StatementKind::Schema),
    ("TRUNCATE", StatementKind::Schema),
    ("CALL", StatementKind::Data),
    ("COPY", StatementKind::Data),
    ("DELETE", StatementKind::Data),
    ("INSERT", StatementKind::Data),
    ("LOAD", StatementKind::Data),
    ("MERGE", StatementKind::Data),
    ("REPLACE", StatementKind::Data),
    ("UPDATE", StatementKind::Data),
    ("WITH", StatementKind::Data),
];

/// Beginnings of statements that a transaction cannot hold: PostgreSQL 15 (error 25001), `VACUUM` on SQLite too.
const OUTSIDE_TRANSACTIONS: [&[&str]; 13] = [
    &["ALTER", "DATABASE"],
    &["ALTER", "SYSTEM"],
    &["CREATE", "DATABASE"],
    &["CREATE", "INDEX", "CONCURRENTLY"],
    &["CREATE", "TABLESPACE"],
    &["CREATE", "UNIQUE", "INDEX", "CONCURRENTLY"],
    &["DROP", "DATABASE"],
    &["DROP", "INDEX", "CONCURRENTLY"],
    &["DROP", "TABLESPACE"],
    &["REINDEX", "DATABASE"],
    &["REINDEX", "INDEX", "CONCURRENTLY"],
    &["REINDEX", "TABLE", "CONCURRENTLY"],
    &["VACUUM"],
];

/// A program stands among the statements as a comment of one line; who runs them starts it there.
pub(super) fn program(program: &Program) -> Statement {
    let words = std::iter::once(&program.executable).chain(&program.arguments);
    let line = words.map(|word| word.escape_debug().to_string()).collect::<Vec<_>>().join(" ");
    let text = format!("-- runs the program {line}");
    Statement { text, kind: StatementKind::Other, transactional: true, bulk: None }
}

/// A statement for each piece.
pub(crate) fn statements(script: &Script) -> Vec<Statement> {
    script.pieces.iter().map(|piece| statement(&piece.text)).collect()
}

fn statement(text: &str) -> Statement {
    let outside = OUTSIDE_TRANSACTIONS.iter().any(|words| begins_with(text, words));
    Statement { text: text.to_owned(), kind: kind(text), transactional: !outside, bulk: None }
}

fn kind(text: &str) -> StatementKind {
    let listed = KINDS.iter().find(|(word, _)| begins_with(text, &[word]));
    listed.map_or(StatementKind::Other, |(_, kind)| *kind)
}

/// Whether the text begins with these words, comments and letter case aside.
pub fn begins_with(text: &str, words: &[&str]) -> bool {
    let mut rest = text;
    words.iter().all(|expected| {
        let (word, behind) = next_word(rest);
        rest = behind;
        word.eq_ignore_ascii_case(expected)
    })
}

/// The next word, and what stands behind it. No word where something else than letters comes first.
pub(crate) fn next_word(text: &str) -> (&str, &str) {
    let text = skip_comments(text);
    let end = text.find(|it: char| !it.is_ascii_alphanumeric() && it != '_').unwrap_or(text.len());
    text.split_at(end)
}

pub(crate) fn skip_comments(text: &str) -> &str {
    let mut text = text.trim_start();
    while let Some(behind) = behind_comment(text) {
        text = behind.trim_start();
    }
    text
}

/// What stands behind the comment that the text begins with. A comment without end reaches to the end of the text.
fn behind_comment(text: &str) -> Option<&str> {
    let (body, end) = match text {
        _ if text.starts_with("/*") => (&text[2..], "*/"),
        _ if text.starts_with("--") => (&text[2..], "\n"),
        _ if text.starts_with('#') => (&text[1..], "\n"),
        _ => return None,
    };
    Some(body.split_once(end).map_or("", |(_, behind)| behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, kind: StatementKind, transactional: bool) {
        assert_eq!(statement(text), Statement { text: text.to_owned(), kind, transactional, bulk: None });
    }

    #[test]
    fn the_first_words_tell_the_kind() {
        check("create table t (a int)", StatementKind::Schema, true);
        check("-- a\n /* b */ Insert into t values (1)", StatementKind::Data, true);
        check("set search_path = x", StatementKind::Other, true);
        check("updates", StatementKind::Other, true);
        check("/* never ends", StatementKind::Other, true);
    }

    #[test]
    fn some_statements_stand_outside_transactions() {
        check("create index concurrently i on t (a)", StatementKind::Schema, false);
        check("CREATE UNIQUE INDEX\n CONCURRENTLY i ON t (a)", StatementKind::Schema, false);
        check("create index concurrent_i on t (a)", StatementKind::Schema, true);
        check("vacuum", StatementKind::Other, false);
    }
}
