//! The statements that read and write the history, as texts.

use amend_sql::Product;
use amend_sql::literals::{self, BadLiteral};

use super::layout::{self, Words, words};
use super::row::{NOW_COLUMN, Stamp};
use super::{ChangeSetKey, ExecType, HistoryRow};
use crate::tracking::{self, Tracking};
use crate::{DbError, ErrorKind};

/// Writes the statements of one history table.
#[derive(Clone, Debug)]
pub struct HistoryStatements {
    product: Product,
    /// The table's name as text of SQL.
    table: String,
    /// Identities are compared letter by letter where the server would not.
    tells_case_apart: bool,
}

impl HistoryStatements {
    /// For the table of that place.
    ///
    /// # Errors
    /// A name that the product cannot have.
    pub fn new(tracking: &Tracking) -> Result<Self, DbError> {
        let table = tracking::printed(tracking.product, &tracking.changelog)
            .map_err(|error| DbError::new(ErrorKind::Other, format!("the history table: {error}")))?;
        Ok(Self { product: tracking.product, table, tells_case_apart: false })
    }

    /// MySQL and MariaDB take `a` for `A` under the usual collations; where the history has both, they must not.
    pub(super) fn tell_case_apart(&mut self, needed: bool) {
        self.tells_case_apart = needed && matches!(self.product, Product::MySql | Product::MariaDb);
    }

    /// Makes the table.
    pub fn create(&self) -> String {
        layout::create(self.product, &self.table)
    }

    /// Brings a table with these columns (in upper case, with their lengths) up to the layout of today.
    pub(super) fn upgrade(&self, columns: &[(String, Option<u32>)]) -> Vec<String> {
        layout::upgrade(self.product, &self.table, columns)
    }

