//! `cargo xtask test`: all tests of the workspace, with all databases.

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use clap::Args;

use crate::failure::{Context, Result};
use crate::{db, workspace};

/// What to hand to `cargo test`.
#[derive(Args)]
pub struct Test {
    /// Arguments of `cargo test`; without a package among them, the whole workspace is tested.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

impl Test {
    /// Brings the servers up and becomes the test runner, so that its last lines and its exit code are the task's.
    pub fn run(&self) -> Result<ExitCode> {
        let servers = db::up_anywhere()?;
        servers.iter().for_each(|(name, url)| eprintln!("{name}={url}"));
        Err(self.runner().envs(servers).exec()).failed_to(|| "run `cargo test`".to_owned())
    }

    fn runner(&self) -> Command {
        let mut cargo = workspace::cargo();
        cargo.args(["test", "--no-fail-fast"]);
        if !self.names_packages() {
            cargo.arg("--workspace");
        }
        cargo.args(&self.arguments);
        cargo
    }

    fn names_packages(&self) -> bool {
        let own = self.arguments.iter().take_while(|argument| *argument != "--");
        own.into_iter().any(|argument| argument.starts_with("-p") || argument.starts_with("--package"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(arguments: &[&str], expected: &[&str]) {
        let test = Test { arguments: arguments.iter().map(|&argument| argument.to_owned()).collect() };
        assert_eq!(test.runner().get_args().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn everything_is_tested_unless_packages_are_named() {
        check(&[], &["test", "--no-fail-fast", "--workspace"]);
        check(&["-p", "amend-sql"], &["test", "--no-fail-fast", "-p", "amend-sql"]);
        check(&["--", "-p"], &["test", "--no-fail-fast", "--workspace", "--", "-p"]);
    }
}
