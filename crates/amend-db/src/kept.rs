//! The tables that keep what change sets took (see `amend_plan::kept_prefix` for their names).

use std::collections::BTreeSet;

use amend_catalog::ObjectName;
use amend_plan::KEPT_PREFIX;
use amend_sql::Product;
use amend_sql::names;

use crate::{DbError, ErrorKind, Session};

/// All tables of the database that keep rows; those of the session's default schema carry no schema.
///
/// # Errors
/// What the server says.
pub async fn kept_tables(session: &mut Session) -> Result<BTreeSet<ObjectName>, DbError> {
    let default = session.default_schema().map(str::to_owned);
    let rows = session.query(&query(session.product())).await?;
    let name = |row: Vec<Option<String>>| {
        let mut cells = row.into_iter();
        let (schema, name) = (cells.next()?, cells.next()??);
        Some(ObjectName::qualified(schema.filter(|it| Some(it) != default.as_ref()), name))
    };
    Ok(rows.into_iter().filter_map(name).collect())
}

fn query(product: Product) -> String {
    let like = format!("{}%", KEPT_PREFIX.replace('_', "|_"));
    match product {
        Product::Sqlite => {
            format!("SELECT NULL, name FROM sqlite_master WHERE type = 'table' AND name LIKE '{like}' ESCAPE '|'")
        }
        _ => format!(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_name LIKE '{like}' ESCAPE '|'"
        ),
    }
}

/// Drops a table that keeps rows.
///
/// # Errors
/// What the server says.
pub async fn drop_kept(session: &mut Session, table: &ObjectName) -> Result<(), DbError> {
    let printed = names::qualified(session.product(), table)
        .map_err(|error| DbError::new(ErrorKind::Other, error.to_string()))?;
    session.execute(&format!("DROP TABLE {printed}")).await.map(drop)
}
