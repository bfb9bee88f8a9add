//! Why there is no lock.

use std::fmt;

use super::Obstacle;
use crate::DbError;

/// Why the lock was not obtained, or is not held any more.
#[derive(Debug)]
pub enum LockError {
    /// The time to wait is over; this stood in the way last.
    Busy(Obstacle),
    /// The lock is not ours any more.
    Lost(Lost),
    /// The lock file beside a SQLite database cannot be used.
    File {
        /// The file.
        path: std::path::PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// What the server says.
    Db(DbError),
}

/// How a lock went away while it was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The lock table has no row any more.
    RowGone,
    /// Somebody freed the row.
    Freed,
    /// Somebody else holds the row: this is what its `LOCKEDBY` says.
    TakenBy(String),
    /// Another session of the server answers: a pooler stands between.
    OtherSession,
}

impl From<DbError> for LockError {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy(obstacle) => obstacle.fmt(f),
            Self::Lost(lost) => lost.fmt(f),
            Self::File { path, error } => write!(f, "the lock file `{}` cannot be used: {error}", path.display()),
            Self::Db(error) => error.fmt(f),
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Session(None) => f.write_str("another amend holds the lock"),
            Self::Session(Some(who)) => write!(f, "another amend holds the lock: {who}"),
            Self::Row(row) => write!(f, "the lock is held by {row}"),
            Self::Database => f.write_str("the database is locked by another connection"),
        }
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RowGone => f.write_str("the lock row is gone"),
            Self::Freed => f.write_str("somebody freed the lock row while it was held"),
            Self::TakenBy(who) => write!(f, "the lock row was taken by {who} while it was held"),
            Self::OtherSession => {
                f.write_str("another session of the server answers; connect to it directly, not through a pooler")
            }
        }
    }
}

impl std::error::Error for LockError {}
