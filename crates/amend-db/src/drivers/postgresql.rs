//! PostgreSQL.

use amend_sql::Product;
use sqlx::postgres::{PgConnectOptions, PgDatabaseError, PgErrorPosition, PgRow, PgSslMode};
use sqlx::{ConnectOptions, Row};

use super::{Connection, Greeting, connection_error, kind_of};
use crate::session::{Cell, Rows};
use crate::url::{Server, TlsMode};
use crate::{DbError, ErrorKind};

/// SQLSTATE classes and codes; the more special stand first. Source: PostgreSQL 17, appendix A.
const KINDS: &[(&str, ErrorKind)] = &[
    ("08", ErrorKind::Connection),
    ("53300", ErrorKind::Connection),
    ("57P", ErrorKind::Connection),
    ("55P03", ErrorKind::Lock),
    ("40", ErrorKind::Deadlock),
    ("57014", ErrorKind::Timeout),
    ("25P03", ErrorKind::Timeout),
    ("25006", ErrorKind::ReadOnly),
    ("28", ErrorKind::Privilege),
    ("42501", ErrorKind::Privilege),
    ("42601", ErrorKind::Syntax),
    ("23", ErrorKind::Constraint),
    ("42P01", ErrorKind::Missing),
    ("42703", ErrorKind::Missing),
    ("42704", ErrorKind::Missing),
    ("42883", ErrorKind::Missing),
    ("3F000", ErrorKind::Missing),
    ("3D000", ErrorKind::Missing),
    ("42P04", ErrorKind::Exists),
    ("42P06", ErrorKind::Exists),
    ("42P07", ErrorKind::Exists),
    ("42701", ErrorKind::Exists),
    ("42710", ErrorKind::Exists),
    ("42712", ErrorKind::Exists),
    ("42723", ErrorKind::Exists),
];

pub(crate) async fn open(server: &Server) -> Result<(Connection, Greeting), DbError> {
    let connection = options(server).connect().await.map_err(|failure| error(failure, ""))?;
    let mut connection = Connection::PostgreSql(connection);
    let greeting = greet(&mut connection, &client_time_zone()).await?;
    Ok((connection, greeting))
}

fn options(server: &Server) -> PgConnectOptions {
    let mut options = PgConnectOptions::new_without_pgpass()
        .host(&server.host)
        .port(server.port.unwrap_or(5432))
        .ssl_mode(tls_mode(server.tls_mode()))
        .application_name(server.application_name.as_deref().unwrap_or("amend"))
        .extra_float_digits(None)
        .options(server.options.iter().map(|(name, value)| (name, value)))
        .options(server.schema.iter().map(|schema| ("search_path", schema)))
        .disable_statement_logging();
    options = set(options, &server.user, |options, user| options.username(user));
    options = set(options, &server.password, |options, password| options.password(password));
    options = set(options, &server.database, |options, database| options.database(database));
    options = set(options, &server.socket, |options, socket| options.socket(socket));
    options = set(options, &server.tls.root_certificate, |options, path| options.ssl_root_cert(path));
    options = set(options, &server.tls.client_certificate, |options, path| options.ssl_client_cert(path));
    set(options, &server.tls.client_key, |options, path| options.ssl_client_key(path))
}

fn set<O, T>(options: O, value: &Option<T>, apply: impl FnOnce(O, &T) -> O) -> O {
    match value {
        Some(value) => apply(options, value),
        None => options,
    }
}

fn tls_mode(mode: TlsMode) -> PgSslMode {
    match mode {
        TlsMode::Disable => PgSslMode::Disable,
        TlsMode::Prefer => PgSslMode::Prefer,
        TlsMode::Require => PgSslMode::Require,
        TlsMode::VerifyCa => PgSslMode::VerifyCa,
        TlsMode::VerifyFull => PgSslMode::VerifyFull,
    }
}

