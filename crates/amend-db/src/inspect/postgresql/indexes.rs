//! Indexes of PostgreSQL that belong to no constraint. One that is not valid, since its concurrent build broke off,
//! serves no query and is none.

use amend_catalog::{Index, IndexColumn, IndexKey, Table};

use super::super::Site;
use super::super::cells::{add_index, cells, text, truth};
use super::in_site;
use crate::session::Cell;
use crate::{DbError, Session};

/// One row for each part of each index.
pub(super) async fn indexes(session: &mut Session, site: &Site<'_>, tables: &mut [Table]) -> Result<(), DbError> {
    // `NULLS NOT DISTINCT` came with 15; the row as JSON has it where it is there.
    let query = format!(
        "SELECT c.relname, x.relname, i.indisunique, m.amname, i.indisclustered, \
         to_jsonb(i) ->> 'indnullsnotdistinct' = 'true', pg_get_expr(i.indpred, i.indrelid), \
         obj_description(x.oid, 'pg_class'), s.spcname, k.n <= i.indnkeyatts, a.attname, \
         pg_get_indexdef(x.oid, k.n, false), (i.indoption[k.n - 1] & 1) = 1, (i.indoption[k.n - 1] & 2) = 2, \
         CASE WHEN NOT p.opcdefault THEN p.opcname END \
         FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid \
         JOIN pg_am m ON m.oid = x.relam LEFT JOIN pg_tablespace s ON s.oid = x.reltablespace \
         CROSS JOIN LATERAL generate_series(1, i.indnatts) k(n) \
         LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.n - 1] AND a.attnum > 0 \
         LEFT JOIN pg_opclass p ON p.oid = i.indclass[k.n - 1] \
         WHERE c.relkind IN ('r', 'p') AND (i.indisvalid OR c.relkind = 'p') AND {} AND NOT EXISTS (SELECT 1 FROM pg_constraint o \
         WHERE o.conindid = x.oid AND o.contype IN ('p', 'u', 'x')) ORDER BY x.oid, k.n",
        in_site(site)
    );
    let mut read: Vec<(String, Index)> = Vec::new();
    for row in session.query(&query).await? {
        let [table, name, head @ .., _, _, _, _, _, _] = cells::<15>(row.clone())?;
        let [.., is_key, column, definition, descending, nulls_first, class] = cells::<15>(row)?;
        let (table, name) = (text(table), text(name));
        if read.last().is_none_or(|(_, index)| index.name != name) {
            read.push((table, index(name, head)));
        }
        let Some((_, index)) = read.last_mut() else { continue };
        match truth(&is_key) {
            true => index.columns.push(part(column, definition, truth(&descending), truth(&nulls_first), class)),
            false => index.include.extend(column),
        }
    }
    read.into_iter().for_each(|(table, index)| add_index(tables, &table, index));
    Ok(())
}

fn index(name: String, row: [Cell; 7]) -> Index {
    let [unique, method, clustered, nulls_not_distinct, predicate, comment, tablespace] = row;
    Index {
        name,
        unique: truth(&unique),
        method: method.filter(|method| method != "btree"),
        clustered: truth(&clustered),
        nulls_not_distinct: truth(&nulls_not_distinct),
        predicate: predicate.map(|it| crate::compare::without_outer_parentheses(&it).to_owned()),
        comment,
        tablespace,
        ..Index::default()
    }
}

/// `NULL`s come last in ascending and first in descending order unless said otherwise.
fn part(column: Cell, definition: Cell, descending: bool, nulls_first: bool, class: Cell) -> IndexColumn {
    let key = match column {
        Some(name) => IndexKey::Column { name, prefix: None },
        None => IndexKey::Expression(crate::compare::without_outer_parentheses(&text(definition)).to_owned()),
    };
    let nulls_first = (nulls_first != descending).then_some(nulls_first);
    IndexColumn { key, descending, nulls_first, operator_class: class }
}
