//! `history`: what has run.

use amend_db::{History as HistoryTable, Session};
use amend_plan::{History, HistoryRow};
use serde_json::{Value, json};

use super::Outcome;
use crate::Exit;
use crate::setup::Workplace;

/// Shows the rows of the history in their order.
pub async fn history(workplace: &Workplace) -> Outcome {
    let mut session = workplace.connect().await?;
    let history = read(workplace, &mut session).await?.unwrap_or_default();
    let output = workplace.output;
    if output.is_json() {
        output.json(&Value::Array(history.rows.iter().map(row_json).collect()));
        return Ok(Exit::Done);
    }
    for row in &history.rows {
        output.safe_line(&line(row));
    }
    if history.rows.is_empty() {
        output.line("nothing has run");
    }
    Ok(Exit::Done)
}

/// Reads the history; `None` where there is no table.
///
/// # Errors
/// What the database says; the message was printed.
pub async fn read(workplace: &Workplace, session: &mut Session) -> Result<Option<History>, Exit> {
    let tracking = workplace.tracking(session);
    let mut table = HistoryTable::new(&tracking).map_err(|error| workplace.refused(&error))?;
    let recorded = table.read(session).await.map_err(|error| workplace.refused(&error))?;
    Ok(recorded.map(|recorded| History::new(recorded.rows)))
}

fn line(row: &HistoryRow) -> String {
    let tag = row.tag.as_ref().map(|tag| format!(" [{tag}]")).unwrap_or_default();
    format!("{:>4}  {}  {:<8}  {}{tag}", row.order_executed, row.date_executed, row.exec_type.as_str(), row.key)
}

fn row_json(row: &HistoryRow) -> Value {
    json!({
        "id": row.key.id,
        "author": row.key.author,
        "filename": row.key.filename,
        "date_executed": row.date_executed,
        "order_executed": row.order_executed,
        "exec_type": row.exec_type.as_str(),
        "md5sum": row.md5sum,
        "description": row.description,
        "comments": row.comments,
        "tag": row.tag,
        "contexts": row.contexts,
        "labels": row.labels,
        "deployment_id": row.deployment_id,
    })
}
