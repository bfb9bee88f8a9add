//! One connection: statements go there one by one, unprepared, as they are written.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use amend_sql::Product;
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Executor};
use tracing::Dispatch;
use tracing::instrument::WithSubscriber;

use crate::drivers::notices::Heard;
use crate::drivers::{Connection, Greeting, postgresql};
use crate::url::{Place, Url};
use crate::{DbError, ErrorKind, Stopper};

/// Between the statements of a batch; a comment at the end of one does not swallow it.
const SEPARATOR: &str = "\n;\n";

/// A value of a result as the server writes it; `None` is `NULL`.
pub type Cell = Option<String>;

/// A result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The names of the columns; empty where there is no row.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A message that a server sent beside its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Whether it is a warning; otherwise it informs.
    pub warning: bool,
    /// The server's code, where there is one (MySQL, MariaDB).
    pub code: Option<String>,
    /// The server's message.
    pub message: String,
}

/// A failure in the middle of a batch.
#[derive(Clone, Debug)]
pub struct BatchFailure {
    /// How many statements had been carried out before: the number, from 0, of the one that failed. On MySQL, MariaDB
    /// and SQLite they stay; on PostgreSQL they stay only if a transaction was open before and is kept by the caller.
    pub done: usize,
    /// What the server said, about the statement that failed.
    pub error: DbError,
}

/// A failure while lines are copied.
#[derive(Clone, Debug)]
pub struct CopyFailure {
    /// What the server said.
    pub error: DbError,
    /// The line that it says it of, from 1, where it says one.
    pub line: Option<usize>,
}

/// One connection to a database. Dropping it closes it; what was not committed is then undone.
pub struct Session {
    connection: Connection,
    greeting: Greeting,
    url: Url,
    heard: Heard,
    listener: Dispatch,
    /// Makes SQLite give up the statement under way.
    stop: Arc<AtomicBool>,
    /// Foreign keys were enforced before the transaction switched that off (SQLite).
    enforce_again: bool,
    /// A transaction was begun and not ended.
    in_transaction: bool,
}

impl Session {
    /// Connects and makes the session as the server's own clients would find it.
    ///
    /// A file of SQLite that is not there is made.
    ///
    /// # Errors
    /// What the server or the network says; never with a secret of the URL.
    pub async fn connect(url: &Url) -> Result<Self, DbError> {
        let heard = Heard::default();
        let listener = heard.listener();
        let opening = Connection::open(url).with_subscriber(listener.clone());
        let (mut connection, greeting) = match connect_timeout(url) {
            Some(limit) => tokio::time::timeout(limit, opening).await.map_err(|_| timed_out())??,
            None => opening.await?,
        };
        let stop = Arc::<AtomicBool>::default();
        connection.give_up_when(&stop).await?;
        Ok(Self {
            connection,
            greeting,
            url: url.clone(),
            heard,
            listener,
            stop,
            enforce_again: false,
            in_transaction: false,
        })
    }

    /// The product, as the server itself says.
    pub fn product(&self) -> Product {
        self.greeting.product
    }

    /// The server's version as it writes it, for example `10.11.19-MariaDB`.
    pub fn server_version(&self) -> &str {
        &self.greeting.version
    }

    /// The first three numbers of the version, 0 for each that it does not have.
    pub fn version_numbers(&self) -> [u32; 3] {
        let mut numbers =
            self.greeting.version.split(|it: char| !it.is_ascii_digit()).map(|it| it.parse().unwrap_or(0));
        std::array::from_fn(|_| numbers.next().unwrap_or(0))
    }

    /// The schema (MySQL, MariaDB: the database) where objects without a schema stand; SQLite has none.
    pub fn default_schema(&self) -> Option<&str> {
        self.greeting.default_schema.as_deref()
    }

    /// The server's number of this session: process id (PostgreSQL), connection id (MySQL, MariaDB).
    pub fn id(&self) -> Option<u64> {
        self.greeting.id
    }

    /// The address that it is connected to.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Makes this schema the one where objects without a schema stand: it comes first on PostgreSQL's search path, the
    /// path that was there follows; on MySQL and MariaDB it becomes the current database. SQLite stays as it is.
    ///
    /// # Errors
    /// What the server says; a schema that is not there is an error on MySQL and MariaDB only.
    pub async fn set_default_schema(&mut self, schema: &str) -> Result<(), DbError> {
        let statement = match self.connection {
            Connection::PostgreSql(_) => {
                let path = self.query("SHOW search_path").await?.into_iter().flatten().flatten().next();
                format!("SET search_path TO \"{}\", {}", schema.replace('"', "\"\""), path.unwrap_or("public".into()))
            }
            Connection::MySql(_) => format!("USE `{}`", schema.replace('`', "``")),
            Connection::Sqlite(_) => return Ok(()),
        };
        self.execute(&statement).await?;
        self.greeting.default_schema = Some(schema.to_owned());
        Ok(())
    }

