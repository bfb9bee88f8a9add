//! Values as a changelog gives them: as the default of a column, and as a value of a row.

mod expression;
mod facts;
mod moment;
mod value;

use std::fmt;

use amend_catalog::{ObjectName, Value};

pub use expression::split_on_update;
pub use value::column_value;

use crate::literals::{self, BadLiteral};
use crate::types::{ColumnType, TypeClass};
use crate::{Product, names};
use facts::facts;
use moment::Moment;

/// A value as a changelog gives it, under the attribute that says what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// `value`, `defaultValue`.
    Text(String),
    /// `valueNumeric`, `defaultValueNumeric`.
    Numeric(String),
    /// `valueBoolean`, `defaultValueBoolean`.
    Boolean(bool),
    /// `valueDate`, `defaultValueDate`: `YYYY-MM-DD`, `hh:mm:ss` or both with a `T` between; other text is an
    /// expression.
    Date(String),
    /// `valueComputed`, `defaultValueComputed`: an expression of the product.
    Computed(String),
    /// `valueSequenceNext`, `defaultValueSequenceNext`: a sequence, with or without its schema.
    SequenceNext(String),
}

/// Why a given value cannot be one of the column's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefaultFault {
    /// The text is no truth value (`true`, `t`, `1`, `false`, `f`, `0`).
    NotABoolean(String),
    /// The text is neither a number nor an expression.
    NotANumber(String),
    /// The column has days, and the value is only a time.
    NoDay(String),
    /// The column has times, and the value is only a day.
    NoTime(String),
    /// The value cannot be written.
    Literal(BadLiteral),
}

impl fmt::Display for DefaultFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotABoolean(text) => write!(f, "`{text}` is not a truth value"),
            Self::NotANumber(text) => write!(f, "`{text}` is not a number"),
            Self::NoDay(text) => write!(f, "`{text}` has no day"),
            Self::NoTime(text) => write!(f, "`{text}` has no time"),
            Self::Literal(literal) => literal.fmt(f),
        }
    }
}

impl std::error::Error for DefaultFault {}

impl From<BadLiteral> for DefaultFault {
    fn from(literal: BadLiteral) -> Self {
        Self::Literal(literal)
    }
}

/// The default of a column as an expression of the product, to be written behind `DEFAULT`; `None` for `NULL` where
/// that is no default, and for no text at all where the product's statement then says no more than `NULL`.
///
/// The rules are Liquibase's (4.28). Where those give text that the server refuses although the meaning is clear (a day
/// for a point in time, a UUID, an expression on MySQL), it is the text that was meant.
///
/// On MySQL and MariaDB the text may end with `ON UPDATE ..`: [`split_on_update`] takes it apart.
///
/// # Errors
/// [`DefaultFault`] where the value is none of the column's type.
pub fn default_expression(product: Product, ty: &ColumnType, given: &Given) -> Result<Option<String>, DefaultFault> {
    let is_none = match given {
        Given::Text(text) | Given::Numeric(text) if is_null(text) => !facts(product).null_is_kept,
        Given::Computed(text) if is_null(text) => !facts(product).null_is_kept,
        Given::Text(text) | Given::Numeric(text) => text.is_empty() && is_number(ty) && facts(product).no_text_is_null,
        _ => false,
    };
    if is_none { Ok(None) } else { expression_of(product, ty, given).map(Some) }
}

fn is_number(ty: &ColumnType) -> bool {
    matches!(ty.class, TypeClass::Integer | TypeClass::Decimal | TypeClass::Float)
}

/// The default that a column that is there gets (`ALTER TABLE .. SET DEFAULT`), where it differs from
/// [`default_expression`]: MySQL and MariaDB take the current point in time there in parentheses only, with the digits
/// that are given, and MySQL then shows it as the expression `(now())` (9.7, measured).
///
/// # Errors
/// [`DefaultFault`] where the value is none of the column's type.
pub fn changed_default(product: Product, ty: &ColumnType, given: &Given) -> Result<Option<String>, DefaultFault> {
    let now = match given {
        Given::Computed(text) | Given::Date(text) => expression::now_in_parentheses(product, text),
        _ => None,
    };
    now.map_or_else(|| default_expression(product, ty, given), |now| Ok(Some(now)))
}

fn expression_of(product: Product, ty: &ColumnType, given: &Given) -> Result<String, DefaultFault> {
    match given {
        Given::Text(text) | Given::Numeric(text) if is_null(text) => Ok("null".to_owned()),
        Given::Text(text) => of_text(product, ty, text),
        Given::Numeric(text) => of_number(product, ty, without_parentheses(text)),
        Given::Boolean(value) => of_boolean(product, ty, *value),
        Given::Date(text) => of_date(product, ty, text),
        Given::Computed(text) => Ok(expression::default(product, ty, text)),
        Given::SequenceNext(name) => Ok(literals::value(product, &sequence(product, name))?),
    }
}

fn is_null(text: &str) -> bool {
    text.eq_ignore_ascii_case("null")
}

/// A number may stand in parentheses; the closing one may be missing.
fn without_parentheses(text: &str) -> &str {
    match text.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')').unwrap_or(inner),
        None => text,
    }
}

