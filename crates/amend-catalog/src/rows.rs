//! Changes of rows, as values.

use crate::{Load, ObjectName};

/// A value for a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `NULL`.
    Null,
    /// A truth value; its spelling is the product's.
    Boolean(bool),
    /// A number in SQL's notation; the text is written as it is and was checked to be a number.
    Number(String),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An expression of the product, written as it is.
    Expression(String),
    /// The next number of a sequence.
    SequenceNext(ObjectName),
    /// The last number that the session took from a sequence.
    SequenceCurrent(ObjectName),
}

impl Value {
    /// The value for a table: a sequence without a schema stands in that of the table.
    pub fn beside(self, table: &ObjectName) -> Self {
        let qualified = |name: ObjectName| match name.schema {
            Some(_) => name,
            None => table.sibling(name.name),
        };
        match self {
            Self::SequenceNext(name) => Self::SequenceNext(qualified(name)),
            Self::SequenceCurrent(name) => Self::SequenceCurrent(qualified(name)),
            other => other,
        }
    }
}

/// A change of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    /// New rows.
    Insert {
        /// The table.
        table: ObjectName,
        /// The columns that are given.
        columns: Vec<String>,
        /// The rows; each has a value for each column.
        rows: Vec<Vec<Value>>,
    },
    /// New rows, or new values for the rows that have these keys.
    Upsert {
        /// The table.
        table: ObjectName,
        /// The columns that are given.
        columns: Vec<String>,
        /// The columns that tell rows apart.
        key: Vec<String>,
        /// The columns that keep their values in a row that is there.
        kept: Vec<String>,
        /// The rows; each has a value for each column.
        rows: Vec<Vec<Value>>,
        /// Rows that are not there stay away.
        only_update: bool,
    },
    /// The rows of a file.
    Load(Load),
    /// New rows with the values that a column of another table has: each once, `NULL` left out.
    Copy {
        /// The table.
        table: ObjectName,
        /// The column that is given.
        column: String,
        /// The other table.
        source: ObjectName,
        /// Its column.
        from: String,
    },
    /// New values for rows that are there.
    Update {
        /// The table.
        table: ObjectName,
        /// Columns and their new values.
        set: Vec<(String, Value)>,
        /// The condition, an expression of the product; `None` is all rows.
        filter: Option<String>,
    },
    /// Rows that go.
    Delete {
        /// The table.
        table: ObjectName,
        /// The condition, an expression of the product; `None` is all rows.
        filter: Option<String>,
    },
}

impl Rows {
    /// The table whose rows change.
    pub fn table(&self) -> &ObjectName {
        match self {
            Self::Insert { table, .. }
            | Self::Upsert { table, .. }
            | Self::Update { table, .. }
            | Self::Copy { table, .. }
            | Self::Delete { table, .. } => table,
            Self::Load(load) => &load.table,
        }
    }
}
