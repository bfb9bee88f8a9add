//! A program that is killed in the middle of an update leaves nothing that stops the next one.

use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{self, assert_unlocked, checkout_on, history_table, number_from_environment};

const CHANGE_SETS: usize = 8;

on_every_engine!(the_next_update_goes_on, the_lock_of_a_dead_program_is_taken_over, the_lock_of_a_live_program_is_left);

/// Kills are spread evenly over the time that an undisturbed update takes.
fn the_next_update_goes_on(engine: Engine) {
    let trials = number_from_environment("AMEND_TEST_KILLS", 3);
    let changelog = changelog(engine);
    let time = undisturbed(engine, &changelog);
    let mut tally = Tally::default();
    for trial in 0..trials {
        let (checkout, database) = checkout_on(engine, &changelog);
        let mut child = checkout.start(&["update"]);
        sleep(time.mul_f64((trial as f64 + 0.5) / trials as f64));
        child.kill().unwrap();
        child.wait().unwrap();
        wait_until_alone(&database);
        let done = tables(&database).len();
        tally.hit += usize::from(done < CHANGE_SETS);
        if is_transactional(engine) {
            assert_eq!(tables(&database), recorded(&database), "{engine:?}: half done after trial {trial}");
        } else {
            tally.half_done += usize::from(settle(&checkout, &database));
        }
        checkout.expect(0, &["update"]);
        assert_complete(&database);
    }
    println!("{engine:?}: {trials} kills over {time:?}, {} before the end, {} half done", tally.hit, tally.half_done);
}

#[derive(Default)]
struct Tally {
    hit: usize,
    half_done: usize,
}

/// What can be transactional has several statements in each change set.
fn changelog(engine: Engine) -> String {
    let mut text = String::from("databaseChangeLog:\n");
    for number in 1..=CHANGE_SETS {
        text += &format!(
            "  - changeSet:\n      id: {number}\n      author: ada\n      changes:\n        - createTable: {{tableName: made_{number}, columns: [column: {{name: a, type: int}}]}}\n"
        );
        if is_transactional(engine) {
            text += &format!(
                "        - insert: {{tableName: made_{number}, columns: [column: {{name: a, valueNumeric: 1}}]}}\n        - createIndex: {{tableName: made_{number}, indexName: made_{number}_idx, columns: [column: {{name: a}}]}}\n"
            );
        }
    }
    text
}

fn undisturbed(engine: Engine, changelog: &str) -> Duration {
    let (checkout, database) = checkout_on(engine, changelog);
    let started = Instant::now();
    checkout.expect(0, &["update"]);
    let time = started.elapsed();
    assert_complete(&database);
    time
}

fn assert_complete(database: &Database) {
    let all: Vec<_> = (1..=CHANGE_SETS).map(|number| number.to_string()).collect();
    assert_eq!(tables(database), all);
    let ids = format!("SELECT ID FROM {} ORDER BY ORDEREXECUTED", history_table(database.engine()));
    assert_eq!(database.rows(&ids), all);
    if is_transactional(database.engine()) {
        for number in all {
            assert_eq!(database.value(&format!("SELECT COUNT(*) FROM made_{number}")), "1");
        }
    }
    assert_unlocked(database);
}

/// The numbers of the tables that are there with what belongs to them.
fn tables(database: &Database) -> Vec<String> {
    let catalog = database.inspect();
    let number = |name: &str| name.strip_prefix("made_").map(str::to_owned);
    let mut numbers: Vec<_> = catalog.tables.iter().filter_map(|table| number(&table.name.name)).collect();
    numbers.sort();
    numbers
}

/// The numbers of the change sets in the history.
fn recorded(database: &Database) -> Vec<String> {
    let mut ids = support::ids(database);
    ids.sort();
    ids
}

/// MySQL and MariaDB commit each statement: one that took effect without its row of the history is told with its place,
/// and left to a person, who takes it back here.
fn settle(checkout: &Checkout, database: &Database) -> bool {
    let finished = checkout.run(&["update"]);
    if finished.exit == 0 {
        return false;
    }
    let half_done = tables(database).into_iter().find(|it| !recorded(database).contains(it));
    let table = format!("made_{}", half_done.unwrap_or_else(|| panic!("{}", finished.stderr)));
    for part in [format!("`{table}`"), "already exists".to_owned(), "changelog.yaml:".to_owned()] {
        let said = finished.stderr.replace('\'', "`");
        assert!(said.contains(&part), "`{part}` is not said in: {said}");
    }
    database.run(&format!("DROP TABLE {table}"));
    true
}

/// A server finishes the statement of a client that is gone.
fn wait_until_alone(database: &Database) {
    let others = match database.engine() {
        Engine::Postgres => {
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        }
        Engine::MySql | Engine::MariaDb => {
            "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()"
        }
        Engine::Sqlite => return,
    };
    support::wait_until("the killed session ends", || database.value(others) == "0");
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

/// Whether a change set is done as a whole or not at all.
fn is_transactional(engine: Engine) -> bool {
    amend_sql::profile(engine.product()).transactional_ddl
}
