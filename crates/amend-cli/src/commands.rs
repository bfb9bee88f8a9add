//! The commands.

mod checksum;
mod explain;
mod graph;
mod history;
mod init;
mod lock;
mod merge;
mod pages;
mod preview;
mod purge;
mod rollback;
mod run;
mod script;
mod status;
mod tag;
mod unexpected;
mod update;
mod validate;
mod verify;

use amend_plan::machine::{BackTo, Manner, Stop};

use crate::Exit;
use crate::args::{Aside, BackToTag, Cli, Command, Format, OneChangeSet, TagVersion};
use crate::output::Output;
use crate::settings::Settings;
use crate::setup::Workplace;

/// What a command gives: its end, or the end that an error forced after its message was printed.
type Outcome = Result<Exit, Exit>;

/// Runs the command that has this name.
pub async fn run(name: &str, cli: Cli) -> Exit {
    let is_text = matches!(
        &cli.command,
        Command::Completions { .. } | Command::Man { .. } | Command::Init | Command::Explain { .. }
    );
    if is_text && cli.global.format == Some(Format::Json) {
        Output::plain().error(&format!("`{name}` prints text only: leave `--format json` away"));
        return Exit::Usage;
    }
    match &cli.command {
        Command::Completions { shell } => return pages::completions(*shell),
        Command::Man { command } => return pages::man(command.as_deref()),
        Command::Schema => return pages::schema(),
        Command::Init => return init::init(&Output::plain()),
        Command::Explain { name } => return explain::explain(name.as_deref()),
        _ => {}
    }
    let workplace = match Settings::resolve(&cli.global, name) {
        Ok(settings) => Workplace::new(settings),
        Err(error) => {
            Output::plain().error(&error.to_string());
            return Exit::Usage;
        }
    };
    match workplace {
        Ok(workplace) => forth(&workplace, cli.command).await.unwrap_or_else(|exit| exit),
        Err(exit) => exit,
    }
}

/// The commands that apply and mark.
async fn forth(workplace: &Workplace, command: Command) -> Outcome {
    let run = async |stop, aside| update::update(workplace, stop, Manner::Run, aside).await;
    let mark = async |stop| update::update(workplace, stop, Manner::Mark, Aside::default()).await;
    match command {
        Command::Update(aside) => run(Stop::AtEnd, aside).await,
        Command::UpdateCount { count, aside } => run(Stop::AfterCount(count.value()), aside).await,
        Command::UpdateToTag { tag, aside } => run(Stop::AfterTag(tag.value()), aside).await,
        Command::UpdateOneChangeset { change_set, aside } => run(Stop::One(change_set.value()), aside).await,
        Command::UpdateTestingRollback => update::testing_rollback(workplace).await,
        Command::ChangelogSync => mark(Stop::AtEnd).await,
        Command::ChangelogSyncToTag(tag) => mark(Stop::AfterTag(tag.value())).await,
        Command::MarkNextChangesetRan => mark(Stop::AfterCount(1)).await,
        Command::Rollback(to) => rollback::rollback(workplace, to_tag(&to), to.by).await,
        Command::RollbackCount { count, by } => rollback::rollback(workplace, BackTo::Count(count.value()), by).await,
        Command::RollbackToDate { date, by } => rollback::rollback(workplace, BackTo::Date(date.value()), by).await,
        Command::RollbackOneChangeset(one) => rollback::apart(workplace, to_change_set(&one), one.apart).await,
        Command::RollbackOneUpdate(one) => {
            rollback::apart(workplace, BackTo::Deployment(one.deployment_id), one.apart).await
        }
        other => on_paper(workplace, other).await,
    }
}

