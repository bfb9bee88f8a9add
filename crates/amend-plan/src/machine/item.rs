//! One item of a run: what is sent and what is recorded.

use crate::machine::Command;
use crate::{ExecType, HistoryRow, StepStatement};

/// One change set forward, or one row back.
#[derive(Clone, Debug)]
pub struct Item {
    /// The change set, by its place in the changelog.
    pub change_set: Option<usize>,
    /// For messages: path, id and author.
    pub name: String,
    /// The statements in their order.
    pub statements: Vec<StepStatement>,
    /// What is written to the history with it.
    pub record: Record,
    /// Whether the change set wants a transaction.
    pub wants_transaction: bool,
    /// The transaction is opened with foreign keys off (SQLite).
    pub foreign_keys_off: bool,
    /// Whether a failure ends the run.
    pub fail_on_error: bool,
    /// Messages for the person who runs it.
    pub notices: Vec<String>,
}

impl Item {
    /// Whether it runs in one transaction together with its row of the history.
    pub fn in_transaction(&self, transactional: bool) -> bool {
        let can = self.statements.iter().all(|it| it.statement.transactional);
        transactional && can && (self.wants_transaction || self.foreign_keys_off)
    }

    /// The commands that carry it out.
    pub(super) fn commands(&self, transactional: bool) -> Vec<Command> {
        let inside = self.in_transaction(transactional);
        let mut commands = Vec::new();
        if inside {
            commands.push(Command::Begin { foreign_keys_off: self.foreign_keys_off });
        }
        commands.push(Command::Fence(Box::new(self.clone())));
        commands.extend(self.statements.iter().map(|it| Command::Execute(Box::new(it.clone()))));
        commands.push(Command::Record(Box::new(self.record.clone())));
        if self.foreign_keys_off {
            commands.push(Command::CheckForeignKeys);
        }
        if inside {
            commands.push(Command::Commit);
        }
        commands
    }
}

/// What is written to the history.
#[derive(Clone, Debug)]
pub enum Record {
    /// A new row.
    Insert(NewRow),
    /// New values for the row of a change set that ran again.
    Rerun {
        /// The values.
        row: NewRow,
        /// The file as it is stored.
        stored_filename: String,
    },
    /// The row goes.
    Delete(Box<HistoryRow>),
    /// Another checksum for the row.
    SetSum {
        /// The row.
        row: Box<HistoryRow>,
        /// The checksum.
        md5sum: String,
    },
}

/// A row for the history; number, time, tool and run are added when it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRow {
    /// The change set's id.
    pub id: String,
    /// The change set's author.
    pub author: String,
    /// The file as it is stored.
    pub filename: String,
    /// How it comes into the history.
    pub exec_type: ExecType,
    /// The checksum.
    pub md5sum: String,
    /// What its changes are.
    pub description: String,
    /// The comment, empty where there is none.
    pub comments: String,
    /// The tag.
    pub tag: Option<String>,
    /// The context expression, with what was inherited.
    pub contexts: Option<String>,
    /// The labels, with what was inherited.
    pub labels: Option<String>,
}
