//! What other tools lose because they do not know the state: each loss that was measured, with the outcome that is right.

use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::checkout_on;

const MYSQL_AND_MARIADB: &[Engine] = &[Engine::MySql, Engine::MariaDb];

/// What makes the state.
enum Base {
    /// Statements of the user: the changelog does not know the columns.
    Sql(&'static [&'static str]),
    /// A change.
    Change(&'static str),
}

impl Base {
    fn changes(&self) -> String {
        match self {
            Self::Sql(texts) => texts.iter().map(|text| format!("        - sql: {{sql: \"{text}\"}}\n")).collect(),
            Self::Change(change) => format!("        - {change}\n"),
        }
    }
}

/// A change on a state that the change itself does not tell.
struct Case {
    name: &'static str,
    engines: &'static [Engine],
    base: Base,
    /// The change.
    change: &'static str,
    /// Whether the change is taken back before the look.
    back: bool,
    /// What is asked then, with the answer.
    look: &'static [(&'static str, &'static [&'static str])],
}

/// What MySQL and MariaDB say about the column `c` of the table `t`.
const COLUMN: &str = "SELECT column_type, is_nullable, column_default, extra, column_comment, collation_name \
                      FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 't' AND column_name = 'c'";

const fn case(
    name: &'static str,
    engines: &'static [Engine],
    base: &'static [&'static str],
    change: &'static str,
) -> Case {
    Case { name, engines, base: Base::Sql(base), change, back: false, look: &[] }
}

const fn known(name: &'static str, engines: &'static [Engine], base: &'static str, change: &'static str) -> Case {
    Case { name, engines, base: Base::Change(base), change, back: false, look: &[] }
}

impl Case {
    const fn shows(self, look: &'static [(&'static str, &'static [&'static str])]) -> Self {
        Self { look, ..self }
    }

    const fn and_back(self) -> Self {
        Self { back: true, ..self }
    }
}

