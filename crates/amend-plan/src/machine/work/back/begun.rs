//! A way back that an earlier run has begun: its last statements give up what was kept, which is not found any more then.

use std::collections::BTreeSet;

use amend_catalog::{Object, ObjectName};
use amend_syntax::Diagnostic;

use super::{Back, Way};
use crate::step::sha256;
use crate::{Direction, Entry, Found, History, HistoryRow, KEPT_PREFIX, Keep, Project, Replay, way_back};

impl Back<'_> {
    /// The way as a replay tells it, with what goes along; over a row that is half gone, the way that was begun.
    pub(super) fn replayed(&self, replay: Replay, history: &History, rows: Vec<usize>) -> Result<Way, Vec<Diagnostic>> {
        let half_gone = rows.iter().copied().find(|row| self.is_half_gone(&history.rows[*row]));
        let Some(row) = half_gone else { return self.told(&self.project, replay, history, rows) };
        let way = self.told(&self.project, replay.clone(), history, rows.clone())?;
        let place = way.rows.iter().position(|it| *it == row);
        let texts = place.map(|place| way.items[place].statements.iter().map(|it| it.statement.text.as_str()));
        if texts.is_none_or(|texts| self.go_on(&history.rows[row], &texts.collect::<Vec<_>>())) {
            return Ok(way);
        }
        let kept = self.kept_by(&replay, history, row);
        let project = Project { keep: Keep { found: Found::Tables(&kept), ..self.project.keep }, ..self.project };
        self.told(&project, replay, history, rows)
    }

    /// Whether an earlier run has sent statements of the way back over the row.
    pub(super) fn is_half_gone(&self, row: &HistoryRow) -> bool {
        !self.journal.of(&row.key, Direction::Back).is_empty()
    }

    /// Whether the statements of these texts go on where an earlier run has stopped.
    pub(super) fn go_on(&self, row: &HistoryRow, texts: &[&str]) -> bool {
        let is_sent = |entry: &&Entry| {
            let text = entry.number.checked_sub(1).and_then(|place| texts.get(place));
            text.is_some_and(|text| sha256(text) == entry.hash)
        };
        self.journal.of(&row.key, Direction::Back).iter().all(is_sent)
    }

    /// The tables that keep rows, with all that the change set of the row can have had.
    fn kept_by(&self, replay: &Replay, history: &History, row: usize) -> BTreeSet<ObjectName> {
        let mut tables = match self.project.keep.found {
            Found::Tables(tables) => tables.clone(),
            Found::Nothing | Found::Everything => BTreeSet::new(),
        };
        let project = Project { keep: Keep { found: Found::Everything, ..self.project.keep }, ..self.project };
        let newer = (row..history.rows.len()).rev().collect::<Vec<_>>();
        let steps = way_back(&project, replay.clone(), history, &newer).unwrap_or_default();
        let edits = steps.iter().filter(|back| back.row == row).flat_map(|back| &back.step.ops);
        let dropped = edits.filter_map(|(op, _)| op.as_edit()).filter_map(|edit| match &edit.before {
            Some(Object::Table(table)) if table.name.name.starts_with(KEPT_PREFIX) => Some(table.name.clone()),
            _ => None,
        });
        tables.extend(dropped);
        tables
    }
}
