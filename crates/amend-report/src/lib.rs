//! Plans for people and machines.
//!
//! Promise: the same input gives the same bytes; nothing is printed here.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod preview;
pub mod reference;

pub use preview::preview_text;
