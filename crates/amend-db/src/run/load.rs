//! Sends the rows of a file, batch by batch. All of them arrive or none: outside of a transaction they get one of their own.

mod copying;

use std::sync::atomic::Ordering;

use amend_plan::machine::{Event, Failure};
use amend_plan::{Batch, Batches, StepStatement};
use amend_sql::Bulk;
use amend_syntax::{Diagnostic, Place};

use super::{Runner, done, error_diagnostic, failure};
use crate::DbError;
use copying::Copying;

/// A statement that stands for the rows of a file.
#[derive(Clone, Copy)]
struct Job<'a> {
    statement: &'a StepStatement,
    bulk: &'a Bulk,
}

impl Runner<'_> {
    /// Loads the rows that a statement stands for.
    pub(super) async fn load(&mut self, statement: &StepStatement, bulk: &Bulk) -> Result<Event, Box<Failure>> {
        let job = Job { statement, bulk };
        if self.session.in_transaction() {
            return self.send_rows(job).await;
        }
        self.session.begin().await.map_err(|error| failure(&error))?;
        match self.send_rows(job).await {
            Ok(Event::Done) => done(self.session.commit().await),
            ended => {
                // What failed, or the wish to end, is the news; the connection's end undoes the transaction as well.
                let _ = self.session.rollback().await;
                ended
            }
        }
    }

    async fn send_rows(&mut self, job: Job<'_>) -> Result<Event, Box<Failure>> {
        let copying = Copying::asked(self.session, job).await.map_err(|error| failure(&error))?;
        let mut batches = Batches::new(job.statement, job.bulk, self.project.files);
        let mut sent = 0;
        while let Some(batch) = batches.next() {
            if self.settings.interrupted.load(Ordering::Relaxed) {
                return Ok(Event::Interrupted);
            }
            let batch = batch.map_err(|problems| job.unreadable(problems))?;
            let left = match &copying {
                Some(copying) => self.copy(job, copying, batch, &mut batches, &mut sent).await?,
                None => Some(batch),
            };
            if let Some(batch) = left {
                let before = sent;
                sent += batch.rows.len();
                self.send_batch(job, batch, before).await?;
            }
            self.tell_notices().await;
        }
        Ok(Event::Done)
    }

    /// `before`: how many rows of the file came before those of the batch.
    async fn send_batch(&mut self, job: Job<'_>, batch: Batch, before: usize) -> Result<(), Box<Failure>> {
        let (first, count) = (batch.first.clone(), batch.rows.len());
        let texts = batch.texts(job.statement, job.bulk).map_err(|problems| job.unreadable(problems))?;
        let outcome = match &texts[..] {
            [] => Ok(()),
            [only] => self.session.execute(only).await.map(drop),
            many => {
                let many: Vec<&str> = many.iter().map(String::as_str).collect();
                self.session.execute_batch(&many).await.map_err(|failure| failure.error)
            }
        };
        outcome.map_err(|error| {
            let told = error.row.filter(|_| texts.len() == 1).map(|row| before + row.saturating_sub(1));
            let row = told.and_then(|row| Batches::new(job.statement, job.bulk, self.project.files).place_of(row));
            let words = match (&row, count) {
                (Some(_), _) | (None, 1) => "in this row".to_owned(),
                (None, count) => format!("in this row or one of the {} after it", count - 1),
            };
            job.refused(&error, Some((row.as_ref().unwrap_or(&first), words)))
        })
    }
}

impl Job<'_> {
    /// The file is not what it was when the plan was made.
    fn unreadable(&self, problems: Vec<Diagnostic>) -> Box<Failure> {
        let changed = || {
            Diagnostic::error("amend::csv::changed", "the file cannot be read any more")
                .at(&self.statement.place, "loaded here")
        };
        let diagnostic = problems.into_iter().next().unwrap_or_else(changed);
        Box::new(Failure { diagnostic, statement: None, transient: false, lost: false })
    }

    /// What the server said, about rows where it says which.
    fn refused(&self, error: &DbError, rows: Option<(&Place, String)>) -> Box<Failure> {
        let asked = &self.statement.place;
        let diagnostic = match rows {
            Some((place, words)) => error_diagnostic(error).at(place, words).also(asked, "loaded here"),
            None => error_diagnostic(error).at(asked, "loaded here"),
        };
        let statement = Some(format!("{} ...", self.statement.statement.text));
        Box::new(Failure { diagnostic, statement, ..*failure(error) })
    }
}
