//! `rollback` blocks that users got wrong.

use amend_testkit::on_every_engine;
use amend_testkit::servers::Engine;

use super::{On, changelog, on_bench};

/// A change set with a wrong `rollback` block.
struct Mistake {
    what: &'static str,
    changes: &'static str,
    rollback: &'static str,
    /// What the report says of it, as far as it is the same on every product.
    told: &'static str,
    on: On,
}

const fn mistake(what: &'static str, changes: &'static str, rollback: &'static str, told: &'static str) -> Mistake {
    Mistake { what, changes, rollback, told, on: On::All }
}

const fn only(on: On, mistake: Mistake) -> Mistake {
    Mistake { on, ..mistake }
}

const NEW_TABLE: &str = "[createTable: {tableName: guest, columns: [column: {name: id, type: int}]}]";
const DROP_SCORE: &str = "[dropColumn: {tableName: player, columnName: score}]";
const DROP_FEE_INDEX: &str = "[dropIndex: {tableName: player, indexName: player_fee_idx}]";
const DROP_KEY: &str = "[dropForeignKeyConstraint: {baseTableName: player, constraintName: player_team_fk}]";
const DROP_NOTE: &str = "[dropTable: {tableName: note}]";
const DROP_NICK: &str = "[dropUniqueConstraint: {tableName: player, constraintName: player_nick_uq}]";
const ADD_CHECK: &str =
    "[addCheckConstraint: {tableName: player, constraintName: player_ck, constraintBody: score >= 0}]";

