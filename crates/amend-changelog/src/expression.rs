//! Context and label expressions: which change sets a run takes.
//!
//! The grammar is that of Liquibase 4.28, with its oddities: a comma parts even inside parentheses, only one negation is
//! understood, and without names to compare with everything matches that is not required by `@`.

use std::borrow::Cow;
use std::fmt;

/// An expression has a parenthesis that is not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclosed;

impl fmt::Display for Unclosed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a parenthesis is not closed; a comma parts an expression even inside parentheses")
    }
}

impl std::error::Error for Unclosed {}

/// Whether a change set with the context expression `text` runs in one of the contexts `names`.
///
/// # Errors
/// [`Unclosed`] where a part cannot be read and no other part matches.
pub fn context_matches(text: &str, names: &[String]) -> Result<bool, Unclosed> {
    any_part_matches(text, names)
}

/// Whether a change set with the labels `labels` passes the filter expression of the run.
///
/// # Errors
/// [`Unclosed`] where a part of the filter cannot be read and no other part matches.
pub fn labels_match(filter: &str, labels: &[String]) -> Result<bool, Unclosed> {
    any_part_matches(&filter.replace('\\', ""), labels)
}

/// The names of a comma-separated list, in lower case, each once: the labels of a change set, the contexts of a run.
#[must_use]
pub fn name_list(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in text.trim_end_matches(',').split(',') {
        let name = name.trim().to_lowercase();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [only] if only.is_empty() => Vec::new(),
        _ => names,
    }
}

/// Whether an expression can be read at all, whatever it is compared with.
///
/// # Errors
/// [`Unclosed`] where it cannot.
pub fn check(text: &str) -> Result<(), Unclosed> {
    text.split(',').try_for_each(|part| resolve_groups(part, &[]).map(drop))
}

fn any_part_matches(text: &str, names: &[String]) -> Result<bool, Unclosed> {
    if text.trim().is_empty() {
        return Ok(true);
    }
    let mut unclosed = None;
    for part in text.split(',') {
        match matches(&part.trim().to_lowercase(), names) {
            Ok(true) => return Ok(true),
            Ok(false) => {}
            Err(error) => unclosed = Some(error),
        }
    }
    unclosed.map_or(Ok(false), Err)
}

fn matches(expression: &str, names: &[String]) -> Result<bool, Unclosed> {
    Ok(flat_matches(&resolve_groups(expression, names)?, names))
}

/// Puts `:TRUE` or `:FALSE` in the place of each group in parentheses, innermost first.
fn resolve_groups<'a>(expression: &'a str, names: &[String]) -> Result<Cow<'a, str>, Unclosed> {
    let mut text = Cow::Borrowed(expression);
    while text.contains('(') {
        let (open, close) = innermost_group(&text).ok_or(Unclosed)?;
        let value = if flat_matches(&text[open + 1..close], names) { " :TRUE " } else { " :FALSE " };
        text = Cow::Owned(format!("{}{value}{}", &text[..open], &text[close + 1..]));
    }
    Ok(text)
}

fn innermost_group(text: &str) -> Option<(usize, usize)> {
    let close = text.match_indices(')').find(|(at, _)| text[..*at].contains('('))?.0;
    let open = text[..close].rfind('(')?;
    Some((open, close))
}

/// An expression without parentheses.
fn flat_matches(expression: &str, names: &[String]) -> bool {
    let all_match = |part: &str| split_at_word(part, "and").into_iter().all(|term| term_matches(term, names));
    split_at_word(expression, "or").into_iter().any(all_match)
}

/// One name with its signs: `!` and `not` negate, `@` asks for names even where the run has none.
fn term_matches(term: &str, names: &[String]) -> bool {
    let (negated, term) = negation(term.trim());
    let (required, term) = match term.strip_prefix('@') {
        Some(rest) => (true, rest.trim()),
        None => (false, term),
    };
    let (negated, term) = match required && !negated {
        true => negation(term),
        false => (negated, term),
    };
    if !required && names.is_empty() {
        return true;
    }
    let holds = match term {
        ":TRUE" => true,
        ":FALSE" => false,
        name => names.iter().any(|given| given.eq_ignore_ascii_case(name)),
    };
    holds != negated
}

fn negation(term: &str) -> (bool, &str) {
    let rest = term.strip_prefix('!').or_else(|| term.strip_prefix("not "));
    rest.map_or((false, term), |rest| (true, rest.trim()))
}

/// Splits at a word that has blanks on both sides.
fn split_at_word<'a>(text: &'a str, word: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((part, after)) = part_at_word(rest, word) {
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

fn part_at_word<'a>(text: &'a str, word: &str) -> Option<(&'a str, &'a str)> {
    text.match_indices(word).find_map(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        let part = before.trim_end_matches(is_blank);
        let rest = after.trim_start_matches(is_blank);
        (part.len() < before.len() && rest.len() < after.len()).then_some((part, rest))
    })
}

fn is_blank(character: char) -> bool {
    character.is_ascii_whitespace() || character == '\u{b}'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(expression: &str, names: &str) -> bool {
        context_matches(expression, &name_list(names)).unwrap()
    }

    #[test]
    fn and_binds_tighter_than_or_and_comma() {
        assert!(context("a or b and c", "a"));
        assert!(!context("a or b and c", "b"));
        assert!(context("a, b and c", "b,c"));
        assert!(context("(a or b) and c", "b,c"));
        assert!(!context("(a or b) and c", "b"));
    }

    #[test]
    fn one_negation_is_understood() {
        for expression in ["!a", "not a", "! a", "!(a)", "NOT A"] {
            assert!(!context(expression, "a"), "{expression}");
            assert!(context(expression, "b"), "{expression}");
        }
        assert!(!context("!!a", "b") || context("!!a", "a"));
    }

    #[test]
    fn without_run_contexts_only_required_names_are_missed() {
        assert!(context("a", ""));
        assert!(context("!a", ""));
        assert!(!context("@a", ""));
        assert!(!context("@a and b", ""));
        assert!(context("@!a", ""));
    }

    #[test]
    fn words_need_blanks_around_them() {
        assert!(context("a\tand\nb", "a,b"));
        assert!(!context("a andb", "a,b"));
        assert!(!context("a && b", "a,b"));
    }

    #[test]
    fn a_comma_parts_a_group() {
        assert_eq!(context_matches("(a,b)", &["c".to_owned()]), Err(Unclosed));
        assert_eq!(context_matches("(a,b)", &[]), Ok(true));
        assert_eq!(check("(a,b)"), Err(Unclosed));
        assert_eq!(check("a)"), Ok(()));
    }

    #[test]
    fn labels_without_names_match_unless_required() {
        assert_eq!(labels_match("a", &[]), Ok(true));
        assert_eq!(labels_match("@a", &[]), Ok(false));
        assert_eq!(labels_match("a and b", &name_list("A , B")), Ok(true));
        assert_eq!(labels_match("a", &name_list("b")), Ok(false));
    }

    #[test]
    fn name_lists() {
        assert_eq!(name_list(" L1 , l2 ,,"), ["l1", "l2"]);
        assert_eq!(name_list(""), [""; 0]);
        assert_eq!(name_list("b, A,a,,b"), ["b", "a", ""]);
    }
}
