//! Forward: the change sets that have not run.

mod mistakes;
mod recording;

use std::collections::{HashSet, VecDeque};

use amend_catalog::{Catalog, Load, ObjectName, Op, World};
use amend_changelog::change_set::{ChangeSet, OnValidationFail};
use amend_sql::profile;
use amend_syntax::Diagnostic;

use super::one::one;
use super::row::{new_row, tag_of};
use super::{Ask, Start, Work};
use crate::conditions::Verdict;
use crate::lowering::{forward, take_back};
use crate::machine::{How, Item, NewRow, Record, Subject};
use crate::{
    Decision, Direction, ExecType, History, Journal, Move, Project, Recording, Selection, Step, order, replay, select,
};

/// Where an update ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// At the end of the changelog.
    AtEnd,
    /// After so many change sets.
    AfterCount(usize),
    /// After the change set that sets this tag.
    AfterTag(String),
    /// With this change set, written `path::id::author`; the others stay away.
    One(String),
}

/// What is done with the change sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// They run.
    Run,
    /// They are only recorded as run.
    Mark,
}

/// The update of a database to its changelog.
pub struct Update<'a> {
    project: Project<'a>,
    stop: Stop,
    manner: Manner,
    history: History,
    catalog: Catalog,
    writes: Vec<Record>,
    pending: VecDeque<(usize, bool)>,
    changelog_verdict: Option<Verdict>,
    verdict: Option<Verdict>,
    /// The ways back are recorded.
    records_inverses: bool,
    /// The records of this run so far, where ways back are recorded.
    recorded: Vec<Record>,
    /// What an earlier run began and did not end.
    half_done: Journal,
    looked_up: Vec<ObjectName>,
    /// Files whose rows were looked at before the run.
    seen: Vec<Load>,
    current: Option<Step>,
    /// Warnings, in the order in which they arose.
    pub notes: Vec<Diagnostic>,
    /// Change sets that were passed over, with the reason.
    pub passed_over: Vec<(usize, String)>,
    /// What ran, with its operations.
    pub steps: Vec<Step>,
    /// Change sets that run later than the file has them.
    pub moves: Vec<Move>,
}

impl<'a> Update<'a> {
    /// An update of the project's database.
    pub fn new(project: Project<'a>, stop: Stop, manner: Manner) -> Self {
        Self {
            catalog: Catalog::new(profile(project.product()).naming),
            project,
            stop,
            manner,
            history: History::default(),
            writes: Vec::new(),
            pending: VecDeque::new(),
            changelog_verdict: None,
            verdict: None,
            records_inverses: false,
            recorded: Vec::new(),
            half_done: Journal::default(),
            looked_up: Vec::new(),
            seen: Vec::new(),
            current: None,
            notes: Vec::new(),
            passed_over: Vec::new(),
            steps: Vec::new(),
            moves: Vec::new(),
        }
    }

    /// The same update, with the way back of each change set recorded beside its row of the history.
    #[must_use]
    pub fn recording_inverses(self, records_inverses: bool) -> Self {
        Self { records_inverses, ..self }
    }

    /// The state that the change sets so far leave.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The history that the work began with.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// How many change sets are still to come.
    pub fn remaining(&self) -> usize {
        self.pending.len()
    }

    fn choose(&mut self, selection: &Selection, order: &[usize]) -> Result<(), Diagnostic> {
        if let Stop::One(name) = &self.stop {
            self.pending = one(&self.project, selection, name)?.into_iter().collect();
            return Ok(());
        }
        let runs = |index: &usize| matches!(selection.decisions[*index], Decision::Run | Decision::RunAgain);
        let until = self.end_of(order)?;
        let pending = order.iter().take(until).copied().filter(runs);
        let pending = pending.map(|index| (index, selection.decisions[index] == Decision::RunAgain));
        self.pending = match self.stop {
            Stop::AfterCount(count) => pending.take(count).collect(),
            _ => pending.collect(),
        };
        Ok(())
    }

    /// How many change sets of the order the update may reach.
    fn end_of(&self, order: &[usize]) -> Result<usize, Diagnostic> {
        let Stop::AfterTag(tag) = &self.stop else { return Ok(order.len()) };
        let sets = |index: &usize| tag_of(&self.project.changelog.change_sets[*index]).is_some_and(|it| it == tag);
        order.iter().position(sets).map(|at| at + 1).ok_or_else(|| {
            Diagnostic::error("amend::tag::missing", format!("no change set of the changelog sets the tag `{tag}`"))
                .help("`tagDatabase` in a change set sets a tag")
        })
    }

