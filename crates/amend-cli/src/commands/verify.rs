//! `verify`: whether every change set's way back restores what was there, proven in scratch databases.

use std::path::Path;

use amend_db::Url;
use amend_db::scratch::{Given, Scratch};
use amend_db::verify::{Hooks, Stopped, verify as verify_in};
use amend_plan::verification::{Verification, Verified};
use amend_report::{verification_json, verification_markdown, verification_text};
use amend_syntax::Diagnostic;

use super::Outcome;
use crate::Exit;
use crate::setup::Workplace;
use crate::written::write_private;

/// Where a verification runs.
enum Site {
    /// In a database that is made on this server.
    Server(Url),
    /// In this database, which must be empty.
    EmptyDatabase(Url),
    /// In memory.
    Memory,
}

/// Verifies the changelog in each database, and reports.
pub async fn verify(
    workplace: &Workplace,
    servers: &[String],
    empty_databases: &[String],
    report: Option<&Path>,
) -> Outcome {
    let mut all = Vec::new();
    for site in sites(workplace, servers, empty_databases)? {
        all.push(at(workplace, &site).await?);
    }
    workplace.output.result(|| verification_text(&all), || verification_json(&all));
    if let Some(path) = report {
        write_report(workplace, path, &all)?;
    }
    Ok(if all.iter().any(Verification::is_wrong) { Exit::Unverified } else { Exit::Done })
}

fn sites(workplace: &Workplace, servers: &[String], empty_databases: &[String]) -> Result<Vec<Site>, Exit> {
    let mut sites = Vec::new();
    for text in servers {
        sites.push(Site::Server(workplace.url_of(text)?));
    }
    for text in empty_databases {
        sites.push(Site::EmptyDatabase(workplace.url_of(text)?));
    }
    if sites.is_empty() {
        sites.push(Site::Memory);
    }
    Ok(sites)
}

/// Verifies in one database. What was made is dropped also where a signal or an error ends it.
async fn at(workplace: &Workplace, site: &Site) -> Result<Verification, Exit> {
    let mut scratch = opened(workplace, site).await?;
    let outcome = tokio::select! {
        outcome = inside(workplace, &mut scratch) => outcome,
        exit = signal() => Err(exit),
    };
    let closed = scratch.close().await.map_err(|error| workplace.refused(&error));
    closed.and(outcome)
}

async fn opened(workplace: &Workplace, site: &Site) -> Result<Scratch, Exit> {
    let schema = workplace.settings.default_schema.as_deref();
    let scratch = match site {
        Site::Server(url) => Scratch::make(url, schema).await,
        Site::Memory => Scratch::in_memory().await,
        Site::EmptyDatabase(url) => match Scratch::given(url, schema).await {
            Ok(Given::Empty(scratch)) => Ok(*scratch),
            Ok(Given::NotEmpty(object)) => {
                workplace.output.diagnostics(&[not_empty(url, &object)]);
                return Err(Exit::Failed);
            }
            Err(error) => Err(error),
        },
    };
    scratch.map_err(|error| workplace.refused(&error))
}

fn not_empty(url: &Url, object: &str) -> Diagnostic {
    let message = format!("{url} is not empty: it has `{object}`; nothing is tried there");
    Diagnostic::error("amend::verify::not-empty", message)
        .help("give a database without any table, view, sequence or routine")
}

async fn inside(workplace: &Workplace, scratch: &mut Scratch) -> Result<Verification, Exit> {
    let read = workplace.read_for(scratch.session())?;
    let schema = scratch.session().default_schema().map(str::to_owned);
    let project = read.project(workplace, schema.as_deref());
    let output = workplace.output;
    let mut tell = |verified: &Verified| output.detail(&format!("{}: {}", verified.verdict.words(), verified.name));
    let mut hooks = Hooks { gate: &mut |_, _| Ok(()), tell: &mut tell };
    verify_in(scratch, project, &mut hooks).await.map_err(|stopped| match stopped {
        Stopped::Refused(problems) => {
            output.diagnostics(&problems);
            Exit::Invalid
        }
        Stopped::Db(error) => workplace.refused(&error),
    })
}

/// Waits for the first signal that is to end the process.
#[cfg(unix)]
async fn signal() -> Exit {
    use tokio::signal::unix::{SignalKind, signal};
    let streams = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()].map(signal);
    let [Ok(mut interrupt), Ok(mut terminate), Ok(mut hangup)] = streams else { return std::future::pending().await };
    tokio::select! {
        _ = interrupt.recv() => Exit::Interrupted,
        _ = terminate.recv() => Exit::Terminated,
        _ = hangup.recv() => Exit::Terminated,
    }
}

/// Waits for the first signal that is to end the process.
#[cfg(not(unix))]
async fn signal() -> Exit {
    match tokio::signal::ctrl_c().await {
        Ok(()) => Exit::Interrupted,
        Err(_) => std::future::pending().await,
    }
}

fn write_report(workplace: &Workplace, path: &Path, all: &[Verification]) -> Result<(), Exit> {
    let is_json = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
    let text = if is_json { format!("{:#}\n", verification_json(all)) } else { verification_markdown(all) };
    write_private(path, text.as_bytes()).map_err(|error| {
        workplace.output.error(&format!("the report `{}` cannot be written: {error}", path.display()));
        Exit::Failed
    })
}
