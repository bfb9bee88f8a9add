//! Files of rows (CSV): read from their beginning each time, record by record, so that what they cost does not depend on
//! their length.

mod cell;
mod csv_file;
mod window;

use amend_catalog::{Load, Value};
use amend_sql::Product;
use amend_syntax::{Diagnostic, Place, Spanned};

use crate::encoding::TextStream;
use crate::files::{FileFault, Files};
use crate::lower::Refused;

pub(crate) use cell::{ReadCellFile, kind_named, kind_of_type, value_of_empty};
pub(crate) use csv_file::CsvFile;

use cell::Cell;

/// How many warnings about values are kept.
const MOST_DOUBTS: usize = 20;

/// The rows of a file, one after the other.
pub struct RowReader<'a> {
    load: &'a Load,
    product: Product,
    file: CsvFile<'a>,
    files: Box<ReadCellFile<'a>>,
    heading: Place,
    /// Warnings about values that may be meant otherwise; the first ones only.
    pub doubts: Vec<Diagnostic>,
}

impl<'a> RowReader<'a> {
    /// Opens the file of a load. `place` is what asked for it.
    ///
    /// # Errors
    /// The file cannot be read, or is empty.
    pub fn open(load: &'a Load, product: Product, files: &'a dyn Files, place: &Place) -> Result<Self, Diagnostic> {
        let path = Spanned::new(load.file.path.clone(), place.clone());
        let bytes = files.open(&path).map_err(|fault| not_read(&path, fault))?;
        let encoding = load.file.encoding.as_ref().map(|encoding| Spanned::new(encoding.clone(), place.clone()));
        let text = TextStream::new(&path, bytes, encoding.as_ref())?;
        let mut file = CsvFile::new(path.clone(), text, &load.file);
        if !file.advance()? {
            return Err(no_heading(&path));
        }
        let beside = |name: &Spanned<String>| {
            let full = in_folder(&load.file.folder, &name.value);
            files.read(&full).map_err(|fault| not_read(&Spanned::new(full, name.place.clone()), fault))
        };
        Ok(Self::after_heading(load, product, file, Box::new(beside)))
    }

    /// The rows of a file whose heading was read.
    pub(crate) fn after_heading(
        load: &'a Load,
        product: Product,
        file: CsvFile<'a>,
        files: Box<ReadCellFile<'a>>,
    ) -> Self {
        Self { load, product, heading: file.place(), file, files, doubts: Vec::new() }
    }

    /// Where the row that was given last stands.
    pub fn place(&self) -> Place {
        self.file.place()
    }

    fn row(&mut self) -> Result<Vec<Value>, Refused> {
        let columns = &self.load.file.columns;
        let fields = self.file.fields();
        if fields.len() != columns.len() {
            return Err(self.ragged());
        }
        let place = || self.file.place();
        let mut row = Vec::with_capacity(fields.len());
        let mut doubts = Vec::new();
        for (column, text) in columns.iter().zip(fields) {
            let Some(column) = column else { continue };
            let text = with_plain_line_ends(text);
            let cell = Cell { text: &text, column, product: self.product, files: &*self.files, place: &place };
            row.push(cell.value()?.beside(&self.load.table));
            doubts.extend(cell.doubt());
        }
        let room = MOST_DOUBTS.saturating_sub(self.doubts.len());
        self.doubts.extend(doubts.into_iter().take(room));
        Ok(row)
    }

    fn ragged(&self) -> Refused {
        let (expected, found) = (self.load.file.columns.len(), self.file.fields().len());
        Diagnostic::error("amend::csv::ragged", format!("the row has {found} values, the heading has {expected}"))
            .at(&self.file.place(), "this row")
            .also(&self.heading, "the heading")
            .help("put values that hold the separator or line ends between quotes")
            .into()
    }
}

impl Iterator for RowReader<'_> {
    type Item = Result<Vec<Value>, Refused>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.file.advance() {
            Ok(true) => Some(self.row()),
            Ok(false) => None,
            Err(diagnostic) => Some(Err(diagnostic.into())),
        }
    }
}

/// The text with line feeds where it has carriage returns before them.
fn with_plain_line_ends(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains("\r\n") { text.replace("\r\n", "\n").into() } else { text.into() }
}

/// The path of a file in a folder.
pub(crate) fn in_folder(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The message about a file that is not read.
pub(crate) fn not_read(path: &Spanned<String>, fault: FileFault) -> Diagnostic {
    Diagnostic::error(fault.code(), format!("the file `{}` {fault}", path.value))
        .at(&path.place, "this file")
        .help(fault.help())
}

/// The message about a file without its first line.
pub(crate) fn no_heading(path: &Spanned<String>) -> Diagnostic {
    Diagnostic::error("amend::csv::empty", format!("`{}` is empty", path.value))
        .at(&path.place, "this file")
        .help("its first line must name the columns")
}