const MISTAKES: &[Mistake] = &[
    mistake("the wrong table", NEW_TABLE, "[dropTable: {tableName: note}]", "table `note` is missing"),
    mistake(
        "one table of two",
        "[createTable: {tableName: a1, columns: [column: {name: id, type: int}]}, createTable: {tableName: a2, columns: [column: {name: id, type: int}]}]",
        "[dropTable: {tableName: a1}]",
        "table `a2` was not expected",
    ),
    mistake("a table left", NEW_TABLE, "[]", "table `guest` was not expected"),
    mistake("a table left, SQL", NEW_TABLE, "SELECT 1", "table `guest` was not expected"),
    mistake("a table that is not there", NEW_TABLE, "DROP TABLE gust", ""),
    mistake(
        "a table that no change set makes",
        NEW_TABLE,
        "[dropTable: {tableName: gust}]",
        "there is no table `gust`",
    ),
    mistake(
        "a table renamed away",
        NEW_TABLE,
        "[renameTable: {oldTableName: guest, newTableName: guests}]",
        "table `guests` was not expected",
    ),
    mistake(
        "a forgotten column",
        "[addColumn: {tableName: note, columns: [column: {name: a, type: int}, column: {name: b, type: int}]}]",
        "[dropColumn: {tableName: note, columnName: a}]",
        "column `b` was not expected",
    ),
    mistake(
        "the wrong column",
        "[addColumn: {tableName: note, columns: [column: {name: a, type: int}]}]",
        "[dropColumn: {tableName: note, columnName: text}]",
        "column `text` is missing",
    ),
    mistake(
        "one column too much",
        "[addColumn: {tableName: note, columns: [column: {name: a, type: int}]}]",
        "[dropColumn: {tableName: note, columnName: a}, dropColumn: {tableName: note, columnName: text}]",
        "column `text` is missing",
    ),
    mistake(
        "another type",
        DROP_SCORE,
        "[addColumn: {tableName: player, columns: [column: {name: score, type: bigint, defaultValueNumeric: 10, remarks: Never below zero, constraints: {nullable: false}}]}]",
        "column `score`: type should be",
    ),
    mistake(
        "a missing default",
        DROP_SCORE,
        "[addColumn: {tableName: player, columns: [column: {name: score, type: int, remarks: Never below zero}]}, addNotNullConstraint: {tableName: player, columnName: score, columnDataType: int}]",
        "column `score`: default should be",
    ),
    mistake(
        "another default",
        DROP_SCORE,
        "[addColumn: {tableName: player, columns: [column: {name: score, type: int, defaultValueNumeric: 11, remarks: Never below zero, constraints: {nullable: false}}]}]",
        "column `score`: default should be",
    ),
    mistake(
        "other nullability",
        DROP_SCORE,
        "[addColumn: {tableName: player, columns: [column: {name: score, type: int, defaultValueNumeric: 10, remarks: Never below zero}]}]",
        "column `score`: nullable should be `false`",
    ),
    only(
        On::Comments,
        mistake(
            "a lost comment",
            DROP_SCORE,
            "[addColumn: {tableName: player, columns: [column: {name: score, type: int, defaultValueNumeric: 10, constraints: {nullable: false}}]}]",
            "column `score`: comment should be `Never below zero`, is `none`",
        ),
    ),
    only(
        On::Comments,
        mistake(
            "another comment",
            DROP_SCORE,
            "[addColumn: {tableName: player, columns: [column: {name: score, type: int, defaultValueNumeric: 10, remarks: Never, constraints: {nullable: false}}]}]",
            "column `score`: comment should be `Never below zero`, is `Never`",
        ),
    ),
    mistake(
        "another name",
        DROP_SCORE,
        "[addColumn: {tableName: player, columns: [column: {name: points, type: int, defaultValueNumeric: 10, constraints: {nullable: false}}]}]",
        "column `points` was not expected",
    ),
    mistake(
        "a forgotten unique constraint",
        "[dropUniqueConstraint: {tableName: player, constraintName: player_nick_uq}, dropDefaultValue: {tableName: note, columnName: text, columnDataType: varchar(20)}]",
        "[addDefaultValue: {tableName: note, columnName: text, columnDataType: varchar(20), defaultValue: none}]",
        "player_nick_uq` (unique over nick) is missing",
    ),
    mistake("a forgotten index", DROP_FEE_INDEX, "[]", "index `player_fee_idx`"),
    mistake(
        "an index over another column",
        DROP_FEE_INDEX,
        "[createIndex: {tableName: player, indexName: player_fee_idx, columns: [column: {name: score}, column: {name: joined, descending: true}]}]",
        "index `player_fee_idx` (over score, joined desc) was not expected",
    ),
    mistake(
        "an index in another order",
        DROP_FEE_INDEX,
        "[createIndex: {tableName: player, indexName: player_fee_idx, columns: [column: {name: joined, descending: true}, column: {name: fee}]}]",
        "index `player_fee_idx` (over joined desc, fee) was not expected",
    ),
    mistake(
        "an index that is not descending",
        DROP_FEE_INDEX,
        "[createIndex: {tableName: player, indexName: player_fee_idx, columns: [column: {name: fee}, column: {name: joined}]}]",
        "index `player_fee_idx` (over fee, joined) was not expected",
    ),
    mistake(
        "an index that is unique",
        DROP_FEE_INDEX,
        "[createIndex: {tableName: player, indexName: player_fee_idx, unique: true, columns: [column: {name: fee}, column: {name: joined, descending: true}]}]",
        "unique over fee, joined desc) was not expected",
    ),
    mistake(
        "an index of another name",
        DROP_FEE_INDEX,
        "[createIndex: {tableName: player, indexName: player_idx, columns: [column: {name: fee}, column: {name: joined, descending: true}]}]",
        "index `player_idx`",
    ),
    mistake(
        "the wrong index",
        "[createIndex: {tableName: note, indexName: note_idx, columns: [column: {name: id}]}]",
        "[dropIndex: {tableName: player, indexName: player_joined_idx}]",
        "index `player_joined_idx` (over joined) is missing",
    ),
    mistake(
        "an index left",
        "[createIndex: {tableName: note, indexName: note_idx, columns: [column: {name: id}]}]",
        "[]",
        "index `note_idx` (over id) was not expected",
    ),
    mistake(
        "a foreign key without its rule",
        DROP_KEY,
        "[addForeignKeyConstraint: {baseTableName: player, baseColumnNames: team_id, referencedTableName: team, referencedColumnNames: id, constraintName: player_team_fk}]",
        "constraint `player_team_fk` (foreign key over team_id to team over id, on delete",
    ),
    mistake(
        "a foreign key with a rule too much",
        DROP_KEY,
        "[addForeignKeyConstraint: {baseTableName: player, baseColumnNames: team_id, referencedTableName: team, referencedColumnNames: id, constraintName: player_team_fk, onDelete: CASCADE, onUpdate: CASCADE}]",
        "on delete cascade, on update cascade",
    ),
    mistake(
        "a foreign key of another name",
        DROP_KEY,
        "[addForeignKeyConstraint: {baseTableName: player, baseColumnNames: team_id, referencedTableName: team, referencedColumnNames: id, constraintName: team_fk, onDelete: CASCADE}]",
        "constraint `team_fk`",
    ),
    mistake(
        "a foreign key from another column",
        DROP_KEY,
        "[addForeignKeyConstraint: {baseTableName: player, baseColumnNames: id, referencedTableName: team, referencedColumnNames: id, constraintName: player_team_fk, onDelete: CASCADE}]",
        "foreign key over id to team",
    ),
    mistake("a forgotten foreign key", DROP_KEY, "[]", "constraint `player_team_fk`"),
    mistake(
        "a foreign key left",
        "[addForeignKeyConstraint: {baseTableName: note, baseColumnNames: id, referencedTableName: team, referencedColumnNames: id, constraintName: note_fk}]",
        "[]",
        "constraint `note_fk`",
    ),
    mistake(
        "a unique constraint over other columns",
        DROP_NICK,
        "[addUniqueConstraint: {tableName: player, columnNames: \"nick, fee\", constraintName: player_nick_uq}]",
        "unique over nick, fee",
    ),
    mistake(
        "a unique constraint that is an index only",
        DROP_NICK,
        "[createIndex: {tableName: player, indexName: player_nick_uq, columns: [column: {name: nick}]}]",
        "index `player_nick_uq` (over nick) was not expected",
    ),
    mistake(
        "a unique constraint left",
        "[addUniqueConstraint: {tableName: note, columnNames: id, constraintName: note_uq}]",
        "[]",
        "note_uq",
    ),
    mistake(
        "a primary key in another order",
        "[dropForeignKeyConstraint: {baseTableName: player, constraintName: player_team_fk}, dropPrimaryKey: {tableName: player, constraintName: player_pk}]",
        "[addPrimaryKey: {tableName: player, columnNames: \"team_id, id\", constraintName: player_pk}, addForeignKeyConstraint: {baseTableName: player, baseColumnNames: team_id, referencedTableName: team, referencedColumnNames: id, constraintName: player_team_fk, onDelete: CASCADE}]",
        "primary key over team_id, id",
    ),
    mistake(
        "a primary key left",
        "[addNotNullConstraint: {tableName: note, columnName: id, columnDataType: int}, addPrimaryKey: {tableName: note, columnNames: id, constraintName: note_pk}]",
        "[]",
        "primary key over id",
    ),
    mistake("a check left", ADD_CHECK, "[]", "constraint `player_ck` (check"),
    mistake(
        "another check",
        ADD_CHECK,
        "[dropCheckConstraint: {tableName: player, constraintName: player_ck}, addCheckConstraint: {tableName: player, constraintName: player_ck, constraintBody: score >= 1}]",
        "constraint `player_ck` (check",
    ),
    mistake(
        "a default left",
        "[addDefaultValue: {tableName: player, columnName: fee, columnDataType: \"decimal(8, 2)\", defaultValueNumeric: 1.5}]",
        "[]",
        "column `fee`: default should be `none`",
    ),
    mistake(
        "the default before forgotten",
        "[addDefaultValue: {tableName: note, columnName: text, columnDataType: varchar(20), defaultValue: some}]",
        "[dropDefaultValue: {tableName: note, columnName: text, columnDataType: varchar(20)}]",
        "column `text`: default should be",
    ),
    mistake(
        "another default than the one dropped",
        "[dropDefaultValue: {tableName: note, columnName: text, columnDataType: varchar(20)}]",
        "[addDefaultValue: {tableName: note, columnName: text, columnDataType: varchar(20), defaultValue: None}]",
        "column `text`: default should be",
    ),
    mistake(
        "still required",
        "[addNotNullConstraint: {tableName: note, columnName: text, columnDataType: varchar(20)}]",
        "[]",
        "column `text`: nullable should be `true`",
    ),
    mistake(
        "required no more",
        "[dropNotNullConstraint: {tableName: player, columnName: score, columnDataType: int}]",
        "[]",
        "column `score`: nullable should be `false`",
    ),
    mistake(
        "another length",
        "[modifyDataType: {tableName: note, columnName: text, newDataType: varchar(40)}]",
        "[modifyDataType: {tableName: note, columnName: text, newDataType: varchar(21)}]",
        "column `text`: type should be",
    ),
    mistake(
        "a type left",
        "[modifyDataType: {tableName: note, columnName: id, newDataType: bigint}]",
        "[]",
        "column `id`: type should be",
    ),
    mistake(
        "a column renamed to something else",
        "[renameColumn: {tableName: note, oldColumnName: text, newColumnName: body, columnDataType: varchar(20)}]",
        "[renameColumn: {tableName: note, oldColumnName: body, newColumnName: txt, columnDataType: varchar(20)}]",
        "column `txt` was not expected",
    ),
    mistake(
        "a column's new name left",
        "[renameColumn: {tableName: note, oldColumnName: text, newColumnName: body, columnDataType: varchar(20)}]",
        "[]",
        "column `body` was not expected",
    ),
    mistake(
        "a table renamed to something else",
        "[renameTable: {oldTableName: note, newTableName: memo}]",
        "[renameTable: {oldTableName: memo, newTableName: notes}]",
        "table `notes` was not expected",
    ),
    mistake(
        "a table's new name left",
        "[renameTable: {oldTableName: note, newTableName: memo}]",
        "[]",
        "table `memo` was not expected",
    ),
    only(
        On::Comments,
        mistake(
            "another comment on a table",
            "[setTableRemarks: {tableName: team, remarks: Who trains}]",
            "[setTableRemarks: {tableName: team, remarks: Who plays well}]",
            "table `team`: comment should be `Who plays`, is `Who plays well`",
        ),
    ),
    only(
        On::Comments,
        mistake(
            "a comment left",
            "[setColumnRemarks: {tableName: note, columnName: id, columnDataType: int, remarks: A number}]",
            "[]",
            "column `id`: comment should be `none`, is `A number`",
        ),
    ),
    mistake(
        "a view left",
        "[createView: {viewName: notes, selectQuery: SELECT id FROM note}]",
        "[]",
        "view `notes` was not expected",
    ),
    mistake(
        "another query",
        "[dropView: {viewName: nicks}]",
        "[createView: {viewName: nicks, selectQuery: SELECT nick FROM player WHERE score > 0}]",
        "view `nicks`: query should be",
    ),
    mistake("a forgotten view", "[dropView: {viewName: nicks}]", "[]", "view `nicks` is missing"),
    mistake(
        "columns in another order",
        DROP_NOTE,
        "[createTable: {tableName: note, columns: [column: {name: text, type: varchar(20), defaultValue: none}, column: {name: id, type: int}]}]",
        "columns: order should be `id, text`, is `text, id`",
    ),
    mistake(
        "a table without one of its columns",
        DROP_NOTE,
        "[createTable: {tableName: note, columns: [column: {name: id, type: int}]}]",
        "column `text` is missing",
    ),
    mistake(
        "a table with a key that it did not have",
        DROP_NOTE,
        "[createTable: {tableName: note, columns: [column: {name: id, type: int, constraints: {primaryKey: true}}, column: {name: text, type: varchar(20), defaultValue: none}]}]",
        "primary key over id",
    ),
    only(
        On::Sequences,
        mistake(
            "a sequence left",
            "[createSequence: {sequenceName: numbers}]",
            "[]",
            "sequence `numbers` was not expected",
        ),
    ),
    only(
        On::Sequences,
        mistake(
            "a sequence made anew",
            "[createSequence: {sequenceName: numbers}]",
            "[dropSequence: {sequenceName: numbers}, createSequence: {sequenceName: numbers, incrementBy: 2}]",
            "sequence `numbers` was not expected",
        ),
    ),
    only(
        On::Only(Engine::Postgres),
        mistake(
            "a function left",
            "[createFunction: {functionName: one, functionBody: CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'}]",
            "[]",
            "routine `function one` was not expected",
        ),
    ),
    mistake(
        "SQL that drops another table",
        "[sql: {sql: CREATE TABLE raw (id INT)}]",
        "DROP TABLE note",
        "table `note` is missing",
    ),
    mistake(
        "SQL that makes another column",
        "[sql: {sql: ALTER TABLE note ADD COLUMN extra INT}]",
        "ALTER TABLE note DROP COLUMN extra; ALTER TABLE note ADD COLUMN extras INT",
        "column `extras` was not expected",
    ),
    mistake(
        "a change set that does not run twice",
        "[insert: {tableName: team, columns: [column: {name: id, valueNumeric: 7}, column: {name: name, value: red}]}]",
        "[]",
        "",
    ),
];

