//! Ways back that were recorded with the history: what they bring back without a changelog, or with one that was edited,
//! and when they are not gone.

use amend_db::compare::differences;
use amend_testkit::checkout::{Checkout, Finished};
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::scripts::{for_database, send, statements};
use crate::support::{checkout_on, has_journal, history, history_table, ids};

const CHANGELOG: &str = r#"
databaseChangeLog:
  - changeSet:
      id: person
      author: ada
      changes:
        - createTable:
            tableName: person
            columns:
              - column: {name: id, type: int, constraints: {primaryKey: true, primaryKeyName: person_pk}}
              - column: {name: name, type: varchar(40), defaultValue: "it's", constraints: {nullable: false}}
  - changeSet:
      id: nick
      author: ada
      changes:
        - addColumn: {tableName: person, columns: [column: {name: nick, type: varchar(20)}]}
        - createIndex: {tableName: person, indexName: person_nick, columns: [column: {name: nick}]}
  - changeSet:
      id: narrow
      author: ada
      changes:
        - dropColumn: {tableName: person, columnName: nick}
        - modifyDataType: {tableName: person, columnName: name, newDataType: varchar(20)}
"#;

on_every_engine!(
    an_edited_changelog_is_no_obstacle,
    what_another_tool_ran_again_is_not_taken_back_by_an_old_record,
    all_of_the_way_or_nothing,
    one_change_set_goes_alone,
    a_table_that_only_sql_made_gets_its_column_back,
    a_journal_of_an_older_release_is_brought_up,
    a_script_records_what_the_command_records,
    texts_come_back_as_they_were,
    what_was_kept_comes_back,
    what_was_given_up_does_not_come_back,
    a_way_back_that_fails_half_way_goes_on,
    nothing_is_recorded_unless_asked_for
);

/// A database where the changelog has run, with its ways back recorded.
fn recorded(engine: Engine, changelog: &str) -> (Checkout, Database) {
    let (checkout, database) = checkout_on(engine, changelog);
    checkout.expect(0, &["update", "--record-inverse"]);
    (checkout, database)
}

/// The rows of the recorded ways back without what varies from run to run.
fn inverses(database: &Database) -> Vec<String> {
    if !has_journal(database) {
        return Vec::new();
    }
    database.rows(
        "SELECT ID, AUTHOR, FILENAME, STATEMENT_NUMBER, STATEMENT_HASH, STATE, ERROR, STATEMENT_TEXT, TRAITS, MD5SUM, WRITER \
         FROM AMEND_JOURNAL WHERE DIRECTION = 'INVERSE' ORDER BY ID, STATEMENT_NUMBER",
    )
}

#[track_caller]
fn assert_says(finished: &Finished, part: &str) {
    assert!(finished.stderr.contains(part), "`{part}` is not said in {}", finished.stderr);
}

fn an_edited_changelog_is_no_obstacle(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    checkout.expect(0, &["update-count", "2", "--record-inverse"]);
    let before = database.inspect();
    checkout.expect(0, &["update", "--record-inverse"]);
    checkout.write("changelog.yaml", CHANGELOG.replace("columnName: nick", "columnName: name"));
    let finished = checkout.expect(0, &["rollback-count", "1"]);
    assert_says(&finished, "the way back is the recorded one, since the changelog tells none: change set");
    let left: Vec<String> = differences(engine.product(), &before, &database.inspect());
    assert!(left.is_empty(), "{engine:?}: {left:?}");
    // Without the change set it is one of somebody else's changelog to the counting, but not to who names it.
    checkout.write("changelog.yaml", &CHANGELOG[..CHANGELOG.find("  - changeSet:\n      id: nick").unwrap()]);
    let finished = checkout.expect(0, &["rollback-one-changeset", "changelog.yaml::nick::ada"]);
    assert_says(&finished, "is not in the changelog");
    assert_eq!(ids(&database), ["person"]);
    assert_eq!(inverses(&database).iter().filter(|it| it.starts_with("person | ")).count(), inverses(&database).len());
}

