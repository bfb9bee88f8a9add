//! The graph as text: a tree in which each change set stands below the last one that it needs, or a list of who touches
//! an object.

use std::fmt::Write;

use amend_plan::{Overview, OverviewEdge, OverviewNode};
use amend_syntax::terminal_safe;

use super::{one_line, verb, why};

/// The tree. What a change set needs beside the one above it stands behind it.
pub fn graph_tree(graph: &Overview) -> String {
    let mut tree = Tree { graph, children: vec![Vec::new(); graph.nodes.len()], text: String::new() };
    let mut roots = Vec::new();
    for at in 0..graph.nodes.len() {
        match tree.parent(at) {
            Some(edge) => tree.children[edge.from].push(at),
            None => roots.push(at),
        }
    }
    for root in roots {
        tree.branch(root);
    }
    tree.text.truncate(tree.text.trim_end().len());
    tree.text
}

struct Tree<'a> {
    graph: &'a Overview,
    children: Vec<Vec<usize>>,
    text: String,
}

impl<'a> Tree<'a> {
    fn needs(&self, at: usize) -> impl Iterator<Item = &'a OverviewEdge> + use<'a> {
        // The edges are in the order of what needs.
        let edges = &self.graph.edges;
        let first = edges.partition_point(|edge| edge.to < at);
        edges[first..].iter().take_while(move |edge| edge.to == at)
    }

    /// The need that holds a change set longest.
    fn parent(&self, at: usize) -> Option<&'a OverviewEdge> {
        self.needs(at).max_by_key(|edge| edge.from)
    }

    /// A branch with all below it, without recursion: chains may be long.
    fn branch(&mut self, root: usize) {
        let mut open = vec![(root, String::new(), String::new())];
        while let Some((at, lead, below)) = open.pop() {
            let line = self.line(at);
            let _ = writeln!(self.text, "{lead}{line}");
            let children = &self.children[at];
            for (place, child) in children.iter().enumerate().rev() {
                let last = place + 1 == children.len();
                let lead = format!("{below}{}", if last { "└── " } else { "├── " });
                let next = format!("{below}{}", if last { "    " } else { "│   " });
                open.push((*child, lead, next));
            }
        }
    }

    fn line(&self, at: usize) -> String {
        let mut line = named(&self.graph.nodes[at]);
        let parent = self.parent(at);
        if let Some(parent) = parent {
            let _ = write!(line, ": {}", why(parent));
        }
        for edge in self.needs(at).filter(|edge| Some(edge.from) != parent.map(|it| it.from)) {
            let _ = write!(line, "; also {}: {}", one_line(&self.graph.nodes[edge.from].key.id), why(edge));
        }
        terminal_safe(&line).into_owned()
    }
}

/// The change sets that touch an object, in the order in which they run, with what each does.
pub fn graph_objects(graph: &Overview, object: &str) -> String {
    let mut text = String::new();
    for node in &graph.nodes {
        let touches = node.touches.iter().filter(|touch| touch.object.is_called(object));
        let words: Vec<String> = touches.map(|touch| format!("{} {}", verb(touch.how), touch.object)).collect();
        let _ = writeln!(text, "{}: {}", terminal_safe(&named(node)), terminal_safe(&one_line(&words.join(", "))));
    }
    text.truncate(text.trim_end().len());
    text
}

fn named(node: &OverviewNode) -> String {
    let mut marks = Vec::new();
    if node.pending {
        marks.push("pending");
    }
    if node.moved {
        marks.push("moved");
    }
    let marks = if marks.is_empty() { String::new() } else { format!(" [{}]", marks.join(", ")) };
    one_line(&format!("{}{marks}", node.key))
}
