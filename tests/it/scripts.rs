//! What an `-sql` command prints is what the other runs: the printed statements, sent to a second database, leave there
//! what the command leaves in the first.

use amend_catalog::Catalog;
use amend_db::compare::differences;
use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{checkout_on, history};

const CHANGELOG: &str = r#"
databaseChangeLog:
  - changeSet:
      id: person
      author: ada
      changes:
        - createTable:
            tableName: person
            columns:
              - column: {name: id, type: int, constraints: {primaryKey: true}}
              - column: {name: name, type: varchar(40), remarks: "it's; a name", constraints: {nullable: false}}
        - insert: {tableName: person, columns: [column: {name: id, valueNumeric: 1}, column: {name: name, value: "a;b"}]}
      rollback:
        - dropTable: {tableName: person}
  - changeSet: {id: first, author: ada, changes: [tagDatabase: {tag: first}]}
  - changeSet:
      id: nick
      author: ada
      changes:
        - addColumn: {tableName: person, columns: [column: {name: nick, type: varchar(20), defaultValue: none}]}
        - createIndex: {tableName: person, indexName: person_nick, columns: [column: {name: nick}]}
  - changeSet:
      id: rows
      author: ada
      changes:
        - sql: {sql: "UPDATE person SET nick = 'x;y' WHERE id = 1; UPDATE person SET name = 'z' WHERE id = 1"}
      rollback: UPDATE person SET nick = 'none', name = 'a;b' WHERE id = 1
  - changeSet: {id: second, author: ada, changes: [tagDatabase: {tag: second}]}
  - changeSet:
      id: narrow
      author: ada
      changes:
        - dropColumn: {tableName: person, columnName: nick}
        - addNotNullConstraint: {tableName: person, columnName: name, columnDataType: varchar(40)}
  - changeSet:
      id: again
      author: ada
      runAlways: true
      changes: [sql: {sql: "UPDATE person SET name = 'again'"}]
      rollback: UPDATE person SET name = 'z'
"#;

/// A command with the one that prints what it runs, and what has run before. `WHEN` stands for a moment after that.
struct Pair {
    before: &'static [&'static [&'static str]],
    command: &'static [&'static str],
    script: &'static [&'static str],
}

const ALL: &[&[&str]] = &[&["update"]];
const TWO: &[&[&str]] = &[&["update-count", "2"]];

const PAIRS: &[Pair] = &[
    Pair { before: &[], command: &["update"], script: &["update-sql"] },
    Pair { before: TWO, command: &["update"], script: &["update-sql"] },
    Pair { before: ALL, command: &["update"], script: &["update-sql"] },
    Pair { before: &[], command: &["update-count", "3"], script: &["update-count-sql", "--count", "3"] },
    Pair { before: &[], command: &["update-to-tag", "second"], script: &["update-to-tag-sql", "--tag", "second"] },
    Pair {
        before: TWO,
        command: &["update-one-changeset", "changelog.yaml::nick::ada"],
        script: &[
            "update-one-changeset-sql",
            "--changeset-id",
            "nick",
            "--changeset-author",
            "ada",
            "--changeset-path",
            "changelog.yaml",
        ],
    },
    Pair { before: TWO, command: &["update-testing-rollback"], script: &["update-testing-rollback-sql"] },
    Pair { before: TWO, command: &["changelog-sync"], script: &["changelog-sync-sql"] },
    Pair {
        before: TWO,
        command: &["changelog-sync-to-tag", "second"],
        script: &["changelog-sync-to-tag-sql", "second"],
    },
    Pair { before: TWO, command: &["mark-next-changeset-ran"], script: &["mark-next-changeset-ran-sql"] },
    Pair { before: ALL, command: &["rollback", "first"], script: &["rollback-sql", "--tag", "first"] },
    Pair { before: ALL, command: &["rollback-count", "2"], script: &["rollback-count-sql", "2"] },
    Pair { before: ALL, command: &["rollback-to-date", "2001-01-01"], script: &["rollback-to-date-sql", "2001-01-01"] },
    Pair {
        before: &[&["update-count", "3"], &["tag", "second"], &["update"]],
        command: &["rollback", "second", "--tag-version", "oldest"],
        script: &["rollback-sql", "second", "--tag-version", "OLDEST"],
    },
];

on_every_engine!(a_script_is_what_the_command_runs, a_future_rollback_takes_the_update_back);

