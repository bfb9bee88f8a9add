//! The journal's table: how far change sets came that no transaction holds as a whole, and the recorded ways back.
//!
//! It is made when it is first needed, and dropped again when it has no row, so that a database looks as other tools
//! leave it.

mod found;
mod inverse;

use std::collections::HashSet;

pub use found::FoundJournal;

use amend_catalog::ObjectName;
use amend_plan::{ChangeSetKey, Direction, Entry, EntryState, Journal};
use amend_sql::literals::{self, BadLiteral};
use amend_sql::{Product, names};

use crate::history::statements::now;
use crate::session::Cell;
use crate::tracking::{self, Tracking};
use crate::{DbError, ErrorKind, Session};

/// The usual name of the journal's table.
pub const JOURNAL_TABLE: &str = "AMEND_JOURNAL";

/// The columns in their order, with the type of each.
const COLUMNS: &[(&str, Type)] = &[
    ("ID", Type::Text(255)),
    ("AUTHOR", Type::Text(255)),
    ("FILENAME", Type::Text(255)),
    ("DIRECTION", Type::Text(10)),
    ("STATEMENT_NUMBER", Type::Integer),
    ("STATEMENT_HASH", Type::Text(64)),
    ("STATE", Type::Text(10)),
    ("WRITTEN", Type::Moment),
    ("DEPLOYMENT_ID", Type::Text(10)),
    ("ERROR", Type::LongText),
    ("STATEMENT_TEXT", Type::LongText),
    ("TRAITS", Type::LongText),
    ("MD5SUM", Type::Text(35)),
    ("WRITER", Type::Text(20)),
];

/// The columns of rows that say how far a change set came, which tables of older releases may not have: how many statements
/// it has, and its checksum.
const OF_CHANGE_SET: [&str; 2] = ["TRAITS", "MD5SUM"];

/// The columns that tables of older releases have not, from this place on.
const NEW_COLUMNS: usize = 10;

/// The directions of rows that say how far a change set came.
const UNDER_WAY: &str = "DIRECTION IN ('FORWARD', 'BACK')";

#[derive(Clone, Copy)]
enum Type {
    Text(u32),
    LongText,
    Integer,
    Moment,
}

/// The journal of a database.
#[derive(Clone, Debug)]
pub(crate) struct JournalTable {
    product: Product,
    name: ObjectName,
    /// The columns that were found, in upper case.
    columns: Vec<String>,
    /// The change sets whose way back is recorded, as far as that was looked up: the table has no index.
    recorded: HashSet<ChangeSetKey>,
}

impl JournalTable {
    pub fn new(tracking: &Tracking) -> Self {
        Self { product: tracking.product, name: tracking.journal(), columns: Vec::new(), recorded: HashSet::new() }
    }

    /// Reads the journal; `None` where there is no table. Nothing is written.
    pub async fn read(&mut self, session: &mut Session, inverses: bool) -> Result<Option<Journal>, DbError> {
        if !self.locate(session).await? {
            return Ok(None);
        }
        let columns = "ID, AUTHOR, FILENAME, DIRECTION, STATEMENT_NUMBER, STATEMENT_HASH, STATE, ERROR, WRITTEN, \
                       DEPLOYMENT_ID";
        let has = |column: &&str| self.columns.iter().any(|it| it == column);
        let of_change_set = OF_CHANGE_SET.map(|column| if has(&column) { column } else { "NULL" }).join(", ");
        let read = format!("SELECT {columns}, {of_change_set} FROM {} WHERE {UNDER_WAY}", self.printed()?);
        let rows = session.query(&read).await?;
        let entries = rows.into_iter().map(entry).collect::<Result<Vec<Entry>, _>>()?;
        let inverses = if inverses || !entries.is_empty() { self.read_inverses(session).await? } else { Vec::new() };
        Ok(Some(Journal { entries, inverses }))
    }

    /// Makes the table where it is missing, and adds the columns that tables of older releases have not. Call it under the
    /// session lock.
    pub async fn ensure(&mut self, session: &mut Session) -> Result<(), DbError> {
        let is_there = self.locate(session).await?;
        for statement in self.opening(is_there)? {
            session.execute(&statement).await?;
        }
        self.recorded = if is_there { self.read_recorded(session).await? } else { HashSet::new() };
        Ok(())
    }

