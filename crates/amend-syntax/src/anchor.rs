//! Anchored content and what copying it costs.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::node::{Node, NodeKind};
use crate::source::{Place, Source};

/// The content of anchors by the parser's number for each, and what may still be copied.
pub(crate) struct Anchors {
    contents: HashMap<usize, Anchored>,
    nodes_left: usize,
    bytes_left: usize,
}

/// A finished node that aliases may name.
struct Anchored {
    node: Node,
    cost: Cost,
}

/// What a node takes.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Nodes in it, itself included.
    pub nodes: usize,
    /// Bytes of its scalars and keys.
    pub bytes: usize,
    /// Levels of lists and maps.
    pub height: usize,
}

impl Anchors {
    pub fn new(source: &Source, limits: &Limits) -> Anchors {
        Anchors {
            contents: HashMap::new(),
            nodes_left: limits.alias_nodes.max(source.text().len().saturating_mul(10)),
            bytes_left: limits.alias_bytes,
        }
    }

    /// Keeps a copy of a finished node for aliases and tells its cost.
    ///
    /// # Errors
    /// All copies together are too large.
    pub fn define(&mut self, anchor: usize, node: &Node, limits: &Limits) -> Result<Cost, Diagnostic> {
        let cost = Cost::of(node);
        let left = self.bytes_left.checked_sub(cost.bytes);
        self.bytes_left = left.ok_or_else(|| limits.aliases_too_large(&node.place))?;
        let node = node.clone();
        self.contents.insert(anchor, Anchored { node, cost });
        Ok(cost)
    }

    /// A copy of an anchor's content with its cost, for an alias at a place `depth` levels down.
    ///
    /// # Errors
    /// The anchor holds the alias itself, or a limit is reached.
    pub fn copy(
        &mut self,
        anchor: usize,
        depth: usize,
        place: &Place,
        limits: &Limits,
    ) -> Result<(Node, Cost), Refused> {
        let Anchored { node, cost } = self.contents.get(&anchor).ok_or(Refused::Itself)?;
        if depth + cost.height > limits.depth {
            return Err(Refused::Limit(limits.too_deep(place)));
        }
        let too_large = || Refused::Limit(limits.aliases_too_large(place));
        self.nodes_left = self.nodes_left.checked_sub(cost.nodes).ok_or_else(too_large)?;
        self.bytes_left = self.bytes_left.checked_sub(cost.bytes).ok_or_else(too_large)?;
        Ok((node.clone(), *cost))
    }
}

/// Why an alias gets no content.
pub(crate) enum Refused {
    /// It is within what it stands for.
    Itself,
    /// A limit is reached.
    Limit(Diagnostic),
}

impl Cost {
    fn of(node: &Node) -> Cost {
        match &node.kind {
            NodeKind::Scalar(scalar) => Cost { nodes: 1, bytes: scalar.raw.len(), height: 0 },
            NodeKind::Sequence(items) => Cost::around(items.iter().map(Cost::of)),
            NodeKind::Mapping(entries) => {
                Cost::around(entries.iter().map(|entry| Cost::of(&entry.value).with_key(&entry.key)))
            }
        }
    }

    fn around(children: impl Iterator<Item = Cost>) -> Cost {
        children.fold(Cost { nodes: 1, bytes: 0, height: 1 }, |sum, child| Cost {
            nodes: sum.nodes + child.nodes,
            bytes: sum.bytes + child.bytes,
            height: sum.height.max(child.height + 1),
        })
    }

    fn with_key(self, key: &str) -> Cost {
        Cost { bytes: self.bytes + key.len(), ..self }
    }
}
