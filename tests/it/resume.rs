//! A change set that no transaction holds and that ended in its middle: the same command goes on there, or says what it
//! needs to know.

use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{self, assert_unlocked, checkout_on, has_journal};

on_every_engine!(
    a_failed_change_set_goes_on_when_its_cause_is_gone,
    what_was_done_must_not_change,
    a_rollback_goes_on_with_what_is_left,
);

const BLOCKED: &str = "
databaseChangeLog:
  - changeSet:
      id: 1
      author: ada
      changes:
        - createTable: {tableName: first, columns: [column: {name: id, type: int}]}
        - insert: {tableName: first, columns: [column: {name: id, valueNumeric: 1}]}
        - createTable: {tableName: obstacle, columns: [column: {name: id, type: int}]}
        - sql: {sql: UPDATE first SET id = id + 1}
        - createIndex: {tableName: first, indexName: first_id, columns: [column: {name: id}]}
      rollback: []
";

/// Whether a failed change set leaves nothing.
fn is_transactional(engine: Engine) -> bool {
    amend_sql::profile(engine.product()).transactional_ddl
}

/// The rows of the journal: number and state.
fn journal(database: &Database) -> Vec<String> {
    database.rows("SELECT STATEMENT_NUMBER, STATE FROM AMEND_JOURNAL ORDER BY STATEMENT_NUMBER")
}

/// An update that has failed at its third statement.
fn blocked(engine: Engine) -> (Checkout, Database) {
    let (checkout, database) = checkout_on(engine, BLOCKED);
    database.run("CREATE TABLE obstacle (a INTEGER)");
    let failed = checkout.expect(if is_transactional(engine) { 1 } else { 7 }, &["update"]);
    assert!(failed.stderr.contains("changelog.yaml:"), "{}", failed.stderr);
    assert_eq!(has_journal(&database), !is_transactional(engine));
    assert_unlocked(&database);
    (checkout, database)
}

fn a_failed_change_set_goes_on_when_its_cause_is_gone(engine: Engine) {
    let (checkout, database) = blocked(engine);
    if !is_transactional(engine) {
        assert_eq!(journal(&database), ["1 | DONE", "2 | DONE", "3 | FAILED"]);
        assert!(database.inspect().tables.iter().all(|it| !it.name.name.contains("JOURNAL")));
        checkout.expect(7, &["update"]);
    }
    database.run("DROP TABLE obstacle");
    let finished = checkout.expect(0, &["update"]);
    assert_eq!(
        finished.stderr.contains("failed at statement 3 of 5"),
        !is_transactional(engine),
        "{}",
        finished.stderr
    );
    assert_eq!(database.value("SELECT id FROM first"), "2");
    assert_eq!(support::ids(&database), ["1"]);
    assert!(!has_journal(&database));
}

fn what_was_done_must_not_change(engine: Engine) {
    let (checkout, database) = blocked(engine);
    database.run("DROP TABLE obstacle");
    checkout.write("changelog.yaml", BLOCKED.replace("valueNumeric: 1", "valueNumeric: 7"));
    if is_transactional(engine) {
        checkout.expect(0, &["update"]);
        return;
    }
    let stopped = checkout.expect(7, &["update"]);
    for said in ["has changed since", "has the hash", "changelog.yaml:8"] {
        assert!(stopped.stderr.contains(said), "`{said}` in {}", stopped.stderr);
    }
    checkout.write("changelog.yaml", BLOCKED.replace("id = id + 1", "id = id + 6"));
    checkout.expect(0, &["update"]);
    assert_eq!(database.value("SELECT id FROM first"), "7");
}

/// Three tables, of which the second has something in the way of its removal.
const STEPS: &str = "
databaseChangeLog:
  - changeSet:
      id: 1
      author: ada
      changes: [createTable: {tableName: one, columns: [column: {name: id, type: int}]}]
  - changeSet:
      id: 2
      author: ada
      changes:
        - createTable: {tableName: two, columns: [column: {name: id, type: int, constraints: {primaryKey: true}}]}
        - createTable: {tableName: after_two, columns: [column: {name: id, type: int}]}
  - changeSet:
      id: 3
      author: ada
      changes: [createTable: {tableName: three, columns: [column: {name: id, type: int}]}]
";

fn a_rollback_goes_on_with_what_is_left(engine: Engine) {
    let (checkout, database) = checkout_on(engine, STEPS);
    checkout.expect(0, &["update"]);
    // SQLite drops what foreign keys point to where no row does.
    database.run("CREATE TABLE holder (id INTEGER PRIMARY KEY, two INTEGER, FOREIGN KEY (two) REFERENCES two (id))");
    database.run("INSERT INTO two VALUES (1)");
    database.run("INSERT INTO holder VALUES (1, 1)");
    let stopped = checkout.run(&["rollback-count", "2"]);
    if engine == Engine::Sqlite && stopped.exit == 0 {
        return;
    }
    assert_eq!(stopped.exit, 7, "{engine:?}: {}", stopped.stderr);
    assert_eq!(support::ids(&database), ["1", "2"]);
    assert_eq!(has_table(&database, "after_two"), is_transactional(engine), "{engine:?}");
    database.run("DROP TABLE holder");
    let finished = checkout.expect(0, &["rollback-count", "2"]);
    assert!(finished.stderr.contains("going on with the rollback that was begun"), "{}", finished.stderr);
    assert_eq!(support::ids(&database), ["1"]);
    assert!(!has_table(&database, "two") && !has_journal(&database));
    checkout.expect(0, &["update"]);
    assert_eq!(support::ids(&database), ["1", "2", "3"]);
}

