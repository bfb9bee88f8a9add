//! `status`: what is pending.

use amend_plan::{Decision, History, select};
use serde_json::json;

use super::Outcome;
use crate::Exit;
use crate::setup::Workplace;

/// Shows what an update would run.
pub async fn status(workplace: &Workplace, exit_code: bool) -> Outcome {
    let mut session = workplace.connect().await?;
    let read = workplace.read_for(&session)?;
    let history = super::history::read(workplace, &mut session).await?.unwrap_or_default();
    let schema = session.default_schema().map(str::to_owned);
    let project = read.project(workplace, schema.as_deref());
    let selection = select(&project, &history);
    if !selection.problems.is_empty() {
        workplace.output.diagnostics(&selection.problems);
        return Err(Exit::Invalid);
    }
    let key = |index: usize| read.loaded.changelog.change_sets[index].key().to_string();
    let pending: Vec<(String, bool)> =
        selection.pending().map(|index| (key(index), selection.decisions[index] == Decision::RunAgain)).collect();
    show(workplace, &pending, &history);
    Ok(if exit_code && !pending.is_empty() { Exit::Pending } else { Exit::Done })
}

fn show(workplace: &Workplace, pending: &[(String, bool)], history: &History) {
    let output = workplace.output;
    if output.is_json() {
        let names: Vec<&String> = pending.iter().map(|(name, _)| name).collect();
        return output.json(&json!({"pending": names, "ran": history.rows.len()}));
    }
    for (name, again) in pending {
        output.safe_line(&format!("pending {name}{}", if *again { " (again)" } else { "" }));
    }
    match pending.len() {
        0 => output.line("up to date: nothing is pending"),
        1 => output.line("1 pending change set"),
        count => output.line(&format!("{count} pending change sets")),
    }
}
