//! Columns of MySQL: a name or a default changes in place, all else by a `MODIFY` that must repeat the whole definition.

use amend_catalog::{Catalog, Column};

use super::MySql;
use crate::Feature;
use crate::backend::Phrase;
use crate::dialects::{Dialect, Placed, Scene};
use crate::render::column::{definition, require_attributes, unknown, value};
use crate::statement::RefusalReason;

type Clauses = Result<Vec<Phrase>, RefusalReason>;

pub(super) fn attributes(dialect: &MySql, column: &Column) -> Result<Phrase, RefusalReason> {
    require_attributes(dialect, column)?;
    Ok(Phrase::verbatim(&column.ty)
        .maybe(column.charset.as_ref(), |phrase, it| phrase.words("CHARACTER SET").word(it))
        .maybe(column.collation.as_ref(), |phrase, it| phrase.words("COLLATE").word(it))
        .then(value(dialect, column)?)
        .maybe(column.on_update.as_ref(), |phrase, it| phrase.words("ON UPDATE").raw(it))
        .words_if(column.identity.is_some(), "AUTO_INCREMENT")
        .then(nullability(column))
        .words_if(column.invisible, "INVISIBLE")
        .maybe(column.comment.as_ref(), |phrase, it| phrase.words("COMMENT").text(it)))
}

/// `NULL` is written out: a `TIMESTAMP` may be not null otherwise. MariaDB takes neither on a generated column.
fn nullability(column: &Column) -> Phrase {
    match (column.nullable, &column.generated) {
        (false, _) => Phrase::new("NOT NULL"),
        (true, None) => Phrase::new("NULL"),
        (true, Some(_)) => Phrase::default(),
    }
}

pub(super) fn create(dialect: &MySql, column: Placed<'_>, scene: Scene<'_>) -> Clauses {
    dialect.require_if(scene.manner.tolerant, Feature::TolerantMembers)?;
    if !column.column.known {
        return Err(unknown(column));
    }
    let definition = definition(dialect, column.column)?;
    let without_a_word = is_last(column, scene.catalog) && !scene.manner.placed;
    let place = if without_a_word { Phrase::default() } else { place(column, scene.catalog) };
    let clause = Phrase::new("ADD COLUMN").then(definition).then(place);
    Ok([clause].into_iter().chain(first_number(column.column)).collect())
}

/// Where the column goes. A new one comes last where nothing is said, one that is there then stays.
fn place(column: Placed<'_>, catalog: &Catalog) -> Phrase {
    let columns = catalog.table(column.table).map(|table| table.columns.as_slice()).unwrap_or_default();
    let is_other = |it: &&Column| !catalog.naming.members.same(&it.name, &column.column.name);
    let before = columns.iter().filter(is_other).take(column.at).last();
    match before {
        Some(other) => Phrase::new("AFTER").name(&other.name),
        None if column.at == 0 => Phrase::new("FIRST"),
        None => Phrase::default(),
    }
}

/// Whether a new column comes last without a word.
fn is_last(column: Placed<'_>, catalog: &Catalog) -> bool {
    catalog.table(column.table).is_none_or(|table| column.at >= table.columns.len())
}

fn first_number(column: &Column) -> Option<Phrase> {
    let start = column.identity.as_ref()?.start?;
    Some(Phrase::new("AUTO_INCREMENT =").number(&start.to_string()))
}

pub(super) fn drop(column: Placed<'_>) -> Phrase {
    Phrase::new("DROP COLUMN").name(&column.column.name)
}

pub(super) fn alter(dialect: &MySql, before: Placed<'_>, after: Placed<'_>, scene: Scene<'_>) -> Clauses {
    let (old, new) = (before.column, after.column);
    let moved = before.at != after.at;
    let renamed = old.name != new.name;
    if !moved && *new == (Column { name: new.name.clone(), ..old.clone() }) {
        return Ok(if renamed { vec![rename(old, new)] } else { Vec::new() });
    }
    let only_default = *new == (Column { default: new.default.clone(), ..old.clone() });
    if !moved && only_default && !(new.known && (is_large(new) || is_moment(new))) {
        return Ok(vec![default(new, scene)]);
    }
    redefine(dialect, before, after, scene)
}

fn rename(old: &Column, new: &Column) -> Phrase {
    Phrase::new("RENAME COLUMN").name(&old.name).words("TO").name(&new.name)
}

/// A nullable column without a default of its own has the default `NULL`; `DROP DEFAULT` leaves it without any (8.0).
fn default(column: &Column, scene: Scene<'_>) -> Phrase {
    let alter = Phrase::new("ALTER COLUMN").name(&column.name);
    match &column.default {
        Some(default) if is_literal(default) => alter.words("SET DEFAULT").raw(default),
        Some(default) => alter.words("SET DEFAULT").parenthesised(default),
        None if column.nullable && !scene.manner.without_default => alter.words("SET DEFAULT NULL"),
        None => alter.words("DROP DEFAULT"),
    }
}

/// Columns of these types take no `SET DEFAULT`, not even of `NULL` (error 1101), and must be defined anew.
fn is_large(column: &Column) -> bool {
    let ty = column.ty.to_ascii_lowercase();
    ["text", "blob", "json", "geometry"].iter().any(|large| ty.contains(large))
}

/// Whether it is a time whose default is that of the insertion. `SET DEFAULT` takes it in parentheses only, and MySQL then shows
/// it as `(now())` and no longer as `CURRENT_TIMESTAMP` (9.7, measured); a new definition takes it as it is.
fn is_moment(column: &Column) -> bool {
    let begins = |text: &str, words: &[&str]| {
        let text = text.to_ascii_lowercase();
        words.iter().any(|word| text.starts_with(word))
    };
    begins(&column.ty, &["datetime", "timestamp"])
        && begins(column.default.as_deref().unwrap_or_default(), &["now", "current_timestamp", "localtime"])
}

/// Whether `SET DEFAULT` takes the text as it is: all but literals must stand in parentheses (8.0, `ALTER TABLE`).
fn is_literal(text: &str) -> bool {
    let keyword = ["NULL", "TRUE", "FALSE"].iter().any(|word| text.eq_ignore_ascii_case(word));
    let prefixed = text.len() > 1 && text.as_bytes()[1] == b'\'' && text.starts_with(['x', 'X', 'b', 'B', 'n', 'N']);
    keyword || prefixed || text.starts_with(|it: char| it.is_ascii_digit() || "'\"(-+.".contains(it))
}

/// The whole definition again: what it leaves out is lost.
fn redefine(dialect: &MySql, before: Placed<'_>, after: Placed<'_>, scene: Scene<'_>) -> Clauses {
    let (old, new) = (before.column, after.column);
    if !new.known {
        return Err(unknown(after));
    }
    let verb = match old.name == new.name {
        true => Phrase::new("MODIFY COLUMN"),
        false => Phrase::new("CHANGE COLUMN").name(&old.name),
    };
    let moved = if before.at == after.at { Phrase::default() } else { place(after, scene.catalog) };
    let clause = verb.then(definition(dialect, new)?).then(moved);
    let number = first_number(new).filter(|_| old.identity != new.identity);
    Ok([clause].into_iter().chain(number).collect())
}
