//! The entries of the root, change sets, and what those hold beside their changes.

use serde_json::{Value, json};

use super::part::{Part, ignored_scalar_with, unsuggested};
use super::{Definitions, change, reference};
use crate::vocabulary::{
    CHANGE_SET, CHANGELOG, CHANGES, CONTENT, EDITS, ENTRIES, Entry, INCLUDE, INCLUDE_ALL, MODIFY_SQL, PROPERTY,
    REMOVE_CHANGE_SET_PROPERTY, ROLLBACK,
};

/// The name of the definition of an entry of the root.
pub const ROOT: &str = "entry";

const UNKNOWN_CHANGE: &str = "There is no such change type or attribute; it is ignored.";

/// Defines the entries of the root and what belongs to change sets.
pub fn define(definitions: &mut Definitions) {
    define_root(definitions);
    define_change_set(definitions);
    define_modify_sql(definitions);
    for entry in [&INCLUDE, &INCLUDE_ALL, &REMOVE_CHANGE_SET_PROPERTY] {
        Part::of_entry(entry).define(entry.name, definitions);
    }
    define_property(definitions);
}

fn define_root(definitions: &mut Definitions) {
    Part::new("An entry of the changelog.")
        .only_map()
        .with(ENTRIES.iter().map(|entry| (entry.name, reference(entry.name))))
        .fields(&CHANGELOG)
        .others(ignored_scalar_with("There is no such entry; it is ignored."))
        .define(ROOT, definitions);
}

fn define_change_set(definitions: &mut Definitions) {
    Part::new(CHANGE_SET.doc)
        .fields(&CHANGE_SET)
        .with(content())
        .with(change::properties().map(|(name, schema)| (name, unsuggested(schema))))
        .others(ignored_scalar_with(UNKNOWN_CHANGE))
        .define(CHANGE_SET.name, definitions);
    Part::new(CHANGES.doc)
        .or(["null"])
        .with(change::properties())
        .with(content().map(|(name, schema)| (name, unsuggested(schema))))
        .others(ignored_scalar_with(UNKNOWN_CHANGE))
        .define(CHANGES.name, definitions);
    Part::new(ROLLBACK.doc)
        .or(["string", "null"])
        .or_items(["string", "null"])
        .fields(&ROLLBACK)
        .with(change::properties())
        .others(ignored_scalar_with(UNKNOWN_CHANGE))
        .define(ROLLBACK.name, definitions);
}

/// What a change set holds beside its attributes; its `changes` may hold the same.
fn content() -> impl Iterator<Item = (&'static str, Value)> {
    CONTENT.iter().map(|entry| (entry.name, reference(entry.name)))
}

fn define_modify_sql(definitions: &mut Definitions) {
    let edits = EDITS.iter().map(|edit| (edit.name, reference(&edit_definition(edit))));
    Part::of_entry(&MODIFY_SQL).with(edits).define(MODIFY_SQL.name, definitions);
    for edit in EDITS {
        Part::of_entry(edit).fields(&MODIFY_SQL).define(&edit_definition(edit), definitions);
    }
}

fn edit_definition(edit: &Entry) -> String {
    format!("edit.{}", edit.name)
}

/// Unlike other entries it is no list, its name is a text and `global` has no quotes.
fn define_property(definitions: &mut Definitions) {
    let strict = [("name", "string"), ("global", "boolean")];
    let strict = strict.map(|(name, required_type)| {
        let field = PROPERTY.fields.iter().find(|field| field.name == name);
        (name, json!({ "description": field.map(|field| field.doc), "type": required_type }))
    });
    Part::of_entry(&PROPERTY).only_map().with(strict).define(PROPERTY.name, definitions);
}
