//! `tag`, `tag-exists`.

use std::time::{SystemTime, UNIX_EPOCH};

use amend_db::run::deployment_id;
use amend_db::{History as HistoryTable, lock::Lock, lock::LockError};
use serde_json::json;

use super::Outcome;
use crate::Exit;
use crate::setup::Workplace;

/// Gives the last row of the history a tag.
pub async fn tag(workplace: &Workplace, tag: &str) -> Outcome {
    let mut session = workplace.connect().await?;
    let tracking = workplace.tracking(&session);
    let mut history = HistoryTable::new(&tracking).map_err(|error| workplace.refused(&error))?;
    let lock = Lock::acquire(&mut session, &tracking, workplace.settings.lock_wait, &mut |_| {}).await;
    let lock = lock.map_err(|error| busy(workplace, &error))?;
    let marked = async {
        history.ensure(&mut session).await?;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let marker = amend_db::history::tag_marker(tag, now, &deployment_id());
        history.tag_last(&mut session, tag, &marker).await
    }
    .await;
    let released = lock.release(&mut session).await;
    marked.and(released).map_err(|error| workplace.refused(&error))?;
    workplace.output.result(|| format!("tagged the last change set `{tag}`"), || json!({"tag": tag}));
    Ok(Exit::Done)
}

/// Prints that the lock was not obtained, or what the database said.
pub fn busy(workplace: &Workplace, error: &LockError) -> Exit {
    match error {
        LockError::Db(error) => workplace.refused(error),
        other => {
            workplace.output.error(&other.to_string());
            Exit::Locked
        }
    }
}

/// Tells whether a row of the history has the tag.
pub async fn tag_exists(workplace: &Workplace, tag: &str) -> Outcome {
    let mut session = workplace.connect().await?;
    let tracking = workplace.tracking(&session);
    let mut history = HistoryTable::new(&tracking).map_err(|error| workplace.refused(&error))?;
    let exists = history.tag_exists(&mut session, tag).await.map_err(|error| workplace.refused(&error))?;
    let human = if exists { format!("the tag `{tag}` exists") } else { format!("the tag `{tag}` does not exist") };
    workplace.output.result(|| human, || json!({"tag": tag, "exists": exists}));
    Ok(Exit::Done)
}
