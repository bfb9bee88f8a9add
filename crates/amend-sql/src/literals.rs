//! Values as text of SQL.

use std::fmt;

use amend_catalog::{ObjectName, Value};

use crate::names::{self, BadName};
use crate::{Product, profile};

/// Why a value cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadLiteral {
    /// The text holds the character NUL, which no product takes in a text.
    Nul,
    /// The text is not a number in SQL's notation.
    NotANumber(String),
    /// The product has no sequences.
    NoSequences(Product),
    /// The sequence's name is none.
    Name(BadName),
}

impl fmt::Display for BadLiteral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nul => f.write_str("the text holds the character NUL"),
            Self::NotANumber(text) => write!(f, "`{text}` is not a number"),
            Self::NoSequences(product) => write!(f, "{product} has no sequences"),
            Self::Name(name) => name.fmt(f),
        }
    }
}

impl std::error::Error for BadLiteral {}

impl From<BadName> for BadLiteral {
    fn from(name: BadName) -> Self {
        Self::Name(name)
    }
}

/// A text between quotes.
///
/// Quotes are doubled, and backslashes where the product reads them as escapes; everything else stands as it is. It
/// relies on the servers' defaults: `standard_conforming_strings` on, `NO_BACKSLASH_ESCAPES` off.
///
/// # Errors
/// [`BadLiteral::Nul`].
pub fn text(product: Product, text: &str) -> Result<String, BadLiteral> {
    let escapes = profile(product).backslash_escapes;
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('\'');
    for character in text.chars() {
        match character {
            '\0' => return Err(BadLiteral::Nul),
            '\'' => literal.push('\''),
            '\\' if escapes => literal.push('\\'),
            _ => {}
        }
        literal.push(character);
    }
    literal.push('\'');
    Ok(literal)
}

/// Bytes in hexadecimal digits.
pub fn bytes(product: Product, bytes: &[u8]) -> String {
    let prefix = match product {
        Product::PostgreSql => "'\\x",
        Product::MySql | Product::MariaDb | Product::Sqlite => "X'",
    };
    let mut literal = String::with_capacity(prefix.len() + 2 * bytes.len() + 1);
    literal.push_str(prefix);
    for byte in bytes {
        literal.push(hex_digit(byte >> 4));
        literal.push(hex_digit(byte & 0x0F));
    }
    literal.push('\'');
    literal
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase()
}

/// A truth value: a word on PostgreSQL, a number on the others.
pub fn boolean(product: Product, value: bool) -> &'static str {
    match (product, value) {
        (Product::PostgreSql, true) => "TRUE",
        (Product::PostgreSql, false) => "FALSE",
        (_, true) => "1",
        (_, false) => "0",
    }
}

/// A number, unchanged.
///
/// # Errors
/// [`BadLiteral::NotANumber`].
pub fn number(text: &str) -> Result<&str, BadLiteral> {
    if is_number(text) { Ok(text) } else { Err(BadLiteral::NotANumber(text.to_owned())) }
}

/// Whether the text is a decimal number: a sign, digits with or without a point, an exponent.
pub fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let has_digit = !whole.is_empty() || !fraction.is_empty();
    has_digit && is_digits(whole) && is_digits(fraction) && exponent.is_none_or(|it| !it.is_empty() && is_digits(it))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Any value.
///
/// # Errors
/// [`BadLiteral`] where the product cannot have it.
pub fn value(product: Product, value: &Value) -> Result<String, BadLiteral> {
    match value {
        Value::Null => Ok("NULL".to_owned()),
        Value::Boolean(value) => Ok(boolean(product, *value).to_owned()),
        Value::Number(value) => number(value).map(str::to_owned),
        Value::Text(value) => text(product, value),
        Value::Bytes(value) => Ok(bytes(product, value)),
        Value::Expression(expression) => Ok(expression.clone()),
        Value::SequenceNext(sequence) => sequence_call(product, sequence, Take::Next),
        Value::SequenceCurrent(sequence) => sequence_call(product, sequence, Take::Current),
    }
}

