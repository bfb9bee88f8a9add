//! The program as people run it: in a folder of its own, with nothing of this process's environment.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use fancy_regex::Regex;

use crate::servers::unique_name;

/// A folder with a changelog, where the program runs. It is deleted with the value, unless the test failed.
#[derive(Debug)]
pub struct Checkout {
    program: PathBuf,
    folder: PathBuf,
    environment: Vec<(String, String)>,
    hidden: Vec<(String, String)>,
}

/// How a command ended, and what it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    /// The exit code; -1 after a signal.
    pub exit: i32,
    /// The result.
    pub stdout: String,
    /// Progress and messages.
    pub stderr: String,
}

impl Checkout {
    /// An empty folder for the program at that path.
    ///
    /// # Panics
    /// If the folder cannot be made.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        let folder = std::env::temp_dir().join(unique_name());
        std::fs::create_dir(&folder).unwrap_or_else(|error| panic!("failed to make `{}`: {error}", folder.display()));
        Self { program: program.into(), folder, environment: Vec::new(), hidden: Vec::new() }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file, with the folders above it.
    ///
    /// # Panics
    /// If the file system refuses.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let full = self.folder.join(path);
        let parent = full.parent().map_or(Ok(()), std::fs::create_dir_all);
        parent.and_then(|()| std::fs::write(&full, text)).unwrap_or_else(|error| panic!("writing `{path}`: {error}"));
    }

    /// Sets a variable of the program's environment; an empty value takes it away.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.retain(|(its, _)| its != name);
        if !value.is_empty() {
            self.environment.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Shows `word` in place of `text` where [`shown`](Self::shown) prints.
    pub fn hide(&mut self, text: &str, word: &str) {
        self.hidden.push((text.to_owned(), word.to_owned()));
    }

    /// Runs the program to its end.
    ///
    /// # Panics
    /// If it cannot be started, or prints what is not UTF-8.
    pub fn run(&self, arguments: &[&str]) -> Finished {
        let output = self.command(arguments).output().unwrap_or_else(|error| panic!("{:?}: {error}", self.program));
        let text = |bytes| String::from_utf8(bytes).expect("the program prints UTF-8");
        Finished { exit: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// Runs the program to its end and expects this exit code.
    ///
    /// # Panics
    /// If it ends with another, with all that it said.
    #[track_caller]
    pub fn expect(&self, exit: i32, arguments: &[&str]) -> Finished {
        let finished = self.run(arguments);
        assert_eq!(
            finished.exit,
            exit,
            "amend {arguments:?} in {}\n{}{}",
            self.folder.display(),
            finished.stdout,
            finished.stderr
        );
        finished
    }

    /// Starts the program and does not wait for it. What it prints can be read from the child.
    ///
    /// # Panics
    /// If it cannot be started.
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap_or_else(|error| panic!("{:?}: {error}", self.program))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).current_dir(&self.folder).stdin(Stdio::null()).env_clear();
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// A command with its end, for a snapshot: what differs from run to run is replaced by words in brackets.
    pub fn shown(&self, arguments: &[&str]) -> String {
        let finished = self.run(arguments);
        let mut text = format!("exit {}\n", finished.exit);
        for (stream, said) in [("stdout", &finished.stdout), ("stderr", &finished.stderr)] {
            if !said.is_empty() {
                text += &format!("----- {stream}\n{}\n", self.steady(said.trim_end_matches('\n')));
            }
        }
        text
    }

    /// The text without what differs from run to run.
    fn steady(&self, text: &str) -> String {
        let mut text = text.replace(&self.folder.display().to_string(), "[folder]");
        for (hidden, word) in &self.hidden {
            text = text.replace(hidden, word);
        }
        for (pattern, word) in VARYING {
            let pattern = Regex::new(pattern).expect("the patterns of the table are well-formed");
            text = pattern.replace_all(&text, *word).into_owned();
        }
        // The ends of lines that the terminal's width fills up.
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }
}

/// What differs from run to run, and what is shown in its place.
const VARYING: &[(&str, &str)] = &[
    (r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?", "[time]"),
    (r#"(?<=['"])\d{10}(?=['"])"#, "[deployment]"),
    (r"\S+ \([0-9a-f.:]+\) amend [0-9a-f]{16}", "[holder]"),
];

impl Drop for Checkout {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            // What stays behind in the folder for temporary files is no failure of a test.
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_sees_its_own_environment_and_folder() {
        let mut checkout = Checkout::new("/bin/sh");
        checkout.set("COLOUR", "green");
        checkout.write("deep/file.txt", "here");
        let finished = checkout.run(&["-c", "cat deep/file.txt; echo $COLOUR $HOME >&2; exit 3"]);
        assert_eq!(finished, Finished { exit: 3, stdout: "here".into(), stderr: "green\n".into() });
        let folder = checkout.folder().to_owned();
        drop(checkout);
        assert!(!folder.exists());
    }

    #[test]
    fn snapshots_hide_what_varies() {
        let mut checkout = Checkout::new("/bin/echo");
        checkout.hide("secret-database", "[database]");
        let line =
            "at 2024-01-31 10:00:00.123 on secret-database by box (10.0.0.1) amend 0123456789abcdef: '1234567890'";
        assert_eq!(
            checkout.shown(&[line]),
            "exit 0\n----- stdout\nat [time] on [database] by [holder]: '[deployment]'\n"
        );
    }
}
