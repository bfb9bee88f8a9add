//! With `--keep-data` a rollback brings back every row that was taken, equal value by value; what was written meanwhile
//! stays.

use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{checkout_on, number_from_environment};

const BASE: &str = r#"
databaseChangeLog:
  - changeSet:
      id: base
      author: ada
      changes:
        - createTable:
            tableName: team
            columns:
              - column: {name: id, type: int, autoIncrement: true, constraints: {primaryKey: true, primaryKeyName: team_pk}}
              - column: {name: name, type: varchar(60), constraints: {nullable: false}}
              - column: {name: parent_id, type: int, constraints: {foreignKeyName: team_parent_fk, references: team(id)}}
              - column: {name: budget, type: "decimal(12, 4)"}
              - column: {name: motto, type: varchar(60)}
        - createTable:
            tableName: player
            columns:
              - column: {name: team_id, type: int, constraints: {nullable: false, foreignKeyName: player_team_fk, references: team(id)}}
              - column: {name: number, type: int, constraints: {nullable: false}}
              - column: {name: nick, type: varchar(60), constraints: {nullable: false}}
              - column: {name: score, type: int, defaultValueNumeric: 7, constraints: {nullable: false}}
              - column: {name: fee, type: "decimal(12, 4)"}
              - column: {name: joined, type: datetime}
        - addPrimaryKey: {tableName: player, columnNames: "team_id, number", constraintName: player_pk}
        - addUniqueConstraint: {tableName: player, columnNames: nick, constraintName: player_nick_uq}
        - addCheckConstraint: {tableName: player, constraintName: player_score_ck, constraintBody: score >= 0}
        - createIndex: {tableName: player, indexName: player_fee_idx, columns: [column: {name: fee}, column: {name: score}]}
"#;

/// Both tables as everything that stands in them, in an order of their own.
const ROWS: [&str; 2] = [
    "SELECT id, name, parent_id, budget, motto FROM team ORDER BY id",
    "SELECT team_id, number, nick, score, fee, joined FROM player ORDER BY team_id, number",
];

on_every_engine!(
    columns_come_back,
    tables_come_back,
    overwritten_values_come_back,
    what_was_written_meanwhile_stays,
    keeping_ends,
    what_cannot_be_kept_is_refused,
    nobody_sees_what_is_kept,
    a_written_way_back_counts,
    written_rows_go_and_come_back,
    what_was_written_over_stays
);

fn columns_come_back(engine: Engine) {
    let changes = "[dropUniqueConstraint: {tableName: player, constraintName: player_nick_uq}, dropColumn: {tableName: player, columnName: nick}, \
         dropCheckConstraint: {tableName: player, constraintName: player_score_ck}, \
         dropColumn: {tableName: player, columns: [column: {name: score}, column: {name: fee}]}, \
         dropColumn: {tableName: team, columnName: budget}]";
    there_and_back(engine, changes, |_| {});
}

fn tables_come_back(engine: Engine) {
    let changes = "[dropTable: {tableName: player}, dropTable: {tableName: team, cascadeConstraints: true}]";
    there_and_back(engine, changes, |_| {});
}

fn overwritten_values_come_back(engine: Engine) {
    let changes = "[modifyDataType: {tableName: team, columnName: budget, newDataType: 'decimal(9, 1)'}, \
         modifyDataType: {tableName: player, columnName: joined, newDataType: date}, \
         modifyDataType: {tableName: player, columnName: fee, newDataType: int}]";
    there_and_back(engine, changes, |_| {});
}

