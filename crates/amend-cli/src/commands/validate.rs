//! `validate`: whether the changelog can run, for itself and against the history.

use amend_catalog::ObjectName;
use amend_db::Session;
use amend_db::inspect::{Scope, inspect};
use amend_plan::{Problem, certain_problems, plan_offline};
use amend_sql::profile;
use amend_syntax::Diagnostic;
use serde_json::json;

use super::Outcome;
use crate::Exit;
use crate::setup::Workplace;

/// Checks the changelog, its checksums, and that every pending change set can be planned; also where parts of it cannot
/// be read, so that all mistakes are known at once.
pub async fn validate(workplace: &Workplace) -> Outcome {
    let mut session = workplace.connect().await?;
    let read = workplace.read_what_can_be(session.product(), amend_db::parameters(&session));
    let history = super::history::read(workplace, &mut session).await?.unwrap_or_default();
    let schema = session.default_schema().map(str::to_owned);
    let project = read.project(workplace, schema.as_deref());
    let plan = plan_offline(&project, &history);
    let notes = plan.iter().flat_map(|plan| &plan.steps).flat_map(|step| step.notes.iter().cloned());
    workplace.output.diagnostics(&notes.collect::<Vec<_>>());
    let mut problems = match plan {
        Ok(plan) if read.loaded.is_valid() && !plan.uncertain => {
            not_there(workplace, &mut session, plan.problems).await?
        }
        Err(problems) if read.loaded.is_valid() => problems,
        _ => certain_problems(&project, &history),
    };
    problems.retain(|problem| !read.loaded.diagnostics.iter().any(|known| is_about_same(problem, known)));
    workplace.output.diagnostics(&problems);
    let count = read.loaded.changelog.change_sets.len();
    let found = problems.len() + read.loaded.diagnostics.iter().filter(|it| it.is_error()).count();
    let human = match found {
        0 => format!("valid: {count} change sets"),
        wrong => format!("not valid: {wrong} problems in {count} change sets"),
    };
    workplace.output.result(|| human, || json!({"change_sets": count, "problems": found}));
    Ok(if found == 0 { Exit::Done } else { Exit::Invalid })
}

/// Whether a problem only follows from an error in the text at its place.
fn is_about_same(problem: &Diagnostic, known: &Diagnostic) -> bool {
    let (Some(here), Some(there)) = (problem.place(), known.place()) else { return false };
    let overlap = here.span.start < there.span.end && there.span.start < here.span.end;
    known.is_error() && here.source.is(&there.source) && overlap
}

/// The messages of the problems that the database does not solve: it has none of the tables that are missing.
async fn not_there(
    workplace: &Workplace,
    session: &mut Session,
    problems: Vec<Problem>,
) -> Result<Vec<Diagnostic>, Exit> {
    let wanted: Vec<_> = problems.iter().flat_map(|it| it.wanted.iter().cloned()).collect();
    let found = match wanted.is_empty() {
        true => Vec::new(),
        false => {
            let found = inspect(session, &workplace.tracking(session), &Scope::Tables(wanted)).await;
            found.map_err(|error| workplace.refused(&error))?.tables
        }
    };
    let naming = profile(session.product()).naming;
    let is_there = |name: &ObjectName| found.iter().any(|table| naming.same_object(&table.name, name));
    let stands = |problem: &Problem| !problem.wanted.iter().any(is_there);
    Ok(problems.into_iter().filter(stands).flat_map(|it| it.diagnostics).collect())
}
