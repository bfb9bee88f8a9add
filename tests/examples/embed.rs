//! amend inside of a Rust program: bring a database to its changelog, then take the last change set back.
//!
//! ```console
//! cargo run --example embed -- sqlite:embed.db . changelogs/changelog.yaml
//! ```

use std::error::Error;

use amend_changelog::{Changelog, SearchPath, Target, load};
use amend_db::run::{Progress, RunSettings, Runner};
use amend_db::{Session, Tracking, Url};
use amend_plan::machine::{Back, BackTo, Machine, Manner, Outcome, Stop, Update, Work};
use amend_plan::{Keep, Project};
use amend_sql::profile;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, folder, changelog] = arguments.as_slice() else { return Err("usage: embed URL FOLDER CHANGELOG".into()) };
    let mut database = Database::open(url, folder, changelog).await?;
    database.update().await?.iter().for_each(|name| println!("applied {name}"));
    database.back(1).await?.iter().for_each(|name| println!("rolled back {name}"));
    Ok(())
}

/// A database with its changelog.
pub struct Database {
    session: Session,
    files: SearchPath,
    target: Target,
    changelog: Changelog,
}

impl Database {
    /// Connects, and reads the changelog for the product that answers. Nothing outside the folder is read.
    pub async fn open(url: &str, folder: &str, changelog: &str) -> Result<Self, Box<dyn Error>> {
        let session = Session::connect(&Url::parse(url)?).await?;
        let files = SearchPath::new([folder])?;
        let target = Target::new(session.product());
        let loaded = load(&files, changelog, &target);
        match loaded.diagnostics.iter().find(|it| it.is_error()) {
            Some(mistake) => Err(mistake.to_string().into()),
            None => Ok(Self { session, files, target, changelog: loaded.changelog }),
        }
    }

    /// Applies what has not run, and names it.
    pub async fn update(&mut self) -> Result<Vec<String>, Box<dyn Error>> {
        let schema = self.session.default_schema().map(str::to_owned);
        let Self { session, files, target, changelog } = self;
        let project = Project { files, changelog, target, default_schema: schema.as_deref(), keep: Keep::default() };
        run(session, project, Update::new(project, Stop::AtEnd, Manner::Run)).await
    }

    /// Takes the last change sets back, and names them.
    pub async fn back(&mut self, count: usize) -> Result<Vec<String>, Box<dyn Error>> {
        let schema = self.session.default_schema().map(str::to_owned);
        let Self { session, files, target, changelog } = self;
        let project = Project { files, changelog, target, default_schema: schema.as_deref(), keep: Keep::default() };
        run(session, project, Back::new(project, BackTo::Count(count))).await
    }
}

/// Carries the work out; locks, history and transactions are part of it.
async fn run<W: Work>(session: &mut Session, project: Project<'_>, work: W) -> Result<Vec<String>, Box<dyn Error>> {
    let mut machine = Machine::new(work, profile(project.product()).transactional_ddl);
    let tracking = Tracking::of(session);
    let mut tell = |_: Progress| ();
    Runner::new(session, project, tracking, RunSettings::default(), &mut tell)?.run(&mut machine).await;
    match machine.outcome() {
        Some(Outcome::UpToDate | Outcome::Done) => {
            Ok(machine.finished().iter().map(|finished| finished.item.name.clone()).collect())
        }
        outcome => Err(format!("the run ended early: {outcome:?}").into()),
    }
}
