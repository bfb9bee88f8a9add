//! CSV files, record by record, each with its place.

use amend_catalog::RowFile;
use amend_syntax::{Diagnostic, Place, Source, Span, Spanned};

use super::window::{LONGEST_RECORD, Window};
use crate::encoding::{TextStream, unreadable};

/// A CSV file that is being read. What it costs does not depend on the file's length.
pub struct CsvFile<'a> {
    path: Spanned<String>,
    reader: csv::Reader<Window<'a>>,
    /// The record that was read last.
    record: csv::StringRecord,
    quote: Option<u8>,
    comment: String,
    first: bool,
}

impl<'a> CsvFile<'a> {
    /// Begins before the first record of a text.
    pub fn new(path: Spanned<String>, text: TextStream<'a>, file: &RowFile) -> Self {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(file.separator)
            .quoting(file.quote.is_some())
            .quote(file.quote.unwrap_or(b'"'))
            .buffer_capacity(64 << 10)
            .from_reader(Window::new(text));
        let record = csv::StringRecord::new();
        Self { path, reader, record, quote: file.quote, comment: file.comment.clone(), first: true }
    }

    /// Goes to the next record that is no comment and not empty; `false` at the end of the file.
    ///
    /// # Errors
    /// A quote that is not closed; what the system says.
    pub fn advance(&mut self) -> Result<bool, Diagnostic> {
        loop {
            let start = self.position();
            self.reader.get_mut().move_to(start);
            if !self.reader.read_record(&mut self.record).map_err(|error| self.broken(error, start))? {
                return Ok(false);
            }
            if self.reader.get_ref().ends_at(self.position()) && self.is_open() {
                return Err(unclosed(&self.place()));
            }
            if self.is_nothing() {
                continue;
            }
            self.first = false;
            return Ok(true);
        }
    }

    /// The values of the record.
    pub fn fields(&self) -> &csv::StringRecord {
        &self.record
    }

    /// Where the record stands.
    pub fn place(&self) -> Place {
        let written = self.written();
        let text = written.trim_matches(['\n', '\r']);
        let blank = &written[..written.len() - written.trim_start_matches(['\n', '\r']).len()];
        let line = self.record.position().map_or(1, csv::Position::line) + blank.matches('\n').count() as u64;
        let lines_before = usize::try_from(line).unwrap_or(1).saturating_sub(1);
        let source = Source::excerpt(self.path.value.as_str(), text, lines_before);
        source.place(Span::new(0, text.len()))
    }

    /// The record as it is written, with line ends around it.
    fn written(&self) -> &str {
        let start = self.record.position().map_or(0, |position| offset(position.byte()));
        self.reader.get_ref().between(start, self.position())
    }

    fn position(&self) -> usize {
        offset(self.reader.position().byte())
    }

    /// Whether a quote is not closed before the end of the file.
    fn is_open(&self) -> bool {
        self.quote.is_some_and(|quote| self.written().bytes().filter(|byte| *byte == quote).count() % 2 == 1)
    }

    /// Whether the record is a comment, or holds nothing but white space. The heading is never a comment.
    fn is_nothing(&self) -> bool {
        let first = self.record.get(0).unwrap_or_default();
        let comment = !self.first && !self.comment.is_empty() && first.starts_with(&self.comment);
        comment || (self.record.len() == 1 && first.trim().is_empty())
    }

    /// The text is UTF-8 and records may have any number of values: what can go wrong is the reading itself.
    fn broken(&self, error: csv::Error, start: usize) -> Diagnostic {
        match error.into_kind() {
            csv::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
                self.too_long(self.reader.get_ref().between(start, start + 80))
            }
            csv::ErrorKind::Io(error) => unreadable(&self.path, &error),
            _ => unreadable(&self.path, &std::io::ErrorKind::InvalidData.into()),
        }
    }

    fn too_long(&self, beginning: &str) -> Diagnostic {
        let beginning = beginning.trim_start_matches(['\n', '\r']);
        let line = usize::try_from(self.reader.position().line()).unwrap_or(1).saturating_sub(1);
        let place = Source::excerpt(self.path.value.as_str(), beginning, line).place(Span::new(0, beginning.len()));
        Diagnostic::error("amend::csv::too-long", format!("a row has more than {} MiB", LONGEST_RECORD >> 20))
            .at(&place, "begins here")
            .help("close the quote that is open, or put long values into files of their own")
    }
}

fn offset(byte: u64) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}

fn unclosed(place: &Place) -> Diagnostic {
    Diagnostic::error("amend::csv::unclosed-quote", "a quote is not closed before the end of the file")
        .at(place, "begins here")
        .help("close the quote; a quote within a value is doubled")
}
