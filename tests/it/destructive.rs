//! What a destructive change takes comes back whole: read from the server's own catalog, in the server's own words.

use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::checkout_on;

const BASE: &str = r#"
databaseChangeLog:
  - changeSet:
      id: base
      author: ada
      changes:
        - createTable:
            tableName: team
            remarks: Who plays
            columns:
              - column: {name: id, type: int, autoIncrement: true, constraints: {primaryKey: true, primaryKeyName: team_pk}}
              - column: {name: name, type: varchar(60), constraints: {nullable: false}}
        - createTable:
            tableName: player
            remarks: One row per person; it's a small table
            columns:
              - column: {name: id, type: int, constraints: {primaryKey: true, primaryKeyName: player_pk}}
              - column: {name: team_id, type: int, constraints: {nullable: false, foreignKeyName: player_team_fk, references: team(id), deleteCascade: true}}
              - column: {name: score, type: int, defaultValueNumeric: 10, remarks: "Never below zero; it's checked", constraints: {nullable: false}}
              - column: {name: nick, type: varchar(30), defaultValue: it's me, remarks: Among friends, constraints: {nullable: false, unique: true, uniqueConstraintName: player_nick_uq}}
              - column: {name: joined, type: datetime, defaultValueComputed: CURRENT_TIMESTAMP, remarks: By the clock of the server}
              - column: {name: fee, type: "decimal(8, 2)", defaultValueNumeric: 1.50}
        - addCheckConstraint: {tableName: player, constraintName: player_score_ck, constraintBody: score >= 0}
        - addUniqueConstraint: {tableName: player, columnNames: "team_id, fee", constraintName: player_fee_uq}
        - createIndex:
            tableName: player
            indexName: player_fee_idx
            columns:
              - column: {name: fee}
              - column: {name: joined, descending: true}
        - createIndex: {tableName: player, indexName: player_joined_idx, columns: [column: {name: joined}]}
  - changeSet:
      id: rows
      author: ada
      changes:
        - sql: {sql: "INSERT INTO team (name) VALUES ('red'); INSERT INTO player (id, team_id, nick) VALUES (1, 1, 'x')"}
      rollback: DELETE FROM team
"#;

/// A destructive change, and whether rows go with what it takes.
struct Loss {
    name: &'static str,
    changes: &'static str,
    takes_rows: bool,
}

const fn keeps_rows(name: &'static str, changes: &'static str) -> Loss {
    Loss { name, changes, takes_rows: false }
}

const fn takes_rows(name: &'static str, changes: &'static str) -> Loss {
    Loss { name, changes, takes_rows: true }
}

const LOSSES: &[Loss] = &[
    keeps_rows(
        "column with default, comment, not null, check",
        "[dropCheckConstraint: {tableName: player, constraintName: player_score_ck}, dropColumn: {tableName: player, columnName: score}]",
    ),
    keeps_rows("column with time, comment, indexes", "[dropColumn: {tableName: player, columnName: joined}]"),
    keeps_rows(
        "several columns",
        "[dropColumn: {tableName: player, columns: [column: {name: joined}, column: {name: score}]}]",
    ),
    keeps_rows(
        "column with unique constraint",
        "[dropUniqueConstraint: {tableName: player, constraintName: player_nick_uq}, dropColumn: {tableName: player, columnName: nick}]",
    ),
    takes_rows("table", "[dropTable: {tableName: player}]"),
    takes_rows("table that others point to", "[dropTable: {tableName: team, cascadeConstraints: true}]"),
    keeps_rows("type", "[modifyDataType: {tableName: player, columnName: score, newDataType: bigint}]"),
    keeps_rows("type of a text", "[modifyDataType: {tableName: player, columnName: nick, newDataType: varchar(90)}]"),
    keeps_rows("default", "[dropDefaultValue: {tableName: player, columnName: score, columnDataType: int}]"),
    keeps_rows(
        "default text",
        "[dropDefaultValue: {tableName: player, columnName: nick, columnDataType: varchar(30)}]",
    ),
    keeps_rows("default time", "[dropDefaultValue: {tableName: player, columnName: joined, columnDataType: datetime}]"),
    keeps_rows("not null", "[dropNotNullConstraint: {tableName: player, columnName: score, columnDataType: int}]"),
    keeps_rows(
        "not null of a text",
        "[dropNotNullConstraint: {tableName: player, columnName: nick, columnDataType: varchar(30)}]",
    ),
    keeps_rows("primary key", "[dropPrimaryKey: {tableName: player, constraintName: player_pk}]"),
    keeps_rows("foreign key", "[dropForeignKeyConstraint: {baseTableName: player, constraintName: player_team_fk}]"),
    keeps_rows("all foreign keys", "[dropAllForeignKeyConstraints: {baseTableName: player}]"),
    keeps_rows("unique constraint", "[dropUniqueConstraint: {tableName: player, constraintName: player_nick_uq}]"),
    keeps_rows("check", "[dropCheckConstraint: {tableName: player, constraintName: player_score_ck}]"),
    keeps_rows("index", "[dropIndex: {tableName: player, indexName: player_fee_idx}]"),
    keeps_rows(
        "name of a column",
        "[renameColumn: {tableName: player, oldColumnName: score, newColumnName: points, columnDataType: int}]",
    ),
    keeps_rows(
        "name of a column with indexes",
        "[renameColumn: {tableName: player, oldColumnName: joined, newColumnName: since, columnDataType: datetime}]",
    ),
    keeps_rows("name of a table", "[renameTable: {oldTableName: team, newTableName: squad}]"),
];

on_every_engine!(what_is_taken_comes_back);

fn what_is_taken_comes_back(engine: Engine) {
    let (checkout, database) = checkout_on(engine, BASE);
    checkout.expect(0, &["update"]);
    let whole = described(&database);
    let mut failures = Vec::new();
    for loss in LOSSES {
        let change_set = format!("  - changeSet: {{id: {}, author: ada, changes: {}}}\n", loss.name, loss.changes);
        checkout.write("changelog.yaml", format!("{BASE}{change_set}"));
        if loss.takes_rows {
            // A row that points to one that is gone would keep the foreign key away.
            database.run("DELETE FROM player");
        }
        checkout.expect(0, &["update"]);
        assert_ne!(described(&database), whole, "{engine:?}, {}: nothing was taken", loss.name);
        checkout.expect(0, &["rollback-count", "1"]);
        failures.extend(differences(loss.name, &whole, &described(&database)));
        if !loss.takes_rows {
            assert_eq!(database.value("SELECT COUNT(*) FROM player"), "1", "{engine:?}, {}", loss.name);
        }
        restore_rows(&database);
    }
    assert!(failures.is_empty(), "{engine:?}: {failures:#?}");
}

fn restore_rows(database: &Database) {
    database.run("DELETE FROM player");
    database.run("DELETE FROM team");
    database.run("INSERT INTO team (id, name) VALUES (1, 'red')");
    database.run("INSERT INTO player (id, team_id, nick) VALUES (1, 1, 'x')");
}

fn differences(name: &str, whole: &[String], found: &[String]) -> Vec<String> {
    let missing = whole.iter().filter(|line| !found.contains(line)).map(|line| format!("{name}: missing {line}"));
    let new = found.iter().filter(|line| !whole.contains(line)).map(|line| format!("{name}: new {line}"));
    missing.chain(new).collect()
}

/// All that the server says about the tables, in lines without an order.
fn described(database: &Database) -> Vec<String> {
    let lines: Vec<String> = match database.engine() {
        Engine::Postgres => POSTGRESQL.iter().flat_map(|query| database.rows(query)).collect(),
        Engine::MySql | Engine::MariaDb => shown_tables(database),
        // A rename leaves quotes around the name that no other statement put there.
        Engine::Sqlite => database.rows(SQLITE).iter().flat_map(|text| parts(&text.replace('"', ""))).collect(),
    };
    let mut lines: Vec<_> =
        lines.into_iter().filter(|line| !line.to_lowercase().contains("databasechangelog")).collect();
    lines.sort();
    lines
}

/// Columns, comments, constraints and indexes, as PostgreSQL would write them (PostgreSQL 15 manual, 9.26 and 53).
const POSTGRESQL: &[&str] = &[
    "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid), \
     col_description(c.oid, a.attnum), obj_description(c.oid) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid \
     LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped",
    "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "SELECT sequencename, start_value, increment_by FROM pg_sequences WHERE schemaname = 'public'",
];

const SQLITE: &str = "SELECT sql FROM sqlite_master WHERE tbl_name NOT LIKE 'DATABASECHANGELOG%' AND sql IS NOT NULL";

fn shown_tables(database: &Database) -> Vec<String> {
    let tables = database.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()");
    let tables = tables.iter().filter(|table| !table.starts_with("DATABASECHANGELOG"));
    tables.flat_map(|table| parts(&database.value(&format!("SHOW CREATE TABLE `{table}`")))).collect()
}

/// The lines of a definition, which may come in another order, each with its table, without the next number of a row.
fn parts(definition: &str) -> Vec<String> {
    let (head, rest) = definition.split_once('\n').unwrap_or((definition, ""));
    let rest = rest.lines().map(|line| {
        let line = line.trim().trim_end_matches(',');
        let words = line.split(' ').filter(|word| !word.starts_with("AUTO_INCREMENT="));
        format!("{head} {}", words.collect::<Vec<_>>().join(" "))
    });
    std::iter::once(head.to_owned()).chain(rest).collect()
}
