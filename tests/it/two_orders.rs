//! A history whose times are in another order than its numbers: older tools write it on machines in several time zones.

use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{checkout_on, history_table, ids};

const CHANGELOG: &str = "
databaseChangeLog:
  - changeSet: {id: older, author: ada, changes: [createTable: {tableName: a, columns: [column: {name: id, type: int}]}]}
  - changeSet: {id: newer, author: ada, changes: [createTable: {tableName: b, columns: [column: {name: id, type: int}]}]}
";

on_every_engine!(the_numbers_decide_and_the_difference_is_said);

fn the_numbers_decide_and_the_difference_is_said(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    checkout.expect(0, &["update"]);
    let table = history_table(engine);
    database.run(&format!("UPDATE {table} SET DATEEXECUTED = '2037-01-01 00:00:00' WHERE ID = 'older'"));
    let seen = checkout.expect(0, &["rollback-count", "1"]).stderr;
    assert!(seen.contains("by its time, `changelog.yaml::older::ada` ran later"), "{engine:?}: {seen}");
    assert_eq!(ids(&database), ["older"], "{engine:?}");
    // What amend writes next is later by both.
    checkout.expect(0, &["update"]);
    assert_eq!(
        database.rows(&format!("SELECT ID FROM {table} ORDER BY DATEEXECUTED, ORDEREXECUTED")),
        ["older", "newer"]
    );
    let seen = checkout.expect(0, &["rollback-count", "1"]).stderr;
    assert!(!seen.contains("by its time"), "{engine:?}: {seen}");
    assert_eq!(ids(&database), ["older"], "{engine:?}");
}
