//! The graph for Graphviz.

use std::fmt::Write;

use amend_plan::Overview;

use super::{label, why};

/// The graph in the language DOT.
pub fn graph_dot(graph: &Overview) -> String {
    let mut text = String::from("digraph changelog {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n");
    for (at, node) in graph.nodes.iter().enumerate() {
        let style = if node.pending { ", style=dashed" } else { "" };
        let _ = writeln!(text, "  n{at} [label={}{style}];", quoted(&label(node)));
    }
    for edge in &graph.edges {
        let style = if edge.declared { ", style=bold" } else { "" };
        let _ = writeln!(text, "  n{} -> n{} [label={}{style}];", edge.from, edge.to, quoted(&why(edge)));
    }
    text.push('}');
    text
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
