//! A program that is killed in the middle of an update leaves nothing that stops the next one.

use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use amend_catalog::Catalog;
use amend_db::compare::differences;
use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{self, assert_unlocked, checkout_on, number_from_environment};

const CHANGE_SETS: usize = 3;

on_every_engine!(
    the_next_update_goes_on,
    a_recorded_way_back_goes_on,
    the_lock_of_a_dead_program_is_taken_over,
    the_lock_of_a_live_program_is_left
);

/// Up to two kills a trial, at times spread over what an undisturbed update takes; then the same command must leave what
/// an undisturbed one leaves.
fn the_next_update_goes_on(engine: Engine) {
    let trials = number_from_environment("AMEND_TEST_KILLS", 4);
    let changelog = changelog(engine);
    let (first, _) = undisturbed(engine, &changelog);
    let (second, expected) = undisturbed(engine, &changelog);
    let time = first.min(second);
    let mut tally = Tally::default();
    for trial in 0..trials {
        let (checkout, database) = checkout_on(engine, &changelog);
        for kill in 0..=trial % 2 {
            tally.hit += usize::from(killed(&checkout, &["update"], time.mul_f64(spread(2 * trial + kill))));
        }
        let finished = checkout.expect(0, &["update"]);
        tally.resumed += usize::from(finished.stderr.contains("was interrupted"));
        assert_as_undisturbed(&database, &expected, trial);
        // Where nothing was left to do, the lock of the dead waits for who has something to do.
        if !finished.stdout.contains("nothing to do") {
            assert_unlocked(&database);
        }
    }
    println!(
        "{engine:?}: {trials} trials, {} kills before the end of {time:?}, {} went on inside a change set, {trials} right",
        tally.hit, tally.resumed
    );
}

/// Kills the command after that time; whether it had not ended before.
fn killed(checkout: &Checkout, command: &[&str], after: Duration) -> bool {
    let mut child = checkout.start(command);
    sleep(after);
    child.kill().unwrap();
    !child.wait_with_output().unwrap().status.success()
}

/// Killed on the way there and on the recorded way back: each row of the history has its record, and the end is where it
/// began.
fn a_recorded_way_back_goes_on(engine: Engine) {
    let changelog = String::from("databaseChangeLog:\n")
        + &(1..=CHANGE_SETS).map(|number| SCHEMA.replace('#', &number.to_string())).collect::<String>();
    let update = &["update", "--record-inverse"];
    let back = &["rollback-count", "3", "--from-journal"];
    let (checkout, _database) = checkout_on(engine, &changelog);
    let started = Instant::now();
    checkout.expect(0, update);
    let time = started.elapsed();
    for trial in 0..number_from_environment("AMEND_TEST_KILLS", 4) {
        let (checkout, database) = checkout_on(engine, &changelog);
        killed(&checkout, update, time.mul_f64(spread(2 * trial)));
        checkout.expect(0, update);
        let records = database.rows("SELECT ID FROM AMEND_JOURNAL WHERE STATEMENT_NUMBER = 0 ORDER BY ID");
        assert_eq!(records, support::ids(&database), "{engine:?}, trial {trial}");
        checkout.write("changelog.yaml", "databaseChangeLog: []\n");
        killed(&checkout, back, time.mul_f64(spread(2 * trial + 1)));
        checkout.expect(0, back);
        let left = database.inspect();
        assert!(left.tables.is_empty() && support::ids(&database).is_empty(), "{engine:?}, trial {trial}: {left:?}");
    }
}

