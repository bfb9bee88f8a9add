//! One item of a run: what is sent and what is recorded.

use amend_sql::Statement;

use crate::{ChangeSetKey, Direction, Effect, Entry, EntryState, ExecType, HistoryRow, Recording, StepStatement};

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
    /// It is recorded without being run.
    pub only_recorded: bool,
    /// What becomes of its recorded way back, in the transaction of its row of the history.
    pub recording: Recording,
}

/// How an item is kept whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// One transaction holds it with its row of the history.
    Transaction,
    /// The journal says how far it came.
    Journal,
}

impl Item {
    /// How it is kept whole; `transactional`: the product undoes changes of the schema with the transaction.
    pub fn way(&self, transactional: bool) -> Way {
        let atomic = self.statements.iter().all(|it| it.effect == Effect::Atomic);
        let can = atomic || (transactional && self.statements.iter().all(|it| it.statement.transactional));
        let wanted = self.wants_transaction || self.foreign_keys_off;
        match (can && wanted) || (atomic && self.statements.len() <= 1) {
            true => Way::Transaction,
            false => Way::Journal,
        }
    }

    /// The journal's row for the statement at that place, from 0.
    pub(super) fn entry(&self, place: usize, state: EntryState, error: Option<String>) -> Entry {
        Entry {
            key: self.record.key(),
            direction: self.record.direction(),
            number: place + 1,
            hash: self.statements.get(place).map(StepStatement::hash).unwrap_or_default(),
            state,
            error,
            count: self.statements.len(),
            md5sum: self.md5sum().to_owned(),
            written: String::new(),
            run: String::new(),
        }
    }

    /// The checksum of its change set on its way there.
    fn md5sum(&self) -> &str {
        match &self.record {
            Record::Insert(row) | Record::Rerun { row, .. } => &row.md5sum,
            Record::Delete(_) | Record::SetSum { .. } => "",
        }
    }

    /// The item with each statement of an earlier run in its place that has nothing left to do: made anew over what the
    /// database has now, the plan of the same change set lacks it.
    pub(super) fn with_past(self, entries: &[&Entry]) -> Self {
        let is_same = |it: &&Entry| it.md5sum == self.md5sum() && !it.md5sum.is_empty();
        let count = entries.iter().map(|it| it.count).max().unwrap_or_default();
        if self.statements.len() >= count || !entries.iter().all(is_same) {
            return self;
        }
        let mut statements = self.statements.clone();
        for (place, entry) in entries.iter().filter_map(|it| Some((it.number.checked_sub(1)?, it))) {
            let is_there = statements.get(place).is_some_and(|it| it.hash() == entry.hash);
            if !is_there && place <= statements.len() {
                statements.insert(place, StepStatement::past(&self.name));
            }
        }
        if statements.len() == count { Self { statements, ..self } } else { self }
    }

    /// What takes away the half that the statement at that place may leave.
    pub(super) fn tidy(&self, place: usize) -> Option<&Statement> {
        match &self.statements.get(place)?.effect {
            Effect::Shown { tidy, .. } => tidy.as_ref(),
            _ => None,
        }
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

impl Record {
    /// The change set, as the history names it.
    pub fn key(&self) -> ChangeSetKey {
        match self {
            Self::Insert(row) => ChangeSetKey::new(&row.id, &row.author, &row.filename),
            Self::Rerun { row, stored_filename } => ChangeSetKey::new(&row.id, &row.author, stored_filename),
            Self::Delete(row) | Self::SetSum { row, .. } => row.key.clone(),
        }
    }

    /// Which way its change set goes.
    pub fn direction(&self) -> Direction {
        match self {
            Self::Delete(_) => Direction::Back,
            Self::Insert(_) | Self::Rerun { .. } | Self::SetSum { .. } => Direction::Forward,
        }
    }
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