    /// The statements that make the table, or bring the one that was found up to the layout of today.
    pub fn opening(&self, is_there: bool) -> Result<Vec<String>, DbError> {
        if !is_there {
            return Ok(vec![self.create()?]);
        }
        let is_missing = |(name, _): &&(&str, Type)| !self.columns.iter().any(|it| it == name);
        let missing = COLUMNS[NEW_COLUMNS..].iter().filter(is_missing);
        let table = self.printed()?;
        Ok(missing.map(|(name, ty)| format!("ALTER TABLE {table} ADD {name} {}", self.type_name(*ty))).collect())
    }

    fn create(&self) -> Result<String, DbError> {
        let definition = |(name, ty): &(&str, Type)| format!("{name} {}", self.type_name(*ty));
        let columns: Vec<String> = COLUMNS.iter().map(definition).collect();
        // Rows of the journal must be undone with their transaction, whatever the server's usual engine is.
        let engine = match self.product {
            Product::MySql | Product::MariaDb => " ENGINE = InnoDB",
            Product::PostgreSql | Product::Sqlite => "",
        };
        Ok(format!("CREATE TABLE {} ({}){engine}", self.printed()?, columns.join(", ")))
    }

    /// Drops the table where it has no row. Call it under the session lock.
    pub async fn drop_if_empty(&mut self, session: &mut Session) -> Result<(), DbError> {
        if !self.locate(session).await? {
            return Ok(());
        }
        let table = self.printed()?;
        match session.query(&format!("SELECT 1 FROM {table} LIMIT 1")).await?.is_empty() {
            true => session.execute(&format!("DROP TABLE {table}")).await.map(drop),
            false => Ok(()),
        }
    }

    /// The statements that write these rows in place of those of the same numbers.
    pub fn write(&self, entries: &[Entry], deployment_id: &str) -> Result<Vec<String>, DbError> {
        let table = self.printed()?;
        let mut statements = Vec::new();
        // The rows of a change set stand together.
        for rows in entries.chunk_by(|one, next| one.key == next.key && one.direction == next.direction) {
            let numbers: Vec<String> = rows.iter().map(|it| it.number.to_string()).collect();
            let whose = self.condition(&rows[0].key, rows[0].direction.as_str())?;
            let numbers = numbers.join(", ");
            statements.push(format!("DELETE FROM {table} WHERE {whose} AND STATEMENT_NUMBER IN ({numbers})"));
        }
        let rows: Result<Vec<String>, DbError> = entries.iter().map(|it| self.values(it, deployment_id)).collect();
        let columns = COLUMNS[..NEW_COLUMNS].iter().map(|(name, _)| *name);
        let columns: Vec<&str> = columns.chain(OF_CHANGE_SET).collect();
        let insert = format!("INSERT INTO {table} ({}) VALUES {}", columns.join(", "), rows?.join(", "));
        statements.push(insert);
        Ok(statements)
    }

    /// The statement that takes the rows of a change set away; with `keep_plan` those of its statements only.
    pub fn clear(&self, key: &ChangeSetKey, direction: Direction, keep_plan: bool) -> Result<String, DbError> {
        let statements_only = if keep_plan { " AND STATEMENT_NUMBER > 0" } else { "" };
        Ok(format!(
            "DELETE FROM {} WHERE {}{statements_only}",
            self.printed()?,
            self.condition(key, direction.as_str())?
        ))
    }

    /// The statement that takes away the rows without a statement.
    pub fn clear_plan(&self) -> Result<String, DbError> {
        Ok(format!("DELETE FROM {} WHERE {UNDER_WAY} AND STATEMENT_NUMBER = 0", self.printed()?))
    }

    /// The table may stand there in other letter case.
    pub async fn locate(&mut self, session: &mut Session) -> Result<bool, DbError> {
        let Some(found) = tracking::find(session, &self.name).await? else { return Ok(false) };
        self.name.name = found.name;
        self.columns = found.columns.into_iter().map(|(name, _)| name).collect();
        Ok(true)
    }

    fn printed(&self) -> Result<String, DbError> {
        names::qualified(self.product, &self.name)
            .map_err(|error| DbError::new(ErrorKind::Other, format!("the journal's table: {error}")))
    }

    fn type_name(&self, ty: Type) -> String {
        let mysql = matches!(self.product, Product::MySql | Product::MariaDb);
        match ty {
            // Names that differ in letter case only are two.
            Type::Text(length) if mysql => format!("VARCHAR({length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"),
            Type::Text(length) => format!("VARCHAR({length})"),
            Type::LongText if mysql => "LONGTEXT CHARACTER SET utf8mb4".to_owned(),
            Type::LongText => "TEXT".to_owned(),
            Type::Integer => "INTEGER".to_owned(),
            Type::Moment if mysql => "DATETIME".to_owned(),
            Type::Moment => "TIMESTAMP".to_owned(),
        }
    }