/// The row of the history is of another run than the record.
fn what_another_tool_ran_again_is_not_taken_back_by_an_old_record(engine: Engine) {
    let (checkout, database) = recorded(engine, CHANGELOG);
    let table = history_table(engine);
    database.run(&format!("UPDATE {table} SET DEPLOYMENT_ID = '1234567890' WHERE ID = 'narrow'"));
    let refused = checkout.expect(9, &["rollback-count", "1", "--from-journal"]);
    assert_says(&refused, "amend::rollback::not-recorded");
    assert_says(&refused, "the way back of `changelog.yaml::narrow::ada` was recorded on ");
    // The changelog tells the way as well as ever, and the old record goes with the row.
    let finished = checkout.expect(0, &["rollback-count", "1"]);
    assert!(!finished.stderr.contains("recorded"), "{}", finished.stderr);
    assert!(inverses(&database).iter().all(|it| !it.starts_with("narrow")));
    // A row that another tool took away takes its record along with the next way back.
    database.run(&format!("DELETE FROM {table} WHERE ID = 'nick'"));
    checkout.expect(0, &["rollback-count", "1", "--from-journal"]);
    assert!(!has_journal(&database));
}

fn all_of_the_way_or_nothing(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    checkout.expect(0, &["update-count", "1"]);
    checkout.expect(0, &["update", "--record-inverse"]);
    let (before, rows) = (database.inspect(), history(&database));
    let refused = checkout.expect(9, &["rollback-count", "3", "--from-journal"]);
    assert_says(&refused, "the way back of `changelog.yaml::person::ada` is not recorded");
    assert_eq!((database.inspect(), history(&database)), (before, rows), "{engine:?}");
    let refused = checkout.expect(9, &["rollback-one-changeset", "changelog.yaml::nick::ada", "--from-journal"]);
    assert_says(&refused, "amend::rollback::not-newest");
    assert_says(&refused, "and touches `person`, too");
    checkout.expect(2, &["rollback-sql", "x", "--from-journal", "--dialect", "mysql"]);
    checkout.expect(0, &["rollback-one-update", "--from-journal"]);
    assert_eq!(ids(&database), ["person"]);
}

/// What touches other tables stays, and what touches the same goes along where that is asked for.
fn one_change_set_goes_alone(engine: Engine) {
    let pet = "  - changeSet: {id: pet, author: ada, changes: [createTable: {tableName: pet, columns: [column: {name: id, type: int}]}]}\n";
    let (checkout, database) = checkout_on(engine, &(CHANGELOG.to_owned() + pet));
    checkout.expect(0, &["update-count", "1", "--record-inverse"]);
    let person = database.inspect();
    checkout.expect(0, &["update", "--record-inverse"]);
    checkout.write("changelog.yaml", "databaseChangeLog: []\n");
    let back = |name: &str, more: &[&str]| {
        let name = format!("changelog.yaml::{name}::ada");
        checkout.expect(0, &[&["rollback-one-changeset", &name, "--from-journal"], more].concat());
    };
    back("nick", &["--with-dependents"]);
    assert_eq!(ids(&database), ["person", "pet"], "{engine:?}");
    back("pet", &[]);
    let left: Vec<String> = differences(engine.product(), &person, &database.inspect());
    assert!(left.is_empty(), "{engine:?}: {left:?}");
}

