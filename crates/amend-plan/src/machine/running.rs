//! An item on its way: begun, gone on with, failed, undone.

use std::collections::HashSet;

use amend_catalog::Catalog;
use amend_syntax::Diagnostic;

use super::course::{Beat, course};
use super::resume::{Point, Resume, looked, resume};
use super::{Command, Failure, How, MOST_ATTEMPTS, Machine, Outcome, State, Work, failed_outcome, pause_after};
use crate::effect::sight;
use crate::machine::{Item, Way};
use crate::{ChangeSetKey, Direction, Effect, Entry, EntryState, Evidence, History, Recording, evidence};

/// An item whose commands are being carried out.
#[derive(Clone, Debug)]
pub(super) struct Running {
    pub item: Item,
    way: Way,
    /// How many statements of the item last after each command.
    marks: Vec<usize>,
    /// How many commands were carried out.
    done: usize,
    /// How many statements lasted before the first command.
    from: usize,
    attempt: u32,
}

impl Running {
    /// How many statements of the item last.
    fn lasting(&self) -> usize {
        match self.done.checked_sub(1) {
            Some(last) => self.marks[last.min(self.marks.len() - 1)],
            None => self.from,
        }
    }

    fn tries_again(&self, failure: &Failure) -> bool {
        failure.transient && self.attempt < MOST_ATTEMPTS
    }
}

/// A failed item, its transaction undone and its journal written.
#[derive(Clone, Debug)]
pub(super) struct Undone {
    pub running: Running,
    pub failure: Failure,
}

impl<W: Work> Machine<W> {
    /// Tells the machine that a command of the list was carried out: what lasts after a failure depends on it.
    pub fn did(&mut self) {
        if let State::Running(running) = &mut self.state {
            running.done += 1;
        }
    }

    /// Replaces the plan of the journal by that of the work. On a way back, what was recorded of change sets that have no row
    /// in the history any more goes; on a way there it may be of one that is half done.
    pub(super) fn write_plan(&mut self, history: &History) -> Vec<Command> {
        let plan = self.work.plan();
        let rows: HashSet<&ChangeSetKey> = history.rows.iter().map(|row| &row.key).collect();
        let is_back = self.work.direction() == Direction::Back;
        let gone = self.journal.inverses.iter().map(|it| &it.key).filter(|key| is_back && !rows.contains(key));
        let mut commands: Vec<Command> = gone.cloned().map(Command::RemoveInverse).collect();
        commands.extend(self.journal.way_back_begun().map(|_| Command::ClearPlan));
        if !plan.is_empty() {
            commands.extend(self.opens_journal());
            commands.push(Command::Journal(plan.into_iter().map(Entry::planned).collect()));
        }
        if commands.is_empty() { self.advance() } else { self.go(State::Writing, commands) }
    }

    /// Nothing was done: what was planned is not to be gone on with, where no run before this one had begun it.
    pub(super) fn refuse(&mut self, problems: Vec<Diagnostic>) -> Vec<Command> {
        let planned = !self.work.plan().is_empty() && self.journal.way_back_begun().is_none();
        let mut commands = if planned { vec![Command::ClearPlan] } else { Vec::new() };
        commands.extend(self.end(Outcome::Refused(problems)));
        commands
    }

    /// The journal is opened before it is first written to.
    fn opens_journal(&mut self) -> Option<Command> {
        self.journal_is_there = true;
        let is_open = std::mem::replace(&mut self.journal_is_open, true);
        (!is_open).then_some(Command::OpenJournal)
    }

    /// Begins an item, or goes on with it where the journal has rows of it.
    pub(super) fn begin(&mut self, item: Item) -> Vec<Command> {
        let entries = self.journal.of(&item.record.key(), item.record.direction());
        if entries.is_empty() {
            let way = item.way(self.transactional);
            return self.send(item, way, 0, false, 1);
        }
        let item = item.with_past(&entries);
        let decided = resume(&item, &entries, self.resolve);
        self.resumed(item, decided)
    }

    fn resumed(&mut self, mut item: Item, decided: Resume) -> Vec<Command> {
        match decided {
            Resume::From(Point { at, tidy, notice, resolved }) => {
                if resolved {
                    self.resolve = None;
                }
                item.notices.splice(0..0, notice);
                self.send(item, Way::Journal, at, tidy, 1)
            }
            Resume::Look(place) => match traces_at(&item, place).map(sight) {
                Some(Ok(tables)) => self.go(State::Looking(Box::new(item), place), vec![Command::Inspect(tables)]),
                Some(Err(schemas)) => {
                    self.go(State::Looking(Box::new(item), place), vec![Command::InspectSchemas(schemas)])
                }
                None => self.looked(item, Evidence::Unclear),
            },
            Resume::Stop(outcome) => self.end(*outcome),
        }
    }

    /// The server's catalog has been read for the statement that was under way.
    pub(super) fn saw(&mut self, item: Item, place: usize, found: &Catalog) -> Vec<Command> {
        let evidence = traces_at(&item, place).map_or(Evidence::Unclear, |traces| evidence(traces, found));
        self.looked(item, evidence)
    }

    fn looked(&mut self, item: Item, evidence: Evidence) -> Vec<Command> {
        let entries = self.journal.of(&item.record.key(), item.record.direction());
        let decided = looked(&item, &entries, evidence, self.resolve);
        self.resumed(item, decided)
    }

