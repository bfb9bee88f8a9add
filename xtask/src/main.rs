//! The workspace's own tasks, the same on a desk and in continuous integration: `cargo xtask help`.
//!
//! No task needs anything installed by hand: what is missing is provided or named in an error.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod bench;
mod codegen;
mod db;
mod failure;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The tasks of the amend workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_version_flag = true)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Throw-away database servers for the tests.
    #[command(subcommand)]
    Db(db::Verb),
    /// Run the tests with all databases; servers are brought up first.
    Test(test::Test),
    /// Check layers, dependencies, licences and source files.
    Tidy,
    /// Write what is generated from the source, or check it.
    Codegen(codegen::Codegen),
    /// Measure the program beside its peers.
    #[command(subcommand)]
    Bench(bench::Bench),
}

impl Task {
    fn run(&self) -> failure::Result<ExitCode> {
        match self {
            Task::Db(verb) => verb.run(),
            Task::Test(test) => test.run(),
            Task::Tidy => tidy::run(),
            Task::Codegen(codegen) => codegen.run(),
            Task::Bench(bench) => bench.run(),
        }
    }
}

fn main() -> ExitCode {
    Cli::parse().task.run().unwrap_or_else(|failure| {
        eprintln!("error: {failure}");
        ExitCode::FAILURE
    })
}
