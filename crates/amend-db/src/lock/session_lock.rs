//! The lock that ends with its session: advisory lock, `GET_LOCK`, or a lock on a file beside the database.
//!
//! It is polled, never waited for in the server: a session that waits there holds a snapshot, with which building an
//! index concurrently deadlocks.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use amend_sql::Product;
use sha2::{Digest, Sha256};

use super::{Holder, LockError};
use crate::session::Cell;
use crate::tracking::Tracking;
use crate::{DbError, Session};

/// The class of the advisory locks: `amen` in ASCII.
const CLASS: i32 = 0x616D_656E;
/// The class of the marks that say "this session is an amend": `amem`.
const MARK_CLASS: i32 = 0x616D_656D;

/// The session lock, held.
#[derive(Debug)]
pub(super) enum SessionLock {
    /// The statement that gives it back.
    Server(String),
    /// The lock is on the open file and ends with it.
    File {
        /// The file.
        file: File,
        /// Where it stands.
        path: PathBuf,
    },
    /// Nobody else can reach the database.
    Alone,
}

impl SessionLock {
    /// Tries once. Taking it twice in one session is possible on servers; each time is given back on its own.
    pub async fn attempt(
        session: &mut Session,
        tracking: &Tracking,
        holder: &Holder,
    ) -> Result<Option<Self>, LockError> {
        match session.product() {
            Product::Sqlite => attempt_file(session.url().file(), holder),
            product => {
                let key = Key::new(product, tracking);
                let answer = session.query_value(&key.take()).await?;
                let taken = matches!(answer.as_deref(), Some("t" | "1"));
                Ok(taken.then(|| Self::Server(key.give_back())))
            }
        }
    }

    pub async fn release(self, session: &mut Session) -> Result<(), DbError> {
        match self {
            Self::Server(statement) => session.query(&statement).await.map(drop),
            Self::File { file, path } => {
                // Taken away while it is locked, so that nobody finds it half given back. What stays is harmless, and
                // closing the file unlocks it as well.
                let _ = if cfg!(unix) { std::fs::remove_file(path) } else { Ok(()) };
                let _ = file.unlock();
                Ok(())
            }
            Self::Alone => Ok(()),
        }
    }
}

/// Marks the session as amend's, so that a waiting amend is not taken for the holder of another program's lock row.
pub(super) async fn announce(session: &mut Session) -> Result<(), DbError> {
    let statement = match session.product() {
        Product::PostgreSql => format!("SELECT pg_try_advisory_lock({MARK_CLASS}, pg_backend_pid())"),
        Product::MySql | Product::MariaDb => "SELECT GET_LOCK(CONCAT('amend:session:', CONNECTION_ID()), 0)".to_owned(),
        Product::Sqlite => return Ok(()),
    };
    session.query(&statement).await.map(drop)
}

/// The sessions that carry amend's mark, as a condition that leaves them out.
pub(super) fn without_announced(product: Product) -> String {
    match product {
        Product::PostgreSql => format!(
            "NOT EXISTS (SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted \
             AND l.classid::bigint = {MARK_CLASS} AND l.objid::bigint = a.pid)"
        ),
        _ => "COALESCE(IS_USED_LOCK(CONCAT('amend:session:', a.ID)), 0) <> a.ID".to_owned(),
    }
}

/// Who holds the session lock, as far as the server tells. No statement of that session is shown: it may hold secrets.
pub(super) async fn describe_holder(session: &mut Session, tracking: &Tracking) -> Option<String> {
    if session.product() == Product::Sqlite {
        return lock_path(session.url().file()?).ok().and_then(|path| read_holder(&path));
    }
    let answer = session.query(&Key::new(session.product(), tracking).who()).await.ok()?;
    let parts: Vec<String> = answer.into_iter().next()?.into_iter().flatten().filter(|it| !it.is_empty()).collect();
    let (id, rest) = parts.split_first()?;
    Some(format!("session {id} ({})", rest.join(", ")))
}

