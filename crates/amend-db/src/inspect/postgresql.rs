//! PostgreSQL, from `pg_catalog` (12 and later). What belongs to an extension is left out.

mod indexes;
mod others;
mod tables;

use amend_catalog::Catalog;

use super::Site;
use super::cells::literal;
use crate::{DbError, Session};

pub(super) async fn read(session: &mut Session, site: &Site<'_>, catalog: &mut Catalog) -> Result<(), DbError> {
    let mut tables = tables::tables(session, site).await?;
    tables::columns(session, site, &mut tables).await?;
    tables::constraints(session, site, &mut tables).await?;
    indexes::indexes(session, site, &mut tables).await?;
    catalog.tables.extend(tables);
    catalog.routines.extend(others::triggers(session, site).await?);
    if site.others {
        catalog.sequences.extend(others::sequences(session, site).await?);
        catalog.views.extend(others::views(session, site).await?);
        catalog.routines.extend(others::routines(session, site).await?);
    }
    Ok(())
}

/// The condition that the relation `c` stands in the schema, and is one of the tables asked for.
fn in_site(site: &Site<'_>) -> String {
    let product = amend_sql::Product::PostgreSql;
    let schema = literal(product, &site.on_server);
    format!(
        "c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = {schema}){} AND {}",
        site.only_named(product, "c.relname"),
        no_extension("pg_class", "c.oid")
    )
}

fn no_extension(class: &str, oid: &str) -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.classid = '{class}'::regclass AND e.objid = {oid} \
         AND e.deptype = 'e')"
    )
}
