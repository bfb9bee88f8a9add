//! The way back as it was recorded.

use std::collections::BTreeSet;
use std::sync::Arc;

use amend_catalog::{Catalog, ObjectName};
use amend_sql::{Statement, StatementKind, begins_with};
use amend_syntax::{Diagnostic, Source, Span};

use super::{Back, Way};
use crate::machine::Item;
use crate::{
    Anew, Decision, Effect, ExecType, History, HistoryRow, Inverse, NoWay, RecordedStatement, RecordedWay,
    StepStatement,
};

impl Back<'_> {
    /// The way by what was recorded alone. `None` where there is nothing to go over.
    pub(super) fn recorded(&self, history: &History) -> Result<Option<Way>, Vec<Diagnostic>> {
        let rows = self.rows(history).map_err(|problem| vec![problem])?;
        if rows.is_empty() { Ok(None) } else { self.recorded_over(history, rows).map(Some) }
    }

    /// The recorded way where a change set of these rows has another text now than the one that ran, and may have it
    /// (`runOnChange`); `None` where all are as they were, not all is recorded, or what needs what has to be told, too.
    pub(super) fn edited(&mut self, decisions: &[Decision], history: &History, rows: &[usize]) -> Option<Way> {
        if self.is_apart() {
            return None;
        }
        let change_sets = self.project.changelog.change_sets.iter().zip(decisions);
        let mut edited = change_sets.filter(|(it, decision)| **decision == Decision::RunAgain && !it.run_always);
        let (change_set, _) =
            edited.find(|(change_set, _)| rows.iter().any(|row| history.rows[*row].is_of(change_set)))?;
        let way = self.recorded_over(history, rows.to_vec()).ok()?;
        let reason = format!("change set `{}` has changed since it ran", change_set.key());
        self.notices.push(format!("the way back is the recorded one: {reason}"));
        Some(way)
    }

    /// The recorded way where the changelog tells none; where that is not whole, what is wrong with the changelog's.
    pub(super) fn instead(
        &mut self,
        history: &History,
        rows: Vec<usize>,
        mut problems: Vec<Diagnostic>,
    ) -> Result<Way, Vec<Diagnostic>> {
        if problems.iter().any(|it| TOLD.contains(&it.code.as_str())) {
            return Err(problems);
        }
        match self.recorded_over(history, rows.clone()) {
            Ok(way) => {
                let reason = problems.first().map(|it| it.message.as_str()).unwrap_or_default();
                self.notices
                    .push(format!("the way back is the recorded one, since the changelog tells none: {reason}"));
                Ok(way)
            }
            Err(_) => {
                problems.extend(self.recorded_part(history, &rows));
                Err(problems)
            }
        }
    }

    /// How far the record would lead.
    fn recorded_part(&self, history: &History, rows: &[usize]) -> Option<Diagnostic> {
        let is_recorded = |row: &&usize| matches!(self.recorded_way(&history.rows[**row]), Ok(Some(_)));
        let count = rows.iter().take_while(is_recorded).count();
        let message = format!("the way back is recorded for the newest {count} of these {} change sets", rows.len());
        (count > 0 && !self.is_apart()).then(|| {
            Diagnostic::advice("amend::rollback::not-recorded", message)
                .help(format!("`rollback-count {count}` goes over them"))
        })
    }

    /// The recorded way over these rows, all of it, with what goes along.
    fn recorded_over(&self, history: &History, rows: Vec<usize>) -> Result<Way, Vec<Diagnostic>> {
        self.recorded_ways(history, &rows)?;
        let rows = self.with_touching(history, rows)?;
        let ways = self.recorded_ways(history, &rows)?;
        let of = |(place, way): (usize, &Option<&RecordedWay>)| {
            let newer: Vec<_> = ways[..place].iter().flatten().flat_map(|way| way.renamed.clone()).collect();
            way.iter().flat_map(|it| &it.anew).map(|it| (name_now(&it.table, &newer), it.clone())).collect::<Vec<_>>()
        };
        let anew: Vec<(ObjectName, Anew)> = ways.iter().enumerate().flat_map(of).collect();
        let tables: BTreeSet<&ObjectName> = anew.iter().map(|(now, _)| now).collect();
        let items = rows.iter().zip(&ways).map(|(row, way)| self.recorded_item(&history.rows[*row], *way));
        Ok(Way { items: items.collect(), anew: tables.into_iter().cloned().collect(), recorded: Some(anew), rows })
    }

    /// The recorded ways of these rows, or all reasons why one of them cannot be gone.
    fn recorded_ways(&self, history: &History, rows: &[usize]) -> Result<Vec<Option<&RecordedWay>>, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let ways = rows.iter().map(|row| self.recorded_way(&history.rows[*row]));
        let ways = ways.filter_map(|way| way.map_err(|problem| problems.push(problem)).ok()).collect();
        if problems.is_empty() { Ok(ways) } else { Err(problems) }
    }

    /// The rows that go. A recorded way begins where its change set ended: what is newer and touches the same objects has to
    /// go before it.
    fn with_touching(&self, history: &History, mut rows: Vec<usize>) -> Result<Vec<usize>, Vec<Diagnostic>> {
        let Some(oldest) = rows.iter().min().copied().filter(|_| self.is_apart()) else { return Ok(rows) };
        let mut problems = Vec::new();
        for row in oldest + 1..history.rows.len() {
            if rows.contains(&row) {
                continue;
            }
            let older = rows.iter().copied().filter(|it| *it < row);
            match older.filter_map(|older| self.touching(history, older, row)).max_by_key(|it| it.is_certain()) {
                Some(touching) if self.with_dependents && touching.is_certain() => rows.push(row),
                Some(touching) => problems.push(touching.diagnostic(history)),
                None => {}
            }
        }
        rows.sort_unstable_by(|left, right| right.cmp(left));
        if problems.is_empty() { Ok(rows) } else { Err(problems) }
    }

    /// How the newer of two rows touches what the older one touched.
    fn touching(&self, history: &History, older: usize, newer: usize) -> Option<Touching> {
        let touches = |row: usize| {
            let row = &history.rows[row];
            let inverse = self.inverses.get(&row.key).filter(|it| it.is_of(row))?;
            inverse.way.as_ref().ok()?.touches.as_deref()
        };
        if does_nothing(&history.rows[newer]) || does_nothing(&history.rows[older]) {
            return None;
        }
        let object = match (touches(older), touches(newer)) {
            (Some(older), Some(newer)) => Some(older.iter().find(|name| newer.contains(name))?.clone()),
            _ => None,
        };
        Some(Touching { older, newer, object })
    }

    /// The recorded way of a row; `None` where its change set did nothing.
    fn recorded_way(&self, row: &HistoryRow) -> Result<Option<&RecordedWay>, Diagnostic> {
        if does_nothing(row) {
            return Ok(None);
        }
        let inverse = self.inverses.get(&row.key).ok_or_else(|| not_recorded(row))?;
        if !inverse.is_of(row) {
            return Err(of_another_run(inverse, row));
        }
        let way = inverse.way.as_ref().map_err(|why| not_usable(inverse, why))?;
        let gone: Vec<&ObjectName> = way.kept.iter().filter(|table| !self.project.keep.found.has(table)).collect();
        match (gone.first(), &way.bare) {
            (None, _) => Ok(Some(way)),
            // The last statements of a way that was begun give up what was kept.
            (Some(_), _) if self.is_begun(row, way) => Ok(Some(way)),
            (Some(_), Some(bare)) if gone.len() == way.kept.len() => Ok(Some(bare)),
            (Some(table), _) => Err(given_up(row, table, gone.len() < way.kept.len())),
        }
    }

    /// Whether an earlier run has sent the first statements of the way.
    fn is_begun(&self, row: &HistoryRow, way: &RecordedWay) -> bool {
        let texts: Vec<&str> = way.statements.iter().map(|it| it.text.as_str()).collect();
        self.is_half_gone(row) && self.go_on(row, &texts)
    }

    fn recorded_item(&self, row: &HistoryRow, way: Option<&RecordedWay>) -> Item {
        let item = self.bare_item(row);
        let Some(way) = way else { return item };
        let count = way.statements.len();
        let statement = |(place, it): (usize, &RecordedStatement)| {
            let name = format!("recorded way back of {}, statement {} of {count}", item.name, place + 1);
            step_statement(name, it)
        };
        Item {
            statements: way.statements.iter().enumerate().map(statement).collect(),
            wants_transaction: way.wants_transaction,
            foreign_keys_off: way.foreign_keys_off,
            ..item
        }
    }

    /// What stands on tables that are made anew and was not known when the way was told: it would fall in silence.
    pub(super) fn falling(&self, found: &Catalog, recorded: &[(ObjectName, Anew)]) -> Vec<Diagnostic> {
        let statements = || self.way.items.iter().flat_map(|it| &it.statements).map(|it| it.statement.text.as_str());
        let mut falling = Vec::new();
        for table in self.way.anew.iter().filter_map(|name| found.table(name)) {
            let records = || recorded.iter().filter(|(now, _)| *now == table.name).map(|(_, anew)| anew);
            let parts: Vec<&String> = records().flat_map(|it| &it.parts).collect();
            let names: BTreeSet<&String> = records().map(|it| &it.table.name).chain([&table.name.name]).collect();
            // Names of triggers and indexes are those of one; other tables may have a column of that name.
            let drops = |text: &str| names.iter().any(|name| has_word(text, name)) && !begins_with(text, &["CREATE"]);
            let is_told = |kind: &str, name: &String| {
                parts.contains(&name)
                    || statements().any(|text| has_word(text, name) && (kind != COLUMN || drops(text)))
            };
            let triggers = found.routines.iter().filter(|it| it.table.as_ref() == Some(&table.name));
            let triggers = triggers.map(|it| ("trigger", &it.name.name));
            let indexes = table.indexes.iter().filter(|it| !it.automatic).map(|it| ("index", &it.name));
            let columns = table.columns.iter().map(|it| (COLUMN, &it.name));
            let lost = triggers.chain(indexes).chain(columns).filter(|(kind, name)| !is_told(kind, name));
            falling.extend(lost.map(|(kind, name)| would_fall(kind, name, &table.name)));
        }
        falling
    }
}

