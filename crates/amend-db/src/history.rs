//! The history table: which change sets took effect, in which order.
//!
//! Every write is also to be had as text of SQL: what a preview prints is what a run sends.

pub(crate) mod layout;
mod row;
pub(crate) mod statements;

pub use amend_plan::{ChangeSetKey, ExecType, HistoryRow};
pub use row::{Recorded, Stamp, own_row, tag_marker};
pub use statements::HistoryStatements;

use crate::tracking::{self, Tracking};
use crate::{DbError, ErrorKind, Session};

/// What amend writes into the column `LIQUIBASE`; at most 20 characters.
pub const WRITER: &str = concat!("amend ", env!("CARGO_PKG_VERSION"));

const _: () = assert!(WRITER.len() <= 20);

/// The history table of a database.
#[derive(Clone, Debug)]
pub struct History {
    tracking: Tracking,
    statements: HistoryStatements,
}

impl History {
    /// The history table of that place; nothing is read yet.
    ///
    /// # Errors
    /// A name that the product cannot have.
    pub fn new(tracking: &Tracking) -> Result<Self, DbError> {
        Ok(Self { tracking: tracking.clone(), statements: HistoryStatements::new(tracking)? })
    }

    /// The statements that write it, as texts.
    pub fn statements(&self) -> &HistoryStatements {
        &self.statements
    }

    /// Reads the history; `None` where there is no table. One query where the table has its usual name; a table whose
    /// name differs in letter case is found too, and used from then on. Nothing is written.
    ///
    /// # Errors
    /// What the server says, and rows that cannot be a history: without id, author or file, or of an unknown kind.
    pub async fn read(&mut self, session: &mut Session) -> Result<Option<Recorded>, DbError> {
        match self.read_known(session).await {
            Err(error) if error.kind == ErrorKind::Missing => match self.locate(session).await? {
                Some(_) => self.read_known(session).await.map(Some),
                None => Ok(None),
            },
            outcome => outcome.map(Some),
        }
    }

    async fn read_known(&mut self, session: &mut Session) -> Result<Recorded, DbError> {
        let rows = session.query_named(&self.statements.read()).await?;
        let recorded = Recorded::from_rows(rows)?;
        self.statements.tell_case_apart(recorded.has_case_twins());
        Ok(recorded)
    }

    async fn locate(&mut self, session: &mut Session) -> Result<Option<tracking::Found>, DbError> {
        let found = tracking::find(session, &self.tracking.changelog).await?;
        if let Some(found) = &found {
            self.tracking.changelog.name.clone_from(&found.name);
            self.statements = HistoryStatements::new(&self.tracking)?;
        }
        Ok(found)
    }

    /// Makes the table where it is missing, and adds the columns that tables of older releases have not.
    ///
    /// Call it under the session lock: two creations at once fail on PostgreSQL even with `IF NOT EXISTS`.
    ///
    /// # Errors
    /// What the server says.
    pub async fn ensure(&mut self, session: &mut Session) -> Result<(), DbError> {
        if let Some(found) = self.locate(session).await? {
            return self.upgrade(session, &found).await;
        }
        match session.execute(&self.statements.create()).await {
            // Liquibase makes the table before it takes any lock: it may have done so a moment ago.
            Err(error) => match self.locate(session).await? {
                Some(found) => self.upgrade(session, &found).await,
                None => Err(error),
            },
            Ok(_) => Ok(()),
        }
    }

    async fn upgrade(&self, session: &mut Session, found: &tracking::Found) -> Result<(), DbError> {
        for statement in self.statements.upgrade(&found.columns) {
            session.execute(&statement).await?;
        }
        Ok(())
    }

    /// Adds a row.
    ///
    /// # Errors
    /// What the server says.
    pub async fn insert(&self, session: &mut Session, row: &HistoryRow, stamp: &Stamp) -> Result<(), DbError> {
        session.execute(&self.statements.insert(row, stamp)?).await.map(drop)
    }

    /// Writes that a change set ran once more: all but its identity gets new values. The tag is kept where `row` has
    /// none. Gives how many rows had that identity.
    ///
    /// # Errors
    /// What the server says.
    pub async fn update_rerun(&self, session: &mut Session, row: &HistoryRow, stamp: &Stamp) -> Result<u64, DbError> {
        session.execute(&self.statements.rerun(row, stamp)?).await
    }

    /// Takes away the rows of a change set. Gives how many there were.
    ///
    /// # Errors
    /// What the server says.
    pub async fn delete(&self, session: &mut Session, key: &ChangeSetKey) -> Result<u64, DbError> {
        session.execute(&self.statements.delete(key)?).await
    }

    /// Writes another checksum. Gives how many rows had that identity.
    ///
    /// # Errors
    /// What the server says.
    pub async fn set_md5(&self, session: &mut Session, key: &ChangeSetKey, sum: &str) -> Result<u64, DbError> {
        session.execute(&self.statements.set_md5(key, sum)?).await
    }

    /// Forgets all checksums.
    ///
    /// # Errors
    /// What the server says.
    pub async fn clear_checksums(&self, session: &mut Session) -> Result<u64, DbError> {
        session.execute(&self.statements.clear_checksums()).await
    }

    /// Tags the last row and no other; an empty history gets a row for it (`marker`).
    ///
    /// # Errors
    /// What the server says.
    pub async fn tag_last(&self, session: &mut Session, tag: &str, marker: &HistoryRow) -> Result<(), DbError> {
        if session.execute(&self.statements.tag_last(tag)?).await? == 0 {
            self.insert(session, marker, &Stamp::Now).await?;
        }
        Ok(())
    }

    /// Whether a row has exactly this tag.
    ///
    /// # Errors
    /// What the server says.
    pub async fn tag_exists(&mut self, session: &mut Session, tag: &str) -> Result<bool, DbError> {
        let recorded = self.read(session).await?;
        Ok(recorded.is_some_and(|it| it.rows.iter().any(|row| row.tag.as_deref() == Some(tag))))
    }
}
