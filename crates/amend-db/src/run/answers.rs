//! Preconditions, answered by the database.

use amend_catalog::{Catalog, ObjectName, World};
use amend_changelog::precondition::{Answer, Condition, Facts, Outcome, Preconditions, Scope as Where, Test};
use amend_plan::{History as Ran, Known, Project, answer_offline, column_answer, schema_of};
use amend_sql::names::{self, Quoting, stored_name};
use amend_sql::{Product, profile};

use crate::history::History;
use crate::inspect::{Scope, columns_of, inspect};
use crate::{DbError, Session, Tracking};

/// Evaluates preconditions, asking the database for no more than is needed.
pub(crate) async fn evaluate(
    session: &mut Session,
    project: &Project<'_>,
    facts: &Facts<'_>,
    preconditions: &Preconditions,
    history: &mut History,
) -> Outcome {
    let mut known: Vec<(Condition, Answer)> = Vec::new();
    loop {
        let mut open = None;
        let outcome =
            preconditions.evaluate(&mut |condition| match known.iter().find(|(asked, _)| asked == condition) {
                Some((_, answer)) => answer.clone(),
                None => {
                    open.get_or_insert_with(|| condition.clone());
                    Answer::Unknown
                }
            });
        match (outcome, open) {
            (Outcome::Unknown, Some(condition)) => {
                let answer = answer(session, project, facts, &condition, history).await;
                known.push((condition, answer));
            }
            (outcome, _) => return outcome,
        }
    }
}

async fn answer(
    session: &mut Session,
    project: &Project<'_>,
    facts: &Facts<'_>,
    condition: &Condition,
    history: &mut History,
) -> Answer {
    let answer = match &condition.test {
        Test::SqlCheck { sql, expected_result } => sql_check(session, sql, expected_result).await,
        Test::RowCount { schema, table_name, expected_rows } => {
            count(session, project, schema, table_name).await.map(|found| match found == *expected_rows {
                true => Answer::Yes,
                false => Answer::No(format!("table `{table_name}` has {found} rows, expected {expected_rows}")),
            })
        }
        Test::TableIsEmpty { schema, table_name } => {
            count(session, project, schema, table_name).await.map(|found| match found {
                0 => Answer::Yes,
                found => Answer::No(format!("table `{table_name}` has {found} rows")),
            })
        }
        Test::RunningAs { username } => running_as(session, username).await,
        Test::ColumnExists { schema, table_name, column_name } => {
            column(session, project, schema, table_name, column_name).await
        }
        _ => from_catalog(session, project, facts, condition, history).await,
    };
    answer.unwrap_or_else(|error| Answer::Error(error.to_string()))
}

/// The only value of the only row.
async fn sql_check(session: &mut Session, sql: &str, expected: &str) -> Result<Answer, DbError> {
    let sql = sql.trim();
    let rows = session.query(sql.strip_suffix(';').unwrap_or(sql)).await?;
    let [row] = rows.as_slice() else {
        return Ok(Answer::Error(format!("the query gave {} rows, not one", rows.len())));
    };
    Ok(match row.as_slice() {
        [Some(found)] if found == expected => Answer::Yes,
        [Some(found)] => Answer::No(format!("the query gave `{found}`, expected `{expected}`")),
        [None] => Answer::No(format!("the query gave NULL, expected `{expected}`")),
        cells => Answer::Error(format!("the query gave {} columns, not one", cells.len())),
    })
}

async fn count(session: &mut Session, project: &Project<'_>, scope: &Where, table: &str) -> Result<i64, DbError> {
    let product = session.product();
    let name = ObjectName::qualified(schema_of(project, scope), stored_name(product, table, Quoting::Legacy));
    let printed =
        names::qualified(product, &name).map_err(|error| DbError::new(crate::ErrorKind::Other, error.to_string()))?;
    let found = session.query_value(&format!("SELECT COUNT(*) FROM {printed}")).await?;
    Ok(found.and_then(|it| it.parse().ok()).unwrap_or(0))
}

async fn running_as(session: &mut Session, expected: &str) -> Result<Answer, DbError> {
    if session.product() == Product::Sqlite {
        return Ok(Answer::No("SQLite has no users".to_owned()));
    }
    let user = session.query_value("SELECT CURRENT_USER").await?.unwrap_or_default();
    let name = user.split('@').next().unwrap_or_default();
    Ok(match name.eq_ignore_ascii_case(expected) {
        true => Answer::Yes,
        false => Answer::No(format!("the user is `{name}`, expected `{expected}`")),
    })
}

/// Whether a table or a view has the column. SQLite has no schema to look in.
async fn column(
    session: &mut Session,
    project: &Project<'_>,
    scope: &Where,
    table: &str,
    column: &str,
) -> Result<Answer, DbError> {
    let product = session.product();
    let schema = schema_of(project, scope);
    if let Some(schema) = schema.as_ref().filter(|_| !profile(product).schemas) {
        return Ok(Answer::No(format!("there is no schema `{schema}`")));
    }
    let found = columns_of(session, schema.as_deref(), &stored_name(product, table, Quoting::Legacy)).await?;
    Ok(column_answer(product, table, column, &found))
}

/// What exists, by the server's own catalog.
async fn from_catalog(
    session: &mut Session,
    project: &Project<'_>,
    facts: &Facts<'_>,
    condition: &Condition,
    history: &mut History,
) -> Result<Answer, DbError> {
    let recorded = history.read(session).await?;
    let ran = recorded.map(|it| Ran::new(it.rows)).unwrap_or_default();
    let mut catalog = found(session, project, &condition.test).await?;
    catalog.world = World::Closed;
    let known = Known { catalog: &catalog, history: &ran, ran: &[] };
    Ok(match answer_offline(project, facts, condition, known) {
        Answer::Unknown => Answer::Error(format!("`{}` cannot be answered here", condition.name.value)),
        answer => answer,
    })
}

/// As much of the server's catalog as the test asks for: one table where it names one.
async fn found(session: &mut Session, project: &Project<'_>, test: &Test) -> Result<Catalog, DbError> {
    let product = session.product();
    let everything = Tracking::new(product, None).named(Some(""), Some(""));
    let (scope, table) = asked(test);
    let schema = scope.and_then(|scope| schema_of(project, scope));
    if let Some(table) = table {
        let name = ObjectName::qualified(schema.clone(), stored_name(product, table, Quoting::Legacy));
        let catalog = inspect(session, &everything, &Scope::Tables(vec![name])).await?;
        // On PostgreSQL the table may differ in letter case.
        if !catalog.tables.is_empty() || product != Product::PostgreSql {
            return Ok(catalog);
        }
    }
    inspect(session, &everything, &Scope::Schemas(vec![schema])).await
}

/// Where a test looks, and the table that it names.
fn asked(test: &Test) -> (Option<&Where>, Option<&str>) {
    match test {
        // Without a table the schema that is written does not count (4.28.0, measured on three servers).
        Test::IndexExists { table_name: None, .. } => (None, None),
        Test::TableExists { schema, table_name } => (Some(schema), Some(table_name)),
        Test::IndexExists { schema, table_name, .. }
        | Test::PrimaryKeyExists { schema, table_name, .. }
        | Test::UniqueConstraintExists { schema, table_name, .. }
        | Test::ForeignKeyConstraintExists { schema, foreign_key_table_name: table_name, .. } => {
            (Some(schema), table_name.as_deref())
        }
        Test::ViewExists { schema, .. } | Test::SequenceExists { schema, .. } => (Some(schema), None),
        _ => (None, None),
    }
}
