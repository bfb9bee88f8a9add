//! Putting parameters into what was read.

use amend_syntax::{Diagnostic, Node, Place, nearest};

use super::Loader;
use super::file::Budget;
use crate::parameters::{ExpansionFault, LONGEST_GROWTH, Parameters};

impl Loader<'_> {
    /// Expands all texts of a node in place; mistakes are reported where they stand.
    pub(super) fn expand(&mut self, node: &mut Node) {
        let mut expansion = self.expansion();
        node.map_text(&mut |text, place| expansion.of(text, place));
    }

    /// The same for the first pass: what is still missing may be known in the second, which reports what is not.
    pub(super) fn expand_first(&mut self, node: &mut Node) {
        let reported = std::mem::take(&mut self.report);
        self.expand(node);
        self.report = reported;
    }

    /// The text with its parameters put in; mistakes are reported at the place.
    pub(super) fn expanded(&mut self, text: &str, place: &Place) -> String {
        self.expansion().of(text, place).unwrap_or_else(|| text.to_owned())
    }

    fn expansion(&mut self) -> Expansion<'_> {
        Expansion {
            parameters: &self.parameters,
            file: self.open.last().map_or("", |open| open.path.as_str()),
            budget: &mut self.budget,
            report: &mut self.report,
        }
    }
}

/// What putting parameters into the texts of a file needs.
struct Expansion<'l> {
    parameters: &'l Parameters,
    file: &'l str,
    budget: &'l mut Budget,
    report: &'l mut Vec<Diagnostic>,
}

impl Expansion<'_> {
    /// The text after the expansion; nothing where it stays as it is, be it for a mistake.
    fn of(&mut self, text: &str, place: &Place) -> Option<String> {
        if !text.contains("${") || !self.budget.allows_expansion() {
            return None;
        }
        let expanded = self.parameters.expand(text, self.file);
        let cost = expanded.as_ref().map_or(LONGEST_GROWTH, String::len);
        if self.budget.take_expansion(cost) {
            self.report.push(too_much(place));
        }
        match expanded {
            Ok(expanded) => {
                self.report.extend(self.left_over(&expanded, place));
                (expanded != text).then_some(expanded)
            }
            Err(fault) => {
                self.report.push(self.mistake(&fault, place));
                None
            }
        }
    }

    /// A warning of a reference that nothing defines, where it was probably meant as one: the text is one word, as names
    /// are, or a parameter has almost this name. Other readers keep such texts as they are.
    fn left_over(&self, expanded: &str, place: &Place) -> Option<Diagnostic> {
        let (_, rest) = expanded.split_once("${")?;
        let name =
            rest.split_once('}').map(|(name, _)| name).filter(|name| !name.starts_with(':') && !name.contains('$'))?;
        let near = nearest(name, self.parameters.names(self.file)).filter(|_| name.len() > 2);
        if near.is_none() && expanded.contains(char::is_whitespace) {
            return None;
        }
        let message = format!("nothing defines the parameter `{name}`; the text stays as it is");
        let warning = Diagnostic::warning("amend::parameter::unknown", message).at(place, "in this text");
        Some(warning.help(match near {
            Some(near) => format!("did you mean `${{{near}}}`?"),
            None => ExpansionFault::Missing(name.to_owned()).help().to_owned(),
        }))
    }

    fn mistake(&self, fault: &ExpansionFault, place: &Place) -> Diagnostic {
        let error = Diagnostic::error("amend::parameter::expansion", fault.to_string()).at(place, "in this text");
        match fault.missing().and_then(|name| nearest(name, self.parameters.names(self.file))) {
            Some(name) => error.help(format!("did you mean `${{{name}}}`?")),
            None => error.help(fault.help()),
        }
    }
}

fn too_much(place: &Place) -> Diagnostic {
    Diagnostic::error("amend::parameter::expansion", "the parameters make more text of the changelog than can be meant")
        .at(place, "up to here")
        .help("shorten the values of the parameters")
}
