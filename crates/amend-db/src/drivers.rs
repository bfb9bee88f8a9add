//! One module a protocol: how to connect, what to undo of the library's own settings, what the server's codes mean.

pub(crate) mod mysql;
pub(crate) mod notices;
pub(crate) mod postgresql;
pub(crate) mod sqlite;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::{AssertSqlSafe, Executor};

use crate::session::Rows;
use crate::url::{Place, Url};
use crate::{DbError, ErrorKind};

/// How many steps of its virtual machine SQLite takes between two looks: less than a millisecond's work.
const STEPS: i32 = 10_000;

/// One open connection.
pub(crate) enum Connection {
    PostgreSql(sqlx::PgConnection),
    MySql(sqlx::MySqlConnection),
    Sqlite(sqlx::SqliteConnection),
}

/// What is known of a server once the connection stands.
pub(crate) struct Greeting {
    pub product: amend_sql::Product,
    pub version: String,
    pub default_schema: Option<String>,
    /// The server's number of this session: process id (PostgreSQL), connection id (MySQL, MariaDB).
    pub id: Option<u64>,
}

impl Connection {
    pub async fn open(url: &Url) -> Result<(Self, Greeting), DbError> {
        match &url.place {
            Place::PostgreSql(server) => postgresql::open(server).await,
            Place::MySql(server) => mysql::open(server).await,
            Place::Sqlite(file) => sqlite::open(file).await,
        }
    }

    /// Makes SQLite, which works in this process, look at the flag while it works, and give up where it is set. A server
    /// is asked by a second connection instead.
    pub async fn give_up_when(&mut self, flag: &Arc<AtomicBool>) -> Result<(), DbError> {
        if let Self::Sqlite(connection) = self {
            let flag = flag.clone();
            let mut handle = connection.lock_handle().await.map_err(|error| connection_error(&error))?;
            handle.set_progress_handler(STEPS, move || !flag.load(Ordering::Relaxed));
        }
        Ok(())
    }

    /// Sends the text as it is, without preparing it, and counts the rows that it changed.
    pub async fn execute(&mut self, sql: &str) -> Result<u64, sqlx::Error> {
        let text = sqlx::raw_sql(AssertSqlSafe(sql));
        Ok(match self {
            Self::PostgreSql(connection) => connection.execute(text).await?.rows_affected(),
            Self::MySql(connection) => connection.execute(text).await?.rows_affected(),
            Self::Sqlite(connection) => connection.execute(text).await?.rows_affected(),
        })
    }

    /// Sends the text as it is and gathers the rows of its result, each cell as the server's text.
    pub async fn query(&mut self, sql: &str) -> Result<Rows, sqlx::Error> {
        let text = sqlx::raw_sql(AssertSqlSafe(sql));
        match self {
            Self::PostgreSql(connection) => postgresql::rows(&connection.fetch_all(text).await?),
            Self::MySql(connection) => mysql::rows(&connection.fetch_all(text).await?),
            Self::Sqlite(connection) => sqlite::rows(&connection.fetch_all(text).await?),
        }
    }

    /// Sends the lines that follow a `COPY .. FROM STDIN`; a server without it refuses the statement itself.
    pub async fn copy_in(&mut self, sql: &str, lines: impl Iterator<Item = Vec<u8>>) -> Result<u64, sqlx::Error> {
        let Self::PostgreSql(connection) = self else { return self.execute(sql).await };
        let mut copy = connection.copy_in_raw(sql).await?;
        for lines in lines {
            copy.send(lines).await?;
        }
        copy.finish().await
    }

    /// What the error says, of this statement.
    pub fn error(&self, error: sqlx::Error, statement: &str) -> DbError {
        match self {
            Self::PostgreSql(_) => postgresql::error(error, statement),
            Self::MySql(_) => mysql::error(error, statement),
            Self::Sqlite(_) => sqlite::error(error, statement),
        }
    }

    pub async fn close(self) -> Result<(), sqlx::Error> {
        use sqlx::Connection as _;
        match self {
            Self::PostgreSql(connection) => connection.close().await,
            Self::MySql(connection) => connection.close().await,
            Self::Sqlite(connection) => connection.close().await,
        }
    }
}

/// What went wrong where no server answered. The library's own wording may hold addresses and is not used.
pub(crate) fn connection_error(error: &sqlx::Error) -> DbError {
    let lost = |text: String| DbError::new(ErrorKind::Connection, text);
    match error {
        sqlx::Error::Io(error) => lost(format!("the connection failed: {error}")),
        sqlx::Error::Tls(error) => {
            lost(format!("TLS failed: {error}")).with_hint("give `sslrootcert`, or another `sslmode`")
        }
        sqlx::Error::WorkerCrashed => lost("the connection's thread has ended".into()),
        sqlx::Error::Protocol(text) => DbError::new(ErrorKind::Connection, format!("the server's answer: {text}")),
        sqlx::Error::ColumnDecode { index, .. } => {
            DbError::new(ErrorKind::Other, format!("column {index} of the result is not a text"))
        }
        _ => DbError::new(ErrorKind::Other, "the statement could not be carried to the server"),
    }
}

/// The first entry of a table of codes that begins with, or is, the code.
pub(crate) fn kind_of(table: &[(&str, ErrorKind)], code: &str) -> ErrorKind {
    table.iter().find(|(prefix, _)| code.starts_with(prefix)).map_or(ErrorKind::Other, |(_, kind)| *kind)
}
