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
    let done = if ran.ops.is_ok() { Ok(kept.ops.as_slice()) } else { ran.ops.as_deref().map_err(Vec::as_slice) };
    let ops = ops_back(project, index, done, &kept.asides, &mut start)?;
    start.tables.extend(kept.asides.iter().cloned());
    *catalog = before;
    let ops = match reach {
        Reach::Apart if change_set.rollback.is_empty() => {
            *catalog = start.clone();
            fitted(ops, catalog)?
        }
        Reach::Newest | Reach::Apart => ops,
    };
    rendered(project, index, ops, Vec::new(), &mut start, true)
}

/// The step back over one that is about to be made. `catalog` is the state that it leaves; it stays as it is.
///
/// # Errors
/// Why there is none.
pub(crate) fn step_back_over(
    project: &Project<'_>,
    step: &Step,
    catalog: &mut Catalog,
) -> Result<Step, Vec<Diagnostic>> {
    let asides: Vec<Table> = step.kept_tables().cloned().collect();
    let ops = ops_back(project, step.change_set, Ok(&step.ops), &asides, catalog)?;
    catalog.tables.extend(asides.iter().cloned());
    let world = catalog.world;
    let back = rendered(project, step.change_set, ops, Vec::new(), catalog, true);
    if let Ok(back) = &back {
        take_back(catalog, &back.ops);
    }
    catalog.world = world;
    catalog.tables.retain(|table| !asides.iter().any(|aside| aside.name == table.name));
    back
}

/// The operations back over what a change set did: those of the user's rollback blocks, or the inverse. `catalog` is the
/// state that it left; it stays as it is.
fn ops_back(
    project: &Project<'_>,
    index: usize,
    done: Result<&[(Op, Place)], &[Diagnostic]>,
    asides: &[Table],
    catalog: &mut Catalog,
) -> Result<Vec<(Op, Place)>, Vec<Diagnostic>> {
    let change_set = &project.changelog.change_sets[index];
    if change_set.rollback.is_empty() {
        return done.map_err(|problems| no_inverse(change_set, problems)).and_then(|ops| inverse(change_set, ops));
    }
    let world = catalog.world;
    let ops = written(project, index, catalog);
    if let Ok(ops) = &ops {
        take_back(catalog, ops);
    }
    catalog.world = world;
    ops.map(|ops| then_forget(change_set, ops, asides))
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
    .help("give the changelog that it came from; what an update with `--record-inverse` recorded needs none: `--from-journal`")
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
