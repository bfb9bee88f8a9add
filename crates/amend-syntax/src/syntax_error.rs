//! What the parser refuses, in our words.

use granit_parser::{ErrorKind, ScanError};

use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::source::Place;

/// The diagnostic for text that is not YAML from a place on.
pub(crate) fn syntax_error(place: &Place, error: &ScanError, limits: &Limits) -> Diagnostic {
    if *error.kind() == ErrorKind::RecursionLimitExceeded {
        return limits.too_deep(place);
    }
    let diagnostic = Diagnostic::error("amend::yaml::syntax", error.info()).at(place, "");
    match remedy(error.kind()) {
        Some(remedy) => diagnostic.help(remedy),
        None => diagnostic,
    }
}

/// Whether the parser refuses the start of a line of a quoted scalar.
pub(crate) fn is_underindented(error: &ScanError) -> bool {
    matches!(error.kind(), ErrorKind::InvalidQuotedScalarIndent | ErrorKind::TabInIndentation)
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
