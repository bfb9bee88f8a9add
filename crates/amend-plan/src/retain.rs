//! Keeping what a change set takes: its operations become others that copy the rows aside before they go.
//!
//! A pure pass between lowering and rendering. What it adds are operations too, so that preview and run show them, and the
//! way back is the inverse of the whole list: the copy's inverse brings the rows back, that of the keeping table's creation
//! drops it. Where the way back needs a step of its own (rows come back before a column refuses `NULL`), the way there
//! holds that step as an implied edit, which is not carried out and whose inverse is.

mod lost;
mod written;

use amend_catalog::{Catalog, Op, Table};
use amend_changelog::change_set::ChangeSet;
use amend_syntax::{Diagnostic, Place};

use crate::Project;
use crate::keep::{Found, kept_prefix, kept_table};
use lost::Keeper;

/// Operations that keep what they take.
#[derive(Debug, Default)]
pub(crate) struct Retained {
    /// The operations.
    pub ops: Vec<(Op, Place)>,
    /// The tables that keep rows, which no catalog of a plan holds.
    pub asides: Vec<Table>,
    /// Warnings.
    pub notes: Vec<Diagnostic>,
}

/// The operations of a change set that runs, with what keeps rows where that was asked for.
///
/// # Errors
/// Rows that cannot be kept.
pub(crate) fn forward(
    project: &Project<'_>,
    change_set: &ChangeSet,
    ops: Vec<(Op, Place)>,
    start: &Catalog,
) -> Result<Retained, Vec<Diagnostic>> {
    if !project.keep.on {
        return Ok(Retained { ops, ..Retained::default() });
    }
    if change_set.run_always || change_set.run_on_change {
        let loses = retain(project, change_set, &ops, start, Found::Everything).is_ok_and(|it| !it.asides.is_empty());
        let notes = loses.then(|| runs_again(change_set)).into_iter().collect();
        return Ok(Retained { ops, notes, ..Retained::default() });
    }
    retain(project, change_set, &ops, start, Found::Everything)
}

/// The operations of a change set that has run, as they were if they kept what was found. `start` is the catalog before
/// it.
pub(crate) fn found(project: &Project<'_>, change_set: &ChangeSet, ops: &[(Op, Place)], start: &Catalog) -> Retained {
    let again = change_set.run_always || change_set.run_on_change;
    let found = if again { Found::Nothing } else { project.keep.found };
    let nothing = || Retained { ops: ops.to_vec(), ..Retained::default() };
    if found.is_empty() {
        return nothing();
    }
    // What could not be kept has not run with keeping on.
    retain(project, change_set, ops, start, found).unwrap_or_else(|_| nothing())
}

fn retain(
    project: &Project<'_>,
    change_set: &ChangeSet,
    ops: &[(Op, Place)],
    start: &Catalog,
    found: Found<'_>,
) -> Result<Retained, Vec<Diagnostic>> {
    let mut catalog = start.clone();
    let mut retained = Retained::default();
    let mut problems = Vec::new();
    let (prefix, locked) = (kept_prefix(&change_set.key()), is_one_transaction(change_set, ops));
    for (number, (op, place)) in ops.iter().enumerate() {
        let name = format!("{prefix}{number}");
        let keeper = Keeper { product: project.product(), catalog: &catalog, name, locked, place, found };
        match keeper.keep(op) {
            Ok(ops) => retained.add(ops, place),
            Err(problem) => problems.push(*problem),
        }
        if let Op::Edit(edit) = op {
            // What does not fit is found where it is rendered.
            let _ = catalog.apply(edit);
        }
    }
    if problems.is_empty() { Ok(retained) } else { Err(problems) }
}

impl Retained {
    fn add(&mut self, ops: Vec<Op>, place: &Place) {
        self.asides.extend(ops.iter().filter_map(kept_table).cloned());
        self.ops.extend(ops.into_iter().map(|op| (op, place.clone())));
    }
}

/// Whether the change set runs in one transaction, where the product can: a lock lasts until its end.
fn is_one_transaction(change_set: &ChangeSet, ops: &[(Op, Place)]) -> bool {
    let apart = |(op, _): &(Op, Place)| op.as_edit().is_some_and(|edit| edit.manner.concurrently);
    change_set.run_in_transaction && !ops.iter().any(apart)
}

fn runs_again(change_set: &ChangeSet) -> Diagnostic {
    let message = format!("what the change set `{}` takes is not kept", change_set.key());
    Diagnostic::warning("amend::keep::runs-again", message)
        .at(&change_set.place, "runs again and again, and has no single state to go back to")
        .help("take `runAlways` and `runOnChange` out where its rows are to come back")
}
