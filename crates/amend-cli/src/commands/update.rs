//! `update` and its relatives, `changelog-sync`.

use amend_plan::machine::{Manner, Stop, Update};

use super::Outcome;
use super::run::{Words, run};
use crate::Exit;
use crate::setup::Workplace;

/// Applies what has not run, or records it as run.
pub async fn update(workplace: &Workplace, stop: Stop, manner: Manner) -> Outcome {
    let mut session = workplace.connect().await?;
    let read = workplace.read_for(&session)?;
    let schema = session.default_schema().map(str::to_owned);
    let project = read.project(workplace, schema.as_deref());
    let words = Words {
        did: if manner == Manner::Run { "applied" } else { "recorded" },
        nothing: "up to date: nothing to do",
        refused: Exit::Invalid,
    };
    let (machine, outcome) = run(workplace, &mut session, project, Update::new(project, stop, manner), words).await;
    workplace.output.diagnostics(&machine.work().notes);
    for (index, reason) in &machine.work().passed_over {
        let key = read.loaded.changelog.change_sets[*index].key();
        workplace.output.progress(&format!("passed over {key}: {reason}"));
    }
    outcome
}
