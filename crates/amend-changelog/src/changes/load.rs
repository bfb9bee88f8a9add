//! What `loadData` and `loadUpdateData` share: the heading of a CSV file says which columns its rows give.

use amend_catalog::{CellKind, FileColumn, Load, LoadManner, ObjectName, RowFile, Rows};
use amend_syntax::{Diagnostic, Place, Spanned};

use super::rows;
use crate::checksum::{ChangeText, ReadFile, csv_sum};
use crate::column::{Column, LoadColumns};
use crate::encoding::{TextStream, unreadable};
use crate::lower::{Lower, Refused};
use crate::row_file::{CsvFile, ReadCellFile, RowReader, kind_named, kind_of_type, no_heading, value_of_empty};

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
    /// What separates values (`,` where it is not given).
    pub separator: &'a Option<Spanned<String>>,
    /// What stands around values that hold the separator (`"` where it is not given); nothing where it is empty.
    pub quote: &'a Option<Spanned<String>>,
    /// What comments begin with; empty where there are none.
    pub comment: &'a str,
    /// What is said about its columns.
    pub columns: &'a [Column],
}

/// What the heading of a file tells.
pub(super) struct Headed<'a> {
    load: Load,
    file: CsvFile<'a>,
    /// The columns that keep their values in a row that is there.
    pub kept: Vec<String>,
}

impl Headed<'_> {
    /// The columns of the table that the file gives.
    pub fn columns(&self) -> Vec<String> {
        self.load.columns()
    }
}

impl Loading<'_> {
    /// Reads the heading of the file for a table.
    ///
    /// # Errors
    /// The file cannot be read, or a column is not one of the table's.
    pub fn head<'f>(&self, to: &mut Lower<'f>, table: &ObjectName) -> Result<Headed<'f>, Refused> {
        let opened = to.around.files.open(self.file, self.relative)?;
        let mut file = self.row_file(to, opened.path)?;
        let path = Spanned::new(file.path.clone(), self.file.place.clone());
        let mut records = CsvFile::new(path, TextStream::new(self.file, opened.bytes, self.encoding)?, &file);
        if !records.advance()? {
            return Err(no_heading(self.file).into());
        }
        let headings: Vec<String> = records.fields().iter().map(|it| it.trim().to_owned()).collect();
        let place = records.place();
        let targets: Vec<_> = headings
            .iter()
            .enumerate()
            .map(|(index, heading)| self.target(to, table, &place, index, heading))
            .collect::<Result<_, Refused>>()?;
        require_distinct(&targets, &place)?;
        self.note_unknown(to, &headings);
        let kept = targets.iter().flatten().filter(|target| target.keep).map(|it| it.column.name.clone()).collect();
        file.columns = targets.into_iter().map(|target| target.map(|it| it.column)).collect();
        let load = Load { table: table.clone(), file, manner: LoadManner::Insert };
        Ok(Headed { load, file: records, kept })
    }

    /// Warns of columns that the change describes, and the file does not have.
    fn note_unknown(&self, to: &mut Lower<'_>, headings: &[String]) {
        let said: Vec<_> = headings.iter().enumerate().filter_map(|(at, it)| self.said_about(at, it)).collect();
        for column in self.columns.iter().filter(|it| !said.iter().any(|said| std::ptr::eq(*said, *it))) {
            let diagnostic = Diagnostic::warning("amend::csv::not-in-file", "the file has no such column");
            let diagnostic = diagnostic.at(&column.place, "says nothing about any column of the file");
            to.note(diagnostic.help(format!("the file has: {}", headings.join(", "))));
        }
    }

    /// Keeps the rows of the file as an operation, after a look at each of them where they are still to come.
    ///
    /// # Errors
    /// A row has too few or too many values, or a value that does not fit its column.
    pub fn load(
        &self,
        to: &mut Lower<'_>,
        headed: Headed<'_>,
        manner: LoadManner,
        place: &Place,
    ) -> Result<(), Refused> {
        let load = Load { manner, ..headed.load };
        if to.around.rows.includes(&load) {
            check(to, &load, headed.file)?;
        }
        to.rows(Rows::Load(load), false, place);
        Ok(())
    }

    fn row_file(&self, to: &Lower<'_>, path: String) -> Result<RowFile, Diagnostic> {
        let quote = match self.quote {
            Some(given) if given.value.is_empty() => None,
            given => Some(single(given, "quotchar")?.unwrap_or(b'"')),
        };
        Ok(RowFile {
            path,
            folder: to.around.files.folder.to_owned(),
            encoding: self.encoding.map(|it| it.value.clone()),
            separator: single(self.separator, "separator")?.unwrap_or(b','),
            quote,
            comment: self.comment.to_owned(),
            columns: Vec::new(),
        })
    }

    /// The column of the table that takes the values of a column of the file; `None` where it is passed over.
    fn target(
        &self,
        to: &mut Lower<'_>,
        table: &ObjectName,
        place: &Place,
        index: usize,
        heading: &str,
    ) -> Result<Option<Target>, Refused> {
        let said = self.said_about(index, heading);
        let own_kind = said.and_then(|column| column.ty.as_ref()).map(|ty| kind_named(to.product(), &ty.value));
        if own_kind == Some(CellKind::Skip) {
            return Ok(None);
        }
        let name = match said.and_then(|column| column.name.clone()) {
            Some(name) => name,
            None => Spanned::new(heading.to_owned(), place.clone()),
        };
        let name = rows::column_name(to, table, &name)?;
        let kind = own_kind.or_else(|| kind_in_table(to, table, &name)).unwrap_or(CellKind::Unknown);
        let keep = said.and_then(|column| column.allow_update.as_ref()).is_some_and(|allowed| !allowed.value);
        let encoding = said.and_then(|column| column.encoding.as_ref()).map(|it| it.value.clone());
        said.into_iter().for_each(|said| note_unfit_defaults(to, said, kind));
        let mut column = FileColumn { name, kind, empty: amend_catalog::Value::Null, encoding };
        let at = || said.map_or_else(|| place.clone(), |said| said.place.clone());
        let files = cell_files(to);
        column.empty = value_of_empty(to.product(), &column, said, &*files, &at)?.beside(table);
        Ok(Some(Target { column, keep }))
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

/// Warns of defaults that a column of that kind does not take for what is empty.
fn note_unfit_defaults(to: &mut Lower<'_>, said: &Column, kind: CellKind) {
    let fits = |kinds: &[CellKind]| kinds.contains(&kind);
    let place = |flag: &Option<Spanned<bool>>| flag.as_ref().map(|it| it.place.clone());
    let text = |text: &Option<Spanned<String>>| text.as_ref().map(|it| it.place.clone());
    let defaults = [
        ("defaultValueBoolean", place(&said.default_value_boolean), fits(&[CellKind::Boolean])),
        ("defaultValueNumeric", text(&said.default_value_numeric), fits(&[CellKind::Numeric, CellKind::Tiny])),
        ("defaultValueDate", text(&said.default_value_date), fits(&[CellKind::Date, CellKind::Moment])),
        ("defaultValueComputed", text(&said.default_value_computed), kind != CellKind::Text),
        ("defaultValueSequenceNext", text(&said.default_value_sequence_next), false),
    ];
    for (attribute, place, _) in defaults.into_iter().filter(|(_, _, fits)| !fits) {
        let message = format!("`{attribute}` is no default for values of this column");
        let diagnostic = Diagnostic::warning("amend::change::without-effect", message);
        let help = "write `defaultValue`, which is read as the values of the file are";
        to.made.notes.extend(place.map(|place| diagnostic.at(&place, "changes nothing here").help(help)));
    }
}

/// A column of the table that takes values of the file.
struct Target {
    column: FileColumn,
    keep: bool,
}

/// A column that the file gives twice has no one value.
fn require_distinct(targets: &[Option<Target>], heading: &Place) -> Result<(), Diagnostic> {
    let names = || targets.iter().flatten().map(|target| &target.column.name);
    let twice = names().enumerate().find(|(at, name)| names().take(*at).any(|earlier| earlier == *name));
    twice.map_or(Ok(()), |(_, name)| {
        Err(Diagnostic::error("amend::csv::column-twice", format!("the file gives column `{name}` twice"))
            .at(heading, "the heading")
            .help("give one of them `type: SKIP`, found by its `index`"))
    })
}

/// The kind of values that a column of a known table has.
fn kind_in_table(to: &Lower<'_>, table: &ObjectName, name: &str) -> Option<CellKind> {
    let table = to.catalog.table(table)?;
    let (_, column) = to.catalog.column(table, name)?;
    column.known.then(|| kind_of_type(to.product(), &column.ty))
}

/// Reads the files that values name: they stand beside the changelog.
fn cell_files<'a>(to: &Lower<'a>) -> Box<ReadCellFile<'a>> {
    let files = to.around.files;
    Box::new(move |path| (files.bytes)(path, true))
}

