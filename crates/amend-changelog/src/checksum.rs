//! Checksums, as Liquibase records them in `MD5SUM`.
//!
//! Version 9 is what 4.22 and later write; version 8 is what 3.5 to 4.21 wrote, and is only compared.

pub mod accept;
mod change_set;
mod csv_lines;
mod difference;
mod record;
mod variants;
mod zone;

use std::fmt;
use std::io::Read;

use amend_syntax::{Diagnostic, Spanned};
use md5::{Digest, Md5};
use unicode_normalization::UnicodeNormalization;

use crate::canonical::{self, Canonical};
use crate::change::{Attribute, Change};
use crate::files::Files;
use crate::row_file::{in_folder, not_read};

pub use change_set::change_set_sum;
pub(crate) use csv_lines::csv_sum;
pub use difference::{Difference, Recorded, difference};
pub use record::{description, recorded_comment};

/// The rules by which checksums are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The rule of 3.5 to 4.21.
    V8,
    /// The rule of 4.22 and later.
    V9,
    /// Version 9 with the defect of its first run: the schema of an `insert` or `update` stands before its sequences.
    SchemaBeforeSequence,
    /// Version 9 as 4.22 to 4.25 took it: parameters are put into the files of `sqlFile`.
    ExpandedSqlFile,
}

impl Rule {
    fn prefix(self) -> &'static str {
        match self {
            Self::V8 => "8:",
            Self::V9 | Self::SchemaBeforeSequence | Self::ExpandedSqlFile => "9:",
        }
    }
}