const CASES: &[Case] = &[
    case(
        "a new type keeps default, requirement and comment",
        MYSQL_AND_MARIADB,
        &["CREATE TABLE t (id INT PRIMARY KEY, c INT NOT NULL DEFAULT 5 COMMENT 'quantity')"],
        "modifyDataType: {tableName: t, columnName: c, newDataType: bigint}",
    )
    .shows(&[(
        "SELECT data_type, is_nullable, column_default, column_comment FROM information_schema.columns \
          WHERE table_schema = DATABASE() AND table_name = 't' AND column_name = 'c'",
        &["bigint | NO | 5 | quantity"],
    )]),
    case(
        "a comment keeps requirement and default",
        MYSQL_AND_MARIADB,
        &["CREATE TABLE t (id INT PRIMARY KEY, c VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_bin NOT NULL DEFAULT 'x')"],
        "setColumnRemarks: {tableName: t, columnName: c, remarks: why}",
    )
    .shows(&[("SELECT is_nullable, column_comment, collation_name FROM information_schema.columns \
          WHERE table_schema = DATABASE() AND table_name = 't' AND column_name = 'c'", &["NO | why | latin1_bin"]),
        ("INSERT INTO t (id) VALUES (1)", &[]), ("SELECT c FROM t", &["x"])]),
    case(
        "another name keeps requirement, default and comment",
        MYSQL_AND_MARIADB,
        &["CREATE TABLE t (id INT PRIMARY KEY, a INT NOT NULL DEFAULT 1 COMMENT 'why')"],
        "renameColumn: {tableName: t, oldColumnName: a, newColumnName: c, columnDataType: int}",
    )
    .shows(&[(
        "SELECT is_nullable, column_default, column_comment FROM information_schema.columns \
          WHERE table_schema = DATABASE() AND table_name = 't' AND column_name = 'c'",
        &["NO | 1 | why"],
    )]),
    case(
        "a new type keeps the numbering",
        MYSQL_AND_MARIADB,
        &["CREATE TABLE t (c INT AUTO_INCREMENT PRIMARY KEY)"],
        "modifyDataType: {tableName: t, columnName: c, newDataType: bigint}",
    )
    .shows(&[(
        "SELECT data_type, extra FROM information_schema.columns \
          WHERE table_schema = DATABASE() AND table_name = 't' AND column_name = 'c'",
        &["bigint | auto_increment"],
    )]),
    case(
        "a new type keeps character set and collation",
        MYSQL_AND_MARIADB,
        &["CREATE TABLE t (id INT PRIMARY KEY, c VARCHAR(10) CHARACTER SET latin1 COLLATE latin1_bin)"],
        "modifyDataType: {tableName: t, columnName: c, newDataType: varchar(20)}",
    )
    .shows(&[(COLUMN, &["varchar(20) | YES | NULL |  |  | latin1_bin"])]),
    case(
        "a requirement keeps the time of the last update",
        MYSQL_AND_MARIADB,
        &["CREATE TABLE t (id INT PRIMARY KEY, c TIMESTAMP NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP COMMENT 'last')"],
        "addNotNullConstraint: {tableName: t, columnName: c, columnDataType: timestamp}",
    )
    .shows(&[(
        "SELECT is_nullable, LOWER(column_default) LIKE 'current_timestamp%', LOWER(extra) LIKE '%on update current_timestamp%', column_comment \
          FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 't' AND column_name = 'c'",
        &["NO | 1 | 1 | last"],
    )]),
    case(
        "a new type keeps what is computed",
        MYSQL_AND_MARIADB,
        &["CREATE TABLE t (id INT PRIMARY KEY, c INT GENERATED ALWAYS AS (id * 2) STORED)", "INSERT INTO t (id) VALUES (4)"],
        "modifyDataType: {tableName: t, columnName: c, newDataType: bigint}",
    )
    .shows(&[("SELECT c FROM t", &["8"]), (
        "SELECT data_type, generation_expression <> '' FROM information_schema.columns \
          WHERE table_schema = DATABASE() AND table_name = 't' AND column_name = 'c'",
        &["bigint | 1"],
    )]),
    case(
        "a new type keeps it out of sight",
        MYSQL_AND_MARIADB,
        &["CREATE TABLE t (id INT PRIMARY KEY, c INT DEFAULT 1 INVISIBLE)"],
        "modifyDataType: {tableName: t, columnName: c, newDataType: bigint}",
    )
    .shows(&[(
        "SELECT data_type, extra LIKE '%INVISIBLE%' FROM information_schema.columns \
          WHERE table_schema = DATABASE() AND table_name = 't' AND column_name = 'c'",
        &["bigint | 1"],
    )]),
    case(
        "a dropped requirement keeps default and comment",
        MYSQL_AND_MARIADB,
        &["CREATE TABLE t (id INT PRIMARY KEY, c INT NOT NULL DEFAULT 1 COMMENT 'why')"],
        "dropNotNullConstraint: {tableName: t, columnName: c, columnDataType: int}",
    )
    .shows(&[(
        "SELECT is_nullable, column_default, column_comment FROM information_schema.columns \
          WHERE table_schema = DATABASE() AND table_name = 't' AND column_name = 'c'",
        &["YES | 1 | why"],
    )]),
    known(
        "a default that is taken back leaves the one of before",
        &Engine::ALL,
        "createTable: {tableName: t, columns: [column: {name: id, type: int}, column: {name: c, type: int, defaultValueNumeric: 5}]}",
        "addDefaultValue: {tableName: t, columnName: c, columnDataType: int, defaultValueNumeric: 9}",
    )
    .and_back()
    .shows(&[("INSERT INTO t (id) VALUES (1)", &[]), ("SELECT id, c FROM t", &["1 | 5"])]),
    known(
        "rows go in without a value again when a default was taken back",
        &Engine::ALL,
        "createTable: {tableName: t, columns: [column: {name: id, type: int, constraints: {primaryKey: true}}, column: {name: c, type: int}]}",
        "addDefaultValue: {tableName: t, columnName: c, columnDataType: int, defaultValueNumeric: 9}",
    )
    .and_back()
    .shows(&[("INSERT INTO t (id) VALUES (1)", &[]), ("SELECT id, c FROM t", &["1 | NULL"])]),
    known(
        "columns of a primary key that is taken back may be empty again",
        &Engine::ALL,
        "createTable: {tableName: t, columns: [column: {name: id, type: int}, column: {name: c, type: int}]}",
        "addPrimaryKey: {tableName: t, columnNames: id, constraintName: pk_t}",
    )
    .and_back()
    .shows(&[("INSERT INTO t (c) VALUES (1)", &[]), ("SELECT id, c FROM t", &["NULL | 1"])]),
    known(
        "a foreign key that is taken back leaves no index",
        MYSQL_AND_MARIADB,
        "createTable: {tableName: t, columns: [column: {name: id, type: int, constraints: {primaryKey: true}}, column: {name: c, type: int}]}",
        "addForeignKeyConstraint: {baseTableName: t, baseColumnNames: c, referencedTableName: t, referencedColumnNames: id, constraintName: fk_t}",
    )
    .and_back()
    .shows(&[(
        "SELECT index_name FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = 't'",
        &["PRIMARY"],
    )]),
    case(
        "merged columns keep what one of them has",
        &Engine::ALL,
        &["CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(10), b VARCHAR(10))", "INSERT INTO t VALUES (1, 'x', NULL), (2, NULL, 'y'), (3, 'x', 'y')"],
        "mergeColumns: {tableName: t, column1Name: a, column2Name: b, joinString: '-', finalColumnName: c, finalColumnType: varchar(30)}",
    )
    .shows(&[("SELECT id, c FROM t ORDER BY id", &["1 | x", "2 | y", "3 | x-y"])]),
    case(
        "a name that is a function on the server",
        MYSQL_AND_MARIADB,
        &["SELECT 1"],
        "sql: {sql: 'create table count (i int)'}",
    )
    .shows(&[("SELECT COUNT(*) FROM count", &["0"])]),
    case(
        "an upper-case name is the server's own",
        &[Engine::Postgres],
        &["SELECT 1"],
        "createTable: {tableName: ALLUPPER, columns: [column: {name: ID, type: int}]}",
    )
    .shows(&[("SELECT id FROM allupper", &[])]),
    case(
        "bytes and signs of a text",
        &Engine::ALL,
        &["CREATE TABLE t (id INT PRIMARY KEY, c VARCHAR(40))"],
        r#"insert: {tableName: t, columns: [column: {name: id, valueNumeric: 1}, column: {name: c, value: "a\x1Ab\\'\"%_\t"}]}"#,
    )
    .shows(&[("SELECT c FROM t", &["a\u{1a}b\\'\"%_\t"])]),
    case(
        "a named unique constraint of a new column keeps its name",
        &[Engine::Sqlite],
        &["CREATE TABLE t (id INTEGER PRIMARY KEY)"],
        "addColumn: {tableName: t, columns: [column: {name: c, type: int, constraints: {unique: true, uniqueConstraintName: uq_c}}]}",
    )
    .shows(&[("SELECT sql LIKE '%CONSTRAINT uq_c UNIQUE%' FROM sqlite_master WHERE name = 't'", &["1"])]),
    case(
        "a rebuilt table leaves children, views, triggers and the last number alone",
        &[Engine::Sqlite],
        &[
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, c INTEGER)",
            "CREATE TABLE child (t_id INTEGER REFERENCES t (id) ON DELETE CASCADE)",
            "CREATE TABLE seen (id INTEGER)",
            "CREATE VIEW shown AS SELECT id, c FROM t",
            "CREATE TRIGGER watch AFTER INSERT ON t BEGIN INSERT INTO seen VALUES (new.id); END",
            "INSERT INTO t (c) VALUES (1), (2)",
            "DELETE FROM t WHERE id = 2",
            "INSERT INTO child VALUES (1)",
        ],
        "addNotNullConstraint: {tableName: t, columnName: c, columnDataType: int}",
    )
    .shows(&[
        ("SELECT t_id FROM child", &["1"]),
        ("SELECT id, c FROM shown", &["1 | 1"]),
        ("INSERT INTO t (c) VALUES (3)", &[]),
        ("SELECT id FROM t ORDER BY id", &["1", "3"]),
        ("SELECT id FROM seen ORDER BY id", &["1", "2", "3"]),
        ("PRAGMA foreign_key_check", &[]),
    ]),
    known(
        "a column with a foreign key goes back",
        &Engine::ALL,
        "createTable: {tableName: t, columns: [column: {name: id, type: int, constraints: {primaryKey: true}}]}",
        "addColumn: {tableName: t, columns: [column: {name: c, type: int, constraints: {foreignKeyName: fk_c, references: t(id)}}]}",
    )
    .and_back()
    .shows(&[("INSERT INTO t VALUES (1)", &[]), ("SELECT * FROM t", &["1"])]),
];

