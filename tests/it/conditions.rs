//! What conditions find on each server, one by one as Liquibase (4.28.0) finds it: the answers decide what runs.

use std::fmt::Write;

use amend_plan::ExecType;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use crate::support::{checkout_on, history};

const OBJECTS: &str = r#"
databaseChangeLog:
- changeSet:
    id: objects
    author: ada
    changes:
    - createTable:
        tableName: people
        columns:
        - column: {name: id, type: int, constraints: {primaryKey: true, primaryKeyName: pk_people, nullable: false}}
        - column: {name: name, type: varchar(20)}
        - column: {name: code, type: varchar(20), constraints: {unique: true, uniqueConstraintName: uq_people}}
        - column: {name: a, type: int}
        - column: {name: b, type: int}
        - column: {name: odd name, type: int}
    - createTable:
        tableName: child
        columns:
        - column: {name: id, type: int}
        - column: {name: t_id, type: int, constraints: {foreignKeyName: fk_child, references: people(id)}}
    - createTable:
        tableName: bare
        columns:
        - column: {name: id, type: int, constraints: {unique: true, uniqueConstraintName: MixedUq}}
    - createTable:
        tableName: MixedCase
        columns:
        - column: {name: id, type: int, constraints: {foreignKeyName: MixedFk, references: people(id)}}
    - createIndex: {indexName: people_name, tableName: people, columns: [{column: {name: name}}]}
    - createIndex: {indexName: people_ab, tableName: people, columns: [{column: {name: a}}, {column: {name: b}}]}
    - createView: {viewName: names, selectQuery: "select id, name from people"}
    - createView: {viewName: MixedView, selectQuery: "select id, name from people"}
    - createIndex: {indexName: MixedIx, tableName: MixedCase, columns: [{column: {name: id}}]}
    - sql: {sql: "insert into people (id, name, code) values (1, 'ann', 'x')"}
    - sql: {sql: "insert into people (id, name, code) values (2, 'bob', 'y')"}
- changeSet:
    id: sequence
    author: ada
    dbms: postgresql, mariadb
    changes:
    - createSequence: {sequenceName: numbers}
"#;

