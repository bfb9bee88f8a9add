//! Lists of columns, their columns and the constraints of those.

use serde_json::{Value, json};

use super::part::{Part, ignored_with, unsuggested};
use super::{Definitions, reference, value};
use crate::change::Shape;
use crate::column::{self, Constraints};

const CONSTRAINTS: &str = "constraints";

/// A kind of list of columns.
struct List {
    shape: Shape,
    /// The name of the list's definition.
    name: &'static str,
    /// The name of one item in changelogs and of its definition.
    item: Item,
}

struct Item {
    key: &'static str,
    definition: &'static str,
    doc: &'static str,
    required: &'static [&'static str],
}

const LISTS: [List; 4] = [
    List {
        shape: Shape::Columns,
        name: "columns",
        item: Item { key: "column", definition: "column", doc: "A column.", required: &["name"] },
    },
    List {
        shape: Shape::PlacedColumns,
        name: "placedColumns",
        item: Item { key: "column", definition: "placedColumn", doc: "A new column.", required: &["name"] },
    },
    List {
        shape: Shape::LoadColumns,
        name: "loadColumns",
        item: Item { key: "column", definition: "loadColumn", doc: "A column of the file.", required: &[] },
    },
    List {
        shape: Shape::Parameters,
        name: "parameters",
        item: Item { key: "param", definition: "parameter", doc: "A parameter of the condition.", required: &[] },
    },
];

/// Defines the lists of columns and what they hold.
pub fn define(definitions: &mut Definitions) {
    for list in &LISTS {
        list.define(definitions);
        Part::new(list.item.doc)
            .or(["null"])
            .with(column::attributes_of(list.shape).map(|attribute| (attribute.name, value::attribute(attribute))))
            .with([(CONSTRAINTS, reference(CONSTRAINTS))])
            .required(list.item.required.iter().copied())
            .define(list.item.definition, definitions);
    }
    Part::new("The constraints of a column.")
        .or(["null"])
        .with(Constraints::ATTRIBUTES.iter().map(|attribute| (attribute.name, value::attribute(attribute))))
        .others(ignored_with("Constraints know no such attribute; it is ignored."))
        .define(CONSTRAINTS, definitions);
}

impl List {
    /// The list, and what stands for it under the key of one item.
    fn define(&self, definitions: &mut Definitions) {
        let fields = format!("{}.fields", self.name);
        let key = self.item.key;
        let ignored = format!("Belongs below `{key}`; beside it, it is ignored.");
        definitions.add(self.name, self.schema(&fields));
        definitions.add(
            &fields,
            json!({
                "properties": { key: reference(self.item.definition) },
                "additionalProperties": ignored_with(&ignored),
            }),
        );
        definitions.add(&self.single(), self.single_schema());
    }

    /// A list of several items has one with its key: without it, readers take the list for a single item.
    fn schema(&self, fields: &str) -> Value {
        json!({
            "type": ["array", "object"],
            "allOf": [reference(fields)],
            "items": { "type": "object", "allOf": [reference(fields)] },
            "minItems": 1,
            "if": { "type": "array", "minItems": 2 },
            "then": { "contains": { "required": [self.item.key] } },
        })
    }

    fn single(&self) -> String {
        format!("{}.single", self.name)
    }

    /// Where the key of an item stands in the place of the list, an item is below it, or again a list of items.
    fn single_schema(&self) -> Value {
        let required = json!({ "required": [self.item.key] });
        json!({
            "if": {
                "anyOf": [
                    { "type": "object", "allOf": [required.clone()] },
                    { "type": "array", "contains": required },
                ],
            },
            "then": reference(self.name),
            "else": reference(self.item.definition),
        })
    }
}

fn list_of(shape: Shape) -> Option<&'static List> {
    LISTS.iter().find(|list| list.shape == shape)
}

/// The definition of the lists of that shape, where it is one of lists.
pub fn list(shape: Shape) -> Option<Value> {
    list_of(shape).map(|list| reference(list.name))
}

/// The key of an item of lists of that shape.
pub fn item(shape: Shape) -> Option<&'static str> {
    list_of(shape).map(|list| list.item.key)
}

/// The property of a change that stands for a list of that shape under the key of an item.
pub fn single(shape: Shape) -> Option<(&'static str, Value)> {
    list_of(shape).map(|list| (list.item.key, unsuggested(reference(&list.single()))))
}
