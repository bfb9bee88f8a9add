//! The attributes of entries that are no changes: change sets, includes, properties, preconditions.

use amend_syntax::{Diagnostic, Node, Place, Spanned, nearest};

use crate::decode::{Children, boolean_of, text_of};
use crate::expression;
use crate::vocabulary::Entry;

/// An entry's node, read attribute by attribute.
pub(crate) struct Attributes<'a> {
    /// The children of the node.
    pub children: Children<'a>,
}

impl<'a> Attributes<'a> {
    pub fn of(node: &'a Node) -> Self {
        Self { children: Children::of(node) }
    }

    /// The only child of that name, letter case ignored.
    pub fn node(&self, name: &str, report: &mut Vec<Diagnostic>) -> Option<&'a Node> {
        self.children.get(name, report).map(|(_, node)| *node)
    }

    /// A text; nothing for null.
    pub fn text(&self, name: &str, report: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
        let node = self.node(name, report)?;
        let text = text_of(node, name, report)?;
        Some(Spanned::new(text, node.place.clone()))
    }

    /// A text that is not blank.
    pub fn filled(&self, name: &str, report: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
        self.text(name, report).filter(|text| !text.trim().is_empty())
    }

    /// A truth value with its default.
    pub fn flag(&self, name: &str, default: bool, report: &mut Vec<Diagnostic>) -> bool {
        self.node(name, report).and_then(|node| boolean_of(node, name, report)).unwrap_or(default)
    }

    /// A whole number that is not negative.
    pub fn number(&self, name: &str, report: &mut Vec<Diagnostic>) -> Option<u64> {
        let text = self.text(name, report)?;
        let number = text.trim().parse().ok();
        if number.is_none() {
            report.push(wrong_value(name, &text, "a whole number", None));
        }
        number
    }

    /// One of a set of words, spelt exactly.
    pub fn choice<T: Copy>(&self, name: &str, words: &[(&str, T)], report: &mut Vec<Diagnostic>) -> Option<T> {
        let text = self.text(name, report)?;
        let choice = words.iter().find(|(word, _)| *word == text.value).map(|(_, choice)| *choice);
        if choice.is_none() {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            let expected = format!("one of {}", names.join(", "));
            report.push(wrong_value(name, &text, &expected, nearest(&text, names)));
        }
        choice
    }

    /// The context expression: `contextFilter`, else `context`. `run` are the contexts of the run.
    pub fn context(&self, run: &[String], report: &mut Vec<Diagnostic>) -> Option<Spanned<String>> {
        let filter = self.text("contextFilter", report);
        let context = self.text("context", report);
        let expression = filter.or(context).filter(|text| !text.trim().is_empty())?;
        report.extend(unclosed(&expression, run));
        Some(expression)
    }

    /// The texts of all children of exactly this name: a list gives each of its scalars.
    pub fn texts(&self, name: &str) -> Vec<Spanned<String>> {
        let nodes = self.children.entries.iter().filter(|(key, _)| key.value == name);
        nodes.flat_map(|(_, node)| scalars(node)).collect()
    }

    /// Warns of children that nothing reads. Other readers ignore them too, so they do not stop a run.
    pub fn report_unknown(&self, entry: &Entry, report: &mut Vec<Diagnostic>) {
        let unknown = self.children.entries.iter().filter(|(key, _)| !entry.has(key));
        report.extend(unknown.map(|(key, _)| unknown_key(entry.name, key, entry.names())));
    }
}

/// An expression with an open parenthesis stops reading only where the rest of it does not decide.
fn unclosed(expression: &Spanned<String>, run: &[String]) -> Option<Diagnostic> {
    let error = expression::check(expression).err()?;
    let severity = match expression::context_matches(expression, run) {
        Ok(_) => Diagnostic::warning,
        Err(_) => Diagnostic::error,
    };
    let diagnostic = severity("amend::changelog::context", error.to_string());
    let help = "close the parenthesis; write `or` in place of a comma inside parentheses";
    Some(diagnostic.at(&expression.place, "this expression").help(help))
}

/// The scalars of a node: itself, or the items of a list.
fn scalars(node: &Node) -> Vec<Spanned<String>> {
    let items = node.as_sequence().unwrap_or(std::slice::from_ref(node));
    items.iter().filter_map(|item| Some(Spanned::new(item.text()?, item.place.clone()))).collect()
}

/// A key that is ignored, with the one that was probably meant.
pub(crate) fn unknown_key<'n>(
    owner: &str,
    key: &Spanned<String>,
    known: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    let message = format!("`{owner}` knows no `{}`; it is ignored", key.value);
    let warning = Diagnostic::warning("amend::changelog::unknown-key", message).at(&key.place, "not known here");
    match nearest(key, known) {
        Some(name) => warning.help(format!("did you mean `{name}`?")),
        None => warning.help("remove it, unless another program reads it"),
    }
}

/// A name that stops reading, with the one that was probably meant.
pub(crate) fn unknown_name<'n>(
    code: &str,
    what: &str,
    name: &Spanned<String>,
    known: impl IntoIterator<Item = &'n str>,
) -> Diagnostic {
    let error = Diagnostic::error(code, format!("unknown {what} `{}`", name.value)).at(&name.place, "not known");
    match nearest(name, known) {
        Some(known) => error.help(format!("did you mean `{known}`?")),
        None => error.help("names are case-sensitive; check the spelling"),
    }
}

fn wrong_value(name: &str, text: &Spanned<String>, expected: &str, meant: Option<&str>) -> Diagnostic {
    let message = format!("`{name}` takes {expected}, not `{}`", text.value);
    let error = Diagnostic::error("amend::changelog::wrong-value", message).at(&text.place, "this value");
    match meant {
        Some(word) => error.help(format!("did you mean `{word}`?")),
        None => error.help(format!("write {expected}")),
    }
}

/// Something that must be there and is not.
pub(crate) fn missing(owner: &str, name: &str, place: &Place) -> Diagnostic {
    Diagnostic::error("amend::changelog::missing", format!("`{owner}` has no `{name}`"))
        .at(place, format!("`{name}` is missing here"))
        .help(format!("add `{name}`"))
}
