//! The change types.

use serde_json::Value;

use super::part::{Part, ignored_with};
use super::{Definitions, column, reference, value};
use crate::change::{Attribute, ChangeKind};
use crate::changes::KINDS;
use crate::reference::summary;

/// The change types as properties of what holds changes.
pub fn properties() -> impl Iterator<Item = (&'static str, Value)> {
    KINDS.iter().map(|kind| (kind.name, reference(&definition(kind))))
}

/// Defines every change type.
pub fn define(definitions: &mut Definitions) {
    for kind in KINDS {
        let ignored = format!("`{}` has no such attribute; it is ignored.", kind.name);
        Part::new(&summary(kind.doc))
            .page(kind.doc)
            .or(scalars(kind))
            .with(kind.attributes.iter().filter_map(|it| column::single(it.shape)))
            .with(kind.attributes.iter().map(|it| (it.name, value::attribute(it))))
            .required(required(kind).filter(|it| column::item(it.shape).is_none()).map(|it| it.name))
            .required_either(required(kind).filter_map(|it| Some([it.name, column::item(it.shape)?])))
            .others(ignored_with(&ignored))
            .define(&definition(kind), definitions);
    }
}

fn definition(kind: &ChangeKind) -> String {
    format!("change.{}", kind.name)
}

fn required(kind: &'static ChangeKind) -> impl Iterator<Item = &'static Attribute> {
    kind.attributes.iter().filter(|attribute| attribute.required)
}

/// The types of scalars that may stand in the place of the change's map.
fn scalars(kind: &'static ChangeKind) -> Vec<&'static str> {
    let mut types = Vec::new();
    if kind.attributes.iter().any(|attribute| attribute.direct) {
        types.extend(["string", "number", "boolean"]);
    }
    if required(kind).next().is_none() {
        types.push("null");
    }
    types
}
