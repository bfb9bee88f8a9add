//! The order in which change sets run: the order of the file, unless a need says otherwise.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use amend_changelog::change_set::Key;
use amend_syntax::Diagnostic;
use petgraph::Direction;
use petgraph::graph::NodeIndex;
use petgraph::visit::EdgeRef;

use super::declared::DeclaredEdge;
use super::footprint::{Footprint, footprint};
use super::{Cause, Graph, declared};
use crate::{Decision, History, Project, Selection};

/// The change sets in the order in which they run.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// All of them, by their places in the changelog.
    pub sequence: Vec<usize>,
    /// Those that do not run where the file has them.
    pub moves: Vec<Move>,
}

/// A change set that runs later than the file has it.
#[derive(Clone, Debug)]
pub struct Move {
    /// The change set, by its place in the changelog.
    pub change_set: usize,
    /// The change set that it waits for, which stands behind it in the file.
    pub after: usize,
    /// Why it waits.
    pub cause: Cause,
}

impl Move {
    /// The move in one line.
    pub fn words(&self, project: &Project<'_>) -> String {
        let other = project.changelog.change_sets[self.after].key();
        match &self.cause {
            Cause::Declared { .. } => format!("runs after `{other}`, as `dependsOn` says"),
            Cause::Object { object, .. } => format!("runs after `{other}`, which leaves `{object}`"),
        }
    }

    /// The move as a message.
    pub fn diagnostic(&self, project: &Project<'_>) -> Diagnostic {
        let key = |index: usize| project.changelog.change_sets[index].key();
        let (this, other) = (key(self.change_set), key(self.after));
        let where_it_is = if self.after > self.change_set { "stands behind it in the file" } else { "has moved" };
        let message = format!("change set `{this}` runs after `{other}`, which {where_it_is}");
        let diagnostic = Diagnostic::advice("amend::order::moved", message);
        match &self.cause {
            Cause::Declared { place } => diagnostic.at(place, "declared here"),
            Cause::Object { object, needed, left } => {
                diagnostic.at(needed, format!("needs `{object}`")).also(left, format!("leaves `{object}`"))
            }
        }
    }
}

/// The order of the change sets. Needs count between change sets that are to run; the others keep their places.
///
/// # Errors
/// A need that names no change set, several, or one that is left out and has not run; a circle, with each of its needs.
pub fn order(project: &Project<'_>, history: &History, selection: &Selection) -> Result<Order, Vec<Diagnostic>> {
    let count = project.changelog.change_sets.len();
    let declared = declared::edges(project.changelog)?;
    refuse_circles(project, &declared)?;
    let problems = left_out(project, history, selection, &declared);
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut graph = Graph::of(count);
    let runs = |index: usize| matches!(selection.decisions[index], Decision::Run | Decision::RunAgain);
    graph.declare(&declared.into_iter().filter(|edge| runs(edge.from) && runs(edge.to)).collect::<Vec<_>>());
    let footprints: Vec<(usize, Footprint)> = selection
        .pending()
        .map(|index| (index, footprint(project, index, selection.decisions[index] == Decision::Run)))
        .collect();
    graph.infer(footprints.iter().map(|(index, footprint)| (*index, footprint)));
    let sequence = stable(&graph);
    if sequence.len() < count {
        return Err(graph.cycles(project));
    }
    let moves = moves(&graph, &sequence, runs);
    Ok(Order { sequence, moves })
}

/// Declared circles are errors whatever is to run.
fn refuse_circles(project: &Project<'_>, declared: &[DeclaredEdge<'_>]) -> Result<(), Vec<Diagnostic>> {
    if declared.is_empty() {
        return Ok(());
    }
    let mut graph = Graph::of(project.changelog.change_sets.len());
    graph.declare(declared);
    let circles = graph.cycles(project);
    if circles.is_empty() { Ok(()) } else { Err(circles) }
}

/// Declared needs of change sets that are to run, of others that neither run nor have run.
fn left_out(
    project: &Project<'_>,
    history: &History,
    selection: &Selection,
    declared: &[DeclaredEdge<'_>],
) -> Vec<Diagnostic> {
    if declared.is_empty() {
        return Vec::new();
    }
    let ran: HashSet<Key> = history.rows.iter().map(|row| row.key.normal()).collect();
    let change_sets = &project.changelog.change_sets;
    let is_missing = |edge: &&DeclaredEdge<'_>| {
        let needed =
            selection.decisions[edge.from] == Decision::Filtered && !ran.contains(&change_sets[edge.from].key());
        needed && matches!(selection.decisions[edge.to], Decision::Run | Decision::RunAgain)
    };
    declared.iter().filter(is_missing).map(|edge| missing(project, edge)).collect()
}

fn missing(project: &Project<'_>, edge: &DeclaredEdge<'_>) -> Diagnostic {
    let needed = &project.changelog.change_sets[edge.from];
    let why = if needed.ignore { "`ignore` leaves it out" } else { "contexts or labels leave it out" };
    Diagnostic::error("amend::depends-on::left-out", format!("the change set `{}` does not run", needed.key()))
        .at(&edge.need.place, "depends on this")
        .also(&needed.place, why)
        .help("let both run under the same contexts and labels, or take the need out")
}

/// Kahn's algorithm with the smallest place first, so that the order of the file stands wherever it can.
fn stable(graph: &Graph) -> Vec<usize> {
    let edges = &graph.edges;
    let mut open: Vec<usize> =
        edges.node_indices().map(|node| edges.neighbors_directed(node, Direction::Incoming).count()).collect();
    let ready = edges.node_indices().filter(|node| open[node.index()] == 0);
    let mut heap: BinaryHeap<Reverse<usize>> = ready.map(|node| Reverse(node.index())).collect();
    let mut sorted = Vec::with_capacity(open.len());
    while let Some(Reverse(next)) = heap.pop() {
        sorted.push(next);
        for after in edges.neighbors_directed(NodeIndex::new(next), Direction::Outgoing) {
            open[after.index()] -= 1;
            if open[after.index()] == 0 {
                heap.push(Reverse(after.index()));
            }
        }
    }
    sorted
}

/// The change sets that run after one that stands behind them in the file, each with the need that holds it longest.
fn moves(graph: &Graph, sequence: &[usize], runs: impl Fn(usize) -> bool) -> Vec<Move> {
    let mut places = vec![0; sequence.len()];
    sequence.iter().enumerate().for_each(|(place, index)| places[*index] = place);
    let mut farthest = 0;
    let mut moves = Vec::new();
    for &index in sequence.iter().filter(|index| runs(**index)) {
        if index < farthest {
            let needs = graph.edges.edges_directed(NodeIndex::new(index), Direction::Incoming);
            let last = needs.max_by_key(|edge| places[edge.source().index()]);
            moves.extend(last.map(|edge| Move {
                change_set: index,
                after: edge.source().index(),
                cause: edge.weight().clone(),
            }));
        }
        farthest = farthest.max(index);
    }
    moves
}
