//! Stops the statement that a session has under way, from beside it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::{DbError, Session, Url};

/// Stops the statement of one session. It can be used while the session waits for the answer.
#[derive(Clone)]
pub struct Stopper(How);

#[derive(Clone)]
enum How {
    /// By a second connection, which asks the server to.
    Beside { url: Box<Url>, id: Option<u64> },
    /// By a flag that SQLite looks at while it works.
    Flag(Arc<AtomicBool>),
}

impl Stopper {
    pub(crate) fn beside(url: &Url, id: Option<u64>) -> Self {
        Self(How::Beside { url: Box::new(url.clone()), id })
    }

    pub(crate) fn flag(flag: &Arc<AtomicBool>) -> Self {
        Self(How::Flag(flag.clone()))
    }

    /// Stops the statement; it then fails with [`ErrorKind::Timeout`](crate::ErrorKind::Timeout).
    ///
    /// # Errors
    /// What the server says to the second connection.
    pub async fn stop(&self) -> Result<(), DbError> {
        match &self.0 {
            How::Beside { url, id: Some(id) } => {
                let mut beside = Session::connect(url).await?;
                beside.stop_statement_of(*id).await
            }
            How::Beside { id: None, .. } => Ok(()),
            How::Flag(flag) => {
                flag.store(true, Ordering::Relaxed);
                Ok(())
            }
        }
    }

    /// Lets the statements that come after it run. Call it when the stopped one has ended.
    pub fn rest(&self) {
        if let How::Flag(flag) = &self.0 {
            flag.store(false, Ordering::Relaxed);
        }
    }
}
