//! One value of a CSV file: from its text to a value of its column.

use amend_catalog::Value;
use amend_sql::defaults::{Given, column_value};
use amend_sql::types::{TypeClass, column_type};
use amend_sql::{Product, literals};
use amend_syntax::{Diagnostic, Place, Spanned};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::column::Column;
use crate::encoding::decode;
use crate::literal::date_text;
use crate::lower::{Lower, Refused};

/// What kind of values a column of a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Truth values.
    Boolean,
    /// Numbers.
    Numeric,
    /// Truth values of a product that keeps them as numbers (MariaDB); numbers stay what they are.
    Flag,
    /// Small numbers, in which a product may keep truth values (MySQL).
    Tiny,
    /// Days.
    Date,
    /// Times, and points in time.
    Moment,
    /// Texts; an empty value is an empty text.
    Text,
    /// Texts; an empty value is `NULL`.
    Unknown,
    /// Expressions of the product.
    Computed,
    /// Names of sequences, whose next numbers are the values.
    Sequence,
    /// Bytes in base 64, or names of files.
    Blob,
    /// Names of files whose texts are the values.
    Clob,
    /// The column is passed over.
    Skip,
}

/// The words for kinds in changelogs, in upper case.
const WORDS: [(&str, Kind); 14] = [
    ("BOOLEAN", Kind::Boolean),
    ("NUMERIC", Kind::Numeric),
    ("DATE", Kind::Moment),
    ("DATETIME", Kind::Moment),
    ("TIME", Kind::Moment),
    ("TIMESTAMP", Kind::Moment),
    ("STRING", Kind::Text),
    ("COMPUTED", Kind::Computed),
    ("SEQUENCE", Kind::Sequence),
    ("BLOB", Kind::Blob),
    ("CLOB", Kind::Clob),
    ("SKIP", Kind::Skip),
    ("UUID", Kind::Unknown),
    ("OTHER", Kind::Unknown),
];

impl Kind {
    /// The kind that a changelog names: one of the words for kinds, or a type of columns.
    pub fn named(product: Product, name: &str) -> Self {
        let word = WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(name.trim()));
        word.map_or_else(|| Self::of_type(product, name), |(_, kind)| *kind)
    }

    /// The kind of values that a column of this type takes from a file.
    pub fn of_type(product: Product, ty: &str) -> Self {
        match ty.to_ascii_lowercase().as_str() {
            "tinyint(1)" => return Self::Flag,
            "tinyint" => return Self::Tiny,
            _ => {}
        }
        match column_type(product, ty).map(|ty| ty.class) {
            Ok(TypeClass::Boolean) => Self::Boolean,
            Ok(TypeClass::Integer | TypeClass::Decimal | TypeClass::Float) => Self::Numeric,
            Ok(TypeClass::Date) => Self::Date,
            Ok(TypeClass::Time | TypeClass::DateTime) => Self::Moment,
            Ok(TypeClass::Text) => Self::Text,
            Ok(TypeClass::Bit | TypeClass::Binary | TypeClass::Uuid | TypeClass::Json | TypeClass::Other) | Err(_) => {
                Self::Unknown
            }
        }
    }
}

/// A value of a file with what is known about it.
pub(super) struct Cell<'a> {
    /// Its text.
    pub text: &'a str,
    /// The kind of its column.
    pub kind: Kind,
    /// What the change says about its column.
    pub said: Option<&'a Column>,
    /// The name of its column.
    pub column: &'a str,
    /// Where its row stands.
    pub place: &'a Place,
}

