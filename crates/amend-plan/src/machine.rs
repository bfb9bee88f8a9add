//! A run as a pure machine: an event comes in, the next commands go out.
//!
//! The machine never waits and never talks to a server; who carries the commands out reports what happened. Tests stop
//! it after every command and begin again.
//!
//! The order of a run: read the history; where nothing is to be done, end without a lock and without a write; lock;
//! read the history again; then one item after the other, each with its row of the history in the same transaction
//! where the product can; unlock.

mod item;
mod work;

use std::time::Duration;

use amend_catalog::{Catalog, ObjectName};
use amend_syntax::Diagnostic;

pub use item::{Item, NewRow, Record};
pub(crate) use work::new_row;
pub use work::{Ask, Back, BackTo, Gate, Manner, Start, Stop, Through, Update, Work};

use crate::conditions::Verdict;
use crate::{History, StepStatement};

/// What is to be done next, in order; after a failure the rest of a list is dropped.
#[derive(Clone, Debug)]
pub enum Command {
    /// Read the history; reported as [`Event::History`]. A table that is not there is an empty history.
    ReadHistory,
    /// Make the tracking tables where they are missing, and take both locks; reported as [`Event::Locked`].
    Lock,
    /// Give both locks back.
    Unlock,
    /// Evaluate these preconditions; reported as [`Event::Evaluated`].
    Evaluate(Subject),
    /// Look the tables, views, sequences and routines of these names up; reported as [`Event::Inspected`].
    Inspect(Vec<ObjectName>),
    /// Open a transaction.
    Begin {
        /// With foreign keys switched off (SQLite).
        foreign_keys_off: bool,
    },
    /// Check that the lock is still ours and that nobody ran this item meanwhile.
    Fence(Box<Item>),
    /// Send a statement.
    Execute(Box<StepStatement>),
    /// Write to the history.
    Record(Box<Record>),
    /// Check that no row points to a row that is not there (SQLite, after foreign keys were off).
    CheckForeignKeys,
    /// Make the transaction's work last.
    Commit,
    /// Undo the transaction's work.
    Rollback,
    /// Wait this long before the next attempt.
    Pause(Duration),
}

/// Whose preconditions are evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Those of all files of the changelog.
    Changelog,
    /// Those of a change set, by its place in the changelog.
    ChangeSet(usize),
}

/// What happened. A list of commands is reported by its last event, or by the first failure.
#[derive(Clone, Debug)]
pub enum Event {
    /// The run begins.
    Begun,
    /// The history as it stands.
    History(History),
    /// The locks are ours.
    Locked,
    /// Somebody else has the lock; the text says who.
    NotLocked(String),
    /// The preconditions were evaluated.
    Evaluated(Verdict),
    /// What was found of the names that were looked up.
    Inspected(Box<Catalog>),
    /// Everything of the list was done.
    Done,
    /// A command failed; the server or the run itself said why.
    Failed(Box<Failure>),
    /// Somebody else ran the item meanwhile.
    AlreadyRan,
    /// The person who started the run wants it to end.
    Interrupted,
}

/// Why a command failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The message.
    pub diagnostic: Diagnostic,
    /// The statement that was sent.
    pub statement: Option<String>,
    /// The same transaction may succeed when it is run once more: a lock was not obtained, or a deadlock was resolved.
    pub transient: bool,
}

/// How a run ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// There was nothing to do.
    UpToDate,
    /// Everything was done.
    Done,
    /// The changelog or its history is not valid, or a way does not exist; nothing was changed.
    Refused(Vec<Diagnostic>),
    /// Somebody else has the lock.
    Locked(String),
    /// A change set failed.
    Failed {
        /// The messages.
        diagnostics: Vec<Diagnostic>,
        /// The statement that failed.
        statement: Option<String>,
        /// The change set, by its place in the changelog.
        change_set: Option<usize>,
        /// The failed change set left something behind, since the product cannot undo it.
        half_done: bool,
    },
    /// The person who started the run ended it.
    Interrupted,
}

