//! The commands.

mod checksum;
mod explain;
mod history;
mod lock;
mod preview;
mod rollback;
mod run;
mod script;
mod status;
mod tag;
mod update;
mod validate;

use amend_plan::machine::{BackTo, Manner, Stop};
use clap::CommandFactory;

use crate::Exit;
use crate::args::{Cli, Command};
use crate::output::Output;
use crate::settings::Settings;
use crate::setup::Workplace;

/// What a command gives: its end, or the end that an error forced after its message was printed.
type Outcome = Result<Exit, Exit>;

/// Runs the command.
pub async fn run(cli: Cli) -> Exit {
    match cli.command {
        Command::Completions { shell } => return completions(shell),
        Command::Explain { name } => return explain::explain(name.as_deref()),
        _ => {}
    }
    let workplace = match Settings::resolve(&cli.global) {
        Ok(settings) => Workplace::new(settings),
        Err(error) => {
            Output::plain().error(&error.to_string());
            return Exit::Usage;
        }
    };
    match workplace {
        Ok(workplace) => dispatch(&workplace, cli.command).await.unwrap_or_else(|exit| exit),
        Err(exit) => exit,
    }
}

async fn dispatch(workplace: &Workplace, command: Command) -> Outcome {
    match command {
        Command::Update => update::update(workplace, Stop::AtEnd, Manner::Run).await,
        Command::UpdateCount { count, count_flag } => {
            let count = needed(count.or(count_flag), "N")?;
            update::update(workplace, Stop::AfterCount(count), Manner::Run).await
        }
        Command::UpdateToTag { tag, tag_flag } => {
            update::update(workplace, Stop::AfterTag(needed(tag.or(tag_flag), "TAG")?), Manner::Run).await
        }
        Command::UpdateSql(offline) => script::update(workplace, &offline, Stop::AtEnd, Manner::Run).await,
        Command::UpdateCountSql { count, offline } => {
            script::update(workplace, &offline, Stop::AfterCount(count), Manner::Run).await
        }
        Command::UpdateToTagSql { tag, offline } => {
            script::update(workplace, &offline, Stop::AfterTag(tag), Manner::Run).await
        }
        Command::ChangelogSync => update::update(workplace, Stop::AtEnd, Manner::Mark).await,
        Command::ChangelogSyncSql(offline) => script::update(workplace, &offline, Stop::AtEnd, Manner::Mark).await,
        Command::Rollback { tag, tag_flag } => {
            rollback::rollback(workplace, BackTo::Tag(needed(tag.or(tag_flag), "TAG")?)).await
        }
        Command::RollbackCount { count, count_flag } => {
            rollback::rollback(workplace, BackTo::Count(needed(count.or(count_flag), "N")?)).await
        }
        Command::RollbackToDate { date, date_flag } => {
            rollback::rollback(workplace, BackTo::Date(needed(date.or(date_flag), "DATE")?)).await
        }
        Command::RollbackSql { tag } => script::rollback(workplace, BackTo::Tag(tag)).await,
        Command::RollbackCountSql { count } => script::rollback(workplace, BackTo::Count(count)).await,
        Command::RollbackToDateSql { date } => script::rollback(workplace, BackTo::Date(date)).await,
        Command::FutureRollbackSql(offline) => script::future_rollback(workplace, &offline).await,
        other => look(workplace, other).await,
    }
}

/// The commands that change no schema.
async fn look(workplace: &Workplace, command: Command) -> Outcome {
    match command {
        Command::Status { exit_code } => status::status(workplace, exit_code).await,
        Command::History => history::history(workplace).await,
        Command::Validate => validate::validate(workplace).await,
        Command::Tag { tag, tag_flag } => tag::tag(workplace, &needed(tag.or(tag_flag), "TAG")?).await,
        Command::TagExists { tag, tag_flag } => tag::tag_exists(workplace, &needed(tag.or(tag_flag), "TAG")?).await,
        Command::ClearChecksums => checksum::clear(workplace).await,
        Command::CalculateChecksum { change_set, identifier, explain } => {
            checksum::calculate(workplace, &needed(change_set.or(identifier), "CHANGE_SET")?, explain).await
        }
        Command::ListLocks => lock::list(workplace).await,
        Command::ReleaseLocks { force } => lock::release(workplace, force).await,
        Command::Preview { dialect, id } => preview::preview(workplace, &dialect, &id),
        _ => Err(Exit::Usage),
    }
}

/// An argument that may be given in two ways, but must be given.
fn needed<T>(value: Option<T>, name: &str) -> Result<T, Exit> {
    value.ok_or_else(|| {
        Output::plain().error(&format!("the argument <{name}> is missing"));
        Exit::Usage
    })
}

fn completions(shell: clap_complete::Shell) -> Exit {
    clap_complete::generate(shell, &mut Cli::command(), "amend", &mut std::io::stdout());
    Exit::Done
}
