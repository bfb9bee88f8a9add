//! The rows of a file, batch by batch: read, turned into values and rendered when they are needed, so that a file of any
//! size costs no more than one batch. Preview and run make the same batches.

use amend_catalog::Value;
use amend_changelog::{Files, RowReader};
use amend_sql::Bulk;
use amend_syntax::{Diagnostic, Place};

use crate::StepStatement;
use crate::lowering::reason_diagnostic;

/// Some rows of a file.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The rows.
    pub rows: Vec<Vec<Value>>,
    /// The statements that bring them.
    pub texts: Vec<String>,
    /// Where the first one stands in the file.
    pub first: Place,
}

/// The rows of a file, batch by batch.
pub struct Batches<'a> {
    statement: &'a StepStatement,
    bulk: &'a Bulk,
    files: &'a dyn Files,
    reader: Option<RowReader<'a>>,
    ended: bool,
}

impl<'a> Batches<'a> {
    /// The batches of a statement that stands for those of a file.
    pub fn new(statement: &'a StepStatement, bulk: &'a Bulk, files: &'a dyn Files) -> Self {
        Self { statement, bulk, files, reader: None, ended: false }
    }

    fn batch(&mut self) -> Result<Option<Batch>, Vec<Diagnostic>> {
        let reader = match &mut self.reader {
            Some(reader) => reader,
            empty => {
                let place = &self.statement.place;
                let opened = RowReader::open(&self.bulk.load, self.bulk.product, self.files, place);
                empty.insert(opened.map_err(|problem| vec![problem])?)
            }
        };
        let (mut rows, mut bytes, mut first) = (Vec::new(), 0, None);
        while !Bulk::is_full(rows.len(), bytes)
            && let Some(row) = reader.next()
        {
            let row = row.map_err(|refused| refused.diagnostics)?;
            bytes += row.iter().map(size).sum::<usize>();
            first.get_or_insert_with(|| reader.place());
            rows.push(row);
        }
        let Some(first) = first else { return Ok(None) };
        let texts = self.texts(&rows).map_err(|reason| vec![reason_diagnostic(&reason, &first)])?;
        Ok(Some(Batch { rows, texts, first }))
    }

    fn texts(&self, rows: &[Vec<Value>]) -> Result<Vec<String>, amend_sql::RefusalReason> {
        let statements = self.bulk.statements(rows.to_vec())?.into_iter();
        let edits = &self.statement.rewrites;
        Ok(statements.map(|it| edits.iter().fold(it.text, |text, edit| edit.apply(&text))).collect())
    }
}

impl Iterator for Batches<'_> {
    type Item = Result<Batch, Vec<Diagnostic>>;

    /// After a mistake there is nothing more.
    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let batch = self.batch().transpose();
        self.ended = !matches!(batch, Some(Ok(_)));
        batch
    }
}

/// How many bytes a value has in a statement, roughly.
fn size(value: &Value) -> usize {
    match value {
        Value::Text(text) | Value::Number(text) | Value::Expression(text) => text.len(),
        Value::Bytes(bytes) => 2 * bytes.len(),
        _ => 8,
    }
}
