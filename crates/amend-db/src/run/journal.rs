//! The commands about the journal, and what proves that a transaction was committed whose answer nobody heard.

use amend_plan::machine::{Event, Failure, Record};
use amend_plan::{ChangeSetKey, Direction, Entry, Inverse};
use amend_sql::Statement;

use super::{Runner, done, failure, said, took_effect};
use crate::history::Recorded;
use crate::inspect::{Scope, inspect};
use crate::{DbError, ErrorKind, Session};

/// What the transaction under way wrote: it is there when the transaction was committed.
#[derive(Clone, Debug)]
pub(super) enum Proof {
    /// A row of the history.
    Record(Record),
    /// A row of the journal.
    Entry(Entry),
}

impl Runner<'_> {
    pub(super) async fn read_journal(&mut self, inverses: bool) -> Result<Event, Box<Failure>> {
        self.journal.read(self.session, inverses).await.map(Event::Journal).map_err(|error| failure(&error))
    }

    pub(super) async fn open_journal(&mut self) -> Result<Event, Box<Failure>> {
        done(self.journal.ensure(self.session).await)
    }

    pub(super) async fn close_journal(&mut self) -> Result<Event, Box<Failure>> {
        done(self.journal.drop_if_empty(self.session).await)
    }

    pub(super) async fn write_journal(&mut self, entries: Vec<Entry>) -> Result<Event, Box<Failure>> {
        let statements = self.journal.write(&entries, &self.deployment_id).map_err(|error| failure(&error))?;
        let texts: Vec<&str> = statements.iter().map(String::as_str).collect();
        self.session.execute_batch(&texts).await.map_err(|batch| failure(&batch.error))?;
        self.proof = entries.into_iter().last().map(Proof::Entry);
        Ok(Event::Done)
    }

    pub(super) async fn clear_journal(
        &mut self,
        key: &ChangeSetKey,
        way: Direction,
        keep_plan: bool,
    ) -> Result<Event, Box<Failure>> {
        let statement = self.journal.clear(key, way, keep_plan).map_err(|error| failure(&error))?;
        done(self.session.execute(&statement).await.map(drop))
    }

    pub(super) async fn clear_plan(&mut self) -> Result<Event, Box<Failure>> {
        let statement = self.journal.clear_plan().map_err(|error| failure(&error))?;
        done(self.session.execute(&statement).await.map(drop))
    }

    pub(super) async fn record_inverse(&mut self, inverse: &Inverse) -> Result<Event, Box<Failure>> {
        let statements = self.journal.record(inverse, &self.deployment_id).map_err(|error| failure(&error))?;
        let texts: Vec<&str> = statements.iter().map(String::as_str).collect();
        self.session.execute_batch(&texts).await.map_err(|batch| failure(&batch.error))?;
        Ok(Event::Done)
    }

    pub(super) async fn remove_inverse(&mut self, key: &ChangeSetKey) -> Result<Event, Box<Failure>> {
        let statement = self.journal.remove(key).map_err(|error| failure(&error))?;
        done(self.session.execute(&statement).await.map(drop))
    }

    pub(super) async fn check_lock(&mut self) -> Result<Event, Box<Failure>> {
        if let Some(lock) = &self.lock {
            lock.fence(self.session).await.map_err(|error| said("amend::lock::lost", &error.to_string()))?;
        }
        Ok(Event::Done)
    }

    pub(super) async fn restore(&mut self, statement: &Statement) -> Result<Event, Box<Failure>> {
        done(self.session.execute(&statement.text).await.map(drop))
    }

    pub(super) async fn inspect_schemas(&mut self, schemas: Vec<Option<String>>) -> Result<Event, Box<Failure>> {
        let found = inspect(self.session, &self.tracking, &Scope::Schemas(schemas)).await;
        found.map(|catalog| Event::Inspected(Box::new(catalog))).map_err(|error| failure(&error))
    }

    pub(super) async fn commit(&mut self) -> Result<Event, Box<Failure>> {
        match self.session.commit().await {
            Err(error) if error.kind == ErrorKind::Connection => self.resolve_lost_commit(&error).await,
            outcome => done(outcome),
        }
    }

    /// The connection went away before the answer to COMMIT came: only what the transaction wrote can tell whether it
    /// took effect. The lock is taken anew, which waits until the server has ended the old session.
    async fn resolve_lost_commit(&mut self, error: &DbError) -> Result<Event, Box<Failure>> {
        let url = self.session.url().clone();
        *self.session = Session::connect(&url).await.map_err(|error| failure(&error))?;
        if let Some(schema) = self.project.default_schema.filter(|it| Some(*it) != self.session.default_schema()) {
            self.session.set_default_schema(schema).await.map_err(|error| failure(&error))?;
        }
        self.lock = None;
        self.lock().await?;
        let history = self.read_history().await?;
        let proven = match &self.proof {
            Some(Proof::Record(record)) => took_effect(record, &history),
            Some(Proof::Entry(entry)) => self.has_entry(&entry.clone()).await?,
            None => false,
        };
        match proven {
            true => Ok(Event::Done),
            false => Err(Box::new(Failure { transient: self.proof.is_some(), lost: false, ..*failure(error) })),
        }
    }

    async fn has_entry(&mut self, entry: &Entry) -> Result<bool, Box<Failure>> {
        let journal = self.journal.read(self.session, false).await.map_err(|error| failure(&error))?;
        let same = |it: &&Entry| it.number == entry.number && it.hash == entry.hash && it.state == entry.state;
        Ok(journal.is_some_and(|it| it.of(&entry.key, entry.direction).iter().any(same)))
    }

    pub(super) async fn read_history(&mut self) -> Result<amend_plan::History, Box<Failure>> {
        let recorded = self.history.read(self.session).await.map_err(|error| failure(&error))?;
        let history = recorded.as_ref().map(|it| amend_plan::History::new(it.rows.clone())).unwrap_or_default();
        self.next_order = recorded.as_ref().map_or(1, Recorded::next_order);
        self.recorded = recorded;
        Ok(history)
    }
}
