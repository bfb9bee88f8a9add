//! Whether a statement took effect that was sent, but whose answer nobody heard: what a database shows of it.

use amend_catalog::{Catalog, Constraint, Edit, Object, ObjectName, Op, Table};
use amend_sql::{Profile, Repetition, Statement, StatementKind, begins_with, concurrent_index, repetition};

/// How it can be known whether a statement took effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A transaction holds it together with its row of the journal: both are there, or neither is.
    Atomic,
    /// It sets something of the session, and is lost with it.
    Session {
        /// The first statement of the change set, by its place from 0, that does not need it any more.
        until: usize,
    },
    /// Sent twice it leaves what it leaves when sent once.
    Repeatable,
    /// The server's catalog shows it.
    Shown {
        /// What it shows; of an `ALTER`, all or nothing.
        traces: Vec<Trace>,
        /// What takes away the half of it that may be left, which the catalog does not show (an index of PostgreSQL
        /// whose concurrent build broke off).
        tidy: Option<Statement>,
    },
    /// Nothing shows it.
    Unknown,
    /// An earlier run sent it, and nothing of it is left to do: it is not sent.
    Past,
}

/// What a catalog shows of a statement.
#[expect(clippy::large_enum_variant, reason = "a statement has one or two, and they are not moved")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trace {
    /// An object that was not there before.
    Appears(Object),
    /// An object that is not there any more.
    Goes(Object),
    /// An object with another name.
    Renamed {
        /// As it was.
        before: Object,
        /// As it is.
        after: Object,
    },
}

/// What a catalog says about a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// It took effect.
    Done,
    /// It did not.
    NotDone,
    /// Neither the state before nor the state after is there.
    Unclear,
}

/// The effects of the statements that a part of a plan was rendered to; `ops` are the operations of the part, and `first`
/// is the place of its first statement within the change set.
pub(crate) fn effects(profile: &Profile, ops: &[&Op], statements: &[Statement], first: usize) -> Vec<Effect> {
    let edits: Vec<&Edit> = ops.iter().filter_map(|op| op.as_edit()).collect();
    let own = !ops.iter().any(|op| matches!(op, Op::Sql(_)));
    let behind = first + statements.len();
    let is_program = ops.iter().any(|op| matches!(op, Op::Program(_)));
    let one = |place: usize| match own {
        true if is_program => Effect::Unknown,
        true if is_atomic(profile, &statements[place]) => Effect::Atomic,
        true if edits.is_empty() => of_act(&statements[place], behind),
        true => of_edit(&edits, statements, place),
        false => of_user(profile, &statements[place]),
    };
    (0..statements.len()).map(one).collect()
}

fn is_atomic(profile: &Profile, statement: &Statement) -> bool {
    statement.transactional && (profile.transactional_ddl || statement.kind == StatementKind::Data)
}

/// What is no edit and changes no rows gives a table the number that it had (MySQL, MariaDB): the same one each time, by a
/// statement that is prepared for the session.
fn of_act(statement: &Statement, behind: usize) -> Effect {
    match statement.kind {
        StatementKind::Other => Effect::Session { until: behind },
        StatementKind::Schema | StatementKind::Data => Effect::Repeatable,
    }
}

/// A statement that carries out edits.
fn of_edit(edits: &[&Edit], statements: &[Statement], place: usize) -> Effect {
    let statement = &statements[place];
    if edits.iter().any(|edit| edit.manner.tolerant || edit.manner.or_replace) && is_tolerant(&statement.text) {
        return Effect::Repeatable;
    }
    let traces = match (edits, statements.len()) {
        (_, 1) => without_replaced(edits.iter().filter_map(|edit| trace(edit)).collect()),
        ([edit], _) => one_of_several(edit, statements, place).into_iter().collect(),
        _ => return Effect::Unknown,
    };
    match traces.is_empty() {
        true => Effect::Repeatable,
        false => shown(traces, !statement.transactional),
    }
}

/// What the catalog shows of a statement; `concurrently`: the build of an index that may break off half-way.
pub(crate) fn shown(traces: Vec<Trace>, concurrently: bool) -> Effect {
    let tidy = match traces.as_slice() {
        [Trace::Appears(Object::Index { table, index })] if concurrently => {
            amend_sql::drop_broken_index(table, &index.name).ok()
        }
        _ => None,
    };
    Effect::Shown { traces, tidy }
}

/// Whether the statement says itself that it may find things as it leaves them.
fn is_tolerant(text: &str) -> bool {
    begins_with(text, &["CREATE", "OR", "REPLACE"]) || text.contains(" IF EXISTS ") || text.contains(" IF NOT EXISTS ")
}

/// What an edit shows; `None` where the object stays and keeps its name: then the edit can be repeated.
fn trace(edit: &Edit) -> Option<Trace> {
    match (&edit.before, &edit.after) {
        (None, Some(object)) => Some(Trace::Appears(object.clone())),
        (Some(object), None) => Some(Trace::Goes(object.clone())),
        (Some(before), Some(after)) if full_name(before) != full_name(after) => {
            Some(Trace::Renamed { before: before.clone(), after: after.clone() })
        }
        _ => None,
    }
}

/// What one of several statements of an edit shows: the first words tell what it does with the object.
fn one_of_several(edit: &Edit, statements: &[Statement], place: usize) -> Option<Trace> {
    let text = &statements[place].text;
    let renamed = statements[..place].iter().any(|it| begins_with(&it.text, &["RENAME"]));
    if begins_with(text, &["RENAME"]) {
        return trace(edit).filter(|it| matches!(it, Trace::Renamed { .. }));
    }
    if begins_with(text, &["DROP"]) {
        let before = if renamed { &edit.after } else { &edit.before };
        return before.clone().map(Trace::Goes);
    }
    if begins_with(text, &["CREATE"]) {
        return edit.after.clone().map(Trace::Appears);
    }
    None
}

