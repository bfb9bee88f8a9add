//! What a machine works on: change sets forward, or rows of the history back.

mod back;
mod one;
mod row;
mod through;
mod update;

use amend_catalog::{Catalog, ObjectName};
use amend_syntax::Diagnostic;

pub use back::{Back, BackTo};
pub(crate) use row::new_row;
pub use through::{Gate, Through};
pub use update::{Manner, Stop, Update};

use crate::conditions::Verdict;
use crate::machine::{How, Item, Record, Subject};
use crate::{ChangeSetKey, Direction, History, Journal};

/// The work of a run, pure.
pub trait Work {
    /// Begins with the history as it stands; called again when the lock is held.
    fn start(&mut self, history: &History) -> Start;

    /// Which way its items go.
    fn direction(&self) -> Direction;

    /// The journal as it stands; told before each [`Work::start`] that can go by it.
    fn journal(&mut self, _journal: &Journal) {}

    /// The change sets of a way that a later run is to go to its end, whatever stops this one.
    fn plan(&self) -> Vec<ChangeSetKey> {
        Vec::new()
    }

    /// What is needed next.
    fn next(&mut self) -> Ask;

    /// The preconditions that were asked for.
    fn evaluated(&mut self, verdict: Verdict);

    /// The tables that were asked for, as far as they exist.
    fn inspected(&mut self, found: &Catalog);

    /// An item has ended.
    fn finished(&mut self, item: &Item, how: How);

    /// The tables and routines that its items have altered so far: where the run is only on paper, the database has them as they were.
    fn altered(&self) -> Vec<ObjectName> {
        Vec::new()
    }

    /// What people should know of the order before anything runs.
    fn remarks(&self) -> Vec<Diagnostic> {
        Vec::new()
    }
}

/// Whether there is something to do.
#[derive(Clone, Debug)]
pub enum Start {
    /// There is not.
    Nothing,
    /// There is.
    Ready,
    /// It cannot be done.
    Refused(Vec<Diagnostic>),
}

/// What work needs next.
#[derive(Clone, Debug)]
pub enum Ask {
    /// The verdict on these preconditions.
    Evaluate(Subject),
    /// The end before anything was done, because of this.
    Refuse(Vec<Diagnostic>),
    /// The definitions of these tables.
    Inspect(Vec<ObjectName>),
    /// These records, each on its own.
    Write(Vec<Record>),
    /// This item.
    Run(Box<Item>),
    /// The end, because of this.
    Stop {
        /// The messages.
        diagnostics: Vec<Diagnostic>,
        /// The change set that cannot run.
        change_set: Option<usize>,
    },
    /// Nothing more.
    Done,
}
