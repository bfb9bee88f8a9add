//! Plans for people and machines.
//!
//! Promise: the same input gives the same bytes; nothing is printed here.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod graph;
mod preview;
pub mod reference;
mod verification;

pub use preview::preview_text;
pub use verification::{verification_json, verification_markdown, verification_text};
