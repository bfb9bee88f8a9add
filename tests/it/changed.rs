//! A change set that was edited after it ran: the message says what was edited, as far as that can be known.

use amend_testkit::servers::Engine;

use crate::support::{checkout, checkout_on};

const BEFORE: &str = "
databaseChangeLog:
  - changeSet:
      id: 1
      author: ada
      changes:
        - createTable:
            tableName: person
            columns:
              - column: {name: id, type: int, constraints: {primaryKey: true}}
              - column: {name: name, type: varchar(40)}
        - createIndex: {tableName: person, indexName: person_name, columns: [column: {name: name}]}
        - insert: {tableName: person, columns: [column: {name: id, valueNumeric: 1}, column: {name: name, value: Ada}]}
";

/// An edit, and what is said of it.
const EDITS: &[(&str, &str, &str)] = &[
    (
        "{name: name, type: varchar(40)}",
        "{name: name, type: varchar(40), remarks: why}",
        "`remarks` was not there, in the column `name`",
    ),
    ("varchar(40)", "varchar(255)", "`type` was `varchar(40)`, in the column `name`"),
    ("type: int,", "type: INT,", "`type` was `int`, in the column `id`"),
    ("primaryKey: true", "primaryKey: false", "`primaryKey` was `true`, in the column `id`"),
    ("indexName: person_name", "indexName: names", "`indexName` was `person_name`"),
    (
        "varchar(40)}\n",
        "varchar(40)}\n              - column: {name: born, type: date}\n",
        "the column `born` was not there",
    ),
    ("        - insert:", "        - tagDatabase: {tag: x}\n        - insert:", "this change was not there"),
    ("value: Ada", "value: Bob", "a value, a type or the text of a statement differs"),
    ("tableName: person, indexName: person_name", "tableName: people, indexName: names", "`tableName` was `person`"),
];

#[test]
fn the_message_says_what_was_edited() {
    let checkout = checkout();
    let update = ["update", "--url", "sqlite:a.db", "--changelog-file", "changelog.yaml"];
    checkout.write("changelog.yaml", BEFORE);
    checkout.expect(0, &update);
    for (from, to, said) in EDITS {
        let edited = BEFORE.replacen(from, to, 1);
        assert_ne!(edited, BEFORE, "{from}");
        checkout.write("changelog.yaml", edited);
        let seen = checkout.expect(3, &update).stderr;
        assert!(seen.contains(said), "{to}: {seen}");
    }
}

/// Dates without quotes are part of checksums in the zone of the machine that took them: here, Berlin and New York.
#[test]
fn a_checksum_of_another_time_zone_is_no_edit() {
    let (checkout, database) = checkout_on(Engine::Sqlite, DATES);
    checkout.expect(0, &["update"]);
    for dates in [["2024-01-15T01:00:00", "2024-07-15T02:00:00"], ["2024-01-14T19:00:00", "2024-07-14T20:00:00"]] {
        let there = DATES.replace("2024-01-15}", &format!("'{}'}}", dates[0]));
        checkout.write("there.yaml", there.replace("2024-07-15}", &format!("'{}'}}", dates[1])));
        let asked = ["calculate-checksum", "there.yaml::d::ada", "--changelog-file", "there.yaml"];
        let sum = checkout.expect(0, &asked).stdout;
        database.run(&format!("UPDATE DATABASECHANGELOG SET MD5SUM = '{}' WHERE ID = 'd'", sum.trim()));
        let seen = checkout.expect(0, &["status"]);
        assert!(seen.stdout.contains("nothing is pending"), "{dates:?}: {}", seen.stdout);
    }
    database.run("UPDATE DATABASECHANGELOG SET MD5SUM = '9:00000000000000000000000000000000' WHERE ID = 'd'");
    checkout.expect(3, &["status"]);
}

const DATES: &str = "
databaseChangeLog:
  - changeSet: {id: t, author: ada, changes: [createTable: {tableName: t, columns: [column: {name: d, type: date}]}]}
  - changeSet:
      id: d
      author: ada
      changes:
        - insert: {tableName: t, columns: [column: {name: d, valueDate: 2024-01-15}]}
        - insert: {tableName: t, columns: [column: {name: d, valueDate: 2024-07-15}]}
";
