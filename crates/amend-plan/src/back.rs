//! The way back: the user's rollback blocks, or the inverse of what a change set did.

use amend_catalog::{Catalog, Edit, Object, Op, Table};
use amend_changelog::change_set::{ChangeSet, PlacedChange};
use amend_changelog::lower::RowReading;
use amend_changelog::rollback::RollbackBlock;
use amend_syntax::{Diagnostic, Place};

use crate::fit::fitted;
use crate::lowering::{lower, rendered, take_back};
use crate::replay::Ran;
use crate::retain::{self, Retained};
use crate::{ExecType, History, Project, Replay, Step};

/// A step back: the row that goes, and the statements before it.
#[derive(Clone, Debug)]
pub struct BackStep {
    /// The row of the history, by its place.
    pub row: usize,
    /// What is done; its change set is known.
    pub step: Step,
}

/// Which rows a way back goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// The newest ones: each step leaves what was before its change set.
    Newest,
    /// Rows with others after them that stay: what those did stays, too.
    Apart,
}

/// The way back over these rows of the history (places in it, newest first).
///
/// # Errors
/// All reasons why some of the way cannot be gone; then none of it should be.
pub fn way_back(
    project: &Project<'_>,
    replay: Replay,
    history: &History,
    rows: &[usize],
) -> Result<Vec<BackStep>, Vec<Diagnostic>> {
    steps_back(project, replay, history, rows, Reach::Newest)
}

/// The way back over rows that have others after them: what those did stays as it is.
///
/// # Errors
/// As [`way_back`]; also what a row that stays has altered of what one that goes left.
pub fn way_back_apart(
    project: &Project<'_>,
    replay: Replay,
    history: &History,
    rows: &[usize],
) -> Result<Vec<BackStep>, Vec<Diagnostic>> {
    steps_back(project, replay, history, rows, Reach::Apart)
}

fn steps_back(
    project: &Project<'_>,
    replay: Replay,
    history: &History,
    rows: &[usize],
    reach: Reach,
) -> Result<Vec<BackStep>, Vec<Diagnostic>> {
    let mut catalog = replay.catalog;
    let mut steps = Vec::new();
    let mut problems = Vec::new();
    for row in rows {
        let ran = &replay.ran[*row];
        match step_back(project, ran, history.rows[*row].exec_type, &mut catalog, reach) {
            Ok(step) => steps.push(BackStep { row: *row, step }),
            Err(diagnostics) => problems.extend(diagnostics),
        }
    }
    if problems.is_empty() { Ok(steps) } else { Err(problems) }
}

fn step_back(
    project: &Project<'_>,
    ran: &Ran,
    exec_type: ExecType,
    catalog: &mut Catalog,
    reach: Reach,
) -> Result<Step, Vec<Diagnostic>> {
    let index = ran.change_set.ok_or_else(|| vec![not_in_changelog(ran.row)])?;
    if exec_type == ExecType::MarkRan {
        return Ok(Step::without_effect(index));
    }
    let change_set = &project.changelog.change_sets[index];
    let mut start = catalog.clone();
    let mut kept = Retained::default();
    let mut before = catalog.clone();
    if let Ok(done) = &ran.ops {
        take_back(&mut before, done);
        kept = retain::found(project, change_set, done, &before);
    }
    let is_written = !change_set.rollback.is_empty();
    let ops = match &ran.ops {
        _ if is_written => written(project, index, &mut start.clone())?,
        Ok(_) => inverse(change_set, &kept.ops)?,
        Err(problems) => return Err(no_inverse(change_set, problems)),
    };
    start.tables.extend(kept.asides.iter().cloned());
    *catalog = before;
    let ops = match reach {
        _ if is_written => then_forget(change_set, ops, &kept.asides),
        Reach::Newest => ops,
        Reach::Apart => {
            *catalog = start.clone();
            fitted(ops, catalog)?
        }
    };
    rendered(project, index, ops, Vec::new(), &mut start, true)
}

