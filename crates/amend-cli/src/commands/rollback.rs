//! `rollback` and its relatives.

use amend_plan::machine::{Back, BackTo};

use super::Outcome;
use super::run::{Words, run};
use crate::Exit;
use crate::args::{Apart, By};
use crate::setup::Workplace;

/// Takes single change sets back, with or without what depends on them.
pub async fn apart(workplace: &Workplace, to: BackTo, apart: Apart) -> Outcome {
    go(workplace, to, apart.with_dependents, apart.by).await
}

/// Takes change sets back. Nothing runs unless all of the way is known.
pub async fn rollback(workplace: &Workplace, to: BackTo, by: By) -> Outcome {
    go(workplace, to, false, by).await
}

async fn go(workplace: &Workplace, to: BackTo, with_dependents: bool, by: By) -> Outcome {
    let mut session = workplace.connect().await?;
    let read = workplace.read_for_way_back(&mut session, by).await?;
    let schema = session.default_schema().map(str::to_owned);
    let project = read.project(workplace, schema.as_deref());
    let words = Words { did: "rolled back", nothing: "nothing to roll back", refused: Exit::NoWayBack };
    let back = Back::new(project, to).with_dependents(with_dependents).from_journal(by.from_journal);
    let (machine, outcome) = run(workplace, &mut session, project, back, words).await;
    workplace.output.diagnostics(&machine.work().notes);
    outcome
}
