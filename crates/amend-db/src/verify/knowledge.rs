//! What the plan knows of the database: all of it, but for what SQL of the user touched.

use std::collections::BTreeSet;

use amend_catalog::{Catalog, Object, Op, World};
use amend_plan::Step;
use amend_sql::Product;

use crate::compare::{Difference, from_plan};

/// The objects that the plan does not know, or not right, by kind and name in lower case.
#[derive(Debug, Default)]
pub(super) struct Knowledge {
    unknown: BTreeSet<String>,
}

impl Knowledge {
    /// Where the database is not as planned after the step. What SQL of the user made different is taken as it is, and
    /// so is what was told once.
    pub fn surprises(&mut self, product: Product, step: &Step, planned: &Catalog, found: &Catalog) -> Vec<Difference> {
        step.ops.iter().for_each(|(op, _)| self.follow(op));
        let mut planned = planned.clone();
        planned.world = World::Closed;
        let mut different = from_plan(product, &planned, found);
        different.retain(|it| !self.unknown.contains(&it.object.to_lowercase()));
        self.forget(&different);
        let has_sql = step.ops.iter().any(|(op, _)| matches!(op, Op::Sql(_)));
        if has_sql { Vec::new() } else { different }
    }

    /// From here on the plan does not know the objects that differ.
    pub fn forget(&mut self, differences: &[Difference]) {
        self.unknown.extend(differences.iter().map(|it| it.object.to_lowercase()));
    }

    /// What was not known is not known under its new name either.
    fn follow(&mut self, op: &Op) {
        let Some(edit) = op.as_edit() else { return };
        match (label(edit.before.as_ref()), label(edit.after.as_ref())) {
            (Some(before), Some(after)) if self.unknown.contains(&before) => drop(self.unknown.insert(after)),
            (None, Some(after)) => drop(self.unknown.remove(&after)),
            _ => {}
        }
    }
}

/// A whole object as differences name it.
fn label(object: Option<&Object>) -> Option<String> {
    let text = match object? {
        Object::Table(table) => format!("table `{}`", table.name),
        Object::View(view) => format!("view `{}`", view.name),
        Object::Sequence(sequence) => format!("sequence `{}`", sequence.name),
        Object::Routine(routine) => format!("routine `{} {}`", routine.kind.as_sql(), routine.name),
        Object::Column { .. } | Object::Constraint { .. } | Object::Index { .. } => return None,
    };
    Some(text.to_lowercase())
}
