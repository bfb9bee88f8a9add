//! Databases to try changelogs in: made and dropped here, or given empty.
//!
//! Promise: nothing is ever tried in a database that is not empty and was not made here.

mod reach;

use std::time::{SystemTime, UNIX_EPOCH};

use amend_catalog::Catalog;
use amend_sql::Product;

use crate::inspect::{Scope, inspect};
use crate::tracking::Tracking;
use crate::{DbError, ErrorKind, Family, Session, Url};

pub use reach::Reach;

/// How the name of every database that is made here begins.
pub const SCRATCH_PREFIX: &str = "amend_verify_";

/// An open database that may be filled at will.
pub struct Scratch {
    session: Session,
    origin: Origin,
    schema: Option<String>,
    reach: Reach,
}

/// Where it comes from.
enum Origin {
    /// It was made on this server, under that name.
    Made { server: Url, name: String },
    /// It lives in memory.
    Memory(Url),
    /// It was there.
    Given,
}

/// A database that was given.
pub enum Given {
    /// It is empty, and may be used.
    Empty(Box<Scratch>),
    /// It has this object, and nothing is tried there.
    NotEmpty(String),
}

impl Scratch {
    /// Makes a database on the server; for SQLite, one in memory. `schema` is where objects without a schema shall
    /// stand (PostgreSQL); it is made too.
    ///
    /// # Errors
    /// What the server says.
    pub async fn make(server: &Url, schema: Option<&str>) -> Result<Self, DbError> {
        if server.family() == Family::Sqlite {
            return Self::in_memory().await;
        }
        let name = unique_name();
        let mut session = Session::connect(server).await?;
        session.execute(&create(session.product(), &name)).await?;
        session.close().await?;
        let origin = Origin::Made { server: server.clone(), name: name.clone() };
        match Self::open(&server.clone().with_database(&name), schema).await {
            Ok(session) => Self::new(session, origin, schema).surveyed().await,
            Err(error) => {
                drop_database(server, &name, None).await?;
                Err(error)
            }
        }
    }

    /// A database in memory (SQLite).
    ///
    /// # Errors
    /// What SQLite says.
    pub async fn in_memory() -> Result<Self, DbError> {
        let url = Url::parse("sqlite::memory:").map_err(|error| DbError::new(ErrorKind::Other, error.to_string()))?;
        let session = Session::connect(&url).await?;
        Ok(Self::new(session, Origin::Memory(url), None))
    }

    /// The database that is there, which must be empty.
    ///
    /// # Errors
    /// What the server says.
    pub async fn given(url: &Url, schema: Option<&str>) -> Result<Given, DbError> {
        let mut session = Session::connect(url).await?;
        if let Some(schema) = schema {
            session.set_default_schema(schema).await?;
        }
        let mut scratch = Self::new(session, Origin::Given, schema);
        let nothing = Tracking::new(scratch.session.product(), None).named(Some(""), Some(""));
        match content(&scratch.look(&nothing).await?) {
            Some(object) => Ok(Given::NotEmpty(object)),
            None => Ok(Given::Empty(Box::new(scratch.surveyed().await?))),
        }
    }

    /// The session.
    pub fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// What the server's own catalog holds, in all schemas of the database.
    ///
    /// # Errors
    /// What the server says.
    pub async fn look(&mut self, tracking: &Tracking) -> Result<Catalog, DbError> {
        let scope = match self.session.product() {
            Product::PostgreSql => Scope::Schemas(schemas(&mut self.session).await?),
            _ => Scope::All,
        };
        inspect(&mut self.session, tracking, &scope).await
    }

    /// Makes the database anew, under the same name; `false` where it was given and cannot be.
    ///
    /// # Errors
    /// What the server says.
    pub async fn renew(&mut self) -> Result<bool, DbError> {
        self.session = match &self.origin {
            Origin::Given => return Ok(false),
            Origin::Memory(url) => Session::connect(url).await?,
            Origin::Made { server, name } => {
                drop_database(server, name, self.session.id()).await?;
                let mut session = Session::connect(server).await?;
                session.execute(&create(session.product(), name)).await?;
                session.close().await?;
                Self::open(&server.clone().with_database(name), self.schema.as_deref()).await?
            }
        };
        Ok(true)
    }