/// Changes of the schema, which have a way back of their own.
const SCHEMA: &str = "  - changeSet:
      id: #
      author: ada
      changes:
        - createTable: {tableName: made_#, columns: [column: {name: id, type: int, constraints: {primaryKey: true}}, column: {name: a, type: int}]}
        - addColumn: {tableName: made_#, columns: [column: {name: b, type: int}]}
        - createIndex: {tableName: made_#, indexName: made_#_b, columns: [column: {name: b}]}
        - renameColumn: {tableName: made_#, oldColumnName: b, newColumnName: c, columnDataType: int}
        - modifyDataType: {tableName: made_#, columnName: a, newDataType: bigint}
        - dropColumn: {tableName: made_#, columnName: a}
        - renameTable: {oldTableName: made_#, newTableName: new_#}
";

/// A fraction from 0 to 1, never near the last ones: multiples of the golden ratio.
fn spread(number: usize) -> f64 {
    (number as f64 * 0.618_033_988_749_895 + 0.5).fract()
}

#[derive(Default)]
struct Tally {
    hit: usize,
    resumed: usize,
}

/// Changes of the schema and of rows in turn; one of them would show if it happened twice. On PostgreSQL an index that is
/// built concurrently takes the change set out of its transaction.
fn changelog(engine: Engine) -> String {
    let concurrently = if engine == Engine::Postgres { ", concurrently: true" } else { "" };
    let change_sets = (1..=CHANGE_SETS).map(|number| CHANGE_SET.replace('#', &number.to_string()));
    let changelog = String::from("databaseChangeLog:\n") + &change_sets.collect::<String>();
    changelog.replace(", CONCURRENTLY", concurrently)
}

const CHANGE_SET: &str = "  - changeSet:
      id: #
      author: ada
      changes:
        - createTable: {tableName: made_#, columns: [column: {name: id, type: int, constraints: {primaryKey: true}}, column: {name: a, type: int}]}
        - insert: {tableName: made_#, columns: [column: {name: id, valueNumeric: 1}, column: {name: a, valueNumeric: 1}]}
        - insert: {tableName: made_#, columns: [column: {name: id, valueNumeric: 2}, column: {name: a, valueNumeric: 2}]}
        - addColumn: {tableName: made_#, columns: [column: {name: b, type: int}]}
        - sql: {sql: \"UPDATE made_# SET b = a * 10\"}
        - addNotNullConstraint: {tableName: made_#, columnName: b, columnDataType: int}
        - createIndex: {tableName: made_#, indexName: made_#_b, columns: [column: {name: b}], CONCURRENTLY}
        - sql: {sql: \"UPDATE made_# SET a = a + 1\"}
        - renameColumn: {tableName: made_#, oldColumnName: b, newColumnName: c, columnDataType: int}
        - modifyDataType: {tableName: made_#, columnName: a, newDataType: bigint}
        - createTable: {tableName: next_#, columns: [column: {name: id, type: int}]}
        - createIndex: {tableName: next_#, indexName: next_#_id, columns: [column: {name: id}], CONCURRENTLY}
      rollback: []
";

/// What a finished update leaves: the server's catalog and the rows of each table.
struct Left {
    catalog: Catalog,
    rows: Vec<Vec<String>>,
}

impl Left {
    fn of(database: &Database) -> Self {
        let rows = |number| database.rows(&format!("SELECT id, a, c FROM made_{number} ORDER BY id"));
        Self { catalog: database.inspect(), rows: (1..=CHANGE_SETS).map(rows).collect() }
    }
}

fn undisturbed(engine: Engine, changelog: &str) -> (Duration, Left) {
    let (checkout, database) = checkout_on(engine, changelog);
    let started = Instant::now();
    checkout.expect(0, &["update"]);
    let time = started.elapsed();
    let left = Left::of(&database);
    assert_eq!(left.catalog.tables.len(), 2 * CHANGE_SETS);
    assert_eq!(left.rows[0], ["1 | 2 | 10", "2 | 3 | 20"]);
    assert_as_undisturbed(&database, &left, 0);
    (time, left)
}

fn assert_as_undisturbed(database: &Database, expected: &Left, trial: usize) {
    let left = Left::of(database);
    let different = differences(database.engine().product(), &expected.catalog, &left.catalog);
    assert!(different.is_empty(), "{:?}, trial {trial}: {different:#?}", database.engine());
    assert_eq!(left.rows, expected.rows, "{:?}, trial {trial}", database.engine());
    let all: Vec<_> = (1..=CHANGE_SETS).map(|number| number.to_string()).collect();
    assert_eq!(support::ids(database), all, "{:?}, trial {trial}", database.engine());
}

fn the_lock_of_a_dead_program_is_taken_over(engine: Engine) {
    let (checkout, database) = checkout_on(engine, &long_changelog(engine));
    let mut child = start_and_wait_for_lock(&checkout, 3);
    child.kill().unwrap();
    child.wait().unwrap();
    let finished = checkout.expect(0, &["update", "-D", "work=0"]);
    assert!(finished.stderr.contains("took over the lock of"), "{engine:?}: {}", finished.stderr);
    assert_eq!(support::ids(&database), ["long", "table"]);
    assert_unlocked(&database);
}

fn the_lock_of_a_live_program_is_left(engine: Engine) {
    let (checkout, database) = checkout_on(engine, &long_changelog(engine));
    let child = start_and_wait_for_lock(&checkout, 4);
    let refused = checkout.expect(6, &["update", "-D", "work=0", "--lock-wait", "1s"]);
    assert_eq!(refused.stdout, "nothing was changed\n", "{engine:?}");
    assert!(refused.stderr.contains("another amend holds the lock"), "{engine:?}: {}", refused.stderr);
    checkout.expect(6, &["release-locks"]);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{engine:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(support::ids(&database), ["long", "table"]);
    assert_unlocked(&database);
}

/// A changelog whose first change set takes a while.
fn long_changelog(engine: Engine) -> String {
    let statement = match engine {
        Engine::Postgres => "SELECT pg_sleep(${work})",
        Engine::MySql | Engine::MariaDb => "SELECT SLEEP(${work})",
        Engine::Sqlite => {
            "WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < ${work} * 3000000) SELECT COUNT(*) FROM number"
        }
    };
    format!(
        "
databaseChangeLog:
  - changeSet:
      id: long
      author: ada
      changes:
        - sql: {{sql: \"{statement}\"}}
      rollback: SELECT 1
  - changeSet:
      id: table
      author: ada
      changes:
        - createTable: {{tableName: trace, columns: [column: {{name: step, type: int}}]}}
"
    )
}

fn start_and_wait_for_lock(checkout: &Checkout, work: u32) -> Child {
    let child = checkout.start(&["update", "-D", &format!("work={work}")]);
    support::wait_until("the update locks", || !checkout.expect(0, &["list-locks"]).stdout.starts_with("no locks"));
    child
}
