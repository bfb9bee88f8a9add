//! `unexpected-changesets`: what has run and is not in the changelog.

use amend_plan::HistoryRow;
use serde_json::json;

use super::Outcome;
use crate::Exit;
use crate::setup::Workplace;

/// Shows the rows of the history whose change set the changelog does not have.
pub async fn unexpected(workplace: &Workplace) -> Outcome {
    let mut session = workplace.connect().await?;
    let read = workplace.read_for(&session)?;
    let history = super::history::read(workplace, &mut session).await?.unwrap_or_default();
    let known = |row: &HistoryRow| read.loaded.changelog.change_sets.iter().any(|it| row.is_nearly_of(it));
    let names: Vec<String> = history.rows.iter().filter(|row| !known(row)).map(|row| row.key.to_string()).collect();
    let output = workplace.output;
    if output.is_json() {
        output.json(&json!({"unexpected": names}));
        return Ok(Exit::Done);
    }
    for name in &names {
        output.safe_line(&format!("unexpected {name}"));
    }
    output.line(&match names.len() {
        0 => "nothing unexpected: every change set that ran is in the changelog".to_owned(),
        1 => "1 unexpected change set".to_owned(),
        count => format!("{count} unexpected change sets"),
    });
    Ok(Exit::Done)
}
