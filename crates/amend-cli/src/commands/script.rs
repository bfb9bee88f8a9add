//! The `-sql` commands: what the others would run.

mod draft;
mod start;

use amend_db::run::{Paper, PaperLine};
use amend_plan::machine::{Back, BackTo, Manner, Stop, Update, Work};
use amend_plan::{History, Known, Project, Verdict, sql_verdict, thought_verdict};
use amend_syntax::{Diagnostic, terminal_safe};
use serde_json::json;

use super::Outcome;
use crate::Exit;
use crate::args::{Apart, By, Offline};
use crate::setup::Workplace;
use draft::{Drafted, back, draft, refused_as, step};
pub use start::Start;

/// Prints what an update would run.
pub async fn update(workplace: &Workplace, offline: &Offline, stop: Stop, manner: Manner) -> Outcome {
    let mut start = Start::now(workplace, offline).await?;
    let records = workplace.settings.record_inverse;
    let paper =
        draft(workplace, &mut start, &|paper, project| forth(paper, project, &stop, manner, records).map(drop)).await?;
    print(workplace, &paper)
}

/// Prints what an update, its rollback and a second update would run.
pub async fn testing_rollback(workplace: &Workplace, offline: &Offline) -> Outcome {
    let mut start = Start::now(workplace, offline).await?;
    let records = workplace.settings.record_inverse;
    let paper = draft(workplace, &mut start, &|paper, project| {
        let count = forth(paper, project, &Stop::AtEnd, Manner::Run, records)?;
        back(paper, project, BackTo::Count(count), By::default())?;
        forth(paper, project, &Stop::AtEnd, Manner::Run, records).map(drop)
    })
    .await?;
    print(workplace, &paper)
}

/// Prints what a rollback would run.
pub async fn rollback(workplace: &Workplace, offline: &Offline, to: BackTo, by: By) -> Outcome {
    let mut start = Start::after_everything(workplace, offline, by).await?;
    let paper = draft(workplace, &mut start, &|paper, project| back(paper, project, to.clone(), by)).await?;
    print(workplace, &paper)
}

/// Prints what the rollback of single change sets would run.
pub async fn apart(workplace: &Workplace, to: BackTo, apart: Apart) -> Outcome {
    let by = apart.by;
    let mut start = Start::after_everything(workplace, &Offline::default(), by).await?;
    let paper = draft(workplace, &mut start, &|paper, project| {
        let judge = &mut |_: &Back<'_>, _: &History, _| Verdict::Run(Vec::new());
        let back = Back::new(*project, to.clone()).with_dependents(apart.with_dependents);
        let back = back.from_journal(by.from_journal);
        step(paper, project, back, judge).map(drop).map_err(refused_as(Exit::NoWayBack))
    })
    .await?;
    print(workplace, &paper)
}

/// Prints what would take back what an update is going to do.
pub async fn future_rollback(workplace: &Workplace, offline: &Offline, stop: Stop) -> Outcome {
    let mut start = Start::now(workplace, offline).await?;
    let paper = future(workplace, &mut start, &stop).await?;
    print(workplace, &paper)
}

/// The script that takes back what an update is going to do.
///
/// # Errors
/// [`Exit::NoWayBack`] where there is none; the message was printed.
pub async fn future(workplace: &Workplace, start: &mut Start, stop: &Stop) -> Result<Paper, Exit> {
    let records = workplace.settings.record_inverse;
    draft(workplace, start, &|paper, project| {
        let judge = &mut |work: &Update<'_>, history: &_, subject| {
            thought_verdict(project, Known { catalog: work.catalog(), history, ran: &[] }, subject)
        };
        let update = Update::new(*project, stop.clone(), Manner::Run).recording_inverses(records);
        let update = step(paper, project, update, judge);
        let count = update.map_err(refused_as(Exit::Invalid))?.finished().len();
        paper.lines.clear();
        back(paper, project, BackTo::Count(count), By::default())
    })
    .await
}

/// An update on paper; gives how many change sets it has.
fn forth(
    paper: &mut Paper,
    project: &Project<'_>,
    stop: &Stop,
    manner: Manner,
    records_inverses: bool,
) -> Drafted<usize> {
    let judge = &mut |work: &Update<'_>, history: &_, subject| {
        sql_verdict(project, Known { catalog: work.catalog(), history, ran: &[] }, subject)
    };
    let begin = paper.lines.len();
    let update = Update::new(*project, stop.clone(), manner).recording_inverses(records_inverses);
    let machine = step(paper, project, update, judge);
    let machine = machine.map_err(refused_as(Exit::Invalid))?;
    let remarks = machine.work().remarks().into_iter().map(|remark| PaperLine::Remark(remark.message));
    paper.lines.splice(begin..begin, remarks);
    if paper.notes.is_empty() {
        paper.notes.clone_from(&machine.work().notes);
    }
    Ok(machine.finished().len())
}

/// Prints the lines, with the warnings beside them. The rows of files are read while they are printed.
fn print(workplace: &Workplace, paper: &Paper) -> Outcome {
    let output = workplace.output;
    output.diagnostics(&paper.notes);
    let mut statements = Vec::new();
    let outcome = paper.lines.iter().try_for_each(|line| match output.is_json() {
        true => each_statement(workplace, line, &mut |text| statements.push(text)),
        false => each_line(workplace, line, &mut |text| output.line(&text)),
    });
    outcome.map_err(|problems| {
        output.diagnostics(&problems);
        Exit::Failed
    })?;
    if output.is_json() {
        output.json(&json!({"statements": statements}));
    }
    Ok(Exit::Done)
}

/// Calls `take` with each line of a script in a file or on a terminal that a line of the paper stands for.
///
/// # Errors
/// A file with rows cannot be read any more.
pub fn each_line(workplace: &Workplace, line: &PaperLine, take: &mut dyn FnMut(String)) -> Result<(), Vec<Diagnostic>> {
    match line {
        // A comment has one line, whatever stands in ids.
        PaperLine::ChangeSet(name) => take(format!("-- change set {}", one_line(name))),
        PaperLine::Remark(text) => take(format!("-- {}", one_line(text))),
        _ => return each_statement(workplace, line, &mut |text| take(ended(text))),
    }
    Ok(())
}

/// A statement with the `;` that ends it in a script. One that is not split may bring its own.
fn ended(mut statement: String) -> String {
    if !statement.trim_end().ends_with(';') {
        statement.push(';');
    }
    statement
}

/// The same with each statement.
fn each_statement(
    workplace: &Workplace,
    line: &PaperLine,
    take: &mut dyn FnMut(String),
) -> Result<(), Vec<Diagnostic>> {
    match line {
        PaperLine::Statement(text) => take(text.clone()),
        PaperLine::Rows(rows) => return rows.texts(&workplace.files).try_for_each(|text| text.map(&mut *take)),
        PaperLine::ChangeSet(_) | PaperLine::Remark(_) => {}
    }
    Ok(())
}

fn one_line(text: &str) -> String {
    terminal_safe(text).replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::ended;

    #[test]
    fn one_sign_ends_a_statement() {
        assert_eq!(ended("SELECT 1".to_owned()), "SELECT 1;");
        assert_eq!(ended("SELECT 1; SELECT 2;".to_owned()), "SELECT 1; SELECT 2;");
    }
}
