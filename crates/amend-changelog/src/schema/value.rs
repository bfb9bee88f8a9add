//! The values of fields and attributes.

use serde_json::{Value, json};

use super::part::{SCALARS, ignored_with};
use super::{Definitions, column, reference};
use crate::change::{Attribute, Shape};
use crate::reference::on_one_line;
use crate::vocabulary::{Field, Takes};

/// A parameter stands for a value that is not known here.
const PARAMETER: &str = r"\$\{";

/// The schema of a field.
pub fn field(field: &Field) -> Value {
    described(field.doc, of(field.takes, field.required))
}

/// The schema of an attribute of a change, of a column or of its constraints.
pub fn attribute(attribute: &Attribute) -> Value {
    let schema = match takes(attribute.shape) {
        Some(takes) => of(takes, attribute.required && !attribute.direct),
        None => json!({ "allOf": [column::list(attribute.shape)] }),
    };
    let note = if attribute.extension { "Amend only; others ignore it." } else { "" };
    described(&format!("{} {note}", attribute.doc), schema)
}

/// What an attribute takes that is no list of columns.
fn takes(shape: Shape) -> Option<Takes> {
    match shape {
        Shape::Text => Some(Takes::Text),
        Shape::Boolean => Some(Takes::Boolean),
        Shape::Integer => Some(Takes::Integer),
        Shape::Texts => Some(Takes::Texts),
        Shape::Columns | Shape::PlacedColumns | Shape::LoadColumns | Shape::Parameters => None,
    }
}

/// A schema with the doc of what it is for.
fn described(doc: &str, schema: Value) -> Value {
    let mut described = json!({ "description": on_one_line(doc) });
    if let (Value::Object(described), Value::Object(schema)) = (&mut described, schema) {
        described.extend(schema);
    }
    described
}

/// What is taken. What is required is not null.
fn of(takes: Takes, required: bool) -> Value {
    match scalar(takes) {
        Some(name) if required => json!({ "type": ["string", "number", "boolean"], "allOf": [reference(name)] }),
        Some(name) => json!({ "allOf": [reference(name)] }),
        None => match takes {
            Takes::OneOf(words) => json!({ "anyOf": [{ "enum": words }, { "type": "string", "pattern": PARAMETER }] }),
            _ => json!({}),
        },
    }
}

/// The name of the definition of scalars of a kind.
fn scalar(takes: Takes) -> Option<&'static str> {
    match takes {
        Takes::Text => Some("text"),
        Takes::Boolean => Some("boolean"),
        Takes::Integer => Some("integer"),
        Takes::Texts => Some("texts"),
        Takes::OneOf(_) | Takes::Anything => None,
    }
}

/// Defines the kinds of scalars. A map in the place of a text counts as not given.
pub fn define(definitions: &mut Definitions) {
    definitions.add(
        "text",
        json!({
            "type": ["string", "number", "boolean", "null", "object"],
            "if": { "type": "object" },
            "then": ignored_with("A text belongs here; a map counts as not given."),
        }),
    );
    definitions.add(
        "boolean",
        json!({
            "type": ["boolean", "string", "null"],
            "pattern": format!("^([tT][rR][uU][eE]|[fF][aA][lL][sS][eE])$|{PARAMETER}"),
        }),
    );
    let integer = json!({ "type": ["integer", "string", "null"], "pattern": format!("^[+-]?[0-9]+$|{PARAMETER}") });
    definitions.add("integer", integer);
    let argument = json!({
        "type": "object",
        "properties": { "arg": { "type": "object", "properties": { "value": { "type": SCALARS } }, "required": ["value"], "additionalProperties": false } },
        "required": ["arg"],
        "additionalProperties": false,
    });
    let texts = json!({
        "type": ["string", "number", "boolean", "null", "array"],
        "items": { "anyOf": [{ "type": SCALARS }, argument] },
    });
    definitions.add("texts", texts);
}
