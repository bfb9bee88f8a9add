//! The machine, stopped after every command, and begun again: what was recorded took effect, once.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

use amend_changelog::{Loaded, MemoryFiles, Target, load};
use amend_plan::machine::{Back, BackTo};
use amend_plan::machine::{Command, Event, How, Machine, Manner, NewRow, Outcome, Record, Stop, Update, Work};
use amend_plan::{ChangeSetKey, ExecType, History, HistoryRow, Keep, Project, Verdict};
use amend_sql::{Product, profile};

const CHANGELOG: &str = r#"
databaseChangeLog:
  - changeSet:
      id: 1
      author: a
      changes:
        - createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
        - createTable: {tableName: u, columns: [{column: {name: id, type: int}}]}
  - changeSet:
      id: 2
      author: a
      changes:
        - addColumn: {tableName: t, columns: [{column: {name: b, type: int}}]}
  - changeSet:
      id: 3
      author: a
      changes:
        - dropColumn: {tableName: t, columnName: b}
        - renameTable: {oldTableName: u, newTableName: w}
"#;

/// A database on paper: what took effect, what is recorded, what is not yet committed, and whether it is locked.
#[derive(Clone, Default)]
struct Paper {
    effects: Vec<String>,
    rows: Vec<HistoryRow>,
    before: Option<(Vec<String>, Vec<HistoryRow>)>,
    locked: bool,
    writes: usize,
}

impl Paper {
    /// Its process dies: what was not committed is gone, and the lock of the session with it.
    fn die(&mut self) {
        if let Some((effects, rows)) = self.before.take() {
            self.effects = effects;
            self.rows = rows;
        }
        self.locked = false;
    }

    fn carry_out(&mut self, command: Command) -> Event {
        match command {
            Command::ReadHistory => return Event::History(History::new(self.rows.clone())),
            Command::Lock => {
                assert!(!std::mem::replace(&mut self.locked, true), "locked twice");
                return Event::Locked;
            }
            Command::Unlock => self.locked = false,
            Command::Evaluate(_) => return Event::Evaluated(Verdict::Run(Vec::new())),
            Command::Inspect(_) | Command::Pause(_) | Command::CheckForeignKeys => {}
            Command::Begin { .. } => self.before = Some((self.effects.clone(), self.rows.clone())),
            Command::Fence(_) => assert!(self.locked, "a change set runs without the lock"),
            Command::Execute(statement) => self.effects.push(statement.statement.text),
            Command::Record(record) => {
                self.writes += 1;
                self.record(*record);
            }
            Command::Commit => self.before = None,
            Command::Rollback => self.die_of_transaction(),
        }
        Event::Done
    }

    fn die_of_transaction(&mut self) {
        let locked = self.locked;
        self.die();
        self.locked = locked;
    }

    fn record(&mut self, record: Record) {
        match record {
            Record::Insert(row) => self.rows.push(history_row(row, self.rows.len() as i64 + 1)),
            Record::Delete(row) => self.rows.retain(|it| it.key != row.key),
            Record::Rerun { .. } | Record::SetSum { .. } => {}
        }
    }
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
        deployment_id: None,
    }
}

struct Fixture {
    files: MemoryFiles,
    target: Target,
    loaded: Loaded,
}

impl Fixture {
    fn new(product: Product) -> Self {
        let files = MemoryFiles::new([("c.yaml", CHANGELOG)]);
        let target = Target::new(product);
        let loaded = load(&files, "c.yaml", &target);
        assert!(loaded.is_valid(), "{:?}", loaded.diagnostics);
        Self { files, target, loaded }
    }

    fn project(&self) -> Project<'_> {
        Project {
            files: &self.files,
            changelog: &self.loaded.changelog,
            target: &self.target,
            default_schema: None,
            keep: Keep::default(),
        }
    }

    fn update(&self) -> Machine<Update<'_>> {
        let transactional = profile(self.target.product).transactional_ddl;
        Machine::new(Update::new(self.project(), Stop::AtEnd, Manner::Run), transactional)
    }

    fn back(&self, count: usize) -> Machine<Back<'_>> {
        let transactional = profile(self.target.product).transactional_ddl;
        Machine::new(Back::new(self.project(), BackTo::Count(count)), transactional)
    }
}

