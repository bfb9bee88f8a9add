//! Checksums of change sets, as Liquibase records them in `MD5SUM`.
//!
//! Version 9 is what 4.22 and later write; version 8 is what 3.5 to 4.21 wrote, and is only compared.

use std::fmt;

use amend_syntax::Diagnostic;
use md5::{Digest, Md5};
use unicode_normalization::UnicodeNormalization;

use crate::canonical::{self, Canonical};
use crate::change::{Attribute, Change};

/// The versions of the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// Rows of 3.5 to 4.21.
    V8,
    /// Rows of 4.22 and later.
    V9,
}

impl Version {
    fn prefix(self) -> &'static str {
        match self {
            Self::V8 => "8:",
            Self::V9 => "9:",
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
    /// Bytes without their white space.
    Squeezed(Vec<u8>),
    /// Bytes as they are.
    Bytes(Vec<u8>),
    /// A name, and the bytes of a file as they are.
    NamedBytes(String, Vec<u8>),
    /// A ready text.
    Text(String),
}

/// Reads a file that a change names, with its problems already located.
pub struct ReadFile<'a> {
    /// Reads the bytes of a path; the flag says that it is relative to the changelog's own file.
    pub bytes: &'a dyn Fn(&amend_syntax::Spanned<String>, bool) -> Result<Vec<u8>, Diagnostic>,
    /// Puts parameters in.
    pub expand: &'a dyn Fn(&str) -> String,
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
pub fn change_sum(change: &dyn Change, version: Version, files: &ReadFile<'_>) -> Result<String, Diagnostic> {
    let text = match version {
        Version::V8 => change.text_v8(files)?,
        Version::V9 => change.text(files)?,
    };
    Ok(sum_of(change.kind().name, text, version))
}

/// The text that a change's checksum is taken of, for people.
///
/// # Errors
/// A file that cannot be read.
pub fn change_text(change: &dyn Change, files: &ReadFile<'_>) -> Result<String, Diagnostic> {
    Ok(match change.text(files)? {
        ChangeText::Attributes(fields) => canonical::serialise(change.kind().name, &names(fields)),
        ChangeText::AttributesAnd(fields, text) => {
            format!("{}\n{text}", canonical::serialise(change.kind().name, &names(fields)))
        }
        ChangeText::Fields(fields) => canonical::serialise(change.kind().name, &fields),
        ChangeText::Squeezed(bytes) => String::from_utf8_lossy(&squeeze(&bytes)).into_owned(),
        ChangeText::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        ChangeText::NamedBytes(name, bytes) => format!("{name}:\n{}", String::from_utf8_lossy(&bytes)),
        ChangeText::Text(text) => text,
    })
}

fn sum_of(name: &str, text: ChangeText, version: Version) -> String {
    match text {
        ChangeText::Attributes(fields) => text_sum(&canonical::serialise(name, &names(fields)), version),
        ChangeText::Fields(fields) => text_sum(&canonical::serialise(name, &fields), version),
        ChangeText::AttributesAnd(fields, text) => {
            let head = text_sum(&canonical::serialise(name, &names(fields)), version);
            let tail = bytes_sum(&squeeze(text.as_bytes()), version);
            text_sum(&format!("{head}:{tail}"), version)
        }
        ChangeText::Squeezed(bytes) => bytes_sum(&squeeze(&bytes), version),
        ChangeText::Bytes(bytes) => bytes_sum(&bytes, version),
        ChangeText::NamedBytes(name, bytes) => text_sum(&format!("{name}:{}", bytes_sum(&bytes, version)), version),
        ChangeText::Text(text) => text_sum(&text, version),
    }
}

fn names(fields: Vec<(&'static Attribute, Canonical)>) -> Vec<(&'static str, Canonical)> {
    fields.into_iter().map(|(attribute, value)| (attribute.name, value)).collect()
}

/// The checksum of a text: line ends made one, U+FFFD left out, normal form C.
pub fn text_sum(text: &str, version: Version) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{fffd}', "");
    bytes_sum(text.nfc().collect::<String>().as_bytes(), version)
}

/// The checksum of bytes as they are.
pub fn bytes_sum(bytes: &[u8], version: Version) -> String {
    let digest = Md5::digest(bytes);
    digest.iter().fold(version.prefix().to_owned(), |text, byte| text + &format!("{byte:02x}"))
}

/// Bytes without blanks, tabs and line ends, also within literals and comments.
fn squeeze(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).collect()
}

/// The text in which a run of white space is one blank (version 8).
pub fn collapse(bytes: &[u8]) -> Vec<u8> {
    let words = bytes.split(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(&b' ')
}

/// The description that the history shows: the changes with the attributes that name something.
pub fn description(changes: &[&dyn Change]) -> String {
    if changes.is_empty() {
        return "empty".to_owned();
    }
    let parts: Vec<String> = changes.iter().map(|change| describe(*change)).collect();
    shorten(&parts.join("; "), 250)
}

fn describe(change: &dyn Change) -> String {
    let mut fields: Vec<String> = change
        .given()
        .into_iter()
        .filter(|(attribute, _)| attribute.described())
        .filter_map(|(attribute, value)| match value {
            Canonical::Text(text) => Some(format!("{}={text}", attribute.name)),
            _ => None,
        })
        .collect();
    fields.sort_by(|left, right| left.encode_utf16().cmp(right.encode_utf16()));
    fields.dedup();
    let name = change.kind().name;
    if fields.is_empty() { name.to_owned() } else { format!("{name} {}", fields.join(", ")) }
}

/// The text, or its beginning with `...`, in at most so many UTF-16 units.
pub fn shorten(text: &str, most: usize) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    if units.len() <= most {
        return text.to_owned();
    }
    String::from_utf16_lossy(&units[..most - 3]) + "..."
}
