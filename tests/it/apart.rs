//! Single change sets that go back: what depends on them is shown, or comes along; what others did stays.

use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{checkout_on, ids};

const SHOP: &str = r#"
databaseChangeLog:
  - changeSet:
      id: person
      author: ada
      changes:
        - createTable: {tableName: person, columns: [column: {name: id, type: int}]}
  - changeSet:
      id: name
      author: ada
      changes:
        - addColumn: {tableName: person, columns: [column: {name: name, type: varchar(20)}]}
  - changeSet:
      id: index
      author: ada
      changes:
        - createIndex: {tableName: person, indexName: person_name, columns: [column: {name: name}]}
  - changeSet:
      id: country
      author: ada
      changes:
        - createTable: {tableName: country, columns: [column: {name: code, type: char(2)}]}
"#;

on_every_engine!(what_depends_on_it_comes_along, the_rest_of_an_object_stays, a_run_goes_back);

fn what_depends_on_it_comes_along(engine: Engine) {
    let (checkout, database) = checkout_on(engine, SHOP);
    checkout.expect(0, &["update"]);
    let name = "changelog.yaml::name::ada";
    let refused = checkout.expect(9, &["rollback-one-changeset", name]);
    assert!(
        refused.stderr.contains("`changelog.yaml::index::ada` depends on `changelog.yaml::name::ada`"),
        "{}",
        refused.stderr
    );
    assert!(refused.stderr.contains("--with-dependents"), "{}", refused.stderr);
    assert_eq!(ids(&database), ["person", "name", "index", "country"]);
    let by_parts = ["--changeset-id", "name", "--changeset-author", "ada", "--changeset-path", "changelog.yaml"];
    let script = checkout.expect(0, &[&["rollback-one-changeset-sql"], &by_parts[..], &["--with-dependents"]].concat());
    let places = ["person_name", "DROP COLUMN"].map(|text| script.stdout.find(text));
    assert!(engine == Engine::Sqlite || places[0] < places[1], "{}", script.stdout);
    assert_eq!(ids(&database).len(), 4);
    checkout.expect(0, &[&["rollback-one-changeset", "--force", "--with-dependents"], &by_parts[..]].concat());
    assert_eq!(ids(&database), ["person", "country"]);
    checkout.expect(0, &["update"]);
    assert_eq!(ids(&database), ["person", "country", "name", "index"]);
    let unknown = checkout.expect(9, &["rollback-one-changeset", "changelog.yaml::nam::ada"]);
    assert!(unknown.stderr.contains("did you mean `changelog.yaml::name::ada`?"), "{}", unknown.stderr);
}

const LAYERS: &str = r#"
databaseChangeLog:
  - changeSet:
      id: person
      author: ada
      changes:
        - createTable: {tableName: person, columns: [column: {name: id, type: int}, column: {name: age, type: int}]}
  - changeSet:
      id: wide
      author: ada
      changes:
        - modifyDataType: {tableName: person, columnName: age, newDataType: bigint}
  - changeSet:
      id: mail
      author: ada
      changes:
        - addColumn: {tableName: person, columns: [column: {name: mail, type: varchar(20)}]}
  - changeSet:
      id: gone
      author: ada
      changes:
        - dropColumn: {tableName: person, columnName: age}
"#;

fn the_rest_of_an_object_stays(engine: Engine) {
    let (checkout, database) = checkout_on(engine, LAYERS);
    checkout.expect(0, &["update-count", "3"]);
    checkout.expect(0, &["rollback-one-changeset", "changelog.yaml::wide::ada"]);
    assert_eq!(ids(&database), ["person", "mail"]);
    let rows = database.rows("select id, age, mail from person");
    assert!(rows.is_empty());
    checkout.expect(0, &["update"]);
    let refused = checkout.expect(9, &["rollback-one-changeset", "changelog.yaml::wide::ada"]);
    assert!(refused.stderr.contains("`changelog.yaml::gone::ada` depends on"), "{}", refused.stderr);
}

fn a_run_goes_back(engine: Engine) {
    let (checkout, database) = checkout_on(engine, SHOP);
    checkout.expect(0, &["update-count", "2"]);
    checkout.expect(0, &["update"]);
    checkout.expect(0, &["rollback-one-update"]);
    assert_eq!(ids(&database), ["person", "name"]);
    checkout.expect(9, &["rollback-one-update", "--deployment-id", "0"]);
    let script = checkout.expect(0, &["rollback-one-update-sql"]);
    assert!(script.stdout.contains("DROP TABLE"), "{}", script.stdout);
}
