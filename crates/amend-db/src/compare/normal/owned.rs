//! Sequences that belong to the column that takes its numbers from them: the server tells no such sequence from that of
//! a `serial` column, so in the normal form both are the column's identity.

use amend_catalog::{Catalog, Column, Identity, Sequence, Value};
use amend_sql::{Product, literals};

use super::super::expression::canonical_default;

/// Makes each such sequence the identity of its column.
pub(super) fn fold(product: Product, catalog: &mut Catalog) {
    let sequences = std::mem::take(&mut catalog.sequences);
    for sequence in sequences {
        match numbered(product, catalog, &sequence) {
            Some(column) => {
                column.default = None;
                column.identity = Some(identity(&sequence));
            }
            None => catalog.sequences.push(sequence),
        }
    }
}

/// The column that the sequence belongs to, if it takes its numbers from it.
fn numbered<'c>(product: Product, catalog: &'c mut Catalog, sequence: &Sequence) -> Option<&'c mut Column> {
    let owner = sequence.owner.as_ref()?;
    let members = catalog.naming.members;
    let next = literals::value(product, &Value::SequenceNext(sequence.name.clone())).ok()?;
    let next = canonical_default(product, &next);
    let table = catalog.table_mut(&owner.table)?;
    let column = table.columns.iter_mut().find(|column| members.same(&column.name, &owner.column))?;
    let default = column.default.as_deref().and_then(|it| canonical_default(product, it));
    (default.is_some() && default == next).then_some(column)
}

fn identity(sequence: &Sequence) -> Identity {
    let number = |text: &Option<String>| text.as_ref().and_then(|it| it.parse().ok()).filter(|number| *number != 1);
    Identity {
        always: false,
        start: number(&sequence.options.start),
        increment: number(&sequence.options.increment),
        sequence: Some(sequence.name.clone()),
    }
}
