//! What it means to send a statement of the user a second time: its first words tell.

use amend_catalog::ObjectName;

use crate::Product;
use crate::render::script::{next_word, skip_comments};

/// What sending a statement twice, or into a transaction, means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repetition {
    /// A transaction holds it: with the transaction it is undone.
    Transaction,
    /// It sets something of the session, and is lost with it.
    Session,
    /// Twice is as good as once.
    Harmless,
    /// Not known.
    Unknown,
}

/// Beginnings of statements; the first that fits counts.
///
/// `CALL` and `DO` run code that may commit. What else is not listed (`TRUNCATE`, `LOCK TABLES`, `RENAME TABLE`) is not
/// known.
const BEGINNINGS: &[(&[&str], Repetition)] = &[
    (&["INSERT"], Repetition::Transaction),
    (&["UPDATE"], Repetition::Transaction),
    (&["DELETE"], Repetition::Transaction),
    (&["REPLACE"], Repetition::Transaction),
    (&["MERGE"], Repetition::Transaction),
    (&["WITH"], Repetition::Transaction),
    (&["SELECT"], Repetition::Transaction),
    (&["VALUES"], Repetition::Transaction),
    (&["LOAD", "DATA"], Repetition::Transaction),
    (&["SET", "PASSWORD"], Repetition::Harmless),
    (&["SET"], Repetition::Session),
    (&["USE"], Repetition::Session),
    (&["PRAGMA"], Repetition::Session),
    (&["CREATE", "OR", "REPLACE"], Repetition::Harmless),
    (&["ANALYZE"], Repetition::Harmless),
    (&["OPTIMIZE"], Repetition::Harmless),
    (&["VACUUM"], Repetition::Harmless),
    (&["FLUSH"], Repetition::Harmless),
    (&["REINDEX"], Repetition::Harmless),
    (&["REFRESH"], Repetition::Harmless),
    (&["GRANT"], Repetition::Harmless),
    (&["REVOKE"], Repetition::Harmless),
    (&["COMMENT"], Repetition::Harmless),
    (&["SHOW"], Repetition::Harmless),
    (&["EXPLAIN"], Repetition::Harmless),
];

/// What a transaction of PostgreSQL and SQLite holds: these made, altered or dropped, but not `CONCURRENTLY`.
const IN_TRANSACTIONS: &[&str] = &[
    "FUNCTION",
    "INDEX",
    "MATERIALIZED",
    "PROCEDURE",
    "RULE",
    "SCHEMA",
    "SEQUENCE",
    "TABLE",
    "TEMP",
    "TEMPORARY",
    "TRIGGER",
    "UNIQUE",
    "UNLOGGED",
    "VIEW",
];

/// What sending the statement a second time means on the product.
pub fn repetition(product: Product, text: &str) -> Repetition {
    let words = words(text);
    let has = |word: &str| words.iter().any(|it| it == word);
    if let Some((_, listed)) = BEGINNINGS.iter().find(|(beginning, _)| begins(&words, beginning)) {
        return *listed;
    }
    let first = words.first().map(String::as_str).unwrap_or_default();
    let second = words.get(1).map(String::as_str).unwrap_or_default();
    let transactional = crate::profile(product).transactional_ddl;
    match first {
        "CREATE" | "ALTER" | "DROP" if transactional && !has("CONCURRENTLY") && IN_TRANSACTIONS.contains(&second) => {
            Repetition::Transaction
        }
        "CREATE" if !has("CONCURRENTLY") && contains(&words, &["IF", "NOT", "EXISTS"]) => Repetition::Harmless,
        "DROP" if contains(&words, &["IF", "EXISTS"]) => Repetition::Harmless,
        _ => Repetition::Unknown,
    }
}