/// What a change's checksum is taken of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeText {
    /// Its attributes.
    Attributes(Vec<(&'static Attribute, Canonical)>),
    /// Attributes under names of their own (older rules name some of them differently).
    Fields(Vec<(&'static str, Canonical)>),
    /// Its attributes and a text without its white space.
    AttributesAnd(Vec<(&'static Attribute, Canonical)>, String),
    /// Attributes under names of their own and bytes as they are.
    FieldsAnd(Vec<(&'static str, Canonical)>, Vec<u8>),
    /// Bytes without their white space.
    Squeezed(Vec<u8>),
    /// Bytes as they are.
    Bytes(Vec<u8>),
    /// A name, and the MD5 sum of the lines of a file that count, in hexadecimal digits.
    NamedSum(String, String),
    /// A ready text.
    Text(String),
}

/// Reads the bytes of a path; the flag says that it begins at the changelog's own folder.
pub type ReadBytes<'a> = dyn Fn(&Spanned<String>, bool) -> Result<Vec<u8>, Diagnostic> + 'a;

/// A file that was opened, at its beginning.
pub struct OpenedFile<'a> {
    /// Its path, relative to the search path.
    pub path: String,
    /// Its bytes.
    pub bytes: Box<dyn Read + Send + 'a>,
}

/// Reads the files that changes name, with their problems already located.
pub struct ReadFile<'a> {
    /// Reads the bytes of a path.
    pub bytes: &'a ReadBytes<'a>,
    /// The files, for those that may be larger than memory.
    pub files: &'a dyn Files,
    /// The folder of the changelog that names them.
    pub folder: &'a str,
    /// Puts parameters in.
    pub expand: &'a dyn Fn(&str) -> String,
}

impl<'a> ReadFile<'a> {
    /// The path of a file that a change names, relative to the search path.
    pub fn full_path(&self, path: &str, relative: bool) -> String {
        if relative { in_folder(self.folder, path) } else { path.to_owned() }
    }

    /// Opens a file that a change names; `relative` says that its path begins at the changelog's own folder.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open(&self, path: &Spanned<String>, relative: bool) -> Result<OpenedFile<'a>, Diagnostic> {
        let full = self.full_path(&path.value, relative);
        match self.files.open(&full) {
            Ok(bytes) => Ok(OpenedFile { path: full, bytes }),
            Err(fault) => Err(not_read(&Spanned::new(full, path.place.clone()), fault)),
        }
    }
}

impl fmt::Debug for ReadFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReadFile")
    }
}

/// The checksum of one change, with its version in front.
///
/// # Errors
/// A file that cannot be read.
pub fn change_sum(change: &dyn Change, rule: Rule, files: &ReadFile<'_>) -> Result<String, Diagnostic> {
    Ok(sum_of(change.kind().name, change.text(rule, files)?, rule))
}

/// The text that a change's checksum is taken of, for people.
///
/// # Errors
/// A file that cannot be read.
pub fn change_text(change: &dyn Change, files: &ReadFile<'_>) -> Result<String, Diagnostic> {
    let name = change.kind().name;
    Ok(match change.text(Rule::V9, files)? {
        ChangeText::Attributes(fields) => canonical::serialise(name, &names(fields)),
        ChangeText::Fields(fields) => canonical::serialise(name, &fields),
        ChangeText::AttributesAnd(fields, text) => format!("{}\n{text}", canonical::serialise(name, &names(fields))),
        ChangeText::FieldsAnd(fields, bytes) => {
            format!("{}\n{}", canonical::serialise(name, &fields), String::from_utf8_lossy(&bytes))
        }
        ChangeText::Squeezed(bytes) => String::from_utf8_lossy(&squeeze(&bytes)).into_owned(),
        ChangeText::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        ChangeText::NamedSum(name, sum) => format!("{name}:{}{sum}", Rule::V9.prefix()),
        ChangeText::Text(text) => text,
    })
}

fn sum_of(name: &str, text: ChangeText, rule: Rule) -> String {
    let serialised = |fields: &[_]| text_sum(&canonical::serialise(name, fields), rule);
    match text {
        ChangeText::Attributes(fields) => serialised(&names(fields)),
        ChangeText::Fields(fields) => serialised(&fields),
        ChangeText::AttributesAnd(fields, text) => joined(&serialised(&names(fields)), &squeeze(text.as_bytes()), rule),
        ChangeText::FieldsAnd(fields, bytes) => joined(&serialised(&fields), &bytes, rule),
        ChangeText::Squeezed(bytes) => bytes_sum(&squeeze(&bytes), rule),
        ChangeText::Bytes(bytes) => bytes_sum(&bytes, rule),
        ChangeText::NamedSum(name, sum) => text_sum(&format!("{name}:{}{sum}", rule.prefix()), rule),
        ChangeText::Text(text) => text_sum(&text, rule),
    }
}

fn joined(head: &str, tail: &[u8], rule: Rule) -> String {
    text_sum(&format!("{head}:{}", bytes_sum(tail, rule)), rule)
}

fn names(fields: Vec<(&'static Attribute, Canonical)>) -> Vec<(&'static str, Canonical)> {
    fields.into_iter().map(|(attribute, value)| (attribute.name, value)).collect()
}

/// The checksum of a text: line ends made one, U+FFFD left out, normal form C.
pub fn text_sum(text: &str, rule: Rule) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{fffd}', "");
    bytes_sum(text.nfc().collect::<String>().as_bytes(), rule)
}

/// The checksum of bytes as they are.
pub fn bytes_sum(bytes: &[u8], rule: Rule) -> String {
    format!("{}{}", rule.prefix(), hex(&Md5::digest(bytes)))
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes without blanks, tabs and line ends, also within literals and comments.
fn squeeze(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|byte| !is_space(*byte)).collect()
}

/// The text in which a run of white space is one blank (version 8).
pub fn collapse(bytes: &[u8]) -> Vec<u8> {
    let words = bytes.split(|byte| is_space(*byte)).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(&b' ')
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_normalised_and_bytes_are_not() {
        let decomposed = "e\u{301}\r\n\u{fffd}";
        assert_eq!(text_sum(decomposed, Rule::V9), bytes_sum("\u{e9}\n".as_bytes(), Rule::V9));
        assert_ne!(bytes_sum(decomposed.as_bytes(), Rule::V9), bytes_sum("\u{e9}\n".as_bytes(), Rule::V9));
    }

    #[test]
    fn white_space() {
        assert_eq!(squeeze(b" a\t'b c'\r\n"), b"a'bc'");
        assert_eq!(collapse(b" a\t\n b  c \r\n"), b"a b c");
    }
}
