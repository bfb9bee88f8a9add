//! `clear-checksums`, `calculate-checksum`.

use amend_db::{History as HistoryTable, lock::Lock};
use amend_plan::checksum_of;
use serde_json::json;

use super::Outcome;
use super::tag::busy;
use crate::Exit;
use crate::setup::Workplace;

/// Forgets all checksums.
pub async fn clear(workplace: &Workplace) -> Outcome {
    let mut session = workplace.connect().await?;
    let tracking = workplace.tracking(&session);
    let mut history = HistoryTable::new(&tracking).map_err(|error| workplace.refused(&error))?;
    let lock = Lock::acquire(&mut session, &tracking, workplace.settings.lock_wait, &mut |_| {}).await;
    let lock = lock.map_err(|error| busy(workplace, &error))?;
    let cleared = async {
        history.ensure(&mut session).await?;
        history.clear_checksums(&mut session).await
    }
    .await;
    let released = lock.release(&mut session).await;
    let count = cleared.and_then(|count| released.map(|()| count)).map_err(|error| workplace.refused(&error))?;
    workplace.output.result(|| format!("cleared {count} checksums"), || json!({"cleared": count}));
    Ok(Exit::Done)
}

/// Prints the checksum of a change set.
pub async fn calculate(workplace: &Workplace, name: &str, explain: bool) -> Outcome {
    let session = workplace.connect().await?;
    let read = workplace.read_for(&session)?;
    let project = read.project(workplace, session.default_schema());
    let named = |key: amend_changelog::Key| key.to_string().eq_ignore_ascii_case(name);
    let Some(change_set) = read.loaded.changelog.change_sets.iter().find(|it| named(it.key())) else {
        workplace.output.error(&format!("there is no change set `{name}`; name it as path::id::author"));
        return Err(Exit::Usage);
    };
    let (sum, texts) = checksum_of(&project, change_set).map_err(|problem| {
        workplace.output.diagnostics(&[problem]);
        Exit::Invalid
    })?;
    let human = if explain { format!("{}\n{sum}", texts.join("\n")) } else { sum.clone() };
    workplace.output.result(|| human, || json!({"change_set": name, "checksum": sum, "texts": texts}));
    Ok(Exit::Done)
}
