//! Numbers and dates that can be read, but hardly mean what is written.

use amend_syntax::{Diagnostic, Spanned};

use super::Fields;

impl Fields {
    /// Warnings of numbers and dates that mean something else than what is written.
    pub(super) fn doubtful(&self) -> impl Iterator<Item = Diagnostic> {
        let numbers = [&self.value_numeric, &self.default_value_numeric].into_iter().flatten();
        let dates = [&self.value_date, &self.default_value_date].into_iter().flatten();
        numbers.filter_map(doubtful_number).chain(dates.filter_map(doubtful_date))
    }
}

/// What begins like a number is sent as it is written.
fn doubtful_number(given: &Spanned<String>) -> Option<Diagnostic> {
    given.value.parse::<f64>().is_err().then(|| {
        Diagnostic::warning("amend::value::number", format!("`{}` is no number; it is sent as it is", given.value))
            .at(&given.place, "this value")
            .help("write a number, or an expression under `valueComputed` or `defaultValueComputed`")
    })
}

/// A day that its month does not have is one of the next month.
fn doubtful_date(given: &Spanned<String>) -> Option<Diagnostic> {
    let written = given.place.text().trim_matches(['"', '\'']);
    let rolled = written.len() >= 10 && given.value.len() >= 10 && !written.starts_with(given.value.get(..10)?);
    rolled.then(|| {
        Diagnostic::warning("amend::value::date", format!("`{written}` is no day; it is read as `{}`", given.value))
            .at(&given.place, "this value")
            .help("write a day that there is, as `2024-02-29`")
    })
}
