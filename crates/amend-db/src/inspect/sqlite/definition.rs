//! `CREATE TABLE` as SQLite keeps it.

use amend_catalog::{
    Check, Column, Constraint, ForeignKey, Generated, Identity, Key, ObjectName, ReferentialAction, Table,
};

use super::super::cells::action;
use super::reader::Reader;

/// The words that end a column's type.
const AFTER_TYPE: &[&str] =
    &["CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE", "REFERENCES", "GENERATED", "AS"];

/// The words that begin a constraint of a table.
const TABLE_CONSTRAINTS: &[&str] = &["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];

/// The table that the statement makes; `None` where it is not such a statement.
pub(super) fn table(name: &str, sql: &str) -> Option<Table> {
    let mut reader = Reader::new(sql);
    reader.text_while(|it| !it.sees(&["("]));
    let elements = reader.parenthesised()?;
    let mut table = Table::new(ObjectName::new(name));
    for element in Reader::parts(elements) {
        let mut reader = Reader::new(element);
        match TABLE_CONSTRAINTS.iter().any(|word| reader.sees(&[word])) {
            true => table_constraint(&mut reader, &mut table)?,
            false => column(&mut reader, &mut table)?,
        }
    }
    while let Some(token) = reader.next() {
        table.options.strict |= token.is("STRICT");
        table.options.without_rowid |= token.is("ROWID");
    }
    require_keys(&mut table);
    Some(table)
}

/// Columns of a primary key are not nullable for a catalog, though SQLite lets some be.
fn require_keys(table: &mut Table) {
    let key = table.primary_key().map(|key| key.columns.clone()).unwrap_or_default();
    for column in &mut table.columns {
        column.nullable &= !key.iter().any(|name| name.eq_ignore_ascii_case(&column.name));
    }
}

fn column(reader: &mut Reader<'_>, table: &mut Table) -> Option<()> {
    let name = reader.name()?;
    let ty = reader.text_while(|it| !AFTER_TYPE.iter().any(|word| it.sees(&[word])));
    let mut column = Column::new(name, ty);
    let mut constraint_name = None;
    while reader.peek().is_some() {
        if reader.takes(&["CONSTRAINT"]) {
            constraint_name = reader.name();
            continue;
        }
        attribute(reader, &mut column, table, constraint_name.take())?;
    }
    table.columns.push(column);
    Some(())
}

fn attribute(reader: &mut Reader<'_>, column: &mut Column, table: &mut Table, name: Option<String>) -> Option<()> {
    let key = |name| Key { name, columns: vec![column.name.clone()], ..Key::default() };
    if reader.takes(&["PRIMARY", "KEY"]) {
        table.constraints.push(Constraint::PrimaryKey(key(name)));
        let _ = reader.takes(&["ASC"]) || reader.takes(&["DESC"]);
        on_conflict(reader);
        column.identity = reader.takes(&["AUTOINCREMENT"]).then(Identity::default);
    } else if reader.takes(&["UNIQUE"]) {
        table.constraints.push(Constraint::Unique(key(name)));
        on_conflict(reader);
    } else if reader.takes(&["NOT", "NULL"]) {
        column.nullable = false;
        column.not_null_name = name;
        on_conflict(reader);
    } else if reader.takes(&["CHECK"]) {
        table.constraints.push(check(name, reader.parenthesised()?));
    } else if reader.takes(&["DEFAULT"]) {
        column.default = Some(default(reader)?);
    } else if reader.takes(&["COLLATE"]) {
        column.collation = reader.name();
    } else if reader.sees(&["REFERENCES"]) {
        table.constraints.push(Constraint::ForeignKey(foreign_key(reader, name, vec![column.name.clone()])?));
    } else if reader.takes(&["GENERATED", "ALWAYS", "AS"]) || reader.takes(&["AS"]) {
        let expression = reader.parenthesised()?.to_owned();
        column.generated = Some(Generated { expression, stored: reader.takes(&["STORED"]) });
    } else {
        // `NULL`, `VIRTUAL`, and what later releases may add.
        reader.next();
    }
    Some(())
}

fn on_conflict(reader: &mut Reader<'_>) {
    if reader.takes(&["ON", "CONFLICT"]) {
        reader.next();
    }
}

fn check(name: Option<String>, expression: &str) -> Constraint {
    Constraint::Check(Check { name, expression: expression.to_owned(), validated: true, enforced: true })
}

/// A number with or without sign, a text, a word, or an expression in parentheses, which stay.
fn default(reader: &mut Reader<'_>) -> Option<String> {
    if reader.sees(&["("]) {
        return Some(format!("({})", reader.parenthesised()?));
    }
    let sign = reader.peek().filter(|token| matches!(token.text, "+" | "-")).map(|token| token.text.to_owned());
    if sign.is_some() {
        reader.next();
    }
    let mut value = reader.next()?.text.to_owned();
    // The exponent of a number has a sign of its own.
    let exponent = value.starts_with(|it: char| it.is_ascii_digit()) && value.ends_with(['e', 'E']);
    if exponent && reader.peek().is_some_and(|token| token.is("+") || token.is("-")) {
        value.push_str(reader.next()?.text);
        value.push_str(reader.next()?.text);
    }
    Some(format!("{}{value}", sign.unwrap_or_default()))
}

fn table_constraint(reader: &mut Reader<'_>, table: &mut Table) -> Option<()> {
    let name = if reader.takes(&["CONSTRAINT"]) { reader.name() } else { None };
    let constraint = if reader.takes(&["PRIMARY", "KEY"]) {
        let list = reader.parenthesised()?;
        number(table, list);
        Constraint::PrimaryKey(Key { name, columns: names(list), ..Key::default() })
    } else if reader.takes(&["UNIQUE"]) {
        Constraint::Unique(key(reader, name)?)
    } else if reader.takes(&["CHECK"]) {
        check(name, reader.parenthesised()?)
    } else if reader.takes(&["FOREIGN", "KEY"]) {
        let columns = names(reader.parenthesised()?);
        Constraint::ForeignKey(foreign_key(reader, name, columns)?)
    } else {
        return None;
    };
    table.constraints.push(constraint);
    Some(())
}

/// `PRIMARY KEY (id AUTOINCREMENT)` numbers that column.
fn number(table: &mut Table, list: &str) {
    let mut reader = Reader::new(list);
    let Some(name) = reader.name().filter(|_| reader.takes(&["AUTOINCREMENT"])) else { return };
    let numbered = table.columns.iter_mut().filter(|column| column.name.eq_ignore_ascii_case(&name));
    numbered.for_each(|column| column.identity = Some(Identity::default()));
}

fn key(reader: &mut Reader<'_>, name: Option<String>) -> Option<Key> {
    Some(Key { name, columns: names(reader.parenthesised()?), ..Key::default() })
}

/// The first word of each part: an order or collation may follow.
fn names(list: &str) -> Vec<String> {
    Reader::parts(list).into_iter().filter_map(|part| Reader::new(part).name()).collect()
}

fn foreign_key(reader: &mut Reader<'_>, name: Option<String>, columns: Vec<String>) -> Option<ForeignKey> {
    if !reader.takes(&["REFERENCES"]) {
        return None;
    }
    let referenced_table = ObjectName::new(reader.name()?);
    let referenced_columns = if reader.sees(&["("]) { names(reader.parenthesised()?) } else { Vec::new() };
    let mut key = ForeignKey {
        name,
        columns,
        referenced_table,
        referenced_columns,
        on_delete: None,
        on_update: None,
        deferrable: false,
        initially_deferred: false,
        validated: true,
    };
    while rule(reader, &mut key) {}
    Some(key)
}

/// Takes one rule of a foreign key.
fn rule(reader: &mut Reader<'_>, key: &mut ForeignKey) -> bool {
    if reader.takes(&["ON", "DELETE"]) {
        key.on_delete = referential_action(reader);
    } else if reader.takes(&["ON", "UPDATE"]) {
        key.on_update = referential_action(reader);
    } else if reader.takes(&["MATCH"]) {
        reader.next();
    } else if reader.takes(&["NOT", "DEFERRABLE"]) {
        key.deferrable = false;
    } else if reader.takes(&["DEFERRABLE"]) {
        key.deferrable = true;
    } else if reader.takes(&["INITIALLY"]) {
        key.initially_deferred = reader.next().is_some_and(|token| token.is("DEFERRED"));
    } else {
        return false;
    }
    true
}

fn referential_action(reader: &mut Reader<'_>) -> Option<ReferentialAction> {
    let first = reader.next()?;
    match first.is("SET") || first.is("NO") {
        true => action(&format!("{} {}", first.text, reader.next()?.text)),
        false => action(first.text),
    }
}

#[cfg(test)]
mod tests;
