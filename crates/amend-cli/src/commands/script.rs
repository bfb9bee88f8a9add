//! The `-sql` commands: what the others would run.

use amend_db::run::{Paper, PaperLine};
use amend_plan::machine::{Back, BackTo, Machine, Manner, Outcome as RunOutcome, Stop, Subject, Update, Work};
use amend_plan::{History, Verdict, sql_verdict};
use amend_sql::{Product, profile};
use amend_syntax::terminal_safe;
use serde_json::json;

use super::Outcome;
use crate::Exit;
use crate::args::Offline;
use crate::setup::{Read, Workplace};

/// The state that a script starts from.
struct Start {
    read: Read,
    history: Option<History>,
    schema: Option<String>,
    tracking: amend_db::Tracking,
}

/// Where a script's records go, and what is there.
struct Place<'a> {
    tracking: &'a amend_db::Tracking,
    history: Option<History>,
}

impl Start {
    fn place(&self) -> Place<'_> {
        Place { tracking: &self.tracking, history: self.history.clone() }
    }
}

async fn start(workplace: &Workplace, offline: &Offline) -> Result<Start, Exit> {
    if let Some(product) = offline.dialect.as_deref().and_then(Product::from_name) {
        let read = workplace.read(product, Vec::new())?;
        return Ok(Start { read, history: None, schema: None, tracking: workplace.tracking_offline(product) });
    }
    let mut session = workplace.connect().await?;
    let read = workplace.read_for(&session)?;
    let history = super::history::read(workplace, &mut session).await?;
    let schema = session.default_schema().map(str::to_owned);
    Ok(Start { read, history, schema, tracking: workplace.tracking(&session) })
}

/// Prints what an update would run.
pub async fn update(workplace: &Workplace, offline: &Offline, stop: Stop, manner: Manner) -> Outcome {
    let start = start(workplace, offline).await?;
    let project = start.read.project(workplace, start.schema.as_deref());
    let work = Update::new(project, stop, manner);
    let judge = &mut |work: &Update<'_>, subject| sql_verdict(&project, work.history(), work.catalog(), subject);
    write(workplace, start.place(), work, judge, Exit::Invalid)
}

/// Prints what a rollback would run.
pub async fn rollback(workplace: &Workplace, to: BackTo) -> Outcome {
    let start = start(workplace, &Offline::default()).await?;
    let project = start.read.project(workplace, start.schema.as_deref());
    write(workplace, start.place(), Back::new(project, to), &mut |_, _| Verdict::Run(Vec::new()), Exit::NoWayBack)
}

/// Prints what would take the pending change sets back.
pub async fn future_rollback(workplace: &Workplace, offline: &Offline) -> Outcome {
    let start = start(workplace, offline).await?;
    let project = start.read.project(workplace, start.schema.as_deref());
    let before = start.history.clone().unwrap_or_default();
    let future = amend_plan::future_history(&project, &before).map_err(|problems| {
        workplace.output.diagnostics(&problems);
        Exit::Invalid
    })?;
    let count = future.rows.len() - before.rows.len();
    let work = Back::new(project, BackTo::Count(count));
    let place = Place { tracking: &start.tracking, history: Some(future) };
    write(workplace, place, work, &mut |_, _| Verdict::Run(Vec::new()), Exit::NoWayBack)
}

fn write<W: Work>(
    workplace: &Workplace,
    place: Place<'_>,
    work: W,
    judge: &mut dyn FnMut(&W, Subject) -> Verdict,
    refused: Exit,
) -> Outcome {
    let mut machine = Machine::new(work, profile(place.tracking.product).transactional_ddl);
    let mut paper = Paper::new(place.tracking, place.history).map_err(|error| workplace.refused(&error))?;
    paper.run(&mut machine, judge);
    if let Some(RunOutcome::Refused(problems) | RunOutcome::Failed { diagnostics: problems, .. }) = machine.outcome() {
        workplace.output.diagnostics(problems);
        return Err(refused);
    }
    print(workplace, &paper.lines);
    Ok(Exit::Done)
}

fn print(workplace: &Workplace, lines: &[PaperLine]) {
    let output = workplace.output;
    if output.is_json() {
        let statements: Vec<&String> = lines
            .iter()
            .filter_map(|line| match line {
                PaperLine::Statement(text) => Some(text),
                _ => None,
            })
            .collect();
        return output.json(&json!({"statements": statements}));
    }
    for line in lines {
        match line {
            // A comment has one line, whatever stands in ids.
            PaperLine::ChangeSet(name) => output.line(&format!("-- change set {}", one_line(name))),
            PaperLine::Remark(text) => output.line(&format!("-- {}", one_line(text))),
            PaperLine::Statement(text) => output.line(&format!("{text};")),
        }
    }
}

fn one_line(text: &str) -> String {
    terminal_safe(text).replace('\n', "\\n")
}
