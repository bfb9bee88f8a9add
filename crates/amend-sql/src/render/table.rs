//! Tables, as most products write them.

use amend_catalog::{Constraint, Fault, ForeignKey, Index, IndexColumn, Kind, Table};

use crate::Feature;
use crate::backend::Phrase;
use crate::dialects::{Cell, Dialect, Scene};
use crate::render::{column, constraint};
use crate::statement::RefusalReason;

/// The table with its columns and constraints, then its comments, then its indexes.
pub(crate) fn create<D: Dialect + ?Sized>(dialect: &D, table: &Table, scene: Scene<'_>) -> Cell {
    if !table.known {
        return Err(unknown(table));
    }
    let definition = Phrase::new("CREATE TABLE")
        .words_if(scene.manner.tolerant, "IF NOT EXISTS")
        .object(&table.name)
        .lines(dialect.table_elements(table)?)
        .then(dialect.table_options(table)?);
    let mut phrases = vec![definition];
    for index in table.indexes.iter().filter(|index| !comes_with_key(table, index)) {
        phrases.extend(dialect.create_index(&table.name, index, scene)?);
    }
    Ok(phrases)
}

/// Whether the server makes the index with a foreign key of the table.
fn comes_with_key(table: &Table, index: &Index) -> bool {
    let over = |key: &ForeignKey| {
        index.columns.iter().map(IndexColumn::column_name).eq(key.columns.iter().map(|it| Some(it.as_str())))
    };
    let has_key = |it: &Constraint| matches!(it, Constraint::ForeignKey(key) if over(key));
    index.automatic && table.constraints.iter().any(has_key)
}

/// The definitions of the columns, then those of the constraints.
pub(crate) fn elements<D: Dialect + ?Sized>(dialect: &D, table: &Table) -> Result<Vec<Phrase>, RefusalReason> {
    let columns = table.columns.iter().map(|it| column::definition(dialect, it));
    let constraints = table.constraints.iter().map(|it| constraint::definition(dialect, it));
    columns.chain(constraints).collect()
}

pub(crate) fn drop<D: Dialect + ?Sized>(dialect: &D, table: &Table, scene: Scene<'_>) -> Cell {
    Ok(vec![
        Phrase::new("DROP TABLE")
            .words_if(scene.manner.tolerant, "IF EXISTS")
            .object(&table.name)
            .then(cascade(dialect, scene)),
    ])
}

/// `CASCADE` where it is asked for and means anything.
pub(crate) fn cascade<D: Dialect + ?Sized>(dialect: &D, scene: Scene<'_>) -> Phrase {
    let cascades = scene.manner.cascade && dialect.profile().has(Feature::CascadingDrops);
    Phrase::default().words_if(cascades, "CASCADE")
}

/// Another name, another comment, other options.
pub(crate) fn alter(dialect: &dyn Dialect, before: &Table, after: &Table) -> Cell {
    if !has_same_contents(before, after) {
        return Err(Fault::Malformed.into());
    }
    let mut phrases = Vec::new();
    if before.name != after.name {
        phrases.extend(dialect.rename_table(&before.name, &after.name)?);
    }
    if before.comment != after.comment {
        phrases.extend(dialect.comment_table(after)?);
    }
    if before.options != after.options {
        phrases.extend(dialect.alter_table_options(before, after)?);
    }
    Ok(phrases)
}

/// What stands in a table is altered by edits of its own; only foreign keys to itself follow another name.
fn has_same_contents(before: &Table, after: &Table) -> bool {
    let before = before.renamed(after.name.clone());
    let after = Table {
        known: before.known,
        comment: before.comment.clone(),
        options: before.options.clone(),
        ..after.clone()
    };
    before == after
}

fn unknown(table: &Table) -> RefusalReason {
    RefusalReason::UnknownDefinition { kind: Kind::Table, name: table.name.name.clone(), table: None }
}
