//! The rows of recorded ways back.

use std::collections::{HashMap, HashSet};

use amend_plan::{ChangeSetKey, Inverse, InverseRow};

use super::JournalTable;
use crate::history::WRITER;
use crate::history::statements::now;
use crate::session::Cell;
use crate::{DbError, ErrorKind, Session};

/// The direction of these rows.
const INVERSE: &str = "INVERSE";

/// How many bytes of statements one `INSERT` brings at most, unless one alone has more.
const MOST_BYTES: usize = 500_000;

/// What the row with the number 0 tells beside.
#[derive(Default)]
struct Head {
    md5sum: Cell,
    writer: Cell,
    deployment_id: Cell,
    written: Cell,
}

impl JournalTable {
    /// Reads the recorded ways back; there are none in a table of an older release.
    pub(super) async fn read_inverses(&self, session: &mut Session) -> Result<Vec<Inverse>, DbError> {
        if !self.columns.iter().any(|it| it == "STATEMENT_TEXT") {
            return Ok(Vec::new());
        }
        let columns = "ID, AUTHOR, FILENAME, STATEMENT_NUMBER, STATEMENT_HASH, STATE, ERROR, STATEMENT_TEXT, TRAITS, \
                       MD5SUM, WRITER, DEPLOYMENT_ID, WRITTEN";
        let read = format!("SELECT {columns} FROM {} WHERE DIRECTION = '{INVERSE}'", self.printed()?);
        let mut all: HashMap<ChangeSetKey, (Head, Vec<InverseRow>)> = HashMap::new();
        for cells in session.query(&read).await? {
            let (key, row, head) = parts(cells)?;
            let (its_head, rows) = all.entry(key).or_default();
            if row.number == 0 {
                *its_head = head;
            }
            rows.push(row);
        }
        Ok(all.into_iter().map(|(key, (head, rows))| inverse(key, head, rows)).collect())
    }

    /// The change sets that have a recorded way back.
    pub(super) async fn read_recorded(&self, session: &mut Session) -> Result<HashSet<ChangeSetKey>, DbError> {
        let table = self.printed()?;
        let read = format!("SELECT DISTINCT ID, AUTHOR, FILENAME FROM {table} WHERE DIRECTION = '{INVERSE}'");
        let key = |cells: Vec<Cell>| {
            let [id, author, filename] = <[Cell; 3]>::try_from(cells).ok()?;
            Some(ChangeSetKey::new(id?, author?, filename?))
        };
        Ok(session.query(&read).await?.into_iter().filter_map(key).collect())
    }

    /// The statements that write a recorded way back in place of the one that is there.
    pub fn record(&mut self, inverse: &Inverse, deployment_id: &str) -> Result<Vec<String>, DbError> {
        let is_there = !self.recorded.insert(inverse.key.clone());
        let mut statements: Vec<String> =
            is_there.then(|| self.remove(&inverse.key)).transpose()?.into_iter().collect();
        let rows = inverse.rows();
        let mut first = 0;
        while first < rows.len() {
            let mut bytes = 0;
            let fits = |row: &&InverseRow| {
                bytes += row.text.as_ref().map_or(0, String::len);
                bytes <= MOST_BYTES
            };
            let count = rows[first..].iter().take_while(fits).count().max(1);
            statements.push(self.insert(inverse, &rows[first..first + count], deployment_id)?);
            first += count;
        }
        Ok(statements)
    }

    /// The statement that takes the recorded way back of a change set away.
    pub fn remove(&self, key: &ChangeSetKey) -> Result<String, DbError> {
        Ok(format!("DELETE FROM {} WHERE {}", self.printed()?, self.condition(key, INVERSE)?))
    }

    fn insert(&self, inverse: &Inverse, rows: &[InverseRow], deployment_id: &str) -> Result<String, DbError> {
        let columns: Vec<&str> = super::COLUMNS.iter().map(|(name, _)| *name).collect();
        let rows: Result<Vec<String>, DbError> =
            rows.iter().map(|row| self.inverse_values(inverse, row, deployment_id)).collect();
        Ok(format!("INSERT INTO {} ({}) VALUES {}", self.printed()?, columns.join(", "), rows?.join(", ")))
    }

    fn inverse_values(&self, inverse: &Inverse, row: &InverseRow, deployment_id: &str) -> Result<String, DbError> {
        let is_head = row.number == 0;
        let values = [
            self.text(&inverse.key.id)?,
            self.text(&inverse.key.author)?,
            self.text(&inverse.key.filename)?,
            self.text(INVERSE)?,
            row.number.to_string(),
            self.text(&row.hash)?,
            self.text(&row.state)?,
            now(self.product).to_owned(),
            self.text(deployment_id)?,
            self.nullable(row.note.as_deref())?,
            row.text.as_deref().map_or(Ok("NULL".to_owned()), |text| self.text(text))?,
            self.nullable(row.traits.as_deref())?,
            self.nullable(Some(inverse.md5sum.as_str()).filter(|_| is_head))?,
            self.nullable(Some(WRITER).filter(|_| is_head))?,
        ];
        Ok(format!("({})", values.join(", ")))
    }
}

fn parts(cells: Vec<Cell>) -> Result<(ChangeSetKey, InverseRow, Head), DbError> {
    let bad = || DbError::new(ErrorKind::Other, "the journal has a row that amend did not write");
    let [id, author, filename, number, hash, state, note, text, traits, md5sum, writer, deployment_id, written] =
        <[Cell; 13]>::try_from(cells).map_err(|_| bad())?;
    let key =
        ChangeSetKey { id: id.ok_or_else(bad)?, author: author.ok_or_else(bad)?, filename: filename.ok_or_else(bad)? };
    let number = number.and_then(|it| it.parse().ok()).ok_or_else(bad)?;
    let (hash, state) = (hash.unwrap_or_default(), state.unwrap_or_default());
    Ok((key, InverseRow { number, hash, state, note, text, traits }, Head { md5sum, writer, deployment_id, written }))
}

fn inverse(key: ChangeSetKey, head: Head, rows: Vec<InverseRow>) -> Inverse {
    Inverse {
        md5sum: head.md5sum.unwrap_or_default(),
        writer: head.writer.unwrap_or_default(),
        deployment_id: head.deployment_id.unwrap_or_default(),
        written: head.written.unwrap_or_default(),
        ..Inverse::of_rows(key, rows)
    }
}