/// What is taken from a sequence.
#[derive(Clone, Copy)]
enum Take {
    Next,
    Current,
}

/// The text around a sequence's name.
enum SequenceCall {
    /// A function whose argument is a text with the name in it.
    Function(&'static str),
    /// Words before the name.
    Words(&'static str),
}

fn sequence_call(product: Product, sequence: &ObjectName, take: Take) -> Result<String, BadLiteral> {
    let call = match (product, take) {
        (Product::PostgreSql, Take::Next) => SequenceCall::Function("nextval"),
        (Product::PostgreSql, Take::Current) => SequenceCall::Function("currval"),
        (Product::MariaDb, Take::Next) => SequenceCall::Words("NEXT VALUE FOR"),
        (Product::MariaDb, Take::Current) => SequenceCall::Words("PREVIOUS VALUE FOR"),
        (Product::MySql | Product::Sqlite, _) => return Err(BadLiteral::NoSequences(product)),
    };
    let name = names::qualified(product, sequence)?;
    match call {
        SequenceCall::Function(function) => Ok(format!("{function}({})", text(product, &name)?)),
        SequenceCall::Words(words) => Ok(format!("{words} {name}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_backslashes_are_doubled() {
        for (given, expected) in [
            ("", ["''", "''", "''", "''"]),
            ("it's", ["'it''s'", "'it''s'", "'it''s'", "'it''s'"]),
            ("a\\b", ["'a\\b'", "'a\\\\b'", "'a\\\\b'", "'a\\b'"]),
            ("\u{1A}\n\"ä😀", ["'\u{1A}\n\"ä😀'", "'\u{1A}\n\"ä😀'", "'\u{1A}\n\"ä😀'", "'\u{1A}\n\"ä😀'"]),
        ] {
            assert_eq!(Product::ALL.map(|product| text(product, given).unwrap()), expected);
        }
        assert_eq!(text(Product::Sqlite, "a\0"), Err(BadLiteral::Nul));
    }

    #[test]
    fn numbers_are_checked() {
        for text in ["0", "-1.50", "+3", ".5", "5.", "1e5", "1.5E-10", "12345678901234567890.123"] {
            assert_eq!(number(text), Ok(text));
        }
        for text in ["", "-", ".", "e5", "1e", "1e+", "--1", "1.2.3", "12 apples", "0x10", "NaN", "1,5", "٣"] {
            assert_eq!(number(text), Err(BadLiteral::NotANumber(text.to_owned())));
        }
    }

    #[test]
    fn values_are_spelt_as_each_product_reads_them() {
        let sequence = ObjectName::qualified(Some("s".into()), "Q's");
        for (given, expected) in [
            (Value::Null, ["NULL", "NULL", "NULL", "NULL"]),
            (Value::Boolean(true), ["TRUE", "1", "1", "1"]),
            (Value::Boolean(false), ["FALSE", "0", "0", "0"]),
            (Value::Number("1.50".into()), ["1.50", "1.50", "1.50", "1.50"]),
            (Value::Bytes(vec![0x0A, 0xFF]), ["'\\x0AFF'", "X'0AFF'", "X'0AFF'", "X'0AFF'"]),
            (Value::Bytes(vec![]), ["'\\x'", "X''", "X''", "X''"]),
            (Value::Expression("a + 1".into()), ["a + 1", "a + 1", "a + 1", "a + 1"]),
            (
                Value::SequenceNext(sequence.clone()),
                [
                    "nextval('s.\"Q''s\"')",
                    "MySQL has no sequences",
                    "NEXT VALUE FOR s.`Q's`",
                    "SQLite has no sequences",
                ],
            ),
            (
                Value::SequenceCurrent(ObjectName::new("q")),
                ["currval('q')", "MySQL has no sequences", "PREVIOUS VALUE FOR q", "SQLite has no sequences"],
            ),
        ] {
            let found = Product::ALL.map(|product| value(product, &given).unwrap_or_else(|fault| fault.to_string()));
            assert_eq!(found, expected);
        }
    }
}
