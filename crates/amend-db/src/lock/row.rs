//! The lock row and its statements.

use std::fmt;

use amend_sql::literals;

use super::Holder;
use crate::history::layout;
use crate::history::statements::now;
use crate::session::Cell;
use crate::tracking::{self, Tracking};
use crate::{DbError, ErrorKind};

/// The lock row as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockRow {
    /// Whether somebody holds the lock.
    pub locked: bool,
    /// Since when, by the server's clock.
    pub granted: Option<String>,
    /// Who, as that program wrote it.
    pub locked_by: Option<String>,
}

impl LockRow {
    /// Reads `LOCKED, LOCKEDBY, LOCKGRANTED`. A truth value is `t`, `1`, `true`, or the byte 1 of a `BIT(1)`.
    pub(super) fn from_cells(cells: &[Cell]) -> Self {
        let cell = |place: usize| cells.get(place).cloned().flatten();
        let locked = cell(0).is_some_and(|text| matches!(text.as_str(), "t" | "1" | "true" | "TRUE" | "\u{1}"));
        Self { locked, locked_by: cell(1), granted: cell(2) }
    }

    /// Whether amend wrote it.
    pub(super) fn is_amend(&self) -> bool {
        self.locked_by.as_deref().is_some_and(Holder::is_one)
    }
}

impl fmt::Display for LockRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.locked_by.as_deref().unwrap_or("an unknown holder"))?;
        match &self.granted {
            Some(granted) => write!(f, " since {granted}"),
            None => Ok(()),
        }
    }
}

/// Writes the statements of one lock table.
#[derive(Clone, Debug)]
pub struct LockStatements {
    tracking: Tracking,
    table: String,
    create: String,
    locked: String,
}

impl LockStatements {
    /// For the table of that place.
    ///
    /// # Errors
    /// A name that the product cannot have.
    pub fn new(tracking: &Tracking) -> Result<Self, DbError> {
        let bad_name = |error| DbError::new(ErrorKind::Other, format!("the lock table: {error}"));
        Ok(Self {
            table: tracking::printed(tracking.product, &tracking.lock).map_err(bad_name)?,
            create: layout::create_lock_table(tracking).map_err(bad_name)?,
            locked: layout::words(tracking.product).column("LOCKED"),
            tracking: tracking.clone(),
        })
    }

    /// Makes the table.
    pub fn create(&self) -> String {
        self.create.clone()
    }

    pub(super) fn count(&self) -> String {
        format!("SELECT COUNT(*) FROM {} WHERE ID = 1", self.table)
    }

    /// Adds the row, free.
    pub fn fill(&self) -> String {
        format!("INSERT INTO {} (ID, {}) VALUES (1, {})", self.table, self.locked, self.truth(false))
    }

    pub(super) fn read(&self) -> String {
        format!("{} WHERE ID = 1", self.read_all())
    }

    pub(super) fn read_all(&self) -> String {
        format!("SELECT {}, LOCKEDBY, LOCKGRANTED FROM {}", self.locked, self.table)
    }

    /// Takes the row if it is free.
    pub fn acquire(&self, holder: &Holder) -> String {
        format!("{} AND {} = {}", self.take(holder), self.locked, self.truth(false))
    }

    /// Takes the row from this holder; nobody else's.
    pub(super) fn take_over(&self, holder: &Holder, from: &LockRow) -> String {
        let same = |column: &str, value: &Option<String>| match value {
            Some(value) => format!("{column} = {}", self.text(value)),
            None => format!("{column} IS NULL"),
        };
        let (by, granted) = (same("LOCKEDBY", &from.locked_by), same("LOCKGRANTED", &from.granted));
        format!("{} AND {} = {} AND {by} AND {granted}", self.take(holder), self.locked, self.truth(true))
    }

    fn take(&self, holder: &Holder) -> String {
        format!(
            "UPDATE {} SET {} = {}, LOCKEDBY = {}, LOCKGRANTED = {} WHERE ID = 1",
            self.table,
            self.locked,
            self.truth(true),
            self.text(&holder.to_string()),
            now(self.tracking.product)
        )
    }

    /// Reads the row so that nobody changes it before the transaction ends; on PostgreSQL with the answering session.
    pub(super) fn fence(&self) -> String {
        let (locked, table) = (&self.locked, &self.table);
        match self.tracking.product {
            amend_sql::Product::PostgreSql => {
                format!("SELECT {locked}, LOCKEDBY, LOCKGRANTED, pg_backend_pid() FROM {table} WHERE ID = 1 FOR UPDATE")
            }
            // SQLite's write lock is the whole database's.
            amend_sql::Product::Sqlite => self.read(),
            _ => format!("{} FOR UPDATE", self.read()),
        }
    }

    /// Frees the row where it is this holder's.
    pub fn release(&self, holder: &Holder) -> String {
        format!("{} AND LOCKEDBY = {}", self.force_release(), self.text(&holder.to_string()))
    }

    /// Frees the row whoever holds it.
    pub fn force_release(&self) -> String {
        format!(
            "UPDATE {} SET {} = {}, LOCKEDBY = NULL, LOCKGRANTED = NULL WHERE ID = 1",
            self.table,
            self.locked,
            self.truth(false)
        )
    }

    fn truth(&self, value: bool) -> &'static str {
        literals::boolean(self.tracking.product, value)
    }

    /// No server has a NUL in a text, so none comes from there, and a host name has none.
    fn text(&self, text: &str) -> String {
        literals::text(self.tracking.product, &text.replace('\0', "")).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use amend_sql::Product;

    use super::*;

    fn statements(product: Product) -> LockStatements {
        let schema = if product == Product::PostgreSql { "public" } else { "mydb" };
        LockStatements::new(&Tracking::new(product, Some(schema))).unwrap()
    }

    #[test]
    fn statements_are_those_of_the_protocol() {
        let holder = Holder::this_process();
        assert_eq!(
            statements(Product::PostgreSql).acquire(&holder),
            format!(
                "UPDATE public.databasechangeloglock SET LOCKED = TRUE, LOCKEDBY = '{holder}', LOCKGRANTED = NOW() WHERE ID = 1 AND LOCKED = FALSE"
            )
        );
        assert_eq!(
            statements(Product::MySql).release(&holder),
            format!(
                "UPDATE mydb.DATABASECHANGELOGLOCK SET `LOCKED` = 0, LOCKEDBY = NULL, LOCKGRANTED = NULL WHERE ID = 1 AND LOCKEDBY = '{holder}'"
            )
        );
        assert_eq!(statements(Product::Sqlite).fill(), "INSERT INTO DATABASECHANGELOGLOCK (ID, LOCKED) VALUES (1, 0)");
    }

    #[test]
    fn truth_values_of_all_servers() {
        for truth in ["t", "1", "true", "\u{1}"] {
            assert!(LockRow::from_cells(&[Some(truth.into()), None, None]).locked);
        }
        for lie in [Some("f".to_owned()), Some("0".into()), Some("\0".into()), None] {
            assert!(!LockRow::from_cells(&[lie, None, None]).locked);
        }
    }
}
