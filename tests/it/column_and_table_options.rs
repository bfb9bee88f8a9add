//! Generated columns, numbered columns and the options of a table: each server makes them as they are written, keeps
//! them through a change beside them, and has them again after a way back.

use amend_catalog::Constraint;
use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::checkout_on;

on_every_engine!(
    generated_columns,
    numbered_columns,
    constraints_of_columns,
    options_of_a_table,
    options_of_other_products
);

/// A changelog of one change set for each text of changes.
fn changelog(change_sets: &[String]) -> String {
    let one = |(at, changes): (usize, &String)| {
        format!("  - changeSet:\n      id: c{at}\n      author: ada\n      changes: [{changes}]\n")
    };
    format!("databaseChangeLog:\n{}", change_sets.iter().enumerate().map(one).collect::<String>())
}

/// Applies everything, takes the last change set back, and applies it again: the same is there each time.
fn there_back_and_there(checkout: &Checkout, database: &Database, check: &dyn Fn(&Database)) {
    checkout.expect(0, &["update"]);
    let end = database.inspect();
    check(database);
    checkout.expect(0, &["rollback-count", "1"]);
    assert_ne!(database.inspect(), end, "{:?}: nothing was taken back", database.engine());
    checkout.expect(0, &["update"]);
    assert_eq!(database.inspect(), end, "{:?}", database.engine());
    check(database);
}

fn generated_columns(engine: Engine) {
    // PostgreSQL 15 has no generated columns that are computed when they are read.
    let kept = if engine == Engine::Postgres { "" } else { " virtual" };
    let table = format!(
        "createTable: {{tableName: t, generated: [twice = a * 2{kept}, more = a + 1 stored], columns: [\
         {{column: {{name: a, type: int}}}}, {{column: {{name: twice, type: int}}}}, \
         {{column: {{name: more, type: int}}}}]}}"
    );
    // SQLite adds no stored column to a table that is there, other than by making the table anew.
    let added = "addColumn: {tableName: t, generated: [less = a - 1], columns: [{column: {name: less, type: int}}]}";
    let beside = "{addNotNullConstraint: {tableName: t, columnName: a, columnDataType: int, defaultNullValue: 0}}, \
                  {renameColumn: {tableName: t, oldColumnName: more, newColumnName: next, columnDataType: int}}";
    let (checkout, database) = checkout_on(engine, &changelog(&[table, added.to_owned(), beside.to_owned()]));
    there_back_and_there(&checkout, &database, &|database| {
        database.run("DELETE FROM t");
        database.run("INSERT INTO t (a) VALUES (20)");
        for (column, value) in [("twice", "40"), ("next", "21"), ("less", "19")] {
            assert_eq!(database.value(&format!("SELECT {column} FROM t")), value, "{engine:?}");
        }
    });
    checkout.expect(0, &["rollback-count", "2"]);
    let left = database.inspect();
    let table = left.tables.iter().find(|table| table.name.name == "t").unwrap();
    let names: Vec<_> = table.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["a", "twice", "more"], "{engine:?}");
    assert!(table.columns[1].generated.is_some() && table.columns[2].generated.is_some(), "{engine:?}: {table:?}");
}

fn numbered_columns(engine: Engine) {
    let options = match engine {
        Engine::Postgres => "startWith: 100, incrementBy: 5, generationType: ALWAYS",
        _ => "startWith: 100",
    };
    let table = format!(
        "createTable: {{tableName: t, columns: [{{column: {{name: id, type: bigint, autoIncrement: true, {options}, \
         constraints: {{primaryKey: true}}}}}}, {{column: {{name: a, type: int}}}}]}}"
    );
    let beside = "addNotNullConstraint: {tableName: t, columnName: a, columnDataType: int}";
    let (checkout, database) = checkout_on(engine, &changelog(&[table, beside.to_owned()]));
    there_back_and_there(&checkout, &database, &|database| {
        database.run("INSERT INTO t (a) VALUES (7)");
        database.run("INSERT INTO t (a) VALUES (7)");
    });
    let ids = database.value("SELECT MIN(id) FROM t") + " " + &database.value("SELECT MAX(id) FROM t");
    let expected = match engine {
        Engine::Postgres => "100 115",
        Engine::MySql | Engine::MariaDb => "100 103",
        Engine::Sqlite => "1 4",
    };
    assert_eq!(ids, expected, "{engine:?}");
}

