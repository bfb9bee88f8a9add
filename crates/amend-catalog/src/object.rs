//! One object of a catalog. The set is closed: a new kind is rare, and the compiler then names every `match`.

use crate::{Column, Constraint, Index, ObjectName, Table};

/// The kinds of objects, for messages and facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A table.
    Table,
    /// A column of a table.
    Column,
    /// A primary key, unique, foreign-key or check constraint.
    Constraint,
    /// An index.
    Index,
    /// A sequence.
    Sequence,
    /// A view.
    View,
    /// A procedure, function or trigger.
    Routine,
}

impl Kind {
    /// The word for it in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Column => "column",
            Self::Constraint => "constraint",
            Self::Index => "index",
            Self::Sequence => "sequence",
            Self::View => "view",
            Self::Routine => "routine",
        }
    }
}

/// One object with its place in the catalog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Object {
    /// A table with everything in it.
    Table(Table),
    /// A column.
    Column {
        /// Its table.
        table: ObjectName,
        /// Its place among the columns, from 0; past the end means at the end.
        at: usize,
        /// Its definition.
        column: Column,
    },
    /// A constraint.
    Constraint {
        /// Its table.
        table: ObjectName,
        /// Its definition.
        constraint: Constraint,
    },
    /// An index.
    Index {
        /// Its table.
        table: ObjectName,
        /// Its definition.
        index: Index,
    },
    /// A sequence.
    Sequence(Sequence),
    /// A view.
    View(View),
    /// A procedure, function or trigger.
    Routine(Routine),
}

impl Object {
    /// The object's kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Table(_) => Kind::Table,
            Self::Column { .. } => Kind::Column,
            Self::Constraint { .. } => Kind::Constraint,
            Self::Index { .. } => Kind::Index,
            Self::Sequence(_) => Kind::Sequence,
            Self::View(_) => Kind::View,
            Self::Routine(_) => Kind::Routine,
        }
    }

    /// The object's own name (a column's without its table); empty for a nameless constraint.
    pub fn name(&self) -> &str {
        match self {
            Self::Table(table) => &table.name.name,
            Self::Column { column, .. } => &column.name,
            Self::Constraint { constraint, .. } => constraint.name().unwrap_or_default(),
            Self::Index { index, .. } => &index.name,
            Self::Sequence(sequence) => &sequence.name.name,
            Self::View(view) => &view.name.name,
            Self::Routine(routine) => &routine.name.name,
        }
    }

    /// The table that it stands in, or that it is.
    pub fn table(&self) -> Option<&ObjectName> {
        match self {
            Self::Table(table) => Some(&table.name),
            Self::Column { table, .. } | Self::Constraint { table, .. } | Self::Index { table, .. } => Some(table),
            Self::Routine(routine) => routine.table.as_ref(),
            Self::Sequence(_) | Self::View(_) => None,
        }
    }

    /// Whether its definition is known, so that it could be made again.
    pub fn is_known(&self) -> bool {
        match self {
            Self::Table(table) => table.known && table.columns.iter().all(|column| column.known),
            Self::Column { column, .. } => column.known,
            Self::Constraint { constraint, .. } => {
                !matches!(constraint, Constraint::Check(check) if check.expression.is_empty())
                    && (matches!(constraint, Constraint::Check(_)) || !constraint.columns().is_empty())
            }
            Self::Index { index, .. } => !index.columns.is_empty(),
            Self::Sequence(sequence) => sequence.known,
            Self::View(view) => view.known,
            Self::Routine(routine) => routine.text.is_some(),
        }
    }
}

/// A sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// The name.
    pub name: ObjectName,
    /// Whether the definition is known.
    pub known: bool,
    /// Its options.
    pub options: SequenceOptions,
    /// The column that it falls with (PostgreSQL, `OWNED BY`).
    pub owner: Option<SequenceOwner>,
}

/// The column that a sequence belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SequenceOwner {
    /// The column's table.
    pub table: ObjectName,
    /// The column.
    pub column: String,
}

/// Options of a sequence; what is `None` is the server's default. Numbers are texts, since they may be of any size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SequenceOptions {
    /// The type of its numbers (PostgreSQL).
    pub data_type: Option<String>,
    /// The first number.
    pub start: Option<String>,
    /// The step.
    pub increment: Option<String>,
    /// The smallest number.
    pub min: Option<String>,
    /// The largest number.
    pub max: Option<String>,
    /// How many numbers a session takes at once.
    pub cache: Option<String>,
    /// Whether it starts again at its end.
    pub cycle: Option<bool>,
}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The name.
    pub name: ObjectName,
    /// Whether the definition is known.
    pub known: bool,
    /// The query; the whole statement where `full_definition` is set.
    pub query: String,
    /// `query` is the whole `CREATE VIEW` statement.
    pub full_definition: bool,
    /// The view's comment.
    pub comment: Option<String>,
}

/// A procedure, function or trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routine {
    /// What it is.
    pub kind: RoutineKind,
    /// The name.
    pub name: ObjectName,
    /// The table of a trigger.
    pub table: Option<ObjectName>,
    /// The whole statement that makes it; `None` where it is not known.
    pub text: Option<String>,
    /// Whether a trigger fires; `true` for what is no trigger.
    pub enabled: bool,
}

/// The kinds of routines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoutineKind {
    /// A stored procedure.
    Procedure,
    /// A stored function.
    Function,
    /// A trigger.
    Trigger,
}

impl RoutineKind {
    /// The word of SQL for it.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::Procedure => "PROCEDURE",
            Self::Function => "FUNCTION",
            Self::Trigger => "TRIGGER",
        }
    }
}
