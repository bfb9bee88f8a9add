//! What a database holds, read from the server's own catalog.
//!
//! What is read is written in the server's words (types, defaults, expressions), so that it could be made again from
//! it; to compare it with what a changelog says there is [`crate::compare`].

mod cells;
mod mysql;
mod postgresql;
mod relation;
mod sqlite;

use amend_catalog::{Catalog, ObjectName, World};
use amend_plan::KEPT_PREFIX;
use amend_sql::{Product, profile};

pub(crate) use self::relation::columns_of;
use crate::tracking::Tracking;
use crate::{DbError, Session};

/// What to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All objects of the session's default schema.
    All,
    /// All objects of these schemas; `None` is the session's default schema.
    Schemas(Vec<Option<String>>),
    /// These tables with what stands in them and their triggers, and nothing else. One that is not there is left out.
    Tables(Vec<ObjectName>),
    /// The tables of these names as [`Self::Tables`] has them, and the views, sequences and routines of these names.
    Named(Vec<ObjectName>),
}

/// One schema to read.
pub(crate) struct Site<'a> {
    /// How the names of its objects carry it.
    schema: Option<String>,
    /// What the server calls it.
    on_server: String,
    /// The session's default schema.
    default: Option<&'a str>,
    /// The tables to read; `None` is all.
    tables: Option<Vec<String>>,
    /// Whether views, sequences and routines are read too; only those of these names where tables are named.
    others: bool,
}

/// Reads the database's own catalog, without the tracking tables and the tables that keep rows. Objects of the default schema carry no schema.
///
/// # Errors
/// What the server says.
pub async fn inspect(session: &mut Session, tracking: &Tracking, scope: &Scope) -> Result<Catalog, DbError> {
    let product = session.product();
    let default = session.default_schema().map(str::to_owned);
    let mut catalog = Catalog::new(profile(product).naming);
    if matches!(scope, Scope::Tables(_) | Scope::Named(_)) {
        catalog.world = World::Open;
    }
    for site in sites(scope, default.as_deref()) {
        match product {
            Product::PostgreSql => postgresql::read(session, &site, &mut catalog).await?,
            Product::MySql | Product::MariaDb => mysql::read(session, &site, &mut catalog).await?,
            Product::Sqlite => sqlite::read(session, &site, &mut catalog).await?,
        }
    }
    // What keeps rows is shown to who asks for it by its name.
    let asked_for = |name: &str| matches!(scope, Scope::Tables(_) | Scope::Named(_)) && name.starts_with(KEPT_PREFIX);
    catalog.tables.retain(|table| asked_for(&table.name.name) || !is_own(tracking, &table.name.name));
    Ok(catalog)
}

fn is_own(tracking: &Tracking, table: &str) -> bool {
    tracking.is_tracking_table(table)
        || tracking.journal().name.eq_ignore_ascii_case(table)
        || table.starts_with(KEPT_PREFIX)
}

fn sites<'a>(scope: &Scope, default: Option<&'a str>) -> Vec<Site<'a>> {
    let site = |schema: Option<String>, tables| {
        let on_server = schema.clone().or(default.map(str::to_owned)).unwrap_or_default();
        Site { schema, on_server, default, tables, others: !matches!(scope, Scope::Tables(_)) }
    };
    match scope {
        Scope::All => vec![site(None, None)],
        Scope::Schemas(schemas) => schemas.iter().map(|schema| site(schema.clone(), None)).collect(),
        Scope::Tables(names) | Scope::Named(names) => {
            let mut schemas: Vec<&Option<String>> = names.iter().map(|name| &name.schema).collect();
            schemas.sort();
            schemas.dedup();
            let tables = |schema: &Option<String>| {
                names.iter().filter(|it| it.schema == *schema).map(|it| it.name.clone()).collect()
            };
            schemas.into_iter().map(|schema| site(schema.clone(), Some(tables(schema)))).collect()
        }
    }
}

impl Site<'_> {
    /// The name of an object of this schema.
    fn name(&self, name: impl Into<String>) -> ObjectName {
        ObjectName::qualified(self.schema.clone(), name)
    }

    /// The name of an object that stands in the schema that the server calls so.
    fn name_in(&self, schema: &str, name: impl Into<String>) -> ObjectName {
        if schema == self.on_server {
            return self.name(name);
        }
        ObjectName::qualified(Some(schema.to_owned()).filter(|it| Some(it.as_str()) != self.default), name)
    }

    /// `AND column IN (..)` for a column of names, or nothing where all objects are read.
    fn only_named(&self, product: Product, column: &str) -> String {
        let Some(tables) = &self.tables else { return String::new() };
        let names: Vec<String> = tables.iter().map(|table| cells::literal(product, table)).collect();
        match names.is_empty() {
            true => " AND 1 = 0".into(),
            false => format!(" AND {column} IN ({})", names.join(", ")),
        }
    }
}
