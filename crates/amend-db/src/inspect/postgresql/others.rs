//! Sequences, views, routines and triggers of PostgreSQL.

use amend_catalog::{Routine, RoutineKind, Sequence, SequenceOptions, SequenceOwner, View};

use super::super::Site;
use super::super::cells::{cells, literal, text, truth};
use super::{in_site, no_extension};
use crate::{DbError, Session};

/// Sequences, but for those that number the column that they belong to: they are the column's identity.
pub(super) async fn sequences(session: &mut Session, site: &Site<'_>) -> Result<Vec<Sequence>, DbError> {
    let query = format!(
        "SELECT c.relname, format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, \
         s.seqcycle, n.nspname, o.relname, a.attname FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid \
         LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid \
         AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') \
         LEFT JOIN pg_class o ON o.oid = d.refobjid LEFT JOIN pg_namespace n ON n.oid = o.relnamespace \
         LEFT JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum = d.refobjsubid \
         LEFT JOIN pg_attrdef f ON f.adrelid = o.oid AND f.adnum = a.attnum \
         WHERE {} AND d.deptype IS DISTINCT FROM 'i' \
         AND (d.deptype IS NULL OR pg_get_expr(f.adbin, f.adrelid) NOT LIKE 'nextval(%' OR f.oid IS NULL) ORDER BY c.oid",
        in_site(site)
    );
    let mut sequences = Vec::new();
    for row in session.query(&query).await? {
        let [name, data_type, start, increment, min, max, cache, cycle, schema, table, column] = cells(row)?;
        let options = SequenceOptions { data_type, start, increment, min, max, cache, cycle: Some(truth(&cycle)) };
        let owner = table.zip(column).map(|(table, column)| {
            let table = site.name_in(&text(schema), table);
            SequenceOwner { table, column }
        });
        sequences.push(Sequence { name: site.name(text(name)), known: true, options, owner });
    }
    Ok(sequences)
}

pub(super) async fn views(session: &mut Session, site: &Site<'_>) -> Result<Vec<View>, DbError> {
    let query = format!(
        "SELECT c.relname, pg_get_viewdef(c.oid), obj_description(c.oid, 'pg_class') FROM pg_class c \
         WHERE c.relkind = 'v' AND {} ORDER BY c.oid",
        in_site(site)
    );
    let mut views = Vec::new();
    for row in session.query(&query).await? {
        let [name, query, comment] = cells(row)?;
        let query = text(query).trim().trim_end_matches(';').to_owned();
        views.push(View { name: site.name(text(name)), known: true, query, full_definition: false, comment });
    }
    Ok(views)
}

pub(super) async fn routines(session: &mut Session, site: &Site<'_>) -> Result<Vec<Routine>, DbError> {
    let query = format!(
        "SELECT p.proname, p.prokind, pg_get_functiondef(p.oid) FROM pg_proc p \
         WHERE p.pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = {}) AND p.prokind IN ('f', 'p'){} \
         AND {} ORDER BY p.oid",
        literal(amend_sql::Product::PostgreSql, &site.on_server),
        site.only_named(amend_sql::Product::PostgreSql, "p.proname"),
        no_extension("pg_proc", "p.oid")
    );
    let mut routines = Vec::new();
    for row in session.query(&query).await? {
        let [name, kind, definition] = cells(row)?;
        let kind = if kind.as_deref() == Some("p") { RoutineKind::Procedure } else { RoutineKind::Function };
        routines.push(Routine { kind, name: site.name(text(name)), table: None, text: definition, enabled: true });
    }
    Ok(routines)
}

pub(super) async fn triggers(session: &mut Session, site: &Site<'_>) -> Result<Vec<Routine>, DbError> {
    let query = format!(
        "SELECT t.tgname, c.relname, pg_get_triggerdef(t.oid), t.tgenabled <> 'D' FROM pg_trigger t \
         JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND {} ORDER BY t.oid",
        in_site(site)
    );
    let mut triggers = Vec::new();
    for row in session.query(&query).await? {
        let [name, table, definition, enabled] = cells(row)?;
        triggers.push(Routine {
            kind: RoutineKind::Trigger,
            name: site.name(text(name)),
            table: Some(site.name(text(table))),
            text: definition,
            enabled: truth(&enabled),
        });
    }
    Ok(triggers)
}
