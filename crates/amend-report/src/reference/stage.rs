//! What must be there for the examples of the reference pages: tables with their data files, and what stands on them.

/// A word of examples, with the change that they build on.
pub struct Prop {
    /// The name of an object, or of a change.
    name: &'static str,
    /// Whether it is a table: what an example makes stands on tables.
    is_table: bool,
    change: &'static str,
}

const fn table(name: &'static str, change: &'static str) -> Prop {
    Prop { name, is_table: true, change }
}

const fn on_tables(name: &'static str, change: &'static str) -> Prop {
    Prop { name, is_table: false, change }
}

/// What is there, in an order in which it can be made.
const PROPS: &[Prop] = &[
    table(
        "country",
        "createTable: {tableName: country, columns: [\
         {column: {name: code, type: char(2), constraints: {primaryKey: true, nullable: false}}}, \
         {column: {name: name, type: varchar(80)}}]}",
    ),
    table(
        "person",
        "createTable: {tableName: person, columns: [\
         {column: {name: id, type: int, constraints: {primaryKey: true, nullable: false}}}, \
         {column: {name: name, type: varchar(80), constraints: {nullable: false}}}, \
         {column: {name: email, type: varchar(120)}}, \
         {column: {name: age, type: int, defaultValueNumeric: 0}}, \
         {column: {name: birthday, type: date}}, \
         {column: {name: country, type: char(2)}}]}",
    ),
    table(
        "club",
        "createTable: {tableName: club, columns: [\
         {column: {name: id, type: int, constraints: {primaryKey: true, nullable: false}}}]}",
    ),
    table(
        "membership",
        "createTable: {tableName: membership, columns: [\
         {column: {name: person_id, type: int, \
         constraints: {nullable: false, foreignKeyName: fk_membership_person, references: person(id)}}}, \
         {column: {name: club_id, type: int, constraints: {nullable: false}}}]}",
    ),
    table(
        "address",
        "createTable: {tableName: address, columns: [\
         {column: {name: street, type: varchar(80)}}, {column: {name: house, type: varchar(10)}}, \
         {column: {name: city, type: varchar(80)}}]}",
    ),
    on_tables(
        "uq_person_email",
        "addUniqueConstraint: {tableName: person, columnNames: email, constraintName: uq_person_email}",
    ),
    on_tables(
        "ck_person_age",
        "addCheckConstraint: {tableName: person, constraintName: ck_person_age, constraintBody: age >= 0}",
    ),
    on_tables(
        "ix_person_name",
        "createIndex: {tableName: person, indexName: ix_person_name, columns: [{column: {name: name}}]}",
    ),
    on_tables("adult", "createView: {viewName: adult, selectQuery: select id from person where age > 17}"),
    on_tables("person_number", "createSequence: {sequenceName: person_number}"),
    on_tables(
        "one",
        "createFunction: {functionName: one, dbms: postgresql, \
         functionBody: CREATE FUNCTION one() RETURNS integer LANGUAGE SQL AS 'SELECT 1'}",
    ),
    on_tables(
        "one",
        "createFunction: {functionName: one, dbms: '!postgresql', \
         functionBody: CREATE FUNCTION one() RETURNS INT DETERMINISTIC RETURN 1}",
    ),
    on_tables(
        "clear_log",
        "createProcedure: {procedureName: clear_log, dbms: postgresql, \
         procedureText: CREATE PROCEDURE clear_log() LANGUAGE SQL AS 'DELETE FROM log'}",
    ),
    on_tables(
        "clear_log",
        "createProcedure: {procedureName: clear_log, dbms: '!postgresql', \
         procedureText: CREATE PROCEDURE clear_log() DELETE FROM log}",
    ),
    on_tables(
        "person_no_delete",
        "createTrigger: {triggerName: person_no_delete, tableName: person, dbms: postgresql, triggerBody: \
         CREATE TRIGGER person_no_delete BEFORE DELETE ON person FOR EACH ROW EXECUTE FUNCTION refuse()}",
    ),
    on_tables(
        "person_no_delete",
        "createTrigger: {triggerName: person_no_delete, tableName: person, dbms: 'mysql, mariadb', triggerBody: \
         CREATE TRIGGER person_no_delete BEFORE DELETE ON person FOR EACH ROW SIGNAL SQLSTATE '45000'}",
    ),
    on_tables(
        "person_no_delete",
        "createTrigger: {triggerName: person_no_delete, tableName: person, dbms: sqlite, triggerBody: \
         'CREATE TRIGGER person_no_delete BEFORE DELETE ON person BEGIN SELECT RAISE(ABORT, ''no''); END'}",
    ),
    on_tables("enableTrigger", "disableTrigger: {triggerName: person_no_delete, tableName: person}"),
    on_tables("enableCheckConstraint", "disableCheckConstraint: {tableName: person, constraintName: ck_person_age}"),
    on_tables(
        "validateConstraint",
        "addCheckConstraint: {tableName: person, constraintName: ck_person_id, constraintBody: id > 0, validate: false}",
    ),
];

/// The files that examples name.
pub const FILES: [(&str, &str); 2] = [
    ("data/person.csv", "id,name,age\n1,Ada,36\n2,Grace,79\n"),
    ("sql/report.sql", "CREATE VIEW report AS SELECT name, age FROM person;\n"),
];

/// Stages for an example, the emptiest first: nothing, the tables that it names, all that it names.
pub fn stages(example: &str) -> [Vec<&'static Prop>; 3] {
    let named = props_of(example);
    [Vec::new(), named.iter().copied().filter(|prop| prop.is_table).collect(), named]
}

/// The props that an example names, with those that they name.
fn props_of(example: &str) -> Vec<&'static Prop> {
    let mut text = example.to_owned();
    for prop in PROPS.iter().rev() {
        if names(&text, prop.name) {
            text.push(' ');
            text.push_str(prop.change);
        }
    }
    PROPS.iter().filter(|prop| names(&text, prop.name)).collect()
}

fn names(text: &str, name: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == name)
}

/// A changelog that makes the stage, and then does what the example shows.
pub fn changelog(stage: &[&Prop], example: &str) -> String {
    let props: String = stage.iter().map(|prop| format!("        - {}\n", prop.change)).collect();
    let example: String = example.lines().map(|line| format!("        {line}\n")).collect();
    format!(
        "databaseChangeLog:\n  - changeSet:\n      id: stage\n      author: amend\n      changes:\n{props}\
         \n  - changeSet:\n      id: example\n      author: amend\n      changes:\n{example}"
    )
}
