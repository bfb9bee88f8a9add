//! What a changelog changes but did not make is found in the database: also what is no table.

use amend_db::compare::differences;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::checkout_on;

/// Objects of somebody else.
fn foreign(engine: Engine) -> &'static [&'static str] {
    match engine {
        Engine::Postgres => &[
            "CREATE TABLE t (id INT)",
            "CREATE VIEW v AS SELECT 1 AS x",
            "CREATE SEQUENCE sq",
            "CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1'",
        ],
        Engine::MariaDb => &[
            "CREATE TABLE t (id INT)",
            "CREATE VIEW v AS SELECT 1 AS x",
            "CREATE SEQUENCE sq",
            "CREATE PROCEDURE p() SELECT 1",
        ],
        Engine::MySql => {
            &["CREATE TABLE t (id INT)", "CREATE VIEW v AS SELECT 1 AS x", "CREATE PROCEDURE p() SELECT 1"]
        }
        Engine::Sqlite => &["CREATE TABLE t (id INT)", "CREATE VIEW v AS SELECT 1 AS x"],
    }
}

const CHANGELOG: &str = r#"
databaseChangeLog:
  - changeSet:
      id: rows
      author: ada
      changes:
        - insert: {tableName: t, columns: [{column: {name: id, valueNumeric: 1}}]}
        - update: {tableName: t, columns: [{column: {name: id, valueNumeric: 2}}]}
  - changeSet:
      id: objects
      author: ada
      changes:
        - dropView: {viewName: v, ifExists: true}
        - dropView: {viewName: none, ifExists: true}
  - changeSet:
      id: sequence
      author: ada
      dbms: postgresql, mariadb
      changes:
        - alterSequence: {sequenceName: sq, incrementBy: 3}
        - dropSequence: {sequenceName: sq}
  - changeSet:
      id: procedure
      author: ada
      dbms: "!sqlite"
      changes:
        - dropProcedure: {procedureName: p}
"#;

on_every_engine!(of_every_kind);

fn of_every_kind(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    foreign(engine).iter().for_each(|statement| database.run(statement));
    checkout.expect(0, &["update"]);
    assert_eq!(database.value("SELECT id FROM t"), "2", "{engine:?}");
    let left = database.inspect();
    assert!(left.views.is_empty() && left.sequences.is_empty() && left.routines.is_empty(), "{engine:?}: {left:?}");
}

const REPLACED: &str = r#"
databaseChangeLog:
  - changeSet:
      id: view
      author: ada
      changes:
        - createView: {viewName: v, selectQuery: SELECT 2 AS x, replaceIfExists: true}
        - createView: {viewName: w, selectQuery: SELECT 3 AS x, replaceIfExists: true}
"#;

on_every_engine!(a_replaced_view_comes_back);

/// A view of somebody else gives way, and the recorded way back brings it back as it was; one that was not there goes.
fn a_replaced_view_comes_back(engine: Engine) {
    let (checkout, database) = checkout_on(engine, REPLACED);
    database.run("CREATE VIEW v AS SELECT 1 AS x");
    let before = database.inspect();
    assert!(!checkout.expect(0, &["update", "--record-inverse"]).stderr.contains("gives way"), "{engine:?}");
    assert_eq!(database.value("SELECT x FROM v"), "2", "{engine:?}");
    checkout.expect(0, &["rollback-count", "1", "--from-journal"]);
    assert_eq!(database.value("SELECT x FROM v"), "1", "{engine:?}");
    let left = differences(engine.product(), &before, &database.inspect());
    assert!(left.is_empty(), "{engine:?}: {left:?}");
    // Without the record only the changelog tells the way, and it does not know the view.
    let told = checkout.expect(0, &["update"]).stderr;
    assert_eq!(told.matches("gives way").count(), 1, "{engine:?}: {told}");
    checkout.expect(0, &["rollback-count", "1"]);
    assert!(database.inspect().views.is_empty(), "{engine:?}");
}