fn what_was_written_meanwhile_stays(engine: Engine) {
    let changes = "[dropColumn: {tableName: player, columnName: score}, \
         modifyDataType: {tableName: team, columnName: budget, newDataType: 'decimal(9, 1)'}]";
    let meanwhile = |database: &Database| {
        database.run("INSERT INTO team (name, budget) VALUES ('new', 1.5)");
        database.run("INSERT INTO player (team_id, number, nick) VALUES (1, -1, 'new')");
        database.run("UPDATE team SET budget = 9.5 WHERE id = 2");
        database.run("UPDATE player SET nick = 'other' WHERE number = 1");
        database.run("DELETE FROM player WHERE number = 2");
    };
    let (checkout, database) = filled(engine);
    let [teams, players] = rows(&database);
    apply(&checkout, changes);
    meanwhile(&database);
    checkout.expect(0, &["rollback-count", "1"]);
    let [teams_after, players_after] = rows(&database);
    let changed = |before: &[String], after: &[String]| -> Vec<String> {
        after.iter().filter(|row| !before.contains(row)).cloned().collect()
    };
    let new_teams = changed(&teams, &teams_after);
    assert_eq!(new_teams.len(), 2, "{engine:?}: {new_teams:?}");
    assert!(new_teams[0].starts_with("2 | team 2 | 3 | 9.5"), "{engine:?}: {new_teams:?}");
    assert_eq!(teams_after.len(), teams.len() + 1);
    let new_players = changed(&players, &players_after);
    assert_eq!(new_players.len(), 2, "{engine:?}: {new_players:?}");
    assert!(new_players[0].starts_with("1 | -1 | new | 7 | "), "{engine:?}: {new_players:?}");
    assert!(new_players[1].starts_with("2 | 1 | other | 11 | "), "{engine:?}: {new_players:?}");
    assert_eq!(players_after.len(), players.len());
}

/// A number by the server, keys that are given, rows of files, of which some are there; and two columns that become one.
const WRITES: &str = "[insert: {tableName: team, columns: [column: {name: name, value: fresh}]}, \
     insert: {tableName: player, columns: [column: {name: team_id, valueNumeric: 1}, column: {name: number, valueNumeric: -5}, column: {name: nick, value: fresh}]}, \
     update: {tableName: player, columns: [column: {name: score, valueComputed: score + 1}, column: {name: fee, value: null}], where: number < 50}, \
     delete: {tableName: player, where: number % 10 = 3}, \
     loadData: {tableName: player, file: players.csv}, \
     loadUpdateData: {tableName: team, file: teams.csv, primaryKey: id}, \
     mergeColumns: {tableName: team, column1Name: name, joinString: ' ', column2Name: motto, finalColumnName: title, finalColumnType: varchar(150)}]";

fn write_files(checkout: &Checkout) {
    checkout.write("players.csv", "team_id,number,nick,score,fee\n1,-7,from a file,3,1.5\n2,-8,from it too,4,NULL\n");
    checkout.write("teams.csv", "id,name,budget\n2,renamed,1.25\n900000,of the file,2.5\n");
}

fn written_rows_go_and_come_back(engine: Engine) {
    there_and_back(engine, WRITES, |_| {});
}

/// What others wrote to the same rows since counts; rows that the change set made go all the same.
fn what_was_written_over_stays(engine: Engine) {
    let (checkout, database) = filled(engine);
    let before = rows(&database);
    apply(&checkout, WRITES);
    database.run("UPDATE player SET score = 1 WHERE number = 2");
    database.run("UPDATE player SET score = 2 WHERE number = -7");
    checkout.expect(0, &["rollback-count", "1"]);
    let after = rows(&database);
    assert_eq!(after[0], before[0], "{engine:?}");
    let new: Vec<_> = after[1].iter().filter(|row| !before[1].contains(row)).collect();
    assert!(matches!(new.as_slice(), [row] if row.starts_with("3 | 2 | nick 2 | 1 | NULL | ")), "{engine:?}: {new:?}");
    assert_eq!(after[1].len(), before[1].len(), "{engine:?}");
}

fn keeping_ends(engine: Engine) {
    let (checkout, database) = filled(engine);
    apply(&checkout, "[dropColumn: {tableName: player, columnName: fee}, dropTable: {tableName: player}]");
    let purged = checkout.expect(0, &["purge", "--older-than", "1h"]);
    assert!(purged.stdout.contains("0 purged"), "{}", purged.stdout);
    let purged = checkout.expect(0, &["purge", "--format", "json"]);
    assert!(purged.stdout.contains("change_set\":\"changelog.yaml::take::ada"), "{}", purged.stdout);
    assert_eq!(kept(&database), 0);
    checkout.expect(0, &["rollback-count", "1"]);
    assert_eq!(database.value("SELECT COUNT(*) FROM player"), "0");
    assert_eq!(checkout.expect(0, &["purge"]).stdout, "0 purged, 0 kept\n");
}

