//! How much a text may ask for.

use crate::diagnostic::Diagnostic;
use crate::source::Place;

/// What a text may cost at most. Past a limit, reading stops with a diagnostic that names the limit and the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole text.
    pub file_bytes: usize,
    /// Bytes of one scalar.
    pub scalar_bytes: usize,
    /// Nodes of the tree, those that aliases and anchors copy included.
    pub nodes: usize,
    /// Levels of lists and maps within each other, aliases followed.
    pub depth: usize,
    /// Nodes that aliases may copy, at least; ten for each byte of the text are allowed where that is more.
    pub alias_nodes: usize,
    /// Bytes of scalars that anchors and aliases may copy.
    pub alias_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes: 64 << 20,
            scalar_bytes: 16 << 20,
            nodes: 2_000_000,
            depth: 100,
            alias_nodes: 100_000,
            alias_bytes: 32 << 20,
        }
    }
}

/// Every limit has one diagnostic: `amend::yaml::limit`, with what was met, the limit and the place.
impl Limits {
    pub(crate) fn file_too_large(&self, place: &Place) -> Diagnostic {
        let size = place.source.text().len();
        exceeded(format!("the text has {size} bytes, more than the limit of {}", self.file_bytes), place)
    }

    pub(crate) fn scalar_too_large(&self, place: &Place, size: usize) -> Diagnostic {
        exceeded(format!("this scalar has {size} bytes, more than the limit of {}", self.scalar_bytes), place)
    }

    pub(crate) fn too_many_nodes(&self, place: &Place) -> Diagnostic {
        exceeded(format!("the text has more than {} nodes", self.nodes), place)
    }

    pub(crate) fn too_deep(&self, place: &Place) -> Diagnostic {
        exceeded(format!("lists and maps are nested more than {} levels deep", self.depth), place)
    }

    pub(crate) fn aliases_too_large(&self, place: &Place) -> Diagnostic {
        exceeded("the aliases of this text stand for too much content".to_owned(), place)
    }
}

fn exceeded(message: String, place: &Place) -> Diagnostic {
    Diagnostic::error("amend::yaml::limit", message).at(place, "here").help("make the file smaller, or several of it")
}
