//! Expressions: the current point in time in the product's words, and the parentheses that defaults need.

use super::facts::{Bare, facts};
use crate::types::{ColumnType, TypeClass, closing_parenthesis};
use crate::{Product, literals};

/// The expression with the current point in time in the product's words.
pub(super) fn translated(product: Product, text: &str) -> String {
    match now_digits(text) {
        Some(digits) => now(product, digits),
        None => text.to_owned(),
    }
}

/// The expression as the default of a column, with what `ON UPDATE` says where the product has that.
pub(super) fn default(product: Product, ty: &ColumnType, text: &str) -> String {
    let (value, on_update) = split_on_update(text.trim());
    let mut default = value_as_default(product, ty, value);
    if let Some(digits) = on_update.filter(|_| facts(product).on_update).and_then(now_digits) {
        default.push_str(ON_UPDATE);
        default.push_str(&now(product, digits_of_column(product, ty, digits)));
    }
    default
}

/// The current point in time as `SET DEFAULT` takes it, where the text is that and the product wants parentheses.
pub(super) fn now_in_parentheses(product: Product, text: &str) -> Option<String> {
    let digits = now_digits(text).filter(|_| facts(product).now_is_set_in_parentheses)?;
    Some(format!("({})", now(product, digits)))
}

const ON_UPDATE: &str = " ON UPDATE ";

/// The default, and the expression behind `ON UPDATE`, which is always the current point in time (MySQL, MariaDB).
pub fn split_on_update(default: &str) -> (&str, Option<&str>) {
    let found = default.to_ascii_uppercase().rfind(ON_UPDATE).map(|at| default.split_at(at));
    match found.map(|(value, on_update)| (value, &on_update[ON_UPDATE.len()..])) {
        Some((value, on_update)) if is_now(on_update) => (value.trim_end(), Some(on_update.trim())),
        _ => (default, None),
    }
}

fn value_as_default(product: Product, ty: &ColumnType, value: &str) -> String {
    match now_digits(value) {
        Some(digits) => now_as_default(product, ty, digits),
        None if is_bare(product, value) => value.to_owned(),
        None => format!("({value})"),
    }
}

/// Whether the text is a spelling of the current point in time.
pub(super) fn is_now(text: &str) -> bool {
    now_digits(text).is_some()
}

/// The digits of the fraction of a second, as they were given, if the text is the current point in time.
fn now_digits(text: &str) -> Option<&str> {
    let (name, arguments) = match text.trim().split_once('(') {
        Some((name, arguments)) => (name.trim_end(), Some(arguments.strip_suffix(')')?.trim())),
        None => (text.trim(), None),
    };
    let is_name = |names: &[&str]| names.iter().any(|it| it.eq_ignore_ascii_case(name));
    let is_now = match arguments {
        None => is_name(&["current_timestamp", "current_datetime"]),
        Some(digits) => is_name(&["current_timestamp", "now"]) && digits.bytes().all(|byte| byte.is_ascii_digit()),
    };
    is_now.then(|| arguments.unwrap_or_default())
}

/// The current point in time with these digits of a fraction, where the product takes any.
fn now(product: Product, digits: &str) -> String {
    let facts = facts(product);
    match (facts.now_is_called, facts.now_takes_digits && digits != "0") {
        (false, _) => facts.now.to_owned(),
        (true, true) => format!("{}({digits})", facts.now),
        (true, false) => format!("{}()", facts.now),
    }
}

fn now_as_default(product: Product, ty: &ColumnType, digits: &str) -> String {
    let now = now(product, digits_of_column(product, ty, digits));
    let needs_point_in_time = matches!(facts(product).bare, Bare::Now);
    if needs_point_in_time && ty.class != TypeClass::DateTime { format!("({now})") } else { now }
}

/// The digits for a default of the column.
fn digits_of_column<'t>(product: Product, ty: &'t ColumnType, given: &'t str) -> &'t str {
    if facts(product).now_follows_column && ty.class == TypeClass::DateTime { fraction_digits(&ty.sql) } else { given }
}

fn fraction_digits(sql: &str) -> &str {
    let inside = sql.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    inside.map_or("", |(digits, _)| digits.trim())
}

/// Whether the expression can be a default without parentheses around it.
fn is_bare(product: Product, text: &str) -> bool {
    let shape = Shape::of(text);
    match facts(product).bare {
        Bare::All => true,
        Bare::Now => matches!(shape, Shape::Literal | Shape::Parenthesized),
        Bare::Words => matches!(shape, Shape::Literal | Shape::Parenthesized | Shape::Word),
        Bare::Calls => !matches!(shape, Shape::Other),
    }
}

/// What an expression looks like.
enum Shape {
    /// A number, a text with or without what stands before its quotes, a truth value, `NULL`.
    Literal,
    /// All of it stands in parentheses.
    Parenthesized,
    /// One word.
    Word,
    /// A word and arguments.
    Call,
    /// Anything else.
    Other,
}

impl Shape {
    fn of(text: &str) -> Self {
        let word = text.len()
            - text.trim_start_matches(|character: char| character.is_alphanumeric() || character == '_').len();
        let (word, rest) = text.split_at(word);
        if literals::is_number(text) || is_quoted(rest) || is_constant(text) {
            Self::Literal
        } else if rest.is_empty() {
            Self::Word
        } else if !is_in_parentheses(rest) {
            Self::Other
        } else if word.is_empty() {
            Self::Parenthesized
        } else {
            Self::Call
        }
    }
}

fn is_constant(text: &str) -> bool {
    ["true", "false", "null"].iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether all of the text stands in one pair of quotes.
fn is_quoted(text: &str) -> bool {
    match text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')) {
        Some(inner) => !inner.replace("''", "").replace("\\'", "").contains('\''),
        None => false,
    }
}

fn is_in_parentheses(text: &str) -> bool {
    text.starts_with('(') && closing_parenthesis(text) == Some(text.len() - 1)
}
