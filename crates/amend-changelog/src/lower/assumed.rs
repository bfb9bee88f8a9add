//! What is taken to be there in an open world: stubs of objects that the catalog does not know.

use amend_catalog::{Catalog, Object};

/// Takes an object to be there. Nothing happens where the catalog knows it, or does not know the table that it stands
/// in.
pub fn assume(catalog: &mut Catalog, object: &Object) {
    match object {
        Object::Table(table) if catalog.table(&table.name).is_none() => catalog.tables.push(table.clone()),
        Object::View(view) if catalog.view(&view.name).is_none() => catalog.views.push(view.clone()),
        Object::Sequence(sequence) if catalog.sequence(&sequence.name).is_none() => {
            catalog.sequences.push(sequence.clone());
        }
        Object::Routine(routine) if catalog.routine(&routine.name).is_none() => catalog.routines.push(routine.clone()),
        _ => assume_in_table(catalog, object),
    }
}

/// The table's definition is not known any more: it holds something that was not listed.
fn assume_in_table(catalog: &mut Catalog, object: &Object) {
    let Some(table) = object.table().and_then(|name| catalog.table_mut(name)) else { return };
    match object {
        Object::Column { column, .. } => table.columns.push(column.clone()),
        Object::Constraint { constraint, .. } => table.constraints.push(constraint.clone()),
        Object::Index { index, .. } => table.indexes.push(index.clone()),
        _ => return,
    }
    table.known = false;
}
