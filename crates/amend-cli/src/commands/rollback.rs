//! `rollback` and its relatives.

use amend_plan::machine::{Back, BackTo};

use super::Outcome;
use super::run::{Words, run};
use crate::Exit;
use crate::setup::Workplace;

/// Takes change sets back. Nothing runs unless all of the way is known.
pub async fn rollback(workplace: &Workplace, to: BackTo) -> Outcome {
    let mut session = workplace.connect().await?;
    let read = workplace.read_for_way_back(&mut session).await?;
    let schema = session.default_schema().map(str::to_owned);
    let project = read.project(workplace, schema.as_deref());
    let words = Words { did: "rolled back", nothing: "nothing to roll back", refused: Exit::NoWayBack };
    let (machine, outcome) = run(workplace, &mut session, project, Back::new(project, to), words).await;
    workplace.output.diagnostics(&machine.work().notes);
    outcome
}