fn what_cannot_be_kept_is_refused(engine: Engine) {
    let (checkout, database) = filled(engine);
    let changes = "[createTable: {tableName: note, columns: [column: {name: text, type: varchar(9)}, column: {name: fee, type: int}]}, \
         dropColumn: {tableName: note, columnName: fee}]";
    write(&checkout, changes);
    let before = rows(&database);
    let refused = checkout.expect(3, &["update", "--keep-data"]);
    for part in ["amend::keep::no-key", "the values of `fee` in the table `note` cannot be kept", "changelog.yaml:"] {
        assert!(refused.stderr.contains(part), "{engine:?}: `{part}` is not said in {}", refused.stderr);
    }
    assert_eq!(rows(&database), before);
    checkout.expect(0, &["update"]);
}

fn nobody_sees_what_is_kept(engine: Engine) {
    let (checkout, database) = filled(engine);
    apply(&checkout, "[dropColumn: {tableName: player, columnName: fee}]");
    assert_eq!(kept(&database), 1);
    let mut tables: Vec<_> = database.inspect().tables.into_iter().map(|table| table.name.name).collect();
    tables.sort();
    assert_eq!(tables, ["player", "team"], "{engine:?}");
    checkout.expect(0, &["status", "--exit-code"]);
}

/// Where the changelog says how to go back, that is done; what was kept ends with it, so that the change set can run again.
fn a_written_way_back_counts(engine: Engine) {
    let (checkout, database) = filled(engine);
    let back = "addColumn: {tableName: player, columns: [column: {name: joined, type: datetime}]}";
    let change_set = format!(
        "  - changeSet: {{id: take, author: ada, changes: [dropColumn: {{tableName: player, columnName: joined}}], rollback: [{back}]}}\n"
    );
    checkout.write("changelog.yaml", format!("{BASE}{change_set}"));
    for _ in 0..2 {
        checkout.expect(0, &["update", "--keep-data"]);
        assert_eq!(kept(&database), 1, "{engine:?}");
        checkout.expect(0, &["rollback-count", "1"]);
        assert_eq!(kept(&database), 0, "{engine:?}");
    }
}

/// The rows are the same after the change set was applied and taken back, by the changelog first and by the record then; so
/// is the schema.
fn there_and_back(engine: Engine, changes: &str, meanwhile: impl Fn(&Database)) {
    let (checkout, database) = filled(engine);
    let before = rows(&database);
    let schema = database.inspect();
    for back in [&["rollback-count", "1"][..], &["rollback-count", "1", "--from-journal"]] {
        write(&checkout, changes);
        checkout.expect(0, &["update", "--keep-data", "--record-inverse"]);
        assert_ne!(database.inspect(), schema, "{engine:?}: nothing was taken");
        meanwhile(&database);
        checkout.expect(0, back);
        let after = rows(&database);
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(digest(after), digest(before), "{engine:?}: {:?}", first_difference(before, after));
        }
        assert_eq!(kept(&database), 0, "{engine:?}: nothing is kept any more");
    }
    let (whole, found) = (described(&schema), described(&database.inspect()));
    assert_eq!(found, whole, "{engine:?}");
    next_numbers_follow(&database);
}

/// The rows that were deleted at the end do not give their numbers to new ones.
fn next_numbers_follow(database: &Database) {
    database.run("INSERT INTO team (name) VALUES ('next')");
    let next = database.value("SELECT id FROM team WHERE name = 'next'");
    assert!(next.parse::<usize>().unwrap() >= teams() + 2, "{:?}: {next}", database.engine());
}

fn described(catalog: &amend_catalog::Catalog) -> Vec<String> {
    let mut lines: Vec<String> = catalog.tables.iter().flat_map(described_table).collect();
    lines.sort();
    lines
}

