//! Rows that are kept in a table beside their own, so that what takes them can be undone.
//!
//! Such a table is made, filled and dropped by ordinary edits and by the acts here. The act that takes rows aside and the
//! one that brings them back are inverses of each other, as the two values of an edit are swapped.

use crate::ObjectName;

/// The column of a table that keeps the last number which a server gave.
pub const NUMBER_COLUMN: &str = "number";

/// An act between a table and the one that keeps its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The table whose rows are kept.
    pub table: ObjectName,
    /// The table that keeps them.
    pub aside: ObjectName,
    /// The columns that tell rows apart, of the same names in both tables; empty where rows are kept whole.
    pub key: Vec<String>,
    /// The columns whose values are kept, of the same names in both tables.
    pub columns: Vec<String>,
    /// What is done.
    pub act: Act,
}

/// What is done with kept rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The table's rows are copied aside.
    Copy {
        /// Which rows, an expression of the product; `None` is all.
        filter: Option<String>,
        /// Others cannot write to the table until the transaction ends, so that no row comes after the copy. It can only
        /// be asked for in a transaction.
        locked: bool,
    },
    /// Rows are made of those that were copied; the inverse of a copy of whole rows.
    ReturnRows,
    /// The rows that have the keys get the values that were copied; the inverse of a copy of values.
    ReturnValues,
    /// What became of the values is written beside them ([`new_value_column`]).
    NoteNew,
    /// Values of rows that were written to since, or are gone, are kept no longer; the inverse of noting.
    ForgetChanged,
    /// The keys of new rows are written aside: of those of this condition, an expression of the product.
    NoteGiven(String),
    /// The key of the new row is written aside: the last number that the session got for a row.
    NoteNumbered,
    /// The keys of new rows are written aside: of those whose keys this other table does not have.
    NoteBeside(ObjectName),
    /// The rows with those keys are deleted; the inverse of noting them.
    DeleteBorn,
    /// The last number that the server gave for the only column is copied to [`NUMBER_COLUMN`].
    CopyNumber,
    /// The server goes on after that number.
    ReturnNumber,
}

impl Kept {
    /// The act that undoes this one; `None` for what only stands on a way back.
    pub fn inverse(&self) -> Option<Self> {
        let act = match self.act {
            Act::Copy { .. } if self.key.is_empty() => Act::ReturnRows,
            Act::Copy { .. } => Act::ReturnValues,
            Act::NoteNew => Act::ForgetChanged,
            Act::NoteGiven(_) | Act::NoteNumbered | Act::NoteBeside(_) => Act::DeleteBorn,
            Act::CopyNumber => Act::ReturnNumber,
            Act::ReturnRows | Act::ReturnValues | Act::ForgetChanged | Act::DeleteBorn | Act::ReturnNumber => {
                return None;
            }
        };
        Some(Self { act, ..self.clone() })
    }
}

/// The column of the keeping table for the new value of the column at that place among those that are kept, from 0.
pub fn new_value_column(place: usize) -> String {
    format!("_amend_new_{place}")
}