on_every_engine!(every_wrong_rollback_is_found);

fn every_wrong_rollback_is_found(engine: Engine) {
    on_bench(engine, async |bench| {
        let mut wrong = Vec::new();
        for mistake in MISTAKES.iter().filter(|it| it.on.has(engine)) {
            let text = changelog(mistake.changes, Some(mistake.rollback));
            let verified = bench.verdict(&text, &mut |_| {}).await;
            let told = verified.findings.iter().any(|it| format!("{} {:?}", it.what, it.why).contains(mistake.told));
            if !verified.verdict.is_wrong() || !told {
                wrong.push(format!("{}: {:?} {:#?}", mistake.what, verified.verdict, verified.findings));
            }
        }
        wrong
    });
}

/// The same changes with the inverse that follows from them.
fn what_is_right_is_not_called_wrong(engine: Engine) {
    on_bench(engine, async |bench| {
        let mut wrong = Vec::new();
        for mistake in MISTAKES.iter().filter(|it| it.on.has(engine) && !it.changes.contains("insert:")) {
            let verified = bench.verdict(&changelog(mistake.changes, None), &mut |_| {}).await;
            if verified.verdict.is_wrong() {
                wrong.push(format!("{}: {:?} {:#?}", mistake.what, verified.verdict, verified.findings));
            }
        }
        wrong
    });
}

on_every_engine!(what_is_right_is_not_called_wrong);

#[test]
fn there_are_enough_mistakes() {
    assert!(MISTAKES.len() >= 50, "{}", MISTAKES.len());
}