/// The changelog does not know the table's columns; the update looked them up before it dropped one.
fn a_table_that_only_sql_made_gets_its_column_back(engine: Engine) {
    const BY_SQL: &str = "
databaseChangeLog:
  - changeSet:
      id: table
      author: ada
      changes: [sql: {sql: \"CREATE TABLE pet (id INTEGER PRIMARY KEY, name VARCHAR(30) DEFAULT 'none' NOT NULL)\"}]
      rollback: DROP TABLE pet
  - changeSet: {id: column, author: ada, changes: [dropColumn: {tableName: pet, columnName: name}]}
";
    let (checkout, database) = checkout_on(engine, BY_SQL);
    checkout.expect(0, &["update-count", "1", "--record-inverse"]);
    let before = database.inspect();
    checkout.expect(0, &["update", "--record-inverse"]);
    assert_ne!(database.inspect(), before);
    let finished = checkout.expect(0, &["rollback-count", "1"]);
    assert_says(&finished, "the way back is the recorded one");
    let left: Vec<String> = differences(engine.product(), &before, &database.inspect());
    assert!(left.is_empty(), "{engine:?}: {left:?}");
    // Without a record nobody knows.
    checkout.expect(0, &["update"]);
    checkout.expect(9, &["rollback-count", "1"]);
}

fn a_journal_of_an_older_release_is_brought_up(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    database.run(
        "CREATE TABLE AMEND_JOURNAL (ID VARCHAR(255), AUTHOR VARCHAR(255), FILENAME VARCHAR(255), DIRECTION VARCHAR(10), \
         STATEMENT_NUMBER INTEGER, STATEMENT_HASH VARCHAR(64), STATE VARCHAR(10), WRITTEN TIMESTAMP NULL, \
         DEPLOYMENT_ID VARCHAR(10), ERROR TEXT)",
    );
    let refused = checkout.expect(0, &["rollback-count", "1", "--from-journal"]);
    assert_eq!(refused.stdout, "nothing to roll back\n");
    checkout.expect(0, &["update", "--record-inverse"]);
    checkout.expect(0, &["rollback-count", "3", "--from-journal"]);
    assert!(history(&database).is_empty() && !has_journal(&database), "{engine:?}");
}

fn a_script_records_what_the_command_records(engine: Engine) {
    const PAIRS: &[(&[&str], &[&str], &[&str])] = &[
        (&[], &["update"], &["update-sql"]),
        (&["update-count", "1"], &["update"], &["update-sql"]),
        (&["update-count", "2"], &["update-testing-rollback"], &["update-testing-rollback-sql"]),
        (&[], &["changelog-sync"], &["changelog-sync-sql"]),
        (&["update"], &["rollback-count", "2"], &["rollback-count-sql", "2"]),
        (&["update"], &["rollback-count", "2", "--from-journal"], &["rollback-count-sql", "2", "--from-journal"]),
        (&["update"], &["rollback-one-update", "--from-journal"], &["rollback-one-update-sql", "--from-journal"]),
    ];
    for (before, command, script) in PAIRS {
        let [one, two] = [(); 2].map(|()| {
            let (mut checkout, database) = checkout_on(engine, CHANGELOG);
            checkout.set("AMEND_RECORD_INVERSE", "true");
            if !before.is_empty() {
                checkout.expect(0, before);
            }
            (checkout, database)
        });
        let printed = statements(&one.0, script);
        one.0.expect(0, command);
        send(&two.1, &for_database(&printed, &one.1, &two.1));
        assert_eq!(inverses(&two.1), inverses(&one.1), "{engine:?}, {script:?}");
        assert_eq!(ids(&two.1), ids(&one.1), "{engine:?}, {script:?}");
        let left: Vec<String> = differences(engine.product(), &one.1.inspect(), &two.1.inspect());
        assert!(left.is_empty(), "{engine:?}, {script:?}: {left:?}");
        // What a script recorded leads back as well.
        let count = ids(&two.1).len().to_string();
        if count != "0" && command[0] != "changelog-sync" {
            two.0.expect(0, &["rollback-count", &count, "--from-journal"]);
            assert!(two.1.inspect().tables.is_empty(), "{engine:?}, {script:?}");
        }
    }
}

/// A database with rows whose column was dropped and kept.
fn kept(engine: Engine) -> (Checkout, Database, Vec<String>) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    checkout.expect(0, &["update-count", "2", "--record-inverse"]);
    database.run("INSERT INTO person (id, name, nick) VALUES (1, 'ada', 'a'), (2, 'grace', NULL)");
    let rows = database.rows("SELECT id, name, nick FROM person ORDER BY id");
    checkout.expect(0, &["update", "--record-inverse", "--keep-data"]);
    checkout.write("changelog.yaml", "databaseChangeLog: []\n");
    (checkout, database, rows)
}

fn what_was_kept_comes_back(engine: Engine) {
    let (checkout, database, rows) = kept(engine);
    checkout.expect(0, &["rollback-count", "1", "--from-journal"]);
    assert_eq!(database.rows("SELECT id, name, nick FROM person ORDER BY id"), rows, "{engine:?}");
    let tables = database.with_session(async |session| amend_db::kept_tables(session).await.unwrap());
    assert!(tables.iter().all(|table| table.schema.is_some()), "{engine:?}: {tables:?}");
}

/// The definitions come back without the values; changed rows cannot.
fn what_was_given_up_does_not_come_back(engine: Engine) {
    let (checkout, database, rows) = kept(engine);
    checkout.expect(0, &["purge"]);
    checkout.expect(0, &["rollback-count", "1", "--from-journal"]);
    let left = database.rows("SELECT id, name, nick FROM person ORDER BY id");
    assert_ne!(left, rows);
    assert_eq!(left, ["1 | ada | NULL", "2 | grace | NULL"], "{engine:?}");
    let change_set = "  - changeSet: {id: gone, author: ada, changes: [delete: {tableName: person, where: id = 1}]}\n";
    checkout.write(
        "changelog.yaml",
        CHANGELOG[..CHANGELOG.find("  - changeSet:\n      id: narrow").unwrap()].to_owned() + change_set,
    );
    checkout.expect(0, &["update", "--record-inverse", "--keep-data"]);
    checkout.expect(0, &["purge"]);
    let refused = checkout.expect(9, &["rollback-count", "2", "--from-journal"]);
    assert_says(&refused, "amend::rollback::purged");
    assert_eq!(ids(&database), ["person", "nick", "gone"]);
}

/// Texts of all kinds come out of the journal as they went in.
fn texts_come_back_as_they_were(engine: Engine) {
    const TEXTS: &str = r#"
databaseChangeLog:
  - changeSet:
      id: words
      author: ada
      changes:
        - createTable:
            tableName: words
            remarks: "it's 100% \\ \"quoted\"; -- no end\n${not} ? :name $1 😀"
            columns:
              - column: {name: id, type: int}
              - column: {name: text, type: varchar(90), defaultValue: "a\\b'c\"d;\te😀", remarks: "\\' /* */"}
  - changeSet: {id: gone, author: ada, changes: [dropTable: {tableName: words}]}
"#;
    let (checkout, database) = checkout_on(engine, TEXTS);
    checkout.expect(0, &["update-count", "1", "--record-inverse"]);
    let before = database.inspect();
    checkout.expect(0, &["update", "--record-inverse"]);
    checkout.expect(0, &["rollback-count", "1", "--from-journal"]);
    assert_eq!(database.inspect(), before, "{engine:?}");
}

/// Somebody made by hand what the way back makes: the server says so, and the same command goes on when it is gone.
fn a_way_back_that_fails_half_way_goes_on(engine: Engine) {
    let (checkout, database) = recorded(engine, CHANGELOG);
    checkout.write("changelog.yaml", "databaseChangeLog: []\n");
    database.run("ALTER TABLE person ADD COLUMN nick INTEGER");
    let failed = checkout.run(&["rollback-count", "3", "--from-journal"]);
    if engine == Engine::Sqlite {
        // Here the table is made anew: a column that nobody recorded is told before anything runs, this one has a
        // known name, and goes.
        assert_eq!(failed.exit, 0, "{}", failed.stderr);
        return;
    }
    assert!(matches!(failed.exit, 1 | 7), "{}", failed.stderr);
    assert_says(&failed, "recorded way back of changelog.yaml::narrow::ada, statement");
    database.run("ALTER TABLE person DROP COLUMN nick");
    checkout.expect(0, &["rollback-count", "3", "--from-journal"]);
    assert!(history(&database).is_empty() && database.inspect().tables.is_empty() && !has_journal(&database));
}

fn nothing_is_recorded_unless_asked_for(engine: Engine) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    checkout.expect(0, &["update"]);
    assert!(!has_journal(&database), "{engine:?}");
}

