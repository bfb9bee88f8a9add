//! A run as a pure machine: an event comes in, the next commands go out.
//!
//! The machine never waits and never talks to a server; who carries the commands out reports what happened. Tests stop
//! it after every command and begin again.
//!
//! The order of a run: read the history; where nothing is to be done, end without a lock and without a write; lock;
//! read the history again; then one item after the other, each with its row of the history in the same transaction
//! where the product can; unlock. What no transaction holds as a whole leaves rows in the journal: a later run reads there
//! how far it came.

mod course;
mod item;
mod resume;
mod running;
mod work;

use std::time::Duration;

use amend_catalog::{Catalog, ObjectName};
use amend_sql::Statement;
use amend_syntax::Diagnostic;

pub use item::{Item, NewRow, Record, Way};
pub(crate) use work::new_row;
pub use work::{Ask, Back, BackTo, Gate, Manner, Start, Stop, Through, Update, Work};

use crate::conditions::Verdict;
use crate::{ChangeSetKey, Direction, Entry, History, Inverse, Journal, Resolve, StepStatement};
use running::{Running, Undone, other_way};

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
    /// Look everything up in these schemas, `None` being the connection's; reported as [`Event::Inspected`].
    InspectSchemas(Vec<Option<String>>),
    /// Read the journal; reported as [`Event::Journal`].
    ReadJournal {
        /// With the recorded ways back, also where nothing is half done.
        inverses: bool,
    },
    /// Make the journal's table where it is missing, and add the columns that tables of older releases have not.
    OpenJournal,
    /// Drop the journal's table where it has no row.
    CloseJournal,
    /// Write these rows of the journal; rows of the same number give way.
    Journal(Vec<Entry>),
    /// Take the rows of a change set out of the journal.
    ClearJournal {
        /// The change set.
        key: ChangeSetKey,
        /// Which way it went.
        direction: Direction,
        /// The row that says that a way back leads over it stays.
        keep_plan: bool,
    },
    /// Take the plan of a way back out of the journal: the rows without a statement.
    ClearPlan,
    /// Write the recorded way back of a change set, in place of the one that is there.
    RecordInverse(Box<Inverse>),
    /// The same before the change set has run: where it is interrupted, a later run could not tell it once more.
    AnnounceInverse(Box<Inverse>),
    /// Take the recorded way back of a change set out of the journal.
    RemoveInverse(ChangeSetKey),
    /// Check that the lock is still ours.
    CheckLock,
    /// Send a statement that belongs to no step forward: a setting of the session once more, or the removal of what a
    /// broken statement left.
    Restore(Box<Statement>),
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
    /// The journal as it stands; `None` where there is no table.
    Journal(Option<Journal>),
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
    /// The connection went away: nobody heard how the command ended.
    pub lost: bool,
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
    ReadingJournal,
    ReadingLocked,
    Asked,
    Writing,
    /// The item, and the place of the statement whose effect is looked for.
    Looking(Box<Item>, usize),
    Running(Box<Running>),
    Undoing(Box<Undone>),
    Tidying(Box<Undone>),
    Tidied(Box<Undone>),
    Closing(Outcome),
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
    journal: Journal,
    journal_is_there: bool,
    /// It has today's columns.
    journal_is_open: bool,
    resolve: Option<Resolve>,
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
        Self {
            work,
            state: State::Idle,
            transactional,
            locked: false,
            journal: Journal::default(),
            journal_is_there: false,
            journal_is_open: false,
            resolve: None,
            outcome: None,
            finished: Vec::new(),
        }
    }

    /// With a person's word for the first statement of which nothing shows whether it took effect.
    pub fn resolving(self, resolve: Option<Resolve>) -> Self {
        Self { resolve, ..self }
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
            // A way back that was begun tells how far this one leads.
            (State::Idle, Event::Begun) if self.work.direction() == Direction::Back => {
                self.go(State::ReadingJournal, vec![self.reads_journal()])
            }
            (State::Idle, Event::Begun) => self.go(State::ReadingFirst, vec![Command::ReadHistory]),
            (State::ReadingFirst, Event::History(history)) => self.first_history(&history),
            (State::Locking, Event::Locked) => {
                self.locked = true;
                self.go(State::ReadingJournal, vec![self.reads_journal()])
            }
            (State::ReadingJournal, Event::Journal(journal)) => self.read_journal(journal),
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
            (State::Looking(item, place), Event::Inspected(found)) => self.saw(*item, place, &found),
            (State::Running(running), Event::Done) => self.finish(running.item, How::Ran),
            (State::Running(running), Event::AlreadyRan) => self.already_ran(*running),
            (State::Running(running), Event::Failed(failure)) => self.failed(*running, *failure),
            (State::Running(_), Event::Interrupted) => self.interrupted(),
            (State::Undoing(undone), _) => self.undone(*undone),
            (State::Tidying(undone), Event::Inspected(found)) => self.tidied(*undone, &found),
            (State::Tidying(undone) | State::Tidied(undone), _) => self.settled(*undone),
            (State::Closing(outcome), _) => self.unlock(outcome),
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

    fn reads_journal(&self) -> Command {
        Command::ReadJournal { inverses: self.work.direction() == Direction::Back }
    }

    fn first_history(&mut self, history: &History) -> Vec<Command> {
        match self.work.start(history) {
            Start::Nothing => self.end(Outcome::UpToDate),
            Start::Refused(problems) => self.end(Outcome::Refused(problems)),
            Start::Ready => self.go(State::Locking, vec![Command::Lock]),
        }
    }

    fn read_journal(&mut self, journal: Option<Journal>) -> Vec<Command> {
        self.journal_is_there = journal.is_some();
        self.journal = journal.unwrap_or_default();
        self.work.journal(&self.journal);
        if !self.locked {
            return self.go(State::ReadingFirst, vec![Command::ReadHistory]);
        }
        match other_way(&self.journal.entries, self.work.direction()) {
            Some(outcome) => self.end(outcome),
            None => self.go(State::ReadingLocked, vec![Command::ReadHistory]),
        }
    }

    fn locked_history(&mut self, history: &History) -> Vec<Command> {
        match self.work.start(history) {
            Start::Nothing => self.end(Outcome::UpToDate),
            Start::Refused(problems) => self.end(Outcome::Refused(problems)),
            Start::Ready => self.write_plan(history),
        }
    }

    fn advance(&mut self) -> Vec<Command> {
        match self.work.next() {
            Ask::Evaluate(subject) => self.go(State::Asked, vec![Command::Evaluate(subject)]),
            Ask::Refuse(problems) => self.refuse(problems),
            Ask::Inspect(tables) => self.go(State::Asked, vec![Command::Inspect(tables)]),
            Ask::Write(records) => {
                let commands = records.into_iter().map(|record| Command::Record(Box::new(record))).collect();
                self.go(State::Writing, commands)
            }
            Ask::Run(item) => self.begin(*item),
            Ask::Stop { diagnostics, change_set } => {
                self.end(Outcome::Failed { diagnostics, statement: None, change_set, half_done: false })
            }
            Ask::Done => self.end(Outcome::Done),
        }
    }

    fn finish(&mut self, item: Item, how: How) -> Vec<Command> {
        self.work.finished(&item, how);
        self.finished.push(Finished { item, how });
        self.advance()
    }

    /// Gives the lock back where it is ours; the outcome stands whatever comes of that.
    fn end(&mut self, outcome: Outcome) -> Vec<Command> {
        match self.journal_is_there && self.locked {
            true => self.go(State::Closing(outcome), vec![Command::CloseJournal]),
            false => self.unlock(outcome),
        }
    }

    fn unlock(&mut self, outcome: Outcome) -> Vec<Command> {
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
