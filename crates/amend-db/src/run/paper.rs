//! Carries commands out on paper: what would be sent is written down, and nothing is sent.

use amend_plan::machine::{Command, Event, Machine, Record, Subject, Work};
use amend_plan::{History, Verdict};
use amend_sql::Product;

use super::{deployment_id, failure, record_sql};
use crate::history::{History as HistoryTable, Stamp};
use crate::{DbError, Tracking};

/// A line of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperLine {
    /// A change set begins: its path, id and author.
    ChangeSet(String),
    /// A statement, without a semicolon at its end.
    Statement(String),
    /// A remark.
    Remark(String),
}

/// Writes a run down.
pub struct Paper {
    history_table: HistoryTable,
    history: History,
    has_table: bool,
    next_order: i64,
    deployment_id: String,
    /// What a run would send.
    pub lines: Vec<PaperLine>,
}

impl Paper {
    /// For a database of that product with this history; `None` means that it has no history table yet.
    ///
    /// # Errors
    /// Names of the tables that the product cannot have.
    pub fn new(tracking: &Tracking, history: Option<History>) -> Result<Self, DbError> {
        Ok(Self {
            history_table: HistoryTable::new(tracking)?,
            has_table: history.is_some(),
            next_order: history.as_ref().map_or(1, History::next_order),
            history: history.unwrap_or_default(),
            deployment_id: deployment_id(),
            lines: Vec::new(),
        })
    }

    /// Runs the machine to its end on paper. `judge` answers the preconditions of a change set.
    pub fn run<W: Work>(&mut self, machine: &mut Machine<W>, judge: &mut dyn FnMut(&W, Subject) -> Verdict) {
        let mut event = Event::Begun;
        while machine.outcome().is_none() {
            let commands = machine.next(event);
            event = Event::Done;
            for command in commands {
                event = self.write(machine, command, judge);
            }
        }
    }

    fn write<W: Work>(
        &mut self,
        machine: &Machine<W>,
        command: Command,
        judge: &mut dyn FnMut(&W, Subject) -> Verdict,
    ) -> Event {
        match command {
            Command::ReadHistory => return Event::History(self.history.clone()),
            Command::Lock => {
                self.create_table();
                return Event::Locked;
            }
            Command::Evaluate(subject) => return Event::Evaluated(judge(machine.work(), subject)),
            Command::Inspect(_) => {
                let empty = amend_catalog::Catalog::new(amend_sql::profile(Product::Sqlite).naming);
                return Event::Inspected(Box::new(empty));
            }
            Command::Begin { foreign_keys_off } => self.begin(foreign_keys_off),
            Command::Fence(item) => {
                self.lines.push(PaperLine::ChangeSet(item.name.clone()));
                self.lines.extend(item.notices.into_iter().map(PaperLine::Remark));
            }
            Command::Execute(statement) => self.lines.push(PaperLine::Statement(statement.statement.text)),
            Command::Record(record) => return self.record(&record),
            Command::CheckForeignKeys | Command::Unlock | Command::Commit | Command::Rollback | Command::Pause(_) => {}
        }
        Event::Done
    }

    fn create_table(&mut self) {
        if !std::mem::replace(&mut self.has_table, true) {
            self.lines.push(PaperLine::Statement(self.history_table.statements().create()));
        }
    }

    fn begin(&mut self, foreign_keys_off: bool) {
        if foreign_keys_off {
            self.lines
                .push(PaperLine::Remark("runs with foreign keys switched off, and checks them at its end".into()));
        }
    }

    fn record(&mut self, record: &Record) -> Event {
        match record_sql(&self.history_table, record, self.next_order, &self.deployment_id, &Stamp::Now) {
            Ok(text) => self.lines.push(PaperLine::Statement(text)),
            Err(error) => return Event::Failed(failure(&error)),
        }
        self.next_order += i64::from(matches!(record, Record::Insert(_) | Record::Rerun { .. }));
        Event::Done
    }
}
