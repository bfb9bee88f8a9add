//! One change set alone, named by the person who runs it.

use amend_syntax::{Diagnostic, nearest};

use crate::graph::direct_needs;
use crate::{Decision, Project, Selection};

/// The named change set and whether it runs again; `None` where it has run and is not to run again.
///
/// # Errors
/// There is no such change set, it takes no part in this run, or it depends on one that has not run.
pub(super) fn one(
    project: &Project<'_>,
    selection: &Selection,
    name: &str,
) -> Result<Option<(usize, bool)>, Diagnostic> {
    let index = find(project, name)?;
    let change_set = &project.changelog.change_sets[index];
    match selection.decisions[index] {
        Decision::Filtered => Err(Diagnostic::error(
            "amend::change-set::left-out",
            format!("change set `{}` takes no part in this run", change_set.key()),
        )
        .at(&change_set.place, "left out by its contexts, labels, `dbms` or `ignore`")
        .help("run it with contexts and labels that it fits")),
        Decision::Run | Decision::RunAgain => {
            needs_have_run(project, selection, index)?;
            Ok(Some((index, selection.decisions[index] == Decision::RunAgain)))
        }
        Decision::Ran | Decision::FillSum(_) | Decision::UpgradeSum(_) => Ok(None),
    }
}

fn find(project: &Project<'_>, name: &str) -> Result<usize, Diagnostic> {
    let keys: Vec<String> = project.changelog.change_sets.iter().map(|it| it.key().to_string()).collect();
    keys.iter().position(|key| key.eq_ignore_ascii_case(name)).ok_or_else(|| {
        let help = match nearest(name, keys.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name it as path::id::author".to_owned(),
        };
        Diagnostic::error("amend::change-set::unknown", format!("there is no change set `{name}`")).help(help)
    })
}

fn needs_have_run(project: &Project<'_>, selection: &Selection, index: usize) -> Result<(), Diagnostic> {
    let change_sets = &project.changelog.change_sets;
    let waits = |needed: &usize| selection.decisions[*needed] == Decision::Run;
    match direct_needs(project.changelog, index).into_iter().find(waits) {
        None => Ok(()),
        Some(needed) => Err(Diagnostic::error(
            "amend::change-set::needs-another",
            format!("change set `{}` depends on one that has not run", change_sets[index].key()),
        )
        .at(&change_sets[index].place, "depends on the other")
        .also(&change_sets[needed].place, "has not run")
        .help(format!("run `{}` first", change_sets[needed].key()))),
    }
}
