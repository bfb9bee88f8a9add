//! `cargo xtask codegen`: what is generated from the source and committed beside it.
//!
//! A generator is a row of [`GENERATORS`]. `--check` writes nothing and fails if a committed file is not what its
//! generator says.

use std::fs;
use std::process::ExitCode;

use amend_changelog::changes::KINDS;
use amend_changelog::reference::topics;
use clap::{Args, CommandFactory};

use crate::failure::{Context, Failure, Result};
use crate::tidy::licence;
use crate::{Cli, workspace};

/// The generators; each says which files it makes and what is in them.
const GENERATORS: &[fn() -> Result<Vec<Generated>>] = &[allowed_licences, task_list, changelog_schema, reference_pages];

/// The folder of the reference pages.
const REFERENCE: &str = "crates/amend-changelog/reference";

/// Whether to write or to compare.
#[derive(Args)]
pub struct Codegen {
    /// Write nothing; fail if a committed file differs.
    #[arg(long)]
    check: bool,
}

/// A file, or a part of one, as it should be.
struct Generated {
    /// Relative to the root of the workspace, with `/`.
    path: String,
    extent: Extent,
    text: String,
}

/// How much of a file is generated.
enum Extent {
    Whole,
    /// The lines between one with `begin generated` and one with `end generated`, as comments of the file.
    Marked,
}

impl Codegen {
    /// Writes or compares all files.
    pub fn run(&self) -> Result<ExitCode> {
        let mut stale = Vec::new();
        let mut made = Vec::new();
        for generator in GENERATORS {
            for generated in generator()? {
                if !generated.settle(self.check)? {
                    stale.push(generated.path.clone());
                }
                made.push(generated.path);
            }
        }
        stale.extend(leftovers(&made, self.check)?);
        match stale.is_empty() {
            true => {
                println!("{} files are up to date", made.len());
                Ok(ExitCode::SUCCESS)
            }
            false => Err(Failure::new(format!("not up to date: {}; run `cargo xtask codegen`", stale.join(", ")))),
        }
    }
}

impl Generated {
    /// Returns whether the file is as it should be, after writing it unless it is only to be compared.
    fn settle(&self, check: bool) -> Result<bool> {
        let path = workspace::root().join(&self.path);
        let current = fs::read_to_string(&path).unwrap_or_default();
        let expected = self.expected(&current)?;
        if current == expected {
            return Ok(true);
        }
        if check {
            println!("{}: differs from line {}", self.path, first_difference(&current, &expected));
            return Ok(false);
        }
        println!("{}: written", self.path);
        fs::write(&path, expected).failed_on("write", &path)?;
        Ok(true)
    }

    fn expected(&self, current: &str) -> Result<String> {
        match self.extent {
            Extent::Whole => Ok(self.text.clone()),
            Extent::Marked => replace_marked(current, &self.text)
                .ok_or_else(|| Failure::new(format!("no lines `begin generated`, `end generated` in {}", self.path))),
        }
    }
}

/// The files of the reference pages that no generator makes any more, after removing them unless only to be compared.
fn leftovers(made: &[String], check: bool) -> Result<Vec<String>> {
    let folder = workspace::root().join(REFERENCE);
    let mut left = Vec::new();
    for entry in fs::read_dir(&folder).failed_on("read", &folder)? {
        let entry = entry.failed_on("read", &folder)?;
        let path = format!("{REFERENCE}/{}", entry.file_name().to_string_lossy());
        if made.contains(&path) {
            continue;
        }
        println!("{path}: {}", if check { "no generator makes it" } else { "removed" });
        match check {
            true => left.push(path),
            false => fs::remove_file(entry.path()).failed_on("remove", &entry.path())?,
        }
    }
    Ok(left)
}

fn replace_marked(current: &str, text: &str) -> Option<String> {
    let lines: Vec<&str> = current.split_inclusive('\n').collect();
    let begin = lines.iter().position(|line| line.contains("begin generated"))?;
    let length = lines[begin..].iter().position(|line| line.contains("end generated"))?;
    let (before, after) = (lines[..=begin].concat(), lines[begin + length..].concat());
    Some(format!("{before}{text}{after}"))
}

/// The first line that differs, counted from 1.
fn first_difference(left: &str, right: &str) -> usize {
    1 + left.lines().zip(right.lines()).take_while(|(left, right)| left == right).count()
}

fn allowed_licences() -> Result<Vec<Generated>> {
    let lines = licence::ALLOWED.iter().map(|(name, _)| format!("  \"{name}\",\n"));
    Ok(vec![Generated { path: "deny.toml".to_owned(), extent: Extent::Marked, text: lines.collect() }])
}

fn task_list() -> Result<Vec<Generated>> {
    let mut text =
        String::from("# The workspace's tasks\n\n`cargo xtask <task> --help` shows the options of each.\n\n");
    text.push_str("| task | what it does |\n|---|---|\n");
    let mut command = Cli::command();
    command.build();
    list_tasks(&command, "cargo xtask", &mut text);
    Ok(vec![Generated { path: "xtask/README.md".to_owned(), extent: Extent::Whole, text }])
}

fn changelog_schema() -> Result<Vec<Generated>> {
    let text = format!("{:#}\n", amend_changelog::schema::changelog());
    Ok(vec![Generated { path: "schemas/changelog.schema.json".to_owned(), extent: Extent::Whole, text }])
}

fn reference_pages() -> Result<Vec<Generated>> {
    let changes = KINDS.iter().map(|kind| (kind.name, amend_report::reference::page(kind)));
    let topics = topics().into_iter().map(|topic| (topic.name, topic.page));
    let generated = |(name, text)| Generated { path: format!("{REFERENCE}/{name}.md"), extent: Extent::Whole, text };
    Ok(changes.chain(topics).map(generated).collect())
}

fn list_tasks(command: &clap::Command, path: &str, text: &mut String) {
    for task in command.get_subcommands().filter(|task| task.get_name() != "help") {
        let path = format!("{path} {}", task.get_name());
        match task.has_subcommands() {
            true => list_tasks(task, &path, text),
            false => text.push_str(&format!("| `{path}` | {} |\n", task.get_about().cloned().unwrap_or_default())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_marked_lines_are_replaced() {
        let current = "a\n# begin generated\nold\n# end generated\nb\n";
        assert_eq!(replace_marked(current, "new\n").unwrap(), "a\n# begin generated\nnew\n# end generated\nb\n");
        assert_eq!(replace_marked("a\n# end generated\n# begin generated\n", "new\n"), None);
    }

    #[test]
    fn the_first_difference_is_counted_from_one() {
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), 2);
        assert_eq!(first_difference("a\n", "a\nb\n"), 2);
    }
}