/// What the database told before the change set was interrupted is remembered, unless the change set becomes another one.
#[test]
fn what_was_seen_before_an_interruption_is_known_after_it() {
    const HALF: &str = "
databaseChangeLog:
  - changeSet: {id: pet, author: ada, changes: [sql: {sql: \"CREATE TABLE pet (id INT, name VARCHAR(30))\"}]}
  - changeSet:
      id: half
      author: ada
      changes:
        - modifyDataType: {tableName: pet, columnName: name, newDataType: varchar(60)}
        - createTable: {tableName: obstacle, columns: [column: {name: id, type: int}]}
";
    let half_done = |engine: Engine| {
        let (checkout, database) = checkout_on(engine, HALF);
        database.run("CREATE TABLE obstacle (id INT)");
        checkout.expect(7, &["update", "--record-inverse"]);
        checkout.expect(7, &["update", "--record-inverse"]);
        database.run("DROP TABLE obstacle");
        (checkout, database)
    };
    for engine in [Engine::MySql, Engine::MariaDb] {
        let (checkout, database) = half_done(engine);
        checkout.expect(0, &["update", "--record-inverse"]);
        checkout.expect(0, &["rollback-count", "1", "--from-journal"]);
        let found = database.inspect();
        assert_eq!(found.tables[0].columns[1].ty, "varchar(30)", "{engine:?}: {found:?}");
        let (checkout, _database) = half_done(engine);
        checkout.write("changelog.yaml", HALF.replace("tableName: obstacle", "tableName: other"));
        checkout.expect(0, &["update", "--record-inverse"]);
        let refused = checkout.expect(9, &["rollback-count", "1", "--from-journal"]);
        assert_says(&refused, "amend::rollback::impossible");
        assert_says(&refused, "interrupted in its middle");
    }
}

/// A column or a view that the changelog did not make goes, and the row behind it is refused twice.
#[test]
fn what_was_seen_is_known_after_two_failures_in_a_transaction() {
    const HALF: &str = "
databaseChangeLog:
  - changeSet: {id: open, author: ada, changes: [sql: {sql: SELECT 1}]}
  - changeSet:
      id: half
      author: ada
      changes:
        - GONE
        - addNotNullConstraint: {tableName: pet, columnName: age, defaultNullValue: 7}
";
    const GONE: [&str; 2] = [
        "dropColumn: {tableName: pet, columnName: name}",
        "createView: {viewName: names, replaceIfExists: true, selectQuery: SELECT 2 AS new_one}",
    ];
    let cases = [Engine::MySql, Engine::MariaDb].into_iter().flat_map(|engine| GONE.map(|gone| (engine, gone)));
    for (engine, gone) in cases {
        let (checkout, database) = checkout_on(engine, &HALF.replace("GONE", gone));
        database.run("CREATE TABLE pet (id INT, name VARCHAR(30) DEFAULT 'none', age INT)");
        database.run("CREATE VIEW names AS SELECT 1 AS old_one");
        database.run("INSERT INTO pet (id) VALUES (1)");
        let before = database.inspect();
        database.run("ALTER TABLE pet ADD CONSTRAINT no_age CHECK (age IS NULL)");
        checkout.expect(7, &["update", "--record-inverse"]);
        checkout.expect(7, &["update", "--record-inverse"]);
        database.run("ALTER TABLE pet DROP CONSTRAINT no_age");
        checkout.expect(0, &["update", "--record-inverse"]);
        checkout.expect(0, &["rollback-count", "1", "--from-journal"]);
        let left: Vec<String> = differences(engine.product(), &before, &database.inspect());
        assert!(left.is_empty(), "{engine:?}, {gone}: {left:?}");
    }
}

/// Tags and moments tell how far by the history, which needs no changelog.
#[test]
fn a_tag_and_a_moment_are_known_without_the_changelog() {
    for to in [&["rollback", "first"][..], &["rollback-to-date", "2001-01-01"], &["rollback-one-update"]] {
        let (checkout, database) = checkout_on(Engine::Sqlite, CHANGELOG);
        checkout.expect(0, &["tag", "none"]);
        checkout.expect(0, &["update-count", "1", "--record-inverse"]);
        checkout.expect(0, &["tag", "first"]);
        checkout.expect(0, &["update", "--record-inverse"]);
        checkout.expect(0, &["clear-checksums"]);
        std::fs::remove_file(checkout.folder().join("changelog.yaml")).unwrap();
        let refused = checkout.expect(3, to);
        assert_says(&refused, "`--from-journal` needs no changelog");
        checkout.expect(0, &[to, &["--from-journal"]].concat());
        let left = if to[0] == "rollback-to-date" { 0 } else { 2 };
        assert_eq!(ids(&database).len(), left, "{to:?}");
    }
}

/// What came on a table since its way back was recorded would be lost where the table is made anew.
#[test]
fn what_would_be_lost_with_a_table_is_told() {
    let (checkout, database) = recorded(Engine::Sqlite, CHANGELOG);
    database.run("ALTER TABLE person ADD COLUMN by_hand INTEGER");
    database.run("CREATE TRIGGER person_watch AFTER INSERT ON person BEGIN SELECT 1; END");
    let before = database.inspect();
    let refused = checkout.expect(9, &["rollback-count", "2", "--from-journal"]);
    assert_says(&refused, "the column `by_hand` of `person` is not known to the way back");
    assert_says(&refused, "the trigger `person_watch` of `person`");
    // The changelog's way brings triggers back, and refuses the same column.
    let refused = checkout.expect(9, &["rollback-count", "2"]);
    assert_says(&refused, "the column `by_hand` of `person` is not known to the way back");
    assert!(!refused.stderr.contains("person_watch"), "{}", refused.stderr);
    assert_eq!(database.inspect(), before);
    assert_eq!(inverses(&database).len(), database.rows("SELECT 1 FROM AMEND_JOURNAL").len(), "no plan is left");
}

/// Another table of the way has a column of that name.
#[test]
fn a_column_that_would_be_lost_is_not_taken_for_that_of_another_table() {
    let widened = "  - changeSet:
      id: wide
      author: ada
      changes:
        - createTable: {tableName: pet, columns: [column: {name: email, type: varchar(9)}, column: {name: owner, type: int}]}
        - modifyDataType: {tableName: pet, columnName: email, newDataType: varchar(20)}
        - addForeignKeyConstraint: {constraintName: f, baseTableName: pet, baseColumnNames: owner, referencedTableName: person, referencedColumnNames: id}
";
    let (checkout, database) = recorded(Engine::Sqlite, &(CHANGELOG.to_owned() + widened));
    database.run("ALTER TABLE person ADD COLUMN email VARCHAR(9)");
    let refused = checkout.expect(9, &["rollback-count", "2", "--from-journal"]);
    assert_says(&refused, "the column `email` of `person` is not known to the way back");
}

/// The table has another name now than the one under which it is made anew.
#[test]
fn what_would_be_lost_with_a_table_that_was_renamed_is_told() {
    let renamed = "  - changeSet: {id: human, author: ada, changes: [renameTable: {oldTableName: person, newTableName: human}]}\n";
    let (checkout, database) = recorded(Engine::Sqlite, &(CHANGELOG.to_owned() + renamed));
    database.run("ALTER TABLE human ADD COLUMN by_hand INTEGER");
    let refused = checkout.expect(9, &["rollback-count", "2", "--from-journal"]);
    assert_says(&refused, "the column `by_hand` of `human` is not known to the way back");
    let refused = checkout.expect(9, &["rollback-count", "2"]);
    assert_says(&refused, "the column `by_hand` of `human` is not known to the way back");
    checkout.expect(0, &["rollback-count", "1", "--from-journal"]);
}

/// The rows of one column are given up by hand, and those of another are there: they are not passed over in silence.
#[test]
fn what_is_left_of_kept_rows_is_not_passed_over() {
    const TWO: &str = "
databaseChangeLog:
  - changeSet:
      id: tables
      author: ada
      changes:
        - createTable: {tableName: a, columns: [column: {name: id, type: int, constraints: {primaryKey: true}}, column: {name: x, type: int}]}
        - createTable: {tableName: b, columns: [column: {name: id, type: int, constraints: {primaryKey: true}}, column: {name: x, type: int}]}
  - changeSet: {id: take, author: ada, changes: [dropColumn: {tableName: a, columnName: x}, dropColumn: {tableName: b, columnName: x}]}
";
    let (checkout, database) = checkout_on(Engine::Sqlite, TWO);
    checkout.expect(0, &["update-count", "1"]);
    database.run("INSERT INTO a VALUES (1, 10)");
    database.run("INSERT INTO b VALUES (2, 20)");
    checkout.expect(0, &["update", "--record-inverse", "--keep-data"]);
    let keeping = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '_amend_kept_%' ORDER BY name";
    let tables = database.rows(keeping);
    assert_eq!(tables.len(), 2, "{tables:?}");
    database.run(&format!("DROP TABLE {}", tables[0]));
    let refused = checkout.expect(9, &["rollback-count", "1", "--from-journal"]);
    assert_says(&refused, "amend::rollback::purged");
    checkout.expect(0, &["rollback-count", "1"]);
    assert_eq!(database.rows("SELECT * FROM a UNION ALL SELECT * FROM b"), ["1 | NULL", "2 | 20"]);
    assert!(database.rows(keeping).is_empty());
}

/// The history shows what could go back without a changelog, and what it would bring.
#[test]
fn the_history_shows_what_is_recorded() {
    let (checkout, _database) = checkout_on(Engine::Sqlite, CHANGELOG);
    checkout.expect(0, &["update-count", "1"]);
    checkout.expect(0, &["update", "--record-inverse"]);
    let shown = checkout.expect(0, &["history"]).stdout;
    let ends: Vec<&str> = shown.lines().map(|line| line.split("::ada").nth(1).unwrap_or_default()).collect();
    let lost = "  (way back recorded: the values of column `person.nick` do not come back)";
    assert_eq!(ends, ["", "  (way back recorded)", lost]);
    let shown = checkout.expect(0, &["history", "--format", "json"]).stdout;
    let rows: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert!(rows[0]["way_back"].is_null());
    assert_eq!((&rows[1]["way_back"]["usable"], &rows[1]["way_back"]["md5sum"]), (&true.into(), &rows[1]["md5sum"]));
}

/// A password does not go to a table that others may read.
#[test]
fn a_password_is_not_recorded() {
    let changelog = "
databaseChangeLog:
  - changeSet:
      id: secret
      author: ada
      changes: [sql: {sql: SELECT 1}]
      rollback: ALTER USER nobody IDENTIFIED BY 'xyzzy'
";
    let (checkout, database) = recorded(Engine::Sqlite, changelog);
    assert!(inverses(&database)[0].contains("IMPOSSIBLE | a statement of it gives a password"));
    let refused = checkout.expect(9, &["rollback-count", "1", "--from-journal"]);
    assert_says(&refused, "had no way back when it ran");
}

/// Damage is found before anything runs.
#[test]
fn what_is_not_as_it_was_written_is_not_sent() {
    let (checkout, database) = recorded(Engine::Sqlite, CHANGELOG);
    database.run(
        "UPDATE AMEND_JOURNAL SET STATEMENT_TEXT = 'DROP TABLE person' WHERE ID = 'nick' AND STATEMENT_NUMBER = 1",
    );
    let refused = checkout.expect(9, &["rollback-count", "2", "--from-journal"]);
    assert_says(&refused, "amend::journal::unreadable");
    assert_eq!(ids(&database), ["person", "nick", "narrow"]);
}
