//! Preconditions: what their outcome means for a change set, and the answers that the replayed catalog knows.

use amend_catalog::{Catalog, Constraint, IndexColumn, ObjectName, Table, World};
use amend_changelog::change_set::{ChangeSet, Key};
use amend_changelog::precondition::{Action, Answer, Condition, Facts, Outcome, Preconditions, Scope, Test};
use amend_sql::names::{Quoting, stored_name};
use amend_syntax::Diagnostic;

use crate::{History, Project};

/// What preconditions mean for their change set.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It runs; the warnings say what did not hold all the same.
    Run(Vec<Diagnostic>),
    /// It is passed over this time.
    Skip(String),
    /// It is passed over and recorded, so that it is never tried again.
    MarkRan(String),
    /// The run ends.
    Halt(Diagnostic),
    /// Only a database can tell.
    Unknown,
}

/// What the outcome of preconditions means.
pub fn verdict(preconditions: &Preconditions, outcome: Outcome) -> Verdict {
    let (action, reason, message, word) = match outcome {
        Outcome::Passed => return Verdict::Run(Vec::new()),
        Outcome::Unknown => return Verdict::Unknown,
        Outcome::Failed(reasons) => {
            (preconditions.on_fail, reasons.join("; "), &preconditions.on_fail_message, "do not hold")
        }
        Outcome::Errored(reason) => {
            (preconditions.on_error, reason, &preconditions.on_error_message, "cannot be evaluated")
        }
    };
    let reason = message.as_ref().map_or(reason, |message| message.value.clone());
    let text = format!("preconditions {word}: {reason}");
    match action {
        Action::Halt => Verdict::Halt(
            Diagnostic::error("amend::precondition::failed", text)
                .at(&preconditions.place, "these preconditions")
                .help("`onFail` and `onError` say what is to happen instead: CONTINUE, MARK_RAN or WARN"),
        ),
        Action::Continue => Verdict::Skip(text),
        Action::MarkRan => Verdict::MarkRan(text),
        Action::Warn => Verdict::Run(vec![
            Diagnostic::warning("amend::precondition::warned", text).at(&preconditions.place, "these preconditions"),
        ]),
    }
}

/// What is known without a database.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The state that the change sets so far leave.
    pub catalog: &'a Catalog,
    /// What has run.
    pub history: &'a History,
    /// Keys of change sets that count as run although the history does not have them yet.
    pub ran: &'a [Key],
}

/// The answer to a condition of a change set from what is known without a database.
pub fn answer_offline(project: &Project<'_>, change_set: &ChangeSet, condition: &Condition, known: Known<'_>) -> Answer {
    if let Some(answer) = condition.answer(&facts(project, change_set)) {
        return answer;
    }
    let name = |text: &str| stored_name(project.product(), text, Quoting::Legacy);
    let object = |scope: &Scope, text: &str| scoped(project, scope, name(text));
    match &condition.test {
        Test::TableExists { schema, table_name } => {
            let found = known.catalog.table(&object(schema, table_name)).is_some();
            exists(known.catalog, found, "table", table_name)
        }
        Test::ViewExists { schema, view_name } => {
            let found = known.catalog.view(&object(schema, view_name)).is_some();
            exists(known.catalog, found, "view", view_name)
        }
        Test::SequenceExists { schema, sequence_name } => {
            let found = known.catalog.sequence(&object(schema, sequence_name)).is_some();
            exists(known.catalog, found, "sequence", sequence_name)
        }
        Test::ColumnExists { schema, table_name, column_name } => {
            in_table(known.catalog, &object(schema, table_name), "column", column_name, |table| {
                known.catalog.column(table, &name(column_name)).is_some()
            })
        }
        Test::ForeignKeyConstraintExists { schema, foreign_key_table_name: Some(table), foreign_key_name: Some(key) } => {
            in_table(known.catalog, &object(schema, table), "foreign key", key, |table| {
                known.catalog.constraint(table, &name(key)).is_some()
            })
        }
        Test::IndexExists { schema, index_name, table_name: Some(table), column_names } => {
            let wanted: Option<Vec<String>> =
                column_names.as_ref().map(|list| list.split(',').map(|it| name(it.trim())).collect());
            let shown = index_name.as_deref().or(column_names.as_deref()).unwrap_or_default();
            in_table(known.catalog, &object(schema, table), "index", shown, |table| {
                has_index(known.catalog, table, index_name.as_deref().map(name).as_deref(), wanted.as_deref())
            })
        }
        Test::PrimaryKeyExists { schema, table_name: Some(table), primary_key_name: None } => {
            in_table(known.catalog, &object(schema, table), "primary key of", table, |table| {
                table.primary_key().is_some()
            })
        }
        Test::ChangeSetExecuted { id, author, change_log_file } => {
            let path = change_log_file.clone().unwrap_or_else(|| project.changelog.path.clone());
            executed(&Key::new(&path, id, author), known)
        }
        _ => Answer::Unknown,
    }
}

/// The facts that need no database.
pub(crate) fn facts<'a>(project: &Project<'a>, change_set: &'a ChangeSet) -> Facts<'a> {
    Facts {
        product: project.product(),
        parameters: &change_set.parameters,
        file: &change_set.file,
        quoting: project.changelog.quoting,
    }
}

fn scoped(project: &Project<'_>, scope: &Scope, name: String) -> ObjectName {
    let schema = scope.schema_name.clone().filter(|schema| Some(schema.as_str()) != project.default_schema);
    ObjectName::qualified(schema, name)
}

fn exists(catalog: &Catalog, found: bool, kind: &str, name: &str) -> Answer {
    match (found, catalog.world) {
        (true, _) => Answer::Yes,
        (false, World::Closed) => Answer::No(format!("there is no {kind} `{name}`")),
        (false, World::Open) => Answer::Unknown,
    }
}

fn in_table(
    catalog: &Catalog,
    table: &ObjectName,
    kind: &str,
    name: &str,
    test: impl FnOnce(&Table) -> bool,
) -> Answer {
    match catalog.table(table) {
        Some(table) if test(table) => Answer::Yes,
        Some(table) if !table.known => Answer::Unknown,
        _ => exists(catalog, false, kind, name),
    }
}

fn has_index(catalog: &Catalog, table: &Table, name: Option<&str>, columns: Option<&[String]>) -> bool {
    let case = catalog.naming.members;
    let fits = |its_name: Option<&str>, its_columns: Vec<&str>| {
        let named = name.is_none_or(|name| its_name.is_some_and(|its| case.same(its, name)));
        let over = columns.is_none_or(|wanted| {
            wanted.len() == its_columns.len() && wanted.iter().zip(its_columns).all(|(one, two)| case.same(one, two))
        });
        named && over
    };
    let indexes = table
        .indexes
        .iter()
        .any(|it| fits(Some(&it.name), it.columns.iter().filter_map(IndexColumn::column_name).collect()));
    indexes
        || table.constraints.iter().any(|it| match it {
            Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
                fits(key.name.as_deref(), key.columns.iter().map(String::as_str).collect())
            }
            _ => false,
        })
}

fn executed(key: &Key, known: Known<'_>) -> Answer {
    let mut rows = known.history.rows.iter().map(|row| row.key.normal());
    match rows.any(|it| it.is_like(key)) || known.ran.iter().any(|it| it.is_like(key)) {
        true => Answer::Yes,
        false => Answer::No(format!("change set `{}` has not run", key.id)),
    }
}
