//! Every example on every database: forward, back, forward, and again. After each change set the server's own catalog
//! is read and held against the plan.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use amend_catalog::{Catalog, Edit, Object, Op, World};
use amend_changelog::{SearchPath, Target, changes, load};
use amend_db::compare::differences;
use amend_plan::{History, Keep, Project, Step, plan_offline};
use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{self, REPOSITORY};

on_every_engine!(forward_back_and_forward, back_without_the_changelog);

fn forward_back_and_forward(engine: Engine) {
    for root in roots() {
        let run = ExampleRun::new(engine, &root);
        run.forward();
        run.again();
        run.back();
        run.forward_at_once();
    }
}

/// What was recorded leads back to what was there: half of the way, then the rest, from a folder without any changelog.
fn back_without_the_changelog(engine: Engine) {
    for root in roots() {
        let mut run = ExampleRun::new(engine, &root);
        run.checkout.expect(0, &["update", "--record-inverse"]);
        run.check(run.states.len() - 1, "forward");
        run.checkout.set("AMEND_CHANGELOG_FILE", "not-there.yaml");
        run.checkout.set("AMEND_SEARCH_PATH", ".");
        run.checkout.expect(3, &["rollback-count", "1"]);
        let half = run.states.len() / 2;
        for left in [half, 0] {
            let count = (support::history(&run.database).len() - left).to_string();
            run.checkout.expect(0, &["rollback-count", &count, "--from-journal"]);
            run.check(left, "back");
        }
        assert!(support::history(&run.database).is_empty(), "{root}");
        assert!(!support::has_journal(&run.database), "{root}: the journal is left");
    }
}

/// The examples: each file that stands directly in the folder.
pub fn roots() -> Vec<String> {
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

    fn forward_at_once(&self) {
        self.checkout.expect(0, &["update"]);
        self.check(self.states.len() - 1, "forward");
    }

    fn back(&self) {
        for count in (0..self.states.len() - 1).rev() {
            self.checkout.expect(0, &["rollback-count", "1"]);
            self.check(count, "back");
        }
        assert!(support::history(&self.database).is_empty(), "{}", self.root);
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
    let project = Project {
        files: &files,
        changelog: &loaded.changelog,
        target: &target,
        default_schema: None,
        keep: Keep::default(),
    };
    let plan = plan_offline(&project, &History::default()).unwrap();
    assert!(plan.problems.is_empty() && !plan.uncertain, "{engine:?}, {root}: {:#?}", plan.problems);
    let mut states = vec![plan.start];
    for index in 0..loaded.changelog.change_sets.len() {
        let step = plan.steps.iter().find(|step| step.change_set == index);
        if step.is_some() || plan.passed_over.iter().any(|(passed_over, _)| *passed_over == index) {
            let mut state = states[states.len() - 1].clone();
            step.iter().flat_map(|step| &step.ops).for_each(|(op, _)| take(&mut state, op));
            let seen = !differences(engine.product(), &states[states.len() - 1], &state).is_empty();
            assert!(
                seen || !step.is_some_and(is_visible),
                "{engine:?}, {root}: the comparison does not see change set {index}"
            );
            states.push(state);
        }
    }
    assert!(differences(engine.product(), &plan.end, &states[states.len() - 1]).is_empty());
    states
}

/// Whether the state after the step differs from that before it in what is compared: texts of views and routines are
/// not, since each server writes them anew.
fn is_visible(step: &Step) -> bool {
    let edits = step.ops.iter().filter_map(|(op, _)| op.as_edit());
    edits.filter_map(Edit::subject).any(|object| !matches!(object, Object::View(_) | Object::Routine(_)))
}

/// What SQL of the user makes is not known, so from there on the server may have more than the plan.
fn take(state: &mut Catalog, op: &Op) {
    match op {
        Op::Edit(edit) => state.apply(edit).unwrap(),
        Op::Sql(_) | Op::Program(_) => state.world = World::Open,
        Op::Rows { .. } | Op::Kept(_) | Op::Notice(_) => {}
    }
}

/// Change types that no example can show, with the reason.
const NOT_SHOWN: &[(&str, &[&str])] = &[
    (
        "no product that amend knows has it",
        &[
            "createPackage",
            "createPackageBody",
            "createSynonym",
            "dropPackage",
            "dropPackageBody",
            "dropSynonym",
            "markUnused",
        ],
    ),
    ("it is read, but not run", &["customChange", "executeCommand"]),
    ("it ends the run", &["stop"]),
];

/// The examples are the documentation: each change type is in one.
#[test]
fn every_change_type_is_shown() {
    let files = SearchPath::new(&[PathBuf::from(REPOSITORY)]).unwrap();
    let shown: BTreeSet<String> = Engine::ALL
        .into_iter()
        .flat_map(|engine| roots().into_iter().map(move |root| (engine, root)))
        .flat_map(|(engine, root)| load(&files, &root, &Target::new(engine.product())).changelog.change_sets)
        .flat_map(|change_set| change_set.changes.into_iter().map(|change| change.name.value))
        .collect();
    let not_shown: Vec<&str> = NOT_SHOWN.iter().flat_map(|(_, names)| *names).copied().collect();
    for name in changes::names() {
        assert_ne!(shown.contains(name), not_shown.contains(&name), "{name}");
    }
}
