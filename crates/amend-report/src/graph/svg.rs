//! The graph as a picture that needs nothing else: layers from left to right, each change set to the right of all that it
//! needs.

use std::fmt::Write;

use amend_plan::{Overview, OverviewEdge};

use super::{label, why};

/// Sizes in units of the picture, which are pixels where it is not scaled.
const LETTER: usize = 7;
const BOX_HEIGHT: usize = 28;
const ROW: usize = 44;
const BETWEEN_LAYERS: usize = 70;
const MARGIN: usize = 16;
/// Longer names are cut; the title has them whole.
const LONGEST: usize = 40;

const STYLE: &str = "text{font:12px ui-monospace,monospace;fill:#1f2933}rect{fill:#f5f7fa;stroke:#52606d}\
                     .pending rect{stroke-dasharray:4 3;fill:#fffbea}path{fill:none;stroke:#9aa5b1}\
                     .declared{stroke:#0967d2;stroke-width:2}";

/// A box of the picture.
struct Spot {
    x: usize,
    y: usize,
    width: usize,
}

/// The graph as a self-contained SVG.
pub fn graph_svg(graph: &Overview) -> String {
    let spots = spots(graph);
    let width = spots.iter().map(|it| it.x + it.width).max().unwrap_or(0) + MARGIN;
    let height = spots.iter().map(|it| it.y + BOX_HEIGHT).max().unwrap_or(0) + MARGIN;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <style>{STYLE}</style>\n\
         <defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">\
         <path d=\"M0 0L8 4L0 8z\" style=\"fill:#9aa5b1\"/></marker></defs>\n"
    );
    for edge in &graph.edges {
        arrow(&mut text, graph, edge, &spots);
    }
    for (node, spot) in graph.nodes.iter().zip(&spots) {
        let class = if node.pending { " class=\"pending\"" } else { "" };
        let Spot { x, y, width } = spot;
        let (label_x, label_y) = (x + 10, y + 18);
        let _ = writeln!(
            text,
            "<g{class}><title>{}</title><rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BOX_HEIGHT}\" rx=\"5\"/>\
             <text x=\"{label_x}\" y=\"{label_y}\">{}</text></g>",
            escaped(&node.key.to_string()),
            escaped(&shortened(&label(node)))
        );
    }
    text.push_str("</svg>");
    text
}

fn arrow(text: &mut String, graph: &Overview, edge: &OverviewEdge, spots: &[Spot]) {
    let (from, to) = (&spots[edge.from], &spots[edge.to]);
    let (x1, y1) = (from.x + from.width, from.y + BOX_HEIGHT / 2);
    let (x2, y2) = (to.x, to.y + BOX_HEIGHT / 2);
    let bend = BETWEEN_LAYERS / 2;
    let class = if edge.declared { " class=\"declared\"" } else { "" };
    let title = format!("{} needs {}: {}", graph.nodes[edge.to].key, graph.nodes[edge.from].key, why(edge));
    let _ = writeln!(
        text,
        "<path{class} d=\"M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}\" marker-end=\"url(#tip)\"><title>{}</title></path>",
        x1 + bend,
        x2.saturating_sub(bend),
        escaped(&title)
    );
}

/// Where the boxes go: a layer behind the last one that it needs, in the order of the run within a layer.
fn spots(graph: &Overview) -> Vec<Spot> {
    let layers = layers(graph);
    let count = layers.iter().max().map_or(0, |last| last + 1);
    let mut widths = vec![0; count];
    let sizes: Vec<usize> = graph.nodes.iter().map(|node| width_of(&shortened(&label(node)))).collect();
    for (layer, size) in layers.iter().zip(&sizes) {
        widths[*layer] = widths[*layer].max(*size);
    }
    let mut lefts = vec![MARGIN; count];
    for layer in 1..count {
        lefts[layer] = lefts[layer - 1] + widths[layer - 1] + BETWEEN_LAYERS;
    }
    let mut rows = vec![0; count];
    let place = |(layer, width): (&usize, usize)| {
        let row = rows[*layer];
        rows[*layer] += 1;
        Spot { x: lefts[*layer], y: MARGIN + row * ROW, width }
    };
    layers.iter().zip(sizes).map(place).collect()
}

/// The layer of each node. Edges lead from earlier nodes to later ones and are in the order of where they lead.
fn layers(graph: &Overview) -> Vec<usize> {
    let mut layers = vec![0; graph.nodes.len()];
    for edge in &graph.edges {
        layers[edge.to] = layers[edge.to].max(layers[edge.from] + 1);
    }
    layers
}

fn width_of(text: &str) -> usize {
    text.chars().count() * LETTER + 24
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 3).chain("...".chars()).collect()
}

fn escaped(text: &str) -> String {
    let visible = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let entity = |letter: char| match letter {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        letter => letter.to_string(),
    };
    visible.map(entity).collect()
}
