//! MySQL and MariaDB, from `information_schema` (MySQL 8.0.16, MariaDB 10.5 and later).

mod columns;
mod constraints;
mod others;

use amend_catalog::{Catalog, Table};
use amend_sql::Product;

use super::Site;
use super::cells::{cells, filled, literal, text};
use crate::{DbError, Session};

pub(super) async fn read(session: &mut Session, site: &Site<'_>, catalog: &mut Catalog) -> Result<(), DbError> {
    let mut tables = tables(session, site).await?;
    columns::columns(session, site, &mut tables).await?;
    constraints::keys(session, site, &mut tables).await?;
    constraints::foreign_keys(session, site, &mut tables).await?;
    constraints::checks(session, site, &mut tables).await?;
    catalog.tables.extend(tables.into_iter().map(|it| it.table));
    catalog.routines.extend(others::triggers(session, site).await?);
    if site.others {
        catalog.sequences.extend(others::sequences(session, site).await?);
        catalog.views.extend(others::views(session, site).await?);
        catalog.routines.extend(others::routines(session, site).await?);
    }
    Ok(())
}

/// A table under construction.
struct Found {
    table: Table,
    /// The character set and collation that its columns have when they say nothing.
    charset: Option<String>,
    collation: Option<String>,
}

/// A column that names the schema is the site's, and one that names a table is one of those asked for.
fn in_site(product: Product, site: &Site<'_>, schema: &str, table: &str) -> String {
    format!("{schema} = {}{}", literal(product, &site.on_server), site.only_named(product, table))
}

/// What the database gives a table that says nothing is left out of the table's options.
async fn tables(session: &mut Session, site: &Site<'_>) -> Result<Vec<Found>, DbError> {
    let query = format!(
        "SELECT t.TABLE_NAME, t.ENGINE, @@default_storage_engine, a.CHARACTER_SET_NAME, t.TABLE_COLLATION, \
         s.DEFAULT_COLLATION_NAME, t.TABLE_COMMENT FROM information_schema.TABLES t \
         JOIN information_schema.SCHEMATA s ON s.SCHEMA_NAME = t.TABLE_SCHEMA \
         LEFT JOIN information_schema.COLLATION_CHARACTER_SET_APPLICABILITY a ON a.{} = t.TABLE_COLLATION \
         WHERE t.TABLE_TYPE = 'BASE TABLE' AND {} ORDER BY t.TABLE_NAME",
        full_collation_name(session),
        in_site(session.product(), site, "t.TABLE_SCHEMA", "t.TABLE_NAME")
    );
    let mut tables = Vec::new();
    for row in session.query(&query).await? {
        let [name, engine, usual_engine, charset, collation, usual_collation, comment] = cells(row)?;
        let mut table = Table::new(site.name(text(name)));
        table.comment = filled(comment);
        table.options.engine = engine.filter(|it| Some(it) != usual_engine.as_ref());
        if collation != usual_collation {
            table.options.charset.clone_from(&charset);
            table.options.collation.clone_from(&collation);
        }
        tables.push(Found { table, charset, collation });
    }
    Ok(tables)
}

/// MariaDB 10.10 lets one collation's short name stand for several character sets.
fn full_collation_name(session: &Session) -> &'static str {
    match session.product() {
        Product::MariaDb if session.version_numbers() >= [10, 10, 0] => "FULL_COLLATION_NAME",
        _ => "COLLATION_NAME",
    }
}

fn table_of<'t>(tables: &'t mut [Found], name: &str) -> Option<&'t mut Found> {
    tables.iter_mut().find(|it| it.table.name.name == name)
}
