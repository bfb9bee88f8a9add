//! The lock: one runner at a time, and the dead block nobody.
//!
//! Two locks are taken, in this order, on the session that also runs the statements. The **session lock** keeps amend
//! processes apart and ends with its session, whatever happens to the process. The **lock row** keeps Liquibase out; it
//! survives its holder. Whoever has the session lock knows that no other amend is alive, so a row with amend's mark is
//! a dead one's; a row of another program is taken over only on proof that its holder's session is gone.

mod absence;
mod error;
mod holder;
mod row;
mod session_lock;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep};

pub use error::{LockError, Lost};
pub use holder::Holder;
pub use row::{LockRow, LockStatements};

use crate::tracking::{self, Tracking};
use crate::{DbError, ErrorKind, Session};
use absence::Absence;
use session_lock::SessionLock;

/// How often a lock that is taken is tried again, on average.
const POLL: Duration = Duration::from_millis(200);
/// How often a wait is reported.
const REPORT: Duration = Duration::from_secs(10);

/// What happens while the lock is being obtained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockEvent {
    /// Somebody else has it. Told at once and then every ten seconds.
    Waiting {
        /// What stands in the way.
        obstacle: Obstacle,
        /// How long the wait may still last.
        left: Duration,
    },
    /// The row of somebody who is not there any more was taken over.
    TookOver(LockRow),
}

/// What stands in the way of the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Another amend is at work; the text says which session, as far as the server tells.
    Session(Option<String>),
    /// Another program's row, whose holder may be alive.
    Row(LockRow),
    /// The database itself is locked by another connection (SQLite).
    Database,
}

/// The lock, held.
#[derive(Debug)]
pub struct Lock {
    statements: LockStatements,
    session_lock: SessionLock,
    holder: Holder,
    session_id: Option<u64>,
}

impl Lock {
    /// Obtains the lock, waiting for it as long as `wait`. Makes the lock table and its row where they are missing.
    ///
    /// # Errors
    /// [`LockError::Busy`] when the time is over; what the server says.
    pub async fn acquire(
        session: &mut Session,
        tracking: &Tracking,
        wait: Duration,
        tell: &mut dyn FnMut(LockEvent),
    ) -> Result<Self, LockError> {
        Self::acquire_unless(&AtomicBool::new(false), session, tracking, wait, tell).await
    }

    /// The same, and the wait is over too when the flag becomes true.
    ///
    /// # Errors
    /// As [`Lock::acquire`].
    pub async fn acquire_unless(
        given_up: &AtomicBool,
        session: &mut Session,
        tracking: &Tracking,
        wait: Duration,
        tell: &mut dyn FnMut(LockEvent),
    ) -> Result<Self, LockError> {
        let holder = Holder::this_process();
        let mut patience = Patience::new(wait, given_up, tell);
        let session_lock = wait_for_session(session, tracking, &holder, &mut patience).await?;
        match wait_for_row(session, tracking, &holder, &mut patience).await {
            Ok(statements) => Ok(Self { statements, session_lock, holder, session_id: session.id() }),
            Err(error) => {
                // The session may be gone; then the lock is gone with it.
                let _ = session_lock.release(session).await;
                Err(error)
            }
        }
    }

    /// Who holds it, as written in the row.
    pub fn holder(&self) -> &Holder {
        &self.holder
    }

    /// The query whose answer [`Lock::check_fence`] reads. Inside a transaction it keeps the row from changing.
    pub fn fence_sql(&self) -> String {
        self.statements.fence()
    }

    /// Whether the row is still ours and the server's session is still the one that holds the session lock.
    ///
    /// # Errors
    /// [`Lost`]: nothing more may be done.
    pub fn check_fence(&self, answer: &[Vec<crate::Cell>]) -> Result<(), Lost> {
        let cells = answer.first().ok_or(Lost::RowGone)?;
        let row = LockRow::from_cells(cells);
        let answering = cells.get(3).cloned().flatten().and_then(|id| id.parse().ok());
        match row.locked_by {
            _ if answering.is_some() && answering != self.session_id => Err(Lost::OtherSession),
            Some(by) if row.locked && by == self.holder.to_string() => Ok(()),
            Some(by) if row.locked => Err(Lost::TakenBy(by)),
            _ => Err(Lost::Freed),
        }
    }

