//! `graph`: which change set needs which, and why.

use amend_plan::{Overview, overview};
use amend_report::graph::{graph_dot, graph_mermaid, graph_objects, graph_svg, graph_tree};
use serde_json::{Value, json};

use super::Outcome;
use super::script::Start;
use crate::Exit;
use crate::args::{Graph, GraphForm};
use crate::setup::Workplace;

/// Shows the graph.
pub async fn graph(workplace: &Workplace, asked: &Graph) -> Outcome {
    let start = Start::now(workplace, &asked.offline).await?;
    let project = start.read.project(workplace, start.schema.as_deref());
    let history = start.history.clone().unwrap_or_default();
    let chosen = overview(&project, &history).and_then(|graph| chosen(&graph, asked).map_err(|problem| vec![problem]));
    let graph = chosen.map_err(|problems| {
        workplace.output.diagnostics(&problems);
        Exit::Invalid
    })?;
    workplace.output.result(|| text(&graph, asked), || graph_json(&graph));
    Ok(Exit::Done)
}

fn chosen(graph: &Overview, asked: &Graph) -> Result<Overview, amend_syntax::Diagnostic> {
    let mut keep = vec![true; graph.nodes.len()];
    let mut limit = |to: Vec<bool>| keep.iter_mut().zip(to).for_each(|(keep, to)| *keep &= to);
    if let Some(name) = &asked.changeset {
        limit(graph.around(name)?);
    }
    if let Some(object) = &asked.object {
        limit(graph.touching(object));
    }
    if asked.pending {
        limit(graph.pending());
    }
    Ok(graph.only(&keep))
}

fn text(graph: &Overview, asked: &Graph) -> String {
    match (asked.output, &asked.object) {
        (GraphForm::Text, Some(object)) => graph_objects(graph, object),
        (GraphForm::Text, None) => graph_tree(graph),
        (GraphForm::Dot, _) => graph_dot(graph),
        (GraphForm::Mermaid, _) => graph_mermaid(graph),
        (GraphForm::Svg, _) => graph_svg(graph),
    }
}

fn graph_json(graph: &Overview) -> Value {
    let touch = |it: &amend_plan::Touch| json!({"object": it.object.to_string(), "how": format!("{:?}", it.how).to_lowercase()});
    let nodes: Vec<Value> = graph
        .nodes
        .iter()
        .map(|node| {
            let touches: Vec<Value> = node.touches.iter().map(touch).collect();
            json!({"change_set": node.key.to_string(), "pending": node.pending, "moved": node.moved, "touches": touches})
        })
        .collect();
    let name = |at: usize| graph.nodes[at].key.to_string();
    let edges: Vec<Value> = graph
        .edges
        .iter()
        .map(|edge| json!({"change_set": name(edge.to), "needs": name(edge.from), "declared": edge.declared, "why": edge.why}))
        .collect();
    json!({"change_sets": nodes, "needs": edges})
}
