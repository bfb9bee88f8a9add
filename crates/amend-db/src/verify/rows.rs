//! What the tables hold, in a form that can be compared: how many rows, and a sum over all of them.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use amend_catalog::Catalog;
use amend_plan::verification::Finding;
use amend_sql::names;

use crate::{DbError, Session};

/// The rows of every table: their number, and a sum that does not depend on their order nor on that of the columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    tables: BTreeMap<String, (usize, u64)>,
}

impl Contents {
    /// Reads all rows of all tables.
    pub async fn read(session: &mut Session, catalog: &Catalog) -> Result<Self, DbError> {
        let mut contents = Self::default();
        for table in &catalog.tables {
            let Ok(name) = names::qualified(session.product(), &table.name) else { continue };
            contents.tables.insert(table.name.to_string(), table_sum(session, &name).await?);
        }
        Ok(contents)
    }

    /// What is not there any more afterwards, or is otherwise.
    pub fn lost(&self, afterwards: &Self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (table, (count, sum)) in &self.tables {
            let (now, sum_now) = afterwards.tables.get(table).copied().unwrap_or_default();
            if *count != now {
                findings.push(Finding::new(format!("table `{table}` had {count} rows, and has {now}")));
            } else if *sum != sum_now {
                findings.push(Finding::new(format!("rows of table `{table}` have other values than before")));
            }
        }
        findings
    }
}

/// Of rows that hold what is no text only the number is known.
async fn table_sum(session: &mut Session, name: &str) -> Result<(usize, u64), DbError> {
    if let Ok(rows) = session.query_named(&format!("SELECT * FROM {name}")).await {
        let sum = rows.rows.iter().fold(0_u64, |sum, row| sum.wrapping_add(hash(&rows.columns, row)));
        return Ok((rows.rows.len(), sum));
    }
    let count = session.query_value(&format!("SELECT COUNT(*) FROM {name}")).await?;
    Ok((count.and_then(|it| it.parse().ok()).unwrap_or(0), 0))
}

fn hash(columns: &[String], row: &[Option<String>]) -> u64 {
    let mut cells: Vec<_> = columns.iter().zip(row).collect();
    cells.sort();
    let mut hasher = DefaultHasher::new();
    cells.hash(&mut hasher);
    hasher.finish()
}
