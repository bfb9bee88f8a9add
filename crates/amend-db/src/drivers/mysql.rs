//! MySQL and MariaDB.

use amend_sql::Product;
use sqlx::mysql::{MySqlConnectOptions, MySqlDatabaseError, MySqlRow, MySqlSslMode};
use sqlx::{ConnectOptions, Row};

use super::{Connection, Greeting, connection_error};
use crate::session::Rows;
use crate::url::{Server, TlsMode};
use crate::{DbError, ErrorKind};

/// Error numbers. Source: MySQL 9 and MariaDB 10.11 error references.
const KINDS: &[(ErrorKind, &[u16])] = &[
    (
        ErrorKind::Connection,
        &[1040, 1042, 1043, 1053, 1077, 1129, 1152, 1158, 1159, 1160, 1161, 1203, 1927, 2006, 2013],
    ),
    (ErrorKind::Lock, &[1205, 3058, 3572]),
    (ErrorKind::Deadlock, &[1213]),
    (ErrorKind::Timeout, &[1317, 1969, 3024]),
    (ErrorKind::ReadOnly, &[1290, 1792, 1836]),
    (ErrorKind::Privilege, &[1044, 1045, 1142, 1143, 1227, 1370, 1410, 1419, 1698]),
    (ErrorKind::Syntax, &[1064, 1149]),
    (ErrorKind::Constraint, &[1048, 1062, 1169, 1216, 1217, 1364, 1451, 1452, 1586, 1761, 1762, 3819, 4025]),
    (ErrorKind::Missing, &[1049, 1051, 1054, 1072, 1091, 1109, 1146, 1176, 1305, 1360, 3821, 3940, 4091, 4092]),
    (ErrorKind::Exists, &[1007, 1022, 1050, 1060, 1061, 1304, 1359, 1826, 3822]),
];

/// The session's SQL mode is the server's own again: the library adds `IGNORE_SPACE` by a flag of the protocol, and
/// the mode is stored with every routine and trigger.
const SETTLE: &str = "SET SESSION sql_mode = @@GLOBAL.sql_mode";

pub(crate) async fn open(server: &Server) -> Result<(Connection, Greeting), DbError> {
    let mut connection = connect(server).await?;
    let variables = server.session_variables.iter().map(|variables| format!("SET SESSION {variables}"));
    let settings: Vec<String> = std::iter::once(SETTLE.to_owned()).chain(variables).collect();
    let greeting = greet(&mut connection, &settings.join("; ")).await?;
    Ok((connection, greeting))
}

async fn connect(server: &Server) -> Result<Connection, DbError> {
    let options = options(server);
    if let (true, Some(database)) = (server.create_database, &server.database) {
        let mut connection = Connection::MySql(options.connect().await.map_err(|failure| error(failure, ""))?);
        let name = format!("`{}`", database.replace('`', "``"));
        run(&mut connection, &format!("CREATE DATABASE IF NOT EXISTS {name}")).await?;
        run(&mut connection, &format!("USE {name}")).await?;
        return Ok(connection);
    }
    let options = set(options, &server.database, |options, database| options.database(database));
    Ok(Connection::MySql(options.connect().await.map_err(|failure| error(failure, ""))?))
}

async fn run(connection: &mut Connection, sql: &str) -> Result<u64, DbError> {
    connection.execute(sql).await.map_err(|failure| error(failure, sql))
}

fn options(server: &Server) -> MySqlConnectOptions {
    let mut options = MySqlConnectOptions::new()
        .host(&server.host)
        .port(server.port.unwrap_or(3306))
        .ssl_mode(tls_mode(server.tls_mode()))
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .timezone(None)
        .disable_statement_logging();
    options = set(options, &server.user, |options, user| options.username(user));
    options = set(options, &server.password, |options, password| options.password(password));
    options = set(options, &server.socket, |options, socket| options.socket(socket));
    options = set(options, &server.tls.root_certificate, |options, path| options.ssl_ca(path));
    options = set(options, &server.tls.client_certificate, |options, path| options.ssl_client_cert(path));
    set(options, &server.tls.client_key, |options, path| options.ssl_client_key(path))
}

