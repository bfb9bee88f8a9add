//! Preconditions: what their outcome means for a change set, and the answers that the replayed catalog knows.

use amend_catalog::{Catalog, Constraint, Index, ObjectName, Table, World};
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

/// The answer to a condition from what is known without a database.
pub fn answer_offline(project: &Project<'_>, facts: &Facts<'_>, condition: &Condition, known: Known<'_>) -> Answer {
    if let Some(answer) = condition.answer(facts) {
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
        Test::ForeignKeyConstraintExists { schema, foreign_key_table_name: table, foreign_key_name: key } => {
            let table = table.as_deref().map(|table| object(schema, table));
            some_table(known.catalog, table.as_ref(), "foreign key", key.as_deref(), |table| {
                has_constraint(known.catalog, table, key.as_deref().map(name).as_deref(), |it| {
                    matches!(it, Constraint::ForeignKey(_))
                })
            })
        }
        Test::UniqueConstraintExists { schema, table_name: table, constraint_name, column_names } => {
            let table = table.as_deref().map(|table| object(schema, table));
            let columns = column_names.as_deref().map(|list| names_of(list, &name));
            let shown = constraint_name.as_deref().or(column_names.as_deref());
            some_table(known.catalog, table.as_ref(), "unique constraint", shown, |table| {
                has_constraint(known.catalog, table, constraint_name.as_deref().map(name).as_deref(), |it| {
                    matches!(it, Constraint::Unique(_)) && covers(known.catalog, it.columns(), columns.as_deref())
                })
            })
        }
        Test::PrimaryKeyExists { schema, table_name: table, primary_key_name: key } => {
            let table = table.as_deref().map(|table| object(schema, table));
            some_table(known.catalog, table.as_ref(), "primary key", key.as_deref(), |table| {
                has_constraint(known.catalog, table, key.as_deref().map(name).as_deref(), |it| {
                    matches!(it, Constraint::PrimaryKey(_))
                })
            })
        }
        Test::IndexExists { schema, index_name, table_name: table, column_names } => {
            let table = table.as_deref().map(|table| object(schema, table));
            let columns = column_names.as_deref().map(|list| names_of(list, &name));
            let shown = index_name.as_deref().or(column_names.as_deref());
            some_table(known.catalog, table.as_ref(), "index", shown, |table| {
                has_index(known.catalog, table, index_name.as_deref().map(name).as_deref(), columns.as_deref())
            })
        }
        Test::ChangeSetExecuted { id, author, change_log_file } => {
            let path = change_log_file.clone().unwrap_or_else(|| project.changelog.path.clone());
            executed(&Key::new(&path, id, author), known)
        }
        _ => Answer::Unknown,
    }
}

/// The facts of a change set that need no database.
pub fn facts<'a>(project: &Project<'a>, change_set: &'a ChangeSet) -> Facts<'a> {
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

/// The test in one table, or in any where none is named.
fn some_table(
    catalog: &Catalog,
    table: Option<&ObjectName>,
    kind: &str,
    name: Option<&str>,
    mut test: impl FnMut(&Table) -> bool,
) -> Answer {
    let shown = name.unwrap_or_default();
    match table {
        Some(table) => in_table(catalog, table, kind, shown, test),
        None => exists(catalog, catalog.tables.iter().any(&mut test), kind, shown),
    }
}

fn names_of(list: &str, name: &impl Fn(&str) -> String) -> Vec<String> {
    list.split(',').map(|it| name(it.trim())).collect()
}

fn has_constraint(
    catalog: &Catalog,
    table: &Table,
    name: Option<&str>,
    mut fits: impl FnMut(&Constraint) -> bool,
) -> bool {
    let named =
        |it: &Constraint| name.is_none_or(|name| it.name().is_some_and(|its| catalog.naming.members.same(its, name)));
    table.constraints.iter().any(|it| named(it) && fits(it))
}

/// Whether the columns are the wanted ones in their order; any are, where none are wanted.
fn covers(catalog: &Catalog, columns: &[String], wanted: Option<&[String]>) -> bool {
    let same = |(one, two): (&String, &String)| catalog.naming.members.same(one, two);
    wanted.is_none_or(|wanted| wanted.len() == columns.len() && wanted.iter().zip(columns).all(same))
}

/// Whether an index, or a key with its index, has the name and the columns.
fn has_index(catalog: &Catalog, table: &Table, name: Option<&str>, columns: Option<&[String]>) -> bool {
    let of_index = |index: &Index| {
        let names: Vec<String> = index.columns.iter().filter_map(|it| it.column_name().map(str::to_owned)).collect();
        name.is_none_or(|name| catalog.naming.members.same(&index.name, name)) && covers(catalog, &names, columns)
    };
    let of_key = |key: &Constraint| {
        matches!(key, Constraint::PrimaryKey(_) | Constraint::Unique(_)) && covers(catalog, key.columns(), columns)
    };
    table.indexes.iter().any(of_index) || has_constraint(catalog, table, name, of_key)
}

fn executed(key: &Key, known: Known<'_>) -> Answer {
    let mut rows = known.history.rows.iter().map(|row| row.key.normal());
    match rows.any(|it| it.is_like(key)) || known.ran.iter().any(|it| it.is_like(key)) {
        true => Answer::Yes,
        false => Answer::No(format!("change set `{}` has not run", key.id)),
    }
}