on_every_engine!(nothing_is_lost, a_narrower_type_does_not_cut_texts, a_replaced_view_comes_back);

fn nothing_is_lost(engine: Engine) {
    let mut failures = Vec::new();
    for case in CASES.iter().filter(|case| case.engines.contains(&engine)) {
        let (checkout, database) = checkout_on(engine, &changelog(&case.base.changes(), case.change));
        if let Err(failure) = outcome(case, &checkout, &database) {
            failures.push(format!("{}: {failure}", case.name));
        }
    }
    assert!(failures.is_empty(), "{engine:?}: {failures:#?}");
}

fn changelog(base: &str, change: &str) -> String {
    format!(
        "databaseChangeLog:\n  - changeSet:\n      id: base\n      author: ada\n      changes:\n{base}  - changeSet:\n      id: change\n      author: ada\n      changes:\n        - {change}\n"
    )
}

fn outcome(case: &Case, checkout: &Checkout, database: &Database) -> Result<(), String> {
    let commands: &[&[&str]] = if case.back { &[&["update"], &["rollback-count", "1"]] } else { &[&["update"]] };
    for command in commands {
        let finished = checkout.run(command);
        if finished.exit != 0 {
            return Err(format!("{command:?} ended with {}: {}", finished.exit, finished.stderr));
        }
    }
    for (query, expected) in case.look {
        let found = database.rows(query);
        if found != *expected {
            return Err(format!("`{query}` gave {found:?}"));
        }
    }
    Ok(())
}

