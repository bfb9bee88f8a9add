//! What the tests of the workspace share: databases to run on.
//!
//! For development only: no crate that is shipped depends on this one.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod servers;
