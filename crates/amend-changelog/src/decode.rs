//! From nodes to attributes: the conversions that a reader of Liquibase files must make.

use amend_syntax::{Diagnostic, Node, NodeKind, Place, Spanned, nearest};

use crate::canonical::Canonical;
use crate::change::{Attribute, ChangeKind, Shape};
use crate::column::Column;

/// A value that an attribute can have.
pub trait AttributeValue: Sized {
    /// What kind of value it is.
    const SHAPE: Shape;

    /// Reads it; `None` where it counts as not given.
    fn read(given: &Given<'_>, attribute: &'static Attribute, report: &mut Vec<Diagnostic>) -> Option<Spanned<Self>>;

    /// How it stands in the checksum.
    fn canonical(&self) -> Canonical;

    /// The columns that it holds.
    fn columns(&self) -> &[Column] {
        &[]
    }
}

/// A whole number of any size: an optional minus and decimal digits without leading zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Integer(pub String);

impl Integer {
    /// The number of a text; `None` where it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = match text.as_bytes().first()? {
            b'-' => ("-", &text[1..]),
            b'+' => ("", &text[1..]),
            _ => ("", text),
        };
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let digits = digits.trim_start_matches('0');
        Some(Self(if digits.is_empty() { "0".to_owned() } else { format!("{sign}{digits}") }))
    }

    /// The number where it fits.
    pub fn to_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }
}

/// A change's or column's node, seen as a list of named children.
///
/// A map's keys are its children; a list of maps is read as one map.
#[derive(Debug)]
pub struct Children<'a> {
    /// The children in their order.
    pub entries: Vec<(Spanned<String>, &'a Node)>,
    /// The node's own scalar, where it has one.
    pub value: Option<&'a Node>,
}

impl<'a> Children<'a> {
    /// The children of a node.
    pub fn of(node: &'a Node) -> Self {
        let mut children = Self { entries: Vec::new(), value: None };
        match &node.kind {
            NodeKind::Mapping(entries) => children.take(entries),
            NodeKind::Sequence(items) => children.take_items(node, items),
            NodeKind::Scalar(_) => children.value = Some(node),
        }
        children
    }

    /// The maps of a list are read as one; its only scalar is the value, and several are so together.
    fn take_items(&mut self, list: &'a Node, items: &'a [Node]) {
        for item in items {
            match &item.kind {
                NodeKind::Mapping(entries) => self.take(entries),
                _ if self.value.is_none() => self.value = Some(item),
                _ => self.value = Some(list),
            }
        }
    }

    fn take(&mut self, entries: &'a [amend_syntax::Entry]) {
        self.entries.extend(entries.iter().map(|entry| (entry.key.clone(), &entry.value)));
    }

    /// The only child of that name, letter case ignored.
    pub fn get(&self, name: &str, report: &mut Vec<Diagnostic>) -> Option<&(Spanned<String>, &'a Node)> {
        let mut found = self.entries.iter().filter(|(key, _)| key.value.eq_ignore_ascii_case(name));
        let first = found.next()?;
        if let Some(second) = found.next() {
            report.push(
                Diagnostic::error("amend::changelog::given-twice", format!("`{name}` is given twice"))
                    .at(&second.0.place, "given again here")
                    .also(&first.0.place, "given here first")
                    .help("keep one of the two; letter case does not tell them apart"),
            );
        }
        Some(first)
    }
}

/// The attributes that were given to a change.
#[derive(Debug)]
pub struct Given<'a> {
    kind: &'static ChangeKind,
    /// The change's node.
    pub node: &'a Node,
    /// Its children.
    pub children: Children<'a>,
}

impl<'a> Given<'a> {
    /// The attributes of a change's node.
    pub fn of(kind: &'static ChangeKind, node: &'a Node, _report: &mut Vec<Diagnostic>) -> Self {
        Self { kind, node, children: Children::of(node) }
    }

    /// The value of the attribute of that name.
    pub fn read<T: AttributeValue>(&mut self, name: &str, report: &mut Vec<Diagnostic>) -> Option<Spanned<T>> {
        let attribute = self.kind.attribute(name)?;
        T::read(self, attribute, report)
    }

    /// The scalar of an attribute: the child of its name, or the change's own scalar where it stands for it.
    pub fn scalar(&self, attribute: &Attribute, report: &mut Vec<Diagnostic>) -> Option<(&'a Node, Place)> {
        let own = self.children.value.filter(|_| attribute.direct);
        let named = self.children.get(attribute.name, report).map(|(_, node)| *node);
        let node = own.filter(|node| !node.is_null()).or(named)?;
        Some((node, node.place.clone()))
    }

    /// Reports what no attribute has read. Other readers ignore it, so it does not stop a run. Items of a list may stand
    /// without it: `column` of `columns`, `param` of `params`.
    pub fn report_rest(&self, report: &mut Vec<Diagnostic>) {
        for (key, _) in &self.children.entries {
            let list_of_it = self.kind.attribute(&format!("{}s", key.value)).filter(|it| it.shape.has_items());
            if self.kind.attribute(&key.value).or(list_of_it).is_none() {
                report.push(unknown_attribute(self.kind, key));
            }
        }
    }
}

