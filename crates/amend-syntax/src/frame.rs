//! A list or map that is still open while its content is read.

use crate::merge::{self, Key};
use crate::mistakes::Mistakes;
use crate::node::{Node, NodeKind};
use crate::source::{Source, Span};

/// An open list or map.
pub(crate) struct Frame {
    /// The parser's number for its anchor, 0 for none.
    pub anchor: usize,
    content: Content,
    /// Whether it is written in brackets. Else it ends where its last content ends.
    brackets: bool,
    span: Span,
}

enum Content {
    List(Vec<Node>),
    Map { written: Vec<(Key, Node)>, key: Option<Key> },
}

impl Frame {
    pub fn list(start: Span, brackets: bool, anchor: usize) -> Frame {
        Frame::new(start, brackets, anchor, Content::List(Vec::new()))
    }

    pub fn map(start: Span, brackets: bool, anchor: usize) -> Frame {
        let content = Content::Map { written: Vec::new(), key: None };
        Frame::new(start, brackets, anchor, content)
    }

    fn new(start: Span, brackets: bool, anchor: usize, content: Content) -> Frame {
        Frame { anchor, content, brackets, span: start }
    }

    pub fn is_list(&self) -> bool {
        matches!(self.content, Content::List(_))
    }

    /// The opening bracket, where it is written in brackets.
    pub fn bracket(&self) -> Option<Span> {
        let start = self.span.start;
        self.brackets.then(|| Span::new(start, start + 1))
    }

    /// Whether what comes next is a key.
    pub fn awaits_key(&self) -> bool {
        matches!(self.content, Content::Map { key: None, .. })
    }

    pub fn put_key(&mut self, new: Key, span: Span) {
        self.span = self.span.to(span);
        if let Content::Map { key, .. } = &mut self.content {
            *key = Some(new);
        }
    }

    /// Adds an item of the list, or the value of the key that came last. The span is what is written there: an alias, not what
    /// it stands for.
    pub fn put(&mut self, node: Node, span: Span) {
        self.span = self.span.to(span);
        match &mut self.content {
            Content::List(items) => items.push(node),
            Content::Map { written, key } => written.extend(key.take().map(|key| (key, node))),
        }
    }

    /// The node of what has come so far, at the end of the list or map or where reading stopped.
    pub fn finish(self, end: Span, source: &Source, mistakes: &mut Mistakes) -> Node {
        let span = if self.brackets { self.span.to(end) } else { self.span };
        let kind = match self.content {
            Content::List(items) => NodeKind::Sequence(tight(items)),
            Content::Map { written, .. } => NodeKind::Mapping(tight(merge::resolve(written, mistakes))),
        };
        Node { place: source.place(span), kind }
    }
}

/// Gives back the room that a growing vector keeps: with few items in most lists and maps it is two fifths of the tree.
fn tight<T>(mut items: Vec<T>) -> Vec<T> {
    items.shrink_to_fit();
    items
}
