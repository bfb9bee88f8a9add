//! Names and texts that try to break out of their quotes: on each server the objects have exactly these names, or there is
//! an error and nothing of them; nothing else happens.
//!
//! `AMEND_TEST_NAMES` sets how many names are tried.

use amend_catalog::Catalog;
use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;
use serde_json::{Value, json};

use crate::support::{checkout_on, history, number_from_environment};

/// What ends a quote, a statement or a comment somewhere, and what is hard to print.
const PIECES: [&str; 20] = [
    "'",
    "\"",
    "`",
    "]",
    "[",
    "\\",
    ";",
    "--",
    "/*",
    "*/",
    "#",
    "%",
    "$$",
    "?",
    ":a",
    "${a}",
    "\n",
    "\t",
    "\u{1f600}",
    "é",
];

const ATTACK: &str = "drop table victim";

/// Each piece alone, around an attack, and next to another piece.
fn names(count: usize) -> impl Iterator<Item = String> {
    let around = |at: usize| {
        let (first, other) = (PIECES[at % PIECES.len()], PIECES[(at * 7 + 3) % PIECES.len()]);
        match at / PIECES.len() % 5 {
            0 => format!("a{first}b"),
            1 => format!("a{first}; {ATTACK}; --"),
            2 => format!("a{first}{other}b"),
            3 => format!("{first}{first}x"),
            _ => format!("x{other}) {ATTACK} {first}"),
        }
    };
    (0..count).map(around)
}

on_every_engine!(names_stay_names);

fn names_stay_names(engine: Engine) {
    let (checkout, database) = checkout_on(engine, "");
    database.run("CREATE TABLE victim (id int)");
    database.run("INSERT INTO victim (id) VALUES (1)");
    let (mut made, mut refused) = (0, 0);
    for (number, name) in names(number_from_environment("AMEND_TEST_NAMES", 40)).enumerate() {
        let was_made = tried(&checkout, &database, &name);
        *if was_made { &mut made } else { &mut refused } += 1;
        assert_eq!(database.rows("SELECT id FROM victim"), ["1"], "{engine:?}, name {number}: {name:?}");
    }
    println!("{engine:?}: {made} names were made, {refused} refused");
    assert!(made > refused, "{engine:?}: {made} made, {refused} refused");
}

/// Whether everything was made under the name; otherwise nothing was.
fn tried(checkout: &Checkout, database: &Database, name: &str) -> bool {
    checkout.write("changelog.yaml", changelog(name).to_string());
    let finished = checkout.run(&["update"]);
    let found = database.inspect();
    if finished.exit != 0 {
        assert_eq!(
            found.tables.len(),
            1,
            "{:?}: {name:?} left something behind: {}",
            database.engine(),
            finished.stderr
        );
        return false;
    }
    check(&found, name, &finished.stderr);
    let rows = history(database);
    assert_eq!([rows[0].key.id.as_str(), rows[0].key.author.as_str()], [name, name]);
    assert_eq!(rows[0].comments.as_deref(), Some(name.trim()));
    let written = database.with_session(async |session| {
        session.query(&format!("SELECT * FROM {}", quoted(database.engine(), name))).await
    });
    assert_eq!(written.unwrap()[0][0].as_deref(), Some(name));
    checkout.expect(0, &["rollback-count", "1"]);
    assert_eq!(database.inspect().tables.len(), 1, "{name:?} stayed");
    true
}

/// A table, a column, a key, an index, a comment, a default and a value of that name or text.
fn changelog(name: &str) -> Value {
    json!({"databaseChangeLog": [{"changeSet": {"id": name, "author": name, "comment": name, "changes": [
        {"createTable": {"tableName": name, "remarks": name, "columns": [
            {"column": {"name": name, "type": "varchar(200)", "defaultValue": name, "remarks": name}},
            {"column": {"name": "k", "type": "int", "constraints": {"unique": true, "uniqueConstraintName": format!("u{name}")}}},
        ]}},
        {"createIndex": {"tableName": name, "indexName": format!("i{name}"), "columns": [{"column": {"name": "k"}}, {"column": {"name": name}}]}},
        {"insert": {"tableName": name, "columns": [{"column": {"name": name, "value": name}}, {"column": {"name": "k", "valueNumeric": 1}}]}},
    ], "rollback": [{"dropTable": {"tableName": name}}]}}]})
}

fn check(found: &Catalog, name: &str, said: &str) {
    let table = found.tables.iter().find(|table| table.name.name == name);
    let table = table.unwrap_or_else(|| panic!("no table {name:?}: {said}"));
    assert_eq!(table.columns[0].name, name);
    assert!(table.indexes.iter().any(|index| index.name == format!("i{name}")), "{name:?}: {:?}", table.indexes);
    assert_eq!(found.tables.len(), 2);
}

fn quoted(engine: Engine, name: &str) -> String {
    match engine {
        Engine::Postgres | Engine::Sqlite => format!("\"{}\"", name.replace('"', "\"\"")),
        Engine::MySql | Engine::MariaDb => format!("`{}`", name.replace('`', "``")),
    }
}
