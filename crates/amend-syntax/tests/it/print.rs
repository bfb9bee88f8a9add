//! Trees and diagnostics as text, for expectations.

use amend_syntax::{Diagnostic, Limits, Node, NodeKind, Parsed, ScalarValue, Source, parse};
use miette::{GraphicalReportHandler, GraphicalTheme};

/// Parses a text named `x.yaml` with the usual limits.
pub fn parsed(text: &str) -> Parsed {
    parse(&Source::new("x.yaml", text), &Limits::default())
}

/// The tree of a text without mistakes.
pub fn root(text: &str) -> Node {
    let Parsed { root, diagnostics } = parsed(text);
    assert!(diagnostics.is_empty(), "{}", reports(&diagnostics));
    root.unwrap()
}

/// Values in the manner of JSON; texts in quotes, dates in Java's form.
pub fn value(node: &Node) -> String {
    match &node.kind {
        NodeKind::Scalar(scalar) => match &scalar.value {
            ScalarValue::Text(text) => format!("{text:?}"),
            other => other.text().unwrap_or("null".to_owned()),
        },
        NodeKind::Sequence(items) => format!("[{}]", joined(items.iter().map(value))),
        NodeKind::Mapping(entries) => {
            format!(
                "{{{}}}",
                joined(entries.iter().map(|entry| format!("{}: {}", entry.key.value, value(&entry.value))))
            )
        }
    }
}

/// Each diagnostic as people see it.
pub fn reports(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(report).collect()
}

pub fn report(diagnostic: &Diagnostic) -> String {
    let mut report = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::none());
    handler.render_report(&mut report, diagnostic).unwrap();
    let lines = report.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.map(|line| format!("{line}\n")).collect()
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
