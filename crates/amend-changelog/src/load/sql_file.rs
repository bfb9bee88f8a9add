//! SQL files: a whole file as one change set, or a formatted one with its own.

use amend_syntax::{Source, Span, Spanned};

use super::Loader;
use super::changes::sql_change;
use crate::change_set::Origin;
use crate::changes::TextOptions;

impl Loader<'_> {
    pub(super) fn sql_file(&mut self, source: &Source) {
        self.raw_sql(source);
    }

    /// A file of plain SQL is one change set `raw` of `includeAll`.
    fn raw_sql(&mut self, source: &Source) {
        let place = source.place(Span::new(0, source.text().len()));
        let mut change_set = self.empty_change_set(&place, Origin::RawSql);
        change_set.id = Spanned::new("raw".to_owned(), place.clone());
        change_set.author = Spanned::new("includeAll".to_owned(), place.clone());
        let text = source.text().trim_start_matches('\u{feff}').to_owned();
        change_set.changes = vec![sql_change(Spanned::new(text, place.clone()), &place, TextOptions::default())];
        self.change_sets.push(change_set);
    }
}
