//! The ways back of an update, recorded while it goes.

use amend_catalog::{Object, World};
use amend_syntax::Diagnostic;

use super::{Manner, Update};
use crate::inverse::{impossible, inverse_of, recorded};
use crate::lowering::forward;
use crate::machine::{NewRow, Record};
use crate::preview::history_row;
use crate::{
    ChangeSetKey, Direction, Entry, ExecType, History, Inverse, Keep, NoWay, Project, RecordedWay, Recording, Step,
    replay, way_back,
};

/// Why a change set that went on in its middle may have no way back.
const HALF_DONE: &str =
    "it was interrupted in its middle, and only the database, not the changelog, knew what it found before";

impl Update<'_> {
    /// What is recorded of the way back over a step.
    pub(super) fn recording(&mut self, record: &Record, step: &Step) -> Recording {
        let Some(row) = new_row(record).filter(|_| self.records_inverses) else { return Recording::Leave };
        let mut seen = false;
        let way = match row.exec_type {
            // Nothing was done: the row of the history is all that goes.
            ExecType::MarkRan => return Recording::Leave,
            ExecType::Reran => self.replayed(row, step),
            _ if self.manner == Manner::Mark => self.supposed(step.change_set),
            _ => {
                seen = step.altered_objects().iter().any(|name| self.looked_up.contains(name));
                let begun = if seen { self.begun(&record.key(), &row.md5sum) } else { None };
                begun.unwrap_or_else(|| inverse_of(&self.project, step, &mut self.catalog))
            }
        };
        let inverse = Box::new(Inverse::new(record.key(), &row.md5sum, way));
        if seen { Recording::WriteAtOnce(inverse) } else { Recording::Write(inverse) }
    }

    /// What a step replaces that was looked up, and that only a recorded way back would bring back: the changelog does not
    /// tell what it was.
    pub(super) fn replaced(&self, step: &Step) -> Vec<Diagnostic> {
        let of_others = |object: &Object| match object {
            Object::View(view) if self.looked_up.contains(&view.name) => Some(view.name.to_string()),
            _ => None,
        };
        let replaced =
            step.ops.iter().filter(|_| !self.records_inverses).filter_map(|(op, place)| {
                let edit = op.as_edit().filter(|edit| edit.manner.or_replace)?;
                let name = edit.before.as_ref().and_then(of_others)?;
                let message = format!("a view `{name}` that the changelog did not make gives way");
                let warning = Diagnostic::warning("amend::view::replaced", message).at(place, "this one replaces it");
                Some(warning.help(
                    "the rollback drops this one and does not bring the other back, unless `--record-inverse` is on",
                ))
            });
        replaced.collect()
    }

    /// The way back over a change set that an earlier run began, told by what the database had before that; `None` where
    /// none did.
    fn begun(&self, key: &ChangeSetKey, md5sum: &str) -> Option<Result<RecordedWay, NoWay>> {
        let entries: Vec<&Entry> = self.half_done.of(key, Direction::Forward);
        let is_of = |it: &&Inverse| {
            it.key == *key && it.md5sum == md5sum && entries.iter().any(|entry| entry.run == it.deployment_id)
        };
        let way = || self.half_done.inverses.iter().find(is_of).map(|it| it.way.clone());
        (!entries.is_empty()).then(|| way().unwrap_or_else(|| Err(NoWay::Impossible(HALF_DONE.to_owned()))))
    }

    /// A change set that runs again has one row in the history, and one way back: to before it ran at all, as a replay
    /// tells it. What each of its runs did would be more with each run.
    fn replayed(&self, row: &NewRow, step: &Step) -> Result<RecordedWay, NoWay> {
        let mut history = History { rows: self.history.rows.clone() };
        let rows = self.recorded.iter().filter_map(new_row).chain([row]);
        for row in rows {
            let row = history_row(row.clone(), history.next_order());
            history.rows.retain(|it| it.key.normal() != row.key.normal());
            history.rows.push(row);
        }
        let last = history.rows.len() - 1;
        let steps = way_back(&self.project, replay(&self.project, &history), &history, &[last]);
        let back = steps.map_err(|problems| impossible(&problems))?;
        let Some(back) = back.first() else { return Ok(RecordedWay::default()) };
        let way = recorded(&self.project, step, &back.step, &self.catalog)?;
        // What earlier runs of it touched is not known any more.
        Ok(RecordedWay { touches: None, ..way })
    }

    /// What a change set would have done that is only marked as run: nothing was kept.
    fn supposed(&mut self, index: usize) -> Result<RecordedWay, NoWay> {
        let project = Project { keep: Keep::default(), ..self.project };
        match forward(&project, index, &mut self.catalog, &[]) {
            Ok(prepared) => inverse_of(&project, &prepared.step, &mut self.catalog),
            Err(refused) => {
                self.catalog.world = World::Open;
                Err(impossible(&refused.diagnostics))
            }
        }
    }
}

fn new_row(record: &Record) -> Option<&NewRow> {
    match record {
        Record::Insert(row) | Record::Rerun { row, .. } => Some(row),
        Record::Delete(_) | Record::SetSum { .. } => None,
    }
}
