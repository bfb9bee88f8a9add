//! Rows by `COPY .. FROM STDIN`, where that makes the same rows as the statements of the script.

use std::sync::atomic::Ordering;

use amend_plan::machine::Failure;
use amend_plan::{Batch, Batches};
use amend_sql::{copy, names};

use super::Job;
use crate::run::Runner;
use crate::{DbError, Session};

/// The first version of PostgreSQL whose catalogs answer what is asked here.
const FIRST_VERSION: u32 = 12;

/// How rows are copied.
pub(super) struct Copying {
    statement: String,
    /// The types of the columns, see [`copy::lines`].
    types: Vec<String>,
}

impl Copying {
    /// Asks the server whether the rows can be copied: into a plain table without rules and without row security (rules
    /// are not applied to copied rows, and row security refuses them), and into columns that take given values both ways
    /// (a column `GENERATED ALWAYS AS IDENTITY` does by `COPY` only). Source: PostgreSQL 15, COPY and CREATE TABLE.
    pub(super) async fn asked(session: &mut Session, job: Job<'_>) -> Result<Option<Self>, DbError> {
        let Some(statement) = job.statement.copy_statement() else { return Ok(None) };
        if session.version_numbers()[0] < FIRST_VERSION {
            return Ok(None);
        }
        let Ok(table) = names::qualified(job.bulk.product, &job.bulk.load.table) else { return Ok(None) };
        let question = format!(
            "SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
             JOIN pg_type t ON t.oid = a.atttypid WHERE c.oid = to_regclass('{}') AND c.relkind IN ('r', 'p') \
             AND NOT c.relhasrules AND NOT row_security_active(c.oid) \
             AND a.attnum > 0 AND a.attidentity <> 'a' AND a.attgenerated = ''",
            table.replace('\'', "''")
        );
        let known = session.query(&question).await?;
        let ty = |name: &String| {
            let row = known.iter().find(|row| row.first().and_then(Option::as_ref) == Some(name));
            row.and_then(|row| row.get(1).cloned().flatten())
        };
        let types: Option<Vec<String>> = job.bulk.load.columns().iter().map(ty).collect();
        Ok(types.map(|types| Self { statement, types }))
    }

    fn lines(&self, batch: &Batch) -> Option<Vec<u8>> {
        copy::lines(&self.types, &batch.rows)
    }
}

impl Runner<'_> {
    /// Copies a batch and those after it, up to the first that must come in statements, which is given back.
    pub(super) async fn copy(
        &mut self,
        job: Job<'_>,
        copying: &Copying,
        first: Batch,
        batches: &mut Batches<'_>,
        sent: &mut usize,
    ) -> Result<Option<Batch>, Box<Failure>> {
        let Some(lines) = copying.lines(&first) else { return Ok(Some(first)) };
        let before = *sent;
        *sent += first.rows.len();
        let (mut lines, mut end) = (Some(lines), Ok(None));
        let interrupted = self.settings.interrupted.clone();
        let pieces = std::iter::from_fn(|| {
            if let Some(first) = lines.take() {
                return Some(first);
            }
            if interrupted.load(Ordering::Relaxed) {
                return None;
            }
            match batches.next()? {
                Ok(batch) => match copying.lines(&batch) {
                    Some(lines) => {
                        *sent += batch.rows.len();
                        return Some(lines);
                    }
                    None => end = Ok(Some(batch)),
                },
                Err(problems) => end = Err(problems),
            }
            None
        });
        let outcome = self.session.copy_in(&copying.statement, pieces).await;
        outcome.map_err(|failure| {
            let row = failure.line.map(|line| before + line.saturating_sub(1));
            let place = row.and_then(|row| Batches::new(job.statement, job.bulk, self.project.files).place_of(row));
            job.refused(&failure.error, place.as_ref().map(|place| (place, "in this row".to_owned())))
        })?;
        end.map_err(|problems| job.unreadable(problems))
    }
}
