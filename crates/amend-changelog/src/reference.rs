//! The reference pages of the change types, and of the parts of changelogs around them, in Markdown.

mod topic;

pub use topic::{Topic, topics};

use crate::change::{Attribute, ChangeKind, Shape};

/// The page of a change type: what it does, an example, and its attributes.
#[must_use]
pub fn page(kind: &ChangeKind) -> String {
    let mut page = format!("# {}\n\n{}\n", kind.name, text(kind.doc));
    if !kind.attributes.is_empty() {
        page.push_str("\n## Attributes\n\n");
        page.push_str(&table(kind.attributes.iter().map(Row::of_attribute)));
    }
    page
}

/// What a page says before its first blank line, on one line.
#[must_use]
pub fn summary(doc: &str) -> String {
    let text = text(doc);
    on_one_line(text.split("\n\n").next().unwrap_or_default())
}

/// The first sentence of a page.
#[must_use]
pub fn headline(doc: &str) -> String {
    let summary = summary(doc);
    summary.split_once(". ").map_or(summary.clone(), |(first, _)| format!("{first}."))
}

/// The examples of a page, each a list of changes in YAML.
pub fn examples(doc: &str) -> impl Iterator<Item = String> {
    let parts: Vec<String> = text(doc).split("```yaml\n").skip(1).map(str::to_owned).collect();
    parts.into_iter().filter_map(|part| part.split_once("```").map(|(example, _)| example.to_owned()))
}

/// The text of doc comments without the blank that begins their lines.
#[must_use]
pub fn text(doc: &str) -> String {
    let lines: Vec<&str> = doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    lines.join("\n").trim().to_owned()
}

/// The text of a doc comment without its line breaks.
pub(crate) fn on_one_line(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A line of a table: a name, what it takes, and its doc.
struct Row {
    name: String,
    takes: String,
    doc: String,
}

impl Row {
    fn new(name: &str, takes: String, doc: &str) -> Self {
        Self { name: format!("`{name}`"), takes, doc: on_one_line(doc).replace('|', "\\|") }
    }

    fn of_attribute(attribute: &Attribute) -> Self {
        let required = if attribute.required { ", required" } else { "" };
        let extension = if attribute.extension { ", amend only" } else { "" };
        Self::new(attribute.name, format!("{}{required}{extension}", shape(attribute.shape)), attribute.doc)
    }
}

/// A table whose columns are aligned.
fn table(rows: impl IntoIterator<Item = Row>) -> String {
    let head = Row { name: "attribute".to_owned(), takes: "takes".to_owned(), doc: "meaning".to_owned() };
    let rows: Vec<Row> = [head].into_iter().chain(rows).collect();
    let names = rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
    let values = rows.iter().map(|row| row.takes.len()).max().unwrap_or_default();
    let line = |row: &Row| format!("| {:names$} | {:values$} | {} |\n", row.name, row.takes, row.doc);
    let rule = Row { name: "-".repeat(names), takes: "-".repeat(values), doc: "-------".to_owned() };
    let (head, rows) = rows.split_at(1);
    head.iter().chain([&rule]).chain(rows).map(line).collect()
}

fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "text",
        Shape::Boolean => "true or false",
        Shape::Integer => "whole number",
        Shape::Columns | Shape::PlacedColumns => "list of columns",
        Shape::LoadColumns => "list of columns of the file",
        Shape::Parameters => "list of parameters",
        Shape::Texts => "list of texts",
    }
}
