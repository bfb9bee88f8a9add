//! Maps of fields, which changelogs may also write as lists of maps.

use serde_json::{Map, Value, json};

use super::{Definitions, reference, value};
use crate::reference::text;
use crate::vocabulary::Entry;

/// The types of scalars.
pub const SCALARS: [&str; 4] = ["string", "number", "boolean", "null"];

/// A part of a changelog with fields of its own.
pub struct Part {
    description: String,
    page: Option<String>,
    properties: Map<String, Value>,
    required: Vec<&'static str>,
    alternatives: Vec<[&'static str; 2]>,
    others: Value,
    types: Vec<&'static str>,
    item_types: Vec<&'static str>,
}

impl Part {
    /// A part that takes a map, or a list of maps that counts as one, and no fields but those that are added.
    pub fn new(description: &str) -> Self {
        Self {
            description: description.to_owned(),
            page: None,
            properties: Map::new(),
            required: Vec::new(),
            alternatives: Vec::new(),
            others: Value::Bool(false),
            types: vec!["object", "array"],
            item_types: vec!["object"],
        }
    }

    /// Has this page of Markdown, for editors that show it in the place of the description.
    pub fn page(self, doc: &str) -> Self {
        Self { page: Some(text(doc)), ..self }
    }

    /// The entry with its fields; what it does not know is ignored.
    pub fn of_entry(entry: &Entry) -> Self {
        let ignored = format!("`{}` knows no such field; it is ignored.", entry.name);
        Self::new(entry.doc).fields(entry).others(ignored_with(&ignored))
    }

    /// Has also the fields of that entry.
    pub fn fields(mut self, entry: &Entry) -> Self {
        self.required.extend(entry.fields.iter().filter(|field| field.required).map(|field| field.name));
        self.with(entry.fields.iter().map(|field| (field.name, value::field(field))))
    }

    /// Has also these properties.
    pub fn with(mut self, properties: impl IntoIterator<Item = (&'static str, Value)>) -> Self {
        self.properties.extend(properties.into_iter().map(|(name, schema)| (name.to_owned(), schema)));
        self
    }

    /// A map must have these.
    pub fn required(mut self, names: impl IntoIterator<Item = &'static str>) -> Self {
        self.required.extend(names);
        self
    }

    /// A map must have one of the two.
    pub fn required_either(mut self, names: impl IntoIterator<Item = [&'static str; 2]>) -> Self {
        self.alternatives.extend(names);
        self
    }

    /// What holds for fields that are not named.
    pub fn others(self, others: Value) -> Self {
        Self { others, ..self }
    }

    /// Takes also these types, in the place of a map or list.
    pub fn or(mut self, types: impl IntoIterator<Item = &'static str>) -> Self {
        self.types.extend(types);
        self
    }

    /// Takes only a map.
    pub fn only_map(self) -> Self {
        Self { types: vec!["object"], ..self }
    }

    /// The items of a list may also be of these types.
    pub fn or_items(mut self, types: impl IntoIterator<Item = &'static str>) -> Self {
        self.item_types.extend(types);
        self
    }

    /// Defines it under that name, and its fields by themselves, for the list of maps.
    pub fn define(self, name: &str, definitions: &mut Definitions) {
        let fields = format!("{name}.fields");
        definitions.add(name, self.schema(&fields));
        definitions.add(&fields, json!({ "properties": self.properties, "additionalProperties": self.others }));
    }

    fn schema(&self, fields: &str) -> Value {
        let mut schema = json!({ "description": self.description, "type": self.types });
        if let Some(page) = &self.page {
            schema["markdownDescription"] = json!(page);
        }
        if !self.required.is_empty() {
            schema["required"] = json!(self.required);
        }
        let alternatives = self.alternatives.iter();
        let alternatives =
            alternatives.map(|names| json!({ "anyOf": names.map(|name| json!({ "required": [name] })) }));
        schema["allOf"] = [reference(fields)].into_iter().chain(alternatives).collect();
        if self.types.contains(&"array") {
            schema["items"] = json!({ "type": self.item_types, "allOf": [reference(fields)] });
        }
        schema
    }
}

/// Whatever is given is ignored, which editors say with this message.
pub fn ignored_with(message: &str) -> Value {
    json!({ "deprecationMessage": message })
}

/// A scalar is ignored, which editors say with this message; a map is not known and stops readers.
pub fn ignored_scalar_with(message: &str) -> Value {
    json!({
        "type": ["string", "number", "boolean", "null", "array"],
        "items": { "type": SCALARS },
        "deprecationMessage": message,
    })
}

/// Known, but nothing that editors should propose.
pub fn unsuggested(mut schema: Value) -> Value {
    schema["doNotSuggest"] = json!(true);
    schema
}
