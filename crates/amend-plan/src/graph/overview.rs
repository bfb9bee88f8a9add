//! The graph as people look at it: the change sets in the order in which they run, with what each touches and needs.

use std::collections::{BTreeMap, HashMap};

use amend_catalog::ObjectKey;
use amend_changelog::change_set::Key;
use amend_syntax::{Diagnostic, nearest};
use petgraph::visit::EdgeRef;

use super::footprint::{Footprint, How, footprint};
use super::{Cause, Graph, declared, order};
use crate::{Decision, History, Project, select};

/// The graph of a changelog.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// The change sets that take part, in the order in which they run.
    pub nodes: Vec<OverviewNode>,
    /// The needs, by what needs and what is needed.
    pub edges: Vec<OverviewEdge>,
}

/// A change set of the graph.
#[derive(Clone, Debug)]
pub struct OverviewNode {
    /// The change set.
    pub key: Key,
    /// It is still to run.
    pub pending: bool,
    /// It runs later than the file has it.
    pub moved: bool,
    /// The objects that it touches, in the order in which it names them.
    pub touches: Vec<Touch>,
}

/// What a change set does with an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touch {
    /// The object.
    pub object: ObjectKey,
    /// What is done with it.
    pub how: How,
}

/// A need: one change set of another.
#[derive(Clone, Debug)]
pub struct OverviewEdge {
    /// What is needed, by its place among the nodes.
    pub from: usize,
    /// What needs it.
    pub to: usize,
    /// It is declared with `dependsOn`.
    pub declared: bool,
    /// What it is needed for: objects, or `dependsOn`.
    pub why: Vec<String>,
}

/// The graph of the project's changelog.
///
/// # Errors
/// Changed checksums; needs that name nothing, several or what does not run; circles.
pub fn overview(project: &Project<'_>, history: &History) -> Result<Overview, Vec<Diagnostic>> {
    let selection = select(project, history);
    if !selection.problems.is_empty() {
        return Err(selection.problems);
    }
    let order = order(project, history, &selection)?;
    let takes_part = |index: &usize| selection.decisions[*index] != Decision::Filtered;
    let footprints: Vec<(usize, Footprint)> = (0..project.changelog.change_sets.len())
        .filter(takes_part)
        .map(|index| (index, footprint(project, index, selection.decisions[index] == Decision::Run)))
        .collect();
    let mut graph = Graph::of(project.changelog.change_sets.len());
    graph.declare(&declared::edges(project.changelog)?);
    graph.infer(footprints.iter().map(|(index, footprint)| (*index, footprint)));
    let pending: Vec<usize> = selection.pending().collect();
    let touches: HashMap<usize, Vec<Touch>> = footprints.iter().map(|(index, it)| (*index, touches(it))).collect();
    let sequence: Vec<usize> = order.sequence.into_iter().filter(takes_part).collect();
    let nodes = sequence.iter().map(|index| OverviewNode {
        key: project.changelog.change_sets[*index].key(),
        pending: pending.binary_search(index).is_ok(),
        moved: order.moves.iter().any(|it| it.change_set == *index),
        touches: touches.get(index).cloned().unwrap_or_default(),
    });
    Ok(Overview { nodes: nodes.collect(), edges: edges(&graph, &sequence) })
}

fn touches(footprint: &Footprint) -> Vec<Touch> {
    let mut touches: Vec<Touch> = Vec::new();
    for access in &footprint.accesses {
        let touch = Touch { object: access.object.clone(), how: access.how };
        if !touches.contains(&touch) {
            touches.push(touch);
        }
    }
    touches
}

fn edges(graph: &Graph, sequence: &[usize]) -> Vec<OverviewEdge> {
    let places: HashMap<usize, usize> = sequence.iter().enumerate().map(|(place, index)| (*index, place)).collect();
    let mut edges: BTreeMap<(usize, usize), OverviewEdge> = BTreeMap::new();
    for edge in graph.edges.edge_references() {
        let place = |node: petgraph::graph::NodeIndex| places.get(&node.index()).copied();
        let (Some(from), Some(to)) = (place(edge.source()), place(edge.target())) else { continue };
        let entry = edges.entry((to, from)).or_insert(OverviewEdge { from, to, declared: false, why: Vec::new() });
        entry.declared |= matches!(edge.weight(), Cause::Declared { .. });
        let why = edge.weight().words();
        if !entry.why.contains(&why) {
            entry.why.push(why);
        }
    }
    edges.into_values().collect()
}

impl Overview {
    /// The part of the graph with these nodes.
    #[must_use]
    pub fn only(&self, keep: &[bool]) -> Self {
        let mut places = vec![None; self.nodes.len()];
        let mut nodes = Vec::new();
        for (at, node) in self.nodes.iter().enumerate().filter(|(at, _)| keep[*at]) {
            places[at] = Some(nodes.len());
            nodes.push(node.clone());
        }
        let edge = |edge: &OverviewEdge| {
            let (from, to) = (places[edge.from]?, places[edge.to]?);
            Some(OverviewEdge { from, to, ..edge.clone() })
        };
        Self { nodes, edges: self.edges.iter().filter_map(edge).collect() }
    }

    /// The nodes of this name, all that they need and all that needs them; `id`, `author:id` or `path::id::author`.
    ///
    /// # Errors
    /// No node has the name.
    pub fn around(&self, name: &str) -> Result<Vec<bool>, Diagnostic> {
        let is_named =
            |key: &Key| key.id == name || format!("{}:{}", key.author, key.id) == name || key.to_string() == name;
        let named: Vec<bool> = self.nodes.iter().map(|node| is_named(&node.key)).collect();
        if !named.contains(&true) {
            let message = format!("there is no change set `{name}` in the graph");
            let diagnostic = Diagnostic::error("amend::graph::unknown", message);
            return Err(match nearest(name, self.nodes.iter().map(|node| node.key.id.as_str())) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help("name it as `id`, `author:id` or `path::id::author`"),
            });
        }
        let (mut needed, mut needing) = (named.clone(), named);
        // The edges are in the order of what needs, and each leads from an earlier node to a later one.
        for edge in self.edges.iter().rev() {
            needed[edge.from] |= needed[edge.to];
        }
        for edge in &self.edges {
            needing[edge.to] |= needing[edge.from];
        }
        Ok(needed.iter().zip(needing).map(|(needed, needing)| *needed || needing).collect())
    }

    /// The nodes that touch an object: `table`, `table.column` (or another member), `schema.table`.
    pub fn touching(&self, object: &str) -> Vec<bool> {
        self.nodes.iter().map(|node| node.touches.iter().any(|touch| touch.object.is_called(object))).collect()
    }

    /// The nodes that are still to run.
    pub fn pending(&self) -> Vec<bool> {
        self.nodes.iter().map(|node| node.pending).collect()
    }
}
