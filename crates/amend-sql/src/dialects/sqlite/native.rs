//! What SQLite alters in place (3.40 to 3.51, `ALTER TABLE`); all else needs a rebuild of the table.

use amend_catalog::{Catalog, Column, Constraint, Edit, IndexKey, Object, ObjectName, Table};

/// Whether the edit is carried out by a statement of its own.
pub(super) fn suffices(edit: &Edit, catalog: &Catalog) -> bool {
    match (&edit.before, &edit.after) {
        (Some(Object::Table(before)), Some(Object::Table(after))) => before.options == after.options,
        (None, Some(Object::Column { table, at, column })) => is_last(table, *at, catalog) && can_be_added(column),
        (Some(Object::Column { table, column, .. }), None) => can_be_dropped(table, &column.name, catalog),
        (Some(Object::Column { at, column, .. }), Some(Object::Column { at: to, column: new, .. })) => {
            at == to && *new == with_unstored(column, new)
        }
        (Some(Object::Constraint { .. }), _) | (_, Some(Object::Constraint { .. })) => edit.before == edit.after,
        _ => true,
    }
}

/// A new column comes last.
fn is_last(table: &ObjectName, at: usize, catalog: &Catalog) -> bool {
    catalog.table(table).is_none_or(|table| !table.known || at >= table.columns.len())
}

/// The rows that are there get its value without being written.
fn can_be_added(column: &Column) -> bool {
    let stored = column.generated.as_ref().is_some_and(|generated| generated.stored);
    let filled = column.nullable || column.default.as_deref().is_some_and(|it| !it.eq_ignore_ascii_case("null"));
    column.identity.is_none() && !stored && filled && column.default.as_deref().is_none_or(is_constant)
}

/// `CURRENT_TIMESTAMP` and its kin, and expressions in parentheses, are no constants.
fn is_constant(default: &str) -> bool {
    let current = default.get(..8).is_some_and(|it| it.eq_ignore_ascii_case("current_"));
    !default.starts_with('(') && !current
}

/// The column with what SQLite does not store, and its name, taken from another. Where and how its numbers go on is not
/// stored either.
fn with_unstored(column: &Column, other: &Column) -> Column {
    let numbered = column.identity.is_some() && other.identity.is_some();
    Column {
        identity: if numbered { other.identity.clone() } else { column.identity.clone() },
        name: other.name.clone(),
        comment: other.comment.clone(),
        not_null_name: other.not_null_name.clone(),
        known: other.known,
        ..column.clone()
    }
}

/// Nothing else in the table names the column. Views that name it let SQLite refuse, as they should.
fn can_be_dropped(table: &ObjectName, column: &str, catalog: &Catalog) -> bool {
    let Some(table) = catalog.table(table).filter(|table| table.known) else {
        return true;
    };
    let same = |name: &str| catalog.naming.members.same(name, column);
    let in_constraint = table.constraints.iter().any(|constraint| match constraint {
        Constraint::Check(check) => mentions(&check.expression, column),
        other => other.columns().iter().any(|it| same(it)),
    });
    let in_column =
        table.columns.iter().filter_map(|it| it.generated.as_ref()).any(|it| mentions(&it.expression, column));
    !in_constraint && !in_column && !in_index(table, column, same)
}

fn in_index(table: &Table, column: &str, same: impl Fn(&str) -> bool) -> bool {
    table.indexes.iter().any(|index| {
        index.predicate.as_deref().is_some_and(|it| mentions(it, column))
            || index.columns.iter().any(|part| match &part.key {
                IndexKey::Column { name, .. } => same(name),
                IndexKey::Expression(expression) => mentions(expression, column),
            })
    })
}

/// Whether the expression may name the column: a word that is in a literal counts too, and costs a rebuild only.
fn mentions(expression: &str, column: &str) -> bool {
    expression.to_ascii_lowercase().contains(&column.to_ascii_lowercase())
}
