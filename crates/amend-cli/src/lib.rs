//! The command line: arguments, settings, output, exit codes.
//!
//! The one crate that prints. Standard output carries the result and nothing else; progress, warnings and errors go to
//! standard error. No secret is ever printed.
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod args;
mod codes;
mod commands;
mod exit;
mod git;
mod output;
mod prompt;
mod settings;
mod setup;
mod signal;
mod written;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

pub use exit::Exit;

/// The whole command line, for completions and reference pages.
pub fn command() -> clap::Command {
    args::Cli::command()
}

/// The name of the command, and what it is given.
fn parsed() -> Result<(String, args::Cli), clap::Error> {
    let mut matches = command().try_get_matches()?;
    let name = matches.subcommand_name().unwrap_or_default().to_owned();
    let cli = args::Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command()))?;
    Ok((name, cli))
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let (name, cli) = match parsed() {
        Ok(parsed) => parsed,
        Err(error) => {
            let shown = error.print().is_ok();
            return if shown && !error.use_stderr() { Exit::Done.into() } else { Exit::Usage.into() };
        }
    };
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(commands::run(&name, cli)).into(),
        Err(error) => {
            eprintln!("error: cannot start: {error}");
            Exit::Failed.into()
        }
    }
}