fn unknown_attribute(kind: &ChangeKind, key: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` has no attribute `{}`; it is ignored", kind.name, key.value);
    let diagnostic =
        Diagnostic::warning("amend::changelog::unknown-attribute", message).at(&key.place, "not known here");
    match nearest(&key.value, kind.attributes.iter().map(|attribute| attribute.name)) {
        Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
        None => diagnostic.help(format!("`amend explain {}` lists its attributes", kind.name)),
    }
}

fn wrong_type(attribute: &str, expected: &str, node: &Node) -> Diagnostic {
    Diagnostic::error("amend::changelog::wrong-type", format!("`{attribute}` takes {expected}"))
        .at(&node.place, format!("this is {}", node.kind_name()))
        .help(format!("write {expected}"))
}

impl AttributeValue for String {
    const SHAPE: Shape = Shape::Text;

    fn read(given: &Given<'_>, attribute: &'static Attribute, report: &mut Vec<Diagnostic>) -> Option<Spanned<Self>> {
        let (node, place) = given.scalar(attribute, report)?;
        text_of(node, attribute.name, report).map(|text| Spanned::new(text, place))
    }

    fn canonical(&self) -> Canonical {
        Canonical::Text(self.clone())
    }
}

/// The text of a scalar attribute. A list with one scalar is that scalar, a list of several prints as `[a, b]`.
pub fn text_of(node: &Node, attribute: &str, report: &mut Vec<Diagnostic>) -> Option<String> {
    match &node.kind {
        NodeKind::Scalar(_) => node.text(),
        NodeKind::Sequence(items) => {
            let scalars: Vec<&Node> = items.iter().filter(|item| item.as_scalar().is_some()).collect();
            match scalars.as_slice() {
                [] => None,
                [one] => one.text(),
                many => {
                    let texts: Vec<String> =
                        many.iter().map(|item| item.text().unwrap_or_else(|| "null".to_owned())).collect();
                    let text = format!("[{}]", texts.join(", "));
                    report.push(list_for_text(attribute, &text, node));
                    Some(text)
                }
            }
        }
        NodeKind::Mapping(_) => {
            report.push(not_given(attribute, node));
            None
        }
    }
}

fn list_for_text(attribute: &str, text: &str, node: &Node) -> Diagnostic {
    Diagnostic::warning("amend::changelog::wrong-type", format!("`{attribute}` takes a text; it reads `{text}`"))
        .at(&node.place, "this is a list")
        .help("write one text")
}

/// Other readers take a map in the place of a text for nothing.
fn not_given(attribute: &str, node: &Node) -> Diagnostic {
    Diagnostic::warning(
        "amend::changelog::wrong-type",
        format!("`{attribute}` takes a text, so this counts as not given"),
    )
    .at(&node.place, "this is a map")
    .help("write a text")
}

impl AttributeValue for bool {
    const SHAPE: Shape = Shape::Boolean;

    fn read(given: &Given<'_>, attribute: &'static Attribute, report: &mut Vec<Diagnostic>) -> Option<Spanned<Self>> {
        let (node, place) = given.scalar(attribute, report)?;
        boolean_of(node, attribute.name, report).map(|value| Spanned::new(value, place))
    }

    fn canonical(&self) -> Canonical {
        Canonical::Text(self.to_string())
    }
}

/// The truth value of a scalar: only the text `true` is true, whatever else a reader might expect.
pub fn boolean_of(node: &Node, attribute: &str, report: &mut Vec<Diagnostic>) -> Option<bool> {
    let text = text_of(node, attribute, report)?;
    if !["true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word)) {
        report.push(
            Diagnostic::warning("amend::changelog::not-a-boolean", format!("`{attribute}` reads `{text}` as false"))
                .at(&node.place, "only `true` is true")
                .help("write `true` or `false`"),
        );
    }
    Some(text.eq_ignore_ascii_case("true"))
}

impl AttributeValue for Integer {
    const SHAPE: Shape = Shape::Integer;

    fn read(given: &Given<'_>, attribute: &'static Attribute, report: &mut Vec<Diagnostic>) -> Option<Spanned<Self>> {
        let (node, place) = given.scalar(attribute, report)?;
        integer_of(node, attribute.name, report).map(|value| Spanned::new(value, place))
    }

    fn canonical(&self) -> Canonical {
        Canonical::Text(self.0.clone())
    }
}

/// The whole number of a scalar.
pub fn integer_of(node: &Node, attribute: &str, report: &mut Vec<Diagnostic>) -> Option<Integer> {
    let text = text_of(node, attribute, report)?;
    let number = Integer::parse(&text);
    if number.is_none() {
        report.push(wrong_type(attribute, "a whole number", node));
    }
    number
}

/// A text, or the text of `{arg: {value: text}}`.
fn text_or_argument(node: &Node, attribute: &'static Attribute, report: &mut Vec<Diagnostic>) -> Option<String> {
    let named = |node: &Node, name: &str| match node.as_mapping() {
        Some([entry]) if entry.key.value == name => Some(entry.value.clone()),
        _ => None,
    };
    if node.as_mapping().is_none() && node.as_sequence().is_none() {
        return node.text();
    }
    let text = named(node, "arg").and_then(|it| named(&it, "value")).and_then(|it| it.text());
    if text.is_none() {
        report.push(wrong_type(attribute.name, "texts, or `arg: {value: text}` for each", node));
    }
    text
}

/// A list of texts; a single text is a list of one. A text may be written as `{arg: {value: text}}`, too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(pub Vec<String>);

impl AttributeValue for Texts {
    const SHAPE: Shape = Shape::Texts;

    fn read(given: &Given<'_>, attribute: &'static Attribute, report: &mut Vec<Diagnostic>) -> Option<Spanned<Self>> {
        let (_, node) = given.children.get(attribute.name, report)?;
        let texts = match &node.kind {
            NodeKind::Sequence(items) => {
                items.iter().filter_map(|it| text_or_argument(it, attribute, report)).collect()
            }
            NodeKind::Scalar(_) => node.text().into_iter().collect(),
            NodeKind::Mapping(_) => {
                report.push(wrong_type(attribute.name, "a list of texts", node));
                return None;
            }
        };
        Some(Spanned::new(Self(texts), node.place.clone()))
    }

    fn canonical(&self) -> Canonical {
        Canonical::Text(self.0.join(","))
    }
}
