//! The graph of the change sets: which one needs which other, and why.

mod access;
mod declared;
mod footprint;
mod inferred;
mod order;
mod overview;

use amend_catalog::ObjectKey;
use amend_syntax::{Diagnostic, Place};
use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

pub(crate) use access::of_operations;
pub(crate) use declared::{DeclaredEdge, direct_needs, edges as declared_edges};
pub(crate) use footprint::Text;
pub use footprint::{Access, Footprint, How, footprint};
pub(crate) use inferred::edges as edges_between;
pub use order::{Move, Order, order};
pub use overview::{Overview, OverviewEdge, OverviewNode, Touch, overview};

use crate::Project;

/// Why a change set needs another.
#[derive(Clone, Debug)]
pub enum Cause {
    /// It says so.
    Declared {
        /// The entry of `dependsOn`.
        place: Place,
    },
    /// It names an object that the other one left.
    Object {
        /// The object.
        object: ObjectKey,
        /// Where it is needed.
        needed: Place,
        /// Where it was left.
        left: Place,
    },
}

impl Cause {
    /// What it needs, in a few words.
    pub fn words(&self) -> String {
        match self {
            Self::Declared { .. } => "dependsOn".to_owned(),
            Self::Object { object, .. } => object.to_string(),
        }
    }

    /// Where the need stands.
    pub fn place(&self) -> &Place {
        match self {
            Self::Declared { place } => place,
            Self::Object { needed, .. } => needed,
        }
    }
}

/// The graph: a node for each change set of the changelog, by its place there; an edge from what is needed to what
/// needs it.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    pub(crate) edges: DiGraph<usize, Cause>,
}

impl Graph {
    /// A graph of so many change sets without edges.
    pub(crate) fn of(count: usize) -> Self {
        let mut edges = DiGraph::with_capacity(count, 0);
        for index in 0..count {
            edges.add_node(index);
        }
        Self { edges }
    }

    pub(crate) fn declare(&mut self, edges: &[declared::DeclaredEdge<'_>]) {
        for edge in edges {
            self.add(edge.from, edge.to, Cause::Declared { place: edge.need.place.clone() });
        }
    }

    pub(crate) fn infer<'f>(&mut self, walked: impl IntoIterator<Item = (usize, &'f Footprint)>) {
        for edge in inferred::edges(walked) {
            self.add(edge.from, edge.to, edge.cause);
        }
    }

    fn add(&mut self, from: usize, to: usize, cause: Cause) {
        self.edges.add_edge(NodeIndex::new(from), NodeIndex::new(to), cause);
    }

    /// The circles, each as one error that shows every need in it.
    pub(crate) fn cycles(&self, project: &Project<'_>) -> Vec<Diagnostic> {
        let circular = |members: &Vec<NodeIndex>| {
            members.len() > 1 || members.first().is_some_and(|node| self.edges.contains_edge(*node, *node))
        };
        tarjan_scc(&self.edges).into_iter().filter(circular).map(|members| self.cycle(project, &members)).collect()
    }

    fn cycle(&self, project: &Project<'_>, members: &[NodeIndex]) -> Diagnostic {
        let mut diagnostic =
            Diagnostic::error("amend::depends-on::cycle", "these change sets depend on each other in a circle")
                .help("take one of the needs out, or split a change set in two");
        let name = |node: NodeIndex| &project.changelog.change_sets[node.index()].id.value;
        for edge in self.edges.edge_indices() {
            let Some((from, to)) = self.edges.edge_endpoints(edge) else { continue };
            if !(members.contains(&from) && members.contains(&to)) {
                continue;
            }
            let cause = &self.edges[edge];
            let needs = match cause {
                Cause::Declared { .. } => format!("`{}` needs `{}`", name(to), name(from)),
                Cause::Object { object, .. } => format!("`{}` needs `{object}`", name(to)),
            };
            diagnostic = diagnostic.at(cause.place(), needs);
            if let Cause::Object { object, left, .. } = cause {
                diagnostic = diagnostic.also(left, format!("`{}` leaves `{object}`", name(from)));
            }
        }
        diagnostic
    }
}
