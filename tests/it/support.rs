//! What the tests here share: the program in a folder, and the commands on a database.

use std::thread::sleep;
use std::time::{Duration, Instant};

use amend_db::lock::list_locks;
use amend_db::{History, HistoryRow, Tracking};
use amend_testkit::checkout::Checkout;
use amend_testkit::database::Database;
use amend_testkit::servers::Engine;

/// The folder of this repository.
pub const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

/// An empty folder for the program.
pub fn checkout() -> Checkout {
    Checkout::new(env!("CARGO_BIN_EXE_amend"))
}

/// A folder for the program with this changelog, and an empty database that the program finds by its environment.
pub fn checkout_on(engine: Engine, changelog: &str) -> (Checkout, Database) {
    let (mut checkout, database) = (checkout(), Database::create(engine));
    checkout.set("AMEND_URL", database.url());
    checkout.set("AMEND_CHANGELOG_FILE", "changelog.yaml");
    checkout.write("changelog.yaml", changelog);
    (checkout, database)
}

/// The name of the history table in a query of that engine.
pub fn history_table(engine: Engine) -> &'static str {
    match engine {
        Engine::Postgres => "databasechangelog",
        _ => "DATABASECHANGELOG",
    }
}

/// All rows of the history, whole; none where there is no table yet.
pub fn history(database: &Database) -> Vec<HistoryRow> {
    database.with_session(async |session| {
        let mut history = History::new(&Tracking::of(session)).unwrap();
        history.read(session).await.unwrap().map_or_else(Vec::new, |recorded| recorded.rows)
    })
}

/// The ids of the change sets in the history, in the order in which they ran.
pub fn ids(database: &Database) -> Vec<String> {
    history(database).into_iter().map(|row| row.key.id).collect()
}

/// Whether the journal's table is there.
pub fn has_journal(database: &Database) -> bool {
    let count = match database.engine() {
        Engine::Sqlite => "SELECT COUNT(*) FROM sqlite_master WHERE name = 'AMEND_JOURNAL'".to_owned(),
        engine => {
            let schema = if engine == Engine::Postgres { "current_schema()" } else { "DATABASE()" };
            format!(
                "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = {schema} \
                 AND lower(table_name) = 'amend_journal'"
            )
        }
    };
    database.value(&count) != "0"
}

/// Nobody holds the lock.
#[track_caller]
pub fn assert_unlocked(database: &Database) {
    let locks = database.with_session(async |session| list_locks(session, &Tracking::of(session)).await.unwrap());
    assert!(locks.is_empty(), "{:?}: {locks:?}", database.engine());
}

/// A number that a longer run than the usual one may set.
pub fn number_from_environment(name: &str, usual: usize) -> usize {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| panic!("{name} is no number: {text}")),
        Err(_) => usual,
    }
}

/// Asks again and again, for a minute.
#[track_caller]
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(60), "waited a minute until {what}");
        sleep(Duration::from_millis(20));
    }
}
