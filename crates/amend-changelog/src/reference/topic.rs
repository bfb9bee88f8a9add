//! The pages of what is no change: change sets and other entries, preconditions, columns.

use super::{Row, on_one_line, table};
use crate::change::Attribute;
use crate::column::{Constraints, Fields};
use crate::vocabulary::{
    CHANGE_SET, CONDITIONS, EDITS, Entry, Field, INCLUDE, INCLUDE_ALL, MODIFY_SQL, PRECONDITIONS, PROPERTY,
    REMOVE_CHANGE_SET_PROPERTY, ROLLBACK, Takes,
};

/// A page about a part of changelogs that is no change.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its name in changelogs.
    pub name: &'static str,
    /// What it is, in a sentence or two.
    pub doc: &'static str,
    /// The page.
    pub page: String,
}

/// All topics, from the outside to the inside.
#[must_use]
pub fn topics() -> Vec<Topic> {
    vec![
        entry(&INCLUDE),
        entry(&INCLUDE_ALL),
        entry(&PROPERTY),
        entry(&REMOVE_CHANGE_SET_PROPERTY),
        entry(&CHANGE_SET),
        entry(&PRECONDITIONS).and(CONDITIONS),
        entry(&ROLLBACK),
        entry(&MODIFY_SQL).and(EDITS),
        column(),
    ]
}

fn entry(entry: &Entry) -> Topic {
    let page = format!("# {}\n\n{}\n\n## Attributes\n\n{}", entry.name, entry.doc, fields(entry));
    Topic { name: entry.name, doc: entry.doc, page }
}

impl Topic {
    /// The page with sections for what the entry holds.
    fn and(mut self, parts: &[Entry]) -> Self {
        for part in parts {
            self.page.push_str(&format!("\n## {}\n\n{}\n", part.name, part.doc));
            if !part.fields.is_empty() {
                self.page.push_str(&format!("\n{}", fields(part)));
            }
        }
        self
    }
}

fn column() -> Topic {
    let doc = "A column in a list of columns. Which attributes count depends on the change that has the list.";
    let rows = |attributes: &'static [Attribute]| table(attributes.iter().map(Row::of_attribute));
    let page = format!(
        "# column\n\n{doc}\n\n## Attributes\n\n{}\n## constraints\n\nThe constraints of a column, as a map under \
         `constraints`.\n\n{}",
        rows(Fields::ATTRIBUTES),
        rows(Constraints::ATTRIBUTES),
    );
    Topic { name: "column", doc, page }
}

fn fields(entry: &Entry) -> String {
    table(entry.fields.iter().map(row))
}

fn row(field: &Field) -> Row {
    let required = if field.required { ", required" } else { "" };
    Row::new(field.name, format!("{}{required}", takes(field.takes)), &on_one_line(field.doc))
}

fn takes(takes: Takes) -> String {
    match takes {
        Takes::Text => "text".to_owned(),
        Takes::Boolean => "true or false".to_owned(),
        Takes::Integer => "whole number".to_owned(),
        Takes::Texts => "list of texts".to_owned(),
        Takes::OneOf(words) => words.join(", "),
        Takes::Anything => "anything".to_owned(),
    }
}
