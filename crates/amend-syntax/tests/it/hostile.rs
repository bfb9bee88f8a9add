//! Texts that ask for too much end in a diagnostic, soon: without the limits each of these takes minutes or all memory.

use amend_syntax::{Limits, Node, NodeKind, Source, parse};

/// The code and place of the first diagnostic.
fn check(text: String, expected: &str) {
    let source = Source::new("x", text);
    let parsed = parse(&source, &Limits::default());
    let first = parsed.diagnostics.first().unwrap();
    assert_eq!(format!("{} {}", first.code, first.place().unwrap()), expected);
    assert!(parsed.root.iter().map(nodes).sum::<usize>() < 1_100_000);
}

fn nodes(node: &Node) -> usize {
    match &node.kind {
        NodeKind::Scalar(_) => 1,
        NodeKind::Sequence(items) => 1 + items.iter().map(nodes).sum::<usize>(),
        NodeKind::Mapping(entries) => 1 + entries.iter().map(|entry| nodes(&entry.value)).sum::<usize>(),
    }
}

#[test]
fn deep_texts() {
    check("[".repeat(1_000_000), "amend::yaml::limit x:1:101");
    check("{a: ".repeat(1_000_000), "amend::yaml::limit x:1:401");
    check("- ".repeat(1_000_000), "amend::yaml::limit x:1:201");
    check((0..10_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect(), "amend::yaml::limit x:101:101");
}

#[test]
fn large_texts() {
    check("a".repeat(100_000_000), "amend::yaml::limit x:1:1");
    check(format!("a: '{}'", "b".repeat(20_000_000)), "amend::yaml::limit x:1:4");
}

/// `levels` anchors, each a list of `width` aliases of the one before.
fn bomb(levels: usize, width: usize) -> String {
    let list = |level: usize| vec![format!("*a{}", level - 1); width].join(", ");
    let lines = (1..=levels).map(|level| format!("a{level}: &a{level} [{}]\n", list(level)));
    std::iter::once("a0: &a0 x\n".to_owned()).chain(lines).collect()
}

#[test]
fn alias_bombs() {
    check(bomb(9, 9), "amend::yaml::limit x:7:10");
    check(bomb(30, 2), "amend::yaml::limit x:16:18");
    check(bomb(200, 1), "amend::yaml::limit x:101:14");
    check(format!("a: &a {}\nb:\n{}", "x".repeat(1_000_000), "- *a\n".repeat(1000)), "amend::yaml::limit x:35:3");
}

#[test]
fn nested_anchors() {
    let open: String = (0..90).map(|level| format!("&a{level} [")).collect();
    check(format!("{open}{}{}", "x, ".repeat(100_000), "]".repeat(90)), "amend::yaml::limit x:1:422");
}

#[test]
fn many_mistakes_are_counted_not_kept() {
    let source = Source::new("x", "k: v\n".repeat(10_000));
    let parsed = parse(&source, &Limits::default());
    assert_eq!(parsed.diagnostics.len(), 1_001);
    assert_eq!(parsed.diagnostics.last().unwrap().to_string(), "8999 more mistakes are not shown");
}
