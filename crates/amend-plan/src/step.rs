//! A step of a plan: one change set with what it becomes.

use std::fmt::Write as _;
use std::sync::Arc;

use amend_catalog::{Edit, Object, ObjectName, Op, Program, Table};
use amend_changelog::Files;
use amend_changelog::modify_sql::TextEdit;
use amend_sql::{Bulk, Statement, StatementKind};
use amend_syntax::{Diagnostic, Place, Source, Span};
use sha2::{Digest, Sha256};

use crate::keep::kept_table;
use crate::{Batches, Effect};

/// One change set of a plan.
#[derive(Clone, Debug)]
pub struct Step {
    /// The change set, by its place in the changelog.
    pub change_set: usize,
    /// The operations, each with the place of what asked for it.
    pub ops: Vec<(Op, Place)>,
    /// What they are where nothing is kept; empty where nothing is.
    pub unkept: Vec<(Op, Place)>,
    /// The statements that are sent, in their order.
    pub statements: Vec<StepStatement>,
    /// The transaction must be opened with foreign keys off (SQLite).
    pub foreign_keys_off: bool,
    /// Warnings.
    pub notes: Vec<Diagnostic>,
}

impl Step {
    /// A step that does nothing: its change set is only recorded.
    pub fn without_effect(change_set: usize) -> Self {
        let (ops, unkept) = (Vec::new(), Vec::new());
        Self { change_set, ops, unkept, statements: Vec::new(), foreign_keys_off: false, notes: Vec::new() }
    }

    /// The tables that were there before and whose columns, constraints or indexes change; each once.
    pub(crate) fn altered_tables(&self) -> Vec<ObjectName> {
        let edits = || self.ops.iter().filter_map(|(op, _)| op.as_edit());
        let tables = |edit: &Edit| edit.before.as_ref().or(edit.after.as_ref()).and_then(Object::table).cloned();
        let made: Vec<ObjectName> = edits().filter(|edit| edit.before.is_none()).filter_map(made_table).collect();
        let mut altered: Vec<ObjectName> = edits().filter_map(tables).filter(|name| !made.contains(name)).collect();
        altered.sort();
        altered.dedup();
        altered
    }

    /// The tables that it renames: the name before, and the one after.
    pub(crate) fn renamed_tables(&self) -> Vec<(ObjectName, ObjectName)> {
        let edits = self.ops.iter().filter_map(|(op, _)| op.as_edit());
        let names = edits.filter_map(|edit| match (&edit.before, &edit.after) {
            (Some(Object::Table(before)), Some(Object::Table(after))) => {
                Some((before.name.clone(), after.name.clone()))
            }
            _ => None,
        });
        names.filter(|(before, after)| before != after).collect()
    }

    /// The altered tables, and what else was there before and changes: views, sequences and routines.
    pub(crate) fn altered_objects(&self) -> Vec<ObjectName> {
        let before = self.ops.iter().filter_map(|(op, _)| op.as_edit()?.before.as_ref());
        let others = before.filter_map(|object| match object {
            Object::View(view) => Some(&view.name),
            Object::Sequence(sequence) => Some(&sequence.name),
            Object::Routine(routine) => Some(&routine.name),
            Object::Table(_) | Object::Column { .. } | Object::Constraint { .. } | Object::Index { .. } => None,
        });
        self.altered_tables().into_iter().chain(others.cloned()).collect()
    }

    /// The procedures, functions and triggers that it makes, alters or drops.
    pub(crate) fn altered_routines(&self) -> impl Iterator<Item = ObjectName> {
        let edits = self.ops.iter().filter_map(|(op, _)| op.as_edit());
        edits.flat_map(|edit| [&edit.before, &edit.after]).filter_map(|object| match object {
            Some(Object::Routine(routine)) => Some(routine.name.clone()),
            _ => None,
        })
    }

    /// The tables that keep rows and that it makes.
    pub(crate) fn kept_tables(&self) -> impl Iterator<Item = &Table> {
        self.ops.iter().filter_map(|(op, _)| kept_table(op))
    }

