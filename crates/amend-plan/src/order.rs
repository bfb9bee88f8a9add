//! The order in which change sets run: the order of the file, unless a declared need says otherwise.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use amend_changelog::{ChangeSet, Changelog};
use amend_syntax::{Diagnostic, Spanned, nearest};
use petgraph::Direction;
use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

/// The change sets by their places in the changelog, each after those that it depends on; ties go by the file's order.
///
/// # Errors
/// A need that names no change set or several, and a cycle with each of its needs.
pub fn order(changelog: &Changelog) -> Result<Vec<usize>, Vec<Diagnostic>> {
    let graph = needs(changelog)?;
    let sorted = stable(&graph);
    if sorted.len() == changelog.change_sets.len() { Ok(sorted) } else { Err(cycles(changelog, &graph)) }
}

/// The change sets that this one names as its needs, by their places in the changelog. Names that name none or several
/// are left out: [`order`] says so.
pub(crate) fn direct_needs(changelog: &Changelog, index: usize) -> Vec<usize> {
    let change_set = &changelog.change_sets[index];
    change_set.depends_on.iter().filter_map(|need| find(changelog, change_set, need).ok()).collect()
}

type Needs<'a> = DiGraph<usize, &'a Spanned<String>>;

/// The graph: a node a change set, an edge from what is needed to what needs it.
fn needs(changelog: &Changelog) -> Result<Needs<'_>, Vec<Diagnostic>> {
    let mut graph = Needs::new();
    let nodes: Vec<NodeIndex> = (0..changelog.change_sets.len()).map(|index| graph.add_node(index)).collect();
    let mut problems = Vec::new();
    for (index, change_set) in changelog.change_sets.iter().enumerate() {
        for need in &change_set.depends_on {
            match find(changelog, change_set, need) {
                Ok(needed) => drop(graph.add_edge(nodes[needed], nodes[index], need)),
                Err(problem) => problems.push(problem),
            }
        }
    }
    if problems.is_empty() { Ok(graph) } else { Err(problems) }
}

/// The change set that a need names: `id`, `author:id` or `path::id::author`.
fn find(changelog: &Changelog, from: &ChangeSet, need: &Spanned<String>) -> Result<usize, Diagnostic> {
    let found: Vec<usize> = (0..changelog.change_sets.len())
        .filter(|index| is_named(&changelog.change_sets[*index], &need.value))
        .collect();
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(unknown(changelog, need)),
        several => several
            .iter()
            .copied()
            .find(|index| changelog.change_sets[*index].path == from.path)
            .filter(|_| several.iter().filter(|index| changelog.change_sets[**index].path == from.path).count() == 1)
            .ok_or_else(|| ambiguous(changelog, need, several)),
    }
}

fn is_named(change_set: &ChangeSet, name: &str) -> bool {
    let (id, author) = (&change_set.id.value, &change_set.author.value);
    name == id || name == format!("{author}:{id}") || name == format!("{}::{id}::{author}", change_set.path)
}

fn unknown(changelog: &Changelog, need: &Spanned<String>) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("amend::depends-on::unknown", format!("there is no change set `{}`", need.value))
            .at(&need.place, "depends on this");
    let names = changelog.change_sets.iter().map(|it| it.id.value.as_str());
    match nearest(&need.value, names) {
        Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
        None => diagnostic.help("name it as `id`, `author:id` or `path::id::author`"),
    }
}

fn ambiguous(changelog: &Changelog, need: &Spanned<String>, found: &[usize]) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("amend::depends-on::ambiguous", format!("several change sets are called `{}`", need.value))
            .at(&need.place, "which one?")
            .help("name it as `path::id::author`");
    found.iter().fold(diagnostic, |diagnostic, index| diagnostic.also(&changelog.change_sets[*index].place, "this one"))
}

/// Kahn's algorithm with the smallest place first, so that the order of the file stands wherever it can.
fn stable(graph: &Needs<'_>) -> Vec<usize> {
    let mut open: Vec<usize> =
        graph.node_indices().map(|node| graph.neighbors_directed(node, Direction::Incoming).count()).collect();
    let ready = graph.node_indices().filter(|node| open[node.index()] == 0);
    let mut heap: BinaryHeap<Reverse<usize>> = ready.map(|node| Reverse(node.index())).collect();
    let mut sorted = Vec::with_capacity(open.len());
    while let Some(Reverse(next)) = heap.pop() {
        sorted.push(next);
        for after in graph.neighbors_directed(NodeIndex::new(next), Direction::Outgoing) {
            open[after.index()] -= 1;
            if open[after.index()] == 0 {
                heap.push(Reverse(after.index()));
            }
        }
    }
    sorted
}

fn cycles(changelog: &Changelog, graph: &Needs<'_>) -> Vec<Diagnostic> {
    let circular = |members: &Vec<NodeIndex>| {
        members.len() > 1 || members.first().is_some_and(|node| graph.contains_edge(*node, *node))
    };
    tarjan_scc(graph).into_iter().filter(circular).map(|members| cycle(changelog, graph, &members)).collect()
}

fn cycle(changelog: &Changelog, graph: &Needs<'_>, members: &[NodeIndex]) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("amend::depends-on::cycle", "these change sets depend on each other in a circle")
            .help("take one of the needs out");
    let inside = graph.edge_indices().filter_map(|edge| {
        let (from, to) = graph.edge_endpoints(edge)?;
        (members.contains(&from) && members.contains(&to)).then_some((from, to, graph[edge]))
    });
    inside.fold(diagnostic, |diagnostic, (from, to, need)| {
        let name = |node: NodeIndex| changelog.change_sets[graph[node]].id.value.clone();
        diagnostic.at(&need.place, format!("`{}` needs `{}`", name(to), name(from)))
    })
}
