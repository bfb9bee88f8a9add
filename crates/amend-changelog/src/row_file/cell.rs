//! One value of a CSV file: from its text to a value of its column.

use amend_catalog::{CellKind, FileColumn, Value};
use amend_sql::defaults::{Given, column_value};
use amend_sql::types::{TypeClass, column_type};
use amend_sql::{Product, literals};
use amend_syntax::{Diagnostic, Place, Spanned};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::column::Column;
use crate::encoding::decode;
use crate::literal::date_text;
use crate::lower::Refused;

/// The words for kinds in changelogs, in upper case.
const WORDS: [(&str, CellKind); 14] = [
    ("BOOLEAN", CellKind::Boolean),
    ("NUMERIC", CellKind::Numeric),
    ("DATE", CellKind::Moment),
    ("DATETIME", CellKind::Moment),
    ("TIME", CellKind::Moment),
    ("TIMESTAMP", CellKind::Moment),
    ("STRING", CellKind::Text),
    ("COMPUTED", CellKind::Computed),
    ("SEQUENCE", CellKind::Sequence),
    ("BLOB", CellKind::Blob),
    ("CLOB", CellKind::Clob),
    ("SKIP", CellKind::Skip),
    ("UUID", CellKind::Unknown),
    ("OTHER", CellKind::Unknown),
];

/// The kind that a changelog names: one of the words for kinds, or a type of columns. Under a type of texts an empty value is
/// `NULL`; only under the word `STRING`, and in a column whose own type is one of texts, it is an empty text (4.28.0).
pub fn kind_named(product: Product, name: &str) -> CellKind {
    if let Some((_, kind)) = WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(name.trim())) {
        return *kind;
    }
    match kind_of_type(product, name) {
        CellKind::Text => CellKind::Unknown,
        kind => kind,
    }
}

/// The kind of values that a column of this type takes from a file.
pub fn kind_of_type(product: Product, ty: &str) -> CellKind {
    match ty.to_ascii_lowercase().as_str() {
        "tinyint(1)" => return CellKind::Flag,
        "tinyint" => return CellKind::Tiny,
        _ => {}
    }
    match column_type(product, ty).map(|ty| ty.class) {
        Ok(TypeClass::Boolean) => CellKind::Boolean,
        Ok(TypeClass::Integer | TypeClass::Decimal | TypeClass::Float) => CellKind::Numeric,
        Ok(TypeClass::Date) => CellKind::Date,
        Ok(TypeClass::Time | TypeClass::DateTime) => CellKind::Moment,
        Ok(TypeClass::Text) => CellKind::Text,
        Ok(TypeClass::Bit | TypeClass::Binary | TypeClass::Uuid | TypeClass::Json | TypeClass::Other) | Err(_) => {
            CellKind::Unknown
        }
    }
}

/// Reads the bytes of a file that a value names.
pub type ReadCellFile<'a> = dyn Fn(&Spanned<String>) -> Result<Vec<u8>, Diagnostic> + 'a;

/// A value of a file with what is known about it.
pub struct Cell<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its column.
    pub column: &'a FileColumn,
    /// The product.
    pub product: Product,
    /// Reads the files that it names.
    pub files: &'a ReadCellFile<'a>,
    /// Where its row stands.
    pub place: &'a dyn Fn() -> Place,
}

