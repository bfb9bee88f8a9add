//! `modifySql`: what is done to the statements of a change set before they run.

use amend_sql::Product;
use amend_syntax::{Diagnostic, Node, Spanned};
use fancy_regex::{Captures, Regex};

use crate::attributes::{Attributes, unknown_key};
use crate::dbms;
use crate::selection::{Contexts, Labels, labels_of};
use crate::vocabulary::{EDITS, MODIFY_SQL};

/// A change to the statements of a change set.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// What it does.
    pub edit: TextEdit,
    /// The products that it is for, as written; letter case counts.
    pub dbms: Option<String>,
    /// The contexts in which it applies.
    pub contexts: Contexts,
    /// Its labels.
    pub labels: Labels,
    /// Whether it also applies to the statements of the rollback.
    pub apply_to_rollback: bool,
    /// Its name where it is written.
    pub name: Spanned<String>,
}

/// What is done to a statement.
#[derive(Clone, Debug)]
pub enum TextEdit {
    /// Puts a text in front.
    Prepend(Option<String>),
    /// Puts a text at the end.
    Append(Option<String>),
    /// Puts a text in the place of another, everywhere.
    Replace {
        /// The text to find.
        replace: Option<String>,
        /// The text to put there.
        with: Option<String>,
    },
    /// Puts a text in the place of what a pattern finds, everywhere.
    RegExpReplace {
        /// The pattern as written.
        replace: Option<String>,
        /// The text to put there; `$1` stands for the first group.
        with: Option<String>,
        /// The pattern, where it can be read.
        pattern: Option<Box<Regex>>,
    },
}

impl Visitor {
    /// Whether it applies on a product in a run of these contexts and labels.
    #[must_use]
    pub fn applies(&self, product: Product, contexts: &[String], label_filter: Option<&str>) -> bool {
        dbms::matches(self.dbms.as_deref().unwrap_or_default(), product)
            && self.contexts.matches(contexts)
            && self.labels.matches(label_filter)
    }

    /// Its attributes as they stand in checksums, sorted by name.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![("applyToRollback", self.apply_to_rollback.to_string())];
        match &self.edit {
            TextEdit::Prepend(value) | TextEdit::Append(value) => {
                fields.extend(value.clone().map(|value| ("value", value)));
            }
            TextEdit::Replace { replace, with } | TextEdit::RegExpReplace { replace, with, .. } => {
                fields.extend(replace.clone().map(|replace| ("replace", replace)));
                fields.extend(with.clone().map(|with| ("with", with)));
            }
        }
        fields
    }
}

impl TextEdit {
    /// The first attribute that is needed and was not given.
    fn missing(&self) -> Option<&'static str> {
        match self {
            Self::Prepend(None) | Self::Append(None) => Some("value"),
            Self::Replace { replace: None, .. } | Self::RegExpReplace { replace: None, .. } => Some("replace"),
            Self::Replace { with: None, .. } | Self::RegExpReplace { with: None, .. } => Some("with"),
            _ => None,
        }
    }

    /// The statement after the edit. A value that was not given is the word `null`, as in the tool this is compatible with.
    #[must_use]
    pub fn apply(&self, sql: &str) -> String {
        match self {
            Self::Prepend(value) => format!("{}{sql}", or_null(value)),
            Self::Append(value) => format!("{sql}{}", or_null(value)),
            Self::Replace { replace: Some(replace), with } => sql.replace(replace.as_str(), or_null(with)),
            Self::RegExpReplace { pattern: Some(pattern), with, .. } => {
                let with = or_null(with);
                let replaced = pattern.try_replacen(sql, 0, |found: &Captures<'_>| replacement(with, found));
                replaced.map_or_else(|_| sql.to_owned(), std::borrow::Cow::into_owned)
            }
            Self::Replace { .. } | Self::RegExpReplace { .. } => sql.to_owned(),
        }
    }
}

fn or_null(value: &Option<String>) -> &str {
    value.as_deref().unwrap_or("null")
}

/// What a Java replacement stands for: `$1` and `${name}` are groups, `\` keeps the next character.
fn replacement(with: &str, found: &Captures<'_>) -> String {
    let mut result = String::new();
    let mut rest = with.chars();
    while let Some(character) = rest.next() {
        match character {
            '\\' => result.extend(rest.next()),
            '$' => {
                let (group, length) = group(rest.as_str(), found);
                result.push_str(group);
                rest = rest.as_str()[length..].chars();
            }
            other => result.push(other),
        }
    }
    result
}