/// Where the user wrote the way back, what was kept is given up at its end.
fn then_forget(change_set: &ChangeSet, mut ops: Vec<(Op, Place)>, asides: &[Table]) -> Vec<(Op, Place)> {
    let forget = |aside: &Table| (Op::Edit(Edit::drop(Object::Table(aside.clone()))), change_set.place.clone());
    ops.extend(asides.iter().map(forget));
    ops
}

fn not_in_changelog(row: usize) -> Diagnostic {
    Diagnostic::error(
        "amend::rollback::not-in-changelog",
        format!("row {} of the history is not in the changelog", row + 1),
    )
    .help("give the changelog that it came from")
}

/// The inverse of what a change set did: each edit swapped, the last one first.
fn inverse(change_set: &ChangeSet, ops: &[(Op, Place)]) -> Result<Vec<(Op, Place)>, Vec<Diagnostic>> {
    let mut back = Vec::new();
    let mut problems = Vec::new();
    for (op, place) in ops.iter().rev() {
        match op {
            Op::Edit(edit) => match Edit::inverse(edit) {
                Ok(edit) => back.push((Op::Edit(edit), place.clone())),
                Err(fault) => problems.push(amend_changelog::lower::fault_diagnostic(&fault, place)),
            },
            Op::Kept(kept) => back.extend(kept.inverse().map(|kept| (Op::Kept(kept), place.clone()))),
            Op::Rows { covered: true, .. } | Op::Notice(_) => {}
            Op::Rows { .. } => {
                problems.push(has_none(change_set, place, "changed rows do not come back by themselves"))
            }
            Op::Program(_) => problems.push(has_none(change_set, place, "what this program did is not known")),
            Op::Sql(_) => problems.push(has_none(change_set, place, "what this SQL did is not known")),
        }
    }
    if problems.is_empty() { Ok(back) } else { Err(problems) }
}

fn no_inverse(change_set: &ChangeSet, problems: &[Diagnostic]) -> Vec<Diagnostic> {
    if problems.is_empty() {
        return vec![has_none(change_set, &change_set.place, "what it did is not known")];
    }
    problems.to_vec()
}

fn has_none(change_set: &ChangeSet, place: &Place, why: &str) -> Diagnostic {
    let message = format!("change set `{}` has no way back", change_set.key());
    Diagnostic::error("amend::rollback::impossible", message)
        .at(place, why)
        .help("write a `rollback` block into the change set; an empty one says that nothing is to be done")
}

/// The operations of the user's rollback blocks.
fn written(project: &Project<'_>, index: usize, catalog: &mut Catalog) -> Result<Vec<(Op, Place)>, Vec<Diagnostic>> {
    let change_set = &project.changelog.change_sets[index];
    let mut ops = Vec::new();
    for block in &change_set.rollback {
        match block_ops(project, change_set, block, catalog) {
            Ok(more) => ops.extend(more),
            Err(problems) => {
                take_back(catalog, &ops);
                return Err(problems);
            }
        }
    }
    Ok(ops)
}

fn block_ops(
    project: &Project<'_>,
    change_set: &ChangeSet,
    block: &RollbackBlock,
    catalog: &mut Catalog,
) -> Result<Vec<(Op, Place)>, Vec<Diagnostic>> {
    let changes: Vec<&PlacedChange> = match block {
        RollbackBlock::Nothing => Vec::new(),
        RollbackBlock::Changes(changes) => changes.iter().collect(),
        RollbackBlock::Reference(reference) => {
            match project.changelog.change_sets.iter().find(|it| it.key().is_like(reference)) {
                Some(other) => other.changes.iter().collect(),
                None => {
                    return Err(vec![has_none(change_set, &reference.place, "the change set named here is not there")]);
                }
            }
        }
    };
    lower(project, change_set, &changes, catalog, RowReading::AllBut(&[]))
        .map(|made| made.ops)
        .map_err(|refused| refused.diagnostics)
}