impl Cell<'_> {
    /// The value: `NULL` for the word, what the column has for it for an empty text.
    ///
    /// # Errors
    /// The text is no value of that kind, or one that the product cannot have.
    pub fn value(&self) -> Result<Value, Refused> {
        let text = self.text;
        if text.eq_ignore_ascii_case("null") {
            return Ok(Value::Null);
        }
        if text.is_empty() {
            return Ok(self.column.empty.clone());
        }
        let value = match self.column.kind {
            CellKind::Boolean => Ok(Value::Boolean(is_true(text))),
            CellKind::Flag if !literals::is_number(text.trim()) => Ok(Value::Boolean(is_true(text))),
            CellKind::Tiny if is_truth_word(text) => Ok(Value::Boolean(is_true(text))),
            CellKind::Numeric | CellKind::Flag | CellKind::Tiny => self.number(text),
            CellKind::Date | CellKind::Moment => self.date(text),
            CellKind::Text | CellKind::Unknown | CellKind::Skip => self.given(Given::Text(text.to_owned())),
            CellKind::Computed => self.given(Given::Computed(text.to_owned())),
            CellKind::Sequence => self.given(Given::SequenceNext(text.to_owned())),
            CellKind::Blob => self.bytes(text),
            CellKind::Clob => {
                decode(&self.file(text)?, self.encoding().as_ref()).map(Value::Text).map_err(Refused::from)
            }
        }?;
        self.writable(value)
    }

    /// The value, where the product can have it.
    fn writable(&self, value: Value) -> Result<Value, Refused> {
        let written = match &value {
            Value::Text(text) if !text.contains('\0') => return Ok(value),
            Value::Text(_) | Value::SequenceNext(_) => literals::value(self.product, &value),
            _ => return Ok(value),
        };
        written.map(|_| value).map_err(|fault| self.refused(&fault.to_string()))
    }

    /// A warning about a word that is read as false although it may be meant otherwise.
    pub fn doubt(&self) -> Option<Diagnostic> {
        let read_as_false = match self.column.kind {
            CellKind::Boolean => true,
            CellKind::Flag => !literals::is_number(self.text.trim()),
            _ => false,
        };
        let word = self.text.trim();
        if !read_as_false || word.is_empty() || word.eq_ignore_ascii_case("null") || truth(word).is_some() {
            return None;
        }
        let message = format!("`{word}` in column `{}` is read as false", self.column.name);
        let warning = Diagnostic::warning("amend::csv::not-a-truth-value", message).at(&(self.place)(), "in this row");
        Some(warning.help("write `true` or `false`"))
    }

    /// The value of an empty text: the default of its kind, where the change gives one.
    fn default(&self, said: Option<&Column>) -> Result<Value, Refused> {
        let said = |pick: fn(&Column) -> Option<Given>| said.and_then(pick);
        let given = match self.column.kind {
            CellKind::Text => return Ok(Value::Text(String::new())),
            CellKind::Boolean => said(|it| it.default_value_boolean.as_ref().map(|it| Given::Boolean(it.value))),
            CellKind::Numeric | CellKind::Tiny => {
                said(|it| it.default_value_numeric.as_ref().map(|it| Given::Numeric(it.value.clone())))
            }
            CellKind::Date | CellKind::Moment => {
                said(|it| it.default_value_date.as_ref().map(|it| Given::Date(it.value.clone())))
            }
            _ => None,
        };
        let given =
            given.or_else(|| said(|it| it.default_value_computed.as_ref().map(|it| Given::Computed(it.value.clone()))));
        given.map_or(Ok(Value::Null), |given| self.given(given))
    }

    fn given(&self, given: Given) -> Result<Value, Refused> {
        column_value(self.product, &given).map_err(|fault| self.refused(&fault.to_string()))
    }

    /// A number, or a call of a function in the place of one.
    fn number(&self, text: &str) -> Result<Value, Refused> {
        let text = text.trim();
        let value = self.given(Given::Numeric(text.to_owned()))?;
        match value {
            Value::Expression(_) if !is_call(text) && !is_special_number(text) => {
                Err(self.refused(&format!("`{text}` is not a number")))
            }
            value => Ok(value),
        }
    }

    /// A date, a time or both, or a call of a function in the place of one.
    fn date(&self, text: &str) -> Result<Value, Refused> {
        let text = text.trim();
        if let Some(text) = date_text(text) {
            return self.given(Given::Date(text));
        }
        if ["now", "today"].iter().any(|word| word.eq_ignore_ascii_case(text)) {
            let now = if self.column.kind == CellKind::Date { "CURRENT_DATE" } else { "CURRENT_TIMESTAMP" };
            return self.given(Given::Computed(now.to_owned()));
        }
        if is_call(text) || text.to_ascii_lowercase().starts_with("current_") {
            return self.given(Given::Computed(text.to_owned()));
        }
        Err(self.refused(&format!("`{text}` is not a date")))
    }

    fn bytes(&self, text: &str) -> Result<Value, Refused> {
        match STANDARD.decode(text) {
            Ok(bytes) => Ok(Value::Bytes(bytes)),
            Err(_) => self.file(text).map(Value::Bytes),
        }
    }

    /// A file that is named beside the changelog.
    fn file(&self, path: &str) -> Result<Vec<u8>, Refused> {
        (self.files)(&Spanned::new(path.to_owned(), (self.place)())).map_err(Refused::from)
    }

    fn encoding(&self) -> Option<Spanned<String>> {
        self.column.encoding.as_ref().map(|encoding| Spanned::new(encoding.clone(), (self.place)()))
    }

    fn refused(&self, message: &str) -> Refused {
        Diagnostic::error("amend::csv::wrong-value", format!("{message}, in column `{}`", self.column.name))
            .at(&(self.place)(), "in this row")
            .help("write a value of the column's type, or `NULL`")
            .into()
    }
}

/// What an empty text stands for in a column: its default value as if it stood there, else the default of its kind.
///
/// # Errors
/// The default is no value of that kind.
pub fn value_of_empty(
    product: Product,
    column: &FileColumn,
    said: Option<&Column>,
    files: &ReadCellFile<'_>,
    place: &dyn Fn() -> Place,
) -> Result<Value, Refused> {
    let text = said.and_then(|said| said.default_value.as_ref()).map_or("", |default| default.value.as_str());
    let cell = Cell { text, column, product, files, place };
    if text.is_empty() { cell.default(said) } else { cell.value() }
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
