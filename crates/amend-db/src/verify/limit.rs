//! What a product cannot restore, whatever is sent.

use amend_catalog::{Edit, Object, Op};
use amend_plan::Step;
use amend_sql::{ColumnPositions, Product, profile};

use crate::compare::Difference;

/// Why the product cannot do away with a difference that the way back of the step leaves; `None` where it can.
pub(super) fn limit(product: Product, step: &Step, difference: &Difference) -> Option<String> {
    let facts = profile(product);
    if difference.column_order
        && facts.column_positions != ColumnPositions::Chosen
        && loses_column(step, &difference.object)
    {
        return Some(format!("{} puts a column that is added behind the others", product.title()));
    }
    let stays = facts.foreign_key_makes_index && automatic_indexes(step).any(|index| is_about(difference, index));
    stays.then(|| {
        format!(
            "{} drops an index that it made for a foreign key by itself, but not one that was made again",
            product.title()
        )
    })
}

/// Whether the step drops a column of the table, or may have: what SQL of the user does is not known.
fn loses_column(step: &Step, table: &str) -> bool {
    step.ops.iter().any(|(op, _)| match op {
        Op::Sql(_) => true,
        Op::Edit(Edit { before: Some(Object::Column { table: of, .. }), after: None, .. }) => {
            table == format!("table `{of}`")
        }
        _ => false,
    })
}

/// The names of the indexes for foreign keys that the server drops by itself in the step.
fn automatic_indexes(step: &Step) -> impl Iterator<Item = &str> {
    step.ops.iter().filter_map(|(op, _)| match op.as_edit() {
        Some(Edit { before: Some(Object::Index { index, .. }), after: None, implied: true, .. }) if index.automatic => {
            Some(index.name.as_str())
        }
        _ => None,
    })
}

/// Whether it says that there is an index of this name that should not be there.
fn is_about(difference: &Difference, index: &str) -> bool {
    difference.text.contains(&format!(": index `{index}` (")) && difference.text.ends_with("was not expected")
}
