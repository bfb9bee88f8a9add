//! The state of a database as values: tables, columns, constraints, indexes, sequences, views and routines, the edits
//! that lead from one state to the next, and their inverses.
//!
//! Promises: no IO, no SQL text is made or read here, no positions in source files, nothing asynchronous.
//!
//! A catalog belongs to one product: names stand as its server stores them, and types, defaults and expressions are
//! texts in its language. Who makes those texts is `amend-sql`.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod apply;
mod catalog;
mod diff;
mod edit;
mod equality;
mod fault;
mod kept;
mod key;
mod load;
mod name;
mod object;
mod op;
mod rename;
mod rows;
mod table;

pub use catalog::{Catalog, World};
pub use diff::diff;
pub use edit::{Edit, Manner};
pub use fault::Fault;
pub use kept::{Act, Kept, NUMBER_COLUMN, new_value_column};
pub use key::ObjectKey;
pub use load::{CellKind, FileColumn, Load, LoadManner, RowFile};
pub use name::{Case, Naming, ObjectName};
pub use object::{Kind, Object, Routine, RoutineKind, Sequence, SequenceOptions, SequenceOwner, View};
pub use op::{Op, Program, Script, ScriptPiece};
pub use rows::{Rows, Value};
pub use table::{
    Check, Column, Constraint, ForeignKey, Generated, Identity, Index, IndexColumn, IndexKey, Key, ReferentialAction,
    Table, TableOptions,
};
