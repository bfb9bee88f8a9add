//! The parameters of URLs: what libpq, MySQL's and MariaDB's clients, SQLite and the JDBC drivers call them, and what
//! each means here.

use std::path::PathBuf;

use super::decode::percent;
use super::{Family, File, Server, TlsMode, UrlError};

/// What a URL is read into.
pub(super) enum Target<'a> {
    Server(&'a mut Server),
    File(&'a mut File),
}

/// What a parameter does with its value; the error is what was expected.
enum Meaning {
    Server(fn(&mut Server, String) -> Result<(), &'static str>),
    File(fn(&mut File, String) -> Result<(), &'static str>),
    /// Known to another client of the product, of no effect on what is done here.
    Ignored,
}

/// A parameter by one of its spellings. Letter case, `-` and `_` do not matter.
struct Parameter {
    name: &'static str,
    families: &'static [Family],
    meaning: Meaning,
}

const PG: &[Family] = &[Family::PostgreSql];
const MY: &[Family] = &[Family::MySql];
const LITE: &[Family] = &[Family::Sqlite];
const SERVERS: &[Family] = &[Family::PostgreSql, Family::MySql];

const fn server(
    name: &'static str,
    families: &'static [Family],
    set: fn(&mut Server, String) -> Result<(), &'static str>,
) -> Parameter {
    Parameter { name, families, meaning: Meaning::Server(set) }
}

const fn file(name: &'static str, set: fn(&mut File, String) -> Result<(), &'static str>) -> Parameter {
    Parameter { name, families: LITE, meaning: Meaning::File(set) }
}

const fn ignored(name: &'static str, families: &'static [Family]) -> Parameter {
    Parameter { name, families, meaning: Meaning::Ignored }
}

/// Sources: libpq, "Connection Control Functions"; pgjdbc 42.7; MySQL 8.4 "Connecting Using URI-Like Strings";
/// Connector/J 9; MariaDB Connector/J 3; sqlite-jdbc 3.46; sqlx 0.9.
const PARAMETERS: &[Parameter] = &[
    server("user", SERVERS, |server, value| set(&mut server.user, value)),
    server("username", SERVERS, |server, value| set(&mut server.user, value)),
    server("password", SERVERS, |server, value| set(&mut server.password, value)),
    server("host", PG, set_host),
    server("hostaddr", PG, set_host),
    server("port", SERVERS, set_port),
    server("dbname", PG, |server, value| set(&mut server.database, value)),
    server("sslmode", SERVERS, set_tls_mode),
    server("tls", SERVERS, set_tls_mode),
    server("ssl", PG, |server, value| tls_switch(server, &value, TlsMode::VerifyFull)),
    server("ssl", MY, |server, value| tls_switch(server, &value, TlsMode::Require)),
    server("useSSL", MY, |server, value| tls_switch(server, &value, TlsMode::Require)),
    server("requireSSL", MY, |server, value| tls_at_least(server, &value, TlsMode::Require)),
    server("verifyServerCertificate", MY, |server, value| tls_at_least(server, &value, TlsMode::VerifyCa)),
    server("trustServerCertificate", MY, |server, value| tls_at_least(server, &value, TlsMode::Require)),
    server("sslrootcert", SERVERS, |server, value| set_path(&mut server.tls.root_certificate, value)),
    server("sslca", SERVERS, |server, value| set_path(&mut server.tls.root_certificate, value)),
    server("serverSslCert", MY, |server, value| set_path(&mut server.tls.root_certificate, value)),
    server("sslcert", SERVERS, |server, value| set_path(&mut server.tls.client_certificate, value)),
    server("sslkey", SERVERS, |server, value| set_path(&mut server.tls.client_key, value)),
    server("currentSchema", PG, |server, value| set(&mut server.schema, value)),
    server("search_path", PG, |server, value| set(&mut server.schema, value)),
    server("application_name", PG, |server, value| set(&mut server.application_name, value)),
    server("connect_timeout", SERVERS, |server, value| set_number(&mut server.connect_timeout, &value, 1)),
    server("loginTimeout", PG, |server, value| set_number(&mut server.connect_timeout, &value, 1)),
    server("options", PG, set_options),
    server("socket", MY, |server, value| set_path(&mut server.socket, value)),
    server("localSocket", MY, |server, value| set_path(&mut server.socket, value)),
    server("createDatabaseIfNotExist", MY, |server, value| set_flag(&mut server.create_database, &value)),
    server("sessionVariables", MY, |server, value| set(&mut server.session_variables, value)),
    file("mode", set_mode),
    file("foreign_keys", |file, value| set_flag(&mut file.foreign_keys, &value)),
    file("busy_timeout", |file, value| set_number(&mut file.busy_timeout, &value, 1)),
    ignored("cache", LITE),
    ignored("journal_mode", LITE),
    ignored("synchronous", LITE),
    ignored("date_class", LITE),
    ignored("date_string_format", LITE),
    ignored("reWriteBatchedInserts", PG),
    ignored("prepareThreshold", PG),
    ignored("stringtype", PG),
    ignored("tcpKeepAlive", SERVERS),
    ignored("keepalives", PG),
    ignored("socketTimeout", SERVERS),
    ignored("sslfactory", PG),
    ignored("gssEncMode", PG),
    ignored("targetServerType", PG),
    ignored("target_session_attrs", PG),
    ignored("client_encoding", PG),
    ignored("statement-cache-capacity", SERVERS),
    ignored("allowPublicKeyRetrieval", MY),
    ignored("allowLoadLocalInfile", MY),
    ignored("allowMultiQueries", MY),
    ignored("autoReconnect", MY),
    ignored("cachePrepStmts", MY),
    ignored("characterEncoding", MY),
    ignored("charset", MY),
    ignored("collation", MY),
    ignored("connectionCollation", MY),
    ignored("connectionTimeZone", MY),
    ignored("nullCatalogMeansCurrent", MY),
    ignored("nullDatabaseMeansCurrent", MY),
    ignored("permitMysqlScheme", MY),
    ignored("prepStmtCacheSize", MY),
    ignored("prepStmtCacheSqlLimit", MY),
    ignored("rewriteBatchedStatements", MY),
    ignored("serverTimezone", MY),
    ignored("tinyInt1isBit", MY),
    ignored("useInformationSchema", MY),
    ignored("useLegacyDatetimeCode", MY),
    ignored("useServerPrepStmts", MY),
    ignored("useUnicode", MY),
    ignored("zeroDateTimeBehavior", MY),
];

/// Reads `name=value&name=value`.
pub(super) fn read(query: &str, family: Family, target: &mut Target<'_>) -> Result<(), UrlError> {
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or_else(|| unknown("", family))?;
        read_one(name, percent(value)?, family, target)?;
    }
    Ok(())
}

fn read_one(name: &str, value: String, family: Family, target: &mut Target<'_>) -> Result<(), UrlError> {
    let parameter = PARAMETERS
        .iter()
        .find(|parameter| parameter.families.contains(&family) && plain(parameter.name) == plain(name))
        .ok_or_else(|| unknown(name, family))?;
    let outcome = match (&parameter.meaning, target) {
        (Meaning::Server(set), Target::Server(server)) => set(server, value),
        (Meaning::File(set), Target::File(file)) => set(file, value),
        _ => Ok(()),
    };
    outcome.map_err(|expected| UrlError::BadValue { name: parameter.name.to_owned(), expected })
}

fn plain(name: &str) -> String {
    name.chars().filter(|it| !matches!(it, '-' | '_')).flat_map(char::to_lowercase).collect()
}

fn unknown(name: &str, family: Family) -> UrlError {
    let like_a_name = name.len() <= 40 && name.chars().all(|it| it.is_ascii_alphanumeric() || "-_.".contains(it));
    let name = if like_a_name { name } else { "" };
    UrlError::UnknownParameter { name: name.to_owned(), nearest: nearest(name, family) }
}

/// The known name that is at most three edits away.
fn nearest(name: &str, family: Family) -> Option<&'static str> {
    PARAMETERS
        .iter()
        .filter(|parameter| parameter.families.contains(&family))
        .map(|parameter| (strsim::damerau_levenshtein(&plain(parameter.name), &plain(name)), parameter.name))
        .filter(|(distance, _)| *distance <= 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

fn set(place: &mut Option<String>, value: String) -> Result<(), &'static str> {
    *place = Some(value);
    Ok(())
}

fn set_path(place: &mut Option<PathBuf>, value: String) -> Result<(), &'static str> {
    *place = Some(PathBuf::from(value));
    Ok(())
}

fn set_number(place: &mut Option<u64>, value: &str, least: u64) -> Result<(), &'static str> {
    let number = value.parse().ok().filter(|number| *number >= least).ok_or("a whole number above 0")?;
    *place = Some(number);
    Ok(())
}

