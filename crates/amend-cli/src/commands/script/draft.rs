//! Runs on paper, with what they ask of the database looked up for them.

use amend_catalog::{Catalog, ObjectName};
use amend_db::inspect::{Scope, inspect};
use amend_db::run::Paper;
use amend_plan::machine::{Back, BackTo, Machine, Outcome as RunOutcome, Subject, Work};
use amend_plan::{History, Project, Verdict};
use amend_sql::profile;
use amend_syntax::Diagnostic;

use super::Start;
use crate::Exit;
use crate::args::By;
use crate::setup::Workplace;

/// What a draft gives, or how the command ends and why.
pub type Drafted<T> = Result<T, (Exit, Vec<Diagnostic>)>;

/// Writes a draft. Where it asks about tables of a database they are looked up, and it is written anew.
///
/// # Errors
/// The draft is refused, or the database cannot be read; the message was printed.
pub async fn draft(
    workplace: &Workplace,
    start: &mut Start,
    write: &dyn Fn(&mut Paper, &Project<'_>) -> Drafted<()>,
) -> Result<Paper, Exit> {
    let mut looked_up: Vec<ObjectName> = Vec::new();
    let mut found = Catalog::new(profile(start.tracking.product).naming);
    loop {
        let project = start.read.project(workplace, start.schema.as_deref());
        let paper = Paper::new(&start.tracking, start.history.clone()).map_err(|error| workplace.refused(&error))?;
        let mut paper = paper.with_found(found).with_journal(start.journal.clone());
        let drafted = write(&mut paper, &project);
        let open: Vec<_> = paper.wanted().iter().filter(|it| !looked_up.contains(it)).cloned().collect();
        match &mut start.session {
            Some(session) if !open.is_empty() => {
                looked_up.extend(open);
                let scope = Scope::Tables(looked_up.clone());
                let answer = inspect(session, &start.tracking, &scope).await;
                found = answer.map_err(|error| workplace.refused(&error))?;
            }
            _ => return drafted.map(|()| paper).map_err(|(exit, problems)| refuse(workplace, exit, &problems)),
        }
    }
}

fn refuse(workplace: &Workplace, exit: Exit, problems: &[Diagnostic]) -> Exit {
    workplace.output.diagnostics(problems);
    exit
}

/// Runs the work on paper.
///
/// # Errors
/// Why it is refused.
pub fn step<W: Work>(
    paper: &mut Paper,
    project: &Project<'_>,
    work: W,
    judge: &mut dyn FnMut(&W, &History, Subject) -> Verdict,
) -> Result<Machine<W>, Vec<Diagnostic>> {
    let mut machine = Machine::new(work, profile(project.product()).transactional_ddl);
    paper.run(&mut machine, judge);
    match machine.outcome() {
        Some(RunOutcome::Refused(problems) | RunOutcome::Failed { diagnostics: problems, .. }) => Err(problems.clone()),
        _ => Ok(machine),
    }
}

/// A way back on paper.
///
/// # Errors
/// Why there is none.
pub fn back(paper: &mut Paper, project: &Project<'_>, to: BackTo, by: By) -> Drafted<()> {
    let judge = &mut |_: &Back<'_>, _: &History, _| Verdict::Run(Vec::new());
    let back = Back::new(*project, to).from_journal(by.from_journal);
    step(paper, project, back, judge).map(drop).map_err(refused_as(Exit::NoWayBack))
}

/// Ends the command in that way, with what is wrong.
pub fn refused_as(exit: Exit) -> impl Fn(Vec<Diagnostic>) -> (Exit, Vec<Diagnostic>) {
    move |problems| (exit, problems)
}
