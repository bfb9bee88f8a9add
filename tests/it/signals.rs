//! Signals: the statement under way is stopped, its transaction undone, the locks freed, within five seconds. A second
//! signal ends the program at once.

use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{self, assert_unlocked, checkout_on};

/// The longest that an end may take.
const LIMIT: Duration = Duration::from_secs(5);

on_every_engine!(a_signal_stops_the_statement, a_signal_ends_the_wait_for_the_lock);

fn a_signal_stops_the_statement(engine: Engine) {
    for (signal, exit) in [("TERM", 143), ("INT", 130)] {
        let (checkout, database) = checkout_on(engine, &changelog(engine));
        let child = start_and_wait_for_work(&checkout, &database);
        let (ended, time) = end(child, &[signal]);
        assert_eq!(ended.code, exit, "{engine:?}, {signal}: {}", ended.said);
        assert!(time < LIMIT, "{engine:?}, {signal}: {time:?}");
        assert!(ended.said.contains("interrupted; 1 change set applied"), "{engine:?}: {}", ended.said);
        assert_eq!(support::ids(&database), ["table"], "{engine:?}");
        assert_eq!(database.value("SELECT COUNT(*) FROM trace"), "0", "{engine:?}: the transaction was not undone");
        assert_unlocked(&database);
        support::wait_until("the server works no more", || working(&database) == 0);
        checkout.expect(0, &["update", "-D", "work=0"]);
        assert_eq!(support::ids(&database), ["table", "long"], "{engine:?}");
    }
}

fn a_signal_ends_the_wait_for_the_lock(engine: Engine) {
    let (checkout, database) = checkout_on(engine, &changelog(engine));
    let holder = start_and_wait_for_work(&checkout, &database);
    let waiter = checkout.start(&["update", "-D", "work=0"]);
    sleep(Duration::from_millis(700));
    let (ended, time) = end(waiter, &["TERM"]);
    assert_eq!(ended.code, 143, "{engine:?}: {}", ended.said);
    // SQLite waits for a lock of the file up to five seconds before it says so.
    assert!(time < LIMIT + Duration::from_secs(1), "{engine:?}: {time:?}");
    assert!(
        !checkout.expect(0, &["list-locks"]).stdout.starts_with("no locks"),
        "{engine:?}: the holder lost its lock"
    );
    end(holder, &["TERM"]);
    assert_unlocked(&database);
}

/// A transaction that takes long to commit is not cut in two; a second signal is not kept waiting by it.
#[test]
fn a_second_signal_ends_at_once() {
    let (checkout, database) = checkout_on(Engine::Postgres, SLOW_COMMIT);
    let child = checkout.start(&["update"]);
    let committing = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND query = 'COMMIT' AND state = 'active'";
    support::wait_until("the update commits", || database.value(committing) == "1");
    let (ended, time) = end(child, &["TERM", "INT"]);
    assert_eq!(ended.code, 130, "{}", ended.said);
    assert!(time < Duration::from_secs(2), "{time:?}");
}

const SLOW_COMMIT: &str = r#"
databaseChangeLog:
  - changeSet:
      id: slow
      author: ada
      changes:
        - createTable: {tableName: trace, columns: [column: {name: step, type: int}]}
        - sql:
            splitStatements: false
            sql: |
              CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(20); RETURN NULL; END $$;
              CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON trace DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION slow();
              INSERT INTO trace (step) VALUES (1)
      rollback: DROP TABLE trace
"#;

/// The second change set writes a row and then works for a minute or more, unless `work` is 0.
fn changelog(engine: Engine) -> String {
    let statement = match engine {
        Engine::Postgres => "SELECT pg_sleep(${work})",
        Engine::MySql | Engine::MariaDb => "SELECT SLEEP(${work})",
        Engine::Sqlite => {
            "WITH RECURSIVE number(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < ${work} * 30000000) SELECT COUNT(*) FROM number"
        }
    };
    // MySQL and MariaDB would keep the row: there each statement commits by itself.
    let row = match engine {
        Engine::MySql | Engine::MariaDb => "",
        _ => "INSERT INTO trace (step) VALUES (1); ",
    };
    format!(
        "
databaseChangeLog:
  - property: {{name: work, value: 90}}
  - changeSet:
      id: table
      author: ada
      changes:
        - createTable: {{tableName: trace, columns: [column: {{name: step, type: int}}]}}
  - changeSet:
      id: long
      author: ada
      changes:
        - sql: {{sql: \"{row}{statement}\"}}
      rollback: DELETE FROM trace
"
    )
}

fn start_and_wait_for_work(checkout: &Checkout, database: &Database) -> Child {
    let child = checkout.start(&["update"]);
    match database.engine() {
        Engine::Sqlite => {
            support::wait_until("the first change set has run", || support::ids(database).len() == 1);
            sleep(Duration::from_millis(300));
        }
        _ => support::wait_until("the server works", || working(database) == 1),
    }
    child
}

/// How many sessions of the server have the long statement under way.
fn working(database: &Database) -> usize {
    let query = match database.engine() {
        Engine::Postgres => {
            "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT pg_sleep%'"
        }
        Engine::MySql | Engine::MariaDb => {
            "SELECT COUNT(*) FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'SELECT SLEEP%'"
        }
        Engine::Sqlite => return 0,
    };
    database.value(query).parse().unwrap()
}

struct Ended {
    code: i32,
    said: String,
}

/// Sends the signals, and waits for the end.
fn end(child: Child, signals: &[&str]) -> (Ended, Duration) {
    let started = Instant::now();
    for (number, signal) in signals.iter().enumerate() {
        if number > 0 {
            sleep(Duration::from_millis(300));
        }
        let sent = Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status().unwrap();
        assert!(sent.success(), "SIG{signal} cannot be sent");
    }
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (Ended { code: output.status.code().unwrap_or(-1), said }, started.elapsed())
}
