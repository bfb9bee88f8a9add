//! Reading changes: the one place where change sets meet the registry of change types.

use amend_syntax::{Diagnostic, Node, Place, Spanned};

use super::removal::Removal;
use crate::attributes::{unknown_key, unknown_name};
use crate::change_set::PlacedChange;
use crate::changes::{self, TextOptions};
use crate::decode::Children;
use crate::vocabulary::CHANGE_SET;

/// What reading an entry of a file needs.
pub(crate) struct Reading<'r> {
    /// Where mistakes go.
    pub report: &'r mut Vec<Diagnostic>,
    /// Whether unknown entries are only warned of.
    pub lax: bool,
    /// The contexts of the run.
    pub contexts: &'r [String],
    /// What is taken out of changes before they are read.
    pub removals: &'r [Removal],
}

impl Reading<'_> {
    /// Whether an unknown entry stops reading: it has entries of its own.
    pub fn refuses_unknown(&self, node: &Node) -> bool {
        !self.lax && !Children::of(node).entries.is_empty()
    }

    /// The changes among the children of a node; others are reported.
    pub fn changes(&mut self, children: &Children<'_>) -> Vec<PlacedChange> {
        let mut found = Vec::new();
        for (name, node) in &children.entries {
            match self.change(name, node) {
                Some(change) => found.push(change),
                None => self.report_unknown_change(name, node, []),
            }
        }
        found
    }

    /// The change of that name; nothing where there is no such type.
    pub fn change(&mut self, name: &Spanned<String>, node: &Node) -> Option<PlacedChange> {
        let kind = changes::find(name)?;
        let removed = Removal::apply(self.removals, name, node);
        let change = changes::decode(kind, removed.as_ref().unwrap_or(node), self.report);
        Some(PlacedChange { change, place: node.place.clone(), name: name.clone() })
    }

    /// Reports a name that is neither a change type nor one of `known`.
    pub fn report_unknown_change(
        &mut self,
        name: &Spanned<String>,
        node: &Node,
        known: impl IntoIterator<Item = &'static str>,
    ) {
        let names = known.into_iter().chain(changes::names());
        self.report.push(match self.refuses_unknown(node) {
            true => unknown_name("amend::changelog::unknown-change", "change type", name, names),
            false => unknown_key(CHANGE_SET.name, name, names),
        });
    }
}

/// The `sql` change of a text that stands outside of a change.
pub(crate) fn sql_change(text: Spanned<String>, name: &Place, options: TextOptions) -> PlacedChange {
    PlacedChange {
        place: text.place.clone(),
        name: Spanned::new("sql".to_owned(), name.clone()),
        change: changes::sql_text(text, options),
    }
}
