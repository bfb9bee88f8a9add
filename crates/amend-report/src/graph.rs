//! The graph of change sets, in the forms that people and programs draw it from.

mod dot;
mod mermaid;
mod svg;
mod tree;

use amend_plan::{How, OverviewEdge, OverviewNode};

pub use dot::graph_dot;
pub use mermaid::graph_mermaid;
pub use svg::graph_svg;
pub use tree::{graph_objects, graph_tree};

/// The name of a node, in one line: its id and author, with its file where ids alone do not tell.
fn label(node: &OverviewNode) -> String {
    one_line(&format!("{} ({})", node.key.id, node.key.author))
}

/// Why an edge is there, in a few words.
fn why(edge: &OverviewEdge) -> String {
    let shown: Vec<&str> = edge.why.iter().take(3).map(String::as_str).collect();
    let more = if edge.why.len() > 3 { ", ..." } else { "" };
    one_line(&format!("{}{more}", shown.join(", ")))
}

fn one_line(text: &str) -> String {
    let visible = |letter: char| if letter.is_control() { ' ' } else { letter };
    text.chars().map(visible).collect()
}

/// The verb for what is done with an object.
fn verb(how: How) -> &'static str {
    match how {
        How::Needs => "needs",
        How::Alters => "alters",
        How::Makes => "makes",
        How::Removes => "drops",
    }
}

#[cfg(test)]
mod tests;
