//! The rows of a file: the statements of one batch after the other.

use std::sync::Arc;

use amend_catalog::{Catalog, Load, LoadManner, Rows, Value};

use super::upsert;
use crate::statement::{RefusalReason, Statement, StatementKind};
use crate::{Product, names, profile};

/// The most bytes of values in one batch, unless a single row has more.
const BYTES_A_BATCH: usize = 512 << 10;

/// The most rows in one batch where each needs statements of its own.
const ROWS_ONE_BY_ONE: usize = 500;

/// The rows of a file for a table of a product, with what the statements for them depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bulk {
    /// The product.
    pub product: Product,
    /// The rows.
    pub load: Load,
    /// The server itself tells rows apart by exactly the key of the load.
    unique: bool,
}

impl Bulk {
    /// The statements of a batch of rows; one where the rows are inserted or the server knows their key.
    ///
    /// # Errors
    /// A value that the product cannot have.
    pub fn statements(&self, rows: Vec<Vec<Value>>) -> Result<Vec<Statement>, RefusalReason> {
        let profile = profile(self.product);
        match self.load.rows(rows) {
            Rows::Upsert { table, columns, key, kept, rows, only_update: false } => {
                let (table, columns, key, kept, rows) = (&table, &columns, &key, &kept, &rows);
                upsert::Upsert { product: self.product, table, columns, key, kept, rows }.statements(self.unique)
            }
            rows => super::statements(profile, &rows, &Catalog::new(profile.naming)),
        }
    }

    /// Whether a batch of so many rows, whose values have so many bytes together, is not to grow any more.
    pub fn is_full(&self, rows: usize, bytes: usize) -> bool {
        let together = self.unique || self.load.manner == LoadManner::Insert;
        let most = if together { profile(self.product).rows_a_statement } else { ROWS_ONE_BY_ONE };
        rows >= most || bytes >= BYTES_A_BATCH
    }

    /// The statement after which the rows can be sent as they are (see [`copy`](crate::copy)); `None` where the product has
    /// none, or the rows are not just inserted.
    pub fn copy_statement(&self) -> Option<String> {
        let copies = profile(self.product).copies_rows && self.load.manner == LoadManner::Insert;
        let (table, columns) = self.target().ok().filter(|_| copies)?;
        Some(format!("COPY {table} ({columns}) FROM STDIN"))
    }

    /// How each of the statements begins.
    fn head(&self) -> Result<String, RefusalReason> {
        let (table, columns) = self.target()?;
        Ok(match self.load.manner {
            LoadManner::Upsert { only_update: true, .. } => format!("UPDATE {table}"),
            _ => format!("INSERT INTO {table} ({columns})"),
        })
    }

    /// The names of the table and of its columns as they are written.
    fn target(&self) -> Result<(String, String), RefusalReason> {
        let bad_name = |name: &str| {
            let name = name.to_owned();
            move |reason| RefusalReason::BadName { name, reason }
        };
        let table = names::qualified(self.product, &self.load.table).map_err(bad_name(&self.load.table.name))?;
        let columns = self.load.columns();
        let columns = columns.iter().map(|name| names::quoted(self.product, name).map_err(bad_name(name)));
        Ok((table, columns.collect::<Result<Vec<_>, _>>()?.join(", ")))
    }
}

/// The statement that stands for all of them.
pub(super) fn statement(product: Product, load: &Load, catalog: &Catalog) -> Result<Statement, RefusalReason> {
    let unique = match &load.manner {
        LoadManner::Upsert { key, .. } => upsert::is_key(catalog, &load.table, key),
        LoadManner::Insert => false,
    };
    let bulk = Bulk { product, load: load.clone(), unique };
    let text = bulk.head()?;
    Ok(Statement { text, kind: StatementKind::Data, transactional: true, bulk: Some(Arc::new(bulk)) })
}
