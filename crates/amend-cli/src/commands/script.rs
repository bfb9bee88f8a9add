//! The `-sql` commands: what the others would run.

mod draft;
mod start;

use amend_db::run::{Paper, PaperLine};
use amend_plan::machine::{BackTo, Manner, Stop, Update};
use amend_plan::{Known, Project, sql_verdict, thought_verdict};
use amend_syntax::terminal_safe;
use serde_json::json;

use super::Outcome;
use crate::Exit;
use crate::args::Offline;
use crate::setup::Workplace;
use draft::{Drafted, back, draft, refused_as, step};
pub use start::Start;

/// Prints what an update would run.
pub async fn update(workplace: &Workplace, offline: &Offline, stop: Stop, manner: Manner) -> Outcome {
    let mut start = Start::now(workplace, offline).await?;
    let paper = draft(workplace, &mut start, &|paper, project| forth(paper, project, &stop, manner).map(drop)).await?;
    print(workplace, &paper.lines);
    Ok(Exit::Done)
}

/// Prints what an update, its rollback and a second update would run.
pub async fn testing_rollback(workplace: &Workplace, offline: &Offline) -> Outcome {
    let mut start = Start::now(workplace, offline).await?;
    let paper = draft(workplace, &mut start, &|paper, project| {
        let count = forth(paper, project, &Stop::AtEnd, Manner::Run)?;
        back(paper, project, BackTo::Count(count))?;
        forth(paper, project, &Stop::AtEnd, Manner::Run).map(drop)
    })
    .await?;
    print(workplace, &paper.lines);
    Ok(Exit::Done)
}

/// Prints what a rollback would run.
pub async fn rollback(workplace: &Workplace, offline: &Offline, to: BackTo) -> Outcome {
    let mut start = Start::after_everything(workplace, offline).await?;
    let paper = draft(workplace, &mut start, &|paper, project| back(paper, project, to.clone())).await?;
    print(workplace, &paper.lines);
    Ok(Exit::Done)
}

/// Prints what would take back what an update is going to do.
pub async fn future_rollback(workplace: &Workplace, offline: &Offline, stop: Stop) -> Outcome {
    let mut start = Start::now(workplace, offline).await?;
    let paper = future(workplace, &mut start, &stop).await?;
    print(workplace, &paper.lines);
    Ok(Exit::Done)
}

/// The script that takes back what an update is going to do.
///
/// # Errors
/// [`Exit::NoWayBack`] where there is none; the message was printed.
pub async fn future(workplace: &Workplace, start: &mut Start, stop: &Stop) -> Result<Paper, Exit> {
    draft(workplace, start, &|paper, project| {
        let judge = &mut |work: &Update<'_>, history: &_, subject| {
            thought_verdict(project, Known { catalog: work.catalog(), history, ran: &[] }, subject)
        };
        let update = step(paper, project, Update::new(*project, stop.clone(), Manner::Run), judge);
        let count = update.map_err(refused_as(Exit::Invalid))?.finished().len();
        paper.lines.clear();
        back(paper, project, BackTo::Count(count))
    })
    .await
}

/// An update on paper; gives how many change sets it has.
fn forth(paper: &mut Paper, project: &Project<'_>, stop: &Stop, manner: Manner) -> Drafted<usize> {
    let judge = &mut |work: &Update<'_>, history: &_, subject| {
        sql_verdict(project, Known { catalog: work.catalog(), history, ran: &[] }, subject)
    };
    let machine = step(paper, project, Update::new(*project, stop.clone(), manner), judge);
    Ok(machine.map_err(refused_as(Exit::Invalid))?.finished().len())
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
        output.line(&script_line(line));
    }
}

/// A line of a script in a file or on a terminal.
pub fn script_line(line: &PaperLine) -> String {
    match line {
        // A comment has one line, whatever stands in ids.
        PaperLine::ChangeSet(name) => format!("-- change set {}", one_line(name)),
        PaperLine::Remark(text) => format!("-- {}", one_line(text)),
        PaperLine::Statement(text) => format!("{text};"),
    }
}

fn one_line(text: &str) -> String {
    terminal_safe(text).replace('\n', "\\n")
}
