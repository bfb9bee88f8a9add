//! The one error of the tasks: a text for the person at the terminal, with what was tried in front.

use std::fmt;
use std::path::Path;

/// What a task returns.
pub type Result<T> = std::result::Result<T, Failure>;

/// Why a task did not do its work, and what would help.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure that says `text`, a lower-case fragment that reads after "error: ".
    pub fn new(text: impl Into<String>) -> Self {
        Failure(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Puts what was tried in front of why it failed.
pub trait Context<T> {
    /// `failed to {attempt}: {cause}`.
    fn failed_to(self, attempt: impl FnOnce() -> String) -> Result<T>;

    /// `failed to {verb} {path}: {cause}`, the path in backticks.
    fn failed_on(self, verb: &str, path: &Path) -> Result<T>
    where
        Self: Sized,
    {
        self.failed_to(|| format!("{verb} `{}`", path.display()))
    }
}

impl<T, E: fmt::Display> Context<T> for std::result::Result<T, E> {
    fn failed_to(self, attempt: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|cause| Failure(format!("failed to {}: {cause}", attempt())))
    }
}
