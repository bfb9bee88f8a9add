//! The last number of a table (<https://www.sqlite.org/autoinc.html>): a row of `sqlite_sequence` from the first number on,
//! which goes with the table.

use amend_catalog::{Kept, NUMBER_COLUMN};

use crate::backend::Phrase;
use crate::statement::StatementKind;

pub(super) fn copy(kept: &Kept) -> Phrase {
    let numbers = kept.table.sibling("sqlite_sequence");
    let insert = Phrase::new("INSERT INTO").object(&kept.aside).names(&[NUMBER_COLUMN.to_owned()]);
    let select = insert.words("SELECT seq FROM").object(&numbers).words("WHERE name =").text(&kept.table.name);
    select.of_kind(StatementKind::Data)
}

pub(super) fn give_back(kept: &Kept) -> Vec<Phrase> {
    let numbers = kept.table.sibling("sqlite_sequence");
    let forget = Phrase::new("DELETE FROM").object(&numbers).words("WHERE name =").text(&kept.table.name);
    let values = vec![Phrase::default().text(&kept.table.name), Phrase::named(NUMBER_COLUMN)];
    let copy = Phrase::new("INSERT INTO").object(&numbers).words("(name, seq) SELECT").commas(values);
    let copy = copy.words("FROM").object(&kept.aside);
    vec![forget.of_kind(StatementKind::Data), copy.of_kind(StatementKind::Data)]
}
