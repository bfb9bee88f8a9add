//! Several starters at once on an empty database: each change set runs once, and nobody fails.

use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{self, checkout_on, history_table, number_from_environment};

const STARTERS: usize = 8;

/// Each change set leaves a row behind, so that a second run would show.
const CHANGELOG: &str = "
databaseChangeLog:
  - changeSet:
      id: table
      author: ada
      changes:
        - createTable: {tableName: trace, columns: [column: {name: step, type: int}]}
  - changeSet:
      id: 1
      author: ada
      changes:
        - insert: {tableName: trace, columns: [column: {name: step, valueNumeric: 1}]}
  - changeSet:
      id: 2
      author: ada
      changes:
        - addColumn: {tableName: trace, columns: [column: {name: note, type: varchar(20)}]}
        - insert: {tableName: trace, columns: [column: {name: step, valueNumeric: 2}]}
  - changeSet:
      id: 3
      author: ada
      changes:
        - insert: {tableName: trace, columns: [column: {name: step, valueNumeric: 3}]}
";

on_every_engine!(each_change_set_runs_once);

fn each_change_set_runs_once(engine: Engine) {
    for round in 0..number_from_environment("AMEND_TEST_ROUNDS", 2) {
        let (checkout, database) = checkout_on(engine, CHANGELOG);
        let starters: Vec<_> = (0..STARTERS).map(|_| checkout.start(&["update"])).collect();
        let mut applied = 0;
        for starter in starters {
            let output = starter.wait_with_output().unwrap();
            let (said, complained) =
                (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
            assert!(output.status.success(), "{engine:?}, round {round}: {said}{complained}");
            applied += said.lines().filter(|line| line.starts_with("applied ")).count();
        }
        assert_eq!(applied, 4, "{engine:?}, round {round}");
        let ids = format!("SELECT ID FROM {} ORDER BY ORDEREXECUTED", history_table(engine));
        assert_eq!(database.rows(&ids), ["table", "1", "2", "3"], "{engine:?}, round {round}");
        assert_eq!(database.rows("SELECT step FROM trace ORDER BY step"), ["1", "2", "3"], "{engine:?}, round {round}");
        support::assert_unlocked(&database);
    }
}