/// What can be put off, and what need not be checked, is so where the product has it; a new table has no rows to check.
fn constraints_of_columns(engine: Engine) {
    let parent = "createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: \
                  {primaryKey: true}}}]}";
    let reference = |name: &str| {
        format!(
            "{{column: {{name: {name}, type: int, constraints: {{foreignKeyName: fk_{name}, references: p(id), \
             validateForeignKey: false}}}}}}"
        )
    };
    let table = format!(
        "createTable: {{tableName: t, columns: [{{column: {{name: id, type: int, constraints: {{primaryKey: true, \
         initiallyDeferred: true}}}}}}, {}]}}",
        reference("a")
    );
    let added = format!("addColumn: {{tableName: t, columns: [{}]}}", reference("b"));
    let (checkout, database) = checkout_on(engine, &changelog(&[parent.to_owned(), table, added]));
    there_back_and_there(&checkout, &database, &|database| {
        let found = database.inspect();
        let table = found.tables.iter().find(|table| table.name.name == "t").unwrap();
        let is_postgresql = engine == Engine::Postgres;
        assert_eq!(table.primary_key().unwrap().initially_deferred, is_postgresql, "{engine:?}");
        let validated = |column: &str| {
            table
                .constraints
                .iter()
                .any(|it| matches!(it, Constraint::ForeignKey(key) if key.columns == [column] && key.validated))
        };
        assert_eq!((validated("a"), validated("b")), (true, !is_postgresql), "{engine:?}");
    });
    checkout.expect(0, &["verify"]);
}

/// The options that a product has, and the query that reads them back.
fn own_options(engine: Engine) -> (&'static str, &'static str, &'static str) {
    match engine {
        Engine::Postgres => (
            "tablespace: pg_default",
            "SELECT coalesce((SELECT tablespace FROM pg_tables WHERE tablename = 't'), 'pg_default')",
            "pg_default",
        ),
        Engine::MySql | Engine::MariaDb => (
            "engine: MyISAM, charset: latin1, collation: latin1_bin, remarks: kept",
            "SELECT concat(engine, ' ', table_collation, ' ', table_comment) FROM information_schema.tables \
             WHERE table_schema = DATABASE() AND table_name = 't'",
            "MyISAM latin1_bin kept",
        ),
        Engine::Sqlite => (
            "strict: true, withoutRowid: true",
            "SELECT strict || ' ' || wr FROM pragma_table_list WHERE name = 't'",
            "1 1",
        ),
    }
}

fn options_of_a_table(engine: Engine) {
    let (options, query, expected) = own_options(engine);
    let table = format!(
        "createTable: {{tableName: t, {options}, columns: [{{column: {{name: id, type: int, constraints: \
         {{primaryKey: true}}}}}}, {{column: {{name: a, type: int}}}}]}}"
    );
    let beside = "addNotNullConstraint: {tableName: t, columnName: a, columnDataType: int}";
    let (checkout, database) = checkout_on(engine, &changelog(&[table, beside.to_owned()]));
    there_back_and_there(&checkout, &database, &|database| {
        assert_eq!(database.value(query), expected, "{engine:?}");
    });
}

/// What a product does not have is refused where it would change what is kept, and else spoken of.
fn options_of_other_products(engine: Engine) {
    let table = |option: &str| {
        changelog(&[format!("createTable: {{tableName: t, {option}, columns: [{{column: {{name: a, type: int}}}}]}}")])
    };
    let mysql = matches!(engine, Engine::MySql | Engine::MariaDb);
    let options = [
        ("engine: MyISAM", mysql),
        ("charset: latin1", mysql),
        ("collation: latin1_bin", mysql),
        ("strict: true", engine == Engine::Sqlite),
    ];
    for (option, has) in options {
        let (checkout, database) = checkout_on(engine, &table(option));
        let told = checkout.expect(if has { 0 } else { 3 }, &["update"]);
        let is_told = told.stderr.contains("changelog.yaml:5:");
        assert_eq!(is_told, !has, "{engine:?}, {option}: {}", told.stderr);
        assert_eq!(database.inspect().tables.is_empty(), !has, "{engine:?}, {option}");
    }
    let (checkout, _database) = checkout_on(engine, &table("tablespace: pg_default"));
    let told = checkout.expect(0, &["update"]).stderr;
    assert_eq!(told.contains("`tablespace` has no effect"), engine != Engine::Postgres, "{engine:?}: {told}");
}
