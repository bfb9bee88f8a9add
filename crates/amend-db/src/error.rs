//! What a server said, as facts: no wording of ours beside the server's own, and never a secret.

use std::fmt;
use std::ops::Deref;

/// What sort of failure it is, whatever the product calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// There is no connection, or not any more. What the last statement did is not known.
    Connection,
    /// A lock was not obtained in time; nothing was changed, the statement may be tried again.
    Lock,
    /// The server chose this transaction as the victim of a deadlock or of a conflict; it may be tried again.
    Deadlock,
    /// The statement was stopped, by a time limit or by somebody.
    Timeout,
    /// The server, the database or the transaction only reads.
    ReadOnly,
    /// The user may not do that, or could not log in.
    Privilege,
    /// The server does not understand the statement.
    Syntax,
    /// A row breaks a constraint.
    Constraint,
    /// Something that the statement names is not there.
    Missing,
    /// Something that the statement makes is there already.
    Exists,
    /// Anything else.
    Other,
}

/// A failure of a server or of the connection to it.
#[derive(Clone)]
pub struct DbError(Box<ErrorFacts>);

/// The facts of a [`DbError`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorFacts {
    /// What sort of failure it is.
    pub kind: ErrorKind,
    /// The server's own code: SQLSTATE (PostgreSQL), error number (MySQL, MariaDB), extended result code (SQLite).
    pub code: Option<String>,
    /// The server's message.
    pub message: String,
    /// The server's further explanation (PostgreSQL).
    pub detail: Option<String>,
    /// The server's advice (PostgreSQL), or ours where the message alone leads astray.
    pub hint: Option<String>,
    /// Where in the statement, in bytes from 0.
    pub position: Option<usize>,
    /// Which of the statement's rows, from 1 (MySQL, MariaDB).
    pub row: Option<usize>,
    /// The statement that failed.
    pub statement: Option<String>,
}

impl DbError {
    /// A failure with nothing known but its kind and message.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(ErrorFacts {
            kind,
            code: None,
            message: message.into(),
            detail: None,
            hint: None,
            position: None,
            row: None,
            statement: None,
        }))
    }

    /// The same failure with the server's code.
    pub(crate) fn with_code(mut self, code: impl Into<String>) -> Self {
        self.0.code = Some(code.into());
        self
    }

    /// The same failure with advice.
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// The same failure with the server's further explanation and advice.
    pub(crate) fn with_details(mut self, detail: Option<&str>, hint: Option<&str>) -> Self {
        self.0.detail = detail.map(str::to_owned);
        self.0.hint = hint.map(str::to_owned);
        self
    }

    /// The same failure, of this statement, at that byte of it.
    pub(crate) fn in_statement(mut self, statement: &str, position: Option<usize>) -> Self {
        self.0.statement = Some(statement.to_owned());
        self.0.position = position;
        self
    }

    /// The same failure, in that row of the statement, from 1.
    pub(crate) fn in_row(mut self, row: Option<usize>) -> Self {
        self.0.row = row;
        self
    }

    /// Whether the same transaction may succeed if it is run once more from its beginning.
    pub fn is_transient(&self) -> bool {
        matches!(self.kind, ErrorKind::Lock | ErrorKind::Deadlock)
    }
}

impl Deref for DbError {
    type Target = ErrorFacts;

    fn deref(&self) -> &ErrorFacts {
        &self.0
    }
}

impl fmt::Display for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.code {
            Some(code) => write!(f, " ({code})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl std::error::Error for DbError {}
