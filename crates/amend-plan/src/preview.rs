//! What every pending change set becomes, forward and back, and what the history would be afterwards.

use amend_changelog::ChangeSet;
use amend_changelog::checksum::{Rule, change_set_sum, change_text};
use amend_syntax::Diagnostic;

use crate::conditions::{Known, Verdict, answer_offline, facts, verdict};
use crate::machine::{NewRow, Subject};
use crate::{ChangeSetKey, ExecType, History, HistoryRow, Plan, Project, plan_offline, replay, way_back};
use amend_changelog::precondition::{OnSqlOutput, Outcome, Preconditions};

/// What every change set becomes on one product.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The change sets in their order.
    pub entries: Vec<PreviewEntry>,
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
    /// Warnings about what is sent forward.
    pub notes: Vec<Diagnostic>,
}

/// One change set of a preview.
#[derive(Clone, Debug)]
pub struct PreviewEntry {
    /// The change set.
    pub key: ChangeSetKey,
    /// What is sent.
    pub forward: Vec<String>,
    /// What is sent to take it back, or why it cannot be taken back.
    pub back: Result<Vec<String>, String>,
    /// Why it is passed over, where preconditions say so.
    pub passed_over: Option<String>,
    /// Why it runs later than the file has it, where it does.
    pub moved: Option<String>,
}

/// Previews the change sets that `history` does not have.
///
/// # Errors
/// Changed checksums and circular needs.
pub fn preview(project: &Project<'_>, history: &History) -> Result<Preview, Vec<Diagnostic>> {
    let plan = plan_offline(project, history)?;
    let future = future_of(project, history, &plan)?;
    let mut entries = Vec::new();
    for row in history.rows.len()..future.rows.len() {
        entries.push(entry(project, &plan, &future, row));
    }
    let notes = plan.steps.into_iter().flat_map(|it| it.notes).collect();
    Ok(Preview { entries, problems: plan.problems.into_iter().flat_map(|it| it.diagnostics).collect(), notes })
}

fn entry(project: &Project<'_>, plan: &Plan, future: &History, row: usize) -> PreviewEntry {
    let so_far = History { rows: future.rows[..=row].to_vec() };
    let steps = way_back(project, replay(project, &so_far), &so_far, &[row]);
    let key = future.rows[row].key.clone();
    let step = plan.steps.iter().find(|it| future.rows[row].is_of(&project.changelog.change_sets[it.change_set]));
    PreviewEntry {
        forward: step.map(|step| texts(project, step)).unwrap_or_default(),
        back: match steps {
            Ok(steps) => Ok(steps.iter().flat_map(|it| texts(project, &it.step)).collect()),
            Err(problems) => Err(problems.first().map(|it| it.message.clone()).unwrap_or_default()),
        },
        passed_over: plan
            .passed_over
            .iter()
            .find(|(index, _)| future.rows[row].is_of(&project.changelog.change_sets[*index]))
            .map(|(_, reason)| reason.clone()),
        moved: step
            .and_then(|step| plan.moves.iter().find(|it| it.change_set == step.change_set))
            .map(|it| it.words(project)),
        key,
    }
}

/// What the statements of a step send. The rows of files were looked at when the step was made.
fn texts(project: &Project<'_>, step: &crate::Step) -> Vec<String> {
    step.statements.iter().flat_map(|it| it.texts(project.files)).map_while(Result::ok).collect()
}

/// The history as it would stand when everything pending had run.
///
/// # Errors
/// Changed checksums, circular needs, and change sets that cannot be planned.
pub fn future_history(project: &Project<'_>, history: &History) -> Result<History, Vec<Diagnostic>> {
    let plan = plan_offline(project, history)?;
    if !plan.problems.is_empty() {
        return Err(plan.problems.into_iter().flat_map(|it| it.diagnostics).collect());
    }
    future_of(project, history, &plan)
}

fn future_of(project: &Project<'_>, history: &History, plan: &Plan) -> Result<History, Vec<Diagnostic>> {
    let mut future = history.clone();
    for step in &plan.steps {
        let row = crate::machine::new_row(project, step.change_set, ExecType::Executed).map_err(|it| vec![it])?;
        let order = future.next_order();
        future.rows.push(history_row(row, order));
    }
    Ok(future)
}

/// The row as the history would have it.
pub(crate) fn history_row(row: NewRow, order_executed: i64) -> HistoryRow {
    HistoryRow {
        key: ChangeSetKey::new(row.id, row.author, row.filename),
        date_executed: String::new(),
        order_executed,
        exec_type: row.exec_type,
        md5sum: Some(row.md5sum),
        description: Some(row.description),
        comments: Some(row.comments),
        tag: row.tag,
        liquibase: None,
        contexts: row.contexts,
        labels: row.labels,
        deployment_id: None,
    }
}

/// What preconditions mean where SQL is only written.
pub fn sql_verdict(project: &Project<'_>, known: Known<'_>, subject: Subject) -> Verdict {
    verdict_of(project, known, subject, |preconditions| preconditions.on_sql_output)
}

/// What preconditions mean for a run that is only thought of: they are answered from what is known, and what only a
/// database can tell is taken to hold.
pub fn thought_verdict(project: &Project<'_>, known: Known<'_>, subject: Subject) -> Verdict {
    verdict_of(project, known, subject, |_| OnSqlOutput::Test)
}

fn verdict_of(
    project: &Project<'_>,
    known: Known<'_>,
    subject: Subject,
    manner: impl Fn(&Preconditions) -> OnSqlOutput,
) -> Verdict {
    let (asked, facts): (Vec<&Preconditions>, _) = match subject {
        Subject::Changelog => {
            (project.changelog.preconditions.iter().collect(), project.changelog.facts(project.product()))
        }
        Subject::ChangeSet(index) => {
            let change_set = &project.changelog.change_sets[index];
            (change_set.preconditions.iter().collect(), facts(project, change_set))
        }
    };
    let mut warnings = Vec::new();
    for preconditions in asked {
        let outcome = match manner(preconditions) {
            OnSqlOutput::Ignore => Outcome::Passed,
            OnSqlOutput::Fail => Outcome::Failed(vec!["`onSqlOutput: FAIL`".to_owned()]),
            OnSqlOutput::Test => {
                preconditions.evaluate(&mut |condition| answer_offline(project, &facts, condition, known))
            }
        };
        match verdict(preconditions, outcome) {
            Verdict::Run(more) => warnings.extend(more),
            other => return other,
        }
    }
    Verdict::Run(warnings)
}

/// The checksum of a change set, and the text of each change that it is taken of.
///
/// # Errors
/// A file that cannot be read.
pub fn checksum_of(project: &Project<'_>, change_set: &ChangeSet) -> Result<(String, Vec<String>), Diagnostic> {
    project.with_files(change_set, |files| {
        let sum = change_set_sum(change_set, project.target, Rule::V9, files)?;
        let texts = change_set.changes.iter().map(|it| change_text(it.change.as_ref(), files));
        Ok((sum, texts.collect::<Result<_, _>>()?))
    })
}
