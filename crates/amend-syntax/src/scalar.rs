//! What a scalar means: YAML 1.1 as SnakeYAML 2 resolves it.

use crate::java;
use crate::number::{float, integer};
use crate::timestamp::timestamp;

/// A scalar: its value and how it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// The value.
    pub value: ScalarValue,
    /// The text before resolution: quotes and escapes undone, lines folded.
    pub raw: String,
    /// How it is written.
    pub style: Style,
}

/// The value of a scalar.
#[derive(Clone, Debug, PartialEq)]
pub enum ScalarValue {
    /// Nothing, `~`, `null`.
    Null,
    /// `true`, `yes`, `on` and their opposites.
    Bool(bool),
    /// A whole number of any size: decimal digits, after a `-` where it is negative.
    Integer(String),
    /// A number with a point or an exponent.
    Float(f64),
    /// A plain date: midnight UTC of that day. Always a day of the calendar, see [`crate::java::date_text`].
    Date {
        /// The year.
        year: i32,
        /// The month, from 1.
        month: u8,
        /// The day of the month, from 1.
        day: u8,
    },
    /// Any other text. Plain date-times are texts too, in the form that Liquibase gives them.
    Text(String),
}

/// How a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'like this'`
    SingleQuoted,
    /// `"like this"`
    DoubleQuoted,
    /// A block after `|`.
    Literal,
    /// A block after `>`.
    Folded,
}

/// Reads a text as a value of one type; `None` where it is not of the type.
pub(crate) type Resolve = fn(&str) -> Option<ScalarValue>;

/// The types of plain scalars; the first that fits is the one. A text that fits none is a text.
const PLAIN: [Resolve; 5] = [boolean, integer, float, null, timestamp];

/// Longer texts than this are never numbers or dates.
const LONGEST_RESOLVED: usize = 4096;

impl ScalarValue {
    /// The value of a plain scalar.
    #[must_use]
    pub fn of_plain(raw: &str) -> ScalarValue {
        let resolved = match raw.len() {
            ..=LONGEST_RESOLVED => PLAIN.iter().find_map(|resolve| resolve(raw)),
            _ => None,
        };
        resolved.unwrap_or_else(|| ScalarValue::Text(raw.to_owned()))
    }

    /// The text of the value as Java prints it: integers decimal, [`java::double_text`], [`java::date_text`], `true`, `false`;
    /// `None` for null.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        match self {
            ScalarValue::Null => None,
            ScalarValue::Bool(value) => Some(value.to_string()),
            ScalarValue::Integer(text) | ScalarValue::Text(text) => Some(text.clone()),
            ScalarValue::Float(number) => Some(java::double_text(*number)),
            &ScalarValue::Date { year, month, day } => Some(java::date_text(year, month, day)),
        }
    }

    /// What the value is, in words for messages.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match self {
            ScalarValue::Null => "null",
            ScalarValue::Bool(_) => "a boolean",
            ScalarValue::Integer(_) | ScalarValue::Float(_) => "a number",
            ScalarValue::Date { .. } => "a date",
            ScalarValue::Text(_) => "a text",
        }
    }
}

impl Scalar {
    /// Rewrites the value where it is a text.
    pub(crate) fn map_text(&mut self, rewrite: impl FnOnce(&str) -> Option<String>) {
        if let ScalarValue::Text(text) = &mut self.value
            && let Some(rewritten) = rewrite(text)
        {
            *text = rewritten;
        }
    }
}

pub(crate) fn boolean(raw: &str) -> Option<ScalarValue> {
    match raw {
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(ScalarValue::Bool(true)),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(ScalarValue::Bool(false)),
        _ => None,
    }
}

pub(crate) fn null(raw: &str) -> Option<ScalarValue> {
    matches!(raw, "" | "~" | "null" | "Null" | "NULL").then_some(ScalarValue::Null)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_resolve_to_the_first_type_that_fits() {
        for (raw, kind, text) in [
            ("On", "a boolean", "true"),
            ("FALSE", "a boolean", "false"),
            ("y", "a text", "y"),
            ("tRUE", "a text", "tRUE"),
            ("017", "a number", "15"),
            ("089", "a text", "089"),
            ("2.50", "a number", "2.5"),
            ("6:45", "a number", "405"),
            ("2021-06-30", "a date", "Wed Jun 30 00:00:00 UTC 2021"),
            ("2021-06-30T08:00:00Z", "a text", "2021-06-30 08:00:00"),
            ("=", "a text", "="),
            ("varchar(20)", "a text", "varchar(20)"),
        ] {
            let value = ScalarValue::of_plain(raw);
            assert_eq!((value.kind_name(), value.text().as_deref()), (kind, Some(text)), "{raw}");
        }
    }

    #[test]
    fn null_has_no_text() {
        for raw in ["", "~", "Null"] {
            assert_eq!(ScalarValue::of_plain(raw).text(), None);
        }
    }
}
