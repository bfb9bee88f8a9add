//! SQLite, built in.

use std::time::Duration;

use amend_sql::Product;
use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{ConnectOptions, Row};

use super::{Connection, Greeting, connection_error};
use crate::session::Rows;
use crate::url::File;
use crate::{DbError, ErrorKind};

/// Primary result codes (the low byte of an extended one). Source: sqlite.org/rescode.html.
const KINDS: &[(i32, ErrorKind)] = &[
    (3, ErrorKind::Privilege),
    (5, ErrorKind::Lock),
    (6, ErrorKind::Lock),
    (8, ErrorKind::ReadOnly),
    (9, ErrorKind::Timeout),
    (14, ErrorKind::Connection),
    (19, ErrorKind::Constraint),
    (23, ErrorKind::Privilege),
];

/// Messages of the general error 1, by how they begin or what they hold.
const MESSAGES: &[(&str, ErrorKind)] = &[
    ("syntax error", ErrorKind::Syntax),
    ("incomplete input", ErrorKind::Syntax),
    ("unrecognized token", ErrorKind::Syntax),
    ("no such ", ErrorKind::Missing),
    ("unknown column", ErrorKind::Missing),
    ("already exists", ErrorKind::Exists),
    ("duplicate column name", ErrorKind::Exists),
    ("there is already ", ErrorKind::Exists),
];

pub(crate) async fn open(file: &File) -> Result<(Connection, Greeting), DbError> {
    let connection = options(file).connect().await.map_err(|failure| cannot_open(failure, file))?;
    let mut connection = Connection::Sqlite(connection);
    const WHO: &str = "SELECT sqlite_version()";
    let answer = connection.query(WHO).await.map_err(|failure| error(failure, WHO))?;
    let greeting = Greeting {
        product: Product::Sqlite,
        version: answer.rows.into_iter().flatten().flatten().next().unwrap_or_default(),
        default_schema: None,
        id: None,
    };
    Ok((connection, greeting))
}

fn options(file: &File) -> SqliteConnectOptions {
    let options = match &file.path {
        Some(path) => SqliteConnectOptions::new().filename(path),
        None => SqliteConnectOptions::new().in_memory(true),
    };
    options
        .create_if_missing(file.create)
        .read_only(file.read_only)
        .foreign_keys(file.foreign_keys)
        .busy_timeout(Duration::from_millis(file.busy_timeout.unwrap_or(5000)))
        .disable_statement_logging()
}

fn cannot_open(failure: sqlx::Error, file: &File) -> DbError {
    let failure = error(failure, "");
    let folder = file.path.as_deref().and_then(|path| path.parent()).filter(|folder| !folder.as_os_str().is_empty());
    match folder.filter(|folder| !folder.is_dir()) {
        Some(folder) => failure.with_hint(format!("the folder `{}` is not there", folder.display())),
        None => failure,
    }
}

pub(crate) fn rows(rows: &[SqliteRow]) -> Result<Rows, sqlx::Error> {
    Rows::collect(rows, |row, place| {
        let bytes: Option<Vec<u8>> = row.try_get_unchecked(place)?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    })
}

pub(crate) fn error(error: sqlx::Error, statement: &str) -> DbError {
    let Some(server) = error.as_database_error() else {
        return connection_error(&error).in_statement(statement, None);
    };
    let code = server.code().unwrap_or_default().into_owned();
    DbError::new(kind(&code, server.message()), server.message())
        .with_code(code)
        .in_statement(statement, near(server.message(), statement))
}

fn kind(code: &str, message: &str) -> ErrorKind {
    let primary = code.parse::<i32>().unwrap_or_default() & 0xff;
    let by_code = KINDS.iter().find(|(code, _)| *code == primary);
    let by_message = || MESSAGES.iter().find(|(text, _)| primary == 1 && message.contains(text)).map(|(_, kind)| *kind);
    by_code.map(|(_, kind)| *kind).or_else(by_message).unwrap_or(ErrorKind::Other)
}

/// The place of a message `near "<token>": syntax error`, where the token stands in the statement only once.
fn near(message: &str, statement: &str) -> Option<usize> {
    let (token, _) = message.strip_prefix("near \"")?.split_once("\": ")?;
    let mut places = statement.match_indices(token);
    let (place, _) = places.next()?;
    places.next().is_none().then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        use ErrorKind::*;
        assert_eq!(kind("2067", "UNIQUE constraint failed: t.a"), Constraint);
        assert_eq!(kind("1", "no such table: t"), Missing);
        assert_eq!(kind("1", "table t already exists"), Exists);
        assert_eq!(kind("1", "near \"x\": syntax error"), Syntax);
        assert_eq!(kind("517", "database is locked"), Lock);
    }

    #[test]
    fn the_place_of_a_syntax_error() {
        assert_eq!(near("near \"frm\": syntax error", "select 1 frm t"), Some(9));
        assert_eq!(near("near \"x\": syntax error", "x x"), None);
    }
}