    /// Sends one statement and counts the rows that it changed (on MySQL and MariaDB: that it found).
    ///
    /// # Errors
    /// What the server says.
    pub async fn execute(&mut self, statement: &str) -> Result<u64, DbError> {
        let answer = self.connection.execute(statement).with_subscriber(self.listener.clone()).await;
        answer.map_err(|error| self.connection.error(error, statement))
    }

    /// Sends one query and gathers its rows, each value as the server writes it (a boolean of PostgreSQL as `t` or `f`).
    ///
    /// # Errors
    /// What the server says.
    pub async fn query(&mut self, statement: &str) -> Result<Vec<Vec<Cell>>, DbError> {
        Ok(self.query_named(statement).await?.rows)
    }

    /// The same with the names of the columns.
    ///
    /// # Errors
    /// What the server says.
    pub async fn query_named(&mut self, statement: &str) -> Result<Rows, DbError> {
        let answer = self.connection.query(statement).with_subscriber(self.listener.clone()).await;
        answer.map_err(|error| self.connection.error(error, statement))
    }

    /// The first value of the first row; `None` where there is no row or it is `NULL`.
    ///
    /// # Errors
    /// What the server says.
    pub async fn query_value(&mut self, statement: &str) -> Result<Cell, DbError> {
        Ok(self.query(statement).await?.into_iter().flatten().next().flatten())
    }

    /// Sends statements in one round trip. On PostgreSQL they are one transaction of their own where none is open.
    /// None may be empty or a comment only: then the count of those done would be wrong.
    ///
    /// # Errors
    /// How many were carried out, and what the server says of the next.
    pub async fn execute_batch(&mut self, statements: &[&str]) -> Result<(), BatchFailure> {
        let text = statements.join(SEPARATOR);
        let mut done = 0;
        let listener = self.listener.clone();
        let outcome = self.send_batch(&text, &mut done).with_subscriber(listener).await;
        outcome.map_err(|error| self.batch_failure(statements, done, error))
    }

    async fn send_batch(&mut self, text: &str, done: &mut usize) -> Result<(), sqlx::Error> {
        macro_rules! count {
            ($connection:expr) => {{
                let mut answers = $connection.execute_many(sqlx::raw_sql(AssertSqlSafe(text)));
                while answers.try_next().await?.is_some() {
                    *done += 1;
                }
            }};
        }
        match &mut self.connection {
            Connection::PostgreSql(connection) => count!(connection),
            Connection::MySql(connection) => count!(connection),
            Connection::Sqlite(connection) => count!(connection),
        }
        Ok(())
    }

    fn batch_failure(&self, statements: &[&str], done: usize, error: sqlx::Error) -> BatchFailure {
        let statement = statements.get(done).copied().unwrap_or_default();
        if !matches!(self.connection, Connection::PostgreSql(_)) {
            return BatchFailure { done, error: self.connection.error(error, statement) };
        }
        // PostgreSQL counts from the beginning of the whole text.
        let before: usize = statements.iter().take(done).map(|it| it.len() + SEPARATOR.len()).sum();
        let whole = self.connection.error(error, &statements.join(SEPARATOR));
        let position = whole.position.and_then(|place| place.checked_sub(before));
        BatchFailure { done, error: whole.in_statement(statement, position) }
    }

    /// Sends the lines that follow a `COPY .. FROM STDIN`, as many at a time as the caller gives (PostgreSQL).
    ///
    /// # Errors
    /// What the server says about the statement or a line, with its words about which line that is.
    pub async fn copy_in(&mut self, statement: &str, lines: impl Iterator<Item = Vec<u8>>) -> Result<u64, CopyFailure> {
        let listener = self.listener.clone();
        let outcome = self.connection.copy_in(statement, lines).with_subscriber(listener).await;
        outcome.map_err(|error| CopyFailure {
            line: postgresql::copied_line(&error),
            error: self.connection.error(error, statement),
        })
    }

    /// Begins a transaction; on SQLite it takes the write lock at once.
    ///
    /// # Errors
    /// What the server says.
    pub async fn begin(&mut self) -> Result<(), DbError> {
        let statement = match self.connection {
            Connection::Sqlite(_) => "BEGIN IMMEDIATE",
            _ => "BEGIN",
        };
        self.execute(statement).await?;
        self.in_transaction = true;
        Ok(())
    }

    /// Whether a transaction was begun through this session and not ended.
    pub fn in_transaction(&self) -> bool {
        self.in_transaction
    }

    /// Begins a transaction that does not make others wait long: on PostgreSQL a lock that is not obtained within a
    /// second fails, so that who queues behind it goes on, and the caller tries again.
    ///
    /// # Errors
    /// What the server says.
    pub async fn begin_patiently(&mut self) -> Result<(), DbError> {
        match self.connection {
            Connection::PostgreSql(_) => {
                let settings = ["BEGIN", "SET LOCAL lock_timeout = '1s'", "SET LOCAL statement_timeout = 0"];
                self.execute_batch(&settings).await.map_err(|failure| failure.error)?;
                self.in_transaction = true;
                Ok(())
            }
            _ => self.begin().await,
        }
    }