    /// Asks and checks. Call it at the beginning of every transaction, before every statement outside of one.
    ///
    /// # Errors
    /// [`LockError::Lost`], or what the server says.
    pub async fn fence(&self, session: &mut Session) -> Result<(), LockError> {
        let answer = session.query(&self.fence_sql()).await?;
        self.check_fence(&answer).map_err(LockError::Lost)
    }

    /// Gives the lock back: the row where it is ours, then the session lock. No transaction may be open.
    ///
    /// # Errors
    /// What the server says; the session lock ends with the session in any case.
    pub async fn release(self, session: &mut Session) -> Result<(), DbError> {
        let row = session.execute(&self.statements.release(&self.holder)).await;
        self.session_lock.release(session).await?;
        row.map(drop)
    }
}

/// The locks that the lock table shows as held; none where there is no table.
///
/// # Errors
/// What the server says.
pub async fn list_locks(session: &mut Session, tracking: &Tracking) -> Result<Vec<LockRow>, DbError> {
    match tracking::find(session, &tracking.lock).await? {
        Some(found) => {
            let statements = LockStatements::new(&with_lock_table(tracking, found.name))?;
            let rows = session.query(&statements.read_all()).await?;
            Ok(rows.iter().map(|cells| LockRow::from_cells(cells)).filter(|row| row.locked).collect())
        }
        None => Ok(Vec::new()),
    }
}

/// Whether another amend holds the session lock, as far as the server tells who: then its lock row is a live one's.
///
/// # Errors
/// What the server says.
pub async fn live_holder(session: &mut Session, tracking: &Tracking) -> Result<Option<Obstacle>, LockError> {
    match SessionLock::attempt(session, tracking, &Holder::this_process()).await? {
        Some(lock) => {
            lock.release(session).await?;
            Ok(None)
        }
        None => Ok(Some(Obstacle::Session(session_lock::describe_holder(session, tracking).await))),
    }
}

/// Frees the lock row whoever holds it, and gives what it was. Makes the table where it is missing.
///
/// # Errors
/// What the server says.
pub async fn force_release(session: &mut Session, tracking: &Tracking) -> Result<Option<LockRow>, DbError> {
    let statements = prepare_row(session, tracking).await?;
    let before = read_row(session, &statements).await?;
    session.execute(&statements.force_release()).await?;
    Ok(before.filter(|row| row.locked))
}

async fn wait_for_session(
    session: &mut Session,
    tracking: &Tracking,
    holder: &Holder,
    patience: &mut Patience<'_>,
) -> Result<SessionLock, LockError> {
    session_lock::announce(session).await?;
    loop {
        if let Some(lock) = SessionLock::attempt(session, tracking, holder).await? {
            return Ok(lock);
        }
        let obstacle = match patience.reports_now() {
            true => session_lock::describe_holder(session, tracking).await,
            false => None,
        };
        patience.wait(Obstacle::Session(obstacle)).await?;
    }
}

async fn wait_for_row(
    session: &mut Session,
    tracking: &Tracking,
    holder: &Holder,
    patience: &mut Patience<'_>,
) -> Result<LockStatements, LockError> {
    let statements = loop {
        match prepare_row(session, tracking).await {
            Err(error) if error.kind == ErrorKind::Lock => patience.wait(Obstacle::Database).await?,
            outcome => break outcome?,
        }
    };
    let mut absence = Absence::default();
    loop {
        let obstacle = match attempt_row(session, &statements, holder, &mut absence, patience).await {
            Ok(None) => return Ok(statements),
            Ok(Some(row)) => Obstacle::Row(row),
            Err(error) if error.kind == ErrorKind::Lock => Obstacle::Database,
            Err(error) => return Err(error.into()),
        };
        patience.wait(obstacle).await?;
    }
}

