//! `explain`: the reference page of a change type.

use amend_changelog::change::{Attribute, ChangeKind, Shape};
use amend_changelog::changes;
use amend_syntax::nearest;

use crate::Exit;
use crate::output::Output;

/// Prints the page of a change type, or the list of all.
pub fn explain(name: Option<&str>) -> Exit {
    let output = Output::plain();
    let Some(name) = name else {
        for kind in changes::KINDS {
            output.line(&format!("{:<32} {}", kind.name, first_sentence(kind.doc)));
        }
        return Exit::Done;
    };
    match changes::find(name).or_else(|| changes::KINDS.iter().find(|it| it.name.eq_ignore_ascii_case(name)).copied()) {
        Some(kind) => {
            output.line(&page(kind));
            Exit::Done
        }
        None => {
            let near = nearest(name, changes::names()).map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
            output.error(&format!("there is no change type `{name}`{near}"));
            Exit::Usage
        }
    }
}

fn first_sentence(doc: &str) -> &str {
    doc.trim().lines().next().unwrap_or_default()
}

fn page(kind: &ChangeKind) -> String {
    let lines: Vec<&str> = kind.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let mut page = format!("# {}\n\n{}\n", kind.name, lines.join("\n").trim());
    if !kind.attributes.is_empty() {
        page.push_str("\n## Attributes\n\n");
        page.extend(kind.attributes.iter().map(attribute));
    }
    page
}

fn attribute(attribute: &Attribute) -> String {
    let needed = if attribute.required { ", required" } else { "" };
    let own = if attribute.extension { ", amend only" } else { "" };
    let doc = attribute.doc.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("- `{}` ({}{needed}{own}): {doc}\n", attribute.name, shape(attribute.shape))
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
