//! End to end: whole commands of the program on every database.
#![allow(clippy::unwrap_used, reason = "tests")]

mod concurrent;
mod destructive;
mod embed;
mod examples;
mod found;
mod kept;
mod kill;
mod loading;
mod scripts;
mod state_aware;
mod support;
