//! Inverse edits of a change set from the middle of the history, fitted to the state at its end.
//!
//! What later change sets did to other parts of an object stays; what they did to the same part stands in the way.

use amend_catalog::{Catalog, Column, Constraint, Edit, Object, Op, Table, World};
use amend_syntax::{Diagnostic, Place};

/// The operations as they can be carried out over the catalog, which is left as they leave it.
///
/// # Errors
/// What a later change set altered, with the places of the changes that left it.
pub(crate) fn fitted(ops: Vec<(Op, Place)>, catalog: &mut Catalog) -> Result<Vec<(Op, Place)>, Vec<Diagnostic>> {
    let mut fitted = Vec::with_capacity(ops.len());
    let mut problems = Vec::new();
    for (op, place) in ops {
        let Op::Edit(edit) = op else {
            fitted.push((op, place));
            continue;
        };
        match fit(edit, catalog) {
            Some(edit) => fitted.push((Op::Edit(edit), place)),
            None => problems.push(altered(&place)),
        }
    }
    if problems.is_empty() { Ok(fitted) } else { Err(problems) }
}

fn altered(place: &Place) -> Diagnostic {
    Diagnostic::error("amend::rollback::altered", "a later change set altered what this one left")
        .at(place, "cannot be taken back alone")
        .help("take the later change sets back first")
}

fn fit(edit: Edit, catalog: &mut Catalog) -> Option<Edit> {
    if let Some(object) = &edit.after
        && !parents_are_there(object, catalog)
    {
        return None;
    }
    if catalog.apply(&edit).is_ok() {
        return Some(edit);
    }
    let edit = rebased(edit, catalog)?;
    catalog.apply(&edit).ok().map(|()| edit)
}

/// Whether the tables are there that foreign keys of the object point to.
fn parents_are_there(object: &Object, catalog: &Catalog) -> bool {
    let (own, constraints): (_, &[Constraint]) = match object {
        Object::Table(table) => (Some(&table.name), &table.constraints),
        Object::Constraint { constraint, .. } => (None, std::slice::from_ref(constraint)),
        _ => return true,
    };
    constraints.iter().all(|constraint| match constraint {
        Constraint::ForeignKey(key) => {
            let parent = &key.referenced_table;
            own == Some(parent) || catalog.world == World::Open || catalog.table(parent).is_some()
        }
        _ => true,
    })
}

/// The edit over what is there now: the parts that it changes must be as it expects, the others stay as they are.
fn rebased(edit: Edit, catalog: &Catalog) -> Option<Edit> {
    let (before, after) = match (&edit.before, &edit.after) {
        (Some(Object::Table(before)), Some(Object::Table(after))) => {
            let now = catalog.table(&before.name)?;
            (Object::Table(now.clone()), Object::Table(table(before, after, now)?))
        }
        (Some(Object::Column { table, column: before, .. }), Some(Object::Column { column: after, .. })) => {
            let owner = catalog.table(table)?;
            let (at, now) = catalog.column(owner, &before.name)?;
            let object = |column| Object::Column { table: owner.name.clone(), at, column };
            (object(now.clone()), object(column(before, after, now)?))
        }
        _ => return None,
    };
    Some(Edit { before: Some(before), after: Some(after), ..edit })
}

/// What a part of an object is to be: as it is now where the edit leaves it alone; `None` where it is not as expected.
fn part<T: Clone + PartialEq>(before: &T, after: &T, now: &T) -> Option<T> {
    match (before == after, now == before) {
        (true, _) => Some(now.clone()),
        (false, true) => Some(after.clone()),
        (false, false) => None,
    }
}

fn table(before: &Table, after: &Table, now: &Table) -> Option<Table> {
    Some(Table {
        name: part(&before.name, &after.name, &now.name)?,
        comment: part(&before.comment, &after.comment, &now.comment)?,
        options: part(&before.options, &after.options, &now.options)?,
        ..now.clone()
    })
}

fn column(before: &Column, after: &Column, now: &Column) -> Option<Column> {
    Some(Column {
        name: part(&before.name, &after.name, &now.name)?,
        known: now.known,
        ty: part(&before.ty, &after.ty, &now.ty)?,
        nullable: part(&before.nullable, &after.nullable, &now.nullable)?,
        not_null_name: part(&before.not_null_name, &after.not_null_name, &now.not_null_name)?,
        default: part(&before.default, &after.default, &now.default)?,
        identity: part(&before.identity, &after.identity, &now.identity)?,
        generated: part(&before.generated, &after.generated, &now.generated)?,
        comment: part(&before.comment, &after.comment, &now.comment)?,
        charset: part(&before.charset, &after.charset, &now.charset)?,
        collation: part(&before.collation, &after.collation, &now.collation)?,
        on_update: part(&before.on_update, &after.on_update, &now.on_update)?,
        invisible: part(&before.invisible, &after.invisible, &now.invisible)?,
    })
}

#[cfg(test)]
mod tests {
    use amend_catalog::{Case, Naming, ObjectName};

    use super::*;

    const NAMING: Naming = Naming { objects: Case::Sensitive, members: Case::Insensitive };

    fn alter(before: Column, after: Column) -> Edit {
        let object = |column| Object::Column { table: ObjectName::new("t"), at: 0, column };
        Edit::alter(object(before), object(after))
    }

    fn catalog(column: Column) -> Catalog {
        let mut catalog = Catalog::new(NAMING);
        catalog.tables.push(Table { columns: vec![column], ..Table::new(ObjectName::new("t")) });
        catalog
    }

    #[test]
    fn other_parts_stay_and_the_same_part_stands_in_the_way() {
        let (int, bigint) = (Column::new("a", "int"), Column::new("a", "bigint"));
        let required = Column { nullable: false, ..bigint.clone() };
        let mut now = catalog(required);
        let back = fit(alter(bigint.clone(), int.clone()), &mut now).unwrap();
        assert!(matches!(back.after, Some(Object::Column { column, .. }) if column.ty == "int" && !column.nullable));
        assert!(fit(alter(bigint, int), &mut catalog(Column::new("a", "text"))).is_none());
    }
}
