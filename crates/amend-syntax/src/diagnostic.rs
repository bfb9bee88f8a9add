//! A message with its places: the one diagnostic type of all layers.

use std::borrow::Cow;
use std::fmt;

use miette::{LabeledSpan, SourceCode};

use crate::source::Place;
use crate::terminal::terminal_safe_lines;

/// A message about what was read, with the places it is about.
///
/// Layers make it from their own error types. Shown (`Display`, miette), it is safe for a terminal; the fields hold the exact text.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What kind of mistake, as `amend::yaml::duplicate-key`.
    pub code: String,
    /// What is wrong: a fragment in lower case without a period.
    pub message: String,
    /// Where, all in the same source; [`Diagnostic::at`] and [`Diagnostic::also`] keep it so.
    pub labels: Vec<Label>,
    /// How to mend it. Boxed to keep the size of `Result<_, Diagnostic>` within 128 bytes.
    pub help: Option<Box<str>>,
    /// Messages that belong to this one, also for places in other sources.
    pub related: Vec<Diagnostic>,
}

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Good to know.
    Advice,
    /// Works, but is probably not what was meant.
    Warning,
    /// Does not work.
    Error,
}

/// A place with a word about it.
#[derive(Clone, Debug)]
pub struct Label {
    /// The place.
    pub place: Place,
    /// What is there; may be empty.
    pub text: String,
    /// Whether the mistake is there, rather than something that explains it.
    pub primary: bool,
}

impl Diagnostic {
    /// An error of this code and message, without a place so far.
    pub fn error(code: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, message)
    }

    /// A warning of this code and message, without a place so far.
    pub fn warning(code: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, message)
    }

    /// An advice of this code and message, without a place so far.
    pub fn advice(code: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Advice, code, message)
    }

    fn new(severity: Severity, code: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity,
            code: code.into(),
            message: message.into(),
            labels: Vec::new(),
            help: None,
            related: Vec::new(),
        }
    }

    /// Adds the place of the mistake; the text may be empty where the message says it all. Places in other sources become related messages.
    #[must_use]
    pub fn at(mut self, place: &Place, text: impl Into<String>) -> Diagnostic {
        let (here, elsewhere) =
            std::mem::take(&mut self.labels).into_iter().partition(|label| label.place.source.is(&place.source));
        self.labels = here;
        self.related.extend(elsewhere.into_iter().map(Label::into_related));
        self.labels.push(Label::new(place, text, true));
        self
    }

    /// Adds a place that explains the mistake. A place in another source becomes a related message.
    #[must_use]
    pub fn also(mut self, place: &Place, text: impl Into<String>) -> Diagnostic {
        let label = Label::new(place, text, false);
        match self.place() {
            Some(first) if !first.source.is(&place.source) => self.related.push(label.into_related()),
            _ => self.labels.push(label),
        }
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(text.into().into());
        self
    }

    /// Adds a message that belongs to this one.
    #[must_use]
    pub fn with_related(mut self, diagnostic: Diagnostic) -> Diagnostic {
        self.related.push(diagnostic);
        self
    }

    /// Where the mistake is: the first primary place, else the first place.
    #[must_use]
    pub fn place(&self) -> Option<&Place> {
        self.first_label().map(|label| &label.place)
    }

    fn first_label(&self) -> Option<&Label> {
        let primary = self.labels.iter().find(|label| label.primary);
        primary.or(self.labels.first())
    }

    /// Whether it is an error.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl Label {
    fn new(place: &Place, text: impl Into<String>, primary: bool) -> Label {
        Label { place: place.clone(), text: text.into(), primary }
    }

    fn into_related(self) -> Diagnostic {
        Diagnostic::advice("", self.text).at(&self.place, "")
    }

    /// Whether a snippet can show it with another one. miette draws every line from its start to the last label, and panics
    /// where that is past 65,535 columns: a JSON file may be one line of megabytes.
    fn fits_with(&self, other: &Label) -> bool {
        const FAR: usize = 1_000;
        const NEAR: usize = 400;
        let distance = self.place.span.start.abs_diff(other.place.span.start);
        let lines = self.place.line().abs_diff(other.place.line());
        let in_short_lines = self.place.column_bytes().max(other.place.column_bytes()) <= FAR;
        distance <= NEAR || in_short_lines && distance <= FAR * (lines + 1)
    }

    fn span_for_miette(&self) -> LabeledSpan {
        let text = (!self.text.is_empty()).then(|| terminal_safe_lines(&self.text).into_owned());
        let span = self.place.first_line();
        let range = (span.start, span.end - span.start);
        match self.primary {
            true => LabeledSpan::new_primary_with_span(text, range),
            false => LabeledSpan::new_with_span(text, range),
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&terminal_safe_lines(&self.message))
    }
}

impl std::error::Error for Diagnostic {}

impl From<Severity> for miette::Severity {
    fn from(severity: Severity) -> miette::Severity {
        match severity {
            Severity::Advice => miette::Severity::Advice,
            Severity::Warning => miette::Severity::Warning,
            Severity::Error => miette::Severity::Error,
        }
    }
}

impl miette::Diagnostic for Diagnostic {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.code.is_empty()).then(|| boxed(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity.into())
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_deref().map(boxed)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.place().map(|place| &place.source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let first = self.first_label()?;
        let shown = self.labels.iter().filter(|label| label.fits_with(first));
        Some(Box::new(shown.map(Label::span_for_miette)))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        let related = self.related.iter().map(|diagnostic| diagnostic as &dyn miette::Diagnostic);
        (!self.related.is_empty()).then(|| Box::new(related) as _)
    }
}

fn boxed(text: &str) -> Box<dyn fmt::Display + '_> {
    Box::new(terminal_safe_lines(text) as Cow<'_, str>)
}