/// The parts of a table; a column that comes back stands last where the product cannot put it in its place.
fn described_table(table: &amend_catalog::Table) -> Vec<String> {
    let name = &table.name.name;
    let columns = table.columns.iter().map(|it| format!("{name} {it:?}"));
    let constraints = table.constraints.iter().map(|it| format!("{name} {it:?}"));
    columns.chain(constraints).chain(table.indexes.iter().map(|it| format!("{name} {it:?}"))).collect()
}

fn apply(checkout: &Checkout, changes: &str) {
    write(checkout, changes);
    checkout.expect(0, &["update", "--keep-data"]);
}

fn write(checkout: &Checkout, changes: &str) {
    let change_set = format!("  - changeSet: {{id: take, author: ada, changes: {changes}}}\n");
    checkout.write("changelog.yaml", format!("{BASE}{change_set}"));
}

/// How many rows the child table has; the parent table has a tenth.
fn players() -> usize {
    number_from_environment("AMEND_TEST_ROWS", 200)
}

fn teams() -> usize {
    (players() / 10).max(10)
}

/// A database with rows in both tables. Each team's parent comes after it; the last team was deleted, so that its number
/// is known to the server only.
fn filled(engine: Engine) -> (Checkout, Database) {
    let (checkout, database) = checkout_on(engine, BASE);
    write_files(&checkout);
    checkout.expect(0, &["update"]);
    let (teams, players) = (teams(), players());
    let mysql = matches!(engine, Engine::MySql | Engine::MariaDb);
    let text = |prefix: &str| if mysql { format!("CONCAT('{prefix} ', n)") } else { format!("'{prefix} ' || n") };
    let (team, nick) = (text("team"), text("nick"));
    let statements = [
        numbered("team (name, budget)", &format!("{team}, n * 1.2345"), teams + 1, mysql),
        numbered(
            "player (team_id, number, nick, score, fee)",
            &format!("1 + n % {teams}, n, {nick}, n % 100 + 10, CASE WHEN n % 7 > 0 THEN n * 1.0625 END"),
            players,
            mysql,
        ),
        "UPDATE team SET motto = 'all for one' WHERE id % 4 > 0".to_owned(),
        format!("UPDATE team SET parent_id = id + 1 WHERE id < {teams}"),
        "UPDATE player SET joined = '2026-01-02 03:04:05' WHERE number % 3 > 0".to_owned(),
        format!("DELETE FROM team WHERE id = {}", teams + 1),
    ];
    database.with_session(async |session| {
        for statement in deep_recursion(engine).into_iter().map(str::to_owned).chain(statements) {
            session.execute(&statement).await.unwrap_or_else(|error| panic!("{engine:?}: {statement}: {error}"));
        }
    });
    (checkout, database)
}

/// An insertion of as many rows, with `n` for their numbers.
fn numbered(table: &str, values: &str, count: usize, with_after_insert: bool) -> String {
    let numbers =
        format!("WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})");
    let select = format!("SELECT {values} FROM numbers");
    match with_after_insert {
        true => format!("INSERT INTO {table} {numbers} {select}"),
        false => format!("{numbers} INSERT INTO {table} {select}"),
    }
}

fn deep_recursion(engine: Engine) -> Option<&'static str> {
    match engine {
        Engine::MySql => Some("SET SESSION cte_max_recursion_depth = 1000000"),
        Engine::MariaDb => Some("SET SESSION max_recursive_iterations = 1000000"),
        Engine::Postgres | Engine::Sqlite => None,
    }
}

fn rows(database: &Database) -> [Vec<String>; 2] {
    ROWS.map(|query| database.rows(query))
}

/// How many rows there are, and a sum over all their bytes in order (FNV-1a).
fn digest(rows: &[String]) -> (usize, u64) {
    let bytes = rows.iter().flat_map(|row| row.bytes().chain([b'\n']));
    let sum = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (rows.len(), sum)
}

fn first_difference<'a>(before: &'a [String], after: &'a [String]) -> Option<(&'a String, &'a String)> {
    before.iter().zip(after).find(|(before, after)| before != after)
}

fn kept(database: &Database) -> usize {
    let tables = database.with_session(async |session| amend_db::kept_tables(session).await.unwrap());
    tables.iter().filter(|table| table.schema.is_none()).count()
}
