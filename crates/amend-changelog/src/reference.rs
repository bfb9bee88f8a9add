//! The reference pages of the change types, in Markdown.

use crate::change::{Attribute, ChangeKind, Shape};

/// The page of a change type: what it does, an example, and its attributes.
#[must_use]
pub fn page(kind: &ChangeKind) -> String {
    let mut page = format!("# {}\n\n{}\n", kind.name, text(kind.doc));
    if !kind.attributes.is_empty() {
        page.push_str("\n## Attributes\n\n");
        page.push_str(&attributes(kind.attributes));
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

/// Attributes as a table whose columns are aligned.
fn attributes(attributes: &[Attribute]) -> String {
    let names: Vec<String> = attributes.iter().map(|attribute| format!("`{}`", attribute.name)).collect();
    let values: Vec<String> = attributes.iter().map(takes).collect();
    let width = |texts: &[String], title: &str| texts.iter().map(String::len).chain([title.len()]).max().unwrap_or(0);
    let (name_width, value_width) = (width(&names, "attribute"), width(&values, "takes"));
    let row = |name: &str, value: &str, doc: &str| format!("| {name:name_width$} | {value:value_width$} | {doc} |\n");
    let rule = row(&"-".repeat(name_width), &"-".repeat(value_width), "-------");
    let rows = names
        .iter()
        .zip(&values)
        .zip(attributes)
        .map(|((name, value), attribute)| row(name, value, &on_one_line(attribute.doc).replace('|', "\\|")));
    [row("attribute", "takes", "meaning"), rule].into_iter().chain(rows).collect()
}

/// What an attribute takes, and what else is to be known of it.
fn takes(attribute: &Attribute) -> String {
    let required = if attribute.required { ", required" } else { "" };
    let extension = if attribute.extension { ", amend only" } else { "" };
    format!("{}{required}{extension}", shape(attribute.shape))
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
