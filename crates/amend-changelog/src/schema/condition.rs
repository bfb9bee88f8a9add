//! Preconditions.

use serde_json::Value;

use super::part::{Part, ignored_scalar_with};
use super::{Definitions, reference};
use crate::vocabulary::{CONDITIONS, Entry, PRECONDITIONS};

const UNKNOWN: &str = "There is no such condition; it is ignored.";

/// Defines preconditions and every condition.
pub fn define(definitions: &mut Definitions) {
    Part::new(PRECONDITIONS.doc)
        .fields(&PRECONDITIONS)
        .with(properties())
        .others(ignored_scalar_with(UNKNOWN))
        .define(PRECONDITIONS.name, definitions);
    for condition in CONDITIONS {
        let part = match condition.fields {
            [] => Part::new(condition.doc).with(properties()).others(ignored_scalar_with(UNKNOWN)),
            _ => Part::of_entry(condition),
        };
        part.define(&definition(condition), definitions);
    }
}

fn properties() -> impl Iterator<Item = (&'static str, Value)> {
    CONDITIONS.iter().map(|condition| (condition.name, reference(&definition(condition))))
}

fn definition(condition: &Entry) -> String {
    format!("condition.{}", condition.name)
}
