//! Types that list their values: a column's own on MySQL and MariaDB, an object of its own on PostgreSQL, none on
//! SQLite. A changelog for all of them names the type by a property.

use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{checkout_on, ids};

on_every_engine!(a_type_by_a_property, a_type_in_place);

const BY_PROPERTY: &str = r#"
databaseChangeLog:
  - property: {name: mood, value: "enum('calm', 'glad')", dbms: "mysql, mariadb"}
  - property: {name: mood, value: mood, dbms: postgresql}
  - property: {name: mood, value: varchar(4), dbms: sqlite}
  - property: {name: wider, value: "enum('calm', 'glad', 'wild')", dbms: "mysql, mariadb"}
  - property: {name: wider, value: varchar(9), dbms: "postgresql, sqlite"}
  - changeSet:
      id: type
      author: ada
      dbms: postgresql
      changes:
        - sql: CREATE TYPE mood AS ENUM ('calm', 'glad')
      rollback: DROP TYPE mood
  - changeSet:
      id: table
      author: ada
      changes:
        - createTable:
            tableName: person
            columns:
              - column: {name: id, type: int, constraints: {primaryKey: true}}
              - column: {name: mood, type: "${mood}", defaultValue: calm}
        - addColumn:
            tableName: person
            columns:
              - column: {name: wish, type: "${mood}", defaultValue: glad, constraints: {nullable: false}}
        - insert: {tableName: person, columns: [{column: {name: id, valueNumeric: 1}}]}
      rollback:
        - delete: {tableName: person}
        - dropTable: {tableName: person}
  - changeSet:
      id: columns
      author: ada
      changes:
        - addNotNullConstraint: {tableName: person, columnName: mood, columnDataType: "${mood}"}
        - renameColumn: {tableName: person, oldColumnName: mood, newColumnName: state, columnDataType: "${mood}"}
        - modifyDataType: {tableName: person, columnName: wish, newDataType: "${wider}"}
        - dropDefaultValue: {tableName: person, columnName: state, columnDataType: "${mood}"}
        - addDefaultValue: {tableName: person, columnName: state, columnDataType: "${mood}", defaultValue: glad}
"#;

fn a_type_by_a_property(engine: Engine) {
    let (checkout, database) = checkout_on(engine, BY_PROPERTY);
    checkout.expect(0, &["update"]);
    database.run("INSERT INTO person (id) VALUES (2)");
    assert_eq!(database.value("SELECT state FROM person WHERE id = 1"), "calm", "{engine:?}");
    assert_eq!(database.value("SELECT state FROM person WHERE id = 2"), "glad", "{engine:?}");
    assert_eq!(database.value("SELECT wish FROM person WHERE id = 2"), "glad", "{engine:?}");
    let end = database.inspect();
    checkout.expect(0, &["rollback-count", "1"]);
    assert_eq!(database.value("SELECT mood FROM person WHERE id = 2"), "glad", "{engine:?}");
    checkout.expect(0, &["update"]);
    assert_eq!(database.inspect(), end, "{engine:?}");
    checkout.expect(0, &["rollback-count", "3"]);
    assert!(database.inspect().tables.iter().all(|table| table.name.name != "person"), "{engine:?}");
}

const IN_PLACE: &str = r#"
databaseChangeLog:
  - changeSet:
      id: table
      author: ada
      changes:
        - createTable: {tableName: person, columns: [{column: {name: mood, type: "enum('calm', 'glad')"}}]}
"#;

fn a_type_in_place(engine: Engine) {
    let (checkout, database) = checkout_on(engine, IN_PLACE);
    if matches!(engine, Engine::MySql | Engine::MariaDb) {
        checkout.expect(0, &["update"]);
        assert_eq!(ids(&database), ["table"], "{engine:?}");
        return;
    }
    let told = checkout.expect(3, &["update"]);
    assert!(told.stderr.contains("has no type of a column that lists its values"), "{engine:?}: {}", told.stderr);
    assert!(told.stderr.contains("changelog.yaml:7:"), "{engine:?}: {}", told.stderr);
    assert!(ids(&database).is_empty(), "{engine:?}");
}
