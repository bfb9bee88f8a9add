//! Programs that a change set starts. Nothing of them reaches standard output, and no password reaches them.

use std::process::{Output, Stdio};

use amend_catalog::Program;
use tokio::process::Command;
use tokio::time::timeout;

/// Whether a variable of the environment may hold a password: a setting of amend or of the tool that it is compatible
/// with, of all commands or of one (`LIQUIBASE_COMMAND_UPDATE_PASSWORD`).
fn is_secret(variable: &str) -> bool {
    ["AMEND_", "LIQUIBASE_"].iter().any(|prefix| variable.starts_with(prefix))
        && ["_PASSWORD", "_URL"].iter().any(|suffix| variable.ends_with(suffix))
}

/// Runs the program to its end, directly and without a shell; gives the lines that it printed. It is ended with the
/// future.
///
/// # Errors
/// It cannot be started, takes too long, or ends with another code than 0; in words.
pub(super) async fn run(program: &Program) -> Result<Vec<String>, String> {
    let name = &program.executable;
    let mut command = Command::new(name);
    command.args(&program.arguments).stdin(Stdio::null()).kill_on_drop(true);
    for (variable, _) in std::env::vars_os().filter(|(name, _)| is_secret(&name.to_string_lossy())) {
        command.env_remove(variable);
    }
    let ended = match program.timeout {
        Some(limit) => timeout(limit, command.output())
            .await
            .map_err(|_| format!("the program `{name}` took longer than {} s and was ended", limit.as_secs()))?,
        None => command.output().await,
    };
    let output = ended.map_err(|error| format!("the program `{name}` cannot be run: {error}"))?;
    let lines = lines(&output);
    match output.status.success() {
        true => Ok(lines),
        false => Err(format!("the program `{name}` failed: {}{}", output.status, told(&lines))),
    }
}

fn lines(output: &Output) -> Vec<String> {
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].map(String::from_utf8_lossy).concat();
    text.lines().map(str::to_owned).collect()
}

fn told(lines: &[String]) -> String {
    if lines.is_empty() { String::new() } else { format!("; it said: {}", lines.join("\n")) }
}

#[cfg(all(test, unix))]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn passwords_of_settings_are_secrets() {
        for name in ["AMEND_PASSWORD", "AMEND_URL", "LIQUIBASE_COMMAND_URL", "LIQUIBASE_COMMAND_UPDATE_PASSWORD"] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["PASSWORD", "AMEND_CONTEXTS", "OTHER_PASSWORD"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    fn ran(script: &str, timeout: Option<Duration>) -> Result<Vec<String>, String> {
        let arguments = vec!["-c".to_owned(), script.to_owned()];
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(run(&Program { executable: "sh".to_owned(), arguments, timeout }))
    }

    #[test]
    fn a_program_tells_what_it_did() {
        assert_eq!(ran("echo one; echo two >&2", None).unwrap(), ["one", "two"]);
        assert_eq!(ran("echo no; exit 3", None).unwrap_err(), "the program `sh` failed: exit status: 3; it said: no");
    }

    #[test]
    fn a_program_that_takes_too_long_is_ended() {
        let error = ran("sleep 60", Some(Duration::from_secs(1))).unwrap_err();
        assert_eq!(error, "the program `sh` took longer than 1 s and was ended");
    }
}
