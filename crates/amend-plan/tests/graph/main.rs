//! The graph of change sets: what changelogs as texts come to.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod fixture;
mod order;
mod steadfast;
