//! The proof, without clocks, that the holder of another program's lock row is gone: whoever held it when the row was
//! seen was connected then. When every session of that moment has ended and the row is the same, nobody holds it.

use std::collections::BTreeSet;

use amend_sql::Product;

use super::{LockRow, session_lock};
use crate::{DbError, Session};

/// What is known so far.
#[derive(Default)]
pub(super) struct Absence {
    /// The row as first seen, and the sessions of that moment that have not ended yet.
    watched: Option<(LockRow, BTreeSet<String>)>,
}

impl Absence {
    /// Looks once more. `false` is "not proven", which is also the answer where the server does not show all sessions.
    pub async fn is_proven(&mut self, session: &mut Session, row: &LockRow) -> Result<bool, DbError> {
        let Some(present) = other_sessions(session).await? else { return Ok(false) };
        match &mut self.watched {
            Some((seen, remaining)) if seen == row => {
                remaining.retain(|session| present.contains(session));
                // The row was read before the sessions were listed: the caller's statement takes it only unchanged.
                Ok(remaining.is_empty())
            }
            _ => {
                self.watched = Some((row.clone(), present));
                Ok(false)
            }
        }
    }
}

/// All other sessions that could hold the row; `None` where the server does not show them to this user.
async fn other_sessions(session: &mut Session) -> Result<Option<BTreeSet<String>>, DbError> {
    let product = session.product();
    let query = match product {
        Product::PostgreSql => format!(
            "SELECT a.pid, a.backend_start FROM pg_stat_activity a \
             WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND {}",
            session_lock::without_announced(product)
        ),
        Product::MySql | Product::MariaDb if sees_all_sessions(session).await? => format!(
            "SELECT a.ID FROM information_schema.PROCESSLIST a WHERE a.ID <> CONNECTION_ID() \
             AND a.COMMAND <> 'Daemon' AND (a.DB = DATABASE() OR a.DB IS NULL) AND {}",
            session_lock::without_announced(product)
        ),
        _ => return Ok(None),
    };
    let rows = session.query(&query).await?;
    Ok(Some(rows.into_iter().map(|row| row.into_iter().flatten().collect::<Vec<_>>().join(" ")).collect()))
}

/// Without the privilege PROCESS, other users' sessions are hidden (MySQL 9.7, MariaDB 10.11).
async fn sees_all_sessions(session: &mut Session) -> Result<bool, DbError> {
    const QUERY: &str = "SELECT COUNT(*) FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE = 'PROCESS' \
         AND GRANTEE = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')";
    Ok(session.query_value(QUERY).await?.is_some_and(|count| count != "0"))
}
