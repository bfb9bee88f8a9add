//! What rendering gives: statements for one call each, or the reason why there are none.

use std::ops::Range;
use std::sync::Arc;

use amend_catalog::{Fault, Kind, ObjectName};

use crate::literals::BadLiteral;
use crate::names::BadName;
use crate::{Bulk, Feature, Product};

/// A statement to send, one a call, without a semicolon at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The text.
    pub text: String,
    /// What it changes.
    pub kind: StatementKind,
    /// Whether it may stand in a transaction; where not, it must be sent outside of one.
    pub transactional: bool,
    /// The rows of a file, where it stands for the statements that bring those: they are made batch by batch, and the text
    /// says only how each of them begins.
    pub bulk: Option<Arc<Bulk>>,
}

/// What a statement changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementKind {
    /// The schema.
    Schema,
    /// Rows.
    Data,
    /// Neither, as far as is known: settings of the session and what is not understood.
    Other,
}

/// The statements of some operations in a row: of one, or of several that can only be done together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The operations, by their places in the list.
    pub ops: Range<usize>,
    /// The statements in their order; none where nothing is to be sent.
    pub statements: Vec<Statement>,
    /// The transaction around them must begin with `PRAGMA foreign_keys=OFF` before it and end with an empty
    /// `PRAGMA foreign_key_check` (SQLite: a dropped table takes the rows that refer to it along).
    pub foreign_keys_off: bool,
}

/// An operation that has no statements, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The operation, by its place in the list.
    pub op: usize,
    /// Why.
    pub reason: RefusalReason,
}

/// Why an operation has no statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// The product cannot do it.
    NotSupported {
        /// What it cannot do.
        feature: Feature,
        /// The product.
        product: Product,
    },
    /// A text cannot be a name.
    BadName {
        /// The text.
        name: String,
        /// Why not.
        reason: BadName,
    },
    /// A value cannot be written.
    BadLiteral(BadLiteral),
    /// The operation does not fit the catalog.
    Fault(Fault),
    /// The statement must repeat a definition that is not known.
    UnknownDefinition {
        /// The kind of the object.
        kind: Kind,
        /// Its name.
        name: String,
        /// The table that it stands in.
        table: Option<ObjectName>,
    },
}

impl From<BadLiteral> for RefusalReason {
    fn from(reason: BadLiteral) -> Self {
        Self::BadLiteral(reason)
    }
}

impl From<Fault> for RefusalReason {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}