fn a_script_is_what_the_command_runs(engine: Engine) {
    for pair in PAIRS {
        let (checkout, database) = prepared(engine, pair.before);
        let (_, second) = prepared(engine, pair.before);
        let before = state(&database);
        let script = statements(&checkout, pair.script);
        assert_same(engine, pair.script, &before, &state(&database));
        send(&second, &for_database(&script, &database, &second));
        let finished = checkout.expect(0, pair.command);
        assert!(!script.is_empty(), "{engine:?}, {:?} prints nothing, but {}", pair.script, finished.stdout);
        assert_same(engine, pair.script, &state(&database), &state(&second));
    }
}

fn a_future_rollback_takes_the_update_back(engine: Engine) {
    let futures: &[(&[&str], &[&str])] = &[
        (&["future-rollback-sql"], &["update"]),
        (&["future-rollback-count-sql", "--count", "3"], &["update-count", "3"]),
        (&["future-rollback-from-tag-sql", "second"], &["update-to-tag", "second"]),
    ];
    for (script, command) in futures {
        let (checkout, database) = prepared(engine, &[&["update-count", "1"]]);
        let before = state(&database);
        let printed = statements(&checkout, script);
        let mut with_file = command.to_vec();
        with_file.extend(["--rollback-out", "back.sql"]);
        checkout.expect(0, &with_file);
        let written = std::fs::read_to_string(checkout.folder().join("back.sql")).unwrap();
        let missing: Vec<_> = printed.iter().filter(|it| !written.contains(&format!("{it};\n"))).collect();
        assert!(missing.is_empty(), "{engine:?}, {script:?}: {missing:?} is not in {written}");
        send(&database, &printed);
        assert_same(engine, script, &before, &state(&database));
    }
}

/// Without a database the script is the one for an empty database, or for one where everything has run.
#[test]
fn a_script_needs_no_database() {
    for engine in Engine::ALL {
        let (mut checkout, database) = checkout_on(engine, CHANGELOG);
        // With a connection the history table is named with the schema that the connection has.
        let schema = if engine == Engine::Postgres { "public" } else { name_of(&database) };
        let bare = |script: String| without_numbers(&script.replace(&format!("{schema}."), ""));
        let online = checkout.expect(0, &["update-sql"]).stdout;
        let everything = checkout.expect(0, &["update"]);
        assert!(everything.stdout.ends_with("7 change sets applied\n"), "{}", everything.stdout);
        let back = checkout.expect(0, &["rollback-sql", "first"]).stdout;
        checkout.set("AMEND_URL", "postgres://nobody@127.0.0.1:1/nothing");
        let name = engine.product().name();
        let offline = checkout.expect(0, &["update-sql", "--dialect", name]).stdout;
        assert_eq!(bare(offline), bare(online));
        let offline = checkout.expect(0, &["rollback-sql", "first", "--dialect", name]).stdout;
        assert_eq!(offline, bare(back));
        let url = format!("offline:{name}?outputLiquibaseSql=true");
        assert_eq!(checkout.expect(0, &["rollback-sql", "first", "--url", &url]).stdout, offline);
    }
}

/// What the database has on a table is not what it will have where the script reaches it.
#[test]
fn a_table_that_the_script_has_altered_is_not_taken_from_the_database() {
    let changelog = "
databaseChangeLog:
  - changeSet: {id: 1, author: ada, changes: [createTable: {tableName: t, columns: [column: {name: a, type: int}]}]}
  - changeSet: {id: 2, author: ada, changes: [addColumn: {tableName: t, columns: [column: {name: b, type: int}]}]}
  - changeSet: {id: 3, author: ada, changes: [modifyDataType: {tableName: t, columnName: b, newDataType: bigint}]}
";
    let (checkout, database) = checkout_on(Engine::Sqlite, changelog);
    checkout.expect(0, &["update-count", "1"]);
    let script = statements(&checkout, &["update-sql"]);
    send(&database, &script);
    assert_eq!(checkout.expect(0, &["update"]).stdout, "up to date: nothing to do\n");
    assert_eq!(database.inspect().tables[0].columns.len(), 2);
}

