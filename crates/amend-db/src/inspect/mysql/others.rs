//! Sequences, views, routines and triggers of MySQL and MariaDB.

use amend_catalog::{ObjectName, Routine, RoutineKind, Sequence, SequenceOptions, View};
use amend_sql::{Product, names};

use super::super::Site;
use super::super::cells::{cells, literal, text, truth};
use super::in_site;
use crate::session::Cell;
use crate::{DbError, Session};

/// MariaDB shows a sequence's options as the one row of the sequence (10.3 and later).
pub(super) async fn sequences(session: &mut Session, site: &Site<'_>) -> Result<Vec<Sequence>, DbError> {
    let product = session.product();
    if product != Product::MariaDb {
        return Ok(Vec::new());
    }
    let query = format!(
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_TYPE = 'SEQUENCE' AND {} ORDER BY TABLE_NAME",
        in_site(product, site, "TABLE_SCHEMA", "TABLE_NAME")
    );
    let mut sequences = Vec::new();
    for row in session.query(&query).await? {
        let [name] = cells(row)?;
        let name = text(name);
        let options = sequence_options(session, &on_server(product, site, &name)).await?;
        sequences.push(Sequence { name: site.name(name), known: true, options, owner: None });
    }
    Ok(sequences)
}

async fn sequence_options(session: &mut Session, sequence: &str) -> Result<SequenceOptions, DbError> {
    let query = format!(
        "SELECT start_value, increment, minimum_value, maximum_value, cache_size, cycle_option FROM {sequence}"
    );
    let row = session.query(&query).await?.into_iter().next().unwrap_or_default();
    let [start, increment, min, max, cache, cycle] = cells(row)?;
    Ok(SequenceOptions { data_type: None, start, increment, min, max, cache, cycle: Some(truth(&cycle)) })
}

/// The object's name as text of SQL, with its database.
fn on_server(product: Product, site: &Site<'_>, name: &str) -> String {
    let name = ObjectName::qualified(Some(site.on_server.clone()), name);
    names::qualified(product, &name).unwrap_or_default()
}

pub(super) async fn views(session: &mut Session, site: &Site<'_>) -> Result<Vec<View>, DbError> {
    let query = format!(
        "SELECT TABLE_NAME, VIEW_DEFINITION FROM information_schema.VIEWS WHERE {} ORDER BY TABLE_NAME",
        in_site(session.product(), site, "TABLE_SCHEMA", "TABLE_NAME")
    );
    let mut views = Vec::new();
    for row in session.query(&query).await? {
        let [name, query] = cells(row)?;
        let name = site.name(text(name));
        views.push(View { name, known: true, query: text(query), full_definition: false, comment: None });
    }
    Ok(views)
}

/// The text is not known where the user may not see it.
pub(super) async fn routines(session: &mut Session, site: &Site<'_>) -> Result<Vec<Routine>, DbError> {
    let product = session.product();
    let query = format!(
        "SELECT ROUTINE_NAME, ROUTINE_TYPE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = {} \
         AND ROUTINE_TYPE IN ('FUNCTION', 'PROCEDURE'){} ORDER BY ROUTINE_NAME",
        literal(product, &site.on_server),
        site.only_named(product, "ROUTINE_NAME")
    );
    let mut routines = Vec::new();
    for row in session.query(&query).await? {
        let [name, kind] = cells(row)?;
        let kind = if kind.as_deref() == Some("PROCEDURE") { RoutineKind::Procedure } else { RoutineKind::Function };
        let name = text(name);
        let text = show_create(session, kind, &on_server(product, site, &name)).await?;
        routines.push(Routine { kind, name: site.name(name), table: None, text, enabled: true });
    }
    Ok(routines)
}

pub(super) async fn triggers(session: &mut Session, site: &Site<'_>) -> Result<Vec<Routine>, DbError> {
    let product = session.product();
    let query = format!(
        "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS WHERE {} ORDER BY TRIGGER_NAME",
        in_site(product, site, "TRIGGER_SCHEMA", "EVENT_OBJECT_TABLE")
    );
    let mut triggers = Vec::new();
    for row in session.query(&query).await? {
        let [name, table] = cells(row)?;
        let name = text(name);
        let definition = show_create(session, RoutineKind::Trigger, &on_server(product, site, &name)).await?;
        let table = Some(site.name(text(table)));
        triggers.push(Routine {
            kind: RoutineKind::Trigger,
            name: site.name(name),
            table,
            text: definition,
            enabled: true,
        });
    }
    Ok(triggers)
}

/// The third column of `SHOW CREATE PROCEDURE | FUNCTION | TRIGGER` is the statement.
async fn show_create(session: &mut Session, kind: RoutineKind, name: &str) -> Result<Cell, DbError> {
    let rows = session.query(&format!("SHOW CREATE {} {name}", kind.as_sql())).await?;
    Ok(rows.into_iter().next().and_then(|row| row.into_iter().nth(2)).flatten())
}
