//! Work whose items are looked at, or changed, before they run.

use amend_catalog::Catalog;
use amend_syntax::Diagnostic;

use super::{Ask, Start, Work};
use crate::conditions::Verdict;
use crate::machine::{How, Item};
use crate::{ChangeSetKey, Direction, History, Journal};

/// Lets an item run as it leaves it, or says why it must not run.
pub type Gate<'a> = dyn FnMut(&mut Item) -> Result<(), Diagnostic> + 'a;

/// Work whose items pass a gate: the last place before their statements are handed to the session.
pub struct Through<'a, W> {
    work: W,
    gate: &'a mut Gate<'a>,
}

impl<'a, W> Through<'a, W> {
    /// The work behind the gate.
    pub fn new(work: W, gate: &'a mut Gate<'a>) -> Self {
        Self { work, gate }
    }

    /// The work itself.
    pub fn work(&self) -> &W {
        &self.work
    }
}

impl<W: Work> Work for Through<'_, W> {
    fn start(&mut self, history: &History) -> Start {
        self.work.start(history)
    }

    fn direction(&self) -> Direction {
        self.work.direction()
    }

    fn journal(&mut self, journal: &Journal) {
        self.work.journal(journal);
    }

    fn plan(&self) -> Vec<ChangeSetKey> {
        self.work.plan()
    }

    fn next(&mut self) -> Ask {
        match self.work.next() {
            Ask::Run(mut item) => match (self.gate)(&mut item) {
                Ok(()) => Ask::Run(item),
                Err(problem) => Ask::Stop { diagnostics: vec![problem], change_set: item.change_set },
            },
            ask => ask,
        }
    }

    fn evaluated(&mut self, verdict: Verdict) {
        self.work.evaluated(verdict);
    }

    fn inspected(&mut self, found: &Catalog) {
        self.work.inspected(found);
    }

    fn finished(&mut self, item: &Item, how: How) {
        self.work.finished(item, how);
    }
}
