//! Sends the rows of a file, batch by batch. All of them arrive or none: outside of a transaction they get one of their own.

use std::sync::atomic::Ordering;

use amend_plan::machine::{Event, Failure};
use amend_plan::{Batch, Batches, StepStatement};
use amend_sql::Bulk;

use super::{Runner, done, error_diagnostic, failure};
use crate::DbError;

impl Runner<'_> {
    /// Loads the rows that a statement stands for.
    pub(super) async fn load(&mut self, statement: &StepStatement, bulk: &Bulk) -> Result<Event, Box<Failure>> {
        if self.session.in_transaction() {
            return self.send_rows(statement, bulk).await;
        }
        self.session.begin().await.map_err(|error| failure(&error))?;
        match self.send_rows(statement, bulk).await {
            Ok(Event::Done) => done(self.session.commit().await),
            ended => {
                // What failed, or the wish to end, is the news; the connection's end undoes the transaction as well.
                let _ = self.session.rollback().await;
                ended
            }
        }
    }

    async fn send_rows(&mut self, statement: &StepStatement, bulk: &Bulk) -> Result<Event, Box<Failure>> {
        for batch in Batches::new(statement, bulk, self.project.files) {
            if self.settings.interrupted.load(Ordering::Relaxed) {
                return Ok(Event::Interrupted);
            }
            let batch = batch.map_err(|problems| unreadable(problems, statement))?;
            self.send_batch(&batch).await.map_err(|error| refused(&error, statement, &batch))?;
            self.tell_notices().await;
        }
        Ok(Event::Done)
    }

    async fn send_batch(&mut self, batch: &Batch) -> Result<(), DbError> {
        match &batch.texts[..] {
            [] => Ok(()),
            [only] => self.session.execute(only).await.map(drop),
            texts => {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                self.session.execute_batch(&texts).await.map_err(|failure| failure.error)
            }
        }
    }
}

/// The file is not what it was when the plan was made.
fn unreadable(problems: Vec<amend_syntax::Diagnostic>, statement: &StepStatement) -> Box<Failure> {
    let changed = || {
        amend_syntax::Diagnostic::error("amend::csv::changed", "the file cannot be read any more")
            .at(&statement.place, "loaded here")
    };
    let diagnostic = problems.into_iter().next().unwrap_or_else(changed);
    Box::new(Failure { diagnostic, statement: None, transient: false })
}

/// What the server said about the rows of a batch.
fn refused(error: &DbError, statement: &StepStatement, batch: &Batch) -> Box<Failure> {
    let rows = match batch.rows.len() {
        1 => "in this row".to_owned(),
        count => format!("in this row or one of the {} after it", count - 1),
    };
    let diagnostic = error_diagnostic(error).at(&batch.first, rows).also(&statement.place, "loaded here");
    let text = statement.statement.text.clone();
    Box::new(Failure { diagnostic, statement: Some(format!("{text} ...")), transient: error.is_transient() })
}
