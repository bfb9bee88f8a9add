//! From a change set to a step: lowering over the catalog, rendering, and the change set's own rewriting of its SQL.

use std::sync::Arc;

use amend_catalog::{Catalog, Fault, Load, ObjectName, Op};
use amend_changelog::change_set::{ChangeSet, PlacedChange};
use amend_changelog::dbms;
use amend_changelog::lower::{Lower, Lowered, Refused, RowReading, fault_diagnostic};
use amend_changelog::modify_sql::{TextEdit, Visitor};
use amend_sql::{Refusal, RefusalReason, Statement, profile, render_on};
use amend_syntax::{Diagnostic, Place};

use crate::effect::{Effect, effects};
use crate::{Project, Step, StepStatement, retain};

/// What lowering a change set gives beside its step.
#[derive(Debug)]
pub(crate) struct Prepared {
    /// The step.
    pub step: Step,
    /// Tables, views, sequences and routines that are named but not known.
    pub wanted: Vec<ObjectName>,
}

/// Why a change set cannot be prepared.
#[derive(Debug)]
pub(crate) struct NotPrepared {
    /// The messages.
    pub diagnostics: Vec<Diagnostic>,
    /// Tables, views, sequences and routines that are named but not known: to look them up may help.
    pub wanted: Vec<ObjectName>,
}

/// Lowers changes over the catalog. Where it fails the catalog is as it was. `rows`: whether the rows of
/// files are looked at.
pub(crate) fn lower(
    project: &Project<'_>,
    change_set: &ChangeSet,
    changes: &[&PlacedChange],
    catalog: &mut Catalog,
    rows: RowReading<'_>,
) -> Result<Lowered, NotPrepared> {
    project.with_surroundings(change_set, rows, |around| {
        let mut lower = Lower::new(around, catalog);
        let outcome = changes
            .iter()
            .filter(|it| it.change.dbms().is_none_or(|list| dbms::matches(list, project.product())))
            .try_for_each(|it| lower.change(it.change.as_ref()));
        let made = std::mem::take(&mut lower.made);
        match outcome {
            Ok(()) => Ok(made),
            Err(Refused { diagnostics }) => {
                take_back(catalog, &made.ops);
                Err(NotPrepared { diagnostics, wanted: made.wanted })
            }
        }
    })
}

/// Undoes edits that were applied, newest first.
pub(crate) fn take_back(catalog: &mut Catalog, ops: &[(Op, Place)]) {
    ops.iter().rev().filter_map(|(op, _)| op.as_edit()).for_each(|edit| catalog.take_back(edit));
}

/// Makes edits again that were taken back.
fn make_again(catalog: &mut Catalog, ops: &[(Op, Place)]) {
    for edit in ops.iter().filter_map(|(op, _)| op.as_edit()) {
        // They were made in this very state before.
        let _ = catalog.apply(edit);
    }
}

/// Prepares a change set to run forward. `seen`: files whose rows were looked at before.
pub(crate) fn forward(
    project: &Project<'_>,
    index: usize,
    catalog: &mut Catalog,
    seen: &[Load],
) -> Result<Prepared, NotPrepared> {
    let change_set = &project.changelog.change_sets[index];
    let changes: Vec<&PlacedChange> = change_set.changes.iter().collect();
    let world = catalog.world;
    let made = lower(project, change_set, &changes, catalog, RowReading::AllBut(seen))?;
    // Rendering goes over the same catalog once more, from the state before; no copy of it is made.
    take_back(catalog, &made.ops);
    let end = std::mem::replace(&mut catalog.world, world);
    let wanted = made.wanted;
    let kept = retain::forward(project, change_set, made.ops.clone(), catalog);
    let step = kept.and_then(|it| rendered(project, index, it.ops, [made.notes, it.notes].concat(), catalog, false));
    if let Ok(step) = &step {
        // What is kept aside is no part of the state that the changelog describes.
        take_back(catalog, &step.ops);
        make_again(catalog, &made.ops);
    }
    match step {
        Ok(mut step) => {
            catalog.world = end;
            if step.kept_tables().next().is_some() {
                step.unkept = made.ops;
            }
            Ok(Prepared { step, wanted })
        }
        Err(diagnostics) => Err(NotPrepared { diagnostics, wanted }),
    }
}

