//! Carries out what the machine decides: commands go to the server, what happened goes back.

mod answers;
mod journal;
mod load;
mod paper;
mod program;
mod watch;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use amend_catalog::{ObjectName, Program};
use amend_changelog::precondition::Preconditions;
use amend_plan::machine::{Command, Event, Failure, Item, Machine, NewRow, Record, Subject, Work};
use amend_plan::{Project, StepStatement, Verdict, facts, verdict};
use amend_syntax::Diagnostic;

use crate::history::{History, HistoryRow, Recorded, Stamp};
use crate::inspect::{Scope, inspect};
use crate::journal::JournalTable;
use crate::lock::{Lock, LockError, LockEvent};
use crate::{DbError, ErrorKind, Session, Tracking};

use journal::Proof;
pub use paper::{Paper, PaperLine};

/// What happens during a run, for who watches it.
#[derive(Clone, Debug)]
pub enum Progress {
    /// The lock is waited for, or was taken over.
    Lock(LockEvent),
    /// A change set begins.
    Begins(String),
    /// A statement is sent.
    Sends(String),
    /// A message that a change set has for the person who runs it.
    Notice(String),
    /// What the server sent beside its answer.
    Server(crate::Notice),
}

/// What a run needs to know.
#[derive(Clone, Debug)]
pub struct RunSettings {
    /// How long the lock is waited for.
    pub lock_wait: Duration,
    /// Ends the run when it becomes true: the statement under way is stopped, and no other command follows but those
    /// that undo and unlock.
    pub interrupted: Arc<AtomicBool>,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self { lock_wait: Duration::from_secs(300), interrupted: Arc::default() }
    }
}

/// Carries out the commands of one run on a session.
pub struct Runner<'a> {
    session: &'a mut Session,
    project: Project<'a>,
    tracking: Tracking,
    history: History,
    settings: RunSettings,
    tell: &'a mut dyn FnMut(Progress),
    lock: Option<Lock>,
    recorded: Option<Recorded>,
    journal: JournalTable,
    proof: Option<Proof>,
    next_order: i64,
    deployment_id: String,
}

impl<'a> Runner<'a> {
    /// A runner over the session, for the history in those tables.
    ///
    /// # Errors
    /// Names of the tables that the product cannot have.
    pub fn new(
        session: &'a mut Session,
        project: Project<'a>,
        tracking: Tracking,
        settings: RunSettings,
        tell: &'a mut dyn FnMut(Progress),
    ) -> Result<Self, DbError> {
        let history = History::new(&tracking)?;
        let deployment_id = deployment_id();
        let journal = JournalTable::new(&tracking);
        Ok(Self {
            session,
            project,
            tracking,
            history,
            settings,
            tell,
            lock: None,
            recorded: None,
            journal,
            proof: None,
            next_order: 1,
            deployment_id,
        })
    }

    /// Runs the machine to its end; its outcome says what came of it.
    pub async fn run<W: Work>(&mut self, machine: &mut Machine<W>) {
        let mut event = Event::Begun;
        while machine.outcome().is_none() {
            let commands = machine.next(event);
            event = self.carry_out(machine, commands).await;
        }
    }

    async fn carry_out<W: Work>(&mut self, machine: &mut Machine<W>, commands: Vec<Command>) -> Event {
        let mut event = Event::Done;
        for command in commands {
            // The lock is given back and the transaction ended also when the run is to end.
            let ending = matches!(command, Command::Unlock | Command::Rollback);
            if !ending && self.settings.interrupted.load(Ordering::Relaxed) {
                return Event::Interrupted;
            }
            event = match self.watched(command).await {
                Ok(event) => event,
                Err(failure) => return Event::Failed(failure),
            };
            if matches!(event, Event::AlreadyRan | Event::NotLocked(_) | Event::Interrupted) {
                return event;
            }
            machine.did();
        }
        event
    }

    async fn one(&mut self, command: Command) -> Result<Event, Box<Failure>> {
        match command {
            Command::ReadHistory => self.read_history().await.map(Event::History),
            Command::Lock => self.lock().await,
            Command::Unlock => self.unlock().await,
            Command::Evaluate(subject) => Ok(Event::Evaluated(self.evaluate(subject).await)),
            Command::Inspect(names) => self.inspect(names).await,
            Command::InspectSchemas(schemas) => self.inspect_schemas(schemas).await,
            Command::ReadJournal { inverses } => self.read_journal(inverses).await,
            Command::OpenJournal => self.open_journal().await,
            Command::CloseJournal => self.close_journal().await,
            Command::Journal(entries) => self.write_journal(entries).await,
            Command::ClearJournal { key, direction, keep_plan } => self.clear_journal(&key, direction, keep_plan).await,
            Command::ClearPlan => self.clear_plan().await,
            Command::RecordInverse(inverse) | Command::AnnounceInverse(inverse) => self.record_inverse(&inverse).await,
            Command::RemoveInverse(key) => self.remove_inverse(&key).await,
            Command::CheckLock => self.check_lock().await,
            Command::Restore(statement) => self.restore(&statement).await,
            Command::Begin { foreign_keys_off } => self.begin(foreign_keys_off).await,
            Command::Fence(item) => self.fence(&item).await,
            Command::Execute(statement) => self.execute(&statement).await,
            Command::Record(record) => self.record(&record).await,
            Command::CheckForeignKeys => self.check_foreign_keys().await,
            Command::Commit => self.commit().await,
            Command::Rollback => done(self.session.rollback().await),
            Command::Pause(time) => {
                tokio::time::sleep(time).await;
                Ok(Event::Done)
            }
        }
    }

