//! Verification: up one change set, down and up again, with the server's own catalog read after each step.
//!
//! After up the catalog must be what the plan says; after down it must be what it was before, in the server's own
//! words; after up again it must be what it was after the first time.

mod knowledge;
mod limit;
mod rows;
mod trip;

use amend_catalog::Catalog;
use amend_plan::machine::Item;
use amend_plan::verification::{Finding, Verdict, Verification, Verified, Wrong, losses};
use amend_plan::{Decision, History, Project, Step, order, select};
use amend_syntax::Diagnostic;

use crate::compare::{Difference, since};
use crate::scratch::Scratch;
use crate::{DbError, Tracking};

use knowledge::Knowledge;
use rows::Contents;
use trip::{Down, Up};

/// Which way an item goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is a change set that runs.
    Up,
    /// It is a change set that is taken back.
    Down,
}

/// What the caller of a verification hears and may change.
pub struct Hooks<'a> {
    /// Sees each item before its statements are handed to the session, and may change or refuse it.
    pub gate: &'a mut dyn FnMut(Way, &mut Item) -> Result<(), Diagnostic>,
    /// Is told of each change set when it is done.
    pub tell: &'a mut dyn FnMut(&Verified),
}

/// Verifies all change sets of the project that take part, in their order.
///
/// # Errors
/// What the server says where it is not about a change set, and circular needs.
pub async fn verify(
    scratch: &mut Scratch,
    project: Project<'_>,
    hooks: &mut Hooks<'_>,
) -> Result<Verification, Stopped> {
    let selection = select(&project, &History::default());
    if !selection.problems.is_empty() {
        return Err(Stopped::Refused(selection.problems));
    }
    let order = order(&project, &History::default(), &selection).map_err(Stopped::Refused)?.sequence;
    let tracking = Tracking::of(scratch.session());
    let product = scratch.session().product();
    let version = scratch.session().server_version().to_owned();
    let mut walk = Walk {
        scratch,
        project,
        tracking,
        hooks,
        knowledge: Knowledge::default(),
        applied: Vec::new(),
        after: After::Ready,
    };
    let mut verification = Verification { product, version, entries: Vec::new(), unfinished: None };
    for index in order.into_iter().filter(|index| selection.decisions[*index] != Decision::Filtered) {
        verification.unfinished = walk.get_ready().await?;
        if verification.unfinished.is_some() {
            break;
        }
        let verified = walk.change_set(index).await?;
        walk.after = After::of(verified.verdict);
        (walk.hooks.tell)(&verified);
        verification.entries.push(verified);
    }
    Ok(verification)
}

/// Why a verification did not come to an end.
#[derive(Debug)]
pub enum Stopped {
    /// The changelog is not valid.
    Refused(Vec<Diagnostic>),
    /// The server did not answer as it should.
    Db(DbError),
}

impl From<DbError> for Stopped {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

/// The way through the changelog.
struct Walk<'a, 'h> {
    scratch: &'a mut Scratch,
    project: Project<'a>,
    tracking: Tracking,
    hooks: &'a mut Hooks<'h>,
    knowledge: Knowledge,
    /// The change sets that have run and stayed, by their places.
    applied: Vec<usize>,
    after: After,
}

/// What the last change set left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// A database in which the next one can run.
    Ready,
    /// One that is not as it should be.
    Spoiled,
    /// One in which nothing that follows can be told.
    Lost,
}

impl After {
    fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Wrong(Wrong::Forward) => Self::Lost,
            Verdict::Wrong(Wrong::Plan) => Self::Ready,
            Verdict::Wrong(_) => Self::Spoiled,
            _ => Self::Ready,
        }
    }
}

/// A database at one moment.
struct Moment {
    catalog: Catalog,
    rows: Contents,
}

impl Walk<'_, '_> {
    async fn change_set(&mut self, index: usize) -> Result<Verified, DbError> {
        let before = self.moment().await?;
        let (verdict, findings) = match self.up(index).await? {
            Up::PassedOver(reason) => (Verdict::PassedOver, vec![Finding::new(reason)]),
            Up::Failed(findings) => (Verdict::Wrong(Wrong::Forward), findings),
            Up::Ran(ran) => {
                self.applied.push(index);
                self.there_and_back(index, &before, &ran.step, &ran.planned).await?
            }
        };
        let change_set = &self.project.changelog.change_sets[index];
        Ok(Verified { name: change_set.key().to_string(), place: change_set.place.clone(), verdict, findings })
    }