const COLUMN: &str = "column";

/// The name that a table has now which these renamings of the way, in their order, bring back to that name.
pub(super) fn name_now(table: &ObjectName, renamed: &[(ObjectName, ObjectName)]) -> ObjectName {
    let now = renamed.iter().rev().fold(table, |name, (before, after)| if after == name { before } else { name });
    now.clone()
}

/// What a changelog tells of change sets that need each other: no record knows better.
const TOLD: &[&str] = &["amend::rollback::needed", "amend::rollback::altered"];

/// Two rows whose change sets touch the same object.
struct Touching {
    older: usize,
    newer: usize,
    /// The object; `None` where nobody knows what one of them touches.
    object: Option<String>,
}

impl Touching {
    fn is_certain(&self) -> bool {
        self.object.is_some()
    }

    fn diagnostic(&self, history: &History) -> Diagnostic {
        let [older, newer] = [self.older, self.newer].map(|row| &history.rows[row].key);
        let (message, help) = match &self.object {
            Some(object) => (
                format!("`{newer}` ran after `{older}`, and touches `{object}`, too"),
                "take it along with `--with-dependents`; the changelog, without `--from-journal`, tells more exactly what \
                 needs what",
            ),
            None => (
                format!("`{newer}` ran after `{older}`, and not all that the two touch is recorded"),
                "take back what ran after it first; the changelog, without `--from-journal`, tells what needs what",
            ),
        };
        Diagnostic::error("amend::rollback::not-newest", message).help(help)
    }
}

