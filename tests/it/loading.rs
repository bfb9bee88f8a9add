//! Files of rows: what a script prints and what a run sends make the same rows, a mistake is found before anything runs and
//! a refusal leaves nothing behind, each with its line of the file.

use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::scripts::{for_database, send, statements};
use crate::support::{checkout_on, ids};

const CHANGELOG: &str = r#"
databaseChangeLog:
  - changeSet:
      id: table
      author: ada
      changes:
        - createTable:
            tableName: item
            columns:
              - column: {name: id, type: int, constraints: {primaryKey: true}}
              - column: {name: label, type: varchar(60)}
              - column: {name: amount, type: "decimal(12, 3)"}
              - column: {name: ratio, type: double}
              - column: {name: day, type: date}
              - column: {name: sold, type: boolean}
  - changeSet:
      id: rows
      author: ada
      changes: [loadData: {tableName: item, file: item.csv}]
  - changeSet:
      id: news
      author: ada
      changes: [loadUpdateData: {tableName: item, file: news.csv, primaryKey: id}]
"#;

/// Enough rows for several batches; most can be copied, and some between them cannot.
fn rows() -> Vec<String> {
    let usual = |id: usize| format!("{id},\"tab\t, quote '', back\\slash \\N {id}\",{id}.5,-0.25,2020-02-29,yes");
    let mut rows: Vec<String> = (1..=10_700).map(usual).collect();
    rows[3] = "4,,1e3,-0,NULL,0".to_owned();
    rows[4] = "5,NULL,+07,.5,,no".to_owned();
    rows[800] = "801,a call,abs(-5),abs(-1),2020-13-01,f".to_owned();
    rows[1600] = "1601,\"two\r\nlines\",-0.001,1e-3,2020-01-02,1".to_owned();
    rows
}

fn file(rows: &[String]) -> String {
    format!("id,label,amount,ratio,day,sold\n{}\n", rows.join("\n"))
}

fn all(database: &Database) -> Vec<String> {
    database.rows("SELECT id, label, amount, ratio, day, sold FROM item ORDER BY id")
}

on_every_engine!(the_script_makes_the_rows_of_the_run, a_refusal_leaves_nothing, mistakes_come_first);

fn the_script_makes_the_rows_of_the_run(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    checkout.write("item.csv", file(&rows()));
    checkout.write("news.csv", "id,label\n5,news\n10701,new\n");
    let script = statements(&checkout, &["update-sql"]);
    checkout.expect(0, &["update"]);
    let second = Database::create(engine);
    send(&second, &for_database(&script, &database, &second));
    let rows = all(&database);
    assert_eq!(rows.len(), 10_701, "{engine:?}");
    assert!(rows[4].starts_with("5 | news | 7"), "{engine:?}: {}", rows[4]);
    assert_eq!(rows, all(&second), "{engine:?}");
    // What has run is not read again, but for its checksum.
    assert_eq!(checkout.expect(0, &["update"]).stdout, "up to date: nothing to do\n");
}

fn a_refusal_leaves_nothing(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    let mut rows = rows();
    rows[10_650] = "7,again,1,1,2020-01-02,no".to_owned();
    checkout.write("item.csv", file(&rows));
    checkout.write("news.csv", "id,label\n");
    let finished = checkout.expect(7, &["update"]);
    // PostgreSQL says which row it is; the others refuse a batch.
    let line = match engine {
        Engine::Postgres => "item.csv:10653:1",
        // So many rows have half a megabyte.
        Engine::MySql | Engine::MariaDb => "item.csv:7880:1",
        Engine::Sqlite => "item.csv:10503:1",
    };
    assert!(finished.stderr.contains(line), "{engine:?}: {}", finished.stderr);
    assert_eq!(all(&database).len(), 0, "{engine:?}");
    assert_eq!(ids(&database), ["table"], "{engine:?}");
}

/// SQLite takes texts of any length.
fn a_value_is_refused_with_its_row(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    let mut rows = rows();
    rows[10_650] = format!("10651,{},1,1,2020-01-02,no", "x".repeat(61));
    checkout.write("item.csv", file(&rows));
    checkout.write("news.csv", "id,label\n");
    let finished = checkout.expect(7, &["update"]);
    assert!(finished.stderr.contains("item.csv:10653:1"), "{engine:?}: {}", finished.stderr);
    assert!(finished.stderr.contains("in this row\n"), "{engine:?}: {}", finished.stderr);
    assert_eq!(all(&database).len(), 0, "{engine:?}");
}

#[test]
fn a_value_is_refused_with_its_row_on_postgresql() {
    a_value_is_refused_with_its_row(Engine::Postgres);
}

#[test]
fn a_value_is_refused_with_its_row_on_mysql() {
    a_value_is_refused_with_its_row(Engine::MySql);
}

#[test]
fn a_value_is_refused_with_its_row_on_mariadb() {
    a_value_is_refused_with_its_row(Engine::MariaDb);
}

fn mistakes_come_first(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    let mut rows = rows();
    rows[1500] = "1501,ragged".to_owned();
    rows[1605] = "1606,x,many,1,2020-01-02,no".to_owned();
    checkout.write("item.csv", file(&rows));
    checkout.write("news.csv", "id,label\n");
    let finished = checkout.expect(3, &["update"]);
    for found in ["item.csv:1502:1", "item.csv:1608:1", "`many` is not a number, in column `amount`"] {
        assert!(finished.stderr.contains(found), "{engine:?}: {}", finished.stderr);
    }
    assert!(ids(&database).is_empty(), "{engine:?}");
}
