//! Which data a change set takes that its inverse does not bring back.

use amend_catalog::{Column, Edit, Object, Op, Rows, Table};
use amend_sql::Product;
use amend_sql::types::keeps_values;

use super::Finding;

/// The data that operations take: rows of dropped tables, values of dropped columns, values that became others. What the
/// same operations made before is not counted.
pub fn losses<'a>(product: Product, ops: impl Iterator<Item = &'a Op> + Clone) -> Vec<Finding> {
    let edits: Vec<&Edit> = ops.clone().filter_map(Op::as_edit).collect();
    let mut findings = Vec::new();
    for (at, edit) in edits.iter().enumerate() {
        findings.extend(loss(product, edit).filter(|_| !is_new(&edits[..at], edit.before.as_ref())));
    }
    findings.extend(ops.filter_map(|op| filled(op, &edits)));
    findings.dedup();
    findings
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
    let stays = |name: &String| !edits.iter().any(|edit| makes_column(edit, name));
    let columns: Vec<&str> = set.iter().map(|(name, _)| name).filter(|name| stays(name)).map(String::as_str).collect();
    let what =
        format!("rows of `{table}` that had no value in `{}` keep the one that they were given", columns.join("`, `"));
    (!columns.is_empty()).then(|| Finding::new(what))
}

fn makes_column(edit: &Edit, name: &str) -> bool {
    edit.before.is_none() && matches!(&edit.after, Some(Object::Column { column, .. }) if column.name == name)
}

/// Whether earlier edits made the object.
fn is_new(edits: &[&Edit], object: Option<&Object>) -> bool {
    let Some(object) = object else { return false };
    let made = |edit: &&Edit| edit.before.is_none() && edit.after.as_ref().is_some_and(|it| holds(it, object));
    edits.iter().any(made)
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