const OPAQUE: &str = "
databaseChangeLog:
  - changeSet:
      id: 1
      author: ada
      changes:
        - createTable: {tableName: mark, columns: [column: {name: id, type: int}]}
        - createProcedure: {procedureText: 'CREATE PROCEDURE work() BEGIN INSERT INTO mark VALUES (1); COMMIT; DO SLEEP(2); END'}
  - changeSet:
      id: 2
      author: ada
      changes:
        - createTable: {tableName: former, columns: [column: {name: id, type: int}]}
        - sql: {sql: CALL work()}
        - createTable: {tableName: behind, columns: [column: {name: id, type: int}]}
";

/// Nobody can see what a procedure of the user did.
fn an_unknown_outcome_is_asked_for(engine: Engine, resolve: &str, times: &str) {
    let (checkout, database) = checkout_on(engine, OPAQUE);
    let mut child = checkout.start(&["update"]);
    support::wait_until("the procedure runs", || {
        has_table(&database, "mark") && database.value("SELECT COUNT(*) FROM mark") == "1"
    });
    child.kill().unwrap();
    child.wait().unwrap();
    let stopped = checkout.expect(7, &["update"]);
    for said in ["while statement 2 of 3 ran", "--resolve done", "--resolve redo", "CALL work()", "changelog.yaml:"] {
        assert!(stopped.stderr.contains(said), "`{said}` in {}", stopped.stderr);
    }
    assert_eq!(journal(&database), ["1 | DONE", "2 | INTENT"]);
    checkout.expect(0, &["update", "--resolve", resolve]);
    assert_eq!(database.value("SELECT COUNT(*) FROM mark"), times);
    assert!(has_table(&database, "behind") && !has_journal(&database));
    assert_eq!(support::ids(&database), ["1", "2"]);
}

fn has_table(database: &Database, name: &str) -> bool {
    database.inspect().tables.iter().any(|it| it.name.name == name)
}

#[test]
fn an_unknown_outcome_is_taken_as_done_on_mysql() {
    an_unknown_outcome_is_asked_for(Engine::MySql, "done", "1");
}

#[test]
fn an_unknown_outcome_is_redone_on_mariadb() {
    an_unknown_outcome_is_asked_for(Engine::MariaDb, "redo", "2");
}

/// A unique index over values that are there twice: PostgreSQL leaves a broken index behind, and amend takes it away.
#[test]
fn a_broken_concurrent_index_is_taken_away() {
    const CHANGELOG: &str = "
databaseChangeLog:
  - changeSet:
      id: 1
      author: ada
      changes:
        - createTable: {tableName: t, columns: [column: {name: a, type: int}]}
        - sql: {sql: INSERT INTO t VALUES (1)}
        - sql: {sql: INSERT INTO t VALUES (1)}
        - createIndex: {tableName: t, indexName: t_a, unique: true, concurrently: true, columns: [column: {name: a}]}
";
    let (checkout, database) = checkout_on(Engine::Postgres, CHANGELOG);
    let failed = checkout.expect(7, &["update"]);
    assert!(failed.stderr.contains("23505"), "{}", failed.stderr);
    assert_eq!(database.value("SELECT COUNT(*) FROM pg_index WHERE NOT indisvalid"), "0");
    database.run("DELETE FROM t");
    // One that somebody else left broken is in the way too.
    database.run("INSERT INTO t VALUES (1), (1)");
    let broken =
        database.with_session(async |session| session.execute("CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)").await);
    assert!(broken.is_err());
    database.run("DELETE FROM t");
    checkout.expect(0, &["update"]);
    assert_eq!(database.value("SELECT COUNT(*) FROM pg_index WHERE indexrelid = 't_a'::regclass AND indisvalid"), "1");
    assert!(!has_journal(&database));
}

/// A table that only SQL made is looked up before each run: the second finds a default that is gone already.
#[test]
fn what_has_nothing_left_to_do_is_gone_round() {
    const GONE: &str = "
databaseChangeLog:
  - changeSet: {id: open, author: ada, changes: [sql: {sql: SELECT 1}]}
  - changeSet:
      id: half
      author: ada
      changes:
        - dropDefaultValue: {tableName: pet, columnName: name}
        - createTable: {tableName: obstacle, columns: [column: {name: id, type: int}]}
";
    const MIND: &str = "        - dropDefaultValue: {tableName: pet, columnName: name}\n";
    const UNDER_WAY: &str = "UPDATE AMEND_JOURNAL SET STATE = 'INTENT'";
    for engine in [Engine::MySql, Engine::MariaDb] {
        let half_done = || {
            let (checkout, database) = checkout_on(engine, GONE);
            database.run("CREATE TABLE pet (id INT, name VARCHAR(30) DEFAULT 'none')");
            database.run("CREATE TABLE obstacle (id INT)");
            checkout.expect(7, &["update"]);
            checkout.expect(7, &["update"]);
            database.run("DROP TABLE obstacle");
            (checkout, database)
        };
        let goes_on = |(checkout, database): (Checkout, Database)| {
            checkout.expect(0, &["update"]);
            assert_eq!(support::ids(&database), ["open", "half"], "{engine:?}");
            assert!(database.inspect().tables.iter().any(|it| it.name.name == "obstacle") && !has_journal(&database));
        };
        goes_on(half_done());
        // The same where nobody heard how the first statement ended.
        let (checkout, database) = half_done();
        database.run("DELETE FROM AMEND_JOURNAL WHERE STATEMENT_NUMBER = 2");
        database.run(UNDER_WAY);
        goes_on((checkout, database));
        // A change set that became another one stops.
        let (checkout, _database) = half_done();
        checkout.write("changelog.yaml", GONE.replace(MIND, ""));
        let stopped = checkout.expect(7, &["update"]);
        assert!(stopped.stderr.contains("amend::journal::changed"), "{}", stopped.stderr);
    }
}
