//! What the parser refuses, in our words.

use granit_parser::{ErrorKind, ScanError};

use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::source::{Source, Span};

/// The diagnostic for text that is not YAML.
pub(crate) fn syntax_error(source: &Source, error: &ScanError, limits: &Limits) -> Diagnostic {
    let offset = error.marker().byte_offset().unwrap_or(source.text().len());
    let place = source.place(Span::new(offset, offset));
    if *error.kind() == ErrorKind::RecursionLimitExceeded {
        return limits.too_deep(&place);
    }
    let diagnostic = Diagnostic::error("amend::yaml::syntax", error.info()).at(&place, "here");
    match remedy(error.kind()) {
        Some(remedy) => diagnostic.help(remedy),
        None => diagnostic,
    }
}

fn remedy(kind: &ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation | ErrorKind::TabNotAllowed => {
            Some("indent with spaces")
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::ExpectedFlowMappingSeparator => {
            Some("put quotes around a text that contains `: `")
        }
        ErrorKind::UnexpectedCharacter { .. } => Some("put quotes around a text that starts with this character"),
        _ => None,
    }
}
