//! `update` and its relatives, `changelog-sync`, `mark-next-changeset-ran`.

use std::path::Path;

use amend_db::Session;
use amend_plan::Project;
use amend_plan::machine::{Back, BackTo, Manner, Stop, Update};
use serde_json::json;

use super::Outcome;
use super::run::{Report, Words, run_unreported};
use super::script::{Start, each_line, future};
use crate::Exit;
use crate::args::{Aside, Offline};
use crate::setup::{Read, Workplace};
use crate::written::write_private;

/// Applies what has not run, or records it as run.
pub async fn update(workplace: &Workplace, stop: Stop, manner: Manner, aside: Aside) -> Outcome {
    let (mut session, read) = match &aside.rollback_out {
        Some(path) => with_rollback_out(workplace, &stop, path).await?,
        None => {
            let session = workplace.connect().await?;
            let read = workplace.read_for(&session)?;
            (session, read)
        }
    };
    let schema = session.default_schema().map(str::to_owned);
    let project = read.project(workplace, schema.as_deref());
    let (_, report) = forth(workplace, &mut session, project, stop, manner).await;
    let report = report?;
    report.print(&workplace.output);
    Ok(report.exit)
}

/// Writes the script that takes the update back before anything of it runs.
async fn with_rollback_out(workplace: &Workplace, stop: &Stop, path: &Path) -> Result<(Session, Read), Exit> {
    let mut start = Start::now(workplace, &Offline::default()).await?;
    let paper = future(workplace, &mut start, stop).await?;
    let mut text = String::new();
    let mut take = |line: String| text.push_str(&(line + "\n"));
    let written = paper.lines.iter().try_for_each(|line| each_line(workplace, line, &mut take));
    written.map_err(|problems| {
        workplace.output.diagnostics(&problems);
        Exit::Failed
    })?;
    write_private(path, text.as_bytes()).map_err(|error| {
        workplace.output.error(&format!("{} cannot be written: {error}", path.display()));
        Exit::Failed
    })?;
    workplace.output.progress(&format!("wrote the way back to {}", path.display()));
    match start.session {
        Some(session) => Ok((session, start.read)),
        None => {
            workplace.output.error("an update needs a database");
            Err(Exit::Usage)
        }
    }
}

/// An update that is not reported yet; what it passed over was told.
async fn forth<'a>(
    workplace: &'a Workplace,
    session: &mut Session,
    project: Project<'a>,
    stop: Stop,
    manner: Manner,
) -> (usize, Result<Report, Exit>) {
    let words = Words {
        did: if manner == Manner::Run { "applied" } else { "recorded" },
        nothing: "up to date: nothing to do",
        refused: Exit::Invalid,
    };
    let work = Update::new(project, stop, manner).recording_inverses(workplace.settings.record_inverse);
    let (machine, report) = run_unreported(workplace, session, project, work, words).await;
    workplace.output.diagnostics(&machine.work().notes);
    for (index, reason) in &machine.work().passed_over {
        let key = project.changelog.change_sets[*index].key();
        workplace.output.progress(&format!("passed over {key}: {reason}"));
    }
    (machine.finished().len(), report)
}

/// Applies what is pending, takes it back and applies it again. Nothing runs unless all of the way back is known.
pub async fn testing_rollback(workplace: &Workplace) -> Outcome {
    let mut start = Start::now(workplace, &Offline::default()).await?;
    future(workplace, &mut start, &Stop::AtEnd).await?;
    let Some(mut session) = start.session else {
        workplace.output.error("an update needs a database");
        return Err(Exit::Usage);
    };
    let project = start.read.project(workplace, start.schema.as_deref());
    let reports = there_and_back(workplace, &mut session, project).await?;
    let exit = reports.last().map_or(Exit::Done, |report| report.exit);
    if workplace.output.is_json() {
        reports.iter().for_each(|report| report.print_messages(&workplace.output));
        let runs: Vec<_> = reports.iter().map(Report::json).collect();
        workplace.output.json(&json!({"runs": runs, "exit_code": exit as u8}));
    } else {
        reports.iter().for_each(|report| report.print(&workplace.output));
    }
    Ok(exit)
}

/// The reports of the runs up to the first that does not end well; one where nothing is pending.
async fn there_and_back(
    workplace: &Workplace,
    session: &mut Session,
    project: Project<'_>,
) -> Result<Vec<Report>, Exit> {
    let (count, report) = forth(workplace, session, project, Stop::AtEnd, Manner::Run).await;
    let mut reports = vec![report?];
    if reports[0].exit != Exit::Done || count == 0 {
        return Ok(reports);
    }
    let words = Words { did: "rolled back", nothing: "nothing to roll back", refused: Exit::NoWayBack };
    let back = Back::new(project, BackTo::Count(count));
    reports.push(run_unreported(workplace, session, project, back, words).await.1?);
    if reports[1].exit == Exit::Done {
        reports.push(forth(workplace, session, project, Stop::AtEnd, Manner::Run).await.1?);
    }
    Ok(reports)
}
