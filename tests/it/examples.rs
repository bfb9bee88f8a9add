//! Every example on every database: forward, back, forward, and again. After each change set the server's own catalog
//! is read and held against the plan.

use std::fs;
use std::path::{Path, PathBuf};

use amend_catalog::{Catalog, Op, World};
use amend_changelog::{SearchPath, Target, load};
use amend_db::compare::differences;
use amend_plan::{History, Project, plan_offline};
use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{self, REPOSITORY};

on_every_engine!(forward_back_and_forward);

fn forward_back_and_forward(engine: Engine) {
    for root in roots() {
        let run = ExampleRun::new(engine, &root);
        run.forward();
        run.again();
        run.back();
        run.forward();
    }
}

/// The examples: each file that stands directly in the folder.
fn roots() -> Vec<String> {
    let files = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let changelogs = files.filter(|path| path.extension().is_some_and(|it| it == "yaml" || it == "json"));
    let mut names: Vec<_> = changelogs.map(|path| format!("changelogs/{}", name_of(&path))).collect();
    names.sort();
    names
}

fn folder() -> PathBuf {
    Path::new(REPOSITORY).join("changelogs")
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// An example on a database, with the states that the plan promises.
struct ExampleRun {
    root: String,
    checkout: Checkout,
    database: Database,
    /// The state before the first change set, and after each.
    states: Vec<Catalog>,
}

impl ExampleRun {
    fn new(engine: Engine, root: &str) -> Self {
        let (mut checkout, database) = support::checkout_on(engine, "");
        checkout.set("AMEND_CHANGELOG_FILE", root);
        checkout.set("AMEND_SEARCH_PATH", REPOSITORY);
        let states = promised(engine, root);
        Self { root: root.to_owned(), checkout, database, states }
    }

    fn forward(&self) {
        for count in 1..self.states.len() {
            self.checkout.expect(0, &["update-count", "1"]);
            self.check(count, "forward");
        }
        assert_eq!(self.checkout.expect(0, &["status"]).stdout, "up to date: nothing is pending\n", "{}", self.root);
    }

    fn back(&self) {
        for count in (0..self.states.len() - 1).rev() {
            self.checkout.expect(0, &["rollback-count", "1"]);
            self.check(count, "back");
        }
        assert_eq!(support::history(&self.database), [""; 0], "{}", self.root);
    }

    /// A second update runs nothing and writes nothing.
    fn again(&self) {
        let before = support::history(&self.database);
        assert_eq!(self.checkout.expect(0, &["update"]).stdout, "up to date: nothing to do\n", "{}", self.root);
        assert_eq!(support::history(&self.database), before, "{}", self.root);
    }

    /// The server has what the plan says for that many change sets.
    fn check(&self, count: usize, direction: &str) {
        let engine = self.database.engine();
        let different = differences(engine.product(), &self.states[count], &self.database.inspect());
        let different = different.into_iter().filter(|line| direction == "forward" || !is_column_order(engine, line));
        let different: Vec<_> = different.collect();
        assert!(different.is_empty(), "{engine:?}, {}, {direction} to {count}: {different:#?}", self.root);
    }
}

/// A column that comes back stands at the end on PostgreSQL, which has no place for a new one but that
/// (PostgreSQL 15 manual, ALTER TABLE).
fn is_column_order(engine: Engine, line: &str) -> bool {
    engine == Engine::Postgres && line.contains("columns: order should be")
}

/// The states that the plan goes through.
fn promised(engine: Engine, root: &str) -> Vec<Catalog> {
    let files = SearchPath::new(&[PathBuf::from(REPOSITORY)]).unwrap();
    let target = Target::new(engine.product());
    let loaded = load(&files, root, &target);
    let project = Project { files: &files, changelog: &loaded.changelog, target: &target, default_schema: None };
    let plan = plan_offline(&project, &History::default()).unwrap();
    assert!(plan.problems.is_empty() && !plan.uncertain, "{engine:?}, {root}: {:#?}", plan.problems);
    let mut states = vec![plan.start];
    for step in &plan.steps {
        let mut state = states[states.len() - 1].clone();
        for (op, _) in &step.ops {
            take(&mut state, op);
        }
        states.push(state);
    }
    assert!(differences(engine.product(), &plan.end, &states[states.len() - 1]).is_empty());
    states
}

/// What SQL of the user makes is not known, so from there on the server may have more than the plan.
fn take(state: &mut Catalog, op: &Op) {
    match op {
        Op::Edit(edit) => state.apply(edit).unwrap(),
        Op::Sql(_) => state.world = World::Open,
        Op::Rows { .. } | Op::Notice(_) => {}
    }
}
