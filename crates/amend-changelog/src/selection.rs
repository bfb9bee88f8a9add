//! What decides whether a change set runs: its contexts and labels, own and inherited, and how the history stores them.

use crate::expression::{context_matches, labels_match, name_list};

/// The context expressions that must all match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contexts {
    /// Those of the change set's file and of the includes that lead to it, innermost first.
    pub inherited: Vec<String>,
    /// The change set's own.
    pub own: Option<String>,
}

impl Contexts {
    /// Whether all expressions match the contexts of a run, which are in lower case. One that cannot be read matches
    /// nothing; reading the changelog reports it.
    #[must_use]
    pub fn matches(&self, names: &[String]) -> bool {
        self.all().all(|expression| context_matches(expression, names).unwrap_or(false))
    }

    /// The text of `CONTEXTS`: the expressions as they are written, inherited ones first.
    #[must_use]
    pub fn stored(&self) -> Option<String> {
        let parts: Vec<String> = self.all().map(in_parentheses).collect();
        (!parts.is_empty()).then(|| parts.join(" AND "))
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.inherited.iter().chain(&self.own).map(String::as_str)
    }
}

fn in_parentheses(expression: &str) -> String {
    match expression.contains([',', ' ']) {
        true => format!("({expression})"),
        false => expression.to_owned(),
    }
}

/// The lists of labels that must each pass the filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels {
    /// Those of the includes that lead to the change set, innermost first.
    pub inherited: Vec<Vec<String>>,
    /// The change set's own.
    pub own: Vec<String>,
}

impl Labels {
    /// Whether every list passes the label filter of a run; without a filter each does.
    #[must_use]
    pub fn matches(&self, filter: Option<&str>) -> bool {
        let passes = |labels: &[String]| filter.is_none_or(|filter| labels_match(filter, labels).unwrap_or(false));
        passes(&self.own) && self.inherited.iter().all(|labels| passes(labels))
    }

    /// The text of `LABELS`: lower case, joined by commas, inherited ones first.
    #[must_use]
    pub fn stored(&self) -> Option<String> {
        let names: Vec<&str> = self.inherited.iter().chain([&self.own]).flatten().map(String::as_str).collect();
        (!names.is_empty()).then(|| names.join(","))
    }
}

/// The labels of a text, as change sets and includes write them.
pub(crate) fn labels_of(text: Option<&str>) -> Vec<String> {
    text.map(name_list).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contexts(inherited: &[&str], own: Option<&str>) -> Contexts {
        let inherited = inherited.iter().map(|text| (*text).to_owned()).collect();
        Contexts { inherited, own: own.map(str::to_owned) }
    }

    #[test]
    fn contexts_are_stored_as_written() {
        let both = contexts(&["ctx1 or ctx2"], Some("A and B"));
        assert_eq!(both.stored().as_deref(), Some("(ctx1 or ctx2) AND (A and B)"));
        assert_eq!(contexts(&[], Some("p,q")).stored().as_deref(), Some("(p,q)"));
        assert_eq!(contexts(&["x"], None).stored().as_deref(), Some("x"));
        assert_eq!(contexts(&[], None).stored(), None);
    }

    #[test]
    fn every_context_must_match() {
        let both = contexts(&["a"], Some("b"));
        assert!(both.matches(&["a".to_owned(), "b".to_owned()]));
        assert!(!both.matches(&["a".to_owned()]));
        assert!(both.matches(&[]));
    }

    #[test]
    fn every_list_of_labels_must_pass() {
        let labels = Labels { inherited: vec![vec!["a".to_owned()]], own: vec!["b".to_owned(), "c".to_owned()] };
        assert_eq!(labels.stored().as_deref(), Some("a,b,c"));
        assert!(labels.matches(Some("a or b")));
        assert!(!labels.matches(Some("b")));
        assert!(labels.matches(None));
    }
}
