//! The state of the database, replayed from the change sets that have run.

use std::collections::HashMap;

use amend_catalog::{Catalog, Op, World};
use amend_changelog::change_set::{Key, PlacedChange};
use amend_changelog::lower::{Lowered, Need, RowReading};
use amend_sql::profile;
use amend_syntax::{Diagnostic, Place};

use crate::lowering::lower;
use crate::{ExecType, History, Project};

/// What the change sets that have run made.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The state that they leave.
    pub catalog: Catalog,
    /// What each of them did, in the order in which they ran; `None` where it cannot be told.
    pub ran: Vec<Ran>,
}

/// A row of the history with what its change set did.
#[derive(Clone, Debug)]
pub struct Ran {
    /// The row, by its place in the history.
    pub row: usize,
    /// The change set, by its place in the changelog; `None` where the changelog does not have it.
    pub change_set: Option<usize>,
    /// What it did; what cannot be told is the reason why.
    pub ops: Result<Vec<(Op, Place)>, Vec<Diagnostic>>,
    /// What it took to be there.
    pub needs: Vec<Need>,
}

/// Replays a history. A row whose change set the changelog does not have, or no longer fits, opens the world: from
/// there on, what is not known may exist.
pub fn replay(project: &Project<'_>, history: &History) -> Replay {
    let mut replay = Replay { catalog: Catalog::new(profile(project.product()).naming), ran: Vec::new() };
    let places = places(project);
    for (row, entry) in history.rows.iter().enumerate() {
        let change_set = places.get(&entry.key.normal().folded()).copied();
        let made = match change_set {
            Some(_) if entry.exec_type == ExecType::MarkRan => Ok(Lowered::default()),
            Some(index) => replay_one(project, index, &mut replay.catalog),
            None => Err(Vec::new()),
        };
        if made.is_err() {
            replay.catalog.world = World::Open;
        }
        let (ops, needs) = match made {
            Ok(made) => (Ok(made.ops), made.needs),
            Err(problems) => (Err(problems), Vec::new()),
        };
        replay.ran.push(Ran { row, change_set, ops, needs });
    }
    replay
}

/// The places of the change sets in the changelog, by keys without letter case.
fn places(project: &Project<'_>) -> HashMap<Key, usize> {
    let change_sets = project.changelog.change_sets.iter().enumerate();
    change_sets.map(|(index, change_set)| (change_set.key().folded(), index)).collect()
}

fn replay_one(project: &Project<'_>, index: usize, catalog: &mut Catalog) -> Result<Lowered, Vec<Diagnostic>> {
    let change_set = &project.changelog.change_sets[index];
    let changes: Vec<&PlacedChange> = change_set.changes.iter().collect();
    lower(project, change_set, &changes, catalog, RowReading::Heading).map_err(|refused| refused.diagnostics)
}
