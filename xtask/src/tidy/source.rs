//! Rules about the text of files.

use super::{TextFile, Tree};
use crate::workspace;

/// The most lines of code in a source file: neither blank nor comment, its tests at the end not counted.
const MOST_LINES: usize = 500;

/// What no source file holds outside of comments; spelt in halves, as this file is a source file.
const UNFINISHED: &[&str] =
    &[concat!("todo", "!("), concat!("unimplemented", "!("), concat!("dbg", "!("), concat!("#[", "ignore")];

/// Where people have their home folders, spelt in halves; what follows is a name.
const HOMES: &[&str] = &[concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/ro", "ot/")];

/// No source file has more lines of code than one story needs.
pub(super) fn lengths(tree: &Tree) -> Vec<String> {
    let lengths = tree.sources().map(|file| (file, code_lines(&file.text)));
    let long = lengths.filter(|(_, lines)| *lines > MOST_LINES);
    long.map(|(file, lines)| format!("{}: {lines} lines of code, {MOST_LINES} at most", file.path)).collect()
}

/// Every source file says first what it is for.
pub(super) fn purposes(tree: &Tree) -> Vec<String> {
    let silent = tree.sources().filter(|file| !file.text.starts_with("//!"));
    silent.map(|file| format!("{} does not begin with `//!`", file.path)).collect()
}

/// No stub, no debugging aid, no test that is switched off.
pub(super) fn unfinished(tree: &Tree) -> Vec<String> {
    let rust = tree.files.iter().filter(|file| file.path.ends_with(".rs"));
    rust.flat_map(|file| places(file, is_unfinished)).collect()
}

/// No path of a home folder or of this checkout.
pub(super) fn home_paths(tree: &Tree) -> Vec<String> {
    let root = format!("{}/", workspace::root().display());
    let names_machine = |line: &str| names_home(line) || names_path(line, &root);
    tree.files.iter().flat_map(|file| places(file, names_machine)).collect()
}

fn places(file: &TextFile, is_fault: impl Fn(&str) -> bool) -> Vec<String> {
    let lines = file.text.lines().enumerate().filter(|(_, line)| is_fault(line));
    lines.map(|(index, line)| format!("{}:{}: {}", file.path, index + 1, line.trim())).collect()
}

fn code_lines(text: &str) -> usize {
    let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).count()
}

fn is_unfinished(line: &str) -> bool {
    !line.trim_start().starts_with("//") && UNFINISHED.iter().any(|word| line.contains(word))
}

fn names_home(line: &str) -> bool {
    HOMES.iter().any(|home| names_path(line, home))
}

fn names_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| is_path(&line[..at], &line[at + folder.len()..]))
}

/// A path starts after something that is no part of a name, and goes on with a name.
fn is_path(before: &str, after: &str) -> bool {
    let part_of_name = |letter: char| letter.is_alphanumeric() || ".-_~/".contains(letter);
    !before.ends_with(part_of_name) && after.starts_with(|letter: char| letter.is_alphanumeric() || letter == '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_blanks_and_tests_are_no_code() {
        assert_eq!(code_lines("//! a\n\nuse b;\n// c\nfn d() {}\n\n#[cfg(test)]\nmod tests {\n    use e;\n}\n"), 2);
        assert_eq!(code_lines("#[cfg(test)]\nuse a;\nfn b() {}\n"), 3);
    }

    #[test]
    fn what_is_unfinished_is_found_in_code_only() {
        assert!(is_unfinished(concat!("    todo", "!()")));
        assert!(is_unfinished(concat!("#[", "ignore = \"slow\"]")));
        assert!(!is_unfinished(concat!("/// never todo", "!()")));
    }

    #[test]
    fn home_folders_are_told_from_other_paths() {
        assert!(names_home(concat!("see /ho", "me/ann/x")));
        assert!(names_home(concat!("\"/ro", "ot/.cache\"")));
        assert!(!names_home(concat!("https://a.test/ho", "me/ann")));
        assert!(!names_home(concat!("/ho", "me/{user}")));
        assert!(!names_home("target/root/x"));
    }
}
