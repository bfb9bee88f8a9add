//! The lock on the four databases: exclusion, death of the holder, rows of other programs.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use amend_db::lock::{self, Lost};
use amend_db::{ChangeSetKey, History, Lock, LockError, LockEvent, Obstacle, Session, Tracking, Url};
use amend_testkit::servers::{Engine, ScratchDatabase};

const NO_WAIT: Duration = Duration::ZERO;
const LONG: Duration = Duration::from_secs(60);

async fn connect(url: &str) -> (Session, Tracking) {
    let session = Session::connect(&Url::parse(url).unwrap()).await.unwrap();
    let tracking = Tracking::of(&session);
    (session, tracking)
}

async fn acquire(
    session: &mut Session,
    tracking: &Tracking,
    wait: Duration,
) -> (Result<Lock, LockError>, Vec<LockEvent>) {
    let mut events = Vec::new();
    let lock = Lock::acquire(session, tracking, wait, &mut |event| events.push(event)).await;
    (lock, events)
}

async fn on_every_engine(test: impl AsyncFn(Engine, &str)) {
    for engine in Engine::ALL {
        let database = ScratchDatabase::create(engine).await;
        test(engine, database.url()).await;
        database.close().await;
    }
}

#[tokio::test]
async fn one_at_a_time() {
    on_every_engine(async |engine, url| {
        let ((mut first, tracking), (mut second, _)) = (connect(url).await, connect(url).await);
        let lock = acquire(&mut first, &tracking, NO_WAIT).await.0.unwrap();
        lock.fence(&mut first).await.unwrap();
        let (refused, _) = acquire(&mut second, &tracking, Duration::from_millis(300)).await;
        assert!(matches!(refused, Err(LockError::Busy(Obstacle::Session(_)))), "{engine:?}: {refused:?}");
        assert!(
            matches!(lock::live_holder(&mut second, &tracking).await, Ok(Some(Obstacle::Session(Some(_))))),
            "{engine:?}"
        );
        let listed = lock::list_locks(&mut second, &tracking).await.unwrap();
        assert_eq!(listed[0].locked_by, Some(lock.holder().to_string()), "{engine:?}");
        lock.release(&mut first).await.unwrap();
        assert!(lock::list_locks(&mut second, &tracking).await.unwrap().is_empty());
        acquire(&mut second, &tracking, NO_WAIT).await.0.unwrap().release(&mut second).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn the_row_of_a_dead_amend_is_taken_over() {
    on_every_engine(async |engine, url| {
        let (mut first, tracking) = connect(url).await;
        let lock = acquire(&mut first, &tracking, NO_WAIT).await.0.unwrap();
        drop((lock, first));
        let (mut second, _) = connect(url).await;
        let (taken, events) = acquire(&mut second, &tracking, LONG).await;
        let lock = taken.unwrap();
        lock.fence(&mut second).await.unwrap();
        assert!(matches!(events.last(), Some(LockEvent::TookOver(_))), "{engine:?}: {events:?}");
    })
    .await;
}

async fn lock_as_liquibase(session: &mut Session, tracking: &Tracking) {
    lock::force_release(session, tracking).await.unwrap();
    let (table, locked) = match session.product() {
        amend_sql::Product::PostgreSql => ("databasechangeloglock", "LOCKED = TRUE"),
        _ => ("DATABASECHANGELOGLOCK", "`LOCKED` = 1"),
    };
    session.execute(&format!("UPDATE {table} SET {locked}, LOCKEDBY = 'host (10.0.0.1)' WHERE ID = 1")).await.unwrap();
}

#[tokio::test]
async fn a_live_row_of_another_program_is_respected_and_a_dead_one_taken_over() {
    on_every_engine(async |engine, url| {
        let ((mut other, tracking), (mut ours, _)) = (connect(url).await, connect(url).await);
        lock_as_liquibase(&mut other, &tracking).await;
        let (refused, _) = acquire(&mut ours, &tracking, Duration::from_secs(1)).await;
        assert!(matches!(&refused, Err(LockError::Busy(Obstacle::Row(row))) if row.locked_by.is_some()), "{engine:?}: {refused:?}");
        // The session lock was given back, and another amend that waits is not taken for the holder.
        other.close().await.unwrap();
        let mut waiting = connect(url).await.0;
        let waits = acquire(&mut waiting, &tracking, NO_WAIT);
        if engine == Engine::Sqlite {
            assert!(waits.await.0.is_err());
            assert!(lock::force_release(&mut ours, &tracking).await.unwrap().is_some());
            return;
        }
        assert!(matches!(waits.await.0, Err(LockError::Busy(Obstacle::Row(_)))), "{engine:?}: no proof without a second look");
        let (taken, events) = acquire(&mut ours, &tracking, LONG).await;
        taken.unwrap();
        assert!(matches!(events.last(), Some(LockEvent::TookOver(row)) if row.locked_by.as_deref() == Some("host (10.0.0.1)")), "{engine:?}: {events:?}");
    })
    .await;
}

#[tokio::test]
async fn a_row_that_others_touched_is_noticed() {
    on_every_engine(async |engine, url| {
        let ((mut ours, tracking), (mut other, _)) = (connect(url).await, connect(url).await);
        let lock = acquire(&mut ours, &tracking, NO_WAIT).await.0.unwrap();
        assert!(lock::force_release(&mut other, &tracking).await.unwrap().is_some());
        assert!(matches!(lock.fence(&mut ours).await, Err(LockError::Lost(Lost::Freed))), "{engine:?}");
        lock_as_liquibase(&mut other, &tracking).await;
        assert!(matches!(lock.fence(&mut ours).await, Err(LockError::Lost(Lost::TakenBy(_)))), "{engine:?}");
        lock.release(&mut ours).await.unwrap();
        assert_eq!(lock::list_locks(&mut other, &tracking).await.unwrap().len(), 1, "{engine:?}: not ours to free");
    })
    .await;
}

/// Eight at once on an empty database: each finds the tables as it needs them, one after the other.
#[tokio::test]
async fn eight_starters_on_an_empty_database() {
    on_every_engine(async |engine, url| {
        let runs: Vec<_> = (0..8).map(|number| start(url.to_owned(), number)).collect();
        futures_util::future::join_all(runs).await;
        let (mut session, tracking) = connect(url).await;
        let rows = History::new(&tracking).unwrap().read(&mut session).await.unwrap().unwrap().rows;
        assert_eq!(
            rows.iter().map(|row| row.order_executed).collect::<Vec<_>>(),
            (1..=8).collect::<Vec<_>>(),
            "{engine:?}"
        );
    })
    .await;
}

async fn start(url: String, number: u32) {
    let (mut session, tracking) = connect(&url).await;
    let lock = acquire(&mut session, &tracking, LONG).await.0.unwrap();
    let mut history = History::new(&tracking).unwrap();
    history.ensure(&mut session).await.unwrap();
    let found = history.read(&mut session).await.unwrap().unwrap();
    session.begin().await.unwrap();
    lock.fence(&mut session).await.unwrap();
    let row = amend_db::history::own_row(ChangeSetKey::new(number.to_string(), "a", "f"), found.next_order());
    history.insert(&mut session, &row, &found.stamp()).await.unwrap();
    session.commit().await.unwrap();
    lock.release(&mut session).await.unwrap();
    session.close().await.unwrap();
}

#[tokio::test]
async fn the_lock_file_goes_with_the_lock() {
    let database = ScratchDatabase::create(Engine::Sqlite).await;
    let (mut session, tracking) = connect(database.url()).await;
    let file = session.url().file().unwrap().with_extension("db.amend-lock");
    let lock = acquire(&mut session, &tracking, NO_WAIT).await.0.unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), lock.holder().to_string());
    lock.release(&mut session).await.unwrap();
    assert_eq!(file.exists(), cfg!(not(unix)));
    database.close().await;
}

#[tokio::test]
async fn a_database_in_memory_needs_no_file() {
    let (mut session, tracking) = connect("sqlite::memory:").await;
    acquire(&mut session, &tracking, LONG).await.0.unwrap().release(&mut session).await.unwrap();
}
