//! Database servers for tests, and databases that live as long as one test.
//!
//! The servers come from `cargo xtask test`, which brings them up and names them in the environment. A test that
//! finds none fails: it is never skipped.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use amend_sql::Product;
use sqlx::{AssertSqlSafe, Connection, Database, Executor, MySqlConnection, PgConnection};

/// A database product to test on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// MySQL proper.
    MySql,
    /// MariaDB.
    MariaDb,
    /// SQLite, which needs no server.
    Sqlite,
}

impl Engine {
    /// Every engine.
    pub const ALL: [Engine; 4] = [Engine::Postgres, Engine::MySql, Engine::MariaDb, Engine::Sqlite];

    /// The product that runs there.
    pub fn product(self) -> Product {
        match self {
            Engine::Postgres => Product::PostgreSql,
            Engine::MySql => Product::MySql,
            Engine::MariaDb => Product::MariaDb,
            Engine::Sqlite => Product::Sqlite,
        }
    }

    /// The environment variable with the URL of the engine's server; none for SQLite.
    pub fn variable(self) -> Option<&'static str> {
        match self {
            Engine::Postgres => Some("AMEND_TEST_POSTGRES_URL"),
            Engine::MySql => Some("AMEND_TEST_MYSQL_URL"),
            Engine::MariaDb => Some("AMEND_TEST_MARIADB_URL"),
            Engine::Sqlite => None,
        }
    }
}

/// The URL of the engine's server, as a superuser; for SQLite, of a database in memory.
///
/// # Panics
/// If the environment does not name the server.
pub fn url(engine: Engine) -> String {
    let Some(variable) = engine.variable() else {
        return "sqlite::memory:".to_owned();
    };
    match std::env::var(variable) {
        Ok(url) if !url.is_empty() => url,
        _ => panic!("{variable} is not set: run the tests by `cargo xtask test`, which brings the servers up"),
    }
}

/// A new, empty database for one test.
///
/// [`close`](Self::close) deletes it. A test that fails before that leaves its database behind for a look; it goes
/// with the server at `cargo xtask db down`.
#[derive(Debug)]
pub struct ScratchDatabase {
    engine: Engine,
    url: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Server { url: String, name: String },
    Folder(PathBuf),
}

impl ScratchDatabase {
    /// Makes a database with a name that nobody else has.
    ///
    /// # Panics
    /// If the environment does not name the engine's server, or the server refuses.
    pub async fn create(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::create_file(),
            _ => Self::create_on_server(engine).await,
        }
    }

    /// The engine that the database runs on.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The database's own URL, in the form that sqlx reads.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Deletes the database, open sessions or not.
    ///
    /// # Panics
    /// If the server or the file system refuses.
    pub async fn close(self) {
        match self.place {
            Place::Server { url, name } => administer(self.engine, &url, &drop_statement(self.engine, &name)).await,
            Place::Folder(folder) => std::fs::remove_dir_all(&folder)
                .unwrap_or_else(|error| panic!("failed to delete `{}`: {error}", folder.display())),
        }
    }

    async fn create_on_server(engine: Engine) -> Self {
        let (server, name) = (url(engine), unique_name());
        administer(engine, &server, &format!("CREATE DATABASE {name}")).await;
        let url = with_database(&server, &name);
        ScratchDatabase { engine, url, place: Place::Server { url: server, name } }
    }

    fn create_file() -> Self {
        let folder = std::env::temp_dir().join(unique_name());
        std::fs::create_dir(&folder).unwrap_or_else(|error| panic!("failed to make `{}`: {error}", folder.display()));
        let url = format!("sqlite://{}?mode=rwc", folder.join("test.db").display());
        ScratchDatabase { engine: Engine::Sqlite, url, place: Place::Folder(folder) }
    }
}

/// `FORCE` ends the sessions that PostgreSQL would wait for (PostgreSQL 13, DROP DATABASE); the others end none.
fn drop_statement(engine: Engine, name: &str) -> String {
    match engine {
        Engine::Postgres => format!("DROP DATABASE {name} WITH (FORCE)"),
        _ => format!("DROP DATABASE {name}"),
    }
}

async fn administer(engine: Engine, url: &str, statement: &str) {
    let done = match engine {
        Engine::Postgres => run::<PgConnection>(url, statement).await,
        _ => run::<MySqlConnection>(url, statement).await,
    };
    done.unwrap_or_else(|error| panic!("failed to run `{statement}` on {engine:?} at `{url}`: {error}"));
}

async fn run<C: Connection>(url: &str, statement: &str) -> Result<(), sqlx::Error>
where
    for<'c> &'c mut C: Executor<'c, Database = C::Database>,
    C::Database: Database<Connection = C>,
{
    let mut connection = C::connect(url).await?;
    connection.execute(sqlx::raw_sql(AssertSqlSafe(statement.to_owned()))).await?;
    connection.close().await
}

/// Lower case and short enough for every engine; time and process tell runs apart that share a server.
pub(crate) fn unique_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("amend_test_{}_{number}_{nanoseconds:x}", std::process::id())
}

/// Replaces the database in a server's URL: `scheme://authority[/database][?parameters]`.
fn with_database(url: &str, name: &str) -> String {
    let (front, parameters) = url.split_at(url.find('?').unwrap_or(url.len()));
    let authority = front.find("://").map_or(0, |at| at + "://".len());
    let end = front[authority..].find('/').map_or(front.len(), |at| authority + at);
    format!("{}/{name}{parameters}", &front[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::SqliteConnection;

    #[test]
    fn the_database_of_a_url_is_replaced() {
        let cases = [
            ("mysql://root@127.0.0.1:3307", "mysql://root@127.0.0.1:3307/x"),
            ("postgres://me:p@db/postgres", "postgres://me:p@db/x"),
            ("mysql://root@db/?ssl-mode=DISABLED", "mysql://root@db/x?ssl-mode=DISABLED"),
        ];
        for (url, expected) in cases {
            assert_eq!(with_database(url, "x"), expected);
        }
    }

    #[test]
    fn names_differ() {
        assert_ne!(unique_name(), unique_name());
    }

    /// Fills a new database, deletes it, and finds it gone.
    async fn check_life<C: Connection>(engine: Engine)
    where
        for<'c> &'c mut C: Executor<'c, Database = C::Database>,
        C::Database: Database<Connection = C>,
    {
        let database = ScratchDatabase::create(engine).await;
        let url = database.url().to_owned();
        run::<C>(&url, "CREATE TABLE fresh (id int)").await.unwrap();
        run::<C>(&url, "CREATE TABLE fresh (id int)").await.unwrap_err();
        database.close().await;
        run::<C>(&url, "SELECT 1").await.unwrap_err();
    }

    #[tokio::test]
    async fn a_postgres_database_lives_as_long_as_its_test() {
        check_life::<PgConnection>(Engine::Postgres).await;
    }

    #[tokio::test]
    async fn a_mysql_database_lives_as_long_as_its_test() {
        check_life::<MySqlConnection>(Engine::MySql).await;
    }

    #[tokio::test]
    async fn a_mariadb_database_lives_as_long_as_its_test() {
        check_life::<MySqlConnection>(Engine::MariaDb).await;
    }

    #[tokio::test]
    async fn an_sqlite_database_lives_as_long_as_its_test() {
        check_life::<SqliteConnection>(Engine::Sqlite).await;
    }
}
