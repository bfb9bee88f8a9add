//! What every command that changes a database shares: the run on a session, signals, and the report of its end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use amend_db::Session;
use amend_db::lock::LockEvent;
use amend_db::run::{Progress, RunSettings, Runner};
use amend_plan::Project;
use amend_plan::machine::{How, Machine, Outcome as RunOutcome, Work};
use amend_sql::profile;
use amend_syntax::Diagnostic;
use serde_json::json;

use super::Outcome;
use crate::Exit;
use crate::output::{Output, diagnostic_json};
use crate::setup::Workplace;

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
    let mut machine = Machine::new(work, profile(project.product()).transactional_ddl);
    let output = workplace.output;
    let signal = Signal::listen();
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
    let exit = report(&output, &machine, words, &signal);
    (machine, Ok(exit))
}

fn show(output: &Output, progress: &Progress) {
    match progress {
        Progress::Lock(LockEvent::Waiting { obstacle, left }) => {
            output.progress(&format!("waiting for the lock: {obstacle}; {} s left", left.as_secs()));
        }
        Progress::Lock(LockEvent::TookOver(row)) => {
            output.progress(&format!("took over the lock of somebody who is not there any more: {row}"));
        }
        Progress::Begins(name) => output.detail(&format!("running {name}")),
        Progress::Notice(text) => output.progress(text),
        Progress::Server(notice) if notice.warning => output.progress(&format!("the server warns: {}", notice.message)),
        Progress::Server(notice) => output.detail(&format!("the server says: {}", notice.message)),
    }
}

/// Prints how a run ended.
fn report<W: Work>(output: &Output, machine: &Machine<W>, words: Words, signal: &Signal) -> Exit {
    let names: Vec<&str> =
        machine.finished().iter().filter(|it| it.how == How::Ran).map(|it| it.item.name.as_str()).collect();
    let (exit, problems, statement) = end(machine, words, &names, signal);
    output.diagnostics(&problems);
    if output.is_json() {
        let problems: Vec<_> = problems.iter().map(diagnostic_json).collect();
        output.json(&json!({words.did: names, "exit_code": exit as u8, "problems": problems, "statement": statement}));
        return exit;
    }
    for finished in machine.finished() {
        let did = match finished.how {
            How::Ran => words.did,
            How::Tolerated => "failed, and is allowed to",
            How::AlreadyRan => "was run by somebody else",
        };
        output.safe_line(&format!("{did} {}", finished.item.name));
    }
    if let Some(statement) = statement {
        output.error(&format!("the statement was: {statement}"));
    }
    output.line(&closing(machine, words, names.len()));
    exit
}

fn end<W: Work>(
    machine: &Machine<W>,
    words: Words,
    names: &[&str],
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
            format!("failed; {sets} {} before it, and the failed one is half done", words.did)
        }
        Some(RunOutcome::Failed { .. }) => format!("failed; {sets} {} before it, nothing of the failed one", words.did),
        Some(RunOutcome::Interrupted) => format!("interrupted; {sets} {}", words.did),
        Some(RunOutcome::Refused(_) | RunOutcome::Locked(_)) => "nothing was changed".to_owned(),
    }
}

/// Signals that end a run between two commands.
struct Signal {
    raised: Arc<AtomicBool>,
    number: Arc<AtomicI32>,
}

impl Signal {
    fn listen() -> Self {
        let signal = Self { raised: Arc::default(), number: Arc::new(AtomicI32::new(2)) };
        #[cfg(unix)]
        for (kind, number) in
            [(tokio::signal::unix::SignalKind::interrupt(), 2), (tokio::signal::unix::SignalKind::terminate(), 15)]
        {
            signal.listen_for(kind, number);
        }
        signal
    }

    /// The first signal ends the run in good order, the second one at once.
    #[cfg(unix)]
    fn listen_for(&self, kind: tokio::signal::unix::SignalKind, number: i32) {
        let (raised, last) = (self.raised.clone(), self.number.clone());
        if let Ok(mut stream) = tokio::signal::unix::signal(kind) {
            tokio::spawn(async move {
                while stream.recv().await.is_some() {
                    last.store(number, Ordering::Relaxed);
                    if raised.swap(true, Ordering::Relaxed) {
                        std::process::exit(128 + number);
                    }
                }
            });
        }
    }

    fn exit(&self) -> Exit {
        if self.number.load(Ordering::Relaxed) == 15 { Exit::Terminated } else { Exit::Interrupted }
    }
}
