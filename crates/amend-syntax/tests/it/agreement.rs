//! Agreement with serde_yaml on what both accept, and no panic on anything.

use amend_syntax::{Limits, Node, NodeKind, ScalarValue, Source, Span, Style, parse};
use serde_yaml::Value;

use crate::print::root;

/// Texts that use much of YAML, each meaning the same to YAML 1.1 and 1.2.
const SEEDS: [&str; 6] = [
    "changes:\n  - createTable:\n      tableName: \"t\"\n      columns:\n        - column: {name: id, type: bigint}\n",
    "sql: |\n  select 1;\n\n  select 2;\nfolded: >+\n  a\n  b\n\n   c\n\nend: true\n",
    "{\"a\": [1, 2.5, null, false], \"b\": {\"c\": \"\\t\\u00e9\"}}",
    "- &a {k: 'it''s'}\n- *a\n- - x\n  - []\n  - {}\n-\n",
    "# comment\n? key\n: value # note\nother: long text\n  over lines\n",
    "---\na: &x\n  - 'one\n\n    two'\n  - \"one \\\n    two\"\nb: *x\n...\n",
];

/// The tree as serde_yaml would have it: of plain scalars their text, of others that they are texts.
fn comparable(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Scalar(scalar) if scalar.style == Style::Plain => Value::String(scalar.raw.clone()),
        NodeKind::Scalar(scalar) => Value::String(scalar.value.text().unwrap_or_default()),
        NodeKind::Sequence(items) => Value::Sequence(items.iter().map(comparable).collect()),
        NodeKind::Mapping(entries) => {
            let entry =
                |entry: &amend_syntax::Entry| (Value::String(entry.key.value.clone()), comparable(&entry.value));
            Value::Mapping(entries.iter().map(entry).collect())
        }
    }
}

/// The same with the types of the plain scalars on which YAML 1.1 and 1.2 agree.
fn typed(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Scalar(scalar) => match &scalar.value {
            ScalarValue::Null => Value::Null,
            ScalarValue::Bool(value) => Value::Bool(*value),
            ScalarValue::Integer(digits) => serde_yaml::from_str(digits).unwrap(),
            ScalarValue::Float(number) => Value::Number((*number).into()),
            _ => Value::String(scalar.raw.clone()),
        },
        NodeKind::Sequence(items) => Value::Sequence(items.iter().map(typed).collect()),
        NodeKind::Mapping(entries) => {
            let entry = |entry: &amend_syntax::Entry| (Value::String(entry.key.value.clone()), typed(&entry.value));
            Value::Mapping(entries.iter().map(entry).collect())
        }
    }
}

/// serde_yaml's value with every scalar as a text, to compare the shape and the texts only.
fn same_shape(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Sequence(ours), Value::Sequence(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(ours, theirs)| same_shape(ours, theirs))
        }
        (Value::Mapping(ours), Value::Mapping(theirs)) => {
            let same = |((our_key, ours), (their_key, theirs)): ((&Value, &Value), (&Value, &Value))| {
                same_shape(our_key, their_key) && same_shape(ours, theirs)
            };
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(same)
        }
        (Value::String(_), Value::Null | Value::Bool(_) | Value::Number(_) | Value::Tagged(_)) => true,
        (ours, theirs) => ours == theirs,
    }
}

#[test]
fn trees_are_those_of_serde_yaml() {
    for seed in SEEDS {
        let theirs: Value = serde_yaml::from_str(seed).unwrap();
        assert_eq!(typed(&root(seed)), theirs, "{seed}");
    }
}

/// Numbers that look random and are the same in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

const PIECES: [&str; 36] = [
    "\n", " ", "  ", "\t", ":", "- ", "\"", "'", "{", "}", "[", "]", ",", "#", " #", "? ", "&a ", "*a", "!", "!!int ",
    "|\n", ">-\n", "\\", "%", "@", "\r", "é", ": ", ",\n", "{}", "---\n", "<<: ", "\0", "\u{1b}", "5", "\u{feff}",
];

/// A seed with some characters removed and some pieces put in.
fn mutated(dice: &mut Dice) -> String {
    let mut text: Vec<char> = dice.pick(&SEEDS).chars().collect();
    for _ in 0..1 + dice.roll(4) {
        let at = dice.roll(text.len() + 1);
        match dice.roll(3) {
            0 => drop(text.drain(at..(at + dice.roll(8)).min(text.len()))),
            _ => drop(text.splice(at..at, dice.pick(&PIECES).chars())),
        }
    }
    text.into_iter().collect()
}

/// Every place lies in the text, on character boundaries.
fn assert_places(node: &Node, text: &str) {
    let Span { start, end } = node.place.span;
    assert!(text.get(start..end).is_some(), "{start}..{end} of {text:?}");
    match &node.kind {
        NodeKind::Scalar(_) => {}
        NodeKind::Sequence(items) => items.iter().for_each(|item| assert_places(item, text)),
        NodeKind::Mapping(entries) => entries.iter().for_each(|entry| assert_places(&entry.value, text)),
    }
}

#[test]
fn mutated_texts_never_panic_and_agree() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut compared = 0;
    for _ in 0..20_000 {
        let text = mutated(&mut dice);
        let parsed = parse(&Source::new("x", text.as_str()), &Limits::default());
        parsed.root.iter().for_each(|root| assert_places(root, &text));
        for diagnostic in &parsed.diagnostics {
            assert!(diagnostic.place().is_some_and(|place| place.span.end <= text.len()), "{diagnostic:?}");
        }
        let ours = parsed.root.filter(|_| parsed.diagnostics.is_empty()).map(|root| comparable(&root));
        if let (Some(ours), Ok(theirs)) = (ours, serde_yaml::from_str::<Value>(&text))
            && !text.contains("<<")
        {
            assert!(same_shape(&ours, &theirs), "{text:?}\n{ours:?}\n{theirs:?}");
            compared += 1;
        }
    }
    assert!(compared > 4_000, "{compared} texts are accepted by both");
}
