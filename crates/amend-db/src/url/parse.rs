//! From text to address.

use std::path::PathBuf;

use super::decode::percent;
use super::parameters::{self, Target};
use super::{Family, File, Place, Server, Url, UrlError};

/// The beginnings of URLs, what they mean, and whether they name MariaDB.
const SCHEMES: &[(&str, Family, bool)] = &[
    ("postgres://", Family::PostgreSql, false),
    ("postgresql://", Family::PostgreSql, false),
    ("mysql://", Family::MySql, false),
    ("mariadb://", Family::MySql, true),
    ("jdbc:postgresql://", Family::PostgreSql, false),
    ("jdbc:mysql://", Family::MySql, false),
    ("jdbc:mariadb://", Family::MySql, true),
    // Without slashes only the database is named; the host is `localhost`.
    ("jdbc:postgresql:", Family::PostgreSql, false),
    ("jdbc:sqlite:", Family::Sqlite, false),
    ("sqlite://", Family::Sqlite, false),
    ("sqlite:", Family::Sqlite, false),
];

pub(super) fn parse(text: &str) -> Result<Url, UrlError> {
    let (rest, (scheme, family, mariadb)) =
        SCHEMES.iter().find_map(|it| Some((strip_scheme(text, it.0)?, *it))).ok_or(UrlError::Scheme)?;
    let place = match family {
        Family::PostgreSql if !scheme.ends_with('/') => Place::PostgreSql(server(&format!("/{rest}"), family)?),
        Family::PostgreSql => Place::PostgreSql(server(rest, family)?),
        Family::MySql => Place::MySql(server(rest, family)?),
        Family::Sqlite => Place::Sqlite(file(rest)?),
    };
    Ok(Url { place, mariadb })
}

fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(scheme.len())?;
    head.eq_ignore_ascii_case(scheme).then_some(rest)
}

fn server(text: &str, family: Family) -> Result<Server, UrlError> {
    let (address, query) = split_query(text);
    let (user_info, address) = match address.rsplit_once('@') {
        Some((user_info, address)) => (Some(user_info), address),
        None => (None, address),
    };
    let mut server = Server { host: "localhost".into(), ..Server::default() };
    user_info.map_or(Ok(()), |text| read_user_info(text, &mut server))?;
    read_address(address, &mut server)?;
    parameters::read(query, family, &mut Target::Server(&mut server))?;
    Ok(server)
}

/// Separates the parameters; a `?` in a user name or password must be percent-encoded.
fn split_query(text: &str) -> (&str, &str) {
    text.split_once('?').unwrap_or((text, ""))
}

fn read_user_info(text: &str, server: &mut Server) -> Result<(), UrlError> {
    let (user, password) = match text.split_once(':') {
        Some((user, password)) => (user, Some(percent(password)?)),
        None => (text, None),
    };
    server.user = Some(percent(user)?).filter(|user| !user.is_empty());
    server.password = password;
    Ok(())
}

fn read_address(text: &str, server: &mut Server) -> Result<(), UrlError> {
    let (authority, database) = text.split_once('/').unwrap_or((text, ""));
    read_authority(authority, server)?;
    let database = percent(database)?;
    if database.contains([';', '&', '=', '/', '@']) {
        return Err(UrlError::Malformed("the database name holds one of `;&=/@`; parameters begin with `?`"));
    }
    server.database = Some(database).filter(|database| !database.is_empty());
    Ok(())
}

fn read_authority(text: &str, server: &mut Server) -> Result<(), UrlError> {
    if text.contains([',', '(', ')', ';', '&', '=']) {
        return Err(UrlError::Malformed("it names more than one host, or the host in a form that is not `host:port`"));
    }
    let (host, port) = split_port(text)?;
    let host = percent(host)?;
    if let Some(port) = port {
        server.port = Some(port.parse().map_err(|_| UrlError::Malformed("the port is not a number up to 65535"))?);
    }
    match host.starts_with('/') {
        true => server.socket = Some(PathBuf::from(host)),
        false if !host.is_empty() => server.host = host,
        false => {}
    }
    Ok(())
}

/// Host and port of `host`, `host:port`, `[::1]`, `[::1]:port`.
fn split_port(text: &str) -> Result<(&str, Option<&str>), UrlError> {
    let Some(address) = text.strip_prefix('[') else {
        return Ok(match text.split_once(':') {
            Some((host, port)) => (host, Some(port).filter(|port| !port.is_empty())),
            None => (text, None),
        });
    };
    let (host, port) = address.split_once(']').ok_or(UrlError::Malformed("a `[` of an address has no `]`"))?;
    match port.strip_prefix(':') {
        Some(port) => Ok((host, Some(port))),
        None if port.is_empty() => Ok((host, None)),
        None => Err(UrlError::Malformed("behind the `]` of an address stands something else than `:port`")),
    }
}

fn file(text: &str) -> Result<File, UrlError> {
    let (path, query) = split_query(text);
    let mut file = File { create: true, busy_timeout: Some(5000), ..File::default() };
    if !matches!(path, "" | ":memory:") {
        file.path = Some(PathBuf::from(path.strip_prefix("file:").unwrap_or(path)));
    }
    parameters::read(query, Family::Sqlite, &mut Target::File(&mut file))?;
    Ok(file)
}
