//! Each form of a small graph.

use amend_catalog::{Case, Kind, Naming, ObjectKey, ObjectName};
use amend_changelog::change_set::Key;
use amend_plan::{Overview, OverviewNode, Touch};
use expect_test::expect;

use super::*;

fn node(id: &str, pending: bool, touches: Vec<Touch>) -> OverviewNode {
    OverviewNode { key: Key::new("c.yaml", id, "ada"), pending, moved: false, touches }
}

fn edge(from: usize, to: usize, why: &[&str]) -> OverviewEdge {
    let why: Vec<String> = why.iter().map(|it| (*it).to_owned()).collect();
    OverviewEdge { from, to, declared: why.iter().any(|it| it == "dependsOn"), why }
}

fn graph() -> Overview {
    let naming = Naming { objects: Case::Sensitive, members: Case::Insensitive };
    let table = ObjectName::new("person");
    let relation = |how| Touch { object: ObjectKey::relation(&table, naming), how };
    let column = Touch { object: ObjectKey::member(Kind::Column, &table, "name", naming), how: How::Makes };
    Overview {
        nodes: vec![
            node("person", false, vec![relation(How::Makes)]),
            node("name", false, vec![relation(How::Needs), column]),
            node("a \"b\" <c>", true, vec![]),
            node("index", true, vec![relation(How::Needs)]),
        ],
        edges: vec![
            edge(0, 1, &["person"]),
            edge(0, 3, &["person"]),
            edge(1, 3, &["column person.name"]),
            edge(2, 3, &["dependsOn"]),
        ],
    }
}

#[test]
fn as_a_tree() {
    expect![[r#"
        c.yaml::person::ada
        └── c.yaml::name::ada: person
        c.yaml::a "b" <c>::ada [pending]
        └── c.yaml::index::ada [pending]: dependsOn; also person: person; also name: column person.name"#]]
    .assert_eq(&graph_tree(&graph()));
}

#[test]
fn by_an_object() {
    let graph = graph();
    expect![[r#"
        c.yaml::person::ada: makes person
        c.yaml::name::ada: needs person, makes column person.name
        c.yaml::index::ada [pending]: needs person"#]]
    .assert_eq(&graph_objects(&graph.only(&graph.touching("Person")), "Person"));
    assert_eq!(graph.touching("person.name"), [false, true, false, false]);
}

#[test]
fn for_graphviz() {
    expect![[r#"
        digraph changelog {
          rankdir=LR;
          node [shape=box, fontname="sans-serif"];
          n0 [label="person (ada)"];
          n1 [label="name (ada)"];
          n2 [label="a \"b\" <c> (ada)", style=dashed];
          n3 [label="index (ada)", style=dashed];
          n0 -> n1 [label="person"];
          n0 -> n3 [label="person"];
          n1 -> n3 [label="column person.name"];
          n2 -> n3 [label="dependsOn", style=bold];
        }"#]]
    .assert_eq(&graph_dot(&graph()));
}

#[test]
fn for_mermaid() {
    expect![[r#"
        flowchart LR
          n0["person (ada)"]
          n1["name (ada)"]
          n2["a #quot;b#quot; #lt;c#gt; (ada)"]:::pending
          n3["index (ada)"]:::pending
          n0 -->|"person"| n1
          n0 -->|"person"| n3
          n1 -->|"column person.name"| n3
          n2 ==>|"dependsOn"| n3
          classDef pending stroke-dasharray: 4 3"#]]
    .assert_eq(&graph_mermaid(&graph()));
}

#[test]
fn as_a_picture() {
    let svg = graph_svg(&graph());
    expect![[r#"
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 496 104" width="496" height="104">
        <style>text{font:12px ui-monospace,monospace;fill:#1f2933}rect{fill:#f5f7fa;stroke:#52606d}.pending rect{stroke-dasharray:4 3;fill:#fffbea}path{fill:none;stroke:#9aa5b1}.declared{stroke:#0967d2;stroke-width:2}</style>
        <defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" style="fill:#9aa5b1"/></marker></defs>
        <path d="M124 30C159 30 180 30 215 30" marker-end="url(#tip)"><title>c.yaml::name::ada needs c.yaml::person::ada: person</title></path>
        <path d="M124 30C159 30 344 30 379 30" marker-end="url(#tip)"><title>c.yaml::index::ada needs c.yaml::person::ada: person</title></path>
        <path d="M309 30C344 30 344 30 379 30" marker-end="url(#tip)"><title>c.yaml::index::ada needs c.yaml::name::ada: column person.name</title></path>
        <path class="declared" d="M145 74C180 74 344 30 379 30" marker-end="url(#tip)"><title>c.yaml::index::ada needs c.yaml::a &quot;b&quot; &lt;c&gt;::ada: dependsOn</title></path>
        <g><title>c.yaml::person::ada</title><rect x="16" y="16" width="108" height="28" rx="5"/><text x="26" y="34">person (ada)</text></g>
        <g><title>c.yaml::name::ada</title><rect x="215" y="16" width="94" height="28" rx="5"/><text x="225" y="34">name (ada)</text></g>
        <g class="pending"><title>c.yaml::a &quot;b&quot; &lt;c&gt;::ada</title><rect x="16" y="60" width="129" height="28" rx="5"/><text x="26" y="78">a &quot;b&quot; &lt;c&gt; (ada)</text></g>
        <g class="pending"><title>c.yaml::index::ada</title><rect x="379" y="16" width="101" height="28" rx="5"/><text x="389" y="34">index (ada)</text></g>
        </svg>"#]].assert_eq(&svg);
    assert!(!svg.contains("href"), "it needs nothing from elsewhere");
}

#[test]
fn around_a_change_set() {
    let graph = graph();
    assert_eq!(graph.around("name").unwrap(), [true, true, false, true]);
    assert_eq!(graph.around("ada:person").unwrap(), [true, true, false, true]);
    assert!(graph.around("nam").unwrap_err().help.unwrap().contains("`name`"));
}

#[test]
fn a_long_chain_is_drawn_too() {
    let nodes = (0..20_000).map(|id| node(&id.to_string(), false, vec![])).collect();
    let edges = (1..20_000).map(|to| edge(to - 1, to, &["x"])).collect();
    let chain = Overview { nodes, edges };
    assert!(graph_dot(&chain).ends_with('}'));
    assert!(graph_svg(&chain).ends_with("</svg>"));
    let short = chain.only(&(0..20_000).map(|at| at < 300).collect::<Vec<_>>());
    assert_eq!(graph_tree(&short).lines().count(), 300);
}
