//! A row of the history, and all of them in their order.

use amend_plan::{ChangeSetKey, ExecType, HistoryRow};

use crate::session::{Cell, Rows};
use crate::{DbError, ErrorKind};

/// A row of a first execution by this program, with nothing else known.
pub fn own_row(key: ChangeSetKey, order_executed: i64) -> HistoryRow {
    HistoryRow {
        key,
        date_executed: String::new(),
        order_executed,
        exec_type: ExecType::Executed,
        md5sum: None,
        description: None,
        comments: None,
        tag: None,
        liquibase: Some(super::WRITER.to_owned()),
        contexts: None,
        labels: None,
        deployment_id: None,
    }
}

/// The row that carries a tag where there is no other row. `milliseconds` since 1970 become its id.
pub fn tag_marker(tag: &str, milliseconds: u128, deployment_id: &str) -> HistoryRow {
    HistoryRow {
        md5sum: Some("9:d41d8cd98f00b204e9800998ecf8427e".into()),
        description: Some("empty".into()),
        comments: Some(String::new()),
        tag: Some(tag.to_owned()),
        deployment_id: Some(deployment_id.to_owned()),
        ..own_row(ChangeSetKey::new(milliseconds.to_string(), "liquibase", "liquibase-internal"), 1)
    }
}

/// Which moment a row gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stamp {
    /// The server's clock.
    Now,
    /// The server's clock, but not before this moment: the clock is behind what other clocks and zones have written.
    NotBefore(String),
}

/// The whole history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The rows, in the order of execution.
    pub rows: Vec<HistoryRow>,
    /// The server's clock when they were read, in the form of the rows' own moments; `None` where there is no row.
    pub now: Option<String>,
}

/// The name that the reading query gives to the server's clock.
pub(super) const NOW_COLUMN: &str = "AMEND_NOW";

impl Recorded {
    pub(super) fn from_rows(found: Rows) -> Result<Self, DbError> {
        let places = Places::of(&found.columns);
        let now = found.rows.first().and_then(|row| places.text(row, NOW_COLUMN));
        let mut rows = found.rows.iter().map(|row| places.row(row)).collect::<Result<Vec<_>, _>>()?;
        rows.sort_by(|left, right| {
            (left.order_executed, &left.date_executed).cmp(&(right.order_executed, &right.date_executed))
        });
        Ok(Self { rows, now })
    }

    /// The number that the next row gets.
    pub fn next_order(&self) -> i64 {
        self.rows.iter().map(|row| row.order_executed).max().unwrap_or(0).max(0) + 1
    }

    /// The moment for the next rows, so that the order by moments is the order of execution.
    pub fn stamp(&self) -> Stamp {
        let latest = self.rows.iter().map(|row| &row.date_executed).filter(|moment| is_moment(moment)).max();
        match (latest, &self.now) {
            (Some(latest), Some(now)) if latest > now => Stamp::NotBefore(latest.clone()),
            _ => Stamp::Now,
        }
    }

    /// Whether the order by moments, which Liquibase goes by, is another one than the order by numbers.
    pub fn orders_differ(&self) -> bool {
        self.rows.windows(2).any(|pair| pair[0].date_executed > pair[1].date_executed)
    }

    /// Whether two change sets differ in letter case only.
    pub(super) fn has_case_twins(&self) -> bool {
        let lower = |key: &ChangeSetKey| [&key.id, &key.author, &key.filename].map(|it| it.to_lowercase());
        let mut keys: Vec<_> = self.rows.iter().map(|row| (lower(&row.key), &row.key)).collect();
        keys.sort();
        keys.windows(2).any(|pair| pair[0].0 == pair[1].0 && pair[0].1 != pair[1].1)
    }
}

/// `YYYY-MM-DD HH:MM:SS`, with or without a fraction: texts that compare as the moments do.
fn is_moment(text: &str) -> bool {
    const FORM: &[u8] = b"0000-00-00 00:00:00";
    let fits = |(byte, form): (u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == *form };
    text.len() >= FORM.len() && text.bytes().zip(FORM).all(fits)
}

/// Where each column stands. Columns that are not known are left alone.
struct Places<'a>(&'a [String]);

impl<'a> Places<'a> {
    fn of(columns: &'a [String]) -> Self {
        Self(columns)
    }

    fn text(&self, row: &[Cell], column: &str) -> Cell {
        let place = self.0.iter().position(|name| name.eq_ignore_ascii_case(column))?;
        row.get(place)?.clone()
    }