    fn send(&mut self, item: Item, way: Way, from: usize, tidy: bool, attempt: u32) -> Vec<Command> {
        let is_planned = self.journal_is_there && item.record.direction() == Direction::Back;
        let beats = course(&item, way, from, tidy, is_planned);
        let marks: Vec<usize> = beats.iter().map(|it| it.lasting).collect();
        let mut commands: Vec<Command> = Vec::new();
        let mut running = Running { item, way, marks, done: 0, from, attempt };
        if (way == Way::Journal || running.item.recording.written().is_some())
            && let Some(open) = self.opens_journal()
        {
            commands.push(open);
            running.marks.insert(0, from);
        }
        commands.extend(beats.into_iter().map(|Beat { command, .. }| command));
        self.go(State::Running(Box::new(running)), commands)
    }

    pub(super) fn already_ran(&mut self, running: Running) -> Vec<Command> {
        let mut commands = if running.way == Way::Transaction { vec![Command::Rollback] } else { Vec::new() };
        commands.extend(self.finish(running.item, How::AlreadyRan));
        commands
    }

    pub(super) fn interrupted(&mut self) -> Vec<Command> {
        let mut commands = vec![Command::Rollback];
        commands.extend(self.end(Outcome::Interrupted));
        commands
    }

    /// Undoes the transaction, and writes down what lasts.
    pub(super) fn failed(&mut self, running: Running, failure: Failure) -> Vec<Command> {
        if failure.lost && running.way == Way::Journal {
            let half_done = running.lasting() > 0 || failure.statement.is_some();
            return self.end(failed_outcome(failure, running.item.change_set, half_done));
        }
        let mut commands = vec![Command::Rollback];
        if running.tries_again(&failure) {
            commands.push(Command::Pause(pause_after(running.attempt)));
        } else if running.way == Way::Journal {
            commands.extend(written_down(&running, &failure));
        }
        self.go(State::Undoing(Box::new(Undone { running, failure })), commands)
    }

    /// Half of a statement may be left behind although the server refused it.
    pub(super) fn undone(&mut self, undone: Undone) -> Vec<Command> {
        let Undone { running, .. } = &undone;
        let place = running.lasting();
        let looks = running.way == Way::Journal && running.item.tidy(place).is_some();
        match traces_at(&running.item, place).filter(|_| looks).map(sight) {
            Some(Ok(tables)) => self.go(State::Tidying(Box::new(undone)), vec![Command::Inspect(tables)]),
            _ => self.settled(undone),
        }
    }

    /// What the catalog does not show may still be there, broken.
    pub(super) fn tidied(&mut self, undone: Undone, found: &Catalog) -> Vec<Command> {
        let item = &undone.running.item;
        let place = undone.running.lasting();
        let shows = traces_at(item, place).map(|traces| evidence(traces, found));
        match item.tidy(place).filter(|_| shows == Some(Evidence::NotDone)).cloned() {
            Some(tidy) => self.go(State::Tidied(Box::new(undone)), vec![Command::Restore(Box::new(tidy))]),
            None => self.settled(undone),
        }
    }

    /// Tries again, passes over, or ends.
    pub(super) fn settled(&mut self, undone: Undone) -> Vec<Command> {
        let Undone { running, failure } = undone;
        let lasting = running.lasting();
        if running.tries_again(&failure) {
            return self.send(running.item, running.way, lasting, false, running.attempt + 1);
        }
        if !running.item.fail_on_error {
            return self.finish(running.item, How::Tolerated);
        }
        self.end(failed_outcome(failure, running.item.change_set, lasting > 0))
    }
}

/// What the journal says about a failed item: where nothing of it lasts, or nobody minds, nothing.
fn written_down(running: &Running, failure: &Failure) -> Vec<Command> {
    let item = &running.item;
    let lasting = running.lasting();
    if lasting == 0 || !item.fail_on_error {
        let (key, direction) = (item.record.key(), item.record.direction());
        let announced = matches!(item.recording, Recording::WriteAtOnce(_));
        let mut commands: Vec<Command> = announced.then(|| Command::RemoveInverse(key.clone())).into_iter().collect();
        commands.push(Command::ClearJournal { key, direction, keep_plan: true });
        return commands;
    }
    let done = item.entry(lasting - 1, EntryState::Done, None);
    let failed = item.entry(lasting, EntryState::Failed, Some(failure.diagnostic.message.clone()));
    let mut commands = vec![Command::Begin { foreign_keys_off: false }, Command::Journal(vec![done, failed])];
    if let Recording::WriteAtOnce(inverse) = &item.recording {
        // It is known by the run of the rows.
        commands.push(Command::AnnounceInverse(inverse.clone()));
    }
    commands.push(Command::Commit);
    commands
}

fn traces_at(item: &Item, place: usize) -> Option<&[crate::Trace]> {
    match &item.statements.get(place)?.effect {
        Effect::Shown { traces, .. } => Some(traces),
        _ => None,
    }
}

/// A change set on its way in the other direction stops a run before it begins.
pub(super) fn other_way(entries: &[Entry], direction: Direction) -> Option<Outcome> {
    let entry = entries.iter().find(|it| it.direction != direction && it.number > 0)?;
    let (what, help) = match entry.direction {
        Direction::Forward => ("applied", "run `update` to finish it"),
        Direction::Back => ("taken back", "run the rollback again to finish it"),
    };
    let message = format!("change set `{}` is half {what} since {}", entry.key, entry.written);
    let diagnostic = Diagnostic::error("amend::journal::half-done", message).help(help);
    Some(Outcome::Failed { diagnostics: vec![diagnostic], statement: None, change_set: None, half_done: true })
}
