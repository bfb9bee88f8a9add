//! Statements of a way back that came out of rendering wrong: each kind of clause lost, or other than it should be.
//!
//! The statements are damaged at the last place before they are handed to the session.

use amend_plan::StepStatement;
use amend_plan::machine::Item;
use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use super::{changelog, on_bench};

/// What is done to the statements of a way back.
#[derive(Clone, Copy)]
enum Damage {
    /// A text becomes another wherever it stands.
    Replace(&'static str, &'static str),
    /// The statements that begin so are not sent.
    Omit(&'static str),
    /// None is sent.
    OmitAll,
    /// They are sent in reverse.
    Reverse,
    /// Each is sent twice.
    Repeat,
}

impl Damage {
    /// Whether the statements are others now.
    fn befall(self, item: &mut Item) -> bool {
        let before: Vec<String> = texts(&item.statements);
        match self {
            Self::Replace(from, to) => item.statements.iter_mut().for_each(|it| {
                it.statement.text = it.statement.text.replace(from, to);
            }),
            Self::Omit(start) => item.statements.retain(|it| !it.statement.text.starts_with(start)),
            Self::OmitAll => item.statements.clear(),
            Self::Reverse => item.statements.reverse(),
            Self::Repeat => item.statements = item.statements.iter().flat_map(|it| [it.clone(), it.clone()]).collect(),
        }
        before != texts(&item.statements)
    }
}

fn texts(statements: &[StepStatement]) -> Vec<String> {
    statements.iter().map(|it| it.statement.text.clone()).collect()
}

/// A change set whose way back is damaged.
struct Mutation {
    what: &'static str,
    changes: &'static str,
    damage: Damage,
    on: &'static [Engine],
}

const ALL: &[Engine] = &Engine::ALL;
const POSTGRESQL: &[Engine] = &[Engine::Postgres];
const MYSQL: &[Engine] = &[Engine::MySql, Engine::MariaDb];
const SQLITE: &[Engine] = &[Engine::Sqlite];
const SERVERS: &[Engine] = &[Engine::Postgres, Engine::MySql, Engine::MariaDb];

const fn mutation(what: &'static str, changes: &'static str, damage: Damage, on: &'static [Engine]) -> Mutation {
    Mutation { what, changes, damage, on }
}

const DROP_SCORE: &str = "[dropColumn: {tableName: player, columnName: score}]";
const DROP_ID: &str = "[dropColumn: {tableName: note, columnName: id}]";
const DROP_INDEX: &str = "[dropIndex: {tableName: player, indexName: player_fee_idx}]";
const DROP_NOTE: &str = "[dropTable: {tableName: note}]";
const DROP_TEAM: &str = "[dropTable: {tableName: team, cascadeConstraints: true}]";
const DROP_KEY: &str = "[dropForeignKeyConstraint: {baseTableName: player, constraintName: player_team_fk}]";
const DROP_NICK: &str = "[dropUniqueConstraint: {tableName: player, constraintName: player_nick_uq}]";
const DROP_BOTH_KEYS: &str = "[dropForeignKeyConstraint: {baseTableName: player, constraintName: player_team_fk}, dropPrimaryKey: {tableName: player, constraintName: player_pk}]";
const WIDEN: &str = "[modifyDataType: {tableName: note, columnName: text, newDataType: varchar(40)}]";
const TO_TEXT: &str = "[modifyDataType: {tableName: player, columnName: score, newDataType: varchar(20)}]";
const NO_DEFAULT: &str = "[dropDefaultValue: {tableName: note, columnName: text, columnDataType: varchar(20)}]";
const NOT_REQUIRED: &str = "[dropNotNullConstraint: {tableName: player, columnName: score, columnDataType: int}]";
const RENAME_TABLE: &str = "[renameTable: {oldTableName: note, newTableName: memo}]";
const RENAME_COLUMN: &str =
    "[renameColumn: {tableName: note, oldColumnName: text, newColumnName: body, columnDataType: varchar(20)}]";
const ADD_CHECK: &str =
    "[addCheckConstraint: {tableName: player, constraintName: player_ck, constraintBody: score >= 0}]";
const ADD_INDEX: &str = "[createIndex: {tableName: note, indexName: note_idx, columns: [column: {name: id}]}]";
const ADD_COLUMN: &str = "[addColumn: {tableName: note, columns: [column: {name: a, type: int}]}]";
const TABLE_REMARKS: &str = "[setTableRemarks: {tableName: team, remarks: Who trains}]";
const COLUMN_REMARKS: &str =
    "[setColumnRemarks: {tableName: player, columnName: score, columnDataType: int, remarks: A number}]";
const DROP_VIEW: &str = "[dropView: {viewName: nicks}]";

use Damage::{Omit, OmitAll, Repeat, Replace, Reverse};

const MUTATIONS: &[Mutation] = &[
    mutation("not null of a column lost", DROP_SCORE, Replace(" DEFAULT 10 NOT NULL", " DEFAULT 10"), ALL),
    mutation("default of a column lost", DROP_SCORE, Replace(" DEFAULT 10", " DEFAULT 0"), ALL),
    mutation("type of a column", DROP_SCORE, Replace("score INT ", "score BIGINT "), MYSQL),
    mutation(
        "type of a column",
        DROP_SCORE,
        Replace("score INTEGER", "score BIGINT"),
        &[Engine::Postgres, Engine::Sqlite],
    ),
    mutation("comment of a column lost", DROP_SCORE, Omit("COMMENT ON"), POSTGRESQL),
    mutation("comment of a column lost", DROP_SCORE, Replace(" COMMENT 'Never below zero'", ""), MYSQL),
    mutation("place of a column lost", DROP_ID, Replace(" FIRST", ""), MYSQL),
    mutation("another place of a column", DROP_ID, Replace(" FIRST", " AFTER text"), MYSQL),
    mutation(
        "columns of a rebuilt table in another order",
        DROP_ID,
        Replace("text VARCHAR(20) DEFAULT 'none'", "text VARCHAR(20) DEFAULT 'none', id INTEGER"),
        SQLITE,
    ),
    mutation("indexes of a rebuilt table lost", DROP_NICK, Omit("CREATE INDEX"), SQLITE),
    mutation(
        "key of a rebuilt table lost",
        DROP_NICK,
        Replace("PRIMARY KEY (id, team_id)", "UNIQUE (id, team_id)"),
        SQLITE,
    ),
    mutation("name of a column", DROP_SCORE, Replace("score", "points"), ALL),
    mutation("nothing", DROP_SCORE, OmitAll, ALL),
    mutation("everything twice", DROP_SCORE, Repeat, ALL),
    mutation("descending lost", DROP_INDEX, Replace(" DESC", ""), ALL),
    mutation("unique too much", DROP_INDEX, Replace("CREATE INDEX", "CREATE UNIQUE INDEX"), ALL),
    mutation("parts of an index", DROP_INDEX, Replace("fee, joined DESC", "joined DESC, fee"), ALL),
    mutation("one part of an index lost", DROP_INDEX, Replace("(fee, joined DESC)", "(fee)"), ALL),
    mutation("name of an index", DROP_INDEX, Replace("player_fee_idx", "player_idx"), ALL),
    mutation(
        "condition of an index too much",
        DROP_INDEX,
        Replace("DESC)", "DESC) WHERE fee > 0"),
        &[Engine::Postgres, Engine::Sqlite],
    ),
    mutation(
        "method of an index",
        DROP_INDEX,
        Replace("player (fee, joined DESC)", "player USING hash (fee)"),
        POSTGRESQL,
    ),
    mutation("index left", ADD_INDEX, Omit("DROP INDEX"), ALL),
    mutation("length", DROP_NOTE, Replace("VARCHAR(20)", "VARCHAR(21)"), ALL),
    mutation("default in a table", DROP_NOTE, Replace(" DEFAULT 'none'", ""), ALL),
    mutation("letter case of a default", DROP_NOTE, Replace("'none'", "'None'"), ALL),
    mutation("column of a table", DROP_NOTE, Replace("(\n  id", "(\n  nr"), ALL),
    mutation("table", DROP_NOTE, Replace("TABLE note", "TABLE notes"), ALL),
    mutation("identity lost", DROP_TEAM, Replace(" GENERATED BY DEFAULT AS IDENTITY", ""), POSTGRESQL),
    mutation("identity always", DROP_TEAM, Replace("BY DEFAULT", "ALWAYS"), POSTGRESQL),
    mutation("numbering lost", DROP_TEAM, Replace(" AUTO_INCREMENT", ""), MYSQL),
    mutation("numbering lost", DROP_TEAM, Replace(" AUTOINCREMENT", ""), SQLITE),
    mutation(
        "name of a primary key",
        DROP_TEAM,
        Replace("CONSTRAINT team_pk ", ""),
        &[Engine::Postgres, Engine::Sqlite],
    ),
    mutation("comment of a table lost", DROP_TEAM, Replace(" COMMENT = 'Who plays'", ""), MYSQL),
    mutation("comment of a table lost", DROP_TEAM, Omit("COMMENT ON"), POSTGRESQL),
    mutation("foreign key that fell with a table lost", DROP_TEAM, Omit("ALTER TABLE player"), SERVERS),
    mutation("order of statements", DROP_TEAM, Reverse, ALL),
    mutation("rule lost", DROP_KEY, Replace(" ON DELETE CASCADE", ""), ALL),
    mutation("another rule", DROP_KEY, Replace("ON DELETE CASCADE", "ON UPDATE CASCADE"), ALL),
    mutation("name of a foreign key", DROP_KEY, Replace("player_team_fk", "team_fk"), ALL),
    mutation("a foreign key that can be put off", DROP_KEY, Replace("CASCADE", "CASCADE DEFERRABLE"), POSTGRESQL),
    mutation("a foreign key that is not checked", DROP_KEY, Replace("CASCADE", "CASCADE NOT VALID"), POSTGRESQL),
    mutation("columns of a unique constraint", DROP_NICK, Replace("UNIQUE (nick)", "UNIQUE (nick, fee)"), ALL),
    mutation("name of a unique constraint", DROP_NICK, Replace("player_nick_uq", "nick_uq"), ALL),
    mutation(
        "order of a primary key",
        DROP_BOTH_KEYS,
        Replace("PRIMARY KEY (id, team_id)", "PRIMARY KEY (team_id, id)"),
        ALL,
    ),
    mutation("half a primary key", DROP_BOTH_KEYS, Replace("PRIMARY KEY (id, team_id)", "PRIMARY KEY (id)"), ALL),
    mutation("length before", WIDEN, Replace("VARCHAR(20)", "VARCHAR(30)"), ALL),
    mutation("default lost with the type", TO_TEXT, Replace(", ALTER COLUMN score SET DEFAULT 10", ""), POSTGRESQL),
    mutation(
        "default lost with the type",
        WIDEN,
        Replace(" DEFAULT 'none'", ""),
        &[Engine::MySql, Engine::MariaDb, Engine::Sqlite],
    ),
    mutation("default", NO_DEFAULT, Replace("'none'", "'more'"), ALL),
    mutation("required no more", NOT_REQUIRED, OmitAll, ALL),
    mutation("comment lost with the rest", NOT_REQUIRED, Replace(" COMMENT 'Never below zero'", ""), MYSQL),
    mutation("default lost with the rest", NOT_REQUIRED, Replace(" DEFAULT 10", ""), MYSQL),
    mutation("name of a table", RENAME_TABLE, Replace("TO note", "TO notes"), ALL),
    mutation("name of a column", RENAME_COLUMN, Replace("TO text", "TO txt"), ALL),
    mutation("check left", ADD_CHECK, OmitAll, ALL),
    mutation("column left", ADD_COLUMN, OmitAll, ALL),
    mutation("another column dropped", ADD_COLUMN, Replace("DROP COLUMN a", "DROP COLUMN text"), ALL),
    mutation("comment of a table", TABLE_REMARKS, Replace("Who plays", "Who play"), SERVERS),
    mutation("comment of a column", COLUMN_REMARKS, Replace("Never below zero", "Never"), SERVERS),
    mutation("query of a view", DROP_VIEW, Replace("FROM player", "FROM player WHERE score > 0"), ALL),
    mutation("column of a view", DROP_VIEW, Replace("SELECT nick", "SELECT nick, fee"), ALL),
    mutation("view lost", DROP_VIEW, OmitAll, ALL),
];

on_every_engine!(every_damaged_statement_is_found);

fn every_damaged_statement_is_found(engine: Engine) {
    on_bench(engine, async |bench| {
        let mut wrong = Vec::new();
        for mutation in MUTATIONS.iter().filter(|it| it.on.contains(&engine)) {
            let mut damaged = false;
            let mut gate = |item: &mut Item| damaged |= mutation.damage.befall(item);
            let verified = bench.verdict(&changelog(mutation.changes, None), &mut gate).await;
            if !damaged || !verified.verdict.is_wrong() {
                wrong.push(format!(
                    "{}: damaged {damaged}, {:?} {:#?}",
                    mutation.what, verified.verdict, verified.findings
                ));
            }
        }
        wrong
    });
}

#[test]
fn there_are_enough_mutations() {
    assert!(MUTATIONS.len() >= 50, "{}", MUTATIONS.len());
}
