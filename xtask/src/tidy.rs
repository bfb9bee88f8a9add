//! `cargo xtask tidy`: what the compiler does not check, each rule a row of [`CHECKS`].

pub mod licence;
mod package;
mod source;

use std::path::PathBuf;
use std::process::ExitCode;

use crate::failure::{Failure, Result};
use crate::workspace::{self, Metadata};

/// What the checks look at.
struct Tree {
    metadata: Metadata,
    files: Vec<TextFile>,
}

/// A file under version control that is text.
struct TextFile {
    /// Relative to the root, with `/`.
    path: String,
    text: String,
}

/// A rule and what breaks it, one message for each place.
struct Check {
    rule: &'static str,
    faults: fn(&Tree) -> Vec<String>,
}

const CHECKS: &[Check] = &[
    Check { rule: "a crate depends only on lower layers", faults: package::layers },
    Check { rule: "a restricted dependency stays with its owners", faults: package::owners },
    Check { rule: "every dependency comes from the registry", faults: package::sources },
    Check { rule: "every dependency has an allowed licence", faults: package::licences },
    Check { rule: "a source file is short enough to tell one story", faults: source::lengths },
    Check { rule: "a source file begins with its purpose", faults: source::purposes },
    Check { rule: "nothing is left undone", faults: source::unfinished },
    Check { rule: "no file knows the machine that it was written on", faults: source::home_paths },
];

/// Runs all checks and lists all faults.
pub fn run() -> Result<ExitCode> {
    let tree = Tree::read()?;
    let faults: usize = CHECKS.iter().map(|check| report(check, &tree)).sum();
    match faults {
        0 => Ok(ExitCode::SUCCESS),
        count => Err(Failure::new(format!("{count} places to tidy"))),
    }
}

fn report(check: &Check, tree: &Tree) -> usize {
    let faults = (check.faults)(tree);
    println!("{}: {}", if faults.is_empty() { "ok" } else { "BROKEN" }, check.rule);
    faults.iter().for_each(|fault| println!("  {fault}"));
    faults.len()
}

impl Tree {
    fn read() -> Result<Self> {
        let files = workspace::files()?.into_iter().filter_map(TextFile::read).collect();
        Ok(Tree { metadata: Metadata::read()?, files })
    }

    /// The Rust files under the `src` folders of the workspace's packages, without files of tests.
    fn sources(&self) -> impl Iterator<Item = &TextFile> {
        self.files.iter().filter(|file| file.is_source())
    }
}

impl TextFile {
    fn read(path: PathBuf) -> Option<Self> {
        let text = String::from_utf8(std::fs::read(workspace::root().join(&path)).ok()?).ok()?;
        Some(TextFile { path: path.to_str()?.replace('\\', "/"), text })
    }

    fn is_source(&self) -> bool {
        let folders: Vec<&str> = self.path.split('/').collect();
        let is_test = self.path.ends_with("/tests.rs") || folders.contains(&"tests");
        self.path.ends_with(".rs") && folders.contains(&"src") && !is_test
    }
}