/// Carries out at most so many commands; whether the machine came to its end.
fn run<W: Work>(machine: &mut Machine<W>, paper: &mut Paper, most: usize) -> bool {
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
        }
    }
    true
}

#[test]
fn where_changes_of_the_schema_are_transactional_no_stop_harms() {
    for product in [Product::PostgreSql, Product::Sqlite] {
        let fixture = Fixture::new(product);
        let mut undisturbed = Paper::default();
        assert!(run(&mut fixture.update(), &mut undisturbed, usize::MAX));
        for stop in 0.. {
            let mut paper = Paper::default();
            let ended = run(&mut fixture.update(), &mut paper, stop);
            paper.die();
            assert!(run(&mut fixture.update(), &mut paper, usize::MAX), "{product}, stopped after {stop}");
            assert_eq!(paper.effects, undisturbed.effects, "{product}, stopped after {stop}");
            assert_eq!(paper.rows, undisturbed.rows, "{product}, stopped after {stop}");
            assert!(!paper.locked);
            if ended {
                break;
            }
        }
    }
}

#[test]
fn everywhere_a_row_stands_only_for_what_took_effect() {
    for product in Product::ALL {
        let fixture = Fixture::new(product);
        let mut undisturbed = Paper::default();
        run(&mut fixture.update(), &mut undisturbed, usize::MAX);
        for stop in 0..40 {
            let mut paper = Paper::default();
            run(&mut fixture.update(), &mut paper, stop);
            paper.die();
            assert!(undisturbed.effects.starts_with(&paper.effects), "{product}, stopped after {stop}");
            let recorded = undisturbed.rows.starts_with(&paper.rows);
            assert!(recorded, "{product}, stopped after {stop}");
        }
    }
}

#[test]
fn nothing_pending_takes_no_lock_and_writes_nothing() {
    let fixture = Fixture::new(Product::PostgreSql);
    let mut paper = Paper::default();
    run(&mut fixture.update(), &mut paper, usize::MAX);
    paper.writes = 0;
    let mut machine = fixture.update();
    let commands = machine.next(Event::Begun);
    assert!(matches!(commands.as_slice(), [Command::ReadHistory]));
    assert!(machine.next(Event::History(History::new(paper.rows.clone()))).is_empty());
    assert!(matches!(machine.outcome(), Some(Outcome::UpToDate)));
    assert_eq!(paper.writes, 0);
}

#[test]
fn the_way_back_is_gone_step_by_step_and_forward_again() {
    for product in Product::ALL {
        let fixture = Fixture::new(product);
        let mut paper = Paper::default();
        run(&mut fixture.update(), &mut paper, usize::MAX);
        let up = paper.rows.clone();
        let mut machine = fixture.back(3);
        assert!(run(&mut machine, &mut paper, usize::MAX));
        assert!(matches!(machine.outcome(), Some(Outcome::Done)), "{product}: {:?}", machine.outcome());
        assert_eq!(machine.finished().iter().filter(|it| it.how == How::Ran).count(), 3);
        assert!(paper.rows.is_empty());
        run(&mut fixture.update(), &mut paper, usize::MAX);
        assert_eq!(paper.rows, up, "{product}");
    }
}

#[test]
fn a_lock_that_somebody_has_ends_the_run_before_anything() {
    let fixture = Fixture::new(Product::PostgreSql);
    let mut machine = fixture.update();
    machine.next(Event::Begun);
    machine.next(Event::History(History::default()));
    assert!(machine.next(Event::NotLocked("somebody".to_owned())).is_empty());
    assert!(matches!(machine.outcome(), Some(Outcome::Locked(who)) if who == "somebody"));
}

#[test]
fn a_changed_change_set_is_refused_before_the_lock() {
    let fixture = Fixture::new(Product::PostgreSql);
    let mut paper = Paper::default();
    run(&mut fixture.update(), &mut paper, usize::MAX);
    paper.rows[0].md5sum = Some("9:00000000000000000000000000000000".to_owned());
    let mut machine = fixture.update();
    run(&mut machine, &mut paper, usize::MAX);
    let Some(Outcome::Refused(problems)) = machine.outcome() else { panic!("not refused") };
    assert_eq!(problems[0].code, "amend::checksum::changed");
}