/// Without objects that go and come back in one statement under one name.
fn without_replaced(traces: Vec<Trace>) -> Vec<Trace> {
    let replaced = |trace: &Trace| {
        traces.iter().any(|other| match (trace, other) {
            (Trace::Appears(one), Trace::Goes(other)) | (Trace::Goes(one), Trace::Appears(other)) => {
                full_name(one) == full_name(other)
            }
            _ => false,
        })
    };
    traces.iter().filter(|it| !replaced(it)).cloned().collect()
}

fn full_name(object: &Object) -> (amend_catalog::Kind, Option<&str>, Option<&ObjectName>, &str) {
    let schema = match object {
        Object::Sequence(it) => it.name.schema.as_deref(),
        Object::View(it) => it.name.schema.as_deref(),
        Object::Routine(it) => it.name.schema.as_deref(),
        _ => None,
    };
    (object.kind(), schema, object.table(), object.name())
}

/// A statement that the user wrote.
fn of_user(profile: &Profile, statement: &Statement) -> Effect {
    if !statement.transactional {
        return match concurrent_index(&statement.text) {
            Some((table, name)) => shown(vec![Trace::Appears(index(table, name))], true),
            None if repetition(profile.product, &statement.text) == Repetition::Harmless => Effect::Repeatable,
            None => Effect::Unknown,
        };
    }
    match repetition(profile.product, &statement.text) {
        Repetition::Transaction => Effect::Atomic,
        Repetition::Session => Effect::Session { until: usize::MAX },
        Repetition::Harmless => Effect::Repeatable,
        Repetition::Unknown => Effect::Unknown,
    }
}

fn index(table: ObjectName, name: String) -> Object {
    Object::Index { table, index: amend_catalog::Index { name, ..amend_catalog::Index::default() } }
}

/// What must be looked at to see the traces: these tables, or all of the schemas where other objects leave them.
pub(crate) fn sight(traces: &[Trace]) -> Result<Vec<ObjectName>, Vec<Option<String>>> {
    let objects = || {
        traces.iter().flat_map(|trace| match trace {
            Trace::Appears(object) | Trace::Goes(object) => vec![object],
            Trace::Renamed { before, after } => vec![before, after],
        })
    };
    let table = |object: &Object| match object {
        Object::Routine(_) => None,
        object => object.table().cloned(),
    };
    let tables: Option<Vec<ObjectName>> = objects().map(table).collect();
    tables.ok_or_else(|| {
        let mut schemas: Vec<Option<String>> = objects().map(schema).collect();
        schemas.sort();
        schemas.dedup();
        schemas
    })
}

fn schema(object: &Object) -> Option<String> {
    match object {
        Object::Sequence(it) => it.name.schema.clone(),
        Object::View(it) => it.name.schema.clone(),
        Object::Routine(it) => it.name.schema.clone(),
        object => object.table().and_then(|it| it.schema.clone()),
    }
}

/// What the catalog says about a statement with these traces. An object of the same name is taken for the object: a
/// server refuses to make a second one.
pub fn evidence(traces: &[Trace], found: &Catalog) -> Evidence {
    let mut each = traces.iter().map(|trace| match trace {
        Trace::Appears(object) => seen(has(found, object)),
        Trace::Goes(object) => seen(has(found, object).map(|it| !it)),
        Trace::Renamed { before, after } => match (has(found, before), has(found, after)) {
            (Some(true), Some(false)) => Evidence::NotDone,
            (Some(false), Some(true)) => Evidence::Done,
            _ => Evidence::Unclear,
        },
    });
    let Some(first) = each.next() else { return Evidence::Unclear };
    if each.all(|it| it == first) { first } else { Evidence::Unclear }
}

fn seen(there: Option<bool>) -> Evidence {
    match there {
        Some(true) => Evidence::Done,
        Some(false) => Evidence::NotDone,
        None => Evidence::Unclear,
    }
}

/// Whether the object is there; `None` where it has no name to look for, or its table is gone.
fn has(found: &Catalog, object: &Object) -> Option<bool> {
    match object {
        Object::Table(table) => Some(found.table(&table.name).is_some()),
        Object::Sequence(sequence) => Some(found.sequence(&sequence.name).is_some()),
        Object::View(view) => Some(found.view(&view.name).is_some()),
        Object::Routine(routine) => Some(
            found
                .routines
                .iter()
                .any(|it| it.kind == routine.kind && found.naming.same_object(&it.name, &routine.name)),
        ),
        Object::Column { table, column, .. } => Some(found.column(found.table(table)?, &column.name).is_some()),
        Object::Index { table, index } => Some(has_named(found, found.table(table)?, &index.name)),
        Object::Constraint { table, constraint: Constraint::PrimaryKey(_) } => {
            Some(found.table(table)?.primary_key().is_some())
        }
        Object::Constraint { table, constraint } => Some(has_named(found, found.table(table)?, constraint.name()?)),
    }
}

/// A unique constraint and a unique index are one thing on some products.
fn has_named(found: &Catalog, table: &Table, name: &str) -> bool {
    found.constraint(table, name).is_some() || found.index(table, name).is_some()
}

#[cfg(test)]
mod tests;