    /// Drops the database, unless it was given. What it runs at the moment is stopped.
    ///
    /// # Errors
    /// What the server says.
    pub async fn close(self) -> Result<(), DbError> {
        match &self.origin {
            Origin::Made { server, name } => drop_database(server, name, self.session.id()).await,
            Origin::Memory(_) | Origin::Given => Ok(()),
        }
    }

    /// What statements may not reach for.
    pub fn reach(&self) -> &Reach {
        &self.reach
    }

    /// With the names of the server's other databases.
    async fn surveyed(mut self) -> Result<Self, DbError> {
        if !matches!(self.session.product(), Product::MySql | Product::MariaDb) {
            return Ok(self);
        }
        let own = self.session.default_schema().map(str::to_lowercase);
        let rows = self.session.query("SHOW DATABASES").await?;
        let names = rows.into_iter().flatten().flatten().map(|name| name.to_lowercase());
        let others = names.filter(|name| Some(name) != own.as_ref() && name != "information_schema");
        self.reach = Reach::new(self.session.product(), others.collect());
        Ok(self)
    }

    fn new(session: Session, origin: Origin, schema: Option<&str>) -> Self {
        let reach = Reach::new(session.product(), Vec::new());
        Self { session, origin, schema: schema.map(str::to_owned), reach }
    }

    async fn open(url: &Url, schema: Option<&str>) -> Result<Session, DbError> {
        let mut session = Session::connect(url).await?;
        if let Some(schema) = schema.filter(|_| session.product() == Product::PostgreSql) {
            session.execute(&format!("CREATE SCHEMA IF NOT EXISTS \"{}\"", schema.replace('"', "\"\""))).await?;
            session.set_default_schema(schema).await?;
        }
        Ok(session)
    }
}

/// The name tells what it is and whose: time and process tell apart what runs at the same moment.
fn unique_name() -> String {
    let time = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    format!("{SCRATCH_PREFIX}{}_{time:x}", std::process::id())
}

/// PostgreSQL's usual template may have been filled; the other one never is.
fn create(product: Product, name: &str) -> String {
    match product {
        Product::PostgreSql => format!("CREATE DATABASE {name} TEMPLATE template0"),
        _ => format!("CREATE DATABASE {name}"),
    }
}

/// Ends the session that works there first, so that nothing is waited for.
async fn drop_database(server: &Url, name: &str, session_id: Option<u64>) -> Result<(), DbError> {
    let mut session = Session::connect(server).await?;
    match (session.product(), session_id) {
        (Product::PostgreSql, _) => {
            session.execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        }
        (_, id) => {
            if let Some(id) = id {
                // It may have ended by itself.
                let _ = session.execute(&format!("KILL {id}")).await;
            }
            session.execute(&format!("DROP DATABASE IF EXISTS {name}")).await?;
        }
    }
    session.close().await
}

/// The schemas that are not the server's own, the default one as `None`.
async fn schemas(session: &mut Session) -> Result<Vec<Option<String>>, DbError> {
    const QUERY: &str = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' \
         ORDER BY nspname";
    let default = session.default_schema().map(str::to_owned);
    let names = session.query(QUERY).await?.into_iter().flatten().flatten();
    let others = names.map(Some).filter(|name| *name != default);
    Ok(std::iter::once(None).chain(others).collect())
}

/// The name of an object that is there.
fn content(catalog: &Catalog) -> Option<String> {
    let names = catalog.tables.iter().map(|it| &it.name).chain(catalog.views.iter().map(|it| &it.name));
    let names = names.chain(catalog.sequences.iter().map(|it| &it.name));
    names.chain(catalog.routines.iter().map(|it| &it.name)).next().map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_they_are() {
        assert!(unique_name().starts_with("amend_verify_"));
        assert!(unique_name().len() < 64);
    }
}
