//! The journal: how far a change set came that no transaction holds as a whole, and the recorded ways back.

use crate::{ChangeSetKey, Inverse};

/// Which way a change set goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// It is applied.
    Forward,
    /// It is taken back.
    Back,
}

impl Direction {
    /// The word in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Forward => "FORWARD",
            Self::Back => "BACK",
        }
    }

    /// The word's meaning; `None` for a word that amend does not write.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Forward, Self::Back].into_iter().find(|it| it.as_str() == word)
    }
}

/// What is known of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// The row has no statement: a way back that was begun leads over the change set.
    Planned,
    /// It is about to be sent. Nobody has heard how it ended.
    Intent,
    /// It took effect.
    Done,
    /// The server refused it: it had no effect.
    Failed,
}

impl EntryState {
    /// The word in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "PLANNED",
            Self::Intent => "INTENT",
            Self::Done => "DONE",
            Self::Failed => "FAILED",
        }
    }

    /// The word's meaning; `None` for a word that amend does not write.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Planned, Self::Intent, Self::Done, Self::Failed].into_iter().find(|it| it.as_str() == word)
    }
}

/// A row of the journal: one statement of a change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The change set.
    pub key: ChangeSetKey,
    /// Which way it goes.
    pub direction: Direction,
    /// The statement's number within the change set, from 1; 0 for a row without a statement.
    pub number: usize,
    /// The statement's hash: two statements with the same hash have the same text.
    pub hash: String,
    /// What is known of it.
    pub state: EntryState,
    /// What the server said where it refused the statement.
    pub error: Option<String>,
    /// How many statements the change set had; 0 where that is not known.
    pub count: usize,
    /// The checksum that the change set had on its way there; empty on its way back and where it is not known.
    pub md5sum: String,
    /// When the row was written, by the server's clock as it prints times; empty until it was.
    pub written: String,
    /// The run that wrote the row; empty until it was written.
    pub run: String,
}

impl Entry {
    /// The row that says that a way back leads over the change set.
    pub(crate) fn planned(key: ChangeSetKey) -> Self {
        Self {
            key,
            direction: Direction::Back,
            number: 0,
            hash: String::new(),
            state: EntryState::Planned,
            error: None,
            count: 0,
            md5sum: String::new(),
            written: String::new(),
            run: String::new(),
        }
    }
}

/// The journal.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journal {
    /// The rows of change sets that are half done.
    pub entries: Vec<Entry>,
    /// The recorded ways back; read where a way back is to be gone, or a change set is half done.
    pub inverses: Vec<Inverse>,
}

impl Journal {
    /// The change sets that a way back has still to go over, since it was begun and not finished.
    pub fn way_back(&self) -> impl Iterator<Item = &ChangeSetKey> {
        self.entries.iter().filter(|it| it.direction == Direction::Back).map(|it| &it.key)
    }

    /// When the way back was begun, by the server's clock; `None` where none was.
    pub fn way_back_begun(&self) -> Option<&str> {
        let planned = self.entries.iter().filter(|it| it.state == EntryState::Planned);
        planned.map(|it| it.written.as_str()).min()
    }

    /// The rows of the statements of a change set that goes this way, by their numbers.
    pub fn of(&self, key: &ChangeSetKey, direction: Direction) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> =
            self.entries.iter().filter(|it| it.key == *key && it.direction == direction && it.number > 0).collect();
        entries.sort_by_key(|it| it.number);
        entries
    }
}

/// What is to be taken for true where nothing shows whether a statement took effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resolve {
    /// It took effect; the run goes on behind it.
    Done,
    /// It did not; the run sends it again.
    Redo,
}