    /// Reads all rows, and the server's clock beside each.
    pub(super) fn read(&self) -> String {
        let clock = match self.product {
            // In the form of the column: without a zone.
            Product::PostgreSql => "LOCALTIMESTAMP",
            _ => now(self.product),
        };
        format!("SELECT h.*, {clock} AS {NOW_COLUMN} FROM {} h", self.table)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// A text that the product cannot have (NUL).
    pub fn insert(&self, row: &HistoryRow, stamp: &Stamp) -> Result<String, DbError> {
        let values = [
            ("ID", self.text(&row.key.id)?),
            ("AUTHOR", self.text(&row.key.author)?),
            ("FILENAME", self.text(&row.key.filename)?),
            ("DATEEXECUTED", self.moment(stamp)?),
            ("ORDEREXECUTED", row.order_executed.to_string()),
            ("MD5SUM", self.nullable(&row.md5sum)?),
            ("DESCRIPTION", self.nullable(&row.description)?),
            ("COMMENTS", self.nullable(&row.comments)?),
            ("EXECTYPE", self.text(row.exec_type.as_str())?),
            ("CONTEXTS", self.nullable(&row.contexts)?),
            ("LABELS", self.nullable(&row.labels)?),
            ("LIQUIBASE", self.nullable(&row.liquibase)?),
            ("DEPLOYMENT_ID", self.nullable(&row.deployment_id)?),
            ("TAG", self.nullable(&row.tag)?),
        ];
        // The column of the tag is named only where there is one.
        let given = &values[..values.len() - usize::from(row.tag.is_none())];
        let columns: Vec<String> = given.iter().map(|(column, _)| self.words().column(column)).collect();
        let values: Vec<&str> = given.iter().map(|(_, value)| value.as_str()).collect();
        Ok(format!("INSERT INTO {} ({}) VALUES ({})", self.table, columns.join(", "), values.join(", ")))
    }

    /// Writes that a change set ran once more.
    ///
    /// # Errors
    /// A text that the product cannot have (NUL).
    pub fn rerun(&self, row: &HistoryRow, stamp: &Stamp) -> Result<String, DbError> {
        let values = [
            ("DATEEXECUTED", self.moment(stamp)?),
            ("ORDEREXECUTED", row.order_executed.to_string()),
            ("MD5SUM", self.nullable(&row.md5sum)?),
            ("EXECTYPE", self.text(ExecType::Reran.as_str())?),
            ("DEPLOYMENT_ID", self.nullable(&row.deployment_id)?),
            ("COMMENTS", self.nullable(&row.comments)?),
            ("CONTEXTS", self.nullable(&row.contexts)?),
            ("LABELS", self.nullable(&row.labels)?),
            ("LIQUIBASE", self.nullable(&row.liquibase)?),
            ("DESCRIPTION", self.nullable(&row.description)?),
            ("TAG", self.nullable(&row.tag)?),
        ];
        // A tag that the row has stays where the change set brings none.
        let given = &values[..values.len() - usize::from(row.tag.is_none())];
        let set = |(column, value): &(&str, String)| format!("{} = {value}", self.words().column(column));
        let sets: Vec<String> = given.iter().map(set).collect();
        Ok(format!("UPDATE {} SET {} WHERE {}", self.table, sets.join(", "), self.condition(&row.key)?))
    }

    /// Takes away the rows of a change set.
    ///
    /// # Errors
    /// A text that the product cannot have (NUL).
    pub fn delete(&self, key: &ChangeSetKey) -> Result<String, DbError> {
        Ok(format!("DELETE FROM {} WHERE {}", self.table, self.condition(key)?))
    }

    /// Counts the rows of a change set.
    ///
    /// # Errors
    /// A text that the product cannot have (NUL).
    pub fn count(&self, key: &ChangeSetKey) -> Result<String, DbError> {
        Ok(format!("SELECT COUNT(*) FROM {} WHERE {}", self.table, self.condition(key)?))
    }

    /// Writes another checksum.
    ///
    /// # Errors
    /// A text that the product cannot have (NUL).
    pub fn set_md5(&self, key: &ChangeSetKey, sum: &str) -> Result<String, DbError> {
        Ok(format!("UPDATE {} SET MD5SUM = {} WHERE {}", self.table, self.text(sum)?, self.condition(key)?))
    }

    /// Forgets all checksums.
    pub fn clear_checksums(&self) -> String {
        format!("UPDATE {} SET MD5SUM = NULL", self.table)
    }

    /// Tags the last row and no other. The table has no key, so the row is told by its place in the file where there
    /// is no other way.
    ///
    /// # Errors
    /// A text that the product cannot have (NUL).
    pub fn tag_last(&self, tag: &str) -> Result<String, DbError> {
        let (table, tag) = (&self.table, self.text(tag)?);
        let last = "ORDER BY ORDEREXECUTED DESC, DATEEXECUTED DESC LIMIT 1";
        Ok(match self.product {
            Product::MySql | Product::MariaDb => format!("UPDATE {table} SET TAG = {tag} {last}"),
            Product::PostgreSql => {
                format!("UPDATE {table} SET TAG = {tag} WHERE ctid = (SELECT ctid FROM {table} {last})")
            }
            Product::Sqlite => {
                format!("UPDATE {table} SET TAG = {tag} WHERE rowid = (SELECT rowid FROM {table} {last})")
            }
        })
    }

    fn words(&self) -> &'static Words {
        words(self.product)
    }

    fn condition(&self, key: &ChangeSetKey) -> Result<String, DbError> {
        let equals = |column: &str, value: &str| -> Result<String, DbError> {
            let literal = self.text(value)?;
            Ok(match self.tells_case_apart {
                true => format!("{column} = _utf8mb4{literal} COLLATE utf8mb4_bin"),
                false => format!("{column} = {literal}"),
            })
        };
        let (id, author) = (equals("ID", &key.id)?, equals("AUTHOR", &key.author)?);
        Ok(format!("{id} AND {author} AND {}", equals("FILENAME", &key.filename)?))
    }

    fn moment(&self, stamp: &Stamp) -> Result<String, DbError> {
        let now = now(self.product);
        let Stamp::NotBefore(moment) = stamp else { return Ok(now.to_owned()) };
        Ok(match self.product {
            Product::Sqlite => format!("MAX({now}, {})", self.text(moment.get(..19).unwrap_or(moment))?),
            _ => format!("GREATEST({now}, TIMESTAMP {})", self.text(moment)?),
        })
    }

    fn text(&self, text: &str) -> Result<String, DbError> {
        literals::text(self.product, text)
            .map_err(|error: BadLiteral| DbError::new(ErrorKind::Other, error.to_string()))
    }

    fn nullable(&self, text: &Option<String>) -> Result<String, DbError> {
        text.as_deref().map_or(Ok("NULL".to_owned()), |text| self.text(text))
    }
}

/// The server's clock, as it is written into the tracking tables.
pub(crate) fn now(product: Product) -> &'static str {
    match product {
        Product::Sqlite => "CURRENT_TIMESTAMP",
        _ => "NOW()",
    }
}

#[cfg(test)]
mod tests;
