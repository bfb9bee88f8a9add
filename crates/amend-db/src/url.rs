//! Where a database is, read from the address forms of libpq, of MySQL's clients, of SQLite and of JDBC.
//!
//! What a URL holds is never printed whole: `Display` and `Debug` show product, host, port and database, no user, no
//! password, no parameter; errors name parameters, never their values.

mod decode;
mod error;
mod parameters;
mod parse;

use std::fmt;
use std::path::{Path, PathBuf};

pub use error::UrlError;

/// The protocol that a URL speaks. Which of two relatives answers is for the server to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    /// PostgreSQL.
    PostgreSql,
    /// MySQL and MariaDB.
    MySql,
    /// SQLite.
    Sqlite,
}

/// The address of a database, with what is needed to log in.
#[derive(Clone, PartialEq, Eq)]
pub struct Url {
    pub(crate) place: Place,
    /// The scheme said `mariadb`; the server has the last word.
    mariadb: bool,
}

/// A server or a file.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Place {
    PostgreSql(Server),
    MySql(Server),
    Sqlite(File),
}

/// A database on a server.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Server {
    pub host: String,
    pub port: Option<u16>,
    pub socket: Option<PathBuf>,
    pub user: Option<String>,
    pub password: Option<String>,
    pub database: Option<String>,
    pub tls: Tls,
    pub schema: Option<String>,
    pub application_name: Option<String>,
    pub connect_timeout: Option<u64>,
    pub options: Vec<(String, String)>,
    pub create_database: bool,
    pub session_variables: Option<String>,
}

/// How the connection is encrypted, and what is checked.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Tls {
    pub mode: Option<TlsMode>,
    pub root_certificate: Option<PathBuf>,
    pub client_certificate: Option<PathBuf>,
    pub client_key: Option<PathBuf>,
}

/// How much of TLS is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TlsMode {
    /// Plain text.
    Disable,
    /// Encrypted where the server can; nothing is verified.
    Prefer,
    /// Encrypted or no connection; nothing is verified.
    Require,
    /// And the certificate comes from an authority that is trusted.
    VerifyCa,
    /// And it is for that host.
    VerifyFull,
}

/// A SQLite database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct File {
    /// `None` is a database in memory.
    pub path: Option<PathBuf>,
    pub read_only: bool,
    pub create: bool,
    /// Off unless asked for, as in SQLite itself and its JDBC driver.
    pub foreign_keys: bool,
    /// Milliseconds that a statement waits for another connection's lock.
    pub busy_timeout: Option<u64>,
}

impl Url {
    /// Reads a URL.
    ///
    /// # Errors
    /// What is wrong with it, without repeating any value of it.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        parse::parse(text.trim())
    }

    /// The same address with another user; SQLite has none, so there it is the same.
    pub fn with_user(mut self, user: impl Into<String>) -> Self {
        if let Some(server) = self.server_mut() {
            server.user = Some(user.into());
        }
        self
    }

    /// The same address with another password; SQLite has none, so there it is the same.
    pub fn with_password(mut self, password: impl Into<String>) -> Self {
        if let Some(server) = self.server_mut() {
            server.password = Some(password.into());
        }
        self
    }

    /// The database on the server; `None` where the URL names none, and for SQLite.
    pub fn database(&self) -> Option<&str> {
        match &self.place {
            Place::PostgreSql(server) | Place::MySql(server) => server.database.as_deref(),
            Place::Sqlite(_) => None,
        }
    }

    /// The same server with another database; for SQLite the same.
    pub fn with_database(mut self, database: impl Into<String>) -> Self {
        if let Some(server) = self.server_mut() {
            server.database = Some(database.into());
        }
        self
    }

    /// The protocol.
    pub fn family(&self) -> Family {
        match self.place {
            Place::PostgreSql(_) => Family::PostgreSql,
            Place::MySql(_) => Family::MySql,
            Place::Sqlite(_) => Family::Sqlite,
        }
    }

    /// The product that the scheme names; what a server really is, [`Session::product`](crate::Session::product) tells.
    pub fn product(&self) -> amend_sql::Product {
        match self.place {
            Place::PostgreSql(_) => amend_sql::Product::PostgreSql,
            Place::MySql(_) if self.mariadb => amend_sql::Product::MariaDb,
            Place::MySql(_) => amend_sql::Product::MySql,
            Place::Sqlite(_) => amend_sql::Product::Sqlite,
        }
    }

    /// The user name in the URL.
    pub fn user(&self) -> Option<&str> {
        self.server()?.user.as_deref()
    }

    /// Whether the URL brings a password.
    pub fn has_password(&self) -> bool {
        self.server().is_some_and(|server| server.password.is_some())
    }

    /// The file of a SQLite database that is not in memory.
    pub fn file(&self) -> Option<&Path> {
        match &self.place {
            Place::Sqlite(file) => file.path.as_deref(),
            _ => None,
        }
    }

    fn server(&self) -> Option<&Server> {
        match &self.place {
            Place::PostgreSql(server) | Place::MySql(server) => Some(server),
            Place::Sqlite(_) => None,
        }
    }

    fn server_mut(&mut self) -> Option<&mut Server> {
        match &mut self.place {
            Place::PostgreSql(server) | Place::MySql(server) => Some(server),
            Place::Sqlite(_) => None,
        }
    }
}

impl Server {
    /// Whether the way to the server does not leave this machine.
    pub fn is_local(&self) -> bool {
        self.socket.is_some()
            || self.host.eq_ignore_ascii_case("localhost")
            || self.host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    /// What is asked of TLS: as written, else at least encryption for every server that is not on this machine.
    pub fn tls_mode(&self) -> TlsMode {
        match self.tls.mode {
            Some(mode) => mode,
            None if self.is_local() => TlsMode::Prefer,
            None => TlsMode::Require,
        }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Sqlite(File { path: Some(path), .. }) => write!(f, "sqlite:{}", path.display()),
            Place::Sqlite(File { path: None, .. }) => f.write_str("sqlite::memory:"),
            Place::PostgreSql(server) | Place::MySql(server) => {
                write!(f, "{}://", self.product().name())?;
                server.fmt(f)
            }
        }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.socket, self.host.contains(':')) {
            (Some(socket), _) => write!(f, "{}", socket.display())?,
            (None, true) => write!(f, "[{}]", self.host)?,
            (None, false) => f.write_str(&self.host)?,
        }
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        write!(f, "/{}", self.database.as_deref().unwrap_or_default())
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({self})")
    }
}

#[cfg(test)]
mod tests;
