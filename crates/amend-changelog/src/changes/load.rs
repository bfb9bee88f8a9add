//! What `loadData` and `loadUpdateData` share: a CSV file becomes rows of values.

mod cell;
mod csv_file;

use amend_catalog::{ObjectName, Value};
use amend_syntax::{Diagnostic, Spanned};

use self::cell::{Cell, Kind};
use self::csv_file::{CsvFile, Record};
use super::rows;
use crate::checksum::{ChangeText, ReadFile, csv_lines};
use crate::column::{Column, LoadColumns};
use crate::encoding::decode;
use crate::lower::{Lower, Refused};

pub(super) use self::csv_file::Format;

/// How many rows go into one operation.
pub(super) const BATCH: usize = 1_000;

/// After how many mistakes the rest of a file is not looked at.
const MOST_MISTAKES: usize = 20;

/// The attributes of a change that loads a file.
#[derive(Debug)]
pub(super) struct Loading<'a> {
    /// The file.
    pub file: &'a Spanned<String>,
    /// Whether its path begins at the changelog's own folder.
    pub relative: bool,
    /// Its encoding.
    pub encoding: Option<&'a Spanned<String>>,
    /// How it is written.
    pub format: Format<'a>,
    /// What is said about its columns.
    pub columns: &'a [Column],
}

/// The rows of a file.
#[derive(Debug)]
pub(super) struct Loaded {
    /// The columns of the table that it gives.
    pub columns: Vec<String>,
    /// Columns that keep the value that they have where the row is there.
    pub kept: Vec<String>,
    /// The rows; each has a value for each column.
    pub rows: Vec<Vec<Value>>,
}

impl Loading<'_> {
    /// Reads the file for a table.
    ///
    /// # Errors
    /// The file cannot be read; a row has too few or too many values, or a value that does not fit its column.
    pub fn read(&self, to: &mut Lower<'_>, table: &ObjectName) -> Result<Loaded, Refused> {
        let text = decode(&(to.around.files.bytes)(self.file, self.relative)?, self.encoding)?;
        let mut file = CsvFile::open(self.file, text, &self.format)?;
        let headings = file.next().transpose()?.ok_or_else(|| no_heading(self.file))?;
        let columns = self.targets(to, table, &headings)?;
        let heading = Heading { columns, record: headings };
        let rows = rows_of(to, table, &heading, file)?;
        let given = || heading.columns.iter().flatten();
        Ok(Loaded {
            columns: given().map(|column| column.name.clone()).collect(),
            kept: given().filter(|column| column.keep).map(|column| column.name.clone()).collect(),
            rows,
        })
    }

    /// For each column of the file, the column of the table that takes its values; `None` where it is passed over.
    fn targets(
        &self,
        to: &Lower<'_>,
        table: &ObjectName,
        headings: &Record,
    ) -> Result<Vec<Option<Target<'_>>>, Refused> {
        headings
            .fields
            .iter()
            .enumerate()
            .map(|(index, heading)| self.target(to, table, headings, index, heading))
            .collect()
    }

    fn target(
        &self,
        to: &Lower<'_>,
        table: &ObjectName,
        headings: &Record,
        index: usize,
        heading: &str,
    ) -> Result<Option<Target<'_>>, Refused> {
        let said = self.said_about(index, heading.trim());
        let own_kind = said.and_then(|column| column.ty.as_ref()).map(|ty| Kind::named(to.product(), &ty.value));
        if own_kind == Some(Kind::Skip) {
            return Ok(None);
        }
        let name = match said.and_then(|column| column.name.clone()) {
            Some(name) => name,
            None => Spanned::new(heading.trim().to_owned(), headings.place.clone()),
        };
        let name = rows::column_name(to, table, &name)?;
        let kind = own_kind.or_else(|| kind_in_table(to, table, &name)).unwrap_or(Kind::Unknown);
        let keep = said.and_then(|column| column.allow_update.as_ref()).is_some_and(|allowed| !allowed.value);
        Ok(Some(Target { name, kind, said, keep }))
    }

    /// The column that the change describes for a column of the file: by its place, its heading or its name.
    fn said_about(&self, index: usize, heading: &str) -> Option<&Column> {
        self.columns.iter().find(|column| {
            let is =
                |text: &Option<Spanned<String>>| text.as_ref().is_some_and(|it| it.value.eq_ignore_ascii_case(heading));
            let place = column.index.as_ref().and_then(|it| it.value.to_i64()).and_then(|it| usize::try_from(it).ok());
            place == Some(index) || is(&column.header) || is(&column.name)
        })
    }
}

