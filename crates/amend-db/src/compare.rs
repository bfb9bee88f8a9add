//! Comparing two catalogs of one product, of which one was made from a changelog and the other read from a server.
//!
//! The same thing has many spellings: `VARCHAR(5)` and `character varying(5)`, `'x'` and `'x'::text`, no action and
//! `NO ACTION`. The normal form has one. It is for comparing only: nothing can be made again from it.

mod differences;
mod expression;
mod normal;

use amend_catalog::{Catalog, ObjectName};

pub use differences::{Difference, differences, from_plan, since};
pub(crate) use expression::without_outer_parentheses;
pub use normal::normalize;

/// The catalog with the objects of this schema as objects of the session's default schema.
pub fn without_schema(mut catalog: Catalog, schema: &str) -> Catalog {
    let relocate = |name: &mut ObjectName| {
        if name.schema.as_deref() == Some(schema) {
            name.schema = None;
        }
    };
    for table in &mut catalog.tables {
        relocate(&mut table.name);
        for constraint in &mut table.constraints {
            if let amend_catalog::Constraint::ForeignKey(key) = constraint {
                relocate(&mut key.referenced_table);
            }
        }
    }
    for sequence in &mut catalog.sequences {
        relocate(&mut sequence.name);
        sequence.owner.iter_mut().for_each(|owner| relocate(&mut owner.table));
    }
    catalog.views.iter_mut().for_each(|it| relocate(&mut it.name));
    for routine in &mut catalog.routines {
        relocate(&mut routine.name);
        routine.table.iter_mut().for_each(relocate);
    }
    catalog
}
