//! The SQL of each product: facts, names, types, literals, and the statements for edits and rows.
//!
//! Promises: pure (no IO, nothing asynchronous, no positions in source files); no input makes it panic; what differs
//! between products stands in `dialects/` and in tables of facts, nowhere else. sea-query is used in this crate only.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod backend;
pub mod copy;
pub mod defaults;
mod dialects;
pub mod expression;
mod feature;
pub mod literals;
pub mod named;
pub mod names;
mod product;
mod profile;
mod render;
mod repetition;
mod reserved;
mod secrets;
pub mod split;
mod statement;
pub mod types;
pub mod unnamed;

pub use feature::Feature;
pub use product::Product;
pub use profile::{ColumnPositions, Conflict, OnColumnDrop, Profile, SameBytes, UnnamedConstraints, profile};
pub use render::index::drop_broken_index;
pub use render::script::begins_with;
pub use render::{Bulk, render, render_on};
pub use repetition::{Repetition, concurrent_index, repetition};
pub use secrets::{gives_password, without_secrets};
pub use statement::{Refusal, RefusalReason, Rendered, Statement, StatementKind};
