//! Changelogs: change sets, changes, preconditions, checksums, contexts, labels and parameters.
//!
//! The one place that knows the vocabulary of changelogs. Promises: no IO but through the [`Files`] that the caller
//! gives, no SQL text but what the user wrote, nothing asynchronous.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod canonical;
pub mod change;
pub mod changes;
pub mod checksum;
pub mod column;
pub mod decode;
pub mod literal;
pub mod lower;
