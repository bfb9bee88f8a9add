//! What depends on change sets that have run, told from what each of them did.

use std::collections::{BTreeMap, HashMap};

use amend_syntax::Diagnostic;

use crate::graph::{Cause, Footprint, declared_edges, edges_between, of_operations};
use crate::{History, Project, Replay};

/// A change set that ran and depends on another that ran.
#[derive(Clone, Debug)]
pub struct Dependent {
    /// Its row, by its place in the history.
    pub row: usize,
    /// The row that it depends on.
    pub on: usize,
    /// Why it does.
    pub cause: Cause,
}

impl Dependent {
    /// The dependence as a reason not to take the other one back alone.
    pub fn diagnostic(&self, history: &History) -> Diagnostic {
        let key = |row: usize| &history.rows[row].key;
        let message = format!("`{}` depends on `{}`", key(self.row), key(self.on));
        let diagnostic = Diagnostic::error("amend::rollback::needed", message)
            .help("take it along with `--with-dependents`, or take it back first");
        match &self.cause {
            Cause::Declared { place } => diagnostic.at(place, "says so"),
            Cause::Object { object, needed, left } => {
                diagnostic.at(needed, format!("needs `{object}`")).also(left, format!("leaves `{object}`"))
            }
        }
    }
}

/// All that depends on these rows, directly or through others; newest first.
pub fn dependents(project: &Project<'_>, replay: &Replay, rows: &[usize]) -> Vec<Dependent> {
    let footprints: Vec<Footprint> = replay.ran.iter().map(|ran| footprint(project, ran)).collect();
    let inferred = edges_between(footprints.iter().enumerate());
    let mut needs: BTreeMap<usize, Vec<(usize, Cause)>> = BTreeMap::new();
    for edge in inferred {
        needs.entry(edge.to).or_default().push((edge.from, edge.cause));
    }
    for (from, to, cause) in declared(project, replay) {
        needs.entry(to).or_default().insert(0, (from, cause));
    }
    let mut gone: Vec<usize> = rows.to_vec();
    let mut found = Vec::new();
    // A row depends on earlier ones only, so one walk finds them all.
    for (row, needs) in needs {
        let on = needs.into_iter().find(|(from, _)| *from < row && gone.contains(from));
        if let Some((on, cause)) = on.filter(|_| !gone.contains(&row)) {
            gone.push(row);
            found.push(Dependent { row, on, cause });
        }
    }
    found.reverse();
    found
}

/// What a change set did; nothing in it is certain any more, so that no edge leads back in time.
fn footprint(project: &Project<'_>, ran: &crate::Ran) -> Footprint {
    let Ok(ops) = &ran.ops else { return Footprint::default() };
    let mut footprint = of_operations(project, ops, &ran.needs);
    footprint.accesses.iter_mut().for_each(|access| access.certain = false);
    footprint
}

/// The declared needs between rows.
fn declared(project: &Project<'_>, replay: &Replay) -> Vec<(usize, usize, Cause)> {
    let rows: HashMap<usize, usize> = replay.ran.iter().filter_map(|ran| Some((ran.change_set?, ran.row))).collect();
    let edges = declared_edges(project.changelog).unwrap_or_default();
    let between = |edge: &crate::graph::DeclaredEdge<'_>| {
        let cause = Cause::Declared { place: edge.need.place.clone() };
        Some((*rows.get(&edge.from)?, *rows.get(&edge.to)?, cause))
    };
    edges.iter().filter_map(between).collect()
}
