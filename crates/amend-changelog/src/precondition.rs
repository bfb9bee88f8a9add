//! Preconditions: what must hold before a changelog or a change set runs.
//!
//! What a condition asks of a database is answered elsewhere; here is what the answers amount to.

mod condition;
mod line;
mod read;

use amend_syntax::{Place, Spanned};

pub use condition::{Condition, Facts, Scope, Test};
pub(crate) use line::{condition_from_line, from_line, none_so_far};
pub(crate) use read::read;

/// The preconditions of a changelog or of a change set.
#[derive(Clone, Debug)]
pub struct Preconditions {
    /// The conditions; all must hold.
    pub conditions: Vec<Condition>,
    /// What happens where one does not hold.
    pub on_fail: Action,
    /// What happens where one cannot be answered.
    pub on_error: Action,
    /// The words for [`Preconditions::on_fail`].
    pub on_fail_message: Option<Spanned<String>>,
    /// The words for [`Preconditions::on_error`].
    pub on_error_message: Option<Spanned<String>>,
    /// What they mean where SQL is only written, not run.
    pub on_sql_output: OnSqlOutput,
    /// Where they stand.
    pub place: Place,
}

/// What happens where preconditions do not hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// The run ends.
    #[default]
    Halt,
    /// The change set is skipped, and tried again in the next run.
    Continue,
    /// The change set is skipped, and recorded as `MARK_RAN`.
    MarkRan,
    /// The change set runs; a warning says so.
    Warn,
}

impl Action {
    /// The spellings in changelogs.
    pub const WORDS: [(&'static str, Self); 4] =
        [("HALT", Self::Halt), ("CONTINUE", Self::Continue), ("MARK_RAN", Self::MarkRan), ("WARN", Self::Warn)];
}

/// What preconditions mean where SQL is only written, not run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnSqlOutput {
    /// They count as held.
    #[default]
    Ignore,
    /// They are asked.
    Test,
    /// They count as failed.
    Fail,
}

impl OnSqlOutput {
    /// The spellings in changelogs.
    pub const WORDS: [(&'static str, Self); 3] = [("IGNORE", Self::Ignore), ("TEST", Self::Test), ("FAIL", Self::Fail)];
}

/// The answer to a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It holds.
    Yes,
    /// It does not hold, with the reason.
    No(String),
    /// It cannot be answered, with the reason.
    Error(String),
    /// Who answers does not know; somebody who has the database would.
    Unknown,
}

/// What the answers amount to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// They hold.
    Passed,
    /// They do not hold, with the reasons.
    Failed(Vec<String>),
    /// They cannot be answered, with the reason.
    Errored(String),
    /// Only a database can tell.
    Unknown,
}

impl Preconditions {
    /// Asks for the conditions in order, no further than needed, and combines the answers.
    ///
    /// An error counts as an error also within `or` and `not`. What is not known stays so unless another answer decides.
    pub fn evaluate(&self, ask: &mut dyn FnMut(&Condition) -> Answer) -> Outcome {
        all(&self.conditions, ask)
    }
}

fn evaluate(condition: &Condition, ask: &mut dyn FnMut(&Condition) -> Answer) -> Outcome {
    match &condition.test {
        Test::And(conditions) => all(conditions, ask),
        Test::Or(conditions) => any(conditions, ask),
        Test::Not(conditions) => none(conditions, ask),
        Test::Incomplete(reason) => Outcome::Errored(reason.clone()),
        Test::FindsNothing(reason) => Outcome::Failed(vec![reason.clone()]),
        _ => match ask(condition) {
            Answer::Yes => Outcome::Passed,
            Answer::No(reason) => Outcome::Failed(vec![reason]),
            Answer::Error(reason) => Outcome::Errored(reason),
            Answer::Unknown => Outcome::Unknown,
        },
    }
}

/// Every one holds: the first that does not decides. One of none holds.
fn all(conditions: &[Condition], ask: &mut dyn FnMut(&Condition) -> Answer) -> Outcome {
    let mut known = true;
    for condition in conditions {
        match evaluate(condition, ask) {
            Outcome::Passed => {}
            Outcome::Unknown => known = false,
            Outcome::Errored(_) if !known => return Outcome::Unknown,
            decided => return decided,
        }
    }
    if known { Outcome::Passed } else { Outcome::Unknown }
}

/// One holds: the first that does decides. Of none, none holds.
fn any(conditions: &[Condition], ask: &mut dyn FnMut(&Condition) -> Answer) -> Outcome {
    let mut known = true;
    let mut reasons = Vec::new();
    for condition in conditions {
        match evaluate(condition, ask) {
            Outcome::Failed(more) => reasons.extend(more),
            Outcome::Unknown => known = false,
            Outcome::Errored(_) if !known => return Outcome::Unknown,
            decided => return decided,
        }
    }
    match known {
        true if reasons.is_empty() => Outcome::Failed(vec!["`or` has no condition".to_owned()]),
        true => Outcome::Failed(reasons),
        false => Outcome::Unknown,
    }
}

/// None holds: the first that does decides.
fn none(conditions: &[Condition], ask: &mut dyn FnMut(&Condition) -> Answer) -> Outcome {
    let mut known = true;
    for condition in conditions {
        match evaluate(condition, ask) {
            Outcome::Failed(_) => {}
            Outcome::Unknown => known = false,
            Outcome::Errored(_) if !known => return Outcome::Unknown,
            Outcome::Passed => return Outcome::Failed(vec![format!("`{}` holds", condition.name.value)]),
            error => return error,
        }
    }
    if known { Outcome::Passed } else { Outcome::Unknown }
}
