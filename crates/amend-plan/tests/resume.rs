//! Runs that stopped somewhere, and the runs after them: every statement takes effect once, the history has each change
//! set once, and the journal is gone at the end.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod paper;

use std::collections::BTreeSet;

use amend_catalog::ObjectName;
use amend_plan::machine::{Back, BackTo, How, Machine, Manner, Outcome, Stop, Update};
use amend_plan::{EntryState, Found, KEPT_PREFIX, Keep, Project, Resolve};
use amend_sql::Product;
use paper::{Fixture, Paper, deaths, half_done_code, run};

/// Changes of the schema, of rows, and settings of the session, mixed.
const MIXED: &str = r#"
databaseChangeLog:
  - changeSet:
      id: 1
      author: a
      changes:
        - createTable: {tableName: t, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
        - insert: {tableName: t, columns: [{column: {name: id, valueNumeric: 1}}]}
        - insert: {tableName: t, columns: [{column: {name: id, valueNumeric: 2}}]}
        - addColumn: {tableName: t, columns: [{column: {name: b, type: int}}]}
        - sql: {sql: "SET @a = 1", dbms: "mysql, mariadb"}
        - sql: {sql: "UPDATE t SET b = 1"}
        - addNotNullConstraint: {tableName: t, columnName: b, columnDataType: int}
        - createIndex: {tableName: t, indexName: t_b, columns: [{column: {name: b}}]}
        - renameColumn: {tableName: t, oldColumnName: b, newColumnName: c, columnDataType: int}
        - createView: {viewName: v, selectQuery: SELECT id FROM t}
        - dropView: {viewName: v}
        - renameTable: {oldTableName: t, newTableName: w}
  - changeSet:
      id: 2
      author: a
      changes:
        - insert: {tableName: w, columns: [{column: {name: id, valueNumeric: 3}}, {column: {name: c, valueNumeric: 3}}]}
        - dropTable: {tableName: w}
      rollback: []
"#;

const EXAMPLES: &[&str] = &[
    "changelog.yaml",
    "columns.yaml",
    "data.yaml",
    "history.yaml",
    "indexes.yaml",
    "keys.yaml",
    "reshape.yaml",
    "routines.yaml",
    "sequences.yaml",
    "tables.yaml",
    "views.yaml",
];

/// Stops a run after each of its commands, or each third of a product that the machine treats as it does another one,
/// and begins again; `AMEND_TEST_EVERY_STOP` makes it each of every product. Gives how many stops there were.
fn stop_everywhere(fixture: &Fixture, what: &str) -> usize {
    let every = fixture.target.product == Product::MySql || std::env::var_os("AMEND_TEST_EVERY_STOP").is_some();
    let mut undisturbed = Paper::new(fixture);
    assert!(run(&mut fixture.update(), &mut undisturbed, usize::MAX));
    let deaths = deaths(&mut fixture.update(), &Paper::new(fixture));
    let stops = deaths.len();
    for (stop, mut paper) in deaths.into_iter().enumerate().step_by(if every { 1 } else { 3 }) {
        let mut machine = fixture.update();
        assert!(run(&mut machine, &mut paper, usize::MAX), "{what}, stopped after {stop}");
        let outcome = machine.outcome();
        assert!(
            matches!(outcome, Some(Outcome::Done | Outcome::UpToDate)),
            "{what}, stopped after {stop}: {outcome:?}"
        );
        assert_eq!(paper.kept.effects, undisturbed.kept.effects, "{what}, stopped after {stop}");
        assert_eq!(paper.kept.rows, undisturbed.kept.rows, "{what}, stopped after {stop}");
        // An empty table may wait for the next run that has something to do.
        let journal = paper.kept.journal.unwrap_or_default();
        assert!(journal.is_empty() && !paper.locked, "{what}, stopped after {stop}: {journal:?}");
    }
    stops
}

#[test]
fn every_example_goes_on_after_every_command() {
    for product in Product::ALL {
        let stops: usize = EXAMPLES
            .iter()
            .map(|name| stop_everywhere(&Fixture::example(product, name), &format!("{product}, {name}")))
            .sum();
        println!("{product}: {stops} stops");
        assert!(stops > 100, "{product}");
    }
}

#[test]
fn changes_of_schema_and_rows_go_on_after_every_command() {
    for product in Product::ALL {
        let stops = stop_everywhere(&Fixture::new(product, MIXED), product.name());
        assert!(stops > if product == Product::MySql { 50 } else { 10 }, "{product}: {stops}");
    }
}

#[test]
fn two_stops_are_as_good_as_one() {
    for product in [Product::MySql, Product::MariaDb] {
        let fixture = Fixture::new(product, MIXED);
        let mut undisturbed = Paper::new(&fixture);
        assert!(run(&mut fixture.update(), &mut undisturbed, usize::MAX));
        for first in deaths(&mut fixture.update(), &Paper::new(&fixture)).into_iter().step_by(7) {
            for mut paper in deaths(&mut fixture.update(), &first).into_iter().step_by(5) {
                assert!(run(&mut fixture.update(), &mut paper, usize::MAX));
                assert_eq!(paper.kept.effects, undisturbed.kept.effects, "{product}");
                assert_eq!(paper.kept.rows, undisturbed.kept.rows, "{product}");
            }
        }
    }
}

/// The way back of this can be gone on every product.
const SCHEMA: &str = r#"
databaseChangeLog:
  - changeSet:
      id: 1
      author: a
      changes:
        - createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
        - addColumn: {tableName: t, columns: [{column: {name: b, type: int}}]}
        - createIndex: {tableName: t, indexName: t_b, columns: [{column: {name: b}}]}
        - renameTable: {oldTableName: t, newTableName: w}
"#;

#[test]
fn a_way_back_goes_on_after_every_command() {
    for product in Product::ALL {
        let fixture = Fixture::new(product, SCHEMA);
        let mut up = Paper::new(&fixture);
        assert!(run(&mut fixture.update(), &mut up, usize::MAX));
        let mut undisturbed = up.clone();
        assert!(run(&mut fixture.back(1), &mut undisturbed, usize::MAX));
        for (stop, mut paper) in deaths(&mut fixture.back(1), &up).into_iter().enumerate() {
            if !paper.kept.rows.is_empty() {
                assert!(run(&mut fixture.back(1), &mut paper, usize::MAX), "{product}, stopped after {stop}");
            }
            assert_eq!(paper.kept.effects, undisturbed.kept.effects, "{product}, stopped after {stop}");
            assert!(paper.kept.rows.is_empty(), "{product}, stopped after {stop}");
        }
    }
}

#[test]
fn so_many_change_sets_go_back_however_often_the_way_is_begun() {
    let change_sets: String = (1..=4)
        .map(|number| {
            SCHEMA["\ndatabaseChangeLog:".len()..]
                .replace("id: 1", &format!("id: {number}"))
                .replace(" t,", &format!(" t{number},"))
                .replace("t_b", &format!("t{number}_b"))
                .replace(" w}", &format!(" w{number}}}"))
        })
        .collect();
    for product in Product::ALL {
        let fixture = Fixture::new(product, &format!("\ndatabaseChangeLog:{change_sets}"));
        let mut up = Paper::new(&fixture);
        assert!(run(&mut fixture.update(), &mut up, usize::MAX));
        let mut undisturbed = up.clone();
        assert!(run(&mut fixture.back(3), &mut undisturbed, usize::MAX));
        assert_eq!(undisturbed.kept.rows.len(), 1, "{product}");
        for (stop, mut paper) in deaths(&mut fixture.back(3), &up).into_iter().enumerate() {
            if paper.kept.rows.len() > 1 {
                assert!(run(&mut fixture.back(3), &mut paper, usize::MAX), "{product}, stopped after {stop}");
            }
            assert_eq!(paper.kept.effects, undisturbed.kept.effects, "{product}, stopped after {stop}");
            assert_eq!(paper.kept.rows, undisturbed.kept.rows, "{product}, stopped after {stop}");
        }
    }
}

#[test]
fn an_obstacle_at_each_statement_is_gone_round_when_it_is_gone() {
    for product in [Product::MySql, Product::MariaDb] {
        let fixture = Fixture::new(product, MIXED);
        let mut undisturbed = Paper::new(&fixture);
        assert!(run(&mut fixture.update(), &mut undisturbed, usize::MAX));
        for (place, text) in undisturbed.kept.effects.iter().enumerate() {
            let mut paper = Paper::new(&fixture);
            paper.obstacle = Some(text.clone());
            let mut machine = fixture.update();
            assert!(run(&mut machine, &mut paper, usize::MAX));
            let Some(Outcome::Failed { half_done, .. }) = machine.outcome() else { panic!("{text} is no obstacle") };
            let journal = paper.kept.journal.clone().unwrap_or_default();
            let failed = journal.iter().any(|it| it.state == EntryState::Failed && it.error.is_some());
            assert_eq!(*half_done, failed, "{product}, statement {place}: {journal:?}");
            paper.obstacle = None;
            assert!(run(&mut fixture.update(), &mut paper, usize::MAX));
            assert_eq!(paper.kept.effects, undisturbed.kept.effects, "{product}, statement {place}");
            assert!(paper.kept.journal.is_none());
        }
    }
}

/// A statement that nothing shows.
fn opaque(second: &str) -> String {
    format!(
        "
databaseChangeLog:
  - changeSet:
      id: 1
      author: a
      changes:
        - createTable: {{tableName: t, columns: [{{column: {{name: id, type: int}}}}]}}
        - sql: {{sql: \"{second}\"}}
        - createTable: {{tableName: u, columns: [{{column: {{name: id, type: int}}}}]}}
      rollback: []
"
    )
}

/// A run of that changelog that was killed in its second statement, which had taken effect.
fn killed_in_the_second(fixture: &Fixture) -> Paper {
    let deaths = deaths(&mut fixture.update(), &Paper::new(fixture));
    deaths.into_iter().find(|it| it.kept.effects.len() == 2).expect("there are three statements")
}

#[test]
fn an_unknown_outcome_stops_until_somebody_knows() {
    let fixture = Fixture::new(Product::MySql, &opaque("CALL work()"));
    let killed = killed_in_the_second(&fixture);
    let mut machine = fixture.update();
    let mut paper = killed.clone();
    assert!(run(&mut machine, &mut paper, usize::MAX));
    assert_eq!(half_done_code(&machine), "amend::journal::unknown-outcome");
    assert_eq!(paper.kept.journal, killed.kept.journal);
    for (resolve, times) in [(Resolve::Done, 1), (Resolve::Redo, 2)] {
        let mut paper = killed.clone();
        let mut machine = fixture.update().resolving(Some(resolve));
        assert!(run(&mut machine, &mut paper, usize::MAX));
        assert!(matches!(machine.outcome(), Some(Outcome::Done)));
        assert_eq!(paper.kept.effects.iter().filter(|it| it.contains("CALL")).count(), times);
        assert_eq!(machine.finished()[0].how, How::Ran);
    }
}

#[test]
fn what_was_done_must_not_change() {
    let first = opaque("INSERT INTO t VALUES (1)");
    let killed = killed_in_the_second(&Fixture::new(Product::MySql, &first));
    assert!(killed.kept.journal.as_ref().is_some_and(|it| it.iter().all(|it| it.state == EntryState::Done)));
    for changed in [opaque("INSERT INTO t VALUES (2)"), first.replacen("name: id", "name: other", 1)] {
        let fixture = Fixture::new(Product::MySql, &changed);
        let mut paper = killed.clone();
        let mut machine = fixture.update();
        assert!(run(&mut machine, &mut paper, usize::MAX));
        assert_eq!(half_done_code(&machine), "amend::journal::changed");
        assert_eq!(paper.kept, killed.kept);
    }
    let rest = Fixture::new(Product::MySql, &first.replace("tableName: u", "tableName: x"));
    let mut paper = killed.clone();
    assert!(run(&mut rest.update(), &mut paper, usize::MAX));
    assert!(paper.kept.effects[2].contains("`x`") || paper.kept.effects[2].contains(" x "), "{:?}", paper.kept.effects);
}

#[test]
fn the_other_direction_waits() {
    let fixture = Fixture::new(Product::MySql, SCHEMA);
    let mut up = Paper::new(&fixture);
    assert!(run(&mut fixture.update(), &mut up, usize::MAX));
    let count = up.kept.effects.len();
    let half_back = deaths(&mut fixture.back(1), &up).into_iter().find(|it| it.kept.effects.len() == count + 2);
    let mut paper = half_back.expect("the way back has more than two statements");
    let two = SCHEMA.to_owned()
        + &SCHEMA["\ndatabaseChangeLog:".len()..]
            .replace("id: 1", "id: 2")
            .replace("tableName: t", "tableName: s")
            .replace("oldTableName: t, newTableName: w", "oldTableName: s, newTableName: z");
    let fixture = Fixture::new(Product::MySql, &two);
    let mut machine = fixture.update();
    assert!(run(&mut machine, &mut paper, usize::MAX));
    assert_eq!(half_done_code(&machine), "amend::journal::half-done");
}

/// The way back of this brings rows back that were kept.
const KEEPS: &str = r#"
databaseChangeLog:
  - changeSet:
      id: 1
      author: a
      changes:
        - createTable:
            tableName: t
            columns:
              - column: {name: id, type: int, constraints: {primaryKey: true}}
              - column: {name: b, type: int}
  - changeSet: {id: 2, author: a, changes: [dropColumn: {tableName: t, columnName: b}]}
"#;

/// The tables that keep rows, as the statements so far left them.
fn kept_tables(paper: &Paper) -> BTreeSet<ObjectName> {
    let mut tables = BTreeSet::new();
    for text in &paper.kept.effects {
        let named = |start: &str| text.strip_prefix(start).filter(|name| name.starts_with(KEPT_PREFIX));
        let name = |rest: &str| ObjectName::new(rest.split([' ', '(']).next().unwrap_or_default());
        tables.extend(named("CREATE TABLE ").map(name));
        if let Some(name) = named("DROP TABLE ").map(name) {
            tables.remove(&name);
        }
    }
    tables
}

/// The last statement gives up what was kept: a run after it does not find it any more.
#[test]
fn a_way_back_that_brings_rows_back_goes_on_after_every_command() {
    for product in Product::ALL {
        let fixture = Fixture::new(product, KEEPS);
        let keeping = Project { keep: Keep { on: true, found: Found::Nothing }, ..fixture.project() };
        let update = Update::new(keeping, Stop::AtEnd, Manner::Run).recording_inverses(true);
        let mut up = Paper::new(&fixture);
        up.knows_little = true;
        assert!(run(&mut Machine::new(update, fixture.is_transactional()), &mut up, usize::MAX));
        assert_eq!(kept_tables(&up).len(), 1, "{product}: {:?}", up.kept.effects);
        for from_journal in [false, true] {
            let go = |paper: &mut Paper| {
                let tables = kept_tables(paper);
                let project = Project { keep: Keep { on: false, found: Found::Tables(&tables) }, ..fixture.project() };
                let back = Back::new(project, BackTo::Count(1)).from_journal(from_journal);
                let mut machine = Machine::new(back, fixture.is_transactional());
                assert!(run(&mut machine, paper, usize::MAX));
                assert!(matches!(machine.outcome(), Some(Outcome::Done)), "{product}: {:?}", machine.outcome());
            };
            let mut undisturbed = up.clone();
            go(&mut undisturbed);
            let tables = kept_tables(&up);
            let project = Project { keep: Keep { on: false, found: Found::Tables(&tables) }, ..fixture.project() };
            let back = Back::new(project, BackTo::Count(1)).from_journal(from_journal);
            let dead = deaths(&mut Machine::new(back, fixture.is_transactional()), &up);
            for (stop, mut paper) in dead.into_iter().enumerate() {
                if paper.kept.rows.len() > 1 {
                    go(&mut paper);
                }
                assert_eq!(paper.kept.effects, undisturbed.kept.effects, "{product}, stopped after {stop}");
                assert_eq!(paper.kept.rows, undisturbed.kept.rows, "{product}, stopped after {stop}");
            }
        }
    }
}
