//! `validate`: whether the changelog can run, for itself and against the history.

use amend_plan::{History, Project, plan_offline};
use amend_syntax::Diagnostic;
use serde_json::json;

use super::Outcome;
use crate::Exit;
use crate::setup::Workplace;

/// Checks the changelog, its checksums, and that every pending change set can be planned.
pub async fn validate(workplace: &Workplace) -> Outcome {
    let mut session = workplace.connect().await?;
    let read = workplace.read_for(&session)?;
    let history = super::history::read(workplace, &mut session).await?.unwrap_or_default();
    let schema = session.default_schema().map(str::to_owned);
    let problems = problems(&read.project(workplace, schema.as_deref()), &history);
    workplace.output.diagnostics(&problems);
    let count = read.loaded.changelog.change_sets.len();
    let human = match problems.len() {
        0 => format!("valid: {count} change sets"),
        wrong => format!("not valid: {wrong} problems in {count} change sets"),
    };
    workplace.output.result(|| human, || json!({"change_sets": count, "problems": problems.len()}));
    Ok(if problems.is_empty() { Exit::Done } else { Exit::Invalid })
}

/// What is wrong; tables that only the database may know are left to the run.
fn problems(project: &Project<'_>, history: &History) -> Vec<Diagnostic> {
    match plan_offline(project, history) {
        Err(problems) => problems,
        Ok(plan) if plan.uncertain => Vec::new(),
        Ok(plan) => plan.problems.into_iter().filter(|it| !it.may_be_found).flat_map(|it| it.diagnostics).collect(),
    }
}