/// With an explicit cast, as others write it, PostgreSQL would cut the text without a word.
fn a_narrower_type_does_not_cut_texts(engine: Engine) {
    let base = "        - createTable: {tableName: t, columns: [column: {name: c, type: varchar(50)}]}\n        - insert: {tableName: t, columns: [column: {name: c, value: abcdefghij}]}\n";
    let change = "modifyDataType: {tableName: t, columnName: c, newDataType: varchar(3)}";
    let (checkout, database) = checkout_on(engine, &changelog(base, change));
    let finished = checkout.run(&["update"]);
    // The lengths of SQLite's types mean nothing: the text stays whole.
    assert_eq!(finished.exit == 0, engine == Engine::Sqlite, "{engine:?}: {}", finished.stderr);
    assert_eq!(database.rows("SELECT c FROM t"), ["abcdefghij"], "{engine:?}");
}

fn a_replaced_view_comes_back(engine: Engine) {
    let base = "        - createTable: {tableName: t, columns: [column: {name: a, type: int}, column: {name: b, type: int}]}\n        - insert: {tableName: t, columns: [column: {name: a, valueNumeric: 1}, column: {name: b, valueNumeric: 2}]}\n        - createView: {viewName: v, selectQuery: SELECT a AS x FROM t}\n";
    let change = "createView: {viewName: v, replaceIfExists: true, selectQuery: SELECT b AS x FROM t}";
    let (checkout, database) = checkout_on(engine, &changelog(base, change));
    checkout.expect(0, &["update"]);
    assert_eq!(database.rows("SELECT x FROM v"), ["2"], "{engine:?}");
    checkout.expect(0, &["rollback-count", "1"]);
    assert_eq!(database.rows("SELECT x FROM v"), ["1"], "{engine:?}");
}
