//! Names of objects: as the server stores them, and as SQL text.

use std::fmt;

use amend_catalog::ObjectName;

use crate::{Product, profile, reserved};

/// Which names a changelog wants to have quoted (`objectQuotingStrategy`); it decides which names the server folds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quoting {
    /// Reserved words, names with special characters, and names in mixed case.
    #[default]
    Legacy,
    /// All names.
    All,
    /// Reserved words and names with special characters.
    ReservedWords,
}

/// Why a text cannot be the name of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadName {
    /// It is empty.
    Empty,
    /// It holds the character NUL.
    Nul,
    /// It is longer than the product takes.
    TooLong {
        /// The most that the product takes, in `unit`.
        longest: usize,
        /// Whether the product counts bytes of UTF-8 (PostgreSQL) or characters.
        unit: LengthUnit,
    },
    /// It ends with a space (MySQL, MariaDB: error 1166 and its kin).
    TrailingSpace,
    /// It holds a character beyond U+FFFF (MySQL, MariaDB: names are stored with three bytes a character).
    Supplementary(char),
}

/// What the length of a name is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthUnit {
    /// Bytes of UTF-8.
    Bytes,
    /// Characters (Unicode scalar values).
    Characters,
}

impl fmt::Display for BadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the name is empty"),
            Self::Nul => f.write_str("the name holds the character NUL"),
            Self::TooLong { longest, unit } => write!(f, "the name is longer than {longest} {unit}"),
            Self::TrailingSpace => f.write_str("the name ends with a space"),
            Self::Supplementary(found) => write!(f, "the name holds `{found}`, a character beyond U+FFFF"),
        }
    }
}

impl fmt::Display for LengthUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bytes => "bytes",
            Self::Characters => "characters",
        })
    }
}

impl std::error::Error for BadName {}

/// What is true of the names of a product, beside its [`crate::Profile`].
struct NameFacts {
    /// Names that are not quoted are stored in lower case.
    folds: bool,
    /// What the length is counted in.
    unit: LengthUnit,
    /// A name may end with a space.
    trailing_space: bool,
    /// A name may hold characters beyond U+FFFF.
    supplementary: bool,
}

/// PostgreSQL 15, manual, 4.1.1.
const POSTGRESQL: NameFacts =
    NameFacts { folds: true, unit: LengthUnit::Bytes, trailing_space: true, supplementary: true };

/// MySQL 9.7, manual, 11.2; MariaDB is alike.
const MYSQL: NameFacts =
    NameFacts { folds: false, unit: LengthUnit::Characters, trailing_space: false, supplementary: false };

/// SQLite 3.40, which puts no bounds on names.
const SQLITE: NameFacts =
    NameFacts { folds: false, unit: LengthUnit::Characters, trailing_space: true, supplementary: true };

fn facts(product: Product) -> &'static NameFacts {
    match product {
        Product::PostgreSql => &POSTGRESQL,
        Product::MySql | Product::MariaDb => &MYSQL,
        Product::Sqlite => &SQLITE,
    }
}

/// The name as the server stores it when `raw` is written under this quoting.
///
/// Only PostgreSQL changes names: those that the strategy leaves bare become lower-case. Reserved words and names with
/// other characters than ASCII letters, digits and `_` are always quoted, and keep their case.
pub fn stored_name(product: Product, raw: &str, quoting: Quoting) -> String {
    let kept = match quoting {
        Quoting::All => true,
        Quoting::Legacy => is_mixed_case(raw) || needs_quotes(product, raw),
        Quoting::ReservedWords => needs_quotes(product, raw),
    };
    if kept || !facts(product).folds { raw.to_owned() } else { raw.to_ascii_lowercase() }
}

/// The name as text of SQL, so that the object gets, or is found by, exactly the stored name.
///
/// The quotes are left away where the server reads the bare name as the same one.
///
/// # Errors
/// [`BadName`] where the product can have no object of that name.
pub fn quoted(product: Product, stored: &str) -> Result<String, BadName> {
    check(product, stored)?;
    if is_same_when_bare(product, stored) {
        return Ok(stored.to_owned());
    }
    let quote = profile(product).quote;
    let mut text = String::with_capacity(stored.len() + 2);
    text.push(quote);
    for character in stored.chars() {
        if character == quote {
            text.push(quote);
        }
        text.push(character);
    }
    text.push(quote);
    Ok(text)
}

/// The name with its schema as text of SQL.
///
/// # Errors
/// [`BadName`] where one of its parts can be no name.
pub fn qualified(product: Product, name: &ObjectName) -> Result<String, BadName> {
    let own = quoted(product, &name.name)?;
    match &name.schema {
        Some(schema) => Ok(format!("{}.{own}", quoted(product, schema)?)),
        None => Ok(own),
    }
}

