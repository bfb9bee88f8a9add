//! The columns of a table or a view, by name only.

use amend_sql::Product;

use super::cells::{cells, literal, text};
use crate::{DbError, Session};

/// The columns of the tables and views that are called so, letter case aside, each with what it stands in.
///
/// # Errors
/// What the server says.
pub(crate) async fn columns_of(
    session: &mut Session,
    schema: Option<&str>,
    relation: &str,
) -> Result<Vec<(String, String)>, DbError> {
    let product = session.product();
    let schema = schema.or(session.default_schema()).unwrap_or_default();
    let (schema, name) = (literal(product, schema), literal(product, relation));
    let query = match product {
        Product::PostgreSql => format!(
            "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') \
             AND n.nspname = {schema} AND lower(c.relname) = lower({name}) AND a.attnum > 0 AND NOT a.attisdropped"
        ),
        Product::MySql | Product::MariaDb => format!(
            "SELECT table_name, column_name FROM information_schema.columns \
             WHERE table_schema = {schema} AND lower(table_name) = lower({name})"
        ),
        Product::Sqlite => format!(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_xinfo(m.name) c \
             WHERE m.type IN ('table', 'view') AND lower(m.name) = lower({name}) AND c.hidden <> 1"
        ),
    };
    let rows = session.query(&query).await?;
    rows.into_iter().map(|row| cells(row).map(|[relation, column]| (text(relation), text(column)))).collect()
}
