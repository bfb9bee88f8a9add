//! The graph for Mermaid, as Markdown pages of forges draw it.

use std::fmt::Write;

use amend_plan::Overview;

use super::{label, why};

/// The graph as a Mermaid flowchart.
pub fn graph_mermaid(graph: &Overview) -> String {
    let mut text = String::from("flowchart LR\n");
    for (at, node) in graph.nodes.iter().enumerate() {
        let class = if node.pending { ":::pending" } else { "" };
        let _ = writeln!(text, "  n{at}[\"{}\"]{class}", escaped(&label(node)));
    }
    for edge in &graph.edges {
        let arrow = if edge.declared { "==>" } else { "-->" };
        let _ = writeln!(text, "  n{} {arrow}|\"{}\"| n{}", edge.from, escaped(&why(edge)), edge.to);
    }
    text.push_str("  classDef pending stroke-dasharray: 4 3");
    text
}

/// Mermaid reads entities in quotes.
fn escaped(text: &str) -> String {
    let entity = |letter: char| match letter {
        '"' => "#quot;".to_owned(),
        '#' => "#35;".to_owned(),
        '<' => "#lt;".to_owned(),
        '>' => "#gt;".to_owned(),
        '&' => "#amp;".to_owned(),
        '`' => "#96;".to_owned(),
        letter => letter.to_string(),
    };
    text.chars().map(entity).collect()
}
