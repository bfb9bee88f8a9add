//! Which change sets of a changelog are to run, given the history.

use std::collections::HashMap;

use amend_changelog::change_set::{ChangeSet, Key};
use amend_changelog::checksum::accept::{Acceptance, accept};
use amend_changelog::checksum::{Recorded, difference};
use amend_syntax::Diagnostic;

use crate::{History, HistoryRow, Project};

/// What is to happen with a change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Contexts, labels or `ignore` leave it out.
    Filtered,
    /// It has run, and that is that.
    Ran,
    /// It has run; its row has no checksum yet.
    FillSum(String),
    /// It has run; its row has a checksum of an older kind.
    UpgradeSum(String),
    /// It is to run for the first time.
    Run,
    /// It has run and is to run again.
    RunAgain,
}

/// The decisions for all change sets of a changelog.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// One for each change set, in the order of the changelog.
    pub decisions: Vec<Decision>,
    /// What is wrong: changed checksums, files that cannot be read.
    pub problems: Vec<Diagnostic>,
}

impl Selection {
    /// The change sets that are to run, by their places in the changelog.
    pub fn pending(&self) -> impl Iterator<Item = usize> + '_ {
        let runs = |decision: &Decision| matches!(decision, Decision::Run | Decision::RunAgain);
        self.decisions.iter().enumerate().filter(move |(_, it)| runs(it)).map(|(index, _)| index)
    }
}

/// Decides for every change set.
pub fn select(project: &Project<'_>, history: &History) -> Selection {
    let mut selection = Selection::default();
    let rows = rows_by_key(history);
    for change_set in &project.changelog.change_sets {
        let row = rows.get(&change_set.key()).copied();
        let decision = match decide(project, change_set, row) {
            Ok(decision) => decision,
            Err(problem) => {
                selection.problems.push(problem);
                Decision::Filtered
            }
        };
        selection.decisions.push(decision);
    }
    selection
}

/// The last row of each change set.
fn rows_by_key(history: &History) -> HashMap<Key, &HistoryRow> {
    history.rows.iter().map(|row| (row.key.normal(), row)).collect()
}

fn decide(project: &Project<'_>, change_set: &ChangeSet, row: Option<&HistoryRow>) -> Result<Decision, Diagnostic> {
    if !change_set.takes_part(project.target) {
        return Ok(Decision::Filtered);
    }
    let Some(row) = row else { return Ok(Decision::Run) };
    if change_set.run_always {
        return Ok(Decision::RunAgain);
    }
    let acceptance = project.with_files(change_set, |files| {
        accept(change_set, row.md5sum.as_deref(), row.liquibase.as_deref(), project.target, files)
    })?;
    Ok(match acceptance {
        Acceptance::Equal | Acceptance::Accepted => Decision::Ran,
        Acceptance::Unknown { now } => Decision::FillSum(now),
        Acceptance::Upgrade { to } => Decision::UpgradeSum(to),
        Acceptance::Changed { .. } if change_set.run_on_change => Decision::RunAgain,
        Acceptance::Changed { was, now } => return Err(changed(project, change_set, row, &was, &now)),
    })
}

fn changed(project: &Project<'_>, change_set: &ChangeSet, row: &HistoryRow, was: &str, now: &str) -> Diagnostic {
    let message = format!("change set `{}` has changed since it ran", change_set.key());
    let diagnostic = Diagnostic::error("amend::checksum::changed", message)
        .at(&change_set.place, format!("was {was} when it ran on {}, is now {now}", row.date_executed));
    let recorded = Recorded { sum: was, description: row.description.as_deref() };
    // A file that cannot be read was reported when the checksum was taken.
    let found = project.with_files(change_set, |files| difference(change_set, recorded, project.target, files));
    let diagnostic = match found.ok().flatten() {
        Some(difference) => diagnostic.also(&difference.place, difference.words),
        None => diagnostic,
    };
    diagnostic
        .help(format!(
            "take the change back and write a new change set; where the old text meant the same, add `validCheckSum: \"{was}\"`"
        ))
}