#[derive(Clone, Debug)]
enum State {
    Idle,
    ReadingFirst,
    Locking,
    ReadingLocked,
    Asked,
    Writing,
    Running { item: Box<Item>, sent: usize, attempt: u32 },
    Undoing { item: Box<Item>, failure: Box<Failure>, attempt: u32 },
    Ending(Outcome),
    Ended,
}

/// The machine of one run.
#[derive(Debug)]
pub struct Machine<W> {
    work: W,
    state: State,
    transactional: bool,
    locked: bool,
    outcome: Option<Outcome>,
    finished: Vec<Finished>,
}

/// An item that was finished, for the report.
#[derive(Clone, Debug)]
pub struct Finished {
    /// The item.
    pub item: Item,
    /// How it ended.
    pub how: How,
}

/// How an item ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It was carried out and recorded.
    Ran,
    /// It failed, and the changelog says that this is no reason to stop.
    Tolerated,
    /// Somebody else had run it.
    AlreadyRan,
}

impl<W: Work> Machine<W> {
    /// A machine for this work. `transactional`: the product undoes changes of the schema with the transaction.
    pub fn new(work: W, transactional: bool) -> Self {
        Self { work, state: State::Idle, transactional, locked: false, outcome: None, finished: Vec::new() }
    }

    /// How the run ended; `None` while it goes on.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// The items that were finished so far.
    pub fn finished(&self) -> &[Finished] {
        &self.finished
    }

    /// The work, for what it knows beside.
    pub fn work(&self) -> &W {
        &self.work
    }

    /// The next commands; none where the run has ended.
    pub fn next(&mut self, event: Event) -> Vec<Command> {
        match (std::mem::replace(&mut self.state, State::Ended), event) {
            (State::Idle, Event::Begun) => self.go(State::ReadingFirst, vec![Command::ReadHistory]),
            (State::ReadingFirst, Event::History(history)) => self.first_history(&history),
            (State::Locking, Event::Locked) => {
                self.locked = true;
                self.go(State::ReadingLocked, vec![Command::ReadHistory])
            }
            (State::Locking, Event::NotLocked(who)) => self.end(Outcome::Locked(who)),
            (State::ReadingLocked, Event::History(history)) => self.locked_history(&history),
            (State::Asked, Event::Evaluated(verdict)) => {
                self.work.evaluated(verdict);
                self.advance()
            }
            (State::Asked, Event::Inspected(found)) => {
                self.work.inspected(&found);
                self.advance()
            }
            (State::Writing, Event::Done) => self.advance(),
            (State::Running { item, .. }, Event::Done) => self.finish(*item, How::Ran),
            (State::Running { item, .. }, Event::AlreadyRan) => self.already_ran(*item),
            (State::Running { item, sent, attempt }, Event::Failed(failure)) => {
                self.failed(item, sent, attempt, failure)
            }
            (State::Running { item, .. }, Event::Interrupted) => self.interrupted(&item),
            (State::Undoing { item, failure, attempt }, _) => self.undone(item, *failure, attempt),
            (State::Ending(outcome), _) => self.ended(outcome),
            (_, Event::Failed(failure)) => self.end(failed_outcome(*failure, None, false)),
            (_, Event::Interrupted) => self.end(Outcome::Interrupted),
            (state, _) => self.go(state, Vec::new()),
        }
    }

    fn go(&mut self, state: State, commands: Vec<Command>) -> Vec<Command> {
        self.state = state;
        commands
    }

    fn first_history(&mut self, history: &History) -> Vec<Command> {
        match self.work.start(history) {
            Start::Nothing => self.end(Outcome::UpToDate),
            Start::Refused(problems) => self.end(Outcome::Refused(problems)),
            Start::Ready => self.go(State::Locking, vec![Command::Lock]),
        }
    }

    fn locked_history(&mut self, history: &History) -> Vec<Command> {
        match self.work.start(history) {
            Start::Nothing => self.end(Outcome::UpToDate),
            Start::Refused(problems) => self.end(Outcome::Refused(problems)),
            Start::Ready => self.advance(),
        }
    }

