//! A plan without a database: what a run would do, as a value.

use amend_catalog::{Catalog, ObjectName, World};
use amend_syntax::Diagnostic;

use crate::conditions::{Verdict, answer_offline, facts, verdict};
use crate::lowering::forward;
use crate::{Decision, History, Known, Order, Project, Selection, Step, replay, select};

/// What a run would do.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The change sets that would run, in order.
    pub steps: Vec<Step>,
    /// Change sets that preconditions pass over, with the reason.
    pub passed_over: Vec<(usize, String)>,
    /// The state before.
    pub start: Catalog,
    /// The state after.
    pub end: Catalog,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Preconditions were met that only a database can answer; they were taken to hold.
    pub uncertain: bool,
    /// Change sets that run later than the file has them.
    pub moves: Vec<crate::Move>,
}

/// What is wrong with a change set of a plan.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The change set, by its place in the changelog.
    pub change_set: usize,
    /// The messages.
    pub diagnostics: Vec<Diagnostic>,
    /// The tables that it names and the changelog does not know; a database may have them.
    pub wanted: Vec<ObjectName>,
}

impl Problem {
    /// Whether a database may have what is missing.
    pub fn may_be_found(&self) -> bool {
        !self.wanted.is_empty()
    }
}

/// Plans the change sets that `history` does not have. Preconditions are answered from the replayed catalog; one that
/// it cannot answer is taken to hold.
pub fn plan_offline(project: &Project<'_>, history: &History) -> Result<Plan, Vec<Diagnostic>> {
    let selection = checked_selection(project, history)?;
    let order = crate::order(project, history, &selection)?;
    Ok(plan_over(project, history, &selection, &order, replay(project, history).catalog))
}

/// What is wrong for certain where not all is known: parts of the changelog could not be read, or only a database can
/// answer a precondition. What is not known may exist, and the order of the file stands where needs do not make one.
pub fn certain_problems(project: &Project<'_>, history: &History) -> Vec<Diagnostic> {
    let selection = match checked_selection(project, history) {
        Ok(selection) => selection,
        Err(problems) => return problems,
    };
    let file_order = || Order { sequence: (0..project.changelog.change_sets.len()).collect(), moves: Vec::new() };
    let (order, mut problems) = match crate::order(project, history, &selection) {
        Ok(order) => (order, Vec::new()),
        Err(problems) => (file_order(), problems),
    };
    let catalog = Catalog { world: World::Open, ..replay(project, history).catalog };
    let plan = plan_over(project, history, &selection, &order, catalog);
    let found = plan.problems.into_iter().flat_map(|it| it.diagnostics);
    // What exists may be the work of a change set that a database would have passed over.
    problems.extend(found.filter(|it| !(plan.uncertain && it.code.ends_with("::exists"))));
    problems
}

fn checked_selection(project: &Project<'_>, history: &History) -> Result<Selection, Vec<Diagnostic>> {
    let selection = select(project, history);
    if selection.problems.is_empty() { Ok(selection) } else { Err(selection.problems) }
}

fn plan_over(project: &Project<'_>, history: &History, selection: &Selection, order: &Order, catalog: Catalog) -> Plan {
    let mut plan = Plan {
        steps: Vec::new(),
        passed_over: Vec::new(),
        start: catalog.clone(),
        end: catalog,
        problems: Vec::new(),
        uncertain: false,
        moves: order.moves.clone(),
    };
    for &index in &order.sequence {
        if matches!(selection.decisions[index], Decision::Run | Decision::RunAgain) {
            plan_one(project, history, index, &mut plan);
        }
    }
    plan
}

fn plan_one(project: &Project<'_>, history: &History, index: usize, plan: &mut Plan) {
    let mut notes = Vec::new();
    match offline_verdict(project, history, index, plan) {
        Verdict::Skip(reason) | Verdict::MarkRan(reason) => return plan.passed_over.push((index, reason)),
        Verdict::Halt(problem) => {
            let problem = Problem { change_set: index, diagnostics: vec![problem], wanted: Vec::new() };
            return plan.problems.push(problem);
        }
        Verdict::Run(warnings) => notes = warnings,
        Verdict::Unknown => plan.uncertain = true,
    }
    match forward(project, index, &mut plan.end, &[]) {
        Ok(prepared) => {
            let mut step = prepared.step;
            step.notes.splice(0..0, notes);
            plan.steps.push(step);
        }
        Err(refused) => {
            plan.problems.push(Problem { change_set: index, diagnostics: refused.diagnostics, wanted: refused.wanted })
        }
    }
}

fn offline_verdict(project: &Project<'_>, history: &History, index: usize, plan: &Plan) -> Verdict {
    let change_set = &project.changelog.change_sets[index];
    let Some(preconditions) = &change_set.preconditions else { return Verdict::Run(Vec::new()) };
    let ran: Vec<_> = plan.steps.iter().map(|step| project.changelog.change_sets[step.change_set].key()).collect();
    let known = Known { catalog: &plan.end, history, ran: &ran };
    let outcome =
        preconditions.evaluate(&mut |condition| answer_offline(project, &facts(project, change_set), condition, known));
    verdict(preconditions, outcome)
}
