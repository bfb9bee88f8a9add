//! `amend verify` as a command: no false alarm on any example, the database that it makes goes whatever happens, and
//! none that holds something is touched.

use std::process::Command;

use amend_testkit::checkout::Checkout;
use amend_testkit::database::{Database, wait_for};
use amend_testkit::on_every_engine;
use amend_testkit::servers::{Engine, url};
use expect_test::expect;
use serde_json::Value;

use crate::examples::roots;
use crate::support::{self, REPOSITORY, checkout_on, wait_until};

on_every_engine!(
    no_false_alarm_on_any_example,
    a_wrong_way_back_is_told,
    what_is_kept_is_not_lost,
    stays_out_of_what_is_not_empty
);

fn no_false_alarm_on_any_example(engine: Engine) {
    for root in roots() {
        let mut checkout = support::checkout();
        checkout.set("AMEND_CHANGELOG_FILE", &root);
        checkout.set("AMEND_SEARCH_PATH", REPOSITORY);
        let finished = checkout.expect(0, &["verify", "--server", &url(engine), "--format", "json"]);
        let value: Value = serde_json::from_str(&finished.stdout).unwrap();
        assert_eq!(value["verified"], true, "{engine:?}, {root}: {value:#}");
        for entry in value["databases"][0]["change_sets"].as_array().unwrap() {
            assert_ne!(entry["way_back"], "impossible", "{engine:?}, {root}: {entry:#}");
        }
    }
}

const WRONG: &str = "
databaseChangeLog:
  - changeSet:
      id: 1
      author: ada
      changes:
        - createTable: {tableName: guest, columns: [column: {name: id, type: int}, column: {name: age, type: int}]}
  - changeSet:
      id: 2
      author: ada
      changes:
        - dropColumn: {tableName: guest, columnName: age}
      rollback:
        - addColumn: {tableName: guest, columns: [column: {name: age, type: bigint}]}
  - changeSet:
      id: 3
      author: ada
      changes:
        - sql: {sql: UPDATE guest SET id = 1}
";

/// The change set before and the one after are verified all the same.
fn a_wrong_way_back_is_told(engine: Engine) {
    let (checkout, _database) = checkout_on(engine, WRONG);
    let report = ["verify", "--server", &url(engine), "--report", "report.md", "--format", "json"];
    let value: Value = serde_json::from_str(&checkout.expect(10, &report).stdout).unwrap();
    let verdicts: Vec<&Value> =
        value["databases"][0]["change_sets"].as_array().unwrap().iter().map(|it| &it["way_back"]).collect();
    assert_eq!(verdicts, ["exact", "not-restored", "impossible"], "{engine:?}");
    let markdown = std::fs::read_to_string(checkout.folder().join("report.md")).unwrap();
    assert!(markdown.contains("- **NOT RESTORED** `changelog.yaml::2::ada` (`changelog.yaml:8`)"), "{markdown}");
    assert!(markdown.contains("column `age`: type should be"), "{markdown}");
}

const KEPT: &str = "
databaseChangeLog:
  - changeSet:
      id: 1
      author: ada
      changes:
        - createTable:
            tableName: guest
            columns:
              - column: {name: id, type: int, constraints: {primaryKey: true}}
              - column: {name: town, type: varchar(20)}
              - column: {name: age, type: varchar(20)}
        - insert: {tableName: guest, columns: [column: {name: id, valueNumeric: 1}, column: {name: age, value: '7'}]}
  - changeSet:
      id: 2
      author: ada
      changes:
        - update: {tableName: guest, columns: [column: {name: age, value: '8'}], where: id = 1}
  - changeSet:
      id: 3
      author: ada
      changes:
        - modifyDataType: {tableName: guest, columnName: age, newDataType: varchar(2)}
  - changeSet:
      id: 4
      author: ada
      changes:
        - addNotNullConstraint: {tableName: guest, columnName: town, columnDataType: varchar(20), defaultNullValue: Rome}
  - changeSet:
      id: 5
      author: ada
      changes:
        - dropColumn: {tableName: guest, columnName: age}
  - changeSet:
      id: 6
      author: ada
      changes:
        - dropTable: {tableName: guest}
";