    fn advance(&mut self) -> Vec<Command> {
        match self.work.next() {
            Ask::Evaluate(subject) => self.go(State::Asked, vec![Command::Evaluate(subject)]),
            Ask::Refuse(problems) => self.end(Outcome::Refused(problems)),
            Ask::Inspect(tables) => self.go(State::Asked, vec![Command::Inspect(tables)]),
            Ask::Write(records) => {
                let commands = records.into_iter().map(|record| Command::Record(Box::new(record))).collect();
                self.go(State::Writing, commands)
            }
            Ask::Run(item) => {
                let commands = item.commands(self.transactional);
                self.go(State::Running { item, sent: 0, attempt: 1 }, commands)
            }
            Ask::Stop { diagnostics, change_set } => {
                self.end(Outcome::Failed { diagnostics, statement: None, change_set, half_done: false })
            }
            Ask::Done => self.end(Outcome::Done),
        }
    }

    /// Tells the machine that a statement of the running item took effect; what it says decides whether a failure
    /// leaves something behind.
    pub fn sent(&mut self) {
        if let State::Running { sent, .. } = &mut self.state {
            *sent += 1;
        }
    }

    fn finish(&mut self, item: Item, how: How) -> Vec<Command> {
        self.work.finished(&item, how);
        self.finished.push(Finished { item, how });
        self.advance()
    }

    fn already_ran(&mut self, item: Item) -> Vec<Command> {
        let mut commands = if item.in_transaction(self.transactional) { vec![Command::Rollback] } else { Vec::new() };
        commands.extend(self.finish(item, How::AlreadyRan));
        commands
    }

    fn failed(&mut self, item: Box<Item>, sent: usize, attempt: u32, failure: Box<Failure>) -> Vec<Command> {
        if item.in_transaction(self.transactional) {
            let mut commands = vec![Command::Rollback];
            if failure.transient && attempt < MOST_ATTEMPTS {
                commands.push(Command::Pause(pause_after(attempt)));
            }
            return self.go(State::Undoing { item, failure, attempt }, commands);
        }
        if !item.fail_on_error {
            return self.finish(*item, How::Tolerated);
        }
        self.end(failed_outcome(*failure, item.change_set, sent > 0))
    }

    fn undone(&mut self, item: Box<Item>, failure: Failure, attempt: u32) -> Vec<Command> {
        if failure.transient && attempt < MOST_ATTEMPTS {
            let commands = item.commands(self.transactional);
            return self.go(State::Running { item, sent: 0, attempt: attempt + 1 }, commands);
        }
        if !item.fail_on_error {
            return self.finish(*item, How::Tolerated);
        }
        self.end(failed_outcome(failure, item.change_set, false))
    }

    fn interrupted(&mut self, item: &Item) -> Vec<Command> {
        let mut commands = if item.in_transaction(self.transactional) { vec![Command::Rollback] } else { Vec::new() };
        commands.extend(self.end(Outcome::Interrupted));
        commands
    }

    /// Gives the lock back where it is ours; the outcome stands whatever comes of that.
    fn end(&mut self, outcome: Outcome) -> Vec<Command> {
        if self.locked {
            self.locked = false;
            return self.go(State::Ending(outcome), vec![Command::Unlock]);
        }
        self.ended(outcome)
    }

    fn ended(&mut self, outcome: Outcome) -> Vec<Command> {
        self.outcome = Some(outcome);
        self.go(State::Ended, Vec::new())
    }
}

/// How often a change set is tried when other transactions are in its way.
const MOST_ATTEMPTS: u32 = 30;

/// 0.3 s after the first attempt, then twice as long each time, 10 s at most.
fn pause_after(attempt: u32) -> Duration {
    Duration::from_millis(300 << (attempt - 1).min(5)).min(Duration::from_secs(10))
}

fn failed_outcome(failure: Failure, change_set: Option<usize>, half_done: bool) -> Outcome {
    Outcome::Failed { diagnostics: vec![failure.diagnostic], statement: failure.statement, change_set, half_done }
}