impl Cell<'_> {
    /// The value: `NULL` for the word, the column's default for an empty text.
    ///
    /// # Errors
    /// The text is no value of that kind.
    pub fn value(&self, to: &Lower<'_>) -> Result<Value, Refused> {
        let text = match self.said.and_then(|column| column.default_value.as_ref()) {
            Some(default) if self.text.is_empty() => &default.value,
            _ => self.text,
        };
        if text.eq_ignore_ascii_case("null") {
            return Ok(Value::Null);
        }
        if text.is_empty() {
            return self.default(to);
        }
        match self.kind {
            Kind::Boolean => Ok(Value::Boolean(is_true(text))),
            Kind::Flag if !literals::is_number(text.trim()) => Ok(Value::Boolean(is_true(text))),
            Kind::Tiny if is_truth_word(text) => Ok(Value::Boolean(is_true(text))),
            Kind::Numeric | Kind::Flag | Kind::Tiny => self.number(to, text),
            Kind::Date | Kind::Moment => self.date(to, text),
            Kind::Text | Kind::Unknown | Kind::Skip => self.given(to, Given::Text(text.to_owned())),
            Kind::Computed => self.given(to, Given::Computed(text.to_owned())),
            Kind::Sequence => self.given(to, Given::SequenceNext(text.to_owned())),
            Kind::Blob => self.bytes(to, text),
            Kind::Clob => decode(&self.file(to, text)?, self.encoding()).map(Value::Text).map_err(Refused::from),
        }
    }

    /// A warning about a word that is read as false although it may be meant otherwise.
    pub fn doubt(&self) -> Option<Diagnostic> {
        let word = self.text.trim();
        let sure = word.is_empty() || word.eq_ignore_ascii_case("null") || truth(word).is_some();
        let read_as_false = match self.kind {
            Kind::Boolean => true,
            Kind::Flag => !literals::is_number(word),
            _ => false,
        };
        if sure || !read_as_false {
            return None;
        }
        let message = format!("`{word}` in column `{}` is read as false", self.column);
        let warning = Diagnostic::warning("amend::csv::not-a-truth-value", message).at(self.place, "in this row");
        Some(warning.help("write `true` or `false`"))
    }

    /// The value of an empty text: the default of its kind, where the change gives one.
    fn default(&self, to: &Lower<'_>) -> Result<Value, Refused> {
        let said = |pick: fn(&Column) -> Option<Given>| self.said.and_then(pick);
        let given = match self.kind {
            Kind::Text => return Ok(Value::Text(String::new())),
            Kind::Boolean => said(|it| it.default_value_boolean.as_ref().map(|it| Given::Boolean(it.value))),
            Kind::Numeric | Kind::Tiny => {
                said(|it| it.default_value_numeric.as_ref().map(|it| Given::Numeric(it.value.clone())))
            }
            Kind::Date | Kind::Moment => {
                said(|it| it.default_value_date.as_ref().map(|it| Given::Date(it.value.clone())))
            }
            _ => None,
        };
        let given =
            given.or_else(|| said(|it| it.default_value_computed.as_ref().map(|it| Given::Computed(it.value.clone()))));
        given.map_or(Ok(Value::Null), |given| self.given(to, given))
    }

    fn given(&self, to: &Lower<'_>, given: Given) -> Result<Value, Refused> {
        column_value(to.product(), &given).map_err(|fault| self.refused(&fault.to_string()))
    }

    /// A number, or a call of a function in the place of one.
    fn number(&self, to: &Lower<'_>, text: &str) -> Result<Value, Refused> {
        let text = text.trim();
        let value = self.given(to, Given::Numeric(text.to_owned()))?;
        match value {
            Value::Expression(_) if !is_call(text) && !is_special_number(text) => {
                Err(self.refused(&format!("`{text}` is not a number")))
            }
            value => Ok(value),
        }
    }

    /// A date, a time or both, or a call of a function in the place of one.
    fn date(&self, to: &Lower<'_>, text: &str) -> Result<Value, Refused> {
        let text = text.trim();
        if let Some(text) = date_text(text) {
            return self.given(to, Given::Date(text));
        }
        if ["now", "today"].iter().any(|word| word.eq_ignore_ascii_case(text)) {
            let now = if self.kind == Kind::Date { "CURRENT_DATE" } else { "CURRENT_TIMESTAMP" };
            return self.given(to, Given::Computed(now.to_owned()));
        }
        if is_call(text) || text.to_ascii_lowercase().starts_with("current_") {
            return self.given(to, Given::Computed(text.to_owned()));
        }
        Err(self.refused(&format!("`{text}` is not a date")))
    }

    fn bytes(&self, to: &Lower<'_>, text: &str) -> Result<Value, Refused> {
        match STANDARD.decode(text) {
            Ok(bytes) => Ok(Value::Bytes(bytes)),
            Err(_) => self.file(to, text).map(Value::Bytes),
        }
    }

    /// A file that is named beside the changelog.
    fn file(&self, to: &Lower<'_>, path: &str) -> Result<Vec<u8>, Refused> {
        let path = Spanned::new(path.to_owned(), self.place.clone());
        (to.around.files.bytes)(&path, true).map_err(Refused::from)
    }

    fn encoding(&self) -> Option<&Spanned<String>> {
        self.said.and_then(|column| column.encoding.as_ref())
    }

    fn refused(&self, message: &str) -> Refused {
        Diagnostic::error("amend::csv::wrong-value", format!("{message}, in column `{}`", self.column))
            .at(self.place, "in this row")
            .help("write a value of the column's type, or `NULL`")
            .into()
    }
}

/// The words that other readers of these files take for true, and those that can only mean false.
const TRUE: [&str; 5] = ["true", "t", "yes", "y", "1"];
const FALSE: [&str; 5] = ["false", "f", "no", "n", "0"];

/// The truth value of a word; `None` where it can be meant for neither.
fn truth(text: &str) -> Option<bool> {
    let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text.trim()));
    if is_one_of(&TRUE) { Some(true) } else { is_one_of(&FALSE).then_some(false) }
}

/// Whether a word is true: every word that is not is false, as in the tool this is compatible with.
fn is_true(text: &str) -> bool {
    truth(text) == Some(true)
}

/// Whether a text is a word for a truth value, not a number.
fn is_truth_word(text: &str) -> bool {
    truth(text).is_some() && !literals::is_number(text.trim())
}

fn is_special_number(text: &str) -> bool {
    ["nan", "infinity", "-infinity"].iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a text is a call of a function: a word and parentheses behind it.
fn is_call(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') && text.ends_with(')')
}
