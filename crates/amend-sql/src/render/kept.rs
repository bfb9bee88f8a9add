//! Rows that go aside into a table of their own, and come back.
//!
//! The statements are the same on every product: rows are found again by their key, in a subquery over the keeping
//! table, whose primary key it is.

use amend_catalog::{Act, Catalog, Column, Kept, ObjectName, Table, new_value_column};

use crate::backend::Phrase;
use crate::dialects::{Cell, Dialect};
use crate::statement::StatementKind;

/// The statements of the act.
pub(super) fn phrases(dialect: &dyn Dialect, kept: &Kept, catalog: &Catalog) -> Cell {
    let table = catalog.table(&kept.table);
    let phrases = match &kept.act {
        Act::Copy { filter, locked } => copy(dialect, kept, filter.as_deref(), *locked),
        Act::ReturnRows => vec![return_rows(dialect, kept, table)],
        Act::ReturnValues if kept.columns.is_empty() => Vec::new(),
        Act::ReturnValues => vec![return_values(kept, table)],
        Act::NoteNew => vec![note_new(kept)],
        Act::NoteGiven(condition) => vec![note_born(kept).raw(condition)],
        Act::NoteNumbered => vec![note_numbered(dialect, kept)],
        Act::NoteBeside(old) => vec![note_beside(kept, old)],
        Act::DeleteBorn => vec![delete_born(kept)],
        Act::ForgetChanged => vec![forget_changed(dialect, kept)],
        Act::CopyNumber => return dialect.copy_number(kept),
        Act::ReturnNumber => return dialect.return_number(kept),
    };
    Ok(phrases.into_iter().map(|phrase| phrase.of_kind(StatementKind::Data)).collect())
}

fn copy(dialect: &dyn Dialect, kept: &Kept, filter: Option<&str>, locked: bool) -> Vec<Phrase> {
    let columns: Vec<String> = kept.key.iter().chain(&kept.columns).cloned().collect();
    let lock = dialect.profile().write_lock.filter(|_| locked);
    let lock = lock.map(|words| Phrase::new("LOCK TABLE").object(&kept.table).words(words));
    let copy = transfer(&kept.table, &kept.aside, &columns, None);
    lock.into_iter().chain([copy.maybe(filter, |phrase, it| phrase.words("WHERE").raw(it))]).collect()
}

fn return_rows(dialect: &dyn Dialect, kept: &Kept, table: Option<&Table>) -> Phrase {
    let always = |column: &Column| column.identity.as_ref().is_some_and(|it| it.always);
    let refuses = table.is_some_and(|table| table.columns.iter().any(always));
    transfer(&kept.aside, &kept.table, &kept.columns, dialect.profile().given_numbers.filter(|_| refuses))
}

fn transfer(from: &ObjectName, to: &ObjectName, columns: &[String], words: Option<&'static str>) -> Phrase {
    let values = columns.iter().map(|name| Phrase::named(name)).collect();
    let insert = Phrase::new("INSERT INTO").object(to).names(columns);
    insert.maybe(words, Phrase::words).words("SELECT").commas(values).words("FROM").object(from)
}

/// A column that the server would set with each update is set to the value that it has.
fn return_values(kept: &Kept, table: Option<&Table>) -> Phrase {
    let value = |name: &String| select(Phrase::default().member(&kept.aside, name), kept, &kept.aside);
    let returned = kept.columns.iter().map(|name| set(name, value(name)));
    let moving = table.into_iter().flat_map(|table| &table.columns);
    let moving = moving.filter(|it| it.on_update.is_some() && !kept.columns.contains(&it.name));
    let still = moving.map(|it| set(&it.name, Phrase::named(&it.name)));
    let there = Phrase::new("WHERE EXISTS").list(vec![bare_select(Phrase::new("1"), kept, &kept.aside)]);
    Phrase::new("UPDATE").object(&kept.table).words("SET").commas(returned.chain(still).collect()).then(there)
}

fn note_new(kept: &Kept) -> Phrase {
    let value = |name: &String| select(Phrase::default().member(&kept.table, name), kept, &kept.table);
    let noted = kept.columns.iter().enumerate().map(|(place, name)| set(&new_value_column(place), value(name)));
    Phrase::new("UPDATE").object(&kept.aside).words("SET").commas(noted.collect())
}

fn note_born(kept: &Kept) -> Phrase {
    transfer(&kept.table, &kept.aside, &kept.key, None).words("WHERE")
}

fn note_numbered(dialect: &dyn Dialect, kept: &Kept) -> Phrase {
    let key = kept.key.first().map(String::as_str).unwrap_or_default();
    let number = Phrase::new("SELECT").then(dialect.number_of_session(&kept.table, key));
    note_born(kept).name(key).words("=").list(vec![number])
}

fn note_beside(kept: &Kept, old: &ObjectName) -> Phrase {
    let seen = Kept { aside: old.clone(), ..kept.clone() };
    note_born(kept).words("NOT EXISTS").list(vec![bare_select(Phrase::new("1"), &seen, old)])
}

fn delete_born(kept: &Kept) -> Phrase {
    let born = bare_select(Phrase::new("1"), kept, &kept.aside);
    Phrase::new("DELETE FROM").object(&kept.table).words("WHERE EXISTS").list(vec![born])
}

fn forget_changed(dialect: &dyn Dialect, kept: &Kept) -> Phrase {
    let same = dialect.profile().same_bytes;
    let bytes = |phrase: Phrase| Phrase::default().call("CAST", vec![phrase.words("AS").words(same.as_type)]);
    let unchanged = kept.columns.iter().enumerate().map(|(place, name)| {
        let now = bytes(Phrase::default().member(&kept.table, name));
        let noted = bytes(Phrase::default().member(&kept.aside, &new_value_column(place)));
        Phrase::new("AND").then(now).words(same.operator).then(noted)
    });
    let found = unchanged.fold(bare_select(Phrase::new("1"), kept, &kept.table), Phrase::then);
    Phrase::new("DELETE FROM").object(&kept.aside).words("WHERE NOT EXISTS").list(vec![found])
}

fn set(column: &str, value: Phrase) -> Phrase {
    Phrase::named(column).words("=").then(value)
}

/// What is asked of the row with the same key in one of the two tables, in parentheses.
fn select(what: Phrase, kept: &Kept, from: &ObjectName) -> Phrase {
    Phrase::default().list(vec![bare_select(what, kept, from)])
}

fn bare_select(what: Phrase, kept: &Kept, from: &ObjectName) -> Phrase {
    let select = Phrase::new("SELECT").then(what).words("FROM").object(from).words("WHERE");
    kept.key.iter().enumerate().fold(select, |phrase, (place, name)| {
        phrase.words_if(place > 0, "AND").member(&kept.aside, name).words("=").member(&kept.table, name)
    })
}
