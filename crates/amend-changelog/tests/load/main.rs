//! Changelogs as text, and what is read of them as text.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

mod change_sets;
mod formatted_sql;
mod hostile;
mod includes;
mod mistakes;
mod parameters;
mod preconditions;
mod search_path;

use amend_changelog::change_set::RunOrder;
use amend_changelog::checksum::{ChangeText, ReadFile, Rule};
use amend_changelog::{ChangeSet, Loaded, MemoryFiles, PlacedChange, RollbackBlock, Target, load};
use amend_sql::Product;
use amend_syntax::{Diagnostic, Severity};
use expect_test::Expect;

/// Reads the files of a text, in which `//- path` begins each; the first one is the root.
fn files(text: &str) -> (MemoryFiles, String) {
    let parts: Vec<(&str, &str)> = text.split("//- ").skip(1).filter_map(|part| part.split_once('\n')).collect();
    (MemoryFiles::new(parts.iter().map(|(path, text)| (*path, *text))), parts[0].0.to_owned())
}

fn check(text: &str, expected: Expect) {
    check_for(&Target::new(Product::Sqlite), text, expected);
}

fn check_for(target: &Target, text: &str, expected: Expect) {
    let (files, root) = files(text);
    expected.assert_eq(&shown(&load(&files, &root, target)));
}

fn shown(loaded: &Loaded) -> String {
    let sets = loaded.changelog.change_sets.iter().map(shown_change_set);
    sets.chain(loaded.diagnostics.iter().map(shown_diagnostic)).collect()
}

fn shown_change_set(change_set: &ChangeSet) -> String {
    let mut text = format!("{}::{}::{}", change_set.path, change_set.id.value, change_set.author.value);
    let mut add = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            text.push_str(&format!(" {name}={value}"));
        }
    };
    add("contexts", change_set.contexts.stored());
    add("labels", change_set.labels.stored());
    add("comment", change_set.comment.as_ref().map(|comment| format!("{comment:?}")));
    add("ignore", change_set.ignore.then(|| "true".to_owned()));
    add("order", change_set.run_order.map(|order| if order == RunOrder::First { "first" } else { "last" }.to_owned()));
    text.push('\n');
    for change in &change_set.changes {
        text.push_str(&format!("  {}\n", shown_change(change)));
    }
    for block in &change_set.rollback {
        text.push_str(&shown_rollback(block));
    }
    text
}

fn shown_change(change: &PlacedChange) -> String {
    let memory = amend_changelog::MemoryFiles::default();
    let files = ReadFile { bytes: &|_, _| Ok(Vec::new()), files: &memory, folder: "", expand: &str::to_owned };
    match change.change.text(Rule::V9, &files) {
        Ok(ChangeText::Squeezed(bytes)) => format!("{} {:?}", change.name.value, String::from_utf8_lossy(&bytes)),
        _ => change.name.value.clone(),
    }
}

fn shown_rollback(block: &RollbackBlock) -> String {
    match block {
        RollbackBlock::Changes(changes) => {
            changes.iter().map(|change| format!("  rollback {}\n", shown_change(change))).collect()
        }
        RollbackBlock::Reference(key) => format!("  rollback of {}::{}::{}\n", key.path, key.id, key.author),
        RollbackBlock::Nothing => "  rollback nothing\n".to_owned(),
    }
}

fn shown_diagnostic(diagnostic: &Diagnostic) -> String {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "advice",
    };
    let place = diagnostic.place().map(|place| format!(" {place}")).unwrap_or_default();
    let help = diagnostic.help.as_ref().map(|help| format!("  help: {help}\n")).unwrap_or_default();
    format!("{severity}{place}: {}\n{help}", diagnostic.message)
}