/// What is kept comes back; what is filled in is not.
fn what_is_kept_is_not_lost(engine: Engine) {
    let (checkout, _database) = checkout_on(engine, KEPT);
    let verdicts = |arguments: &[&str]| {
        let server = url(engine);
        let all = [&["verify", "--server", &server, "--format", "json"], arguments].concat();
        let value: Value = serde_json::from_str(&checkout.expect(0, &all).stdout).unwrap();
        let change_sets = value["databases"][0]["change_sets"].as_array().unwrap().clone();
        change_sets.iter().map(|it| it["way_back"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let kept = if engine == Engine::Sqlite { "exact" } else { "losing" };
    assert_eq!(verdicts(&[]), ["exact", "impossible", kept, "losing", "losing", "losing"], "{engine:?}");
    assert_eq!(verdicts(&["--keep-data"]), ["exact", "exact", "exact", "losing", "exact", "exact"], "{engine:?}");
}

#[test]
fn people_see_what_is_wrong() {
    let (mut checkout, _database) = checkout_on(Engine::Sqlite, WRONG);
    checkout.hide(&sqlite_version(), "[version]");
    expect![[r#"
        exit 10
        ----- stdout
        SQLite [version]
          exact              changelog.yaml::1::ada
          NOT RESTORED       changelog.yaml::2::ada
                               table `guest`: column `age`: type should be `INTEGER`, is `BIGINT`
          impossible         changelog.yaml::3::ada
                               change set `changelog.yaml::3::ada` has no way back: what this SQL did is not known (changelog.yaml:19:22)
          3 change sets: 1 exact, 1 impossible, 1 NOT RESTORED
    "#]]
    .assert_eq(&checkout.shown(&["verify"]));
}

fn sqlite_version() -> String {
    Database::create(Engine::Sqlite).value("SELECT sqlite_version()")
}

/// A database that holds anything is left as it is.
fn stays_out_of_what_is_not_empty(engine: Engine) {
    let (checkout, database) = checkout_on(engine, WRONG);
    database.run("CREATE TABLE precious (id INT)");
    let finished = checkout.expect(1, &["verify", "--empty-database", database.url(), "--format", "json"]);
    assert!(finished.stderr.contains("is not empty: it has `precious`"), "{}", finished.stderr);
    assert_eq!(database.inspect().tables.len(), 1);
    database.run("DROP TABLE precious");
    checkout.expect(10, &["verify", "--empty-database", database.url()]);
}

/// An interrupted verification leaves nothing behind, although it is in the middle of a statement.
fn leaves_nothing_when_interrupted(engine: Engine, sleep: &str) {
    let slow = format!(
        "databaseChangeLog: [changeSet: {{id: 1, author: ada, changes: [sql: {{sql: \"CREATE TABLE t (id INT); {sleep}\"}}]}}]"
    );
    let (checkout, _database) = checkout_on(engine, &slow);
    let mut child = checkout.start(&["verify", "--server", &url(engine)]);
    let own = format!("amend_verify_{}_", child.id());
    wait_until("the scratch database is there", || databases(engine).iter().any(|name| name.starts_with(&own)));
    std::thread::sleep(std::time::Duration::from_millis(700));
    assert!(Command::new("kill").arg(child.id().to_string()).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(143), "{engine:?}");
    assert!(!databases(engine).iter().any(|name| name.starts_with(&own)), "{engine:?}");
}

#[test]
fn leaves_nothing_on_postgresql_when_interrupted() {
    leaves_nothing_when_interrupted(Engine::Postgres, "SELECT pg_sleep(60)");
}

#[test]
fn leaves_nothing_on_mysql_when_interrupted() {
    leaves_nothing_when_interrupted(Engine::MySql, "SELECT SLEEP(60)");
}

#[test]
fn leaves_nothing_on_mariadb_when_interrupted() {
    leaves_nothing_when_interrupted(Engine::MariaDb, "SELECT SLEEP(60)");
}

/// The databases of a server, as it lists them.
fn databases(engine: Engine) -> Vec<String> {
    let query = match engine {
        Engine::Postgres => "SELECT datname FROM pg_database",
        _ => "SHOW DATABASES",
    };
    wait_for(async {
        let url = amend_db::Url::parse(&url(engine)).unwrap();
        let mut session = amend_db::Session::connect(&url).await.unwrap();
        session.query(query).await.unwrap().into_iter().flatten().flatten().collect()
    })
}

/// Another database of the same server is out of bounds.
fn stays_inside(engine: Engine) {
    let other = Database::create(engine);
    let name = amend_db::Url::parse(other.url()).unwrap().database().unwrap().to_owned();
    let changelog = format!(
        "databaseChangeLog: [changeSet: {{id: 1, author: ada, changes: [createTable: {{schemaName: {name}, tableName: t, columns: [column: {{name: id, type: int}}]}}]}}]"
    );
    let checkout: Checkout = checkout_on(engine, &changelog).0;
    let finished = checkout.expect(10, &["verify", "--server", &url(engine)]);
    assert!(finished.stdout.contains("a verification stays in its own database"), "{}", finished.stdout);
    assert!(other.inspect().tables.is_empty(), "{engine:?}");
}

#[test]
fn stays_inside_on_mysql() {
    stays_inside(Engine::MySql);
}

#[test]
fn stays_inside_on_mariadb() {
    stays_inside(Engine::MariaDb);
}