/// The group that stands after `$`, and how many bytes name it: as many digits as make a group that exists.
fn group<'f>(text: &str, found: &'f Captures<'_>) -> (&'f str, usize) {
    if let Some((name, _)) = text.strip_prefix('{').and_then(|text| text.split_once('}')) {
        return (found.name(name).map_or("", |group| group.as_str()), name.len() + 2);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let exists = |length: &usize| text[..*length].parse().is_ok_and(|number: usize| number < found.len());
    let length = (1..=digits).rev().find(exists).unwrap_or(digits.min(1));
    let number = text[..length].parse().unwrap_or(usize::MAX);
    (found.get(number).map_or("", |group| group.as_str()), length)
}

/// Reads a `modifySql` entry.
pub(crate) fn read(node: &Node, run: &[String], report: &mut Vec<Diagnostic>) -> Vec<Visitor> {
    let block = Attributes::of(node);
    let mut visitors = Vec::new();
    for (name, child) in &block.children.entries {
        let own = Attributes::of(child);
        match edit(name, &own, report) {
            Some(edit) => {
                report.extend(edit.missing().map(|attribute| without(name, attribute)));
                visitors.push(visitor(edit, name, [&own, &block], run, report));
            }
            None if !MODIFY_SQL.has(name) => report.push(not_known(name)),
            None => {}
        }
    }
    visitors
}

fn visitor(
    edit: TextEdit,
    name: &Spanned<String>,
    [own, block]: [&Attributes<'_>; 2],
    run: &[String],
    report: &mut Vec<Diagnostic>,
) -> Visitor {
    let dbms = own.filled("dbms", report).or_else(|| block.filled("dbms", report));
    let labels = own.text("labels", report).or_else(|| block.text("labels", report));
    let context = own.context(run, report).or_else(|| block.context(run, report));
    let for_rollback = block.flag("applyToRollback", false, report);
    Visitor {
        edit,
        dbms: dbms.map(|dbms| dbms.value),
        contexts: Contexts { inherited: Vec::new(), own: context.map(|context| context.value) },
        labels: Labels { inherited: Vec::new(), own: labels_of(labels.as_ref().map(|labels| labels.as_str())) },
        apply_to_rollback: own.flag("applyToRollback", for_rollback, report),
        name: name.clone(),
    }
}

fn edit(name: &Spanned<String>, own: &Attributes<'_>, report: &mut Vec<Diagnostic>) -> Option<TextEdit> {
    let mut text = |attribute: &str| own.text(attribute, report).map(|text| text.value);
    Some(match name.as_str() {
        "prepend" => TextEdit::Prepend(text("value")),
        "append" => TextEdit::Append(text("value")),
        "replace" => TextEdit::Replace { replace: text("replace"), with: text("with") },
        "regExpReplace" => {
            let (replace, with) = (text("replace"), text("with"));
            let pattern = own.text("replace", report).and_then(|pattern| compiled(&pattern, report));
            TextEdit::RegExpReplace { replace, with, pattern }
        }
        _ => return None,
    })
}

/// A value that was not given is the word `null`, which nobody means.
fn without(name: &Spanned<String>, attribute: &str) -> Diagnostic {
    let message = format!("`{name}` has no `{attribute}`: `null` stands for it", name = name.value);
    Diagnostic::warning("amend::changelog::missing", message)
        .at(&name.place, format!("`{attribute}` is missing here"))
        .help(format!("add `{attribute}`; an empty text is written `''`"))
}

fn compiled(pattern: &Spanned<String>, report: &mut Vec<Diagnostic>) -> Option<Box<Regex>> {
    match Regex::new(pattern) {
        Ok(regex) => Some(Box::new(regex)),
        Err(error) => {
            report.push(
                Diagnostic::error("amend::changelog::pattern", format!("the pattern cannot be read: {error}"))
                    .at(&pattern.place, "this pattern")
                    .help("`replace` takes a regular expression; put `\\` before characters that mean themselves"),
            );
            None
        }
    }
}

fn not_known(name: &Spanned<String>) -> Diagnostic {
    unknown_key(MODIFY_SQL.name, name, EDITS.iter().map(|edit| edit.name).chain(MODIFY_SQL.names()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(pattern: &str, with: &str, sql: &str) -> String {
        let pattern = Some(Box::new(Regex::new(pattern).unwrap()));
        TextEdit::RegExpReplace { replace: None, with: Some(with.to_owned()), pattern }.apply(sql)
    }

    #[test]
    fn groups_of_patterns() {
        assert_eq!(replaced("(a)(b)", "$2$1", "ab ab"), "ba ba");
        assert_eq!(replaced("(a)", "$12", "a"), "a2");
        assert_eq!(replaced("(?<x>a)", "<${x}>", "a"), "<a>");
        assert_eq!(replaced("a", "\\$1", "a"), "$1");
        assert_eq!(replaced("a(?=b)", "x", "ab ac"), "xb ac");
    }

    #[test]
    fn plain_edits() {
        let text = |value: &str| Some(value.to_owned());
        assert_eq!(TextEdit::Prepend(text("a ")).apply("b"), "a b");
        assert_eq!(TextEdit::Append(None).apply("select 1"), "select 1null");
        assert_eq!(TextEdit::Replace { replace: text("a"), with: text("b") }.apply("aa"), "bb");
    }
}
