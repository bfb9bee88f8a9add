//! Edits that MySQL takes in one `ALTER TABLE` only: an auto-increment column must be the first of a key at every moment
//! (error 1075), so that it comes with its key and goes with it.

use amend_catalog::{Catalog, Column, Constraint, Edit, Manner, Object, ObjectName};

use super::{MySql, alter_table, column, constraint};
use crate::backend::Phrase;
use crate::dialects::{Group, Placed, Scene};
use crate::statement::RefusalReason;

/// The two edits in one statement, where they need it.
pub(super) fn group(
    dialect: &MySql,
    first: &Edit,
    second: &Edit,
    catalog: &Catalog,
) -> Result<Option<Group>, RefusalReason> {
    let needed = comes_with_key(first, second, catalog) || goes_with_key(first, second, catalog);
    let Some(table) = first.subject().and_then(Object::table).filter(|_| needed) else {
        return Ok(None);
    };
    let scene = Scene { catalog, manner: &Manner::default() };
    let clauses = [clauses(dialect, first, scene)?, clauses(dialect, second, scene)?].concat();
    Ok(Some(Group { length: 2, phrases: vec![alter_table(table, clauses)], foreign_keys_off: false }))
}

/// A column gets its numbers, then its key.
fn comes_with_key(first: &Edit, second: &Edit, catalog: &Catalog) -> bool {
    let (Some((table, column)), Some((key_table, key))) = (numbered(first.after.as_ref()), key(second.after.as_ref()))
    else {
        return false;
    };
    second.before.is_none()
        && catalog.naming.same_object(table, key_table)
        && key.columns().first().is_some_and(|it| catalog.naming.members.same(it, &column.name))
}

/// A key goes, then its column's numbers, or another key comes.
fn goes_with_key(first: &Edit, second: &Edit, catalog: &Catalog) -> bool {
    let Some((table, _)) = key(first.before.as_ref()).filter(|_| first.after.is_none()) else {
        return false;
    };
    let numbers_go = numbered(second.before.as_ref()).is_some() && numbered(second.after.as_ref()).is_none();
    let key_comes = second.before.is_none() && key(second.after.as_ref()).is_some();
    let numbers = catalog.table(table).is_some_and(|it| it.columns.iter().any(|column| column.identity.is_some()));
    numbers && second.subject().and_then(Object::table) == Some(table) && (numbers_go || key_comes)
}

fn numbered(object: Option<&Object>) -> Option<(&ObjectName, &Column)> {
    match object {
        Some(Object::Column { table, column, .. }) if column.identity.is_some() => Some((table, column)),
        _ => None,
    }
}

fn key(object: Option<&Object>) -> Option<(&ObjectName, &Constraint)> {
    match object {
        Some(Object::Constraint { table, constraint: it @ (Constraint::PrimaryKey(_) | Constraint::Unique(_)) }) => {
            Some((table, it))
        }
        _ => None,
    }
}

/// The clauses of an edit of a column or key; the group holds nothing else.
fn clauses(dialect: &MySql, edit: &Edit, scene: Scene<'_>) -> Result<Vec<Phrase>, RefusalReason> {
    match (&edit.before, &edit.after) {
        (None, Some(Object::Column { table, at, column })) => {
            column::create(dialect, Placed { table, at: *at, column }, scene)
        }
        (Some(Object::Column { table, at, column }), None) => Ok(vec![column::drop(Placed { table, at: *at, column })]),
        (Some(Object::Column { table, at, column }), Some(Object::Column { at: to, column: new, .. })) => {
            column::alter(dialect, Placed { table, at: *at, column }, Placed { table, at: *to, column: new }, scene)
        }
        (None, Some(Object::Constraint { constraint, .. })) => Ok(vec![constraint::create(dialect, constraint)?]),
        (Some(Object::Constraint { constraint, .. }), None) => Ok(vec![constraint::drop(dialect, constraint, scene)?]),
        _ => Ok(Vec::new()),
    }
}
