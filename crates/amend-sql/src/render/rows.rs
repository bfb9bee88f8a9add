//! Rows, by sea-query's own statements.

mod bulk;
mod upsert;

use amend_catalog::{Catalog, Fault, ObjectName, Rows, Value};
use sea_query::{
    DeleteStatement, DynIden, Expr, ExprTrait, InsertStatement, Query, QueryStatementWriter, TableRef, UpdateStatement,
};

use crate::backend::{table_name, write};
use crate::statement::{RefusalReason, Statement, StatementKind};
use crate::{Product, Profile, literals};

pub use bulk::Bulk;

/// The statements for a change of rows; none where nothing changes.
pub(crate) fn statements(
    profile: &'static Profile,
    rows: &Rows,
    catalog: &Catalog,
) -> Result<Vec<Statement>, RefusalReason> {
    let product = profile.product;
    match rows {
        Rows::Insert { table, columns, rows } => rows
            .chunks(profile.rows_a_statement)
            .map(|rows| statement(product, &insert(product, table, columns, rows)?))
            .collect(),
        Rows::Upsert { table, columns, key, kept, rows, only_update } => {
            let rows = upsert::Upsert { product, table, columns, key, kept, rows };
            if *only_update { rows.updates() } else { rows.statements(upsert::is_key(catalog, table, key)) }
        }
        Rows::Load(load) => Ok(vec![bulk::statement(product, load, catalog)?]),
        Rows::Copy { table, column, source, from } => {
            Ok(vec![statement(product, &copy(table, column, source, from)?)?])
        }
        Rows::Update { set, .. } if set.is_empty() => Ok(Vec::new()),
        Rows::Update { table, set, filter } => {
            let update = update(product, table, set)?.and_where_option(filter.clone().map(Expr::cust)).take();
            Ok(vec![statement(product, &update)?])
        }
        Rows::Delete { table, filter } => {
            Ok(vec![statement(product, &delete(table).and_where_option(filter.clone().map(Expr::cust)).take())?])
        }
    }
}

fn statement(product: Product, query: &impl QueryStatementWriter) -> Result<Statement, RefusalReason> {
    let text = write(product, |backend| query.to_string(backend))?;
    Ok(Statement { text, kind: StatementKind::Data, transactional: true, bulk: None })
}

fn insert(
    product: Product,
    table: &ObjectName,
    columns: &[String],
    rows: &[Vec<Value>],
) -> Result<InsertStatement, RefusalReason> {
    let mut insert = Query::insert().into_table(table_ref(table)).columns(columns.iter().map(|it| iden(it))).take();
    if columns.is_empty() {
        return Ok(insert.or_default_values().take());
    }
    for row in rows {
        let values = row.iter().map(|value| expr(product, value)).collect::<Result<Vec<_>, _>>()?;
        insert.values(values).map_err(|_| Fault::Malformed)?;
    }
    Ok(insert)
}

fn copy(table: &ObjectName, column: &str, source: &ObjectName, from: &str) -> Result<InsertStatement, RefusalReason> {
    let values = Query::select()
        .distinct()
        .column(iden(from))
        .from(table_ref(source))
        .and_where(Expr::col(iden(from)).is_not_null())
        .take();
    let mut insert = Query::insert().into_table(table_ref(table)).columns([iden(column)]).take();
    Ok(insert.select_from(values).map_err(|_| Fault::Malformed)?.take())
}

fn update(product: Product, table: &ObjectName, set: &[(String, Value)]) -> Result<UpdateStatement, RefusalReason> {
    let mut update = Query::update().table(table_ref(table)).take();
    for (column, value) in set {
        update.value(iden(column), expr(product, value)?);
    }
    Ok(update)
}

fn delete(table: &ObjectName) -> DeleteStatement {
    Query::delete().from_table(table_ref(table)).take()
}

fn table_ref(name: &ObjectName) -> TableRef {
    TableRef::Table(table_name(name), None)
}

fn iden(name: &str) -> DynIden {
    name.to_owned().into()
}

/// The value as this crate writes it; sea-query's own literals are not used.
fn expr(product: Product, value: &Value) -> Result<Expr, RefusalReason> {
    Ok(Expr::cust(literals::value(product, value)?))
}
