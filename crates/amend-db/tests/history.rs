//! The history table on the four databases.
#![allow(clippy::unwrap_used, reason = "tests")]

use amend_db::{ChangeSetKey, ExecType, History, HistoryRow, Session, Stamp, Tracking, Url};
use amend_testkit::servers::{Engine, ScratchDatabase};

async fn on_every_engine(test: impl AsyncFn(Engine, &mut Session)) {
    for engine in Engine::ALL {
        let database = ScratchDatabase::create(engine).await;
        let mut session = Session::connect(&Url::parse(database.url()).unwrap()).await.unwrap();
        test(engine, &mut session).await;
        session.close().await.unwrap();
        database.close().await;
    }
}

fn history(session: &Session) -> History {
    History::new(&Tracking::of(session)).unwrap()
}

fn row(id: &str, order: i64) -> HistoryRow {
    HistoryRow {
        md5sum: Some("9:d41d8cd98f00b204e9800998ecf8427e".into()),
        description: Some("créer `t` — it's \\ done".into()),
        comments: Some(String::new()),
        contexts: Some("a and b".into()),
        deployment_id: Some("5339240224".into()),
        ..amend_db::history::own_row(ChangeSetKey::new(id, "o'a", "c.yaml"), order)
    }
}

fn without_dates(rows: &[HistoryRow]) -> Vec<HistoryRow> {
    rows.iter().map(|row| HistoryRow { date_executed: String::new(), ..row.clone() }).collect()
}

