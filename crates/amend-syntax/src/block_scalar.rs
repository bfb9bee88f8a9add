//! Where the parser's block scalars (`|` and `>`) differ from what older readers take and people see.

use crate::source::Span;

/// The span without what follows the text: the parser's reaches to where the next thing starts.
pub(crate) fn trimmed_span(text: &str, span: Span) -> Span {
    let written = text.get(span.start..span.end).unwrap_or_default();
    Span::new(span.start, span.start + written.trim_end().len())
}

/// The value as SnakeYAML and libyaml have it: where the text ends within the last line of the scalar, so does the value. The
/// parser adds the line break that YAML 1.2 wants.
pub(crate) fn without_added_break<'v>(value: &'v str, text: &str, span: Span) -> &'v str {
    let reaches_the_end = span.end == text.len();
    match value.strip_suffix('\n') {
        Some(shorter) if reaches_the_end && ends_in_last_line(shorter, text) => shorter,
        _ => value,
    }
}

/// Whether the text ends without a line break, in a line that is part of the value; a blank one may not be.
fn ends_in_last_line(value: &str, text: &str) -> bool {
    let last_line = text.rsplit(['\n', '\r']).next().unwrap_or_default();
    let last_of_value = value.rsplit('\n').next().unwrap_or_default();
    match (last_line, last_line.trim()) {
        ("", _) => false,
        (blanks, "") => !last_of_value.is_empty() && blanks.ends_with(last_of_value),
        _ => true,
    }
}