/// A column of the table that takes values of the file.
struct Target<'a> {
    name: String,
    kind: Kind,
    /// What the change says about it.
    said: Option<&'a Column>,
    keep: bool,
}

/// The kind of values that a column of a known table has.
fn kind_in_table(to: &Lower<'_>, table: &ObjectName, name: &str) -> Option<Kind> {
    let table = to.catalog.table(table)?;
    let (_, column) = to.catalog.column(table, name)?;
    column.known.then(|| Kind::of_type(to.product(), &column.ty))
}

/// The heading of a file with what its columns mean.
struct Heading<'a> {
    /// For each column of the file, the column of the table; `None` where it is passed over.
    columns: Vec<Option<Target<'a>>>,
    record: Record,
}

fn rows_of(
    to: &mut Lower<'_>,
    table: &ObjectName,
    heading: &Heading<'_>,
    file: CsvFile<'_>,
) -> Result<Vec<Vec<Value>>, Refused> {
    let mut rows = Vec::new();
    let (mut mistakes, mut doubts) = (Vec::new(), Vec::new());
    for record in file {
        match record.map_err(Refused::from).and_then(|record| row(to, table, heading, &record, &mut doubts)) {
            Ok(row) => rows.push(row),
            Err(refused) => mistakes.extend(refused.diagnostics),
        }
        if mistakes.len() >= MOST_MISTAKES {
            break;
        }
    }
    doubts.into_iter().for_each(|doubt| to.note(doubt));
    if mistakes.is_empty() { Ok(rows) } else { Err(Refused { diagnostics: mistakes }) }
}

fn row(
    to: &Lower<'_>,
    table: &ObjectName,
    heading: &Heading<'_>,
    record: &Record,
    doubts: &mut Vec<Diagnostic>,
) -> Result<Vec<Value>, Refused> {
    if record.fields.len() != heading.columns.len() {
        return Err(ragged(&heading.record, record));
    }
    let mut row = Vec::with_capacity(record.fields.len());
    for (column, text) in heading.columns.iter().zip(&record.fields) {
        let Some(column) = column else { continue };
        let cell = Cell { text, kind: column.kind, said: column.said, column: &column.name, place: &record.place };
        row.push(rows::beside(table, cell.value(to)?));
        doubts.extend(cell.doubt().filter(|_| doubts.len() < MOST_MISTAKES));
    }
    Ok(row)
}

fn ragged(headings: &Record, record: &Record) -> Refused {
    let (expected, found) = (headings.fields.len(), record.fields.len());
    Diagnostic::error("amend::csv::ragged", format!("the row has {found} values, the heading has {expected}"))
        .at(&record.place, "this row")
        .also(&headings.place, "the heading")
        .help("put values that hold the separator or line ends between quotes")
        .into()
}

fn no_heading(file: &Spanned<String>) -> Refused {
    Diagnostic::error("amend::csv::empty", format!("`{}` is empty", file.value))
        .at(&file.place, "this file")
        .help("its first line must name the columns")
        .into()
}

/// What the checksum of a change that loads a file is taken of.
///
/// # Errors
/// The file cannot be read.
pub(super) fn summed(
    table: &Option<Spanned<String>>,
    file: &Option<Spanned<String>>,
    relative: bool,
    comment: &Option<Spanned<String>>,
    files: &ReadFile<'_>,
) -> Result<ChangeText, Diagnostic> {
    let name = table.as_ref().map_or("null", |table| table.value.as_str());
    let bytes = match file {
        Some(file) => (files.bytes)(file, relative)?,
        None => Vec::new(),
    };
    let marker = comment_marker(comment).bytes().next();
    Ok(ChangeText::NamedBytes(name.to_owned(), csv_lines(&bytes, marker)))
}

/// What comments begin with: `#` where nothing is said; an empty text where there are none.
pub(super) fn comment_marker(comment: &Option<Spanned<String>>) -> &str {
    comment.as_ref().map_or("#", |it| it.value.as_str())
}

/// The columns that a change describes.
pub(super) fn described(columns: &Option<Spanned<LoadColumns>>) -> &[Column] {
    columns.as_ref().map_or(&[], |columns| &columns.value)
}
