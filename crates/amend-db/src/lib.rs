//! Connections to the servers: statements carried there, and what stands there read back.
//!
//! Promises: the one crate with sqlx and tokio. It decides nothing about changelogs: it knows servers, the two
//! tracking tables, the lock, and the servers' own catalogs. Secrets of a URL are never printed, by no `Display`, no
//! `Debug` and no error.
#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod compare;
mod drivers;
mod error;
pub mod history;
pub mod inspect;
mod journal;
mod kept;
pub mod lock;
mod parameters;
pub mod run;
pub mod scratch;
mod session;
mod stopper;
mod tokens;
mod tracking;
mod url;
pub mod verify;

pub use error::{DbError, ErrorFacts, ErrorKind};
pub use history::{ChangeSetKey, ExecType, History, HistoryRow, HistoryStatements, Recorded, Stamp};
pub use journal::{FoundJournal, JOURNAL_TABLE};
pub use kept::{drop_kept, kept_tables};
pub use lock::{Lock, LockError, LockEvent, LockRow, Obstacle};
pub use parameters::parameters;
pub use session::{BatchFailure, Cell, CopyFailure, Notice, Rows, Session};
pub use stopper::Stopper;
pub use tracking::{CHANGELOG_TABLE, LOCK_TABLE, Tracking};
pub use url::{Family, Url, UrlError};
