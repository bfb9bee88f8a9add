//! Tables, columns and constraints of PostgreSQL.

use amend_catalog::{Check, Column, Constraint, ForeignKey, Generated, Identity, Key, Table};

use super::super::Site;
use super::super::cells::{add_constraint, cells, filled, list, text, truth};
use super::in_site;
use crate::session::Cell;
use crate::{DbError, Session};

pub(super) async fn tables(session: &mut Session, site: &Site<'_>) -> Result<Vec<Table>, DbError> {
    let query = format!(
        "SELECT c.relname, obj_description(c.oid, 'pg_class'), s.spcname FROM pg_class c \
         LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace \
         WHERE c.relkind IN ('r', 'p') AND {} ORDER BY c.oid",
        in_site(site)
    );
    let mut tables = Vec::new();
    for row in session.query(&query).await? {
        let [name, comment, tablespace] = cells(row)?;
        let mut table = Table::new(site.name(text(name)));
        table.comment = comment;
        table.options.tablespace = tablespace;
        tables.push(table);
    }
    Ok(tables)
}

pub(super) async fn columns(session: &mut Session, site: &Site<'_>, tables: &mut [Table]) -> Result<(), DbError> {
    let query = format!(
        "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, \
         pg_get_expr(d.adbin, d.adrelid), a.attidentity, a.attgenerated, col_description(c.oid, a.attnum), \
         CASE WHEN a.attcollation <> t.typcollation THEN l.collname END, q.nspname, q.relname, q.seqstart, q.seqincrement \
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
         JOIN pg_type t ON t.oid = a.atttypid \
         LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
         LEFT JOIN pg_collation l ON l.oid = a.attcollation \
         LEFT JOIN LATERAL (SELECT n.nspname, r.relname, s.seqstart, s.seqincrement FROM pg_depend p \
         JOIN pg_sequence s ON s.seqrelid = p.objid JOIN pg_class r ON r.oid = s.seqrelid \
         JOIN pg_namespace n ON n.oid = r.relnamespace WHERE p.classid = 'pg_class'::regclass \
         AND p.refobjid = c.oid AND p.refobjsubid = a.attnum AND p.deptype IN ('a', 'i') LIMIT 1) q ON true \
         WHERE c.relkind IN ('r', 'p') AND {} ORDER BY c.oid, a.attnum",
        in_site(site)
    );
    for row in session.query(&query).await? {
        let [table, rest @ ..] = cells::<13>(row)?;
        if let Some(table) = tables.iter_mut().find(|it| Some(&it.name.name) == table.as_ref()) {
            table.columns.push(column(site, rest));
        }
    }
    Ok(())
}

fn column(site: &Site<'_>, row: [Cell; 12]) -> Column {
    let [name, ty, required, value, identity, generated, comment, collation, sequence @ ..] = row;
    let mut column = Column::new(text(name), text(ty));
    column.nullable = !truth(&required);
    column.comment = comment;
    column.collation = collation;
    match (filled(generated), filled(identity)) {
        (Some(kind), _) => {
            let expression = value.unwrap_or_default();
            column.generated = Some(Generated { expression: inner(&expression).into(), stored: kind == "s" });
        }
        (None, identity) => {
            column.identity = numbering(site, identity, value.as_deref(), sequence);
            column.default = value.filter(|_| column.identity.is_none());
        }
    }
    column
}

/// An identity, or a sequence of the column's own as its default (`serial`).
fn numbering(site: &Site<'_>, identity: Option<String>, value: Option<&str>, sequence: [Cell; 4]) -> Option<Identity> {
    let [schema, name, start, increment] = sequence;
    let serial = value.is_some_and(|it| it.starts_with("nextval(")).then_some(name).flatten();
    let serial = serial.map(|name| site.name_in(&text(schema), name));
    if identity.is_none() && serial.is_none() {
        return None;
    }
    let unless_one = |cell: Cell| cell.and_then(|it| it.parse().ok()).filter(|number| *number != 1);
    Some(Identity {
        always: identity.as_deref() == Some("a"),
        start: unless_one(start),
        increment: unless_one(increment),
        sequence: serial,
    })
}

pub(super) async fn constraints(session: &mut Session, site: &Site<'_>, tables: &mut [Table]) -> Result<(), DbError> {
    let names = |key: &str, relation: &str| {
        format!(
            "(SELECT string_agg(a.attname, chr(1) ORDER BY k.n) FROM unnest({key}) WITH ORDINALITY k(a, n) \
             JOIN pg_attribute a ON a.attrelid = {relation} AND a.attnum = k.a)"
        )
    };
    let query = format!(
        "SELECT c.relname, o.contype, o.conname, {}, o.condeferrable, o.condeferred, o.convalidated, s.spcname, \
         n.nspname, r.relname, {}, o.confupdtype, o.confdeltype, pg_get_expr(o.conbin, o.conrelid) \
         FROM pg_constraint o JOIN pg_class c ON c.oid = o.conrelid \
         LEFT JOIN pg_class r ON r.oid = o.confrelid LEFT JOIN pg_namespace n ON n.oid = r.relnamespace \
         LEFT JOIN pg_class x ON x.oid = o.conindid AND o.contype IN ('p', 'u') \
         LEFT JOIN pg_tablespace s ON s.oid = x.reltablespace \
         WHERE o.contype IN ('p', 'u', 'f', 'c') AND c.relkind IN ('r', 'p') AND {} ORDER BY o.oid",
        names("o.conkey", "o.conrelid"),
        names("o.confkey", "o.confrelid"),
        in_site(site)
    );
    for row in session.query(&query).await? {
        let [table, kind, rest @ ..] = cells::<14>(row)?;
        add_constraint(tables, &text(table), constraint(site, &text(kind), rest));
    }
    Ok(())
}

fn constraint(site: &Site<'_>, kind: &str, row: [Cell; 12]) -> Constraint {
    let [name, columns, deferrable, deferred, validated, tablespace, target @ ..] = row;
    let [schema, referenced, referenced_columns, on_update, on_delete, expression] = target;
    let (deferrable, initially_deferred, validated) = (truth(&deferrable), truth(&deferred), truth(&validated));
    let columns = list(columns);
    let key = || Key { name: name.clone(), columns: columns.clone(), deferrable, initially_deferred, tablespace };
    match kind {
        "p" => Constraint::PrimaryKey(key()),
        "u" => Constraint::Unique(key()),
        "f" => Constraint::ForeignKey(ForeignKey {
            name,
            columns,
            referenced_table: site.name_in(&text(schema), text(referenced)),
            referenced_columns: list(referenced_columns),
            on_delete: action(&on_delete),
            on_update: action(&on_update),
            deferrable,
            initially_deferred,
            validated,
        }),
        _ => Constraint::Check(Check { name, expression: inner(&text(expression)).into(), validated, enforced: true }),
    }
}

/// The letters of `confupdtype` and `confdeltype`.
fn action(letter: &Cell) -> Option<amend_catalog::ReferentialAction> {
    super::super::cells::action(match letter.as_deref()? {
        "r" => "RESTRICT",
        "c" => "CASCADE",
        "n" => "SET NULL",
        "d" => "SET DEFAULT",
        _ => "NO ACTION",
    })
}

/// The expression without the parentheses that the server puts around the whole.
fn inner(expression: &str) -> &str {
    crate::compare::without_outer_parentheses(expression)
}
