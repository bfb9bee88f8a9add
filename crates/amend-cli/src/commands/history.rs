//! `history`: what has run.

use amend_db::{History as HistoryTable, Session};
use amend_plan::{History, HistoryRow, Inverse, NoWay};
use serde_json::{Value, json};

use super::Outcome;
use crate::Exit;
use crate::setup::Workplace;

/// Shows the rows of the history in their order.
pub async fn history(workplace: &Workplace) -> Outcome {
    let mut session = workplace.connect().await?;
    let history = read(workplace, &mut session).await?.unwrap_or_default();
    let journal = workplace.journal(&mut session).await?;
    let output = workplace.output;
    if output.is_json() {
        output.json(&Value::Array(history.rows.iter().map(|row| row_json(row, journal.inverse(row))).collect()));
        return Ok(Exit::Done);
    }
    for row in &history.rows {
        output.safe_line(&line(row, journal.inverse(row)));
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

fn line(row: &HistoryRow, inverse: Option<&Inverse>) -> String {
    let tag = row.tag.as_ref().map(|tag| format!(" [{tag}]")).unwrap_or_default();
    let way = inverse.map(|it| format!("  ({})", words(it))).unwrap_or_default();
    format!("{:>4}  {}  {:<8}  {}{tag}{way}", row.order_executed, row.date_executed, row.exec_type.as_str(), row.key)
}

/// What is recorded of the way back.
fn words(inverse: &Inverse) -> String {
    match &inverse.way {
        Ok(way) if way.losses.is_empty() => "way back recorded".to_owned(),
        Ok(way) => format!("way back recorded: {}", way.losses.join("; ")),
        Err(NoWay::Impossible(why)) => format!("no way back: {why}"),
        Err(NoWay::Unreadable(why)) => format!("way back recorded, but not usable: {why}"),
    }
}

fn row_json(row: &HistoryRow, inverse: Option<&Inverse>) -> Value {
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
        "way_back": inverse.map(inverse_json),
    })
}

fn inverse_json(inverse: &Inverse) -> Value {
    json!({
        "usable": inverse.way.is_ok(),
        "note": words(inverse),
        "statements": inverse.way.as_ref().map_or(0, |way| way.statements.len()),
        "md5sum": inverse.md5sum,
        "written": inverse.written,
        "writer": inverse.writer,
    })
}