fn check(product: Product, name: &str) -> Result<(), BadName> {
    let facts = facts(product);
    let longest = profile(product).longest_name;
    if name.is_empty() {
        return Err(BadName::Empty);
    }
    if name.contains('\0') {
        return Err(BadName::Nul);
    }
    if length(name, facts.unit) > longest {
        return Err(BadName::TooLong { longest, unit: facts.unit });
    }
    if !facts.trailing_space && name.ends_with(' ') {
        return Err(BadName::TrailingSpace);
    }
    match name.chars().find(|character| *character > '\u{FFFF}') {
        Some(found) if !facts.supplementary => Err(BadName::Supplementary(found)),
        _ => Ok(()),
    }
}

fn length(name: &str, unit: LengthUnit) -> usize {
    match unit {
        LengthUnit::Bytes => name.len(),
        LengthUnit::Characters => name.chars().count(),
    }
}

/// Whether the bare name and the quoted one are the same to the server.
fn is_same_when_bare(product: Product, name: &str) -> bool {
    let folded = facts(product).folds && name.bytes().any(|byte| byte.is_ascii_uppercase());
    !folded && !needs_quotes(product, name)
}

/// Whether the server would not read the bare text as one name.
fn needs_quotes(product: Product, name: &str) -> bool {
    !is_word(name) || reserved::is_reserved(product, name)
}

/// Whether the text is an ASCII letter or `_`, followed by such and digits.
fn is_word(name: &str) -> bool {
    let starts_well = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    starts_well && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_mixed_case(name: &str) -> bool {
    name.chars().any(char::is_lowercase) && name.chars().any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postgresql_folds_what_the_strategy_leaves_bare() {
        for (raw, legacy, all, reserved_words) in [
            ("person", "person", "person", "person"),
            ("PERSON", "person", "PERSON", "person"),
            ("MixedCase", "MixedCase", "MixedCase", "mixedcase"),
            ("A_1", "a_1", "A_1", "a_1"),
            ("ORDER", "ORDER", "ORDER", "ORDER"),
            ("A-B", "A-B", "A-B", "A-B"),
            ("1A", "1A", "1A", "1A"),
            ("ÄB", "ÄB", "ÄB", "ÄB"),
        ] {
            let stored = |quoting| stored_name(Product::PostgreSql, raw, quoting);
            assert_eq!(stored(Quoting::Legacy), legacy);
            assert_eq!(stored(Quoting::All), all);
            assert_eq!(stored(Quoting::ReservedWords), reserved_words);
        }
    }

    #[test]
    fn the_other_products_keep_names() {
        for product in [Product::MySql, Product::MariaDb, Product::Sqlite] {
            assert_eq!(stored_name(product, "PERSON", Quoting::Legacy), "PERSON");
        }
    }

    #[test]
    fn quotes_stand_where_they_are_needed() {
        for (stored, expected) in [
            ("person", ["person", "person", "person", "person"]),
            ("PERSON", ["\"PERSON\"", "PERSON", "PERSON", "PERSON"]),
            ("order", ["\"order\"", "`order`", "`order`", "\"order\""]),
            ("rank", ["rank", "`rank`", "`rank`", "rank"]),
            ("1a", ["\"1a\"", "`1a`", "`1a`", "\"1a\""]),
            ("a b", ["\"a b\"", "`a b`", "`a b`", "\"a b\""]),
            ("a\"b`c", ["\"a\"\"b`c\"", "`a\"b``c`", "`a\"b``c`", "\"a\"\"b`c\""]),
            ("größe", ["\"größe\"", "`größe`", "`größe`", "\"größe\""]),
        ] {
            let found = Product::ALL.map(|product| quoted(product, stored).unwrap());
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_schema_stands_before_the_name() {
        let name = ObjectName::qualified(Some("S".into()), "order");
        assert_eq!(qualified(Product::PostgreSql, &name).unwrap(), "\"S\".\"order\"");
        assert_eq!(qualified(Product::MySql, &ObjectName::new("t")).unwrap(), "t");
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let bytes = BadName::TooLong { longest: 63, unit: LengthUnit::Bytes };
        let characters = BadName::TooLong { longest: 64, unit: LengthUnit::Characters };
        for (product, name, expected) in [
            (Product::PostgreSql, "".to_owned(), BadName::Empty),
            (Product::Sqlite, "a\0b".to_owned(), BadName::Nul),
            (Product::PostgreSql, "ä".repeat(32), bytes),
            (Product::MySql, "ä".repeat(65), characters),
            (Product::MariaDb, "a ".to_owned(), BadName::TrailingSpace),
            (Product::MySql, "a😀".to_owned(), BadName::Supplementary('😀')),
        ] {
            assert_eq!(quoted(product, &name), Err(expected));
        }
        assert!(quoted(Product::MySql, &"ä".repeat(64)).is_ok());
        assert!(quoted(Product::PostgreSql, "a 😀 ").is_ok());
    }
}
