//! Exit codes. They are frozen: scripts depend on them.

use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing to do.
    Done = 0,
    /// Failed; nothing was changed.
    Failed = 1,
    /// The arguments or settings are wrong.
    Usage = 2,
    /// The changelog is not valid, or a change set that ran has another checksum now.
    Invalid = 3,
    /// Something is pending (`status --exit-code`).
    Pending = 4,
    /// The lock was not obtained.
    Locked = 6,
    /// Failed after some change sets were applied, or half-way in one that cannot be undone; run it again to go on.
    Partly = 7,
    /// A rollback is not possible; nothing was changed.
    NoWayBack = 9,
    /// A verification found a way back that does not restore what was there, or a change set that is not as planned.
    Unverified = 10,
    /// Interrupted from the keyboard; what was done is recorded.
    Interrupted = 130,
    /// Terminated; what was done is recorded.
    Terminated = 143,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
