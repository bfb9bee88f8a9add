//! Keys, indexes, foreign keys and checks of MySQL and MariaDB.

use amend_catalog::{Check, Column, Constraint, ForeignKey, Index, IndexColumn, IndexKey, Key};
use amend_sql::Product;

use super::super::Site;
use super::super::cells::{action, cells, filled, text};
use super::{Found, columns, in_site, table_of};
use crate::session::Cell;
use crate::{DbError, Session};

/// The name of every primary key.
const PRIMARY: &str = "PRIMARY";

/// Primary keys, unique constraints and indexes. A unique index over plain columns is the same as a unique constraint.
pub(super) async fn keys(session: &mut Session, site: &Site<'_>, tables: &mut [Found]) -> Result<(), DbError> {
    let product = session.product();
    // MySQL 8.0.13: indexes over expressions.
    let expression = if product == Product::MySql { "EXPRESSION" } else { "NULL" };
    let query = format!(
        "SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, INDEX_TYPE, INDEX_COMMENT, COLUMN_NAME, SUB_PART, COLLATION, \
         {expression} FROM information_schema.STATISTICS WHERE {} \
         ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX",
        in_site(product, site, "TABLE_SCHEMA", "TABLE_NAME")
    );
    let mut read: Vec<(String, Index)> = Vec::new();
    for row in session.query(&query).await? {
        let [table, name, not_unique, method, comment, part @ ..] = cells::<9>(row)?;
        let (table, name) = (text(table), text(name));
        if !read.last().is_some_and(|(owner, index)| *owner == table && index.name == name) {
            read.push((table, index(name, not_unique, method, comment)));
        }
        if let Some((_, index)) = read.last_mut() {
            index.columns.push(part_of(product, part, index.method.is_some()));
        }
    }
    for (table, index) in read {
        let Some(found) = table_of(tables, &table) else { continue };
        match as_key(&index) {
            Some(key) => found.table.constraints.push(key),
            None => found.table.indexes.push(index),
        }
    }
    Ok(())
}

fn index(name: String, not_unique: Cell, method: Cell, comment: Cell) -> Index {
    let unique = not_unique.as_deref() == Some("0");
    Index {
        name,
        unique,
        // MariaDB 10.4 takes a hash by itself for unique keys that are too long for a tree.
        method: method.map(|it| it.to_ascii_lowercase()).filter(|it| it != "btree" && !(unique && it == "hash")),
        comment: filled(comment),
        ..Index::default()
    }
}

/// The lengths of the parts of a spatial index are the server's own.
fn part_of(product: Product, row: [Cell; 4], has_method: bool) -> IndexColumn {
    let [column, length, order, expression] = row;
    let key = match (column, expression) {
        (Some(name), _) => {
            IndexKey::Column { name, prefix: length.filter(|_| !has_method).and_then(|it| it.parse().ok()) }
        }
        (None, expression) => IndexKey::Expression(columns::plain(product, &text(expression))),
    };
    IndexColumn { key, descending: order.as_deref() == Some("D"), nulls_first: None, operator_class: None }
}

/// The primary key or unique constraint that the index is.
fn as_key(index: &Index) -> Option<Constraint> {
    let columns: Option<Vec<String>> = index.columns.iter().map(plain_column).collect();
    let key = Key { name: Some(index.name.clone()), columns: columns?, ..Key::default() };
    match index.name.as_str() {
        PRIMARY => Some(Constraint::PrimaryKey(key)),
        _ if index.unique && index.comment.is_none() && index.method.is_none() => Some(Constraint::Unique(key)),
        _ => None,
    }
}

fn plain_column(part: &IndexColumn) -> Option<String> {
    match &part.key {
        IndexKey::Column { name, prefix: None } if !part.descending => Some(name.clone()),
        _ => None,
    }
}