    /// Checksums that rows of the history lack, or have in an older form.
    fn sum_writes(&self, selection: &Selection) -> Vec<Record> {
        let of = |(decision, change_set): (&Decision, &ChangeSet)| match decision {
            Decision::FillSum(sum) | Decision::UpgradeSum(sum) => {
                let row = Box::new(self.history.row_of(change_set)?.clone());
                Some(Record::SetSum { row, md5sum: sum.clone() })
            }
            _ => None,
        };
        selection.decisions.iter().zip(&self.project.changelog.change_sets).filter_map(of).collect()
    }

    /// The preconditions of the changelog come before everything; there, whatever does not hold ends the run.
    fn ask_for_changelog(&self) -> Option<Ask> {
        if self.project.changelog.preconditions.is_empty() || self.manner == Manner::Mark {
            return None;
        }
        match &self.changelog_verdict {
            None => Some(Ask::Evaluate(Subject::Changelog)),
            Some(Verdict::Halt(problem)) => Some(Ask::Refuse(vec![problem.clone()])),
            Some(Verdict::Skip(reason) | Verdict::MarkRan(reason)) => {
                let problem = Diagnostic::error("amend::precondition::failed", reason.clone());
                Some(Ask::Refuse(vec![problem]))
            }
            Some(Verdict::Run(_) | Verdict::Unknown) => None,
        }
    }

    fn prepare(&mut self, index: usize, again: bool) -> Ask {
        match forward(&self.project, index, &mut self.catalog, &self.seen) {
            Ok(prepared) => match self.not_looked_up(&self.wanted(prepared.wanted, &prepared.step)) {
                Some(wanted) => {
                    take_back(&mut self.catalog, &prepared.step.ops);
                    Ask::Inspect(wanted)
                }
                None => self.run(index, again, prepared.step),
            },
            Err(refused) => match self.not_looked_up(&refused.wanted) {
                Some(wanted) => Ask::Inspect(wanted),
                None => self.refuse(index, refused.diagnostics),
            },
        }
    }

    /// What is to be looked up before the step runs: what is not known, and what its statements would set back to what
    /// the changelog tells, which is not all where SQL of the user ran before.
    fn wanted(&self, unknown: Vec<ObjectName>, step: &Step) -> Vec<ObjectName> {
        let redefines = step.foreign_keys_off
            || self.catalog.world == World::Open && profile(self.project.product()).redefines_columns;
        if redefines { unknown.into_iter().chain(step.altered_tables()).collect() } else { unknown }
    }

    fn not_looked_up(&mut self, wanted: &[ObjectName]) -> Option<Vec<ObjectName>> {
        let open: Vec<ObjectName> = wanted.iter().filter(|it| !self.looked_up.contains(it)).cloned().collect();
        self.looked_up.extend(open.iter().cloned());
        (!open.is_empty()).then_some(open)
    }

    fn refuse(&mut self, index: usize, diagnostics: Vec<Diagnostic>) -> Ask {
        if self.project.changelog.change_sets[index].on_validation_fail == OnValidationFail::MarkRan {
            self.notes.extend(diagnostics);
            return self.mark(index, ExecType::MarkRan);
        }
        if self.project.changelog.change_sets[index].fail_on_error {
            return Ask::Stop { diagnostics, change_set: Some(index) };
        }
        self.notes.extend(diagnostics);
        self.leave();
        self.next()
    }

    fn run(&mut self, index: usize, again: bool, step: Step) -> Ask {
        self.notes.extend(step.notes.iter().cloned());
        self.notes.extend(self.replaced(&step));
        self.record(index, if again { ExecType::Reran } else { ExecType::Executed }, step)
    }

    /// Records a change set without running it.
    fn mark(&mut self, index: usize, exec_type: ExecType) -> Ask {
        self.record(index, exec_type, Step::without_effect(index))
    }

    fn record(&mut self, index: usize, exec_type: ExecType, step: Step) -> Ask {
        match new_row(&self.project, index, exec_type) {
            Ok(row) => {
                let mut item = self.item(index, row, &step);
                item.recording = self.recording(&item.record, &step);
                self.current = Some(step);
                Ask::Run(Box::new(item))
            }
            Err(problem) => Ask::Stop { diagnostics: vec![problem], change_set: Some(index) },
        }
    }

    fn item(&self, index: usize, row: NewRow, step: &Step) -> Item {
        let change_set = &self.project.changelog.change_sets[index];
        let only_recorded = self.manner == Manner::Mark || row.exec_type == ExecType::MarkRan;
        let stored = self.history.row_of(change_set).filter(|_| row.exec_type == ExecType::Reran);
        Item {
            change_set: Some(index),
            name: change_set.key().to_string(),
            statements: step.statements.clone(),
            record: match stored.map(|row| row.key.filename.clone()) {
                Some(stored_filename) => Record::Rerun { row, stored_filename },
                None => Record::Insert(row),
            },
            wants_transaction: change_set.run_in_transaction,
            foreign_keys_off: step.foreign_keys_off,
            fail_on_error: change_set.fail_on_error,
            notices: notices(step),
            only_recorded,
            recording: Recording::Leave,
        }
    }