    /// The change set has run: is it as planned, and does it go back and come again?
    async fn there_and_back(
        &mut self,
        index: usize,
        before: &Moment,
        step: &Step,
        planned: &Catalog,
    ) -> Result<(Verdict, Vec<Finding>), DbError> {
        let after = self.moment().await?;
        let product = self.project.product();
        let unplanned = self.knowledge.surprises(product, step, planned, &after.catalog);
        if !unplanned.is_empty() {
            return Ok((Verdict::Wrong(Wrong::Plan), findings(&unplanned)));
        }
        match self.down().await? {
            Down::Refused(reasons) if !self.project.changelog.change_sets[index].rollback.is_empty() => {
                return Ok((Verdict::Wrong(Wrong::Back), reasons));
            }
            Down::Refused(reasons) => return Ok((Verdict::Impossible, reasons)),
            Down::Failed(findings) => return Ok((Verdict::Wrong(Wrong::Back), findings)),
            Down::Done => {}
        }
        let restored = self.moment().await?;
        let (mut limits, wrong) = self.judged(step, since(product, &before.catalog, &restored.catalog));
        if !wrong.is_empty() {
            return Ok((Verdict::Wrong(Wrong::NotRestored), wrong));
        }
        match self.again(index, step, &after).await? {
            Ok(more) => limits.extend(more),
            Err(wrong) => return Ok(wrong),
        }
        let mut lost = losses(product, step.ops.iter().map(|(op, _)| op));
        lost.extend(before.rows.lost(&restored.rows));
        Ok(match (limits.is_empty(), lost.is_empty()) {
            (true, true) => (Verdict::Exact, Vec::new()),
            (false, true) => (Verdict::ExactBut, limits),
            (_, false) => (Verdict::Losing, lost.into_iter().chain(limits).collect()),
        })
    }

    /// Runs the change set once more: what the product cannot do a second time, or what is wrong.
    async fn again(
        &mut self,
        index: usize,
        step: &Step,
        after: &Moment,
    ) -> Result<Result<Vec<Finding>, (Verdict, Vec<Finding>)>, DbError> {
        match self.up(index).await? {
            Up::Failed(findings) => return Ok(Err((Verdict::Wrong(Wrong::Again), findings))),
            Up::PassedOver(reason) => return Ok(Err((Verdict::Wrong(Wrong::Again), vec![Finding::new(reason)]))),
            Up::Ran(_) => {}
        }
        let now = self.moment().await?;
        let differences = since(self.project.product(), &after.catalog, &now.catalog);
        self.knowledge.forget(&differences);
        let (limits, wrong) = self.judged(step, differences);
        match wrong.is_empty() {
            true => Ok(Ok(limits)),
            false => Ok(Err((Verdict::Wrong(Wrong::AgainDiffers), wrong))),
        }
    }

    /// What the product cannot restore after the step, and what it could.
    fn judged(&self, step: &Step, differences: Vec<Difference>) -> (Vec<Finding>, Vec<Finding>) {
        let (mut limits, mut wrong) = (Vec::new(), Vec::new());
        for difference in differences {
            let finding = Finding::new(difference.text.clone());
            match limit::limit(self.project.product(), step, &difference) {
                Some(why) => limits.push(finding.because(why)),
                None => wrong.push(finding),
            }
        }
        (limits, wrong)
    }

    /// After something wrong the database is made anew, up to the last change set; the reason where it cannot go on.
    async fn get_ready(&mut self) -> Result<Option<String>, DbError> {
        let left = std::mem::replace(&mut self.after, After::Ready);
        match left {
            After::Ready => return Ok(None),
            After::Lost => return Ok(Some("what follows a change set that does not run is not known".into())),
            After::Spoiled => {}
        }
        if !self.scratch.renew().await? {
            return Ok(Some("the database is not as it should be, and was given, so it is not made anew".into()));
        }
        for applied in self.applied.clone() {
            if let Up::Failed(_) | Up::PassedOver(_) = self.up(applied).await? {
                return Ok(Some("the change sets before it do not run a second time in an empty database".into()));
            }
        }
        Ok(None)
    }

    async fn moment(&mut self) -> Result<Moment, DbError> {
        let catalog = self.scratch.look(&self.tracking).await?;
        let rows = Contents::read(self.scratch.session(), &catalog).await?;
        Ok(Moment { catalog, rows })
    }
}

fn findings(differences: &[Difference]) -> Vec<Finding> {
    differences.iter().map(|it| Finding::new(it.text.clone())).collect()
}
