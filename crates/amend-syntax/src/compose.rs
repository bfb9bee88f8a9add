//! From the parser's events to the tree.

use granit_parser::{Event, ScalarStyle, StructureStyle, Tag};

use crate::anchor::{Anchors, Refused};
use crate::block_scalar::{trimmed_span, without_added_break};
use crate::diagnostic::Diagnostic;
use crate::frame::Frame;
use crate::limits::Limits;
use crate::merge::Key;
use crate::mistakes::Mistakes;
use crate::node::{Node, NodeKind};
use crate::scalar::{Scalar, ScalarValue, Style};
use crate::source::{Place, Source, Span, Spanned};
use crate::tag::{TagFault, collection_may_have, tagged_scalar};

/// Reading goes on, or ends here with this diagnostic.
pub(crate) type Step = Result<(), Box<Diagnostic>>;

/// Builds the tree from the events of one document. It holds the open lists and maps itself, so that no depth of the text is a
/// depth of the call stack.
pub(crate) struct Composer<'s> {
    source: &'s Source,
    limits: &'s Limits,
    open: Vec<Frame>,
    anchors: Anchors,
    nodes: usize,
    documents: usize,
    root: Option<Node>,
    mistakes: Mistakes,
}

impl<'s> Composer<'s> {
    pub fn new(source: &'s Source, limits: &'s Limits) -> Composer<'s> {
        Composer {
            source,
            limits,
            open: Vec::new(),
            anchors: Anchors::new(source, limits),
            nodes: 0,
            documents: 0,
            root: None,
            mistakes: Mistakes::default(),
        }
    }

    /// Takes the next event.
    pub fn event(&mut self, event: &Event<'_>, span: Span) -> Step {
        match event {
            Event::DocumentStart(..) => self.document(span),
            Event::Alias(anchor) => self.alias(*anchor, span),
            Event::UnresolvedAlias(name) => self.unknown_alias(name, span),
            Event::Scalar(text, style, anchor, tag) => self.scalar(text, *style, *anchor, tag.as_deref(), span),
            Event::SequenceStart(style, anchor, tag) => {
                self.check_tag(tag.as_deref(), "seq", span);
                let span = self.start_at_dash(span);
                self.open(Frame::list(span, *style == StructureStyle::Flow, *anchor), span)
            }
            Event::MappingStart(style, anchor, tag) => {
                self.check_tag(tag.as_deref(), "map", span);
                self.open(Frame::map(span, *style == StructureStyle::Flow, *anchor), span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            _ => Ok(()),
        }
    }

    /// Ends reading where the text cannot be read further. Of the list that was open outermost, the item in which reading
    /// stopped is left out: what is cut off would bring mistakes that are none.
    pub fn stop(&mut self, diagnostic: Diagnostic) {
        let diagnostic = self.with_bracket(diagnostic);
        if let Some(list) = self.open.iter().position(Frame::is_list) {
            self.open.truncate(list + 1);
        }
        while let Some(frame) = self.open.pop() {
            let node = frame.finish(Span::default(), self.source, &mut self.mistakes);
            let span = node.place.span;
            self.put(node, span);
        }
        self.mistakes.push(|| diagnostic);
    }

    /// Shows the innermost open bracket too: it may be the one that lacks its end.
    fn with_bracket(&self, diagnostic: Diagnostic) -> Diagnostic {
        let stopped = diagnostic.place().map(|place| place.span.start);
        match self.open.last().and_then(Frame::bracket) {
            Some(bracket) if stopped != Some(bracket.start) => {
                diagnostic.also(&self.source.place(bracket), "within what opens here")
            }
            _ => diagnostic,
        }
    }

    /// The tree and the mistakes.
    pub fn finish(mut self) -> (Option<Node>, Vec<Diagnostic>) {
        if self.root.as_ref().is_none_or(Node::is_null) && self.mistakes.is_empty() {
            let diagnostic = self.error("empty", "the text is empty", Span::default());
            self.mistakes.push(|| diagnostic);
        }
        (self.root, self.mistakes.into_diagnostics())
    }

    fn document(&mut self, span: Span) -> Step {
        self.documents += 1;
        match self.documents {
            1 => Ok(()),
            _ => Err(Box::new(self.error("several-documents", "the text has more than one document", span))),
        }
    }

    fn scalar(&mut self, raw: &str, style: ScalarStyle, anchor: usize, tag: Option<&Tag>, span: Span) -> Step {
        if raw.len() > self.limits.scalar_bytes {
            return Err(Box::new(self.limits.scalar_too_large(&self.source.place(span), raw.len())));
        }
        if raw == "<<" && style == ScalarStyle::Plain && tag.is_none() {
            return self.merge_key(span);
        }
        let (raw, span) = self.as_written(raw, style, span);
        let value = match tag {
            Some(tag) => self.tagged(tag, raw, span),
            None if style == ScalarStyle::Plain => ScalarValue::of_plain(raw),
            None => ScalarValue::Text(raw.to_owned()),
        };
        let kind = NodeKind::Scalar(Scalar { value, raw: raw.to_owned(), style: style.into() });
        self.complete(Node { place: self.source.place(span), kind }, anchor)
    }

    /// The text and span of a scalar where the parser's are not those of the source.
    fn as_written<'r>(&self, raw: &'r str, style: ScalarStyle, span: Span) -> (&'r str, Span) {
        let text = self.source.text();
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                (without_added_break(raw, text, span), trimmed_span(text, span))
            }
            ScalarStyle::Plain if span.is_empty() => ("", self.after_colon(span)),
            _ => (raw, span),
        }
    }

    fn tagged(&mut self, tag: &Tag, raw: &str, span: Span) -> ScalarValue {
        tagged_scalar(tag, raw).unwrap_or_else(|fault| {
            let message = match fault {
                TagFault::Unknown => format!("the tag `{}` is not supported", tag.original()),
                TagFault::Mismatch => format!("`{raw}` is not what the tag `{}` says", tag.original()),
            };
            self.mistake("tag", message, span);
            ScalarValue::of_plain(raw)
        })
    }

    /// A value that is left out is a `~` at the colon for the parser.
    fn after_colon(&self, span: Span) -> Span {
        match self.source.text()[span.start..].starts_with(':') {
            true => Span::new(span.start + 1, span.start + 1),
            false => span,
        }
    }

    /// Of a list that is not indented, the parser's span starts after the first dash.
    fn start_at_dash(&self, span: Span) -> Span {
        let before = self.source.text()[..span.start].trim_end();
        let at_dash = self.source.text()[span.start..].starts_with(['-', '[']);
        match before.ends_with('-') && !at_dash {
            true => Span::new(before.len() - 1, span.end),
            false => span,
        }
    }

    fn check_tag(&mut self, tag: Option<&Tag>, name: &str, span: Span) {
        if let Some(tag) = tag
            && !collection_may_have(tag, name)
        {
            let message = format!("the tag `{}` is not supported here", tag.original());
            self.mistake("tag", message, span);
        }
    }

    fn merge_key(&mut self, span: Span) -> Step {
        match self.open.last_mut() {
            Some(frame) if frame.awaits_key() => frame.put_key(Key::Merge, span),
            _ => {
                self.mistake("merge", "`<<` is a key: put quotes around it to make it a text", span);
                self.put(null(self.source.place(span)), span);
            }
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Step {
        let place = self.source.place(span);
        match self.anchors.copy(anchor, self.open.len(), &place, self.limits) {
            Ok((node, cost)) => {
                self.count(cost.nodes, span)?;
                self.put(node, span);
            }
            Err(Refused::Limit(diagnostic)) => return Err(Box::new(diagnostic)),
            Err(Refused::Itself) => {
                self.mistake("alias", "an alias cannot stand within its own anchor", span);
                self.put(null(place), span);
            }
        }
        Ok(())
    }

    fn unknown_alias(&mut self, name: &str, span: Span) -> Step {
        self.mistake("alias", format!("no anchor `&{name}` stands before this alias"), span);
        self.put(null(self.source.place(span)), span);
        Ok(())
    }

    fn open(&mut self, frame: Frame, span: Span) -> Step {
        if self.open.len() >= self.limits.depth {
            return Err(Box::new(self.limits.too_deep(&self.source.place(span))));
        }
        self.open.push(frame);
        Ok(())
    }

    fn close(&mut self, end: Span) -> Step {
        let Some(frame) = self.open.pop() else { return Ok(()) };
        let anchor = frame.anchor;
        let node = frame.finish(end, self.source, &mut self.mistakes);
        self.complete(node, anchor)
    }

    /// Takes a node that was written here: counts it, keeps it for aliases, puts it where it belongs.
    fn complete(&mut self, node: Node, anchor: usize) -> Step {
        let span = node.place.span;
        self.count(1, span)?;
        if anchor > 0 {
            let copied = self.anchors.define(anchor, &node, self.limits).map_err(Box::new)?;
            self.count(copied.nodes, span)?;
        }
        self.put(node, span);
        Ok(())
    }

    fn count(&mut self, nodes: usize, span: Span) -> Step {
        self.nodes += nodes;
        match self.nodes <= self.limits.nodes {
            true => Ok(()),
            false => Err(Box::new(self.limits.too_many_nodes(&self.source.place(span)))),
        }
    }

    fn put(&mut self, node: Node, span: Span) {
        match self.open.last().map(Frame::awaits_key) {
            None => self.root = Some(node),
            Some(true) => {
                let key = self.key(node, span);
                self.with_innermost(|frame| frame.put_key(key, span));
            }
            Some(false) => self.with_innermost(|frame| frame.put(node, span)),
        }
    }

    fn with_innermost(&mut self, act: impl FnOnce(&mut Frame)) {
        self.open.last_mut().map(act);
    }

    /// Keys are texts. A scalar that is none is reported and taken as written.
    fn key(&mut self, node: Node, span: Span) -> Key {
        let kind_name = node.kind_name();
        match node.kind {
            NodeKind::Scalar(Scalar { value: ScalarValue::Text(text), .. }) => {
                Key::Text(Spanned::new(text, self.source.place(span)))
            }
            NodeKind::Scalar(scalar) => {
                let message = format!("a key must be a text, `{}` is {kind_name}: put quotes around it", scalar.raw);
                self.mistake("key", message, span);
                Key::Text(Spanned::new(scalar.raw, self.source.place(span)))
            }
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => {
                self.mistake("key", format!("a key must be a text, not {kind_name}"), span);
                Key::Unusable
            }
        }
    }

    fn mistake(&mut self, code: &str, message: impl Into<String>, span: Span) {
        let diagnostic = self.error(code, message, span);
        self.mistakes.push(|| diagnostic);
    }

    fn error(&self, code: &str, message: impl Into<String>, span: Span) -> Diagnostic {
        let (label, help) = remedy(code);
        let code = format!("amend::yaml::{code}");
        Diagnostic::error(code, message).at(&self.source.place(span), label).help(help)
    }
}

/// The word about the place of a mistake, and how to mend it.
fn remedy(code: &str) -> (&'static str, &'static str) {
    match code {
        "empty" => ("nothing stands here", "a file has at least one entry; remove it where it is not needed"),
        "several-documents" => ("begins another document", "take this line out, or make another file of what follows"),
        "tag" => ("has this tag", "leave the tag away; quotes around a value make it a text"),
        "merge" => ("not a map", "write `<<: *name`, where `&name` stands before a map"),
        "alias" => {
            ("refers to nothing", "put `&name` before the value that `*name` is to repeat; quotes make it a text")
        }
        _ => ("this key", "write the key as a text, in quotes where it looks like something else"),
    }
}

fn null(place: Place) -> Node {
    let scalar = Scalar { value: ScalarValue::Null, raw: String::new(), style: Style::Plain };
    Node { place, kind: NodeKind::Scalar(scalar) }
}

impl From<ScalarStyle> for Style {
    fn from(style: ScalarStyle) -> Style {
        match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        }
    }
}