#[tokio::test]
async fn what_is_written_is_read_again() {
    on_every_engine(async |engine, session| {
        let mut history = history(session);
        assert_eq!(history.read(session).await.unwrap(), None);
        history.ensure(session).await.unwrap();
        history.ensure(session).await.unwrap();
        assert!(history.read(session).await.unwrap().unwrap().rows.is_empty());
        let rows = [row("1", 1), HistoryRow { tag: Some("v1".into()), ..row("2", 2) }];
        for row in &rows {
            history.insert(session, row, &Stamp::Now).await.unwrap();
        }
        let found = history.read(session).await.unwrap().unwrap();
        assert_eq!(without_dates(&found.rows), rows, "{engine:?}");
        assert_eq!((found.next_order(), found.stamp(), found.orders_differ()), (3, Stamp::Now, false), "{engine:?}");
        assert!(history.tag_exists(session, "v1").await.unwrap());
        assert!(!history.tag_exists(session, "V1").await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn rows_change_as_they_should() {
    on_every_engine(async |engine, session| {
        let mut history = history(session);
        history.ensure(session).await.unwrap();
        for (id, order) in [("1", 1), ("2", 2), ("3", 2)] {
            history.insert(session, &row(id, order), &Stamp::Now).await.unwrap();
        }
        history.tag_last(session, "end", &amend_db::history::tag_marker("end", 0, "0")).await.unwrap();
        let rerun = HistoryRow { exec_type: ExecType::Reran, md5sum: Some("9:new".into()), ..row("1", 3) };
        assert_eq!(history.update_rerun(session, &rerun, &Stamp::Now).await.unwrap(), 1);
        assert_eq!(history.set_md5(session, &row("2", 0).key, "9:other").await.unwrap(), 1);
        assert_eq!(history.delete(session, &row("9", 0).key).await.unwrap(), 0);
        let found = history.read(session).await.unwrap().unwrap().rows;
        let last = found.last().unwrap();
        assert_eq!(
            (last.key.id.as_str(), last.exec_type, last.md5sum.as_deref()),
            ("1", ExecType::Reran, Some("9:new"))
        );
        assert_eq!(found.iter().filter(|row| row.tag.is_some()).count(), 1, "{engine:?}: {found:?}");
        history.clear_checksums(session).await.unwrap();
        assert_eq!(history.delete(session, &row("2", 0).key).await.unwrap(), 1);
        let found = history.read(session).await.unwrap().unwrap().rows;
        assert!(found.len() == 2 && found.iter().all(|row| row.md5sum.is_none()), "{engine:?}");
    })
    .await;
}

#[tokio::test]
async fn an_empty_history_gets_a_row_for_the_tag() {
    on_every_engine(async |_, session| {
        let mut history = history(session);
        history.ensure(session).await.unwrap();
        let marker = amend_db::history::tag_marker("v0", 1_700_000_000_000, "0000000000");
        history.tag_last(session, "v0", &marker).await.unwrap();
        history.tag_last(session, "v1", &marker).await.unwrap();
        let found = history.read(session).await.unwrap().unwrap().rows;
        assert_eq!(without_dates(&found), [HistoryRow { tag: Some("v1".into()), ..marker }]);
    })
    .await;
}

/// Somebody whose clock, or zone, is ahead wrote the last row.
#[tokio::test]
async fn the_order_survives_clocks() {
    on_every_engine(async |engine, session| {
        let mut history = history(session);
        history.ensure(session).await.unwrap();
        let ahead = Stamp::NotBefore("2099-01-02 03:04:05".into());
        history.insert(session, &row("1", 1), &ahead).await.unwrap();
        let stamp = history.read(session).await.unwrap().unwrap().stamp();
        assert_eq!(stamp, ahead, "{engine:?}");
        history.insert(session, &row("2", 2), &stamp).await.unwrap();
        let found = history.read(session).await.unwrap().unwrap();
        assert!(!found.orders_differ(), "{engine:?}: {found:?}");
        history.insert(session, &row("3", 3), &Stamp::Now).await.unwrap();
        assert!(history.read(session).await.unwrap().unwrap().orders_differ(), "{engine:?}");
    })
    .await;
}

#[tokio::test]
async fn tables_of_other_makers_are_found_and_completed() {
    on_every_engine(async |engine, session| {
        let name = if engine == Engine::Postgres { "\"DatabaseChangeLog\"" } else { "databasechangelog" };
        let moment = if engine == Engine::Postgres { "timestamp" } else { "datetime" };
        let columns = format!("id varchar(60) not null, author varchar(60) not null, filename varchar(60) not null, dateexecuted {moment} not null, md5sum varchar(32), own int");
        session.execute(&format!("CREATE TABLE {name} ({columns})")).await.unwrap();
        session.execute(&format!("INSERT INTO {name} VALUES ('0', 'a', 'f', '2001-01-01 00:00:00', NULL, 7)")).await.unwrap();
        let mut history = history(session);
        let before = history.read(session).await.unwrap().unwrap();
        assert_eq!((before.rows[0].order_executed, before.next_order()), (-1, 1), "{engine:?}");
        history.ensure(session).await.unwrap();
        history.insert(session, &row("1", before.next_order()), &before.stamp()).await.unwrap();
        let found = history.read(session).await.unwrap().unwrap().rows;
        assert_eq!(found.iter().map(|row| (row.key.id.as_str(), row.order_executed, row.exec_type)).collect::<Vec<_>>(), [
            ("0", -1, ExecType::Executed),
            ("1", 1, ExecType::Executed)
        ], "{engine:?}");
        history.ensure(session).await.unwrap();
    })
    .await;
}

/// MySQL's usual collations take `A` for `a`.
#[tokio::test]
async fn change_sets_that_differ_in_letter_case_are_two() {
    on_every_engine(async |engine, session| {
        let mut history = history(session);
        history.ensure(session).await.unwrap();
        history.insert(session, &row("a", 1), &Stamp::Now).await.unwrap();
        history.insert(session, &row("A", 2), &Stamp::Now).await.unwrap();
        history.read(session).await.unwrap();
        assert_eq!(history.delete(session, &row("a", 0).key).await.unwrap(), 1, "{engine:?}");
        assert_eq!(history.read(session).await.unwrap().unwrap().rows[0].key.id, "A");
    })
    .await;
}

#[tokio::test]
async fn other_names_and_schemas() {
    on_every_engine(async |engine, session| {
        let schema = session.default_schema().map(|it| format!("{it}-other"));
        if let Some(schema) = &schema {
            let quote = if engine == Engine::Postgres { '"' } else { '`' };
            session.execute(&format!("CREATE SCHEMA {quote}{schema}{quote}")).await.unwrap();
        }
        let tracking = Tracking::new(session.product(), schema.as_deref()).named(Some("My Log"), Some("LOCKS"));
        let mut history = History::new(&tracking).unwrap();
        history.ensure(session).await.unwrap();
        history.insert(session, &row("1", 1), &Stamp::Now).await.unwrap();
        assert_eq!(history.read(session).await.unwrap().unwrap().rows.len(), 1, "{engine:?}");
        if let (Engine::MySql | Engine::MariaDb, Some(schema)) = (engine, &schema) {
            session.execute(&format!("DROP SCHEMA `{schema}`")).await.unwrap();
        }
    })
    .await;
}

/// Real Liquibase makes the table before it takes any lock, so others may make it at the same moment.
#[tokio::test]
async fn a_table_that_several_make_at_once_is_made_once() {
    for engine in Engine::ALL {
        let database = ScratchDatabase::create(engine).await;
        let url = Url::parse(database.url()).unwrap();
        let make = async || {
            let mut session = Session::connect(&url).await.unwrap();
            let made = history(&session).ensure(&mut session).await;
            session.close().await.unwrap();
            made
        };
        let (first, second, third, fourth) = tokio::join!(make(), make(), make(), make());
        for made in [first, second, third, fourth] {
            made.unwrap_or_else(|error| panic!("{engine:?}: {error}"));
        }
        database.close().await;
    }
}
