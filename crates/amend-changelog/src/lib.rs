//! Changelogs: change sets, changes, preconditions, checksums, contexts, labels and parameters.
//!
//! The one place that knows the vocabulary of changelogs. Promises: no IO but through the [`Files`] that the caller
//! gives, no SQL text but what the user wrote, nothing asynchronous.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod attributes;
pub mod canonical;
pub mod change;
pub mod change_set;
pub mod changes;
pub mod checksum;
pub mod column;
pub mod dbms;
pub mod decode;
mod encoding;
pub mod expression;
pub mod files;
mod formatted_sql;
pub mod literal;
mod load;
pub mod lower;
mod model;
pub mod modify_sql;
pub mod parameters;
pub mod path;
pub mod precondition;
pub mod reference;
pub mod rollback;
mod row_file;
pub mod schema;
pub mod selection;
pub mod vocabulary;

pub use change_set::{ChangeSet, Key, ObjectQuoting, PlacedChange};
pub use files::{FileFault, Files, MemoryFiles, SearchPath};
pub use load::load;
pub use model::{Changelog, Loaded, MissingInclude, ParseMode, ReadOptions, Target};
pub use parameters::{MissingParameter, Parameters};
pub use rollback::RollbackBlock;
pub use row_file::RowReader;