/// Asks who the server is and gives the session the client's time zone, as JDBC does; the library has set UTC. Where
/// the server does not know the zone, UTC stays.
async fn greet(connection: &mut Connection, time_zone: &str) -> Result<Greeting, DbError> {
    const WHO: &str = "SELECT current_setting('server_version'), current_schema(), pg_backend_pid()";
    let literal = time_zone.replace('\'', "''");
    let both = format!("{WHO}, set_config('TimeZone', '{literal}', false)");
    let answer = match connection.query(&both).await {
        Ok(answer) => answer,
        Err(_) => connection.query(WHO).await.map_err(|failure| error(failure, WHO))?,
    };
    let mut cells = answer.rows.into_iter().next().unwrap_or_default().into_iter();
    Ok(Greeting {
        product: Product::PostgreSql,
        version: cells.next().flatten().unwrap_or_default(),
        default_schema: cells.next().flatten(),
        id: cells.next().flatten().and_then(|id| id.parse().ok()),
    })
}

/// The name of this machine's time zone: `TZ`, else where `/etc/localtime` points to, else UTC.
fn client_time_zone() -> String {
    let configured = std::env::var("TZ").ok().map(|zone| zone.trim_start_matches(':').to_owned());
    let linked = || {
        let target = std::fs::read_link("/etc/localtime").ok()?;
        Some(target.to_str()?.split_once("zoneinfo/")?.1.to_owned())
    };
    configured.filter(|zone| !zone.is_empty()).or_else(linked).unwrap_or_else(|| "UTC".into())
}

pub(crate) fn rows(rows: &[PgRow]) -> Result<Rows, sqlx::Error> {
    Rows::collect(rows, |row, place| -> Result<Cell, sqlx::Error> {
        let value = row.try_get_raw(place)?;
        // Unprepared results come as text.
        let text = value.as_str();
        Ok(text.ok().map(str::to_owned))
    })
}

pub(crate) fn error(error: sqlx::Error, statement: &str) -> DbError {
    let Some(server) = error.as_database_error().and_then(|it| it.try_downcast_ref::<PgDatabaseError>()) else {
        return connection_error(&error).in_statement(statement, None);
    };
    let position = match server.position() {
        Some(PgErrorPosition::Original(character)) => byte_of(statement, character),
        _ => None,
    };
    DbError::new(kind_of(KINDS, server.code()), server.message())
        .with_code(server.code())
        .with_details(server.detail(), server.hint())
        .in_statement(statement, position)
}

/// The line of the copied text that a failure is about, from 1: its context reads `COPY t, line 3, column a: "x"`.
pub(crate) fn copied_line(error: &sqlx::Error) -> Option<usize> {
    let server = error.as_database_error()?.try_downcast_ref::<PgDatabaseError>()?;
    line_of(server.r#where()?)
}

fn line_of(context: &str) -> Option<usize> {
    let copied = context.lines().find(|line| line.starts_with("COPY "))?;
    let (_, rest) = copied.rsplit_once(", line ")?;
    rest.split(|it: char| !it.is_ascii_digit()).next()?.parse().ok()
}

/// The byte where the character of that number, from 1, begins.
fn byte_of(statement: &str, character: usize) -> Option<usize> {
    let before = character.checked_sub(1)?;
    statement.char_indices().map(|(byte, _)| byte).chain([statement.len()]).nth(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        assert_eq!(byte_of("sélect x", 8), Some(8));
        assert_eq!(byte_of("ab", 3), Some(2));
        assert_eq!((byte_of("ab", 0), byte_of("ab", 9)), (None, None));
    }

    #[test]
    fn lines_of_copied_texts() {
        assert_eq!(line_of("COPY t, line 3, column a: \"x\""), Some(3));
        assert_eq!(line_of("SQL function \"f\"\nCOPY t, line 12"), Some(12));
        assert_eq!(line_of("PL/pgSQL function g() line 3 at RAISE"), None);
    }

    #[test]
    fn codes_have_kinds() {
        let kinds = ["55P03", "40P01", "42P07", "23505", "57P01", "22001"].map(|code| kind_of(KINDS, code));
        use ErrorKind::*;
        assert_eq!(kinds, [Lock, Deadlock, Exists, Constraint, Connection, Other]);
    }
}