fn flag(value: &str) -> Result<bool, &'static str> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "on" | "yes" | "1" | "" => Ok(true),
        "false" | "off" | "no" | "0" => Ok(false),
        _ => Err("`true` or `false`"),
    }
}

fn set_flag(place: &mut bool, value: &str) -> Result<(), &'static str> {
    *place = flag(value)?;
    Ok(())
}

fn set_host(server: &mut Server, value: String) -> Result<(), &'static str> {
    match value.starts_with('/') {
        true => server.socket = Some(PathBuf::from(value)),
        false => server.host = value,
    }
    Ok(())
}

fn set_port(server: &mut Server, value: String) -> Result<(), &'static str> {
    server.port = Some(value.parse().map_err(|_| "a number up to 65535")?);
    Ok(())
}

/// Names of libpq, MySQL, Connector/J and MariaDB Connector/J, each written without separators.
fn set_tls_mode(server: &mut Server, value: String) -> Result<(), &'static str> {
    server.tls.mode = Some(match plain(&value).as_str() {
        "disable" | "disabled" => TlsMode::Disable,
        "allow" | "prefer" | "preferred" => TlsMode::Prefer,
        "require" | "required" | "trust" => TlsMode::Require,
        "verifyca" => TlsMode::VerifyCa,
        "verifyfull" | "verifyidentity" => TlsMode::VerifyFull,
        _ => return Err("`disable`, `prefer`, `require`, `verify-ca` or `verify-full`"),
    });
    Ok(())
}