    async fn begin(&mut self, foreign_keys_off: bool) -> Result<Event, Box<Failure>> {
        self.proof = None;
        done(match foreign_keys_off {
            true => self.session.begin_without_foreign_keys().await,
            false => self.session.begin_patiently().await,
        })
    }

    async fn lock(&mut self) -> Result<Event, Box<Failure>> {
        let tell = &mut *self.tell;
        let told = &mut |event| tell(Progress::Lock(event));
        let interrupted = &self.settings.interrupted;
        match Lock::acquire_unless(interrupted, self.session, &self.tracking, self.settings.lock_wait, told).await {
            Ok(lock) => self.lock = Some(lock),
            Err(LockError::Busy(_)) if interrupted.load(Ordering::Relaxed) => return Ok(Event::Interrupted),
            Err(error @ LockError::Busy { .. }) => return Ok(Event::NotLocked(error.to_string())),
            Err(LockError::Db(error)) => return Err(failure(&error)),
            Err(error) => return Err(said("amend::lock::lost", &error.to_string())),
        }
        self.history.ensure(self.session).await.map_err(|error| failure(&error))?;
        Ok(Event::Locked)
    }

    async fn unlock(&mut self) -> Result<Event, Box<Failure>> {
        match self.lock.take() {
            Some(lock) => done(lock.release(self.session).await),
            None => Ok(Event::Done),
        }
    }

    async fn evaluate(&mut self, subject: Subject) -> Verdict {
        let project = self.project;
        let (asked, facts): (Vec<&Preconditions>, _) = match subject {
            Subject::Changelog => {
                (project.changelog.preconditions.iter().collect(), project.changelog.facts(project.product()))
            }
            Subject::ChangeSet(index) => {
                let change_set = &project.changelog.change_sets[index];
                (change_set.preconditions.iter().collect(), facts(&project, change_set))
            }
        };
        let mut warnings = Vec::new();
        for preconditions in asked {
            let outcome = answers::evaluate(self.session, &project, &facts, preconditions, &mut self.history).await;
            match verdict(preconditions, outcome) {
                Verdict::Run(more) => warnings.extend(more),
                other => return other,
            }
        }
        Verdict::Run(warnings)
    }

    async fn inspect(&mut self, names: Vec<ObjectName>) -> Result<Event, Box<Failure>> {
        let found = inspect(self.session, &self.tracking, &Scope::Named(names)).await;
        found.map(|catalog| Event::Inspected(Box::new(catalog))).map_err(|error| failure(&error))
    }

    /// The lock is ours still, and nobody else has run the item meanwhile.
    async fn fence(&mut self, item: &Item) -> Result<Event, Box<Failure>> {
        (self.tell)(Progress::Begins(item.name.clone()));
        for notice in &item.notices {
            (self.tell)(Progress::Notice(notice.clone()));
        }
        self.check_lock().await?;
        let Record::Insert(row) = &item.record else { return Ok(Event::Done) };
        let key = crate::ChangeSetKey::new(&row.id, &row.author, &row.filename);
        let known = self.recorded.as_ref().is_some_and(|it| it.rows.iter().any(|it| it.key == key));
        let count = self.history.statements().count(&key).map_err(|error| failure(&error))?;
        let found = self.session.query_value(&count).await.map_err(|error| failure(&error))?;
        let ran = found.is_some_and(|count| count != "0");
        Ok(if ran && !known { Event::AlreadyRan } else { Event::Done })
    }

    async fn execute(&mut self, statement: &StepStatement) -> Result<Event, Box<Failure>> {
        (self.tell)(Progress::Sends(statement.statement.text.clone()));
        if let Some(program) = &statement.program {
            return self.run_program(program, statement).await;
        }
        if let Some(bulk) = &statement.statement.bulk {
            return self.load(statement, bulk).await;
        }
        self.session.execute(&statement.statement.text).await.map_err(|error| statement_failure(&error, statement))?;
        self.tell_notices().await;
        Ok(Event::Done)
    }

    async fn tell_notices(&mut self) {
        if let Ok(notices) = self.session.notices().await {
            notices.into_iter().for_each(|notice| (self.tell)(Progress::Server(notice)));
        }
    }

