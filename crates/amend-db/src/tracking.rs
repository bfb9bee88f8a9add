//! Where the two tracking tables stand and what they are called.

use amend_catalog::ObjectName;
use amend_sql::Product;
use amend_sql::names::{self, BadName, Quoting};

use crate::journal::JOURNAL_TABLE;
use crate::session::Cell;
use crate::{DbError, Session};

/// The usual name of the history table.
pub const CHANGELOG_TABLE: &str = "DATABASECHANGELOG";
/// The usual name of the lock table.
pub const LOCK_TABLE: &str = "DATABASECHANGELOGLOCK";

/// The places of the two tracking tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracking {
    /// The product that they stand on.
    pub product: Product,
    /// The history table.
    pub changelog: ObjectName,
    /// The lock table.
    pub lock: ObjectName,
}

impl Tracking {
    /// The usual tables in that schema (MySQL, MariaDB: database); `None` leaves the names unqualified.
    pub fn new(product: Product, schema: Option<&str>) -> Self {
        let schema = schema.filter(|_| product != Product::Sqlite).map(str::to_owned);
        let name = |raw| ObjectName::qualified(schema.clone(), names::stored_name(product, raw, Quoting::Legacy));
        Self { product, changelog: name(CHANGELOG_TABLE), lock: name(LOCK_TABLE) }
    }

    /// The usual tables in the session's default schema.
    pub fn of(session: &Session) -> Self {
        Self::new(session.product(), session.default_schema())
    }

    /// The same with other names, as they are written on the command line; what is `None` keeps its name.
    pub fn named(mut self, changelog: Option<&str>, lock: Option<&str>) -> Self {
        let stored = |raw: &str| names::stored_name(self.product, raw, Quoting::Legacy);
        if let Some(raw) = changelog {
            self.changelog.name = stored(raw);
        }
        if let Some(raw) = lock {
            self.lock.name = stored(raw);
        }
        self
    }

    /// The journal's table beside them: of its own for history tables with names of their own.
    pub fn journal(&self) -> ObjectName {
        let raw = match self.changelog.name.eq_ignore_ascii_case(CHANGELOG_TABLE) {
            true => JOURNAL_TABLE.to_owned(),
            false => format!("{}_JOURNAL", self.changelog.name.to_uppercase()),
        };
        self.changelog.sibling(names::stored_name(self.product, &raw, Quoting::Legacy))
    }

    /// Whether the name is one of the two tables, letter case ignored.
    pub fn is_tracking_table(&self, name: &str) -> bool {
        [&self.changelog, &self.lock].iter().any(|table| table.name.eq_ignore_ascii_case(name))
    }
}

/// A tracking table as it stands on the server.
pub(crate) struct Found {
    /// Its name as the server stores it.
    pub name: String,
    /// Its columns: the name in upper case, and how many characters it takes where that is limited.
    pub columns: Vec<(String, Option<u32>)>,
}

/// Looks for a table of that name, letter case ignored; the exact name is preferred.
pub(crate) async fn find(session: &mut Session, table: &ObjectName) -> Result<Option<Found>, DbError> {
    let rows = session.query(&find_sql(session.product(), table)).await?;
    let rows: Vec<(String, String, Cell)> = rows.into_iter().filter_map(column_of_table).collect();
    let exact = rows.iter().find(|(name, ..)| *name == table.name);
    let Some((name, ..)) = exact.or(rows.first()) else { return Ok(None) };
    let columns = rows.iter().filter(|(owner, ..)| owner == name);
    Ok(Some(Found {
        columns: columns
            .map(|(_, column, length)| (column.to_ascii_uppercase(), length.as_ref().and_then(|it| it.parse().ok())))
            .collect(),
        name: name.clone(),
    }))
}

fn column_of_table(row: Vec<Cell>) -> Option<(String, String, Cell)> {
    let mut cells = row.into_iter();
    Some((cells.next()??, cells.next()??, cells.next()?))
}

fn find_sql(product: Product, table: &ObjectName) -> String {
    let name = table.name.to_lowercase().replace('\'', "''");
    let schema = match &table.schema {
        Some(schema) => format!("'{}'", schema.replace('\'', "''")),
        None if product == Product::PostgreSql => "current_schema()".into(),
        None => "DATABASE()".into(),
    };
    match product {
        Product::Sqlite => format!(
            "SELECT m.name, c.name, NULL FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type IN ('table', 'view') AND lower(m.name) = '{name}' ORDER BY c.cid"
        ),
        _ => format!(
            "SELECT table_name, column_name, character_maximum_length FROM information_schema.columns \
             WHERE table_schema = {schema} AND lower(table_name) = '{name}' ORDER BY table_name, ordinal_position"
        ),
    }
}

/// The table's name as text of SQL.
pub(crate) fn printed(product: Product, table: &ObjectName) -> Result<String, BadName> {
    names::qualified(product, table)
}