fn tls_switch(server: &mut Server, value: &str, on: TlsMode) -> Result<(), &'static str> {
    match flag(value)? {
        true => tls_at_least(server, "true", on),
        false => {
            server.tls.mode = Some(TlsMode::Disable);
            Ok(())
        }
    }
}

fn tls_at_least(server: &mut Server, value: &str, least: TlsMode) -> Result<(), &'static str> {
    if flag(value)? {
        server.tls.mode = server.tls.mode.max(Some(least));
    }
    Ok(())
}

/// The `-c name=value` and `--name=value` of libpq's `options`.
fn set_options(server: &mut Server, value: String) -> Result<(), &'static str> {
    const EXPECTED: &str = "settings of the form `-c name=value`";
    let mut words = value.split_whitespace();
    while let Some(word) = words.next() {
        let setting = match word.strip_prefix("-c").or(word.strip_prefix("--")) {
            Some("") => words.next().ok_or(EXPECTED)?,
            Some(setting) => setting,
            None => return Err(EXPECTED),
        };
        let (name, value) = setting.split_once('=').ok_or(EXPECTED)?;
        server.options.push((name.to_owned(), value.to_owned()));
    }
    Ok(())
}

fn set_mode(file: &mut File, value: String) -> Result<(), &'static str> {
    (file.read_only, file.create) = match value.as_str() {
        "rwc" => (false, true),
        "rw" => (false, false),
        "ro" => (true, false),
        "memory" => {
            file.path = None;
            (false, true)
        }
        _ => return Err("`rwc`, `rw`, `ro` or `memory`"),
    };
    Ok(())
}