/// The commands that print what others would run.
async fn on_paper(workplace: &Workplace, command: Command) -> Outcome {
    let run = async |offline, stop| script::update(workplace, &offline, stop, Manner::Run).await;
    let mark = async |offline, stop| script::update(workplace, &offline, stop, Manner::Mark).await;
    let future = async |offline, stop| script::future_rollback(workplace, &offline, stop).await;
    match command {
        Command::UpdateSql(offline) => run(offline, Stop::AtEnd).await,
        Command::UpdateCountSql { count, offline } => run(offline, Stop::AfterCount(count.value())).await,
        Command::UpdateToTagSql { tag, offline } => run(offline, Stop::AfterTag(tag.value())).await,
        Command::UpdateOneChangesetSql { change_set, offline } => run(offline, Stop::One(change_set.value())).await,
        Command::UpdateTestingRollbackSql(offline) => script::testing_rollback(workplace, &offline).await,
        Command::ChangelogSyncSql(offline) => mark(offline, Stop::AtEnd).await,
        Command::ChangelogSyncToTagSql { tag, offline } => mark(offline, Stop::AfterTag(tag.value())).await,
        Command::MarkNextChangesetRanSql(offline) => mark(offline, Stop::AfterCount(1)).await,
        Command::RollbackSql { to, offline } => script::rollback(workplace, &offline, to_tag(&to), to.by).await,
        Command::RollbackCountSql { count, by, offline } => {
            script::rollback(workplace, &offline, BackTo::Count(count.value()), by).await
        }
        Command::RollbackToDateSql { date, by } => {
            script::rollback(workplace, &Default::default(), BackTo::Date(date.value()), by).await
        }
        Command::RollbackOneChangesetSql(one) => script::apart(workplace, to_change_set(&one), one.apart).await,
        Command::RollbackOneUpdateSql(one) => {
            script::apart(workplace, BackTo::Deployment(one.deployment_id), one.apart).await
        }
        Command::FutureRollbackSql(offline) => future(offline, Stop::AtEnd).await,
        Command::FutureRollbackCountSql { count, offline } => future(offline, Stop::AfterCount(count.value())).await,
        Command::FutureRollbackFromTagSql { tag, offline } => future(offline, Stop::AfterTag(tag.value())).await,
        other => look(workplace, other).await,
    }
}

/// The commands that change no schema.
async fn look(workplace: &Workplace, command: Command) -> Outcome {
    match command {
        Command::Status { exit_code } => status::status(workplace, exit_code).await,
        Command::History => history::history(workplace).await,
        Command::Validate(asked) => match &asked.base {
            None => validate::validate(workplace).await,
            Some(base) => merge::validate(workplace, &asked.offline, base).await,
        },
        Command::Graph(asked) => graph::graph(workplace, &asked).await,
        Command::UnexpectedChangesets => unexpected::unexpected(workplace).await,
        Command::Verify { server, empty_database, report } => {
            verify::verify(workplace, &server, &empty_database, report.as_deref()).await
        }
        Command::Tag(tag) => tag::tag(workplace, &tag.value()).await,
        Command::TagExists(tag) => tag::tag_exists(workplace, &tag.value()).await,
        Command::ClearChecksums => checksum::clear(workplace).await,
        Command::CalculateChecksum { change_set, explain } => {
            checksum::calculate(workplace, &change_set.value(), explain).await
        }
        Command::ListLocks => lock::list(workplace).await,
        Command::ReleaseLocks { force } => lock::release(workplace, force).await,
        Command::Purge { older_than } => purge::purge(workplace, older_than).await,
        Command::Preview { dialect, id } => preview::preview(workplace, &dialect, &id),
        _ => Err(Exit::Usage),
    }
}

fn to_change_set(one: &OneChangeSet) -> BackTo {
    BackTo::ChangeSet(one.change_set.clone().value())
}

fn to_tag(to: &BackToTag) -> BackTo {
    match to.tag_version {
        TagVersion::Newest => BackTo::Tag(to.tag.clone().value()),
        TagVersion::Oldest => BackTo::OldestTag(to.tag.clone().value()),
    }
}
