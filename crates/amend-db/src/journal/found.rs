//! The journal as it was found, and what a script makes of it.

use amend_plan::{ChangeSetKey, HistoryRow, Inverse, Journal};

use super::JournalTable;
use crate::{DbError, Session, Tracking};

/// The journal of a database, with the recorded ways back.
#[derive(Clone, Debug)]
pub struct FoundJournal {
    table: JournalTable,
    /// The recorded ways back; `None` where there is no table.
    inverses: Option<Vec<Inverse>>,
    /// The table has today's columns.
    is_open: bool,
}

impl FoundJournal {
    /// That there is none.
    pub fn none(tracking: &Tracking) -> Self {
        Self { table: JournalTable::new(tracking), inverses: None, is_open: false }
    }

    /// Reads it; nothing is written.
    ///
    /// # Errors
    /// What the server says.
    pub async fn read(session: &mut Session, tracking: &Tracking) -> Result<Self, DbError> {
        let mut table = JournalTable::new(tracking);
        let inverses = table.read(session, true).await?.map(|it| it.inverses);
        table.recorded = inverses.iter().flatten().map(|it| it.key.clone()).collect();
        Ok(Self { table, inverses, is_open: false })
    }

    /// Whether a way back is recorded.
    pub fn has_inverses(&self) -> bool {
        self.inverses.as_ref().is_some_and(|it| !it.is_empty())
    }

    /// The recorded way back of the change set of a row, by the run that wrote the row.
    pub fn inverse(&self, row: &HistoryRow) -> Option<&Inverse> {
        self.inverses.iter().flatten().find(|it| it.is_of(row))
    }

    /// The journal as a run would find it that finds nothing half done.
    pub(crate) fn inverses(&self) -> Option<Journal> {
        self.inverses.clone().map(|inverses| Journal { entries: Vec::new(), inverses })
    }

    /// The statements before the first that writes to it.
    pub(crate) fn open(&mut self) -> Result<Vec<String>, DbError> {
        if std::mem::replace(&mut self.is_open, true) {
            return Ok(Vec::new());
        }
        self.table.opening(self.inverses.is_some())
    }

    pub(crate) fn record(&mut self, inverse: &Inverse, deployment_id: &str) -> Result<Vec<String>, DbError> {
        let inverses = self.inverses.get_or_insert_default();
        inverses.retain(|it| it.key != inverse.key);
        inverses.push(Inverse { deployment_id: deployment_id.to_owned(), ..inverse.clone() });
        self.table.record(inverse, deployment_id)
    }

    pub(crate) fn remove(&mut self, key: &ChangeSetKey) -> Result<String, DbError> {
        self.inverses.iter_mut().for_each(|inverses| inverses.retain(|it| it.key != *key));
        self.table.remove(key)
    }
}