/// The statements of operations, rewritten by the change set's `modifySql`. The operations are made in the catalog; it
/// stays as it was where they have no statements.
pub(crate) fn rendered(
    project: &Project<'_>,
    index: usize,
    ops: Vec<(Op, Place)>,
    notes: Vec<Diagnostic>,
    catalog: &mut Catalog,
    back: bool,
) -> Result<Step, Vec<Diagnostic>> {
    let change_set = &project.changelog.change_sets[index];
    let bare: Vec<Op> = ops.iter().map(|(op, _)| op.clone()).collect();
    let parts =
        render_on(project.product(), &bare, catalog).map_err(|refusal| vec![refusal_diagnostic(&refusal, &ops)])?;
    let mut step = Step { ops, notes, ..Step::without_effect(index) };
    let rewrites = rewrites(project, change_set, back);
    for part in parts {
        step.foreign_keys_off |= part.foreign_keys_off;
        let (op, place) = step.ops[part.ops.start].clone();
        let program = if let Op::Program(program) = op { Some(program) } else { None };
        let done: Vec<&Op> = step.ops[part.ops.clone()].iter().map(|(op, _)| op).collect();
        let first = step.statements.len();
        let effects = effects(profile(project.product()), &done, &part.statements, first);
        for (mut statement, effect) in part.statements.into_iter().zip(effects) {
            let mut text = statement.text.clone();
            if statement.bulk.is_none() && program.is_none() {
                text = rewrites.iter().fold(text, |text, edit| edit.apply(&text));
            }
            let effect = if keeps_effect(&statement, &text, &effect) { effect } else { Effect::Unknown };
            statement.text = text;
            let (program, place, rewrites) = (program.clone(), place.clone(), rewrites.clone());
            step.statements.push(StepStatement { statement, program, place, rewrites, effect });
        }
    }
    Ok(step)
}

/// Whether the text of the user's own rewriting does what the statement did: something may stand behind it.
fn keeps_effect(statement: &Statement, text: &str, effect: &Effect) -> bool {
    *effect == Effect::Atomic || text.starts_with(&statement.text)
}

/// What the change set's `modifySql` does to its statements.
fn rewrites(project: &Project<'_>, change_set: &ChangeSet, back: bool) -> Arc<[TextEdit]> {
    let target = project.target;
    let applies = |it: &&Visitor| it.applies(target.product, &target.contexts, target.label_filter.as_deref());
    let visitors = change_set.modify_sql.iter().filter(applies).filter(|it| !back || it.apply_to_rollback);
    visitors.map(|visitor| visitor.edit.clone()).collect()
}

fn refusal_diagnostic(refusal: &Refusal, ops: &[(Op, Place)]) -> Diagnostic {
    reason_diagnostic(&refusal.reason, &ops[refusal.op.min(ops.len().saturating_sub(1))].1)
}

/// The words for what a product cannot do.
pub(crate) fn reason_diagnostic(reason: &RefusalReason, place: &Place) -> Diagnostic {
    match reason {
        RefusalReason::Fault(fault) => fault_diagnostic(fault, place),
        RefusalReason::NotSupported { feature, product } => {
            let message = format!("{product} has no {}", feature.words());
            let diagnostic = Diagnostic::error("amend::change::not-on-product", message).at(place, "asked for here");
            match feature.instead() {
                Some(instead) => diagnostic.help(instead),
                None => diagnostic.help("give the change set a `dbms` that leaves this product out"),
            }
        }
        RefusalReason::BadName { name, reason } => {
            Diagnostic::error("amend::name::bad", format!("`{name}` cannot be a name: {reason}"))
                .at(place, "named here")
        }
        RefusalReason::BadLiteral(reason) => {
            Diagnostic::error("amend::value::bad", format!("this value cannot be written: {reason}"))
                .at(place, "given here")
        }
        RefusalReason::UnknownDefinition { kind, name, table } => {
            let fault = Fault::Unknown { kind: *kind, name: name.clone(), table: table.clone() };
            fault_diagnostic(&fault, place).help(
                "the statement must repeat a definition that the changelog does not tell; run it with a database,                  where it can be looked up",
            )
        }
    }
}
