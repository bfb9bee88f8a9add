//! End to end: whole commands of the program on every database.
#![allow(clippy::unwrap_used, reason = "tests")]

mod apart;
mod changed;
mod column_and_table_options;
mod concurrent;
mod conditions;
mod destructive;
mod embed;
mod examples;
mod faulty;
mod found;
mod graph;
mod hostile_names;
mod kept;
mod kill;
mod listed_values;
mod loading;
mod merge;
mod output;
mod planted;
mod recorded;
mod resume;
mod scripts;
mod secrets;
mod signals;
mod state_aware;
mod support;
mod two_orders;
mod verify;