    /// Begins a transaction in which SQLite does not enforce foreign keys, as a rebuild of a table needs it (enforced,
    /// dropping the old table would empty its children). The end of the transaction enforces them again if they were.
    /// On the other products it is [`Session::begin`].
    ///
    /// # Errors
    /// What the server says.
    pub async fn begin_without_foreign_keys(&mut self) -> Result<(), DbError> {
        if matches!(self.connection, Connection::Sqlite(_)) {
            self.enforce_again = self.query_value("PRAGMA foreign_keys").await?.as_deref() == Some("1");
            self.execute("PRAGMA foreign_keys = OFF").await?;
        }
        self.begin().await
    }

    /// Commits the transaction.
    ///
    /// # Errors
    /// What the server says. After an [`ErrorKind::Connection`] it is not known whether it was committed.
    pub async fn commit(&mut self) -> Result<(), DbError> {
        self.in_transaction = false;
        self.execute("COMMIT").await?;
        self.enforce_foreign_keys_again().await
    }

    /// Undoes the transaction; where there is none any more, nothing.
    ///
    /// # Errors
    /// What the server says.
    pub async fn rollback(&mut self) -> Result<(), DbError> {
        self.in_transaction = false;
        match self.execute("ROLLBACK").await {
            // SQLite undoes the transaction by itself after some errors (for example a full disk).
            Err(error) if !error.message.contains("no transaction is active") => Err(error),
            _ => self.enforce_foreign_keys_again().await,
        }
    }

    async fn enforce_foreign_keys_again(&mut self) -> Result<(), DbError> {
        match std::mem::take(&mut self.enforce_again) {
            true => self.execute("PRAGMA foreign_keys = ON").await.map(drop),
            false => Ok(()),
        }
    }

    /// What the server sent beside its last answers: PostgreSQL's notices since the last call; MySQL's and MariaDB's
    /// warnings about the last statement that names a table or warns (others leave the list of before). Call it before
    /// the next statement.
    ///
    /// # Errors
    /// What the server says.
    pub async fn notices(&mut self) -> Result<Vec<Notice>, DbError> {
        if let Connection::MySql(_) = self.connection {
            return Ok(self.query("SHOW WARNINGS").await?.into_iter().map(warning).collect());
        }
        let plain = |(warning, message)| Notice { warning, code: None, message };
        Ok(self.heard.take().into_iter().map(plain).collect())
    }

    /// What stops the statement that this session has under way.
    pub fn stopper(&self) -> Stopper {
        match self.connection {
            Connection::Sqlite(_) => Stopper::flag(&self.stop),
            _ => Stopper::beside(&self.url, self.id()),
        }
    }

    /// Stops the statement that another session of this server runs, by that session's [`Session::id`]. The user must be
    /// the same, or one who may stop others. SQLite has no other session to stop.
    ///
    /// # Errors
    /// What the server says.
    pub async fn stop_statement_of(&mut self, id: u64) -> Result<(), DbError> {
        let statement = match self.connection {
            Connection::PostgreSql(_) => format!("SELECT pg_cancel_backend({id})"),
            Connection::MySql(_) => format!("KILL QUERY {id}"),
            Connection::Sqlite(_) => return Ok(()),
        };
        self.execute(&statement).await.map(drop)
    }

    /// Closes the connection in good order.
    ///
    /// # Errors
    /// What the network says; the session is gone all the same.
    pub async fn close(self) -> Result<(), DbError> {
        let closing = self.connection.close().with_subscriber(self.listener);
        closing.await.map_err(|error| crate::drivers::connection_error(&error))
    }
}

impl Rows {
    /// Gathers rows, each cell by the driver's own reading.
    pub(crate) fn collect<R: sqlx::Row>(
        rows: &[R],
        cell: impl Fn(&R, usize) -> Result<Cell, sqlx::Error>,
    ) -> Result<Self, sqlx::Error> {
        use sqlx::Column as _;
        let columns = rows.first().map(|row| row.columns().iter().map(|it| it.name().to_owned()).collect());
        let row = |row: &R| (0..row.len()).map(|place| cell(row, place)).collect();
        Ok(Self { columns: columns.unwrap_or_default(), rows: rows.iter().map(row).collect::<Result<_, _>>()? })
    }
}

/// A row of `SHOW WARNINGS`: level, code, message.
fn warning(row: Vec<Cell>) -> Notice {
    let mut cells = row.into_iter();
    let level = cells.next().flatten().unwrap_or_default();
    Notice {
        warning: level != "Note",
        code: cells.next().flatten(),
        message: cells.next().flatten().unwrap_or_default(),
    }
}

fn connect_timeout(url: &Url) -> Option<std::time::Duration> {
    const DEFAULT: u64 = 30;
    match &url.place {
        Place::PostgreSql(server) | Place::MySql(server) => {
            Some(std::time::Duration::from_secs(server.connect_timeout.unwrap_or(DEFAULT)))
        }
        Place::Sqlite(_) => None,
    }
}

fn timed_out() -> DbError {
    DbError::new(ErrorKind::Connection, "the server did not answer in time")
}
