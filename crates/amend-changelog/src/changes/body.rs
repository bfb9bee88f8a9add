//! The text of a view, routine or package: written in the change, or in a file that it names.

use amend_syntax::{Diagnostic, Source, Span, Spanned};

use crate::canonical::Canonical;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule, collapse};
use crate::encoding::decode;
use crate::lower::Refused;

/// The attributes of a change that hold its text.
#[derive(Debug)]
pub(super) struct Body<'a> {
    /// The name of the attribute that holds the text itself.
    pub attribute: &'static str,
    /// The name under which version 8 of the checksum knew it.
    pub older_attribute: &'static str,
    /// The text itself.
    pub text: Option<&'a Spanned<String>>,
    /// A file that holds it; it wins over the text itself.
    pub path: Option<&'a Spanned<String>>,
    /// Whether the path begins at the changelog's own folder.
    pub relative: Option<&'a Spanned<bool>>,
    /// The encoding of the file.
    pub encoding: Option<&'a Spanned<String>>,
}

impl Body<'_> {
    /// The text as it is sent. What stands in a file has its place there.
    ///
    /// # Errors
    /// There is none, or its file cannot be read.
    pub fn read(&self, change: &dyn Change, files: &ReadFile<'_>) -> Result<Spanned<String>, Refused> {
        let text = match self.path {
            Some(path) => Some(file_text(path, self.is_relative(), self.encoding, files)?),
            None => self.text.cloned(),
        };
        text.filter(|text| !text.value.trim().is_empty()).ok_or_else(|| self.missing(change).into())
    }

    /// What the checksum of the change is taken of.
    ///
    /// # Errors
    /// Its file cannot be read.
    pub fn summed(&self, change: &dyn Change, rule: Rule, files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        if rule == Rule::V8 {
            return self.summed_v8(change, files);
        }
        let text = match self.path {
            Some(path) => (files.expand)(&decode(&(files.bytes)(path, self.is_relative())?, None)?),
            None => self.text.map(|text| text.value.clone()).unwrap_or_default(),
        };
        Ok(ChangeText::AttributesAnd(change.canonical(), text))
    }

    /// Version 8 left no attribute out, and took the text of a file as it took that of `sql`.
    fn summed_v8(&self, change: &dyn Change, files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        let fields = self.fields_v8(change);
        let Some(path) = self.path else { return Ok(ChangeText::Fields(fields)) };
        let text = match self.text {
            Some(text) => text.value.clone().into_bytes(),
            None => (files.bytes)(path, self.is_relative())?,
        };
        let bytes = [b";:false:false:".as_slice(), &collapse(&text)].concat();
        Ok(ChangeText::FieldsAnd(fields, bytes))
    }

    fn fields_v8(&self, change: &dyn Change) -> Vec<(&'static str, Canonical)> {
        let given = change.given().into_iter().map(|(attribute, value)| (attribute.name, value));
        let others = given.filter(|(name, _)| *name != self.attribute && *name != self.older_attribute);
        let text = self.text.map(|text| (self.older_attribute, Canonical::Text(text.value.clone())));
        others.chain(text).collect()
    }

    fn is_relative(&self) -> bool {
        self.relative.is_some_and(|it| it.value)
    }

    fn missing(&self, change: &dyn Change) -> Diagnostic {
        let place = self.path.or(self.text).map_or(change.place(), |it| &it.place);
        let message = format!("`{}` has no text", change.kind().name);
        Diagnostic::error("amend::change::missing-attribute", message)
            .at(place, "empty or missing")
            .help(format!("write it under `{}`, or name its file under `path`", self.attribute))
    }
}

/// The text of a file as it is sent: decoded, with its parameters put in, with its place in the file.
///
/// # Errors
/// The file cannot be read, or is in another encoding.
pub(super) fn file_text(
    path: &Spanned<String>,
    relative: bool,
    encoding: Option<&Spanned<String>>,
    files: &ReadFile<'_>,
) -> Result<Spanned<String>, Diagnostic> {
    let text = (files.expand)(&decode(&(files.bytes)(path, relative)?, encoding)?);
    let place = Source::new(path.value.as_str(), text.as_str()).place(Span::new(0, text.len()));
    Ok(Spanned::new(text, place))
}