/// A trigger that somebody made falls with its table where that is made anew, unless the script makes it again.
#[test]
fn a_trigger_that_the_changelog_does_not_know_stays() {
    let changelog = "
databaseChangeLog:
  - changeSet: {id: 1, author: ada, changes: [createTable: {tableName: t, columns: [column: {name: a, type: int}]}]}
  - changeSet: {id: 2, author: ada, changes: [modifyDataType: {tableName: t, columnName: a, newDataType: bigint}]}
";
    let (checkout, database) = checkout_on(Engine::Sqlite, changelog);
    checkout.expect(0, &["update-count", "1"]);
    database.run("CREATE TRIGGER watch AFTER INSERT ON t BEGIN SELECT 1; END");
    for script in [&["update-sql"][..], &["rollback-count-sql", "1"]] {
        send(&database, &statements(&checkout, script));
        assert_eq!(database.value("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger'"), "1", "{script:?}");
    }
}

fn prepared(engine: Engine, before: &[&[&str]]) -> (Checkout, Database) {
    let (checkout, database) = checkout_on(engine, CHANGELOG);
    for command in before {
        checkout.expect(0, command);
    }
    (checkout, database)
}

/// The statements of a script, which is the same for people: one after the other, each with a semicolon.
#[track_caller]
pub fn statements(checkout: &Checkout, script: &[&str]) -> Vec<String> {
    let json = checkout.expect(0, &[script, &["--format", "json"]].concat()).stdout;
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let statements = value["statements"].as_array().unwrap();
    let statements: Vec<String> = statements.iter().map(|it| it.as_str().unwrap().to_owned()).collect();
    let human = checkout.expect(0, &[script, &["--log-level", "warning"]].concat());
    assert_eq!(human.stderr, "", "{script:?}");
    let mut rest = without_numbers(&human.stdout);
    for statement in &statements {
        let printed = without_numbers(&format!("{statement};\n"));
        let at = rest.find(&printed).unwrap_or_else(|| panic!("{script:?}: {printed} is not in {rest}"));
        assert!(rest[..at].lines().all(|line| line.starts_with("-- ")), "{script:?}: {}", &rest[..at]);
        rest = rest[at + printed.len()..].to_owned();
    }
    assert_eq!(rest, "", "{script:?}");
    statements
}

/// The history table is named with its database on MySQL and MariaDB.
pub fn for_database(script: &[String], from: &Database, to: &Database) -> Vec<String> {
    script.iter().map(|statement| statement.replace(name_of(from), name_of(to))).collect()
}

fn name_of(database: &Database) -> &str {
    database.url().rsplit('/').next().unwrap_or_default()
}

/// The number of a run varies from run to run.
fn without_numbers(text: &str) -> String {
    let number = |word: &str| word.len() == 10 && word.bytes().all(|it| it.is_ascii_digit());
    text.split('\'').map(|word| if number(word) { "number" } else { word }).collect::<Vec<_>>().join("'")
}

/// Sends the statements in one session, as a person's client would.
pub fn send(database: &Database, script: &[String]) {
    database.with_session(async |session| {
        if database.engine() == Engine::Sqlite {
            // The client of SQLite does not enforce foreign keys.
            session.execute("PRAGMA foreign_keys = OFF").await.unwrap();
        }
        for statement in script {
            session.execute(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
        }
    });
}

/// The catalog, the rows, and the history without what varies.
fn state(database: &Database) -> (Catalog, Vec<String>, Vec<String>) {
    let catalog = database.inspect();
    let has_table = !catalog.tables.is_empty();
    let rows = if has_table { database.rows("SELECT id, name FROM person ORDER BY id") } else { Vec::new() };
    let row = |row: amend_db::HistoryRow| {
        let amend_db::HistoryRow {
            key,
            order_executed,
            exec_type,
            md5sum,
            description,
            comments,
            tag,
            liquibase,
            contexts,
            labels,
            ..
        } = row;
        format!(
            "{key} {order_executed} {exec_type:?} {md5sum:?} {description:?} {comments:?} {tag:?} {liquibase:?} {contexts:?} {labels:?}"
        )
    };
    (catalog, rows, history(database).into_iter().map(row).collect())
}

#[track_caller]
fn assert_same(
    engine: Engine,
    what: &[&str],
    wanted: &(Catalog, Vec<String>, Vec<String>),
    found: &(Catalog, Vec<String>, Vec<String>),
) {
    let different = differences(engine.product(), &wanted.0, &found.0);
    assert!(different.is_empty(), "{engine:?}, {what:?}: {different:#?}");
    assert_eq!(wanted.1, found.1, "{engine:?}, {what:?}");
    assert_eq!(wanted.2, found.2, "{engine:?}, {what:?}");
}
