//! CSV files, record by record, each with its place.

use amend_syntax::{Diagnostic, Place, Source, Span, Spanned};

/// How a CSV file is written.
#[derive(Debug)]
pub(in crate::changes) struct Format<'a> {
    /// What separates values (`,` where it is not given).
    pub separator: &'a Option<Spanned<String>>,
    /// What stands around values that hold the separator (`"` where it is not given); nothing where it is empty.
    pub quote: &'a Option<Spanned<String>>,
    /// What comments begin with; empty where there are none.
    pub comment: &'a str,
}

/// A record of a CSV file.
#[derive(Debug)]
pub(super) struct Record {
    /// Its values.
    pub fields: Vec<String>,
    /// Where it stands in the file.
    pub place: Place,
}

/// A CSV file that is being read.
pub(super) struct CsvFile<'a> {
    source: Source,
    /// The records with their starts in bytes.
    records: csv::StringRecordsIntoIter<std::io::Cursor<Vec<u8>>>,
    quote: Option<u8>,
    comment: &'a str,
    first: bool,
}

impl<'a> CsvFile<'a> {
    /// Begins with the first record of a text.
    ///
    /// # Errors
    /// A separator or quote that is more than one ASCII character.
    pub fn open(path: &Spanned<String>, text: String, format: &Format<'a>) -> Result<Self, Diagnostic> {
        let separator = single(format.separator, "separator")?.unwrap_or(b',');
        let quote = match format.quote {
            Some(given) if given.value.is_empty() => None,
            given => Some(single(given, "quotchar")?.unwrap_or(b'"')),
        };
        let source = Source::new(path.value.as_str(), text.as_str());
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .quoting(quote.is_some())
            .quote(quote.unwrap_or(b'"'))
            .from_reader(std::io::Cursor::new(text.into_bytes()));
        Ok(Self { source, records: reader.into_records(), quote, comment: format.comment, first: true })
    }

    fn record(&self, found: &csv::StringRecord) -> Result<Record, Diagnostic> {
        let start = found.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let end = usize::try_from(self.records.reader().position().byte()).unwrap_or(usize::MAX);
        let text = self.source.text();
        let written = text.get(start..end.min(text.len())).unwrap_or_default();
        let trimmed = written.trim_matches(['\n', '\r']);
        let start = start + (written.len() - written.trim_start_matches(['\n', '\r']).len());
        let place = self.source.place(Span::new(start, start + trimmed.len()));
        if end >= text.len() && self.is_open(trimmed) {
            return Err(unclosed(&place));
        }
        let fields = found.iter().map(|field| field.replace("\r\n", "\n")).collect();
        Ok(Record { fields, place })
    }

    /// Whether a quote is not closed before the end of the file.
    fn is_open(&self, written: &str) -> bool {
        self.quote.is_some_and(|quote| written.bytes().filter(|byte| *byte == quote).count() % 2 == 1)
    }

    /// Whether a record is a comment, or holds nothing but white space. The heading is never a comment.
    fn is_nothing(&self, record: &Record) -> bool {
        let first = record.fields.first().map_or("", String::as_str);
        let comment = !self.first && !self.comment.is_empty() && first.starts_with(self.comment);
        comment || (record.fields.len() == 1 && first.trim().is_empty())
    }
}

impl Iterator for CsvFile<'_> {
    type Item = Result<Record, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let found = self.records.next()?;
            // The text is UTF-8 and records may be of any length, so that the reader has nothing to complain of.
            let record = self.record(&found.ok()?);
            if record.as_ref().is_ok_and(|record| self.is_nothing(record)) {
                continue;
            }
            self.first = false;
            return Some(record);
        }
    }
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

fn unclosed(place: &Place) -> Diagnostic {
    Diagnostic::error("amend::csv::unclosed-quote", "a quote is not closed before the end of the file")
        .at(place, "begins here")
        .help("close the quote; a quote within a value is doubled")
}
