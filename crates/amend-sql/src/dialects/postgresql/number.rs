//! The last number that a column's sequence gave (PostgreSQL 15 manual, 9.17; `pg_sequence_last_value` is what the view
//! `pg_sequences` shows: `NULL` where none was given).

use amend_catalog::{Kept, NUMBER_COLUMN, ObjectName};

use crate::backend::Phrase;
use crate::statement::StatementKind;

pub(super) fn copy(kept: &Kept) -> Phrase {
    let sequence = Phrase::default().call("CAST", vec![sequence(kept).words("AS regclass")]);
    let number = Phrase::default().call("pg_sequence_last_value", vec![sequence]);
    let insert = Phrase::new("INSERT INTO").object(&kept.aside).names(&[NUMBER_COLUMN.to_owned()]);
    insert.words("SELECT").then(number).of_kind(StatementKind::Data)
}

pub(super) fn give_back(kept: &Kept) -> Phrase {
    let set = Phrase::default().call("setval", vec![sequence(kept), Phrase::named(NUMBER_COLUMN)]);
    Phrase::new("SELECT").then(set).words("FROM").object(&kept.aside).of_kind(StatementKind::Data)
}

pub(super) fn of_session(table: &ObjectName, column: &str) -> Phrase {
    Phrase::default().call("currval", vec![sequence_of(table, column)])
}

fn sequence(kept: &Kept) -> Phrase {
    sequence_of(&kept.table, kept.columns.first().map(String::as_str).unwrap_or_default())
}

fn sequence_of(table: &ObjectName, column: &str) -> Phrase {
    let arguments = vec![Phrase::default().object_in_text(table), Phrase::default().text(column)];
    Phrase::default().call("pg_get_serial_sequence", arguments)
}
