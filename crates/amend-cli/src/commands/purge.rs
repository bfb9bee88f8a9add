//! `purge`: ends the keeping of what change sets took.

use std::time::Duration;

use amend_catalog::ObjectName;
use amend_db::{History as HistoryTable, Lock, Recorded, Session, Tracking, drop_kept, kept_tables};
use amend_plan::{HistoryRow, kept_prefix};
use serde_json::{Value, json};

use super::Outcome;
use super::tag::busy;
use crate::Exit;
use crate::settings::time;
use crate::setup::Workplace;

/// A table that keeps rows.
struct Keeping {
    table: ObjectName,
    /// Who took the rows, and when; `None` where the history does not know.
    taken: Option<(String, String)>,
    /// How long ago, by the clock of the server.
    age: Option<Duration>,
}

/// Drops the tables of the default schema that keep rows, all or those of long ago.
pub async fn purge(workplace: &Workplace, older_than: Option<String>) -> Outcome {
    let older_than = time("older-than", older_than).map_err(|error| {
        workplace.output.error(&error.to_string());
        Exit::Usage
    })?;
    let mut session = workplace.connect().await?;
    let tracking = workplace.tracking(&session);
    let lock = Lock::acquire(&mut session, &tracking, workplace.settings.lock_wait, &mut |_| {}).await;
    let lock = lock.map_err(|error| busy(workplace, &error))?;
    let done = drop_all(&mut session, &tracking, older_than).await;
    let released = lock.release(&mut session).await;
    let (gone, stay) = done.and_then(|done| released.map(|()| done)).map_err(|error| workplace.refused(&error))?;
    show(workplace, &gone, stay);
    Ok(Exit::Done)
}

/// What was dropped, and how many tables stay.
async fn drop_all(
    session: &mut Session,
    tracking: &Tracking,
    older_than: Option<Duration>,
) -> Result<(Vec<Keeping>, usize), amend_db::DbError> {
    let recorded = HistoryTable::new(tracking)?.read(session).await?;
    // Another schema, or another database on MySQL, may be another program's that runs the same changelog.
    let own = kept_tables(session).await?.into_iter().filter(|table| table.schema.is_none());
    let all = own.map(|table| Keeping::of(table, recorded.as_ref()));
    let (gone, stay): (Vec<_>, Vec<_>) = all.partition(|it| older_than.is_none_or(|limit| it.age >= Some(limit)));
    for keeping in &gone {
        drop_kept(session, &keeping.table).await?;
    }
    Ok((gone, stay.len()))
}

impl Keeping {
    fn of(table: ObjectName, recorded: Option<&Recorded>) -> Self {
        let took = |row: &&HistoryRow| table.name.starts_with(&kept_prefix(&row.key.normal()));
        let row = recorded.and_then(|it| it.rows.iter().find(took));
        let taken = row.map(|row| (row.key.to_string(), row.date_executed.clone()));
        let now = recorded.and_then(|it| it.now.as_deref()).and_then(seconds);
        let then = row.and_then(|row| seconds(&row.date_executed));
        let age = now.zip(then).map(|(now, then)| Duration::from_secs(now.saturating_sub(then)));
        Self { table, taken, age }
    }

    fn line(&self) -> String {
        match &self.taken {
            Some((name, moment)) => format!("purged {}: taken by {name} on {moment}", self.table),
            None => format!("purged {}: taken by nobody in the history", self.table),
        }
    }

    fn json(&self) -> Value {
        let (name, moment) = self.taken.clone().unzip();
        json!({"table": self.table.to_string(), "change_set": name, "taken": moment})
    }
}

fn show(workplace: &Workplace, gone: &[Keeping], stay: usize) {
    let output = workplace.output;
    if output.is_json() {
        let gone: Vec<Value> = gone.iter().map(Keeping::json).collect();
        return output.json(&json!({"purged": gone, "kept": stay}));
    }
    for keeping in gone {
        output.safe_line(&keeping.line());
    }
    output.line(&format!("{} purged, {stay} kept", gone.len()));
}

/// The seconds since the year 0 of a moment `YYYY-MM-DD HH:MM:SS`; what stands behind does not count.
fn seconds(moment: &str) -> Option<u64> {
    let part = |range: std::ops::Range<usize>| moment.get(range)?.parse::<u64>().ok();
    let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
    let (hour, minute, second) = (part(11..13)?, part(14..16)?, part(17..19)?);
    // The year begins in March, so that the day that comes in some years is its last one.
    let year = if month > 2 { year } else { year.checked_sub(1)? };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * ((month + 9) % 12) + 2) / 5 + day;
    Some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_as_far_apart_as_the_calendar_says() {
        let apart = |from: &str, to: &str| seconds(to).zip(seconds(from)).map(|(to, from)| to - from);
        assert_eq!(apart("2026-01-31 10:00:00", "2026-01-31 10:00:01.5"), Some(1));
        assert_eq!(apart("2024-02-28 00:00:00", "2024-03-01 00:00:00"), Some(2 * 86_400));
        assert_eq!(apart("2026-02-28 00:00:00", "2026-03-01 00:00:00"), Some(86_400));
        assert_eq!(apart("2025-12-31 23:59:59", "2026-01-01 00:00:00"), Some(1));
        assert_eq!(seconds("soon"), None);
    }
}