    /// Whether the state of the database is needed, as the change sets that ran tell it.
    fn knows_state(&self) -> bool {
        !self.pending.is_empty() && (self.manner == Manner::Run || self.records_inverses)
    }

    fn leave(&mut self) {
        self.pending.pop_front();
        self.verdict = None;
    }
}

fn notices(step: &Step) -> Vec<String> {
    let notice = |op: &Op| match op {
        Op::Notice(text) => Some(text.clone()),
        _ => None,
    };
    step.ops.iter().filter_map(|(op, _)| notice(op)).collect()
}

impl Work for Update<'_> {
    fn start(&mut self, history: &History) -> Start {
        let selection = select(&self.project, history);
        if !selection.problems.is_empty() {
            return Start::Refused(selection.problems);
        }
        let order = match order(&self.project, history, &selection) {
            Ok(order) => order,
            Err(problems) => return Start::Refused(problems),
        };
        // What was found before the lock is as true under the lock, where nobody ran anything in between.
        let looked_at = !self.pending.is_empty() && self.history == *history;
        self.history = history.clone();
        if let Err(problem) = self.choose(&selection, &order.sequence) {
            return Start::Refused(vec![problem]);
        }
        let runs: HashSet<usize> = self.pending.iter().map(|(index, _)| *index).collect();
        self.moves = order.moves.into_iter().filter(|it| runs.contains(&it.change_set)).collect();
        self.writes = self.sum_writes(&selection);
        if self.pending.is_empty() && self.writes.is_empty() {
            return Start::Nothing;
        }
        if self.manner == Manner::Run && !self.pending.is_empty() {
            let mistakes = if looked_at { Vec::new() } else { self.mistakes(history) };
            if !mistakes.is_empty() {
                return Start::Refused(mistakes);
            }
        }
        if self.knows_state() {
            self.catalog = replay(&self.project, history).catalog;
        }
        Start::Ready
    }

    fn direction(&self) -> Direction {
        Direction::Forward
    }

    fn journal(&mut self, journal: &Journal) {
        self.half_done = journal.clone();
    }

    fn next(&mut self) -> Ask {
        if let Some(ask) = self.ask_for_changelog() {
            return ask;
        }
        if !self.writes.is_empty() {
            return Ask::Write(std::mem::take(&mut self.writes));
        }
        let Some((index, again)) = self.pending.front().copied() else { return Ask::Done };
        if self.manner == Manner::Mark {
            return self.mark(index, ExecType::Executed);
        }
        if self.project.changelog.change_sets[index].preconditions.is_none() {
            return self.prepare(index, again);
        }
        match self.verdict.clone() {
            None => Ask::Evaluate(Subject::ChangeSet(index)),
            Some(Verdict::Halt(problem)) => Ask::Stop { diagnostics: vec![problem], change_set: Some(index) },
            Some(Verdict::MarkRan(reason)) => {
                self.passed_over.push((index, reason));
                self.mark(index, ExecType::MarkRan)
            }
            Some(Verdict::Skip(reason)) => {
                self.passed_over.push((index, reason));
                self.leave();
                self.next()
            }
            Some(Verdict::Run(_) | Verdict::Unknown) => self.prepare(index, again),
        }
    }

    fn evaluated(&mut self, verdict: Verdict) {
        if let Verdict::Run(warnings) = &verdict {
            self.notes.extend(warnings.iter().cloned());
        }
        if self.changelog_verdict.is_none() && !self.project.changelog.preconditions.is_empty() {
            self.changelog_verdict = Some(verdict);
        } else {
            self.verdict = Some(verdict);
        }
    }

    fn inspected(&mut self, found: &Catalog) {
        self.catalog.learn(found);
    }

    fn altered(&self) -> Vec<ObjectName> {
        let tables = self.steps.iter().flat_map(Step::altered_tables);
        tables.chain(self.steps.iter().flat_map(Step::altered_routines)).collect()
    }

    fn remarks(&self) -> Vec<Diagnostic> {
        self.moves.iter().map(|it| it.diagnostic(&self.project)).collect()
    }

    fn finished(&mut self, item: &Item, how: How) {
        if self.records_inverses && how == How::Ran {
            self.recorded.push(item.record.clone());
        }
        if self.current.as_ref().is_some_and(Step::sends_sql_of_the_user) {
            self.looked_up.clear();
        }
        match (self.current.take(), how) {
            (Some(step), How::Ran) => self.steps.push(step),
            (Some(step), How::Tolerated) => take_back(&mut self.catalog, &step.ops),
            _ => {}
        }
        self.leave();
    }
}
