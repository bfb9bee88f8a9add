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
    Diagnostic::error("amend::yaml::syntax", error.info()).at(place, "not possible here").help(remedy(error.kind()))
}

/// Whether the parser refuses the start of a line of a quoted scalar.
pub(crate) fn is_underindented(error: &ScanError) -> bool {
    matches!(error.kind(), ErrorKind::InvalidQuotedScalarIndent | ErrorKind::TabInIndentation)
}

fn remedy(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation | ErrorKind::TabNotAllowed => {
            "indent with spaces"
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::ExpectedFlowMappingSeparator => {
            "put quotes around a text that contains `: `"
        }
        ErrorKind::UnexpectedCharacter { .. } => "put quotes around a text that starts with this character",
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockSequenceEntry => {
            "begin keys of one map, and dashes of one list, in the same column"
        }
        _ => "look for a quote or a bracket that is not closed, and for a quote within quotes: there it is doubled",
    }
}
