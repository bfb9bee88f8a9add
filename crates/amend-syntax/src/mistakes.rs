//! The mistakes of one text, not without bound.

use crate::diagnostic::Diagnostic;

/// How many are kept; a text of a million duplicate keys needs no million messages.
const MOST: usize = 1_000;

/// The mistakes found so far.
#[derive(Default)]
pub(crate) struct Mistakes {
    kept: Vec<Diagnostic>,
    omitted: usize,
}

impl Mistakes {
    /// Adds a mistake while there is room.
    pub fn push(&mut self, diagnostic: impl FnOnce() -> Diagnostic) {
        match self.kept.len() {
            ..MOST => self.kept.push(diagnostic()),
            _ => self.omitted += 1,
        }
    }

    /// Whether none was found.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// All that were kept, in the order of the text, with a last one that counts those that were not.
    pub fn into_diagnostics(mut self) -> Vec<Diagnostic> {
        self.kept.sort_by_key(|diagnostic| diagnostic.place().map(|place| place.span.start));
        if self.omitted > 0 {
            let message = format!("{} more mistakes are not shown", self.omitted);
            self.kept.push(Diagnostic::error("amend::yaml::many-mistakes", message));
        }
        self.kept
    }
}