    /// Whether it does more than the catalog knows.
    pub(crate) fn sends_sql_of_the_user(&self) -> bool {
        self.ops.iter().any(|(op, _)| matches!(op, Op::Sql(_)))
    }

    /// Whether every statement may stand in a transaction.
    pub fn is_transactional(&self) -> bool {
        self.statements.iter().all(|it| it.statement.transactional)
    }
}

fn made_table(edit: &Edit) -> Option<ObjectName> {
    match &edit.after {
        Some(Object::Table(table)) => Some(table.name.clone()),
        _ => None,
    }
}

/// A statement with the place of what asked for it.
#[derive(Clone, Debug)]
pub struct StepStatement {
    /// The statement.
    pub statement: Statement,
    /// The program that is started in its place; the statement then only says so.
    pub program: Option<Program>,
    /// The change, or the attribute of it, that asked for it.
    pub place: Place,
    /// What `modifySql` does to the statements for the rows of a file, which are not made yet; to another statement it was
    /// done already.
    pub rewrites: Arc<[TextEdit]>,
    /// How it can be known whether it took effect.
    pub effect: Effect,
}

impl StepStatement {
    /// A statement of an earlier run that has nothing left to do, and of which no more is known. `name` is what it is of.
    pub(crate) fn past(name: &str) -> Self {
        let place = Source::new(name, "").place(Span { start: 0, end: 0 });
        let statement = Statement { text: String::new(), kind: StatementKind::Other, transactional: false, bulk: None };
        Self { statement, program: None, place, rewrites: Arc::default(), effect: Effect::Past }
    }

    /// The hash of its text: the SHA-256 in 64 hexadecimal digits.
    pub fn hash(&self) -> String {
        sha256(&self.statement.text)
    }

    /// The texts that are sent: the statement, or those that bring the rows of a file, made one after the other.
    pub fn texts<'a>(&'a self, files: &'a dyn Files) -> Texts<'a> {
        match &self.statement.bulk {
            None => Texts::One(std::iter::once(self.statement.text.clone())),
            Some(bulk) => Texts::Many(Box::new(ManyTexts {
                statement: self,
                bulk,
                batches: Batches::new(self, bulk, files),
                made: Vec::new().into_iter(),
            })),
        }
    }

    /// The statement after which the rows of a file can be sent as they are; `None` where they come in statements only:
    /// the product has no other way, the rows are not just inserted, or `modifySql` has a hand in it.
    pub fn copy_statement(&self) -> Option<String> {
        let bulk = self.statement.bulk.as_ref().filter(|_| self.rewrites.is_empty())?;
        bulk.copy_statement()
    }
}

/// The SHA-256 of a text in 64 hexadecimal digits.
pub(crate) fn sha256(text: &str) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        // A string takes whatever is written to it.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

/// The texts of a statement, one after the other.
pub enum Texts<'a> {
    /// There is one.
    One(std::iter::Once<String>),
    /// There are those for the rows of a file.
    Many(Box<ManyTexts<'a>>),
}

/// The texts for the rows of a file.
pub struct ManyTexts<'a> {
    statement: &'a StepStatement,
    bulk: &'a Bulk,
    batches: Batches<'a>,
    /// What is left of the last batch.
    made: std::vec::IntoIter<String>,
}

impl Iterator for ManyTexts<'_> {
    type Item = Result<String, Vec<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(text) = self.made.next() {
                return Some(Ok(text));
            }
            match self.batches.next()?.and_then(|batch| batch.texts(self.statement, self.bulk)) {
                Ok(texts) => self.made = texts.into_iter(),
                Err(problems) => return Some(Err(problems)),
            }
        }
    }
}

impl Iterator for Texts<'_> {
    type Item = Result<String, Vec<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Self::One(text) => text.next().map(Ok),
            Self::Many(texts) => texts.next(),
        }
    }
}
