//! SQLite, from the statements that it keeps of its objects. They are the one place with the names of constraints.

mod definition;
mod indexes;
mod reader;

use amend_catalog::{Catalog, ObjectName, Routine, RoutineKind, View};

use amend_sql::Product;

use super::Site;
use super::cells::{cells, text};
use crate::tokens::tokens;
use crate::{DbError, ErrorKind, Session};

pub(super) async fn read(session: &mut Session, site: &Site<'_>, catalog: &mut Catalog) -> Result<(), DbError> {
    const QUERY: &str = "SELECT type, name, tbl_name, sql FROM sqlite_master \
         WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid";
    for row in session.query(QUERY).await? {
        let [kind, name, table, sql] = cells(row)?;
        let (name, table, sql) = (text(name), text(table), text(sql));
        if site.reads(&table) && (site.others || kind.as_deref() != Some("view")) {
            add(catalog, &text(kind), &name, &table, &sql)?;
        }
    }
    Ok(())
}

impl Site<'_> {
    fn reads(&self, table: &str) -> bool {
        self.tables.as_ref().is_none_or(|tables| tables.iter().any(|it| it.eq_ignore_ascii_case(table)))
    }
}

fn add(catalog: &mut Catalog, kind: &str, name: &str, table: &str, sql: &str) -> Result<(), DbError> {
    let unreadable = || DbError::new(ErrorKind::Other, format!("the definition of `{name}` cannot be read"));
    match kind {
        // A virtual table is an extension's own affair.
        "table" if is_virtual_table(sql) => {}
        "table" => catalog.tables.push(definition::table(name, sql).ok_or_else(unreadable)?),
        "index" => {
            let index = indexes::index(name, sql).ok_or_else(unreadable)?;
            if let Some(table) = catalog.table_mut(&ObjectName::new(table)) {
                table.indexes.push(index);
            }
        }
        "view" => catalog.views.push(view(name, sql)),
        _ => catalog.routines.push(Routine {
            kind: RoutineKind::Trigger,
            name: ObjectName::new(name),
            table: Some(ObjectName::new(table)),
            text: Some(sql.to_owned()),
            enabled: true,
        }),
    }
    Ok(())
}

/// The query stands behind the first `AS`, unless the view has a list of columns.
fn view(name: &str, sql: &str) -> View {
    let query = view_query(sql);
    let (query, full_definition) = query.map_or((sql, true), |query| (query, false));
    View { name: ObjectName::new(name), known: true, query: query.to_owned(), full_definition, comment: None }
}

fn is_virtual_table(sql: &str) -> bool {
    tokens(Product::Sqlite, sql).get(1).is_some_and(|token| token.is("VIRTUAL"))
}

/// The query of `CREATE VIEW name AS query`; `None` where the view has a list of columns.
fn view_query(sql: &str) -> Option<&str> {
    let tokens = tokens(Product::Sqlite, sql);
    let at = tokens.iter().position(|token| token.is("AS") || token.text == "(")?;
    let token = tokens.get(at).filter(|token| token.is("AS"))?;
    Some(sql[token.range.end..].trim())
}
