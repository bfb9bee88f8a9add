//! The SQL of each product: facts, names, types, literals, and the statements for edits and rows.
//!
//! Promises: pure (no IO, nothing asynchronous, no positions in source files); no input makes it panic; what differs
//! between products stands in `dialects/` and in tables of facts, nowhere else. sea-query is used in this crate only.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod dialects;
pub mod literals;
pub mod names;
mod product;
mod profile;
mod reserved;
pub mod types;

pub use product::Product;
pub use profile::{OnColumnDrop, Profile, UnnamedConstraints, profile};