/// One attempt; gives the row that stands in the way.
async fn attempt_row(
    session: &mut Session,
    statements: &LockStatements,
    holder: &Holder,
    absence: &mut Absence,
    patience: &mut Patience<'_>,
) -> Result<Option<LockRow>, DbError> {
    if session.execute(&statements.acquire(holder)).await? == 1 {
        return Ok(None);
    }
    let Some(row) = read_row(session, statements).await? else { return Ok(Some(LockRow::default())) };
    let dead = row.is_amend() || absence.is_proven(session, &row).await?;
    if row.locked && dead && session.execute(&statements.take_over(holder, &row)).await? == 1 {
        (patience.tell)(LockEvent::TookOver(row));
        return Ok(None);
    }
    Ok(Some(row))
}

/// Makes the lock table and its row where they are missing. Only under the session lock, or by a person's order.
async fn prepare_row(session: &mut Session, tracking: &Tracking) -> Result<LockStatements, DbError> {
    let statements = match tracking::find(session, &tracking.lock).await? {
        Some(found) => LockStatements::new(&with_lock_table(tracking, found.name))?,
        None => create_table(session, tracking).await?,
    };
    if !has_row(session, &statements).await?
        && let Err(error) = session.execute(&statements.fill()).await
        && !has_row(session, &statements).await?
    {
        return Err(error);
    }
    Ok(statements)
}

/// Another program, which knows nothing of the session lock, may make the table at the same moment: then it is there.
async fn create_table(session: &mut Session, tracking: &Tracking) -> Result<LockStatements, DbError> {
    let statements = LockStatements::new(tracking)?;
    let Err(error) = session.execute(&statements.create()).await else { return Ok(statements) };
    match tracking::find(session, &tracking.lock).await? {
        Some(found) => LockStatements::new(&with_lock_table(tracking, found.name)),
        None => Err(error),
    }
}

async fn has_row(session: &mut Session, statements: &LockStatements) -> Result<bool, DbError> {
    Ok(session.query_value(&statements.count()).await?.as_deref() != Some("0"))
}

fn with_lock_table(tracking: &Tracking, name: String) -> Tracking {
    let mut tracking = tracking.clone();
    tracking.lock.name = name;
    tracking
}

async fn read_row(session: &mut Session, statements: &LockStatements) -> Result<Option<LockRow>, DbError> {
    Ok(session.query(&statements.read()).await?.first().map(|cells| LockRow::from_cells(cells)))
}

/// How long to wait, and when to say so.
struct Patience<'a> {
    given_up: &'a AtomicBool,
    deadline: Instant,
    next_report: Instant,
    tell: &'a mut dyn FnMut(LockEvent),
}

impl<'a> Patience<'a> {
    fn new(wait: Duration, given_up: &'a AtomicBool, tell: &'a mut dyn FnMut(LockEvent)) -> Self {
        let now = Instant::now();
        Self { given_up, deadline: now + wait, next_report: now, tell }
    }

    fn reports_now(&self) -> bool {
        Instant::now() >= self.next_report
    }

    /// Sleeps a little, or gives up.
    async fn wait(&mut self, obstacle: Obstacle) -> Result<(), LockError> {
        let now = Instant::now();
        if now >= self.deadline || self.given_up.load(Ordering::Relaxed) {
            return Err(LockError::Busy(obstacle));
        }
        if now >= self.next_report {
            self.next_report = now + REPORT;
            (self.tell)(LockEvent::Waiting { obstacle, left: self.deadline - now });
        }
        sleep(jittered(POLL).min(self.deadline - now)).await;
        Ok(())
    }
}

/// Between half and one and a half of the time, so that waiters do not march in step.
fn jittered(time: Duration) -> Duration {
    let fraction = f64::from(holder::random() as u32) / f64::from(u32::MAX);
    time.mul_f64(0.5 + fraction)
}
