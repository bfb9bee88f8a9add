//! `removeChangeSetProperty`: attributes that are taken out of changes before they are read.

use amend_sql::Product;
use amend_syntax::{Diagnostic, Node, NodeKind, Place};

use crate::attributes::Attributes;
use crate::dbms;
use crate::vocabulary;

/// An attribute that the columns of a change type lose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Removal {
    change: String,
    attribute: String,
}

/// The change type of which attributes can be removed.
const CHANGE: &str = "addColumn";

/// The attributes that can be removed: where a column goes among the others.
const ATTRIBUTES: [&str; 3] = ["afterColumn", "beforeColumn", "position"];

impl Removal {
    /// Reads a `removeChangeSetProperty` entry; nothing where it is for another product, or has no effect.
    pub fn read(node: &Node, product: Product, place: &Place, report: &mut Vec<Diagnostic>) -> Option<Self> {
        let attributes = Attributes::of(node);
        attributes.report_unknown(&vocabulary::REMOVE_CHANGE_SET_PROPERTY, report);
        let change = attributes.text("change", report).map(|change| change.value);
        let attribute = attributes.text("remove", report).map(|attribute| attribute.value);
        let dbms = attributes.text("dbms", report);
        let applies = dbms::matches(dbms.as_ref().map_or("", |dbms| dbms.as_str()), product);
        match (change, attribute) {
            (Some(change), Some(attribute)) if change == CHANGE && ATTRIBUTES.contains(&attribute.as_str()) => {
                applies.then_some(Self { change, attribute })
            }
            _ => {
                report.push(without_effect(place));
                None
            }
        }
    }

    /// The node without what is removed; nothing where all of it stays.
    pub fn apply(removals: &[Self], change: &str, node: &Node) -> Option<Node> {
        let names: Vec<&str> =
            removals.iter().filter(|it| it.change == change).map(|it| it.attribute.as_str()).collect();
        if names.is_empty() {
            return None;
        }
        let mut node = node.clone();
        remove(&mut node, &names);
        Some(node)
    }
}

fn without_effect(place: &Place) -> Diagnostic {
    Diagnostic::warning("amend::changelog::without-effect", "the entry removes nothing")
        .at(place, "has no effect")
        .help(format!("write `change: {CHANGE}`, and `remove:` with one of {}", ATTRIBUTES.join(", ")))
}

fn remove(node: &mut Node, names: &[&str]) {
    match &mut node.kind {
        NodeKind::Scalar(_) => {}
        NodeKind::Sequence(items) => items.iter_mut().for_each(|item| remove(item, names)),
        NodeKind::Mapping(entries) => {
            entries.retain(|entry| !names.contains(&entry.key.as_str()));
            entries.iter_mut().for_each(|entry| remove(&mut entry.value, names));
        }
    }
}
