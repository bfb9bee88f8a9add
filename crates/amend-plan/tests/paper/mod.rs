//! A database on paper, and projects to run on it.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::path::PathBuf;

use amend_catalog::{Catalog, Constraint, Edit, Object, Op, Table};
use amend_changelog::{Files, Loaded, MemoryFiles, SearchPath, Target, load};
use amend_plan::machine::{
    Back, BackTo, Command, Event, Failure, Machine, Manner, NewRow, Outcome, Record, Stop, Subject, Update, Work,
};
use amend_plan::{
    ChangeSetKey, Effect, Entry, ExecType, History, HistoryRow, Inverse, Journal, Keep, Project, StepStatement, Trace,
    Verdict, plan_offline,
};
use amend_sql::{Product, profile};
use amend_syntax::Diagnostic;

/// The run that writes all rows.
const RUN: &str = "0123456789";

/// What a database keeps.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// The statements that took effect.
    pub effects: Vec<String>,
    /// The history.
    pub rows: Vec<HistoryRow>,
    /// The journal; `None` where there is no table.
    pub journal: Option<Vec<Entry>>,
    /// The recorded ways back.
    pub inverses: Vec<Inverse>,
    /// What the server's catalog shows.
    pub catalog: Catalog,
}

/// A database on paper: what took effect, what is recorded, what is not yet committed, and whether it is locked.
#[derive(Clone)]
pub struct Paper {
    pub kept: Kept,
    before: Option<Box<Kept>>,
    pub locked: bool,
    pub writes: usize,
    /// The statement with this text is refused.
    pub obstacle: Option<String>,
    /// Statements do more than they show, so that what does not fit is nothing to wonder at.
    pub knows_little: bool,
    /// What each change set does, where transactions hold it and its statements do not show it.
    ops: Vec<(ChangeSetKey, Vec<Op>)>,
    /// The change sets whose preconditions do not hold.
    passed_over: Vec<usize>,
}

impl Paper {
    pub fn new(fixture: &Fixture) -> Self {
        let plan = plan_offline(&fixture.project(), &History::default()).unwrap();
        let key = |index: usize| {
            let change_set = &fixture.loaded.changelog.change_sets[index];
            ChangeSetKey::new(&change_set.id.value, &change_set.author.value, &change_set.path)
        };
        let ops = plan.steps.iter().map(|it| (key(it.change_set), it.ops.iter().map(|(op, _)| op.clone()).collect()));
        let catalog = Catalog::new(profile(fixture.target.product).naming);
        Self {
            kept: Kept { effects: Vec::new(), rows: Vec::new(), journal: None, inverses: Vec::new(), catalog },
            before: None,
            locked: false,
            writes: 0,
            obstacle: None,
            knows_little: false,
            ops: ops.filter(|_| fixture.is_transactional()).collect(),
            passed_over: plan.passed_over.iter().map(|(index, _)| *index).collect(),
        }
    }

    /// Its process dies: what was not committed is gone, and the lock of the session with it.
    pub fn die(&mut self) {
        self.roll_back();
        self.locked = false;
    }

    fn roll_back(&mut self) {
        if let Some(kept) = self.before.take() {
            self.kept = *kept;
        }
    }

    pub fn carry_out(&mut self, command: Command) -> Event {
        match command {
            Command::ReadHistory => return Event::History(History::new(self.kept.rows.clone())),
            Command::ReadJournal { inverses } => return Event::Journal(self.journal(inverses)),
            Command::OpenJournal => {
                self.kept.journal.get_or_insert_default();
            }
            Command::CloseJournal => {
                let needed = !self.kept.inverses.is_empty();
                self.kept.journal = self.kept.journal.take().filter(|it| needed || !it.is_empty());
            }
            Command::RecordInverse(inverse) | Command::AnnounceInverse(inverse) => self.record_inverse(&inverse),
            Command::RemoveInverse(key) => self.kept.inverses.retain(|it| it.key != key),
            Command::Journal(entries) => self.write_journal(entries),
            Command::ClearJournal { key, direction, keep_plan } => {
                let stays = |it: &Entry| it.key != key || it.direction != direction || (keep_plan && it.number == 0);
                self.kept.journal.iter_mut().for_each(|journal| journal.retain(stays));
            }
            Command::ClearPlan => self.kept.journal.iter_mut().for_each(|journal| journal.retain(|it| it.number > 0)),
            Command::Lock => {
                assert!(!std::mem::replace(&mut self.locked, true), "locked twice");
                return Event::Locked;
            }
            Command::Unlock => self.locked = false,
            Command::Evaluate(Subject::ChangeSet(index)) if self.passed_over.contains(&index) => {
                return Event::Evaluated(Verdict::Skip("as planned".to_owned()));
            }
            Command::Evaluate(_) => return Event::Evaluated(Verdict::Run(Vec::new())),
            Command::Inspect(_) | Command::InspectSchemas(_) => {
                return Event::Inspected(Box::new(self.kept.catalog.clone()));
            }
            Command::Pause(_) | Command::CheckForeignKeys | Command::Restore(_) => {}
            Command::Begin { .. } => {
                assert!(self.before.is_none(), "a transaction within another");
                self.before = Some(Box::new(self.kept.clone()));
            }
            Command::Fence(_) | Command::CheckLock => assert!(self.locked, "a change set runs without the lock"),
            Command::Execute(statement) => return self.execute(*statement),
            Command::Record(record) => {
                self.writes += 1;
                self.record(*record);
            }
            Command::Commit => self.before = None,
            Command::Rollback => self.roll_back(),
        }
        Event::Done
    }