/// The table and the name of the index that the statement builds while others read and write (PostgreSQL). `None` for
/// other statements, and where the index has no name or a name is quoted.
pub fn concurrent_index(text: &str) -> Option<(ObjectName, String)> {
    let mut words =
        Words(text).filter(|word| !["UNIQUE", "IF", "NOT", "EXISTS", "ONLY"].contains(&upper(word).as_str()));
    let mut expect = |wanted: &str| words.next().filter(|word| upper(word) == wanted).map(drop);
    expect("CREATE")?;
    expect("INDEX")?;
    expect("CONCURRENTLY")?;
    let index = words.next().filter(|word| upper(word) != "ON")?.to_ascii_lowercase();
    let mut rest = words.skip_while(|word| upper(word) == "ON");
    let table = rest.next()?.to_ascii_lowercase();
    let name = match table.split_once('.') {
        Some((schema, table)) => ObjectName::qualified(Some(schema.to_owned()), table),
        None => ObjectName::new(table),
    };
    Some((name, index))
}

/// The first words of the statement in upper case, up to what is no word.
fn words(text: &str) -> Vec<String> {
    Words(text).take(6).map(upper).collect()
}

fn upper(word: &str) -> String {
    word.to_ascii_uppercase()
}

fn begins(words: &[String], beginning: &[&str]) -> bool {
    words.len() >= beginning.len() && beginning.iter().zip(words).all(|(expected, word)| expected == word)
}

fn contains(words: &[String], sought: &[&str]) -> bool {
    words.windows(sought.len()).any(|window| begins(window, sought))
}

/// Words, and names with their schema, as long as nothing else stands between them.
struct Words<'a>(&'a str);

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = skip_comments(self.0);
        let (mut word, mut rest) = next_word(text);
        while let Some(behind) = rest.strip_prefix('.').filter(|_| !word.is_empty()) {
            let (part, after) = next_word(behind);
            word = &text[..text.len() - rest.len() + 1 + part.len()];
            rest = after;
            if part.is_empty() {
                return None;
            }
        }
        self.0 = rest;
        (!word.is_empty()).then_some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(product: Product, text: &str, expected: Repetition) {
        assert_eq!(repetition(product, text), expected, "{product}: {text}");
    }

    #[test]
    fn the_first_words_tell() {
        for product in Product::ALL {
            check(product, "-- a note\ninsert into t values (1)", Repetition::Transaction);
            check(product, "set foreign_key_checks = 0", Repetition::Session);
            check(product, "SET PASSWORD FOR a = 'b'", Repetition::Harmless);
            check(product, "create or replace view v as select 1", Repetition::Harmless);
            check(product, "call work()", Repetition::Unknown);
            check(product, "something(1)", Repetition::Unknown);
        }
    }

    #[test]
    fn changes_of_the_schema_are_held_by_some_transactions() {
        check(Product::PostgreSql, "alter table t add a int", Repetition::Transaction);
        check(Product::PostgreSql, "create index concurrently i on t (a)", Repetition::Unknown);
        check(Product::PostgreSql, "create index concurrently if not exists i on t (a)", Repetition::Unknown);
        check(Product::PostgreSql, "alter type mood add value 'x'", Repetition::Unknown);
        check(Product::MySql, "alter table t add a int", Repetition::Unknown);
        check(Product::MySql, "drop table if exists t", Repetition::Harmless);
        check(Product::MariaDb, "create table if not exists t (a int)", Repetition::Harmless);
    }

    #[test]
    fn a_concurrent_build_names_its_index() {
        let named = |text| concurrent_index(text).map(|(table, index)| (table.to_string(), index));
        let expected = Some(("shop.item".to_owned(), "item_idx".to_owned()));
        assert_eq!(named("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS Item_Idx ON ONLY shop.item (a)"), expected);
        assert_eq!(named("create index concurrently item_idx on shop.item using gin (a)"), expected);
        assert_eq!(named("create index concurrently on item (a)"), None);
        assert_eq!(named("create index concurrently \"Item\" on item (a)"), None);
        assert_eq!(named("create index item_idx on item (a)"), None);
    }
}
