//! The tree.

use crate::scalar::{Scalar, ScalarValue};
use crate::source::{Place, Spanned};

/// A value in the text: a scalar, a list or a map. What an alias or a merge key brings in has the place where it is written.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it is written, quotes and brackets included.
    pub place: Place,
    /// What it is.
    pub kind: NodeKind,
}

/// What a node is.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// A text, number, truth value, date or null.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// A map. No key comes twice; merge keys are resolved.
    Mapping(Vec<Entry>),
}

/// A key of a map with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Spanned<String>,
    /// Its value.
    pub value: Node,
}

impl Node {
    /// The value of this exact key, where the node is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        let entry = self.as_mapping()?.iter().find(|entry| entry.key.value == key)?;
        Some(&entry.value)
    }

    /// The entries, where the node is a map.
    #[must_use]
    pub fn as_mapping(&self) -> Option<&[Entry]> {
        match &self.kind {
            NodeKind::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, where the node is a list.
    #[must_use]
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match &self.kind {
            NodeKind::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The scalar, where the node is one.
    #[must_use]
    pub fn as_scalar(&self) -> Option<&Scalar> {
        match &self.kind {
            NodeKind::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// Whether the node is null, written or left out.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.as_scalar().is_some_and(|scalar| scalar.value == ScalarValue::Null)
    }

    /// The text of a scalar as Java prints its value, see [`ScalarValue::text`]; `None` for null, lists and maps.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.as_scalar()?.value.text()
    }

    /// What the node is, in words for messages: `a list`, `a map`, `a number`.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match &self.kind {
            NodeKind::Scalar(scalar) => scalar.value.kind_name(),
            NodeKind::Sequence(_) => "a list",
            NodeKind::Mapping(_) => "a map",
        }
    }

    /// Rewrites the text of every text scalar in the tree, keys excepted. `rewrite` gets the text and its place, and gives
    /// `None` to leave it. Places stay; a rewritten text stays a text whatever it looks like.
    pub fn map_text(&mut self, rewrite: &mut impl FnMut(&str, &Place) -> Option<String>) {
        match &mut self.kind {
            NodeKind::Scalar(scalar) => scalar.map_text(|text| rewrite(text, &self.place)),
            NodeKind::Sequence(items) => items.iter_mut().for_each(|item| item.map_text(rewrite)),
            NodeKind::Mapping(entries) => entries.iter_mut().for_each(|entry| entry.value.map_text(rewrite)),
        }
    }
}