    fn required(&self, row: &[Cell], column: &str) -> Result<String, DbError> {
        self.text(row, column).ok_or_else(|| {
            DbError::new(ErrorKind::Other, format!("the history table has a row without a value for {column}"))
        })
    }

    fn row(&self, row: &[Cell]) -> Result<HistoryRow, DbError> {
        Ok(HistoryRow {
            key: ChangeSetKey {
                id: self.required(row, "ID")?,
                author: self.required(row, "AUTHOR")?,
                filename: self.required(row, "FILENAME")?,
            },
            date_executed: self.text(row, "DATEEXECUTED").unwrap_or_default(),
            order_executed: self.text(row, "ORDEREXECUTED").and_then(|it| it.parse().ok()).unwrap_or(-1),
            exec_type: exec_type(self.text(row, "EXECTYPE"))?,
            md5sum: self.text(row, "MD5SUM"),
            description: self.text(row, "DESCRIPTION"),
            comments: self.text(row, "COMMENTS"),
            tag: self.text(row, "TAG"),
            liquibase: self.text(row, "LIQUIBASE"),
            contexts: self.text(row, "CONTEXTS"),
            labels: self.text(row, "LABELS"),
            deployment_id: self.text(row, "DEPLOYMENT_ID"),
        })
    }
}

/// Tables of old releases have no such column.
fn exec_type(word: Cell) -> Result<ExecType, DbError> {
    let Some(word) = word else { return Ok(ExecType::Executed) };
    ExecType::parse(&word).ok_or_else(|| {
        DbError::new(ErrorKind::Other, format!("the history table has a row with the unknown EXECTYPE `{word}`"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recorded(now: &str, rows: &[(i64, &str)]) -> Recorded {
        let columns = ["ID", "AUTHOR", "FILENAME", "DATEEXECUTED", "orderexecuted", "EXECTYPE", "EXTRA", NOW_COLUMN];
        let cells = |(order, date): &(i64, &str)| {
            let texts = [&format!("i{order}"), "a", "f", date, &order.to_string(), "EXECUTED", "?", now];
            texts.map(|it| Some(it.to_owned())).to_vec()
        };
        let columns = columns.map(str::to_owned).to_vec();
        Recorded::from_rows(Rows { columns, rows: rows.iter().map(cells).collect() }).unwrap()
    }

    #[test]
    fn the_order_is_that_of_the_numbers() {
        let found = recorded("2026-01-01 00:00:00", &[(2, "2025-01-01 00:00:00"), (1, "2025-01-01 00:00:00.5")]);
        assert_eq!(found.rows.iter().map(|row| row.order_executed).collect::<Vec<_>>(), [1, 2]);
        assert!(found.orders_differ());
        assert_eq!(found.next_order(), 3);
    }

    #[test]
    fn equal_moments_are_no_second_order() {
        assert!(
            !recorded("2026-01-01 00:00:00", &[(2, "2025-01-01 00:00:00"), (1, "2025-01-01 00:00:00")]).orders_differ()
        );
    }

    #[test]
    fn a_clock_that_is_behind_does_not_count() {
        let ahead = "2026-01-01 09:00:00.25";
        assert_eq!(recorded("2026-01-01 00:00:00", &[(1, ahead)]).stamp(), Stamp::NotBefore(ahead.into()));
        assert_eq!(recorded("2026-01-01 10:00:00", &[(1, ahead)]).stamp(), Stamp::Now);
        assert_eq!(recorded("2026-01-01 10:00:00", &[(1, "9999 not a moment")]).stamp(), Stamp::Now);
    }

    #[test]
    fn what_cannot_be_a_history_is_refused() {
        let columns = ["ID", "AUTHOR", "FILENAME", "EXECTYPE"].map(str::to_owned).to_vec();
        let read = |row: [Option<&str>; 4]| {
            let rows = vec![row.map(|it| it.map(str::to_owned)).to_vec()];
            Recorded::from_rows(Rows { columns: columns.clone(), rows }).map_err(|error| error.to_string())
        };
        let missing = read([None, Some("a"), Some("f"), Some("EXECUTED")]);
        assert_eq!(missing.unwrap_err(), "the history table has a row without a value for ID");
        let unknown = read([Some("1"), Some("a"), Some("f"), Some("DONE")]);
        assert_eq!(unknown.unwrap_err(), "the history table has a row with the unknown EXECTYPE `DONE`");
    }

    #[test]
    fn twins_by_letter_case_are_seen() {
        let mut found = recorded("", &[(1, ""), (2, "")]);
        assert!(!found.has_case_twins());
        found.rows[1].key = ChangeSetKey::new("I1", "a", "f");
        assert!(found.has_case_twins());
    }
}
