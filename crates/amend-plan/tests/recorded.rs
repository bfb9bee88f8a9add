//! Recorded ways back: each row of the history has its own, whatever stops a run, and they lead where a replay leads.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod paper;

use amend_catalog::{Column, ObjectName, Table};
use amend_plan::machine::{Back, BackTo, Machine, Manner, Outcome, Stop, Update};
use amend_plan::{ChangeSetKey, Inverse, NoWay, RecordedWay};
use amend_sql::Product;
use paper::{Fixture, Paper, deaths, run};

const EXAMPLES: &[&str] =
    &["changelog.yaml", "columns.yaml", "data.yaml", "indexes.yaml", "keys.yaml", "reshape.yaml", "tables.yaml"];

fn recording(fixture: &Fixture) -> Machine<Update<'_>> {
    let update = Update::new(fixture.project(), Stop::AtEnd, Manner::Run).recording_inverses(true);
    Machine::new(update, fixture.is_transactional())
}

fn from_journal<'a>(fixture: &'a Fixture, to: BackTo) -> Machine<Back<'a>> {
    Machine::new(Back::new(fixture.project(), to).from_journal(true), fixture.is_transactional())
}

/// The database after the whole changelog.
fn up(fixture: &Fixture) -> Paper {
    let mut paper = Paper::new(fixture);
    paper.knows_little = true;
    let mut machine = recording(fixture);
    assert!(run(&mut machine, &mut paper, usize::MAX));
    assert!(matches!(machine.outcome(), Some(Outcome::Done)), "{:?}", machine.outcome());
    paper
}

fn keys(inverses: &[Inverse]) -> Vec<ChangeSetKey> {
    let mut keys: Vec<_> = inverses.iter().map(|it| it.key.clone()).collect();
    keys.sort();
    keys
}

fn keys_of_rows(paper: &Paper) -> Vec<ChangeSetKey> {
    let mut keys: Vec<_> = paper.kept.rows.iter().map(|it| it.key.clone()).collect();
    keys.sort();
    keys
}

