//! The end of a run from outside: the statement that is under way is stopped, and nothing is waited for long.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use amend_plan::machine::{Command, Event, Failure};
use tokio::time::{sleep, timeout};

use super::Runner;

/// How often the wish to end is looked for while a command is under way.
const LOOK: Duration = Duration::from_millis(25);
/// How long a statement may take to stop: asking for it by a second connection included.
const STOPPING: Duration = Duration::from_secs(2);
/// How long undoing and unlocking may take; the end of the session does both in any case.
const ENDING: Duration = Duration::from_secs(1);

/// What becomes of a command that is under way when the run is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Care {
    /// It is stopped.
    Stop,
    /// It is waited for: half of it must not be, or it gives up by itself.
    Await,
    /// It is part of the end.
    End,
    /// It is left.
    Leave,
}

impl Care {
    fn of(command: &Command) -> Self {
        match command {
            Command::Unlock | Command::Rollback => Self::End,
            Command::Pause(_) => Self::Leave,
            Command::Lock | Command::Begin { .. } | Command::Record(_) | Command::Commit => Self::Await,
            _ => Self::Stop,
        }
    }
}

impl Runner<'_> {
    /// Carries a command out. Where the run is to end meanwhile it ends as [`Care`] says.
    pub(super) async fn watched(&mut self, command: Command) -> Result<Event, Box<Failure>> {
        let interrupted = self.settings.interrupted.clone();
        let (care, stopper) = (Care::of(&command), self.session.stopper());
        let mut work = pin!(self.one(command));
        tokio::select! {
            biased;
            outcome = &mut work => return outcome,
            () = raised(&interrupted) => {}
        }
        match care {
            Care::Await => work.await,
            Care::End => timeout(ENDING, work).await.unwrap_or(Ok(Event::Done)),
            Care::Leave => Ok(Event::Interrupted),
            Care::Stop => {
                let stopped = timeout(STOPPING, async {
                    // Where it cannot be stopped it is waited for as long as the time allows.
                    let _ = stopper.stop().await;
                    work.await
                });
                let outcome = stopped.await;
                stopper.rest();
                match outcome {
                    Ok(Ok(event)) => Ok(event),
                    _ => Ok(Event::Interrupted),
                }
            }
        }
    }
}

async fn raised(flag: &AtomicBool) {
    while !flag.load(Ordering::Relaxed) {
        sleep(LOOK).await;
    }
}