/// What the lock is called on a server.
struct Key {
    product: Product,
    /// `class, number` or a quoted name.
    text: String,
    number: i32,
}

impl Key {
    fn new(product: Product, tracking: &Tracking) -> Self {
        let place = format!("{}\0{}", tracking.lock.schema.as_deref().unwrap_or_default(), tracking.lock.name);
        // Two spellings of one table are one lock.
        let hash = Sha256::digest(place.to_lowercase());
        let number = i32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
        let text = match product {
            Product::PostgreSql => format!("{CLASS}, {number}"),
            // At most 64 characters, in lower case (MySQL 8 compares names without case, MariaDB with it). The lock is
            // the whole server's, so the database is in the hash.
            _ => format!("'amend:{}'", hash[..20].iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
        };
        Self { product, text, number }
    }

    fn take(&self) -> String {
        match self.product {
            Product::PostgreSql => format!("SELECT pg_try_advisory_lock({})", self.text),
            _ => format!("SELECT GET_LOCK({}, 0)", self.text),
        }
    }

    fn give_back(&self) -> String {
        match self.product {
            Product::PostgreSql => format!("SELECT pg_advisory_unlock({})", self.text),
            _ => format!("SELECT RELEASE_LOCK({})", self.text),
        }
    }

    fn who(&self) -> String {
        match self.product {
            Product::PostgreSql => format!(
                "SELECT a.pid, a.application_name, host(a.client_addr), a.state FROM pg_locks l \
                 JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted \
                 AND l.classid::bigint = {CLASS} AND l.objid::bigint = {}",
                self.number as u32
            ),
            _ => format!(
                "SELECT ID, USER, HOST, COMMAND FROM information_schema.PROCESSLIST WHERE ID = IS_USED_LOCK({})",
                self.text
            ),
        }
    }
}

fn attempt_file(database: Option<&Path>, holder: &Holder) -> Result<Option<SessionLock>, LockError> {
    let Some(database) = database else { return Ok(Some(SessionLock::Alone)) };
    let path = lock_path(database).map_err(|error| LockError::File { path: database.to_owned(), error })?;
    take_file(&path, holder).map_err(|error| LockError::File { path, error })
}

fn take_file(path: &Path, holder: &Holder) -> std::io::Result<Option<SessionLock>> {
    let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) if !still_there(&file, path) => Ok(None),
        Ok(()) => {
            write_holder(&mut file, holder)?;
            Ok(Some(SessionLock::File { file, path: path.to_owned() }))
        }
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether the path still leads to the open file: whoever gives the lock back takes the file away, and a lock on a file
/// that is gone keeps nobody out.
#[cfg(unix)]
fn still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: std::fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(open), Ok(found)) => identity(open) == identity(found),
        _ => false,
    }
}

/// An open file cannot be taken away here.
#[cfg(not(unix))]
fn still_there(_: &File, _: &Path) -> bool {
    true
}

/// The same file for every spelling of the database's path.
fn lock_path(database: &Path) -> std::io::Result<PathBuf> {
    let mut path = std::fs::canonicalize(database)?.into_os_string();
    path.push(".amend-lock");
    Ok(PathBuf::from(path))
}

fn write_holder(file: &mut File, holder: &Holder) -> std::io::Result<()> {
    file.set_len(0)?;
    file.write_all(holder.to_string().as_bytes())
}

fn read_holder(path: &Path) -> Cell {
    let mut text = String::new();
    File::open(path).ok()?.take(255).read_to_string(&mut text).ok()?;
    Some(text).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_the_servers() {
        let mysql = Key::new(Product::MySql, &Tracking::new(Product::MySql, Some("App")));
        assert_eq!(mysql.text.len(), "'amend:'".len() + 40);
        assert_eq!(mysql.text, mysql.text.to_lowercase());
        assert_eq!(mysql.text, Key::new(Product::MySql, &Tracking::new(Product::MySql, Some("app"))).text);
        assert_ne!(mysql.text, Key::new(Product::MySql, &Tracking::new(Product::MySql, Some("other"))).text);
    }
}
