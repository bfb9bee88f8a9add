//! One change set up, or one down, by the same machine that every run uses.

use amend_catalog::Catalog;
use amend_plan::Step;
use amend_plan::machine::{Back, BackTo, How, Item, Machine, Manner, Outcome, Stop, Through, Update, Work};
use amend_plan::verification::Finding;
use amend_sql::profile;
use amend_syntax::Diagnostic;

use super::{Walk, Way};
use crate::run::{RunSettings, Runner};
use crate::scratch::Reach;
use crate::{DbError, ErrorKind};

/// How a change set went up.
pub(super) enum Up {
    /// It ran.
    Ran(Box<Ran>),
    /// Preconditions or a tolerated failure kept it from running.
    PassedOver(String),
    /// It did not run.
    Failed(Vec<Finding>),
}

/// What ran.
pub(super) struct Ran {
    /// What it was made of.
    pub step: Step,
    /// The state that the plan says it leaves.
    pub planned: Catalog,
}

/// How a change set went down.
pub(super) enum Down {
    /// It is taken back.
    Done,
    /// It has no way back.
    Refused(Vec<Finding>),
    /// The way back did not run.
    Failed(Vec<Finding>),
}

impl Walk<'_, '_> {
    pub(super) async fn up(&mut self, index: usize) -> Result<Up, DbError> {
        let name = self.project.changelog.change_sets[index].key().to_string();
        let work = Update::new(self.project, Stop::One(name), Manner::Run);
        let read = |machine: &Machine<Through<'_, Update<'_>>>| {
            let update = machine.work().work();
            let passed_over = update.passed_over.last().map(|(_, reason)| reason.clone());
            let tolerated = machine.finished().iter().any(|it| it.how == How::Tolerated);
            let tolerated = tolerated.then(|| "it failed, and is allowed to".to_owned());
            let ran = update.steps.last().map(|step| Ran { step: step.clone(), planned: update.catalog().clone() });
            (problem(machine.outcome()), passed_over.or(tolerated), ran)
        };
        let (problems, passed_over, ran) = self.run(work, Way::Up, read).await?;
        Ok(match (problems, passed_over, ran) {
            (Some(problems), ..) => Up::Failed(problems),
            (None, Some(reason), _) => Up::PassedOver(reason),
            (None, None, Some(ran)) => Up::Ran(Box::new(ran)),
            (None, None, None) => Up::PassedOver("there was nothing to run".to_owned()),
        })
    }

    pub(super) async fn down(&mut self) -> Result<Down, DbError> {
        let work = Back::new(self.project, BackTo::Count(1));
        self.run(work, Way::Down, |machine| match machine.outcome() {
            Some(Outcome::Refused(problems)) => Down::Refused(problems.iter().map(told).collect()),
            outcome => problem(outcome).map_or(Down::Done, Down::Failed),
        })
        .await
    }

    /// Runs the work to its end, through the gates.
    async fn run<W: Work, T>(
        &mut self,
        work: W,
        way: Way,
        read: impl FnOnce(&Machine<Through<'_, W>>) -> T,
    ) -> Result<T, DbError> {
        let (hooks, reach) = (&mut *self.hooks, self.scratch.reach().clone());
        let mut gate = |item: &mut Item| {
            stay_inside(&reach, item)?;
            (hooks.gate)(way, item)
        };
        let mut machine =
            Machine::new(Through::new(work, &mut gate), profile(self.project.product()).transactional_ddl);
        let session = self.scratch.session();
        let mut quiet = |_| {};
        let settings = RunSettings::default();
        Runner::new(session, self.project, self.tracking.clone(), settings, &mut quiet)?.run(&mut machine).await;
        match machine.outcome() {
            Some(Outcome::Locked(who)) => Err(DbError::new(ErrorKind::Other, format!("the lock is taken: {who}"))),
            _ => Ok(read(&machine)),
        }
    }
}

/// What kept a run from its end.
fn problem(outcome: Option<&Outcome>) -> Option<Vec<Finding>> {
    match outcome {
        Some(Outcome::Refused(problems)) => Some(problems.iter().map(told).collect()),
        Some(Outcome::Failed { diagnostics, statement, .. }) => {
            let with_statement = |finding: Finding| match statement {
                Some(statement) => finding.because(format!("the statement was `{statement}`")),
                None => finding,
            };
            Some(diagnostics.iter().map(told).map(with_statement).collect())
        }
        _ => None,
    }
}

/// A message in one line, with its place.
fn told(diagnostic: &Diagnostic) -> Finding {
    let reason = diagnostic.labels.iter().find(|label| label.primary);
    let Some(label) = reason else { return Finding::new(&diagnostic.message) };
    let (line, column) = label.place.line_column();
    let place = format!("{}:{line}:{column}", label.place.source.name());
    Finding::new(&diagnostic.message).because(format!("{} ({place})", label.text))
}

/// A statement that leaves the scratch database is not sent.
fn stay_inside(reach: &Reach, item: &Item) -> Result<(), Diagnostic> {
    for statement in &item.statements {
        if let Some(target) = reach.beyond(&statement.statement.text) {
            let message = format!("a verification stays in its own database, and this reaches for {target}");
            return Err(Diagnostic::error("amend::verify::outside", message)
                .at(&statement.place, "this statement")
                .help("leave the name of the database away, or verify in an empty database of that name"));
        }
    }
    Ok(())
}
