//! The history: what has run, as the tracking table tells it.

use std::fmt;

use amend_changelog::change_set::{ChangeSet, Key};

/// How a change set came into the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExecType {
    /// It ran for the first time, or was marked as run by a person.
    Executed,
    /// It ran again.
    Reran,
    /// It was passed over for ever by a precondition.
    MarkRan,
    /// It failed; never written by the tools of today.
    Failed,
    /// It was passed over; never written by the tools of today.
    Skipped,
}

impl ExecType {
    /// The word in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Executed => "EXECUTED",
            Self::Reran => "RERAN",
            Self::MarkRan => "MARK_RAN",
            Self::Failed => "FAILED",
            Self::Skipped => "SKIPPED",
        }
    }

    /// The word's meaning; `None` for a word that no tool writes.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Executed, Self::Reran, Self::MarkRan, Self::Failed, Self::Skipped]
            .into_iter()
            .find(|it| it.as_str() == word)
    }
}

/// What tells change sets apart in the history.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChangeSetKey {
    /// The change set's id.
    pub id: String,
    /// Its author.
    pub author: String,
    /// The file as it is stored.
    pub filename: String,
}

impl ChangeSetKey {
    /// A key of these three.
    pub fn new(id: impl Into<String>, author: impl Into<String>, filename: impl Into<String>) -> Self {
        Self { id: id.into(), author: author.into(), filename: filename.into() }
    }

    /// The key as changelogs compare it: with the path in its normal form.
    pub fn normal(&self) -> Key {
        Key::new(&self.filename, &self.id, &self.author)
    }
}

impl fmt::Display for ChangeSetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}::{}", self.filename, self.id, self.author)
    }
}

/// A row of `DATABASECHANGELOG`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryRow {
    /// The change set.
    pub key: ChangeSetKey,
    /// When it ran, as the server prints it.
    pub date_executed: String,
    /// The number within the history; rises with every row that is written.
    pub order_executed: i64,
    /// How it came into the history.
    pub exec_type: ExecType,
    /// The checksum; `None` means that it is not known.
    pub md5sum: Option<String>,
    /// What its changes are.
    pub description: Option<String>,
    /// The change set's comment.
    pub comments: Option<String>,
    /// The tag that it carries.
    pub tag: Option<String>,
    /// The tool that wrote it, with its version.
    pub liquibase: Option<String>,
    /// The context expression, with what was inherited.
    pub contexts: Option<String>,
    /// The labels, with what was inherited.
    pub labels: Option<String>,
    /// The run that wrote it.
    pub deployment_id: Option<String>,
}

impl HistoryRow {
    /// Whether the row is of this change set, letter case counting.
    pub fn is_of(&self, change_set: &ChangeSet) -> bool {
        self.key.normal() == change_set.key()
    }

    /// Whether the row is of this change set, letter case ignored, as going back and marking compare.
    pub fn is_nearly_of(&self, change_set: &ChangeSet) -> bool {
        self.key.normal().is_like(&change_set.key())
    }
}

/// The history in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The rows by their number.
    pub rows: Vec<HistoryRow>,
}

impl History {
    /// The rows in the order of their numbers; rows of one number keep their order.
    pub fn new(mut rows: Vec<HistoryRow>) -> Self {
        rows.sort_by_key(|row| row.order_executed);
        Self { rows }
    }

    /// The last row of the change set.
    pub fn row_of(&self, change_set: &ChangeSet) -> Option<&HistoryRow> {
        self.rows.iter().rev().find(|row| row.is_of(change_set))
    }

    /// The number for the next row.
    pub fn next_order(&self) -> i64 {
        self.rows.iter().map(|row| row.order_executed).max().unwrap_or(0) + 1
    }
}
