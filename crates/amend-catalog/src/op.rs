//! What a change set becomes: edits of the catalog, changes of rows, and texts that are sent as they are.

use std::time::Duration;

use crate::{Edit, Kept, Rows};

/// One operation of a change set.
#[expect(clippy::large_enum_variant, reason = "most operations are edits, and a list of them is walked, not moved")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// A change of the catalog.
    Edit(Edit),
    /// A change of rows.
    Rows {
        /// What changes.
        rows: Rows,
        /// The inverse of an edit beside it takes the effect back too (values of a column or rows of a table that was
        /// added), or leaves it in place on purpose (rows filled up before a column became required). Without it the
        /// change set has no inverse of its own.
        covered: bool,
    },
    /// Rows go aside, or come back.
    Kept(Kept),
    /// SQL of the user.
    Sql(Script),
    /// A program of the machine that the change sets are run from.
    Program(Program),
    /// A message for the person who runs it; nothing is sent.
    Notice(String),
}

impl Op {
    /// The edit, where it is one.
    pub fn as_edit(&self) -> Option<&Edit> {
        match self {
            Self::Edit(edit) => Some(edit),
            _ => None,
        }
    }
}

/// A program with its arguments, started directly and not by a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The program's name or path.
    pub executable: String,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// How long it may take; without it, as long as it likes.
    pub timeout: Option<Duration>,
}

/// SQL of the user, in the pieces that are sent one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The pieces in their order.
    pub pieces: Vec<ScriptPiece>,
}

/// One statement of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptPiece {
    /// The text to send.
    pub text: String,
    /// Where it begins in the text that it was cut from, in bytes.
    pub offset: usize,
}
