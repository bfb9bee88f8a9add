//! Faulty changelogs, one mistake each: what a person sees of it has a place, a word about the place, and a remedy.
//!
//! Each file of `tests/faulty` holds the files of a changelog, the first of which is the root, and below the line of
//! dashes what `validate` says.

use std::fs;
use std::path::{Path, PathBuf};

use amend_testkit::checkout::{Checkout, Finished};
use expect_test::expect_file;
use serde_json::Value;

use crate::support::{REPOSITORY, checkout};

const LINE: &str = "----\n";

/// A changelog with a mistake.
struct Faulty {
    path: PathBuf,
    text: String,
    files: Vec<(String, String)>,
}

impl Faulty {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).unwrap();
        let text =
            text.split_once(LINE).unwrap_or_else(|| panic!("no line of dashes in {}", path.display())).0.to_owned();
        let files = text.split("//- ").skip(1).map(|part| part.split_once('\n').unwrap());
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
        Self { path, text, files }
    }

    fn root(&self) -> &str {
        &self.files[0].0
    }

    fn write(&self, checkout: &Checkout, folder: &str) {
        for (path, text) in &self.files {
            checkout.write(&format!("{folder}{path}"), text);
        }
    }
}

fn faulty_changelogs() -> Vec<Faulty> {
    let entries = fs::read_dir(Path::new(REPOSITORY).join("tests/faulty")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(Faulty::read).collect()
}

fn validate(checkout: &Checkout, root: &str, more: &[&str]) -> Finished {
    let arguments = ["validate", "--url", "sqlite::memory:", "--changelog-file", root];
    checkout.run(&[&arguments, more].concat())
}

/// The messages as programs read them.
fn messages(checkout: &Checkout, root: &str) -> Vec<Value> {
    let said = validate(checkout, root, &["--format", "json"]).stderr;
    said.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// What a message lacks; nothing where it is whole.
fn lacking(message: &Value) -> Vec<&'static str> {
    let labels = message["labels"].as_array().map(Vec::as_slice).unwrap_or_default();
    let worded = labels.iter().any(|label| label["text"].as_str().is_some_and(|text| !text.is_empty()));
    let placed = labels.iter().all(|label| label["line"].as_u64() >= Some(1) && label["column"].as_u64() >= Some(1));
    let parts = [
        (message["code"].as_str().is_some_and(|code| code.starts_with("amend::")), "code"),
        (!labels.is_empty() && placed, "place"),
        (worded, "label"),
        (message["help"].is_string(), "help"),
    ];
    parts.into_iter().filter(|(is_there, _)| !is_there).map(|(_, what)| what).collect()
}

#[test]
fn each_mistake_is_shown_with_place_label_and_help() {
    let changelogs = faulty_changelogs();
    assert!(changelogs.len() >= 60, "{}", changelogs.len());
    let wrong: Vec<String> = changelogs.iter().flat_map(wrong_with).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Compares what a person sees, and gives what the messages lack.
fn wrong_with(faulty: &Faulty) -> Vec<String> {
    let checkout = checkout();
    faulty.write(&checkout, "");
    let seen = validate(&checkout, faulty.root(), &[]);
    let said: String = seen.stderr.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    expect_file![&faulty.path].assert_eq(&format!("{}{LINE}exit {}\n{said}", faulty.text, seen.exit));
    let name = faulty.path.file_stem().unwrap().to_string_lossy().into_owned();
    let messages = messages(&checkout, faulty.root());
    if messages.is_empty() {
        return vec![format!("{name}: nothing is said")];
    }
    let lacks = |message: &Value| {
        lacking(message).into_iter().map(|what| format!("{name}: no {what}: {message}")).collect::<Vec<_>>()
    };
    messages.iter().flat_map(lacks).collect()
}

/// A circle of needs is looked for once every need is known, and what an attribute does once the whole can be planned.
const AFTER_THE_OTHERS: [&str; 2] = ["depends-on-circle.txt", "attribute-without-effect.txt"];

/// One root includes every changelog that is one file: each of their mistakes is reported.
#[test]
fn mistakes_of_all_files_are_reported_in_one_run() {
    let checkout = checkout();
    let alone: Vec<Faulty> = faulty_changelogs()
        .into_iter()
        .filter(|it| it.files.len() == 1 && !AFTER_THE_OTHERS.iter().any(|name| it.path.ends_with(name)))
        .collect();
    let mut root = "databaseChangeLog:\n".to_owned();
    for (at, faulty) in alone.iter().enumerate() {
        faulty.write(&checkout, &format!("{at}/"));
        root += &format!("  - include: {{file: {at}/{}}}\n", faulty.root());
    }
    checkout.write("root.yaml", root);
    let said = messages(&checkout, "root.yaml");
    let is_of = |message: &Value, at: usize| {
        let mut labels = message["labels"].as_array().into_iter().flatten();
        labels.any(|label| label["file"].as_str().is_some_and(|file| file.starts_with(&format!("{at}/"))))
    };
    let silent: Vec<_> = (0..alone.len()).filter(|at| !said.iter().any(|message| is_of(message, *at))).collect();
    let silent: Vec<_> = silent.into_iter().map(|at| &alone[at].path).collect();
    assert!(silent.is_empty(), "nothing is said of {silent:#?}");
}
