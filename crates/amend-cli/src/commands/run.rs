//! What every command that changes a database shares: the run on a session, signals, and the report of its end.

use amend_db::Session;
use amend_db::lock::LockEvent;
use amend_db::run::{Progress, RunSettings, Runner};
use amend_plan::Project;
use amend_plan::machine::{Finished, How, Machine, Outcome as RunOutcome, Work};
use amend_sql::profile;
use amend_syntax::Diagnostic;
use serde_json::{Value, json};

use super::Outcome;
use crate::Exit;
use crate::output::{Output, diagnostic_json};
use crate::setup::Workplace;
use crate::signal::Signal;

/// The words of a command for what it does.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// For one change set: `applied`.
    pub did: &'static str,
    /// Where there was nothing to do.
    pub nothing: &'static str,
    /// How it ends where it is refused.
    pub refused: Exit,
}

/// Runs the work on the session and reports its end.
pub async fn run<'a, W: Work>(
    workplace: &Workplace,
    session: &'a mut Session,
    project: Project<'a>,
    work: W,
    words: Words,
) -> (Machine<W>, Outcome) {
    let (machine, report) = run_unreported(workplace, session, project, work, words).await;
    let outcome = report.map(|report| {
        report.print(&workplace.output);
        report.exit
    });
    (machine, outcome)
}

/// Runs the work on the session.
pub async fn run_unreported<'a, W: Work>(
    workplace: &Workplace,
    session: &'a mut Session,
    project: Project<'a>,
    work: W,
    words: Words,
) -> (Machine<W>, Result<Report, Exit>) {
    let transactional = profile(project.product()).transactional_ddl;
    let mut machine = Machine::new(work, transactional).resolving(workplace.settings.resolve);
    let output = workplace.output;
    let signal = workplace.signal();
    let settings = RunSettings { lock_wait: workplace.settings.lock_wait, interrupted: signal.raised.clone() };
    let tracking = workplace.tracking(session);
    let mut tell = |progress: Progress| show(&output, &progress);
    match Runner::new(session, project, tracking, settings, &mut tell) {
        Ok(mut runner) => runner.run(&mut machine).await,
        Err(error) => {
            let exit = workplace.refused(&error);
            return (machine, Err(exit));
        }
    }
    let report = Report::of(&machine, words, signal);
    (machine, Ok(report))
}

fn show(output: &Output, progress: &Progress) {
    match progress {
        Progress::Lock(LockEvent::Waiting { obstacle, left }) => {
            output.progress(&format!("waiting for the lock: {obstacle}; {} s left", left.as_secs()));
        }
        Progress::Lock(LockEvent::TookOver(row)) => {
            output.progress(&format!("took over the lock of somebody who is not there any more: {row}"));
        }
        Progress::Sends(text) => output.detail(&format!("sending {}", amend_sql::without_secrets(text))),
        Progress::Begins(name) => output.detail(&format!("running {name}")),
        Progress::Notice(text) => output.progress(text),
        Progress::Server(notice) if notice.warning => output.progress(&format!("the server warns: {}", notice.message)),
        Progress::Server(notice) => output.detail(&format!("the server says: {}", notice.message)),
    }
}

/// How a run ended.
pub struct Report {
    /// How the command ends.
    pub exit: Exit,
    words: Words,
    names: Vec<String>,
    lines: Vec<String>,
    remarks: Vec<Diagnostic>,
    problems: Vec<Diagnostic>,
    statement: Option<String>,
}

impl Report {
    fn of<W: Work>(machine: &Machine<W>, words: Words, signal: &Signal) -> Self {
        let ran = machine.finished().iter().filter(|it| it.how == How::Ran);
        let names: Vec<String> = ran.map(|it| it.item.name.clone()).collect();
        let (exit, problems, statement) = end(machine, words, &names, signal);
        let remarks = machine.work().remarks();
        let line = |finished: &Finished| {
            let did = match finished.how {
                How::Ran => words.did,
                How::Tolerated => "failed, and is allowed to",
                How::AlreadyRan => "was run by somebody else",
            };
            format!("{did} {}", finished.item.name)
        };
        let mut lines: Vec<String> = machine.finished().iter().map(line).collect();
        lines.push(closing(machine, words, names.len()));
        let statement = statement.as_deref().map(amend_sql::without_secrets);
        Self { exit, words, names, lines, remarks, problems, statement }
    }

    /// Prints it.
    pub fn print(&self, output: &Output) {
        self.print_messages(output);
        match output.is_json() {
            true => output.json(&self.json()),
            false => self.lines.iter().for_each(|line| output.safe_line(line)),
        }
    }

    /// Prints what went wrong.
    pub fn print_messages(&self, output: &Output) {
        output.diagnostics(&self.remarks);
        output.diagnostics(&self.problems);
        if let Some(statement) = self.statement.as_ref().filter(|_| !output.is_json()) {
            output.error(&format!("the statement was: {statement}"));
        }
    }

    /// The report for programs.
    pub fn json(&self) -> Value {
        let problems: Vec<_> = self.problems.iter().map(diagnostic_json).collect();
        json!({self.words.did: self.names, "exit_code": self.exit as u8, "problems": problems, "statement": self.statement})
    }
}

fn end<W: Work>(
    machine: &Machine<W>,
    words: Words,
    names: &[String],
    signal: &Signal,
) -> (Exit, Vec<Diagnostic>, Option<String>) {
    match machine.outcome() {
        None | Some(RunOutcome::UpToDate | RunOutcome::Done) => (Exit::Done, Vec::new(), None),
        Some(RunOutcome::Refused(problems)) => (words.refused, problems.clone(), None),
        Some(RunOutcome::Locked(who)) => {
            (Exit::Locked, vec![Diagnostic::error("amend::lock::busy", who.clone())], None)
        }
        Some(RunOutcome::Interrupted) => (signal.exit(), Vec::new(), None),
        Some(RunOutcome::Failed { diagnostics, statement, half_done, .. }) => {
            let exit = if *half_done || !names.is_empty() { Exit::Partly } else { Exit::Failed };
            (exit, diagnostics.clone(), statement.clone())
        }
    }
}

fn closing<W: Work>(machine: &Machine<W>, words: Words, count: usize) -> String {
    let sets = if count == 1 { "1 change set" } else { &format!("{count} change sets") };
    match machine.outcome() {
        Some(RunOutcome::UpToDate) => words.nothing.to_owned(),
        None | Some(RunOutcome::Done) => format!("{sets} {}", words.did),
        Some(RunOutcome::Failed { half_done: true, .. }) => {
            format!(
                "failed; {sets} {} before it, and the failed one is half done: the same command goes on there",
                words.did
            )
        }
        Some(RunOutcome::Failed { .. }) => format!("failed; {sets} {} before it, nothing of the failed one", words.did),
        Some(RunOutcome::Interrupted) => format!("interrupted; {sets} {}", words.did),
        Some(RunOutcome::Refused(_) | RunOutcome::Locked(_)) => "nothing was changed".to_owned(),
    }
}
