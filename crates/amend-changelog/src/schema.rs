//! The JSON Schema of changelogs, for editors and other programs. It is made of the declarations: the change types, the
//! attributes of columns, and the [`vocabulary`](crate::vocabulary) of everything else.
//!
//! What stops a reader of changelogs does not fit the schema. What readers ignore fits; editors warn of it, as they know
//! the keyword `deprecationMessage`. The dialect is draft 7, which all of them know.

mod change;
mod column;
mod condition;
mod entry;
mod part;
mod value;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use crate::vocabulary::CHANGELOG;

/// The schema of a changelog in YAML or JSON.
#[must_use]
pub fn changelog() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Changelog",
        "description": "A changelog of amend or Liquibase: the change sets of a database, in order.",
        "type": "object",
        "required": [CHANGELOG.name],
        "properties": {
            CHANGELOG.name: {
                "description": CHANGELOG.doc,
                "type": ["array", "null"],
                "items": { "type": "object", "allOf": [reference(entry::ROOT)] },
            },
        },
        "definitions": definitions(),
    })
}

fn definitions() -> Value {
    let mut definitions = Definitions::default();
    entry::define(&mut definitions);
    condition::define(&mut definitions);
    change::define(&mut definitions);
    column::define(&mut definitions);
    value::define(&mut definitions);
    Value::Object(definitions.0)
}

/// The named parts of the schema, in the order in which they are defined.
#[derive(Default)]
struct Definitions(Map<String, Value>);

impl Definitions {
    fn add(&mut self, name: &str, schema: Value) {
        self.0.insert(name.to_owned(), schema);
    }
}

/// What stands for the definition of that name.
fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}