/// Conditions, and what each engine (in the order of [`Engine::ALL`]) says: it holds, it does not, it cannot be answered.
const ANSWERS: &[(&str, &str)] = &[
    ("tableExists: {tableName: people}", "++++"),
    ("tableExists: {tableName: PEOPLE}", "+---"),
    ("tableExists: {tableName: nope}", "----"),
    ("tableExists: {tableName: MixedCase}", "++++"),
    ("tableExists: {tableName: mixedcase}", "+---"),
    ("tableExists: {tableName: names}", "----"),
    ("tableExists: {schemaName: nosuchschema, tableName: people}", "---+"),
    ("columnExists: {tableName: people, columnName: name}", "++++"),
    ("columnExists: {tableName: PEOPLE, columnName: NAME}", "+---"),
    ("columnExists: {tableName: people, columnName: nope}", "----"),
    ("columnExists: {tableName: nope, columnName: name}", "----"),
    (r#"columnExists: {tableName: people, columnName: "odd name"}"#, "++++"),
    ("columnExists: {tableName: names, columnName: id}", "++++"),
    ("viewExists: {viewName: names}", "++++"),
    ("viewExists: {viewName: NAMES}", "+---"),
    ("viewExists: {viewName: nope}", "----"),
    ("viewExists: {viewName: people}", "----"),
    ("indexExists: {indexName: people_name}", "++++"),
    ("indexExists: {indexName: people_name, tableName: people}", "++++"),
    ("indexExists: {tableName: people, columnNames: name}", "++++"),
    (r#"indexExists: {tableName: people, columnNames: "a, b"}"#, "++++"),
    (r#"indexExists: {tableName: people, columnNames: "b, a"}"#, "----"),
    (r#"indexExists: {tableName: people, columnNames: "a"}"#, "----"),
    ("indexExists: {indexName: PEOPLE_NAME}", "+---"),
    ("indexExists: {indexName: nope}", "----"),
    ("indexExists: {tableName: people, columnNames: id}", "+++-"),
    ("primaryKeyExists: {tableName: people}", "++++"),
    ("primaryKeyExists: {tableName: people, primaryKeyName: pk_people}", "+--+"),
    ("primaryKeyExists: {tableName: people, primaryKeyName: pk_other}", "----"),
    ("primaryKeyExists: {primaryKeyName: pk_people}", "+!!!"),
    ("primaryKeyExists: {tableName: bare}", "----"),
    ("foreignKeyConstraintExists: {foreignKeyTableName: child, foreignKeyName: fk_child}", "++++"),
    ("foreignKeyConstraintExists: {foreignKeyName: fk_child}", "++++"),
    ("foreignKeyConstraintExists: {foreignKeyTableName: child, foreignKeyName: fk_nope}", "----"),
    ("uniqueConstraintExists: {tableName: people, constraintName: uq_people}", "+++-"),
    ("uniqueConstraintExists: {tableName: people, columnNames: code}", "+---"),
    ("uniqueConstraintExists: {tableName: people, constraintName: uq_nope}", "----"),
    ("sequenceExists: {sequenceName: numbers}", "+-+-"),
    ("sequenceExists: {sequenceName: NUMBERS}", "----"),
    ("sequenceExists: {sequenceName: nope}", "----"),
    (r#"sqlCheck: {expectedResult: 2, sql: "select count(*) from people"}"#, "++++"),
    (r#"sqlCheck: {expectedResult: "2", sql: "select count(*) from people;"}"#, "++++"),
    (r#"sqlCheck: {expectedResult: 3, sql: "select count(*) from people"}"#, "----"),
    (r#"sqlCheck: {expectedResult: 3, sql: "select id from people where 1=0"}"#, "!!!!"),
    (r#"sqlCheck: {expectedResult: 3, sql: "select null"}"#, "----"),
    (r#"sqlCheck: {expectedResult: 3, sql: "select * from nope"}"#, "!!!!"),
    (r#"sqlCheck: {expectedResult: 1, sql: "select id from people order by id"}"#, "!!!!"),
    (r#"sqlCheck: {expectedResult: 1, sql: "select id, name from people where id=1"}"#, "!!!!"),
    (r#"sqlCheck: {expectedResult: "ann", sql: "select name from people where id=1"}"#, "++++"),
    (r#"sqlCheck: {expectedResult: "Ann", sql: "select name from people where id=1"}"#, "----"),
    (r#"sqlCheck: {expectedResult: t, sql: "select 1=1"}"#, "+---"),
    (r#"sqlCheck: {expectedResult: "1", sql: "select 1=1"}"#, "-+++"),
    (r#"sqlCheck: {expectedResult: true, sql: "select 1=1"}"#, "----"),
    (r#"sqlCheck: {expectedResult: 1.50, sql: "select 1.50"}"#, "---+"),
    (r#"sqlCheck: {expectedResult: "1.50", sql: "select 1.50"}"#, "+++-"),
    ("rowCount: {tableName: people, expectedRows: 2}", "++++"),
    ("rowCount: {tableName: people, expectedRows: 3}", "----"),
    ("rowCount: {tableName: nope, expectedRows: 3}", "!!!!"),
    ("tableIsEmpty: {tableName: bare}", "++++"),
    ("tableIsEmpty: {tableName: people}", "----"),
    ("tableIsEmpty: {tableName: nope}", "!!!!"),
    ("runningAs: {username: root}", "-++-"),
    ("runningAs: {username: POSTGRES}", "+---"),
    ("columnExists: {tableName: people, columnName: NAME}", "+++-"),
    (r#"columnExists: {tableName: people, columnName: "Odd Name"}"#, "+---"),
    ("columnExists: {tableName: names, columnName: ID}", "+++-"),
    ("columnExists: {tableName: names, columnName: nope}", "----"),
    ("viewExists: {viewName: MixedView}", "++++"),
    ("viewExists: {viewName: mixedview}", "+---"),
    ("viewExists: {schemaName: nosuch, viewName: names}", "---+"),
    ("indexExists: {indexName: people_name, tableName: PEOPLE}", "+--+"),
    ("indexExists: {indexName: PEOPLE_NAME, tableName: people}", "+---"),
    ("indexExists: {tableName: people, columnNames: NAME}", "+---"),
    (r#"indexExists: {indexName: people_ab, tableName: people, columnNames: "a"}"#, "++++"),
    (r#"indexExists: {columnNames: "a,b"}"#, "----"),
    ("indexExists: {indexName: mixedix}", "----"),
    ("indexExists: {indexName: uq_people}", "+++-"),
    ("indexExists: {tableName: people, columnNames: code}", "++++"),
    ("indexExists: {indexName: pk_people}", "+---"),
    ("indexExists: {schemaName: nosuch, indexName: people_name, tableName: people}", "---+"),
    ("primaryKeyExists: {tableName: PEOPLE}", "+--+"),
    ("primaryKeyExists: {tableName: people, primaryKeyName: PK_PEOPLE}", "+--+"),
    ("primaryKeyExists: {tableName: people, primaryKeyName: PRIMARY}", "-++-"),
    ("primaryKeyExists: {primaryKeyName: nope}", "-!!!"),
    ("primaryKeyExists: {schemaName: nosuch, tableName: people}", "---+"),
    ("foreignKeyConstraintExists: {foreignKeyName: FK_CHILD}", "+---"),
    ("foreignKeyConstraintExists: {foreignKeyTableName: CHILD, foreignKeyName: fk_child}", "+--+"),
    ("foreignKeyConstraintExists: {foreignKeyName: mixedfk}", "+---"),
    ("foreignKeyConstraintExists: {foreignKeyTableName: child}", "----"),
    ("foreignKeyConstraintExists: {foreignKeyTableName: people, foreignKeyName: fk_child}", "----"),
    ("uniqueConstraintExists: {tableName: people, constraintName: UQ_PEOPLE}", "+++-"),
    ("uniqueConstraintExists: {tableName: PEOPLE, constraintName: uq_people}", "+---"),
    ("uniqueConstraintExists: {tableName: people, constraintName: uq_people, columnNames: name}", "+++-"),
    ("uniqueConstraintExists: {tableName: people, columnNames: CODE}", "+---"),
    ("viewExists: {}", "----"),
];

on_every_engine!(answers_are_liquibase_s);

fn answers_are_liquibase_s(engine: Engine) {
    let (checkout, database) = checkout_on(engine, &changelog());
    checkout.expect(0, &["update"]);
    let rows = history(&database);
    let at = Engine::ALL.iter().position(|it| *it == engine).unwrap();
    let found = |id: usize| match rows.iter().find(|row| row.key.id == id.to_string()).map(|row| row.exec_type) {
        Some(ExecType::Executed) => '+',
        Some(_) => '-',
        None => '!',
    };
    let wrong = ANSWERS.iter().enumerate().filter(|(id, (_, answers))| answers.chars().nth(at) != Some(found(*id)));
    let wrong: Vec<String> = wrong.map(|(id, (condition, _))| format!("{condition}: {}", found(id))).collect();
    assert!(wrong.is_empty(), "{engine:?}:\n{}", wrong.join("\n"));
}

/// One change set a condition: recorded as run where it holds, as passed over where it does not, not at all otherwise.
fn changelog() -> String {
    let mut text = OBJECTS.to_owned();
    for (id, (condition, _)) in ANSWERS.iter().enumerate() {
        let guard = format!("[onFail: MARK_RAN, onError: CONTINUE, {{{condition}}}]");
        let _ = writeln!(text, "- changeSet: {{id: '{id}', author: ada, preConditions: {guard}, changes: []}}");
    }
    text
}
