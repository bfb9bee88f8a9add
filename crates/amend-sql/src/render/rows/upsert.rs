//! New rows, or new values for those that are there.

use amend_catalog::{Catalog, Constraint, Fault, ObjectName, Table, Value};
use sea_query::{Expr, ExprTrait, OnConflict, Query, SelectStatement};

use super::{expr, iden, insert, statement, table_ref, update};
use crate::Product;
use crate::statement::{RefusalReason, Statement};

/// Rows to be there, told apart by a key.
pub(super) struct Upsert<'a> {
    pub(super) product: Product,
    pub(super) table: &'a ObjectName,
    pub(super) columns: &'a [String],
    pub(super) key: &'a [String],
    pub(super) kept: &'a [String],
    pub(super) rows: &'a [Vec<Value>],
}

type Statements = Result<Vec<Statement>, RefusalReason>;

impl Upsert<'_> {
    /// One statement for many rows where the server itself tells rows apart by exactly this key (`unique`), else two for
    /// each row.
    pub(super) fn statements(&self, unique: bool) -> Statements {
        if unique { self.on_conflict() } else { self.update_and_insert() }
    }

    fn on_conflict(&self) -> Statements {
        let others: Vec<_> = self.columns.iter().filter(|column| self.is_new(column)).collect();
        let new = if others.is_empty() { self.key.iter().collect() } else { others };
        let mut action = OnConflict::columns(self.key.iter().map(|it| iden(it)));
        action.update_columns(new.into_iter().map(|it| iden(it)));
        let chunks = self.rows.chunks(crate::profile(self.product).rows_a_statement);
        chunks
            .map(|rows| {
                let mut insert = insert(self.product, self.table, self.columns, rows)?;
                statement(self.product, insert.on_conflict(action.clone()))
            })
            .collect()
    }

    /// Whether a row that is there gets the new value.
    fn is_new(&self, column: &String) -> bool {
        !self.key.contains(column) && !self.kept.contains(column)
    }

    /// New values for the rows that are there.
    pub(super) fn updates(&self) -> Statements {
        self.rows.iter().filter_map(|row| self.update(row).transpose()).collect()
    }

    fn update_and_insert(&self) -> Statements {
        let mut statements = Vec::new();
        for row in self.rows {
            statements.extend(self.update(row)?);
            statements.push(self.insert_missing(row)?);
        }
        Ok(statements)
    }

    /// `None` where the row has nothing new.
    fn update(&self, row: &[Value]) -> Result<Option<Statement>, RefusalReason> {
        let cells = self.columns.iter().zip(row).filter(|(column, _)| self.is_new(column));
        let set: Vec<_> = cells.map(|(column, value)| (column.clone(), value.clone())).collect();
        if set.is_empty() {
            return Ok(None);
        }
        let mut update = update(self.product, self.table, &set)?;
        for condition in self.same_key(row)? {
            update.and_where(condition);
        }
        statement(self.product, &update).map(Some)
    }

    fn insert_missing(&self, row: &[Value]) -> Result<Statement, RefusalReason> {
        let mut insert =
            Query::insert().into_table(table_ref(self.table)).columns(self.columns.iter().map(|it| iden(it))).take();
        insert.select_from(self.values_if_missing(row)?).map_err(|_| Fault::Malformed)?;
        statement(self.product, &insert)
    }

    /// `SELECT` of the values, from one row, where the table has none of that key: a form that all products take.
    fn values_if_missing(&self, row: &[Value]) -> Result<SelectStatement, RefusalReason> {
        let mut present = Query::select().expr(Expr::cust("1")).from(table_ref(self.table)).take();
        for condition in self.same_key(row)? {
            present.and_where(condition);
        }
        let one = Query::select().expr(Expr::cust("1")).take();
        let values = row.iter().map(|value| expr(self.product, value)).collect::<Result<Vec<_>, _>>()?;
        Ok(Query::select()
            .exprs(values)
            .from_subquery(one, String::from("one"))
            .and_where(Expr::exists(present).not())
            .take())
    }

    /// The conditions under which a row of the table has this row's key. Without a key every row would have it.
    fn same_key(&self, row: &[Value]) -> Result<Vec<Expr>, RefusalReason> {
        if self.key.is_empty() {
            return Err(Fault::Malformed.into());
        }
        self.key.iter().map(|column| self.same(column, row)).collect()
    }

    fn same(&self, column: &String, row: &[Value]) -> Result<Expr, RefusalReason> {
        let place = self.columns.iter().position(|it| it == column).ok_or(Fault::Malformed)?;
        match row.get(place).ok_or(Fault::Malformed)? {
            Value::Null => Ok(Expr::col(iden(column)).is_null()),
            Value::Expression(text) => Ok(Expr::col(iden(column)).eq(Expr::cust(format!("({text})")))),
            value => Ok(Expr::col(iden(column)).eq(expr(self.product, value)?)),
        }
    }
}

/// Whether the server itself tells the rows of a table apart by exactly this key.
pub(super) fn is_key(catalog: &Catalog, table: &ObjectName, key: &[String]) -> bool {
    catalog.table(table).is_some_and(|table| is_unique(catalog, table, key))
}

/// Whether no two rows can have equal values in these columns.
fn is_unique(catalog: &Catalog, table: &Table, columns: &[String]) -> bool {
    let same = |key: &[String]| {
        key.len() == columns.len()
            && key.iter().all(|it| columns.iter().any(|column| catalog.naming.members.same(it, column)))
    };
    let by_constraint = table.constraints.iter().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => !key.deferrable && same(&key.columns),
        _ => false,
    });
    by_constraint
        || table.indexes.iter().filter(|it| it.unique && it.predicate.is_none()).any(|index| {
            let names: Option<Vec<String>> =
                index.columns.iter().map(|it| it.column_name().map(str::to_owned)).collect();
            names.is_some_and(|names| same(&names))
        })
}
