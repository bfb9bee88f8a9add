//! The recorded way back: the statements that take a change set back, written down with its row of the history, so that a
//! rollback needs neither the changelog nor the version of amend that ran it.

mod made;
mod rows;
mod sending;

use amend_catalog::ObjectName;

pub(crate) use made::{impossible, inverse_of, recorded};
pub use rows::InverseRow;

use crate::{ChangeSetKey, Effect, HistoryRow};

/// The way back of a change set, as it was recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Inverse {
    /// The change set.
    pub key: ChangeSetKey,
    /// The checksum that it had when it ran.
    pub md5sum: String,
    /// The tool that recorded it, with its version; empty until it is written.
    pub writer: String,
    /// The run that recorded it; empty until it is written.
    pub deployment_id: String,
    /// When it was recorded, by the server's clock as it prints times; empty until it is written.
    pub written: String,
    /// The way.
    pub way: Result<RecordedWay, NoWay>,
}

/// What takes a change set back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RecordedWay {
    /// The statements in their order.
    pub statements: Vec<RecordedStatement>,
    /// The change set wants a transaction.
    pub wants_transaction: bool,
    /// The transaction is opened with foreign keys off (SQLite).
    pub foreign_keys_off: bool,
    /// The tables that are made anew (SQLite): what others put on them since falls with them.
    pub anew: Vec<Anew>,
    /// The tables that the way renames: the name where it begins, and the one where it ends.
    pub renamed: Vec<(ObjectName, ObjectName)>,
    /// The tables that keep rows, which the statements bring back.
    pub kept: Vec<ObjectName>,
    /// The way where those tables are not there any more; `None` where it is this one, or there is none.
    pub bare: Option<Box<RecordedWay>>,
    /// What does not come back.
    pub losses: Vec<String>,
    /// The names of all tables, views, sequences and routines that the change set and its way back touch, in lower case;
    /// `None` where that is not known.
    pub touches: Option<Vec<String>>,
}

/// A table that is made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anew {
    /// Its name.
    pub table: ObjectName,
    /// The names of its columns, indexes and triggers when the way back was recorded.
    pub parts: Vec<String>,
}

/// A statement of a recorded way back.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedStatement {
    /// The text.
    pub text: String,
    /// Whether it may stand in a transaction.
    pub transactional: bool,
    /// How it can be known whether it took effect; of objects only kinds and names are known.
    pub effect: Effect,
}

/// Why there is no way to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoWay {
    /// The change set had none.
    Impossible(String),
    /// What was recorded cannot be used.
    Unreadable(String),
}

impl Inverse {
    /// Whether it was recorded by the run that wrote the row. Another tool may have taken the change set back and applied it
    /// again since, or it ran again while nothing was recorded.
    pub fn is_of(&self, row: &HistoryRow) -> bool {
        self.key == row.key && row.deployment_id.as_deref() == Some(&self.deployment_id)
    }
}

/// What becomes of the recorded way back of a change set.
#[derive(Clone, Debug, Default)]
pub enum Recording {
    /// It stays as it is.
    #[default]
    Leave,
    /// This one takes its place.
    Write(Box<Inverse>),
    /// The same, written before the first statement, too: after that nobody could tell it once more.
    WriteAtOnce(Box<Inverse>),
    /// It goes.
    Remove,
}

impl Recording {
    /// The way back that takes the place.
    pub fn written(&self) -> Option<&Inverse> {
        match self {
            Self::Write(inverse) | Self::WriteAtOnce(inverse) => Some(inverse),
            Self::Leave | Self::Remove => None,
        }
    }
}
