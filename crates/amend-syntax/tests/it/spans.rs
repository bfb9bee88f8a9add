//! Where things are written.

use amend_syntax::{Node, NodeKind, Source, Span};

use crate::print::root;

const TEXT: &str = "\
list: # of two
- naïve: \"é\\n\" # quoted
  'key' : {a: b , c: [1, 2] }
- text: |
    one
    two

  folded: >-
    x
empty:
tagged: !!str 5
";

/// The text at the place of every node and key, in the order of the text.
fn written(node: &Node) -> Vec<&str> {
    let mut texts = vec![node.place.text()];
    match &node.kind {
        NodeKind::Scalar(_) => {}
        NodeKind::Sequence(items) => items.iter().for_each(|item| texts.extend(written(item))),
        NodeKind::Mapping(entries) => {
            for entry in entries {
                texts.push(entry.key.place.text());
                texts.extend(written(&entry.value));
            }
        }
    }
    texts
}

#[test]
fn a_place_holds_what_is_written() {
    let root = root(TEXT);
    let list = TEXT.trim_start_matches("list: # of two\n").split("\nempty").next().unwrap();
    let first = "naïve: \"é\\n\" # quoted\n  'key' : {a: b , c: [1, 2] }";
    let second = "text: |\n    one\n    two\n\n  folded: >-\n    x";
    assert_eq!(
        written(&root),
        [
            TEXT.trim_end(),
            "list",
            list,
            first,
            "naïve",
            "\"é\\n\"",
            "'key'",
            "{a: b , c: [1, 2] }",
            "a",
            "b",
            "c",
            "[1, 2]",
            "1",
            "2",
            second,
            "text",
            "one\n    two",
            "folded",
            "x",
            "empty",
            "",
            "tagged",
            "5",
        ]
    );
}

#[test]
fn what_is_left_out_is_after_its_colon() {
    let root = root("a:  # note\nb: c\n");
    assert_eq!(root.get("a").unwrap().place.span, Span::new(2, 2));
}

#[test]
fn what_an_alias_brings_is_where_its_anchor_is() {
    let root = root("a: &x {k: v}\nb: *x\nc: {<<: *x}\n");
    for key in ["b", "c"] {
        let value = root.get(key).unwrap().get("k").unwrap();
        assert_eq!(value.place.to_string(), "x.yaml:1:11");
    }
    assert_eq!(root.get("c").unwrap().place.text(), "{<<: *x}");
}

#[test]
fn places_of_lines_left_of_their_block() {
    let root = root("a:\n  b: \"ä\nö\"\n  c: d\n");
    assert_eq!(written(&root)[3..], ["b", "\"ä\nö\"", "c", "d"]);
}

#[test]
fn columns_count_characters() {
    let root = root("{näïve: [日本, x]}");
    let items = root.get("näïve").unwrap().as_sequence().unwrap();
    assert_eq!(items[1].place.line_column(), (1, 14));
}

#[test]
fn lines_end_with_any_line_break() {
    let source = Source::new("x", "\u{feff}a\r\nb\rc\n\nd");
    let positions = [3, 6, 8, 10, 11, 12, 99].map(|offset| source.line_column(offset));
    assert_eq!(positions, [(1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (5, 2), (5, 2)]);
}