/// Whether the row stands for nothing but itself: a tag, or a change set that was passed over.
fn does_nothing(row: &HistoryRow) -> bool {
    let only_tag = row.description.as_deref() == Some("tagDatabase") || row.key.filename == TAG_FILE;
    row.exec_type == ExecType::MarkRan || only_tag
}

/// The file that rows have which only carry a tag.
const TAG_FILE: &str = "liquibase-internal";

/// Whether the name stands in the text, and not within a longer one.
fn has_word(text: &str, name: &str) -> bool {
    let goes_on = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(goes_on) && !text[at + name.len()..].starts_with(goes_on))
}

fn step_statement(name: String, recorded: &RecordedStatement) -> StepStatement {
    let source = Source::new(name, recorded.text.clone());
    let place = source.place(Span { start: 0, end: recorded.text.len() });
    let kind = if recorded.effect == Effect::Atomic { StatementKind::Data } else { StatementKind::Other };
    let statement = Statement { text: recorded.text.clone(), kind, transactional: recorded.transactional, bulk: None };
    StepStatement { statement, program: None, place, rewrites: Arc::default(), effect: recorded.effect.clone() }
}

fn not_recorded(row: &HistoryRow) -> Diagnostic {
    Diagnostic::error("amend::rollback::not-recorded", format!("the way back of `{}` is not recorded", row.key))
        .help("an update with `--record-inverse` records it; without `--from-journal` the changelog tells the way back")
}

fn of_another_run(inverse: &Inverse, row: &HistoryRow) -> Diagnostic {
    let message = format!(
        "the way back of `{}` was recorded on {} by another run than the one that its row is of, of {}",
        row.key, inverse.written, row.date_executed
    );
    Diagnostic::error("amend::rollback::not-recorded", message).help(
        "it ran again since, and that was not recorded; without `--from-journal` the changelog tells the way back",
    )
}

fn not_usable(inverse: &Inverse, why: &NoWay) -> Diagnostic {
    let (key, written, writer) = (&inverse.key, &inverse.written, &inverse.writer);
    match why {
        NoWay::Impossible(why) => {
            let message = format!("`{key}` had no way back when it ran on {written}: {why}");
            Diagnostic::error("amend::rollback::impossible", message)
                .help("where the changelog has a `rollback` block for it now, leave `--from-journal` out")
        }
        NoWay::Unreadable(why) => {
            let message = format!("the way back of `{key}`, recorded on {written} by {writer}, cannot be used: {why}");
            Diagnostic::error("amend::journal::unreadable", message)
                .help("leave `--from-journal` out: the changelog tells the way back")
        }
    }
}

fn given_up(row: &HistoryRow, table: &ObjectName, others_left: bool) -> Diagnostic {
    let message = format!("what `{}` took was kept in `{table}`, which is not there any more", row.key);
    Diagnostic::error("amend::rollback::purged", message).help(match others_left {
        true => "leave `--from-journal` out: the changelog brings back what is left; or `purge` that, too",
        false => "where the changelog has a `rollback` block for it, leave `--from-journal` out",
    })
}

fn would_fall(kind: &str, name: &str, table: &ObjectName) -> Diagnostic {
    let message = format!("the {kind} `{name}` of `{table}` is not known to the way back, and would be lost");
    Diagnostic::error("amend::rollback::would-lose", message)
        .help("the table is made anew on the way; drop it, or take it out, and make it again afterwards")
}