pub(super) async fn foreign_keys(session: &mut Session, site: &Site<'_>, tables: &mut [Found]) -> Result<(), DbError> {
    let query = format!(
        "SELECT k.TABLE_NAME, k.CONSTRAINT_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_SCHEMA, k.REFERENCED_TABLE_NAME, \
         k.REFERENCED_COLUMN_NAME, r.UPDATE_RULE, r.DELETE_RULE FROM information_schema.KEY_COLUMN_USAGE k \
         JOIN information_schema.REFERENTIAL_CONSTRAINTS r ON r.CONSTRAINT_SCHEMA = k.CONSTRAINT_SCHEMA \
         AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME AND r.TABLE_NAME = k.TABLE_NAME \
         WHERE k.REFERENCED_TABLE_NAME IS NOT NULL AND {} \
         ORDER BY k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION",
        in_site(session.product(), site, "k.TABLE_SCHEMA", "k.TABLE_NAME")
    );
    let mut read: Vec<(String, ForeignKey)> = Vec::new();
    for row in session.query(&query).await? {
        let [table, name, column, schema, referenced, referenced_column, on_update, on_delete] = cells(row)?;
        let table = text(table);
        if !read.last().is_some_and(|(owner, key)| *owner == table && key.name == name) {
            let referenced_table = site.name_in(&text(schema), text(referenced));
            let (on_update, on_delete) = (action(&text(on_update)), action(&text(on_delete)));
            read.push((table, foreign_key(name, referenced_table, on_update, on_delete)));
        }
        if let Some((_, key)) = read.last_mut() {
            key.columns.extend(column);
            key.referenced_columns.extend(referenced_column);
        }
    }
    for (table, key) in read {
        if let Some(found) = table_of(tables, &table) {
            found.table.constraints.push(Constraint::ForeignKey(key));
        }
    }
    Ok(())
}

fn foreign_key(
    name: Option<String>,
    referenced_table: amend_catalog::ObjectName,
    on_update: Option<amend_catalog::ReferentialAction>,
    on_delete: Option<amend_catalog::ReferentialAction>,
) -> ForeignKey {
    ForeignKey {
        name,
        columns: Vec::new(),
        referenced_table,
        referenced_columns: Vec::new(),
        on_delete,
        on_update,
        deferrable: false,
        initially_deferred: false,
        validated: true,
    }
}

pub(super) async fn checks(session: &mut Session, site: &Site<'_>, tables: &mut [Found]) -> Result<(), DbError> {
    let product = session.product();
    for row in session.query(&checks_query(product, site)).await? {
        let [table, name, expression, enforced] = cells(row)?;
        let Some(found) = table_of(tables, &text(table)) else { continue };
        let expression = columns::plain(product, &text(expression));
        match json_column(&expression).filter(|column| Some(column) == name.as_ref()) {
            Some(column) => found.table.columns.iter_mut().filter(|it| it.name == column).for_each(into_json),
            None => found.table.constraints.push(Constraint::Check(Check {
                name,
                expression: crate::compare::without_outer_parentheses(&expression).to_owned(),
                validated: true,
                enforced: enforced.as_deref() != Some("NO"),
            })),
        }
    }
    Ok(())
}

fn checks_query(product: Product, site: &Site<'_>) -> String {
    match product {
        Product::MariaDb => format!(
            "SELECT TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE, 'YES' FROM information_schema.CHECK_CONSTRAINTS \
             WHERE {} ORDER BY TABLE_NAME, CONSTRAINT_NAME",
            in_site(product, site, "CONSTRAINT_SCHEMA", "TABLE_NAME")
        ),
        _ => format!(
            "SELECT t.TABLE_NAME, t.CONSTRAINT_NAME, c.CHECK_CLAUSE, t.ENFORCED \
             FROM information_schema.TABLE_CONSTRAINTS t JOIN information_schema.CHECK_CONSTRAINTS c \
             ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME \
             WHERE t.CONSTRAINT_TYPE = 'CHECK' AND {} ORDER BY t.TABLE_NAME, t.CONSTRAINT_NAME",
            in_site(product, site, "t.TABLE_SCHEMA", "t.TABLE_NAME")
        ),
    }
}

/// The type brings its character set along.
fn into_json(column: &mut Column) {
    column.ty = "json".into();
    column.charset = None;
    column.collation = None;
}

/// The column of a check that MariaDB makes for the type `JSON`: a `longtext` that holds JSON.
fn json_column(expression: &str) -> Option<String> {
    let name = expression.strip_prefix("json_valid(`")?.strip_suffix("`)")?;
    Some(name.replace("``", "`"))
}