    async fn run_program(&mut self, program: &Program, statement: &StepStatement) -> Result<Event, Box<Failure>> {
        match program::run(program).await {
            Ok(lines) => lines.into_iter().for_each(|line| (self.tell)(Progress::Notice(line))),
            Err(message) => {
                let diagnostic = Diagnostic::error("amend::program::failed", message);
                let diagnostic = diagnostic.at(&statement.place, "asked for this program");
                return Err(Box::new(Failure { diagnostic, statement: None, transient: false, lost: false }));
            }
        }
        Ok(Event::Done)
    }

    async fn record(&mut self, record: &Record) -> Result<Event, Box<Failure>> {
        let stamp = self.recorded.as_ref().map_or(Stamp::Now, Recorded::stamp);
        let text = record_sql(&self.history, record, self.next_order, &self.deployment_id, &stamp);
        let text = text.map_err(|error| failure(&error))?;
        self.next_order += i64::from(matches!(record, Record::Insert(_) | Record::Rerun { .. }));
        self.session.execute(&text).await.map_err(|error| failure(&error))?;
        self.proof = Some(Proof::Record(record.clone()));
        Ok(Event::Done)
    }

    /// A rebuild of a table must leave no row that points nowhere.
    async fn check_foreign_keys(&mut self) -> Result<Event, Box<Failure>> {
        let broken = self.session.query("PRAGMA foreign_key_check").await.map_err(|error| failure(&error))?;
        match broken.first() {
            None => Ok(Event::Done),
            Some(row) => {
                let table = row.first().cloned().flatten().unwrap_or_default();
                let message = format!("{} rows of `{table}` and others point to rows that are not there", broken.len());
                Err(said("amend::database::foreign-keys", &message))
            }
        }
    }
}

/// Whether the history shows the record.
fn took_effect(record: &Record, history: &amend_plan::History) -> bool {
    let has = |key: &crate::ChangeSetKey| history.rows.iter().any(|row| &row.key == key);
    match record {
        Record::Insert(row) => has(&crate::ChangeSetKey::new(&row.id, &row.author, &row.filename)),
        Record::Rerun { row, stored_filename } => {
            let key = crate::ChangeSetKey::new(&row.id, &row.author, stored_filename);
            history.rows.iter().any(|it| it.key == key && it.md5sum.as_deref() == Some(&row.md5sum))
        }
        Record::Delete(row) => !has(&row.key),
        Record::SetSum { .. } => true,
    }
}

/// The statement that writes a record.
///
/// # Errors
/// A text that the product cannot have.
pub(crate) fn record_sql(
    history: &History,
    record: &Record,
    order: i64,
    deployment_id: &str,
    stamp: &Stamp,
) -> Result<String, DbError> {
    let statements = history.statements();
    match record {
        Record::Insert(row) => statements.insert(&history_row(row, &row.filename, order, deployment_id), stamp),
        Record::Rerun { row, stored_filename } => {
            statements.rerun(&history_row(row, stored_filename, order, deployment_id), stamp)
        }
        Record::Delete(row) => statements.delete(&row.key),
        Record::SetSum { row, md5sum } => statements.set_md5(&row.key, md5sum),
    }
}

fn history_row(row: &NewRow, filename: &str, order: i64, deployment_id: &str) -> HistoryRow {
    let key = crate::ChangeSetKey::new(&row.id, &row.author, filename);
    HistoryRow {
        exec_type: row.exec_type,
        md5sum: Some(row.md5sum.clone()),
        description: Some(row.description.clone()),
        comments: Some(row.comments.clone()),
        tag: row.tag.clone(),
        contexts: row.contexts.clone(),
        labels: row.labels.clone(),
        deployment_id: Some(deployment_id.to_owned()),
        ..crate::history::own_row(key, order)
    }
}

/// The last ten digits of the milliseconds since 1970: the same for all rows of one run.
pub fn deployment_id() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    format!("{:010}", now % 10_000_000_000)
}

fn done(outcome: Result<(), DbError>) -> Result<Event, Box<Failure>> {
    outcome.map(|()| Event::Done).map_err(|error| failure(&error))
}

fn said(code: &str, message: &str) -> Box<Failure> {
    Box::new(Failure { diagnostic: Diagnostic::error(code, message), statement: None, transient: false, lost: false })
}

/// The failure for what the server said.
pub fn failure(error: &DbError) -> Box<Failure> {
    Box::new(Failure {
        diagnostic: error_diagnostic(error),
        statement: error.statement.clone(),
        transient: error.is_transient(),
        lost: error.kind == ErrorKind::Connection,
    })
}

fn statement_failure(error: &DbError, statement: &StepStatement) -> Box<Failure> {
    let diagnostic = error_diagnostic(error).at(&statement.place, "asked for this statement");
    Box::new(Failure { diagnostic, statement: Some(statement.statement.text.clone()), ..*failure(error) })
}

/// What the server said, as a message.
pub fn error_diagnostic(error: &DbError) -> Diagnostic {
    let detail = error.detail.as_ref().map(|detail| format!("; {detail}")).unwrap_or_default();
    let diagnostic = Diagnostic::error("amend::database::refused", format!("the database says: {error}{detail}"));
    match &error.hint {
        Some(hint) => diagnostic.help(hint.clone()),
        None => diagnostic,
    }
}
