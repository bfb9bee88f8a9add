//! SQL files: a whole file as one change set, or a formatted one with its own.

use amend_syntax::{Diagnostic, Source, Span, Spanned};

use super::Loader;
use super::changes::sql_change;
use crate::change_set::Origin;
use crate::changes::TextOptions;
use crate::formatted_sql;

/// How a whole file is sent: as one text.
const RAW: TextOptions = TextOptions { split: false, strip_comments: false, end_delimiter: None };

impl Loader<'_> {
    pub(super) fn sql_file(&mut self, source: &Source) {
        match formatted_sql::head(source.text()) {
            Some(_) => self.formatted_sql(source),
            None => self.raw_sql(source),
        }
    }

    /// A file of plain SQL is the change set `raw` of `includeAll`. Parameters are not put in.
    fn raw_sql(&mut self, source: &Source) {
        let place = source.place(Span::new(0, source.text().len()));
        let text = source.text().trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return self.report.push(empty(source));
        }
        let mut change_set = self.empty_change_set(&place, Origin::RawSql);
        change_set.id = Spanned::new("raw".to_owned(), place.clone());
        change_set.author = Spanned::new("includeAll".to_owned(), place.clone());
        change_set.changes = vec![sql_change(Spanned::new(text.to_owned(), place.clone()), &place, RAW)];
        self.change_sets.push(change_set);
    }
}

fn empty(source: &Source) -> Diagnostic {
    Diagnostic::error("amend::sql::empty", "the file has no SQL")
        .at(&source.place(Span::new(0, 0)), "empty")
        .help("remove the file, or its include")
}