/// Looks at every row of a file.
fn check(to: &mut Lower<'_>, load: &Load, file: CsvFile<'_>) -> Result<(), Refused> {
    let mut mistakes = Vec::new();
    let mut rows = RowReader::after_heading(load, to.product(), file, cell_files(to));
    for row in rows.by_ref() {
        mistakes.extend(row.err().into_iter().flat_map(|refused| refused.diagnostics));
        if mistakes.len() >= MOST_MISTAKES {
            break;
        }
    }
    let doubts = std::mem::take(&mut rows.doubts);
    doubts.into_iter().for_each(|doubt| to.note(doubt));
    if mistakes.is_empty() { Ok(()) } else { Err(Refused { diagnostics: mistakes }) }
}

/// The one ASCII character of an attribute; `\t` may be spelt with two.
fn single(given: &Option<Spanned<String>>, attribute: &str) -> Result<Option<u8>, Diagnostic> {
    let Some(given) = given else { return Ok(None) };
    match given.value.as_bytes() {
        [byte] if byte.is_ascii() => Ok(Some(*byte)),
        b"\\t" => Ok(Some(b'\t')),
        _ => Err(Diagnostic::error("amend::csv::not-a-character", format!("`{attribute}` takes one ASCII character"))
            .at(&given.place, "this is something else")
            .help("a tab is written `\"\\t\"`")),
    }
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
    let marker = comment_marker(comment).bytes().next();
    let Some(file) = file else {
        return Ok(ChangeText::NamedSum(name.to_owned(), csv_sum(std::io::empty(), marker).unwrap_or_default()));
    };
    let opened = files.open(file, relative)?;
    let sum = csv_sum(opened.bytes, marker).map_err(|error| unreadable(file, &error))?;
    Ok(ChangeText::NamedSum(name.to_owned(), sum))
}

/// What comments begin with: `#` where nothing is said; an empty text where there are none.
pub(super) fn comment_marker(comment: &Option<Spanned<String>>) -> &str {
    comment.as_ref().map_or("#", |it| it.value.as_str())
}

/// The columns that a change describes.
pub(super) fn described(columns: &Option<Spanned<LoadColumns>>) -> &[Column] {
    columns.as_ref().map_or(&[], |columns| &columns.value)
}
