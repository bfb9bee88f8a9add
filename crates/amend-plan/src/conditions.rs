//! Preconditions: what their outcome means for a change set, and the answers that the replayed catalog knows.

mod existing;
mod sight;

use amend_catalog::Catalog;
use amend_changelog::change_set::{ChangeSet, Key};
use amend_changelog::precondition::{Action, Answer, Condition, Facts, Outcome, Preconditions, Test};
use amend_syntax::Diagnostic;

use self::existing::Existing;
pub use self::existing::{column_answer, schema_of};
use crate::{History, Project};

/// What preconditions mean for their change set.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It runs; the warnings say what did not hold all the same.
    Run(Vec<Diagnostic>),
    /// It is passed over this time.
    Skip(String),
    /// It is passed over and recorded, so that it is never tried again.
    MarkRan(String),
    /// The run ends.
    Halt(Diagnostic),
    /// Only a database can tell.
    Unknown,
}

/// What the outcome of preconditions means.
pub fn verdict(preconditions: &Preconditions, outcome: Outcome) -> Verdict {
    let (action, reason, message, word) = match outcome {
        Outcome::Passed => return Verdict::Run(Vec::new()),
        Outcome::Unknown => return Verdict::Unknown,
        Outcome::Failed(reasons) => {
            (preconditions.on_fail, reasons.join("; "), &preconditions.on_fail_message, "do not hold")
        }
        Outcome::Errored(reason) => {
            (preconditions.on_error, reason, &preconditions.on_error_message, "cannot be evaluated")
        }
    };
    let reason = message.as_ref().map_or(reason, |message| message.value.clone());
    let text = format!("preconditions {word}: {reason}");
    match action {
        Action::Halt => Verdict::Halt(
            Diagnostic::error("amend::precondition::failed", text)
                .at(&preconditions.place, "these preconditions")
                .help("`onFail` and `onError` say what is to happen instead: CONTINUE, MARK_RAN or WARN"),
        ),
        Action::Continue => Verdict::Skip(text),
        Action::MarkRan => Verdict::MarkRan(text),
        Action::Warn => Verdict::Run(vec![
            Diagnostic::warning("amend::precondition::warned", text).at(&preconditions.place, "these preconditions"),
        ]),
    }
}

/// What is known without a database.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The state that the change sets so far leave.
    pub catalog: &'a Catalog,
    /// What has run.
    pub history: &'a History,
    /// Keys of change sets that count as run although the history does not have them yet.
    pub ran: &'a [Key],
}

/// The answer to a condition from what is known without a database.
pub fn answer_offline(project: &Project<'_>, facts: &Facts<'_>, condition: &Condition, known: Known<'_>) -> Answer {
    if let Some(answer) = condition.answer(facts) {
        return answer;
    }
    if let Some(answer) = Existing::new(project, known.catalog).answer(&condition.test) {
        return answer;
    }
    match &condition.test {
        Test::ChangeSetExecuted { id, author, change_log_file } => {
            let path = change_log_file.clone().unwrap_or_else(|| project.changelog.path.clone());
            executed(&Key::new(&path, id, author), known)
        }
        _ => Answer::Unknown,
    }
}

/// The facts of a change set that need no database.
pub fn facts<'a>(project: &Project<'a>, change_set: &'a ChangeSet) -> Facts<'a> {
    Facts {
        product: project.product(),
        parameters: &change_set.parameters,
        file: &change_set.file,
        quoting: project.changelog.quoting,
    }
}

fn executed(key: &Key, known: Known<'_>) -> Answer {
    let mut rows = known.history.rows.iter().map(|row| row.key.normal());
    match rows.any(|it| it.is_like(key)) || known.ran.iter().any(|it| it.is_like(key)) {
        true => Answer::Yes,
        false => Answer::No(format!("change set `{}` has not run", key.id)),
    }
}
