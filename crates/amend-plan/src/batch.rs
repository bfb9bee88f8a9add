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
    /// Where the first one stands in the file.
    pub first: Place,
}

impl Batch {
    /// The statements that bring the rows.
    ///
    /// # Errors
    /// A value that the product cannot have.
    pub fn texts(self, statement: &StepStatement, bulk: &Bulk) -> Result<Vec<String>, Vec<Diagnostic>> {
        let made = bulk.statements(self.rows).map_err(|reason| vec![reason_diagnostic(&reason, &self.first)])?;
        let rewritten = |text: String| statement.rewrites.iter().fold(text, |text, edit| edit.apply(&text));
        Ok(made.into_iter().map(|it| rewritten(it.text)).collect())
    }
}

/// The rows of a file, batch by batch.
pub struct Batches<'a> {
    place: &'a Place,
    bulk: &'a Bulk,
    files: &'a dyn Files,
    reader: Option<RowReader<'a>>,
    ended: bool,
}

impl<'a> Batches<'a> {
    /// The batches of a statement that stands for those of a file.
    pub fn new(statement: &'a StepStatement, bulk: &'a Bulk, files: &'a dyn Files) -> Self {
        Self { place: &statement.place, bulk, files, reader: None, ended: false }
    }

    /// Where the row of that number stands, from 0: the file is read anew up to it.
    pub fn place_of(mut self, row: usize) -> Option<Place> {
        let reader = self.reader().ok()?;
        reader.nth(row)?.ok()?;
        Some(reader.place())
    }

    fn reader(&mut self) -> Result<&mut RowReader<'a>, Diagnostic> {
        match &mut self.reader {
            Some(reader) => Ok(reader),
            empty => Ok(empty.insert(RowReader::open(&self.bulk.load, self.bulk.product, self.files, self.place)?)),
        }
    }

    fn batch(&mut self) -> Result<Option<Batch>, Vec<Diagnostic>> {
        let bulk = self.bulk;
        let reader = self.reader().map_err(|problem| vec![problem])?;
        let (mut rows, mut bytes, mut first) = (Vec::new(), 0, None);
        while !bulk.is_full(rows.len(), bytes)
            && let Some(row) = reader.next()
        {
            let row = row.map_err(|refused| refused.diagnostics)?;
            bytes += row.iter().map(size).sum::<usize>();
            first.get_or_insert_with(|| reader.place());
            rows.push(row);
        }
        let Some(first) = first else { return Ok(None) };
        Ok(Some(Batch { rows, first }))
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
