//! Carries commands out on paper: what would be sent is written down, and nothing is sent.

use amend_catalog::{Catalog, ObjectName};
use amend_plan::machine::{Command, Event, Item, Machine, Record, Subject, Work};
use amend_plan::{History, StepStatement, Verdict};
use amend_sql::profile;
use amend_syntax::Diagnostic;

use super::{deployment_id, failure, history_row, record_sql};
use crate::history::{History as HistoryTable, Stamp};
use crate::{ChangeSetKey, DbError, FoundJournal, Tracking};

/// A line of a script.
#[derive(Clone, Debug)]
pub enum PaperLine {
    /// A change set begins: its path, id and author.
    ChangeSet(String),
    /// A statement, without a semicolon at its end.
    Statement(String),
    /// The statements for the rows of a file; they are made while they are printed ([`StepStatement::texts`]).
    Rows(Box<StepStatement>),
    /// A remark.
    Remark(String),
}

/// Writes runs down, one after the other, each beginning with the history that the one before would leave.
pub struct Paper {
    history_table: HistoryTable,
    history: History,
    has_table: bool,
    next_order: i64,
    deployment_id: String,
    journal: FoundJournal,
    found: Catalog,
    wanted: Vec<ObjectName>,
    /// What the runs before this one would have altered: it is not any more as it was found.
    altered: Vec<ObjectName>,
    /// What the runs would send.
    pub lines: Vec<PaperLine>,
    /// Warnings about it, each once.
    pub notes: Vec<Diagnostic>,
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
            journal: FoundJournal::none(tracking),
            found: Catalog::new(profile(tracking.product).naming),
            wanted: Vec::new(),
            altered: Vec::new(),
            lines: Vec::new(),
            notes: Vec::new(),
        })
    }

    /// Answers questions about tables from these, which were looked up before; without them none is found.
    pub fn with_found(self, found: Catalog) -> Self {
        Self { found, ..self }
    }

    /// With the journal of the database; without it there is none.
    pub fn with_journal(self, journal: FoundJournal) -> Self {
        Self { journal, ..self }
    }

    /// The tables that the runs asked about so far.
    pub fn wanted(&self) -> &[ObjectName] {
        &self.wanted
    }

    /// The history as the runs so far would leave it.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Runs the machine to its end on paper. `judge` answers preconditions; it sees the history as it would stand then.
    pub fn run<W: Work>(&mut self, machine: &mut Machine<W>, judge: &mut dyn FnMut(&W, &History, Subject) -> Verdict) {
        let mut event = Event::Begun;
        while machine.outcome().is_none() {
            let commands = machine.next(event);
            event = Event::Done;
            for command in commands {
                event = self.write(machine, command, judge);
            }
        }
        self.altered.extend(machine.work().altered());
    }

    fn write<W: Work>(
        &mut self,
        machine: &Machine<W>,
        command: Command,
        judge: &mut dyn FnMut(&W, &History, Subject) -> Verdict,
    ) -> Event {
        match command {
            Command::ReadHistory => {
                self.next_order = self.history.next_order();
                return Event::History(self.history.clone());
            }
            Command::Lock => {
                self.create_table();
                return Event::Locked;
            }
            Command::Evaluate(subject) => return Event::Evaluated(judge(machine.work(), &self.history, subject)),
            Command::Inspect(tables) => {
                let altered = [&self.altered[..], &machine.work().altered()].concat();
                return Event::Inspected(Box::new(self.inspect(tables, &altered)));
            }
            Command::InspectSchemas(_) => return Event::Inspected(Box::new(self.found.clone())),
            // Scripts are for databases where nothing is half done.
            Command::ReadJournal { .. } => return Event::Journal(self.journal.inverses()),
            Command::Begin { foreign_keys_off } => self.begin(foreign_keys_off),
            Command::Fence(item) => return self.fence(*item),
            Command::RecordInverse(inverse) => {
                let statements = self.journal.record(&inverse, &self.deployment_id);
                return self.send(statements);
            }
            Command::RemoveInverse(key) => {
                let statement = self.journal.remove(&key);
                return self.send(statement.map(|it| vec![it]));
            }
            Command::Execute(statement) => self.execute(statement),
            Command::Record(record) => return self.record(&record),
            Command::Restore(statement) => self.lines.push(PaperLine::Statement(statement.text)),
            // What keeps a run whole is no part of a script; the recorded ways back are, as the rows of the history.
            Command::OpenJournal | Command::CloseJournal | Command::Journal(_) => {}
            Command::ClearJournal { .. } | Command::ClearPlan | Command::AnnounceInverse(_) => {}
            Command::CheckForeignKeys
            | Command::CheckLock
            | Command::Unlock
            | Command::Commit
            | Command::Rollback
            | Command::Pause(_) => {}
        }
        Event::Done
    }

    fn create_table(&mut self) {
        if !std::mem::replace(&mut self.has_table, true) {
            self.lines.push(PaperLine::Statement(self.history_table.statements().create()));
        }
    }

    /// What the database has on these tables, but for what is not any more as it has it.
    fn inspect(&mut self, tables: Vec<ObjectName>, altered: &[ObjectName]) -> Catalog {
        let mut answer = Catalog::new(self.found.naming);
        let as_found = tables.iter().filter(|table| !altered.contains(table));
        answer.tables = as_found.filter_map(|table| self.found.table(table)).cloned().collect();
        let asked = |name: &ObjectName| tables.iter().any(|table| answer.naming.same_object(table, name));
        let triggers = self.found.routines.iter().filter(|it| it.table.as_ref().is_some_and(asked));
        answer.routines = triggers.filter(|it| !altered.contains(&it.name)).cloned().collect();
        self.wanted.extend(tables);
        answer
    }

    fn begin(&mut self, foreign_keys_off: bool) {
        if foreign_keys_off {
            self.lines
                .push(PaperLine::Remark("runs with foreign keys switched off, and checks them at its end".into()));
        }
    }

    fn fence(&mut self, item: Item) -> Event {
        if item.recording.written().is_some() {
            let opening = self.journal.open();
            if let Event::Failed(failure) = self.send(opening) {
                return Event::Failed(failure);
            }
        }
        self.lines.push(PaperLine::ChangeSet(item.name));
        self.lines.extend(item.notices.into_iter().map(PaperLine::Remark));
        Event::Done
    }

    fn send(&mut self, statements: Result<Vec<String>, DbError>) -> Event {
        match statements {
            Ok(statements) => self.lines.extend(statements.into_iter().map(PaperLine::Statement)),
            Err(error) => return Event::Failed(failure(&error)),
        }
        Event::Done
    }

    fn execute(&mut self, statement: Box<StepStatement>) {
        if let Some(copy) = statement.copy_statement() {
            self.lines.push(PaperLine::Remark(format!("a run may send these rows by {copy}: it makes the same rows")));
        }
        self.lines.push(match statement.statement.bulk {
            None if statement.program.is_some() => {
                PaperLine::Remark(statement.statement.text.trim_start_matches("-- ").to_owned())
            }
            None => PaperLine::Statement(statement.statement.text),
            Some(_) => PaperLine::Rows(statement),
        });
    }

    fn record(&mut self, record: &Record) -> Event {
        match record_sql(&self.history_table, record, self.next_order, &self.deployment_id, &Stamp::Now) {
            Ok(text) => self.lines.push(PaperLine::Statement(text)),
            Err(error) => return Event::Failed(failure(&error)),
        }
        keep(&mut self.history, record, self.next_order, &self.deployment_id);
        self.next_order += i64::from(matches!(record, Record::Insert(_) | Record::Rerun { .. }));
        Event::Done
    }
}

/// Keeps a record in the history as the database would.
fn keep(history: &mut History, record: &Record, order: i64, deployment_id: &str) {
    match record {
        Record::Insert(row) => history.rows.push(history_row(row, &row.filename, order, deployment_id)),
        Record::Rerun { row, stored_filename } => {
            let key = ChangeSetKey::new(&row.id, &row.author, stored_filename);
            history.rows.retain(|it| it.key != key);
            history.rows.push(history_row(row, stored_filename, order, deployment_id));
        }
        Record::Delete(row) => history.rows.retain(|it| it.key != row.key),
        Record::SetSum { row, md5sum } => {
            for it in history.rows.iter_mut().filter(|it| it.key == row.key) {
                it.md5sum = Some(md5sum.clone());
            }
        }
    }
}