#[track_caller]
fn codes<W: amend_plan::machine::Work>(machine: &Machine<W>) -> Vec<String> {
    match machine.outcome() {
        Some(Outcome::Refused(problems)) => problems.iter().map(|it| it.code.clone()).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_row_of_the_history_and_its_way_back_come_and_go_together() {
    for product in Product::ALL {
        for name in EXAMPLES {
            let fixture = Fixture::example(product, name);
            let undisturbed = up(&fixture);
            assert_eq!(keys(&undisturbed.kept.inverses), keys_of_rows(&undisturbed), "{product}, {name}");
            for (stop, dead) in deaths(&mut recording(&fixture), &Paper::new(&fixture)).into_iter().enumerate() {
                assert_eq!(keys(&dead.kept.inverses), keys_of_rows(&dead), "{product}, {name}, stopped after {stop}");
                if product == Product::MySql && stop % 5 == 0 {
                    let mut paper = dead;
                    assert!(run(&mut recording(&fixture), &mut paper, usize::MAX));
                    assert_eq!(paper.kept.inverses, undisturbed.kept.inverses, "{name}, stopped after {stop}");
                }
            }
            let back = &mut from_journal(&fixture, BackTo::Count(usize::MAX));
            for (stop, dead) in deaths(back, &undisturbed).into_iter().enumerate() {
                let (inverses, rows) = (keys(&dead.kept.inverses), keys_of_rows(&dead));
                assert_eq!(inverses, rows, "{product}, {name}, stopped after {stop}");
            }
        }
    }
}

#[test]
fn the_recorded_way_is_the_replayed_one() {
    for product in Product::ALL {
        for name in EXAMPLES {
            let fixture = Fixture::example(product, name);
            let up = up(&fixture);
            let (mut replayed, mut recorded) = (up.clone(), up.clone());
            assert!(run(&mut fixture.back(usize::MAX), &mut replayed, usize::MAX));
            let mut machine = from_journal(&fixture, BackTo::Count(usize::MAX));
            assert!(run(&mut machine, &mut recorded, usize::MAX));
            assert!(matches!(machine.outcome(), Some(Outcome::Done)), "{product}, {name}: {:?}", machine.outcome());
            // What is made anew has its constraints in the order in which the recording run found them (SQLite).
            let same = recorded.kept.effects == replayed.kept.effects;
            assert!(same || product == Product::Sqlite, "{product}, {name}");
            assert!(recorded.kept.rows.is_empty() && recorded.kept.journal.is_none(), "{product}, {name}");
        }
    }
}

#[test]
fn to_record_changes_nothing_of_what_runs() {
    for product in Product::ALL {
        for name in EXAMPLES {
            let fixture = Fixture::example(product, name);
            let mut plain = Paper::new(&fixture);
            assert!(run(&mut fixture.update(), &mut plain, usize::MAX));
            let recorded = up(&fixture);
            assert_eq!(recorded.kept.effects, plain.kept.effects, "{product}, {name}");
            assert_eq!(recorded.kept.rows, plain.kept.rows, "{product}, {name}");
            assert!(plain.kept.journal.is_none() && plain.kept.inverses.is_empty());
        }
    }
}

/// Four change sets of four statements each way.
fn four() -> String {
    let one = |number: usize| {
        format!(
            "
  - changeSet:
      id: {number}
      author: a
      changes:
        - createTable: {{tableName: t{number}, columns: [column: {{name: id, type: int}}]}}
        - addColumn: {{tableName: t{number}, columns: [column: {{name: b, type: int}}]}}
        - createIndex: {{tableName: t{number}, indexName: t{number}_b, columns: [column: {{name: b}}]}}
        - renameTable: {{oldTableName: t{number}, newTableName: w{number}}}"
        )
    };
    format!("databaseChangeLog:{}", (1..=4).map(one).collect::<String>())
}

#[test]
fn a_recorded_way_goes_on_after_every_command() {
    for product in Product::ALL {
        let changelog = four();
        let fixture = Fixture::new(product, &changelog);
        let up = up(&fixture);
        let mut undisturbed = up.clone();
        assert!(run(&mut from_journal(&fixture, BackTo::Count(3)), &mut undisturbed, usize::MAX));
        assert_eq!(undisturbed.kept.rows.len(), 1, "{product}");
        for (stop, mut paper) in deaths(&mut from_journal(&fixture, BackTo::Count(3)), &up).into_iter().enumerate() {
            if paper.kept.rows.len() > 1 {
                assert!(run(&mut from_journal(&fixture, BackTo::Count(3)), &mut paper, usize::MAX));
            }
            assert_eq!(paper.kept.effects, undisturbed.kept.effects, "{product}, stopped after {stop}");
            assert_eq!(paper.kept.rows, undisturbed.kept.rows, "{product}, stopped after {stop}");
            assert_eq!(paper.kept.inverses, undisturbed.kept.inverses, "{product}, stopped after {stop}");
        }
    }
}

const THREE: &str = r#"
databaseChangeLog:
  - changeSet: {id: 1, author: a, changes: [createTable: {tableName: t, columns: [column: {name: id, type: int}]}]}
  - changeSet: {id: 2, author: a, changes: [sql: {sql: "INSERT INTO t VALUES (1)"}]}
  - changeSet: {id: 3, author: a, changes: [addColumn: {tableName: t, columns: [column: {name: b, type: int}]}]}
"#;

#[test]
fn nothing_runs_unless_all_of_the_way_is_recorded() {
    let fixture = Fixture::new(Product::PostgreSql, THREE);
    let mut up = up(&fixture);
    let refused = |paper: &Paper, to: BackTo| {
        let (mut machine, mut after) = (from_journal(&fixture, to), paper.clone());
        assert!(run(&mut machine, &mut after, usize::MAX));
        assert_eq!(after.kept, paper.kept);
        codes(&machine)
    };
    // The second change set has no way back, and says so also from the journal.
    assert_eq!(refused(&up, BackTo::Count(2)), ["amend::rollback::impossible"]);
    // The third touches what the first made; what the second touches is not recorded.
    assert_eq!(refused(&up, BackTo::ChangeSet("c.yaml::1::a".to_owned())), ["amend::rollback::not-newest"; 2]);
    let whole = up.clone();
    up.kept.rows[2].deployment_id = Some("of another".to_owned());
    assert_eq!(refused(&up, BackTo::Count(1)), ["amend::rollback::not-recorded"]);
    up.kept.inverses.retain(|it| it.key.id == "1");
    assert_eq!(refused(&up, BackTo::Count(2)), ["amend::rollback::not-recorded"; 2]);
    let mut up = whole;
    up.kept.inverses[2].way = Err(NoWay::Unreadable("it is old".to_owned()));
    assert_eq!(refused(&up, BackTo::Count(1)), ["amend::journal::unreadable"]);
}

#[test]
fn where_the_changelog_tells_no_way_the_recorded_one_is_gone() {
    let fixture = Fixture::new(Product::PostgreSql, THREE);
    let mut paper = up(&fixture);
    let edited = Fixture::new(Product::PostgreSql, &THREE.replace("name: b, type: int", "name: c, type: int"));
    let mut machine = edited.back(1);
    assert!(run(&mut machine, &mut paper, usize::MAX));
    assert!(matches!(machine.outcome(), Some(Outcome::Done)), "{:?}", machine.outcome());
    assert!(paper.kept.effects.last().unwrap().contains("DROP COLUMN b"), "{:?}", paper.kept.effects);
    let notices = &machine.finished()[0].item.notices;
    assert!(notices[0].contains("recorded") && notices[0].contains("has changed since it ran"), "{notices:?}");
    // It is told how far it would lead.
    let mut partly = up(&fixture);
    partly.kept.inverses.retain(|it| it.key.id != "2");
    let mut machine = edited.back(2);
    assert!(run(&mut machine, &mut partly, usize::MAX));
    assert_eq!(codes(&machine), ["amend::checksum::changed", "amend::rollback::not-recorded"]);
    // It is no way out where it is not recorded.
    let mut paper = Paper::new(&fixture);
    assert!(run(&mut fixture.update(), &mut paper, usize::MAX));
    let mut machine = edited.back(1);
    assert!(run(&mut machine, &mut paper, usize::MAX));
    assert_eq!(codes(&machine), ["amend::checksum::changed"]);
}

#[test]
fn what_runs_again_goes_back_to_before_it_ran_at_all() {
    let view = |query: &str| {
        format!(
            "
databaseChangeLog:
  - changeSet: {{id: 1, author: a, changes: [createTable: {{tableName: t, columns: [column: {{name: id, type: int}}]}}]}}
  - changeSet:
      id: 2
      author: a
      runOnChange: true
      changes: [createView: {{viewName: v, replaceIfExists: true, selectQuery: {query}}}]
"
        )
    };
    let fixture = Fixture::new(Product::PostgreSql, &view("SELECT id FROM t"));
    let mut paper = up(&fixture);
    let changed = Fixture::new(Product::PostgreSql, &view("SELECT id FROM t WHERE id > 0"));
    // The text that is to run next is not the one that ran.
    let (mut back, mut early) = (changed.back(1), paper.clone());
    assert!(run(&mut back, &mut early, usize::MAX));
    assert!(back.finished()[0].item.notices[0].contains("`c.yaml::2::a` has changed since it ran"));
    assert!(run(&mut recording(&changed), &mut paper, usize::MAX));
    let ways: Vec<&Inverse> = paper.kept.inverses.iter().filter(|it| it.key.id == "2").collect();
    let [Inverse { way: Ok(RecordedWay { statements, .. }), .. }] = ways.as_slice() else { panic!("{ways:?}") };
    let texts: Vec<&str> = statements.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(texts, ["DROP VIEW v"]);
}

#[test]
fn marked_change_sets_have_the_way_back_that_a_replay_would_tell() {
    let fixture = Fixture::new(Product::MySql, THREE);
    let ran = up(&fixture);
    let mut marked = Paper::new(&fixture);
    let update = Update::new(fixture.project(), Stop::AtEnd, Manner::Mark).recording_inverses(true);
    assert!(run(&mut Machine::new(update, fixture.is_transactional()), &mut marked, usize::MAX));
    assert!(marked.kept.effects.is_empty());
    assert_eq!(marked.kept.inverses, ran.kept.inverses);
}

#[test]
fn what_the_history_has_no_more_is_swept() {
    let fixture = Fixture::new(Product::PostgreSql, THREE);
    let mut paper = up(&fixture);
    paper.kept.rows.remove(1);
    assert!(run(&mut from_journal(&fixture, BackTo::Count(1)), &mut paper, usize::MAX));
    assert_eq!(keys(&paper.kept.inverses), keys_of_rows(&paper));
}

/// Two tables with a key between them, a third one, and what looks at two of them.
const APART: &str = r#"
databaseChangeLog:
  - changeSet: {id: team, author: a, changes: [createTable: {tableName: team, columns: [column: {name: id, type: int, constraints: {primaryKey: true}}]}]}
  - changeSet: {id: alone, author: a, changes: [createTable: {tableName: alone, columns: [column: {name: id, type: int}]}]}
  - changeSet: {id: player, author: a, changes: [createTable: {tableName: player, columns: [column: {name: team, type: int, constraints: {references: team(id), foreignKeyName: player_team}}]}]}
  - changeSet: {id: looks, author: a, changes: [createView: {viewName: looks, selectQuery: SELECT team FROM player}]}
  - changeSet: {id: rows, author: a, changes: [sql: {sql: "DELETE FROM alone"}], rollback: []}
"#;

#[test]
fn one_goes_alone_where_nothing_newer_touches_what_it_touched() {
    let without_rows = APART[..APART.find("  - changeSet: {id: rows").unwrap()].to_owned();
    for product in Product::ALL {
        let gone = |changelog: &str, id: &str, with_dependents: bool| {
            let fixture = Fixture::new(product, changelog);
            let mut paper = up(&fixture);
            let back = Back::new(fixture.project(), BackTo::ChangeSet(format!("c.yaml::{id}::a")));
            let back = back.from_journal(true).with_dependents(with_dependents);
            let mut machine = Machine::new(back, fixture.is_transactional());
            assert!(run(&mut machine, &mut paper, usize::MAX));
            match machine.outcome() {
                Some(Outcome::Done) => machine.finished().iter().map(|it| it.item.record.key().id).collect::<Vec<_>>(),
                Some(Outcome::Refused(problems)) => problems.iter().map(|it| it.code.clone()).collect(),
                other => panic!("{other:?}"),
            }
        };
        let not_newest = "amend::rollback::not-newest";
        assert_eq!(gone(&without_rows, "alone", false), ["alone"], "{product}");
        assert_eq!(gone(&without_rows, "team", false), [not_newest], "{product}");
        assert_eq!(gone(&without_rows, "team", true), ["looks", "player", "team"], "{product}");
        assert_eq!(gone(APART, "alone", false), [not_newest], "{product}");
        assert_eq!(gone(APART, "player", true), ["looks", "player"], "{product}");
    }
}

#[test]
fn what_the_changelog_says_to_be_needed_counts() {
    let changelog = APART.replace("{id: player, author: a,", "{id: player, author: a, dependsOn: [alone],");
    let fixture = Fixture::new(Product::PostgreSql, &changelog[..changelog.find("  - changeSet: {id: rows").unwrap()]);
    let mut paper = up(&fixture);
    let back = Back::new(fixture.project(), BackTo::ChangeSet("c.yaml::alone::a".to_owned()));
    let mut machine = Machine::new(back, fixture.is_transactional());
    assert!(run(&mut machine, &mut paper, usize::MAX));
    assert_eq!(codes(&machine), ["amend::rollback::needed"; 2]);
}

/// A table that only the database knows.
const SEEN: &str = r#"
databaseChangeLog:
  - changeSet: {id: 1, author: a, changes: [sql: {sql: "CALL make_t()"}], rollback: []}
  - changeSet:
      id: 2
      author: a
      changes:
        - modifyDataType: {tableName: t, columnName: b, newDataType: bigint}
        - createTable: {tableName: u, columns: [column: {name: id, type: int}]}
        - createTable: {tableName: w, columns: [column: {name: id, type: int}]}
"#;

#[test]
fn what_only_the_database_knew_is_recorded_before_the_first_statement() {
    let fixture = Fixture::new(Product::MySql, SEEN);
    let mut start = Paper::new(&fixture);
    let mut table = Table::new(ObjectName::new("t"));
    table.columns = ["a", "b"].map(|name| Column::new(name, "INT")).into();
    start.kept.catalog.tables.push(table);
    let first = Update::new(fixture.project(), Stop::AfterCount(1), Manner::Run);
    assert!(run(&mut Machine::new(first, fixture.is_transactional()), &mut start, usize::MAX));
    assert_eq!(start.kept.rows.len(), 1);
    let is_half_done = |paper: &Paper| paper.kept.journal.iter().flatten().any(|it| it.number > 0);
    let mut tried = 0;
    for once in deaths(&mut recording(&fixture), &start) {
        for twice in deaths(&mut recording(&fixture), &once) {
            let is_recorded = twice.kept.inverses.iter().any(|it| it.key.id == "2" && it.way.is_ok());
            let has_row = twice.kept.rows.len() == 2;
            assert_eq!(is_recorded, is_half_done(&twice) || has_row, "{:?}", twice.kept);
            tried += usize::from(is_half_done(&twice));
        }
    }
    assert!(tried > 10, "{tried}");
}
