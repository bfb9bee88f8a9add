//! One edit: its kind of object and its direction choose the cell.

use amend_catalog::{Catalog, Edit, Fault, Object, ObjectName};

use crate::dialects::{Cell, Dialect, Placed, Scene};
use crate::render::routine;
use crate::render::{constraint, index, sequence, table, view};

/// The statements of an edit that is carried out alone.
pub(crate) fn edit(dialect: &dyn Dialect, edit: &Edit, catalog: &Catalog) -> Cell {
    let scene = Scene { catalog, manner: &edit.manner };
    match (&edit.before, &edit.after) {
        (None, Some(object)) => create(dialect, object, scene),
        (Some(object), None) => drop(dialect, object, scene),
        (Some(before), Some(after)) => alter(dialect, before, after, scene),
        (None, None) => Err(Fault::Malformed.into()),
    }
}

fn create(dialect: &dyn Dialect, object: &Object, scene: Scene<'_>) -> Cell {
    match object {
        Object::Table(table) => dialect.create_table(table, scene),
        Object::Column { table, at, column } => dialect.create_column(Placed { table, at: *at, column }, scene),
        Object::Constraint { table, constraint } => dialect.create_constraint(table, constraint, scene),
        Object::Index { table, index } => dialect.create_index(table, index, scene),
        Object::Sequence(sequence) => dialect.create_sequence(sequence, scene),
        Object::View(view) => dialect.create_view(view, scene),
        Object::Routine(routine) => dialect.create_routine(routine, scene),
    }
}

fn drop(dialect: &dyn Dialect, object: &Object, scene: Scene<'_>) -> Cell {
    match object {
        Object::Table(table) => dialect.drop_table(table, scene),
        Object::Column { table, at, column } => dialect.drop_column(Placed { table, at: *at, column }, scene),
        Object::Constraint { table, constraint } => dialect.drop_constraint(table, constraint, scene),
        Object::Index { table, index } => dialect.drop_index(table, index, scene),
        Object::Sequence(sequence) => dialect.drop_sequence(sequence, scene),
        Object::View(view) => dialect.drop_view(view, scene),
        Object::Routine(routine) => dialect.drop_routine(routine, scene),
    }
}

fn alter(dialect: &dyn Dialect, before: &Object, after: &Object, scene: Scene<'_>) -> Cell {
    match (before, after) {
        (Object::Table(before), Object::Table(after)) => table::alter(dialect, before, after),
        (Object::Column { table, at, column }, Object::Column { table: to, at: to_at, column: to_column }) => {
            stays_in(table, to)?;
            let before = Placed { table, at: *at, column };
            dialect.alter_column(before, Placed { table, at: *to_at, column: to_column }, scene)
        }
        (Object::Constraint { table, constraint: before }, Object::Constraint { table: to, constraint: after }) => {
            stays_in(table, to)?;
            constraint::alter(dialect, table, before, after, scene)
        }
        (Object::Index { table, index: before }, Object::Index { table: to, index: after }) => {
            stays_in(table, to)?;
            index::alter(dialect, table, before, after, scene)
        }
        (Object::Sequence(before), Object::Sequence(after)) => sequence::alter(dialect, before, after),
        (Object::View(before), Object::View(after)) => view::alter(dialect, before, after, scene),
        (Object::Routine(before), Object::Routine(after)) => routine::alter(dialect, before, after, scene),
        _ => Err(Fault::Malformed.into()),
    }
}

/// Columns, constraints and indexes never leave their table.
fn stays_in(before: &ObjectName, after: &ObjectName) -> Result<(), Fault> {
    if before == after { Ok(()) } else { Err(Fault::Malformed) }
}
