//! A text with its name, and places in it.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::diagnostic::Diagnostic;
use crate::terminal::{masked, terminal_safe};

/// How many bytes a snippet shows at most before and after what it marks: a JSON file may be one line of megabytes.
const LONGEST_MARGIN: isize = 500;

/// A text that was read, with the name to show for it. Cheap to clone.
#[derive(Clone)]
pub struct Source(Arc<Inner>);

struct Inner {
    name: String,
    text: String,
    /// How many lines stand before the text in the file that it was cut from.
    lines_before: usize,
    /// Byte offset of the start of each line, built when first needed.
    line_starts: OnceLock<Vec<usize>>,
    /// The text without what could steer a terminal, where it has such; made when first shown.
    masked: OnceLock<Option<String>>,
}

/// A range of bytes in a text: `start` is in it, `end` is not.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

/// A span within a source. Shows as `name:line:column`.
#[derive(Clone, Debug)]
pub struct Place {
    /// The text.
    pub source: Source,
    /// Where in the text.
    pub span: Span,
}

/// A value and the place where it is written.
#[derive(Clone, Debug)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub place: Place,
}

impl Source {
    /// A source of this display name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        Self::excerpt(name, text, 0)
    }

    /// Whole lines of a longer text that is not kept, with the number of lines before them.
    pub fn excerpt(name: impl Into<String>, text: impl Into<String>, lines_before: usize) -> Source {
        Source(Arc::new(Inner {
            name: name.into(),
            text: text.into(),
            lines_before,
            line_starts: OnceLock::new(),
            masked: OnceLock::new(),
        }))
    }

    /// Reads bytes as UTF-8. A byte-order mark stays in the text, so that offsets are those of the file.
    ///
    /// # Errors
    /// `amend::source::not-utf8` with the offset of the first byte that is not UTF-8.
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8]) -> Result<Source, Diagnostic> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Source::new(name, text)),
            Err(error) => Err(not_utf8(name.into(), bytes, error.valid_up_to())),
        }
    }

    /// The name to show, usually a path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Line and column of a byte offset, both from 1, the column in characters. An offset past the end is the end.
    #[must_use]
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let offset = self.text().floor_char_boundary(offset);
        let line = self.line_of(offset);
        let before = &self.text()[self.line_starts()[line]..offset];
        let column = before.trim_start_matches('\u{feff}').chars().count();
        (self.0.lines_before + line + 1, column + 1)
    }

    /// The place of a span in this source.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        Place { source: self.clone(), span }
    }

    /// Whether both are the same reading of the same text.
    #[must_use]
    pub fn is(&self, other: &Source) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn line_starts(&self) -> &[usize] {
        self.0.line_starts.get_or_init(|| line_starts(self.text().as_bytes()))
    }

    /// The line of an offset, from 0.
    fn line_of(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start <= offset) - 1
    }

    /// Where a line ends, its line break included; the end of the text for lines past the last.
    fn line_end(&self, line: usize) -> usize {
        let next = self.line_starts().get(line + 1);
        next.copied().unwrap_or(self.text().len())
    }

    /// The lines around a span, as miette wants them: with no line before, the window starts at the span itself.
    fn window(&self, span: Span, lines_before: usize, lines_after: usize) -> MietteSpanContents<'_> {
        let first = self.line_of(span.start).saturating_sub(lines_before);
        let start = match lines_before {
            0 => span.start,
            _ => self.line_starts()[first].max(self.clip(span.start, -LONGEST_MARGIN)),
        };
        let last = self.line_of(span.end.saturating_sub(1).max(span.start));
        let end = self.line_end(last.saturating_add(lines_after));
        let end = end.min(self.clip(span.end, LONGEST_MARGIN));
        MietteSpanContents::new_named(
            terminal_safe(self.name()).into_owned(),
            &self.shown().as_bytes()[start..end],
            (start, end - start).into(),
            self.0.lines_before + self.line_of(start),
            self.line_column(start).1 - 1,
            last - first + 1,
        )
    }

    /// The text as a terminal may show it, as long in bytes as the text.
    fn shown(&self) -> &str {
        match self.0.masked.get_or_init(|| masked(self.text())) {
            Some(masked) => masked,
            None => self.text(),
        }
    }

    /// The character boundary at a distance from an offset.
    fn clip(&self, offset: usize, distance: isize) -> usize {
        self.text().floor_char_boundary(offset.saturating_add_signed(distance))
    }

    fn checked_span(&self, span: &SourceSpan) -> Option<Span> {
        let end = span.offset().checked_add(span.len())?;
        self.text().get(span.offset()..end)?;
        Some(Span::new(span.offset(), end))
    }
}

fn line_starts(text: &[u8]) -> Vec<usize> {
    let is_break = |at: usize| match text[at] {
        b'\n' => true,
        b'\r' => text.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    let after_breaks = (0..text.len()).filter(|&at| is_break(at)).map(|at| at + 1);
    std::iter::once(0).chain(after_breaks).collect()
}

fn not_utf8(name: String, bytes: &[u8], offset: usize) -> Diagnostic {
    let shown = Source::new(name, String::from_utf8_lossy(bytes));
    let message = format!("the text is not UTF-8: byte {offset} does not belong to a character");
    let diagnostic =
        Diagnostic::error("amend::source::not-utf8", message).at(&shown.place(Span::new(offset, offset)), "this byte");
    match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => diagnostic.help("it looks like UTF-16: save it as UTF-8"),
        _ => diagnostic.help("save the file as UTF-8"),
    }
}

impl Span {
    /// The span from `start` up to `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// From the start of this to the end of the other.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start, other.end.max(self.end))
    }
}

impl Place {
    /// The text that stands there.
    #[must_use]
    pub fn text(&self) -> &str {
        self.source.text().get(self.span.start..self.span.end).unwrap_or_default()
    }

    /// The line of its start, from 0.
    pub(crate) fn line(&self) -> usize {
        self.source.line_of(self.span.start)
    }

    /// How far into its line it starts, in bytes.
    pub(crate) fn column_bytes(&self) -> usize {
        self.span.start - self.source.line_starts()[self.line()]
    }

    /// The part of it in the line where it starts.
    pub(crate) fn first_line(&self) -> Span {
        let end = self.source.line_end(self.line());
        let written = self.source.text().get(self.span.start..self.span.end.min(end));
        let length = written.unwrap_or_default().trim_end().len();
        Span::new(self.span.start, self.span.start + length)
    }

    /// Line and column of its start, both from 1, the column in characters.
    #[must_use]
    pub fn line_column(&self) -> (usize, usize) {
        self.source.line_column(self.span.start)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.line_column();
        write!(f, "{}:{line}:{column}", self.source.name())
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Source").field(&self.name()).finish()
    }
}

impl<T> Spanned<T> {
    /// A value written at a place.
    pub fn new(value: T, place: Place) -> Spanned<T> {
        Spanned { value, place }
    }

    /// The same place with another value.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(convert(self.value), self.place)
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// miette's own implementations scan from the start of the text for every report; this one looks the lines up. What it
/// hands out is safe for a terminal and as long in bytes as the text.
impl SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let span = self.checked_span(span).ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(self.window(span, context_lines_before, context_lines_after)))
    }
}
