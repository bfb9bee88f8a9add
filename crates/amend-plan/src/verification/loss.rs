//! Which data a change set takes that its inverse does not bring back.

use amend_catalog::{Column, Edit, Object, ObjectName, Op, Rows, Table};
use amend_sql::Product;
use amend_sql::types::keeps_values;

use super::Finding;

/// The data that operations take: rows of dropped tables, values of dropped columns, values that became others. What the
/// same operations made before is not counted, nor what they kept.
pub fn losses<'a>(product: Product, ops: impl Iterator<Item = &'a Op>) -> Vec<Finding> {
    let ops: Vec<&Op> = ops.collect();
    let edits: Vec<&Edit> = ops.iter().filter_map(|op| op.as_edit()).collect();
    let taking = || ops.iter().enumerate().filter(|(at, _)| !is_kept(&ops[..*at]));
    let mut findings = Vec::new();
    for (at, op) in taking() {
        let before = ops[..at].iter().filter_map(|it| it.as_edit());
        let of_edit = |edit: &Edit| loss(product, edit).filter(|_| !is_new(before, edit.before.as_ref()));
        findings.extend(op.as_edit().and_then(of_edit));
    }
    findings.extend(taking().filter_map(|(_, op)| filled(op, &edits)));
    findings.dedup();
    findings
}

/// Whether the operations right before one keep what it takes: a copy, and what is only said around it.
fn is_kept(before: &[&Op]) -> bool {
    let around = |op: &&&Op| matches!(op, Op::Kept(_)) || op.as_edit().is_some_and(|edit| edit.implied);
    before.iter().rev().take_while(around).any(|op| matches!(op, Op::Kept(_)))
}

fn loss(product: Product, edit: &Edit) -> Option<Finding> {
    match (edit.before.as_ref()?, edit.after.as_ref()) {
        (Object::Table(table), None) => {
            Some(Finding::new(format!("the rows of table `{}` do not come back", table.name)))
        }
        (Object::Column { table, column, .. }, None) if column.generated.is_none() => {
            Some(Finding::new(format!("the values of column `{table}.{}` do not come back", column.name)))
        }
        (Object::Sequence(sequence), None) => Some(Finding::new(format!("sequence `{}` begins anew", sequence.name))),
        (Object::Column { table, column: before, .. }, Some(Object::Column { column: after, .. })) => {
            converted(product, before, after).then(|| {
                let what = format!("the values of column `{table}.{}` were converted", before.name);
                Finding::new(what).because(format!("`{}` became `{}`", before.ty, after.ty))
            })
        }
        _ => None,
    }
}

/// Whether values may have become others.
fn converted(product: Product, before: &Column, after: &Column) -> bool {
    before.ty != after.ty && before.generated.is_none() && !keeps_values(product, &before.ty, &after.ty)
}

/// Rows whose values were filled in, where the column stays.
fn filled(op: &Op, edits: &[&Edit]) -> Option<Finding> {
    let Op::Rows { rows: Rows::Update { table, set, .. }, covered: true } = op else { return None };
    let stays = |name: &String| !edits.iter().any(|edit| makes(edit, table, name));
    let columns: Vec<&str> = set.iter().map(|(name, _)| name).filter(|name| stays(name)).map(String::as_str).collect();
    let what =
        format!("rows of `{table}` that had no value in `{}` keep the one that they were given", columns.join("`, `"));
    (!columns.is_empty()).then(|| Finding::new(what))
}

/// Whether the edit makes the column, or the table with it.
fn makes(edit: &Edit, table: &ObjectName, name: &str) -> bool {
    match (&edit.before, &edit.after) {
        (None, Some(Object::Column { column, .. })) => column.name == name,
        (None, Some(Object::Table(made))) => made.name == *table,
        _ => false,
    }
}

/// Whether earlier edits made the object.
fn is_new<'a>(mut edits: impl Iterator<Item = &'a Edit>, object: Option<&Object>) -> bool {
    let Some(object) = object else { return false };
    edits.any(|edit| edit.before.is_none() && edit.after.as_ref().is_some_and(|it| holds(it, object)))
}

/// Whether the one object is the other, or a table with the other in it.
fn holds(outer: &Object, inner: &Object) -> bool {
    match (outer, inner) {
        (Object::Table(Table { name, .. }), inner) => inner.table() == Some(name),
        (outer, inner) => {
            outer.kind() == inner.kind() && outer.name() == inner.name() && outer.table() == inner.table()
        }
    }
}