    fn journal(&self, inverses: bool) -> Option<Journal> {
        let half_done = self.kept.journal.as_ref().is_some_and(|it| !it.is_empty());
        let inverses = if inverses || half_done { self.kept.inverses.clone() } else { Vec::new() };
        self.kept.journal.clone().map(|entries| Journal { entries, inverses })
    }

    /// Keeps it as the rows of the journal's table would.
    fn record_inverse(&mut self, inverse: &Inverse) {
        assert!(self.kept.journal.is_some(), "the journal is open");
        let read = Inverse::of_rows(inverse.key.clone(), inverse.rows());
        self.kept.inverses.retain(|it| it.key != inverse.key);
        let (md5sum, deployment_id) = (inverse.md5sum.clone(), RUN.to_owned());
        self.kept.inverses.push(Inverse { md5sum, deployment_id, ..read });
    }

    fn execute(&mut self, statement: StepStatement) -> Event {
        let text = statement.statement.text;
        if self.obstacle.as_ref() == Some(&text) {
            let diagnostic = Diagnostic::error("amend::database::refused", "there is an obstacle");
            return Event::Failed(Box::new(Failure {
                diagnostic,
                statement: Some(text),
                transient: false,
                lost: false,
            }));
        }
        match &statement.effect {
            Effect::Atomic => assert!(self.before.is_some(), "outside of a transaction: {text}"),
            Effect::Session { .. } | Effect::Repeatable if self.kept.effects.contains(&text) => return Event::Done,
            Effect::Shown { traces, .. } => traces.iter().for_each(|it| self.show(it)),
            _ => {}
        }
        self.kept.effects.push(text);
        Event::Done
    }

    fn write_journal(&mut self, entries: Vec<Entry>) {
        let journal = self.kept.journal.as_mut().expect("the journal is open");
        for entry in entries {
            let same = |it: &Entry| (&it.key, it.direction, it.number) == (&entry.key, entry.direction, entry.number);
            journal.retain(|it| !same(it));
            journal.push(Entry { written: "2026-01-01 00:00:00".to_owned(), run: RUN.to_owned(), ..entry });
        }
    }

    /// A server refuses what does not fit.
    fn show(&mut self, trace: &Trace) {
        let edit = match trace {
            Trace::Appears(object) => Edit::create(object.clone()),
            Trace::Goes(object) => Edit::drop(self.found(object)),
            Trace::Renamed { before, after } => {
                let found = self.found(before);
                let after = match (&found, after) {
                    (Object::Table(table), Object::Table(after)) => {
                        Object::Table(Table { name: after.name.clone(), ..table.clone() })
                    }
                    (_, after) => after.clone(),
                };
                Edit::alter(found, after)
            }
        };
        let table = edit.subject().and_then(Object::table).filter(|_| !is_table(&edit));
        if let Some(table) = table.filter(|it| self.kept.catalog.table(it).is_none()) {
            self.kept.catalog.tables.push(Table::stub(table.clone()));
        }
        let made = self.kept.catalog.apply(&edit);
        assert!(made.is_ok() || self.knows_little, "{made:?}: {edit:?}");
    }

    /// The object as it stands, whatever it was expected to be.
    fn found(&mut self, object: &Object) -> Object {
        let catalog = &mut self.kept.catalog;
        let object = match object {
            Object::Table(table) => match catalog.table(&table.name) {
                Some(table) => Object::Table(table.clone()),
                None => object.clone(),
            },
            Object::View(view) => Object::View(catalog.view(&view.name).unwrap_or(view).clone()),
            Object::Sequence(sequence) => {
                Object::Sequence(catalog.sequence(&sequence.name).unwrap_or(sequence).clone())
            }
            Object::Routine(routine) => Object::Routine(catalog.routine(&routine.name).unwrap_or(routine).clone()),
            Object::Column { table, at, column } => {
                let found = catalog.table(table).and_then(|it| catalog.column(it, &column.name));
                let column = found.map_or(column, |(_, it)| it).clone();
                Object::Column { table: table.clone(), at: *at, column }
            }
            Object::Index { table, index } => {
                let found = catalog.table(table).and_then(|it| catalog.index(it, &index.name));
                Object::Index { table: table.clone(), index: found.unwrap_or(index).clone() }
            }
            Object::Constraint { table, constraint } => {
                let found = catalog.table(table).and_then(|it| match constraint {
                    Constraint::PrimaryKey(_) => {
                        it.constraints.iter().find(|it| matches!(it, Constraint::PrimaryKey(_)))
                    }
                    _ => catalog.constraint(it, constraint.name()?),
                });
                Object::Constraint { table: table.clone(), constraint: found.unwrap_or(constraint).clone() }
            }
        };
        // What the paper had not heard of was there.
        let _ = catalog.apply(&Edit::create(object.clone()));
        object
    }