fn set<O, T>(options: O, value: &Option<T>, apply: impl FnOnce(O, &T) -> O) -> O {
    match value {
        Some(value) => apply(options, value),
        None => options,
    }
}

fn tls_mode(mode: TlsMode) -> MySqlSslMode {
    match mode {
        TlsMode::Disable => MySqlSslMode::Disabled,
        TlsMode::Prefer => MySqlSslMode::Preferred,
        TlsMode::Require => MySqlSslMode::Required,
        TlsMode::VerifyCa => MySqlSslMode::VerifyCa,
        TlsMode::VerifyFull => MySqlSslMode::VerifyIdentity,
    }
}

/// Makes the settings and asks who the server is, in one round trip.
async fn greet(connection: &mut Connection, settings: &str) -> Result<Greeting, DbError> {
    let both = format!("{settings}; SELECT VERSION(), DATABASE(), CONNECTION_ID()");
    let answer = connection.query(&both).await.map_err(|failure| error(failure, &both))?;
    let mut cells = answer.rows.into_iter().next().unwrap_or_default().into_iter();
    let version = cells.next().flatten().unwrap_or_default();
    let mariadb = version.to_ascii_lowercase().contains("mariadb");
    Ok(Greeting {
        product: if mariadb { Product::MariaDb } else { Product::MySql },
        version,
        default_schema: cells.next().flatten(),
        id: cells.next().flatten().and_then(|id| id.parse().ok()),
    })
}

pub(crate) fn rows(rows: &[MySqlRow]) -> Result<Rows, sqlx::Error> {
    Rows::collect(rows, |row, place| {
        let bytes: Option<Vec<u8>> = row.try_get_unchecked(place)?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    })
}

pub(crate) fn error(error: sqlx::Error, statement: &str) -> DbError {
    let Some(server) = error.as_database_error().and_then(|it| it.try_downcast_ref::<MySqlDatabaseError>()) else {
        return connection_error(&error).in_statement(statement, None);
    };
    DbError::new(kind(server.number()), server.message())
        .with_code(server.number().to_string())
        .in_row(row(server.message()))
        .in_statement(statement, near(server.message(), statement))
}

fn kind(number: u16) -> ErrorKind {
    KINDS.iter().find(|(_, numbers)| numbers.contains(&number)).map_or(ErrorKind::Other, |(kind, _)| *kind)
}

/// The row of a message `… at row <n>`.
fn row(message: &str) -> Option<usize> {
    message.rsplit_once(" at row ")?.1.parse().ok()
}

/// The place of a message `… near '<the rest of the statement>' at line <n>`; the rest is cut to 80 characters.
fn near(message: &str, statement: &str) -> Option<usize> {
    let (_, rest) = message.split_once(" near '")?;
    let (text, line) = rest.rsplit_once("' at line ")?;
    let line: usize = line.trim().parse().ok()?;
    let starts = std::iter::once(0).chain(statement.match_indices('\n').map(|(at, _)| at + 1));
    let start = starts.take(line).last().unwrap_or_default();
    match text.is_empty() {
        true => Some(statement.len()),
        false => statement.get(start..)?.find(text).or_else(|| statement.find(text).map(|_| 0)).map(|at| start + at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_of_a_value() {
        assert_eq!(row("Data too long for column 'x at row 9' at row 12"), Some(12));
        assert_eq!(row("Duplicate entry '1' for key 'at row 1'"), None);
    }

    #[test]
    fn the_place_of_a_syntax_error() {
        let message = "You have an error in your SQL syntax; check … to use near 'frm x' at line 2";
        assert_eq!(near(message, "select frm x,\n1 frm x"), Some(16));
        assert_eq!(near("… near '' at line 1", "select"), Some(6));
        assert_eq!(near("Unknown column", "select x"), None);
    }
}
