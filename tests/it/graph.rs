//! The graph of change sets: the order of a run, and what is said of it.

use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{checkout_on, ids};

const OUT_OF_ORDER: &str = r#"
databaseChangeLog:
  - changeSet:
      id: name
      author: ada
      changes:
        - addColumn: {tableName: person, columns: [column: {name: name, type: varchar(50)}]}
  - changeSet:
      id: country
      author: ada
      changes:
        - createTable: {tableName: country, columns: [column: {name: code, type: char(2)}]}
  - changeSet:
      id: person
      author: ada
      changes:
        - createTable: {tableName: person, columns: [column: {name: id, type: int}]}
"#;

on_every_engine!(a_change_set_waits_for_what_it_needs);

fn a_change_set_waits_for_what_it_needs(engine: Engine) {
    let (checkout, database) = checkout_on(engine, OUT_OF_ORDER);
    let script = checkout.expect(0, &["update-sql"]);
    assert!(script.stdout.starts_with("-- change set `changelog.yaml::name::ada` runs after"), "{}", script.stdout);
    let update = checkout.expect(0, &["update"]);
    assert_eq!(ids(&database), ["country", "person", "name"]);
    let said = "change set `changelog.yaml::name::ada` runs after `changelog.yaml::person::ada`";
    assert!(update.stderr.contains(said), "{}", update.stderr);
    let again = checkout.expect(0, &["update"]);
    assert!(!again.stderr.contains("runs after"), "{}", again.stderr);
    let preview = checkout.expect(0, &["preview", "--id", "name"]);
    assert!(preview.stdout.contains("runs after `changelog.yaml::person::ada`, which leaves `person`"));
}