    /// What the statements of a recorded change set made beside what they show.
    fn record(&mut self, record: Record) {
        let key = record.key();
        let ops = self.ops.iter().filter(|(its, _)| *its == key).flat_map(|(_, ops)| ops.clone());
        for edit in ops.collect::<Vec<_>>().iter().filter_map(Op::as_edit) {
            let edit = if matches!(record, Record::Delete(_)) { edit.inverse() } else { Ok(edit.clone()) };
            let _ = edit.and_then(|edit| self.kept.catalog.apply(&edit));
        }
        match record {
            Record::Insert(row) => self.kept.rows.push(history_row(row, self.kept.rows.len() as i64 + 1)),
            Record::Delete(row) => self.kept.rows.retain(|it| it.key != row.key),
            Record::Rerun { .. } | Record::SetSum { .. } => {}
        }
    }
}

fn is_table(edit: &Edit) -> bool {
    matches!(edit.subject(), Some(Object::Table(_)))
}

fn history_row(row: NewRow, order_executed: i64) -> HistoryRow {
    HistoryRow {
        key: ChangeSetKey::new(row.id, row.author, row.filename),
        date_executed: "2026-01-01 00:00:00".to_owned(),
        order_executed,
        exec_type: ExecType::Executed,
        md5sum: Some(row.md5sum),
        description: Some(row.description),
        comments: Some(row.comments),
        tag: row.tag,
        liquibase: None,
        contexts: row.contexts,
        labels: row.labels,
        deployment_id: Some(RUN.to_owned()),
    }
}

/// A changelog, read for a product.
pub struct Fixture {
    files: Box<dyn Files>,
    pub target: Target,
    pub loaded: Loaded,
}

impl Fixture {
    pub fn new(product: Product, changelog: &str) -> Self {
        Self::of(product, Box::new(MemoryFiles::new([("c.yaml", changelog)])), "c.yaml")
    }

    /// An example of this repository.
    pub fn example(product: Product, name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
        Self::of(product, Box::new(SearchPath::new(&[folder]).unwrap()), &format!("changelogs/{name}"))
    }

    fn of(product: Product, files: Box<dyn Files>, root: &str) -> Self {
        let target = Target::new(product);
        let loaded = load(files.as_ref(), root, &target);
        assert!(loaded.is_valid(), "{:?}", loaded.diagnostics);
        Self { files, target, loaded }
    }

    pub fn project(&self) -> Project<'_> {
        Project {
            files: self.files.as_ref(),
            changelog: &self.loaded.changelog,
            target: &self.target,
            default_schema: None,
            keep: Keep::default(),
        }
    }

    pub fn update(&self) -> Machine<Update<'_>> {
        Machine::new(Update::new(self.project(), Stop::AtEnd, Manner::Run), self.is_transactional())
    }

    pub fn back(&self, count: usize) -> Machine<Back<'_>> {
        Machine::new(Back::new(self.project(), BackTo::Count(count)), self.is_transactional())
    }

    pub fn is_transactional(&self) -> bool {
        profile(self.target.product).transactional_ddl
    }
}

/// A database as it would be if the process died after each command: none first, all last.
pub fn deaths<W: Work>(machine: &mut Machine<W>, paper: &Paper) -> Vec<Paper> {
    let mut paper = paper.clone();
    let dead = |paper: &Paper| {
        let mut paper = paper.clone();
        paper.die();
        paper
    };
    let mut deaths = vec![dead(&paper)];
    let mut event = Event::Begun;
    while machine.outcome().is_none() {
        let commands = machine.next(event);
        event = Event::Done;
        for command in commands {
            event = paper.carry_out(command);
            machine.did();
            deaths.push(dead(&paper));
        }
    }
    deaths
}

/// Carries out at most so many commands; whether the machine came to its end.
pub fn run<W: Work>(machine: &mut Machine<W>, paper: &mut Paper, most: usize) -> bool {
    let mut left = most;
    let mut event = Event::Begun;
    while machine.outcome().is_none() {
        let commands = machine.next(event);
        event = Event::Done;
        for command in commands {
            if left == 0 {
                return false;
            }
            left -= 1;
            event = paper.carry_out(command);
            if matches!(event, Event::Failed(_)) {
                break;
            }
            machine.did();
        }
    }
    true
}

/// The code of the first message of a run that failed half-way.
#[track_caller]
pub fn half_done_code<W: Work>(machine: &Machine<W>) -> &str {
    match machine.outcome() {
        Some(Outcome::Failed { diagnostics, half_done: true, .. }) => &diagnostics[0].code,
        other => panic!("not half done: {other:?}"),
    }
}