    fn condition(&self, key: &ChangeSetKey, direction: &str) -> Result<String, DbError> {
        let (id, author, file) = (self.text(&key.id)?, self.text(&key.author)?, self.text(&key.filename)?);
        Ok(format!("ID = {id} AND AUTHOR = {author} AND FILENAME = {file} AND DIRECTION = '{direction}'"))
    }

    fn values(&self, entry: &Entry, deployment_id: &str) -> Result<String, DbError> {
        let values = [
            self.text(&entry.key.id)?,
            self.text(&entry.key.author)?,
            self.text(&entry.key.filename)?,
            self.text(entry.direction.as_str())?,
            entry.number.to_string(),
            self.text(&entry.hash)?,
            self.text(entry.state.as_str())?,
            now(self.product).to_owned(),
            self.text(deployment_id)?,
            self.nullable(entry.error.as_deref())?,
            self.text(&entry.count.to_string())?,
            self.text(&entry.md5sum)?,
        ];
        Ok(format!("({})", values.join(", ")))
    }

    fn nullable(&self, text: Option<&str>) -> Result<String, DbError> {
        text.map_or(Ok("NULL".to_owned()), |text| self.text(&text.replace('\0', "")))
    }

    fn text(&self, text: &str) -> Result<String, DbError> {
        literals::text(self.product, text)
            .map_err(|error: BadLiteral| DbError::new(ErrorKind::Other, error.to_string()))
    }
}

/// A row of the reading query.
fn entry(row: Vec<Cell>) -> Result<Entry, DbError> {
    let bad = || DbError::new(ErrorKind::Other, "the journal has a row that amend did not write");
    let mut cells = row.into_iter();
    let mut text = || cells.next().flatten().ok_or_else(bad);
    Ok(Entry {
        key: ChangeSetKey { id: text()?, author: text()?, filename: text()? },
        direction: Direction::parse(&text()?).ok_or_else(bad)?,
        number: text()?.parse().map_err(|_| bad())?,
        hash: text()?,
        state: EntryState::parse(&text()?).ok_or_else(bad)?,
        error: cells.next().flatten(),
        written: cells.next().flatten().unwrap_or_default(),
        run: cells.next().flatten().unwrap_or_default(),
        count: cells.next().flatten().and_then(|it| it.parse().ok()).unwrap_or_default(),
        md5sum: cells.next().flatten().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(product: Product) -> Vec<String> {
        let table = JournalTable::new(&Tracking::new(product, Some("shop")));
        let entry = Entry {
            key: ChangeSetKey::new("1", "o'hara", "c.yaml"),
            direction: Direction::Forward,
            number: 2,
            hash: "abc".to_owned(),
            state: EntryState::Failed,
            error: Some("no\0".to_owned()),
            count: 3,
            md5sum: "9:a".to_owned(),
            written: String::new(),
            run: String::new(),
        };
        table.write(&[entry], "0123456789").unwrap()
    }

    #[test]
    fn rows_of_the_same_number_give_way() {
        assert_eq!(
            written(Product::PostgreSql),
            [
                "DELETE FROM shop.amend_journal WHERE ID = '1' AND AUTHOR = 'o''hara' AND FILENAME = 'c.yaml' \
                 AND DIRECTION = 'FORWARD' AND STATEMENT_NUMBER IN (2)",
                "INSERT INTO shop.amend_journal (ID, AUTHOR, FILENAME, DIRECTION, STATEMENT_NUMBER, STATEMENT_HASH, \
                 STATE, WRITTEN, DEPLOYMENT_ID, ERROR, TRAITS, MD5SUM) VALUES ('1', 'o''hara', 'c.yaml', 'FORWARD', 2, \
                 'abc', 'FAILED', NOW(), '0123456789', 'no', '3', '9:a')",
            ]
        );
        assert!(written(Product::Sqlite)[1].contains("INTO AMEND_JOURNAL "));
    }

    #[test]
    fn rows_that_amend_did_not_write_are_told() {
        let row = |state: &str| ["1", "a", "f", "BACK", "3", "h", state, "why", "then"].map(|it| Some(it.to_owned()));
        assert_eq!(entry(row("DONE").to_vec()).unwrap().number, 3);
        assert!(entry(row("PERHAPS").to_vec()).is_err());
    }
}
