//! The machine, stopped after every command, and begun again: what was recorded took effect, once.
#![allow(clippy::unwrap_used, reason = "tests stop where something is not as it should be")]

mod paper;

use amend_plan::History;
use amend_plan::machine::{Command, Event, How, Outcome};
use amend_sql::Product;
use paper::{Fixture, Paper, run};

const CHANGELOG: &str = r#"
databaseChangeLog:
  - changeSet:
      id: 1
      author: a
      changes:
        - createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
        - createTable: {tableName: u, columns: [{column: {name: id, type: int}}]}
  - changeSet:
      id: 2
      author: a
      changes:
        - addColumn: {tableName: t, columns: [{column: {name: b, type: int}}]}
  - changeSet:
      id: 3
      author: a
      changes:
        - dropColumn: {tableName: t, columnName: b}
        - renameTable: {oldTableName: u, newTableName: w}
"#;

fn fixture(product: Product) -> Fixture {
    Fixture::new(product, CHANGELOG)
}

#[test]
fn where_changes_of_the_schema_are_transactional_no_stop_harms() {
    for product in [Product::PostgreSql, Product::Sqlite] {
        let fixture = fixture(product);
        let mut undisturbed = Paper::new(&fixture);
        assert!(run(&mut fixture.update(), &mut undisturbed, usize::MAX));
        for stop in 0.. {
            let mut paper = Paper::new(&fixture);
            let ended = run(&mut fixture.update(), &mut paper, stop);
            paper.die();
            assert!(run(&mut fixture.update(), &mut paper, usize::MAX), "{product}, stopped after {stop}");
            assert_eq!(paper.kept.effects, undisturbed.kept.effects, "{product}, stopped after {stop}");
            assert_eq!(paper.kept.rows, undisturbed.kept.rows, "{product}, stopped after {stop}");
            assert!(!paper.locked);
            if ended {
                break;
            }
        }
    }
}

#[test]
fn everywhere_a_row_stands_only_for_what_took_effect() {
    for product in Product::ALL {
        let fixture = fixture(product);
        let mut undisturbed = Paper::new(&fixture);
        run(&mut fixture.update(), &mut undisturbed, usize::MAX);
        for stop in 0..40 {
            let mut paper = Paper::new(&fixture);
            run(&mut fixture.update(), &mut paper, stop);
            paper.die();
            assert!(undisturbed.kept.effects.starts_with(&paper.kept.effects), "{product}, stopped after {stop}");
            let recorded = undisturbed.kept.rows.starts_with(&paper.kept.rows);
            assert!(recorded, "{product}, stopped after {stop}");
        }
    }
}

#[test]
fn nothing_pending_takes_no_lock_and_writes_nothing() {
    let fixture = fixture(Product::PostgreSql);
    let mut paper = Paper::new(&fixture);
    run(&mut fixture.update(), &mut paper, usize::MAX);
    paper.writes = 0;
    let mut machine = fixture.update();
    let commands = machine.next(Event::Begun);
    assert!(matches!(commands.as_slice(), [Command::ReadHistory]));
    assert!(machine.next(Event::History(History::new(paper.kept.rows.clone()))).is_empty());
    assert!(matches!(machine.outcome(), Some(Outcome::UpToDate)));
    assert_eq!(paper.writes, 0);
}

#[test]
fn the_way_back_is_gone_step_by_step_and_forward_again() {
    for product in Product::ALL {
        let fixture = fixture(product);
        let mut paper = Paper::new(&fixture);
        run(&mut fixture.update(), &mut paper, usize::MAX);
        let up = paper.kept.rows.clone();
        let mut machine = fixture.back(3);
        assert!(run(&mut machine, &mut paper, usize::MAX));
        assert!(matches!(machine.outcome(), Some(Outcome::Done)), "{product}: {:?}", machine.outcome());
        assert_eq!(machine.finished().iter().filter(|it| it.how == How::Ran).count(), 3);
        assert!(paper.kept.rows.is_empty());
        run(&mut fixture.update(), &mut paper, usize::MAX);
        assert_eq!(paper.kept.rows, up, "{product}");
    }
}

#[test]
fn a_lock_that_somebody_has_ends_the_run_before_anything() {
    let fixture = fixture(Product::PostgreSql);
    let mut machine = fixture.update();
    machine.next(Event::Begun);
    machine.next(Event::History(History::default()));
    assert!(machine.next(Event::NotLocked("somebody".to_owned())).is_empty());
    assert!(matches!(machine.outcome(), Some(Outcome::Locked(who)) if who == "somebody"));
}

#[test]
fn a_changed_change_set_is_refused_before_the_lock() {
    let fixture = fixture(Product::PostgreSql);
    let mut paper = Paper::new(&fixture);
    run(&mut fixture.update(), &mut paper, usize::MAX);
    paper.kept.rows[0].md5sum = Some("9:00000000000000000000000000000000".to_owned());
    let mut machine = fixture.update();
    run(&mut machine, &mut paper, usize::MAX);
    let Some(Outcome::Refused(problems)) = machine.outcome() else { panic!("not refused") };
    assert_eq!(problems[0].code, "amend::checksum::changed");
}
