//! `list-locks`, `release-locks`.

use amend_db::lock::{force_release, list_locks, live_holder};
use serde_json::{Value, json};

use super::Outcome;
use super::tag::busy;
use crate::Exit;
use crate::setup::Workplace;

/// Shows who holds the lock.
pub async fn list(workplace: &Workplace) -> Outcome {
    let mut session = workplace.connect().await?;
    let tracking = workplace.tracking(&session);
    let locks = list_locks(&mut session, &tracking).await.map_err(|error| workplace.refused(&error))?;
    let output = workplace.output;
    if output.is_json() {
        output.json(&Value::Array(locks.iter().map(|lock| json!(lock.to_string())).collect()));
        return Ok(Exit::Done);
    }
    for lock in &locks {
        output.safe_line(&lock.to_string());
    }
    if locks.is_empty() {
        output.line("no locks");
    }
    Ok(Exit::Done)
}

/// Frees the lock that somebody left; one of a living amend only by force.
pub async fn release(workplace: &Workplace, force: bool) -> Outcome {
    let mut session = workplace.connect().await?;
    let tracking = workplace.tracking(&session);
    if !force
        && let Some(holder) = live_holder(&mut session, &tracking).await.map_err(|error| busy(workplace, &error))?
    {
        workplace.output.error(&format!("the lock is in use: {holder}; `--force` frees it all the same"));
        return Err(Exit::Locked);
    }
    let freed = force_release(&mut session, &tracking).await.map_err(|error| workplace.refused(&error))?;
    let freed = freed.map(|row| row.to_string());
    let human = freed.as_ref().map_or_else(|| "no locks".to_owned(), |row| format!("freed the lock of {row}"));
    workplace.output.result(|| human, || json!({"freed": freed}));
    Ok(Exit::Done)
}