/// The next number of a sequence.
fn sequence(product: Product, name: &str) -> Value {
    Value::SequenceNext(sequence_name(product, name))
}

/// The sequence of a default, with or without its schema, as the server stores a name that is not quoted.
pub fn sequence_name(product: Product, name: &str) -> ObjectName {
    let stored = |part: &str| names::stored_name(product, part, names::Quoting::Legacy);
    let (schema, name) = match name.split_once('.') {
        Some((schema, name)) => (Some(stored(schema)), name),
        None => (None, name),
    };
    ObjectName::qualified(schema, stored(name))
}

fn of_text(product: Product, ty: &ColumnType, text: &str) -> Result<String, DefaultFault> {
    match ty.class {
        TypeClass::Boolean => Ok(literals::boolean(product, truth(text)?).to_owned()),
        TypeClass::Bit => bits(product, text),
        TypeClass::Integer | TypeClass::Decimal | TypeClass::Float => number(product, ty, text),
        TypeClass::Uuid if !is_uuid(text) => Ok(expression::default(product, ty, text)),
        TypeClass::Date | TypeClass::Time | TypeClass::DateTime
            if expression::is_now(text) && !facts(product).takes_any_text(ty) =>
        {
            Ok(expression::default(product, ty, text))
        }
        _ => quoted(product, ty, text),
    }
}

/// Hexadecimal digits and hyphens, in braces or not.
fn is_uuid(text: &str) -> bool {
    let digits = text.trim_matches(['{', '}']);
    digits.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') && digits.len() >= 32
}

fn quoted(product: Product, ty: &ColumnType, text: &str) -> Result<String, DefaultFault> {
    let literal = literals::text(product, text)?;
    Ok(if facts(product).needs_parentheses(ty) { format!("({literal})") } else { literal })
}

fn truth(text: &str) -> Result<bool, DefaultFault> {
    let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    if is_one_of(&["true", "t", "1", "b'1'"]) {
        Ok(true)
    } else if is_one_of(&["false", "f", "0", "b'0'"]) {
        Ok(false)
    } else {
        Err(DefaultFault::NotABoolean(text.to_owned()))
    }
}

/// A string of bits, or a truth value for one bit.
fn bits(product: Product, text: &str) -> Result<String, DefaultFault> {
    let digits = text.strip_prefix(['b', 'B']).map_or(text, |quoted| quoted.trim_matches('\''));
    let is_bits = !digits.is_empty() && digits.bytes().all(|byte| matches!(byte, b'0' | b'1'));
    let bits = match (is_bits, is_bits || truth(text)?) {
        (true, _) => digits,
        (false, true) => "1",
        (false, false) => "0",
    };
    facts(product).bits(bits).ok_or_else(|| DefaultFault::NotABoolean(text.to_owned()))
}

/// A number, or else an expression.
fn number(product: Product, ty: &ColumnType, text: &str) -> Result<String, DefaultFault> {
    if text.trim().is_empty() {
        return Err(DefaultFault::NotANumber(text.to_owned()));
    }
    Ok(match facts(product).special_number(text) {
        Some(literal) => literal.to_owned(),
        None if literals::is_number(text) => text.to_owned(),
        None => expression::default(product, ty, text),
    })
}

fn of_number(product: Product, ty: &ColumnType, text: &str) -> Result<String, DefaultFault> {
    match ty.class {
        TypeClass::Boolean => Ok(literals::boolean(product, truth(without_zero_fraction(text))?).to_owned()),
        TypeClass::Bit => bits(product, without_zero_fraction(text)),
        TypeClass::Text | TypeClass::Other if literals::is_number(text) => quoted(product, ty, text),
        _ => number(product, ty, without_zero_fraction(text)),
    }
}

/// A number whose fraction is nothing but zeros is written without it (Liquibase 4.28, measured): `1000.0`, which is
/// also what YAML makes of `1e3`, is the default `1000`.
fn without_zero_fraction(text: &str) -> &str {
    match text.split_once('.') {
        Some((whole, fraction))
            if !whole.is_empty() && !fraction.is_empty() && fraction.bytes().all(|it| it == b'0') =>
        {
            whole
        }
        _ => text,
    }
}

fn of_boolean(product: Product, ty: &ColumnType, value: bool) -> Result<String, DefaultFault> {
    let word = if value { "true" } else { "false" };
    match ty.class {
        TypeClass::Boolean => Ok(literals::boolean(product, value).to_owned()),
        TypeClass::Bit => bits(product, word),
        TypeClass::Integer | TypeClass::Decimal | TypeClass::Float => {
            Ok(facts(product).truth_as_number(value).to_owned())
        }
        TypeClass::Text | TypeClass::Json => quoted(product, ty, word),
        _ => Ok(word.to_owned()),
    }
}

fn of_date(product: Product, ty: &ColumnType, text: &str) -> Result<String, DefaultFault> {
    match Moment::parse(text) {
        Some(moment) => quoted(product, ty, &moment.for_column(ty.class)?),
        None => Ok(expression::default(product, ty, text)),
    }
}

#[cfg(test)]
mod tests;
