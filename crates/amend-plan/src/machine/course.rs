//! The way through an item: its commands in their order, and what lasts once each of them is done.

use std::ops::Range;

use crate::machine::{Command, Item, Way};
use crate::{Effect, Entry, EntryState, Recording};

/// A command, and how many of the item's statements last when it is done and the next one fails.
#[derive(Clone, Debug)]
pub(super) struct Beat {
    pub command: Command,
    pub lasting: usize,
}

/// The commands that carry the item out behind its first `from` statements; `tidy`: what the next one may have left
/// half done is taken away first; `is_planned`: the journal may have a row that says that a way back leads over the item.
pub(super) fn course(item: &Item, way: Way, from: usize, tidy: bool, is_planned: bool) -> Vec<Beat> {
    match way {
        Way::Transaction => in_one_transaction(item, is_planned),
        Way::Journal => {
            let open = from.checked_sub(1);
            Course { item, beats: Vec::new(), lasting: from, open, announced: false }.journalled(tidy)
        }
    }
}

/// Nothing lasts before the end.
fn in_one_transaction(item: &Item, is_planned: bool) -> Vec<Beat> {
    let mut commands = vec![Command::Begin { foreign_keys_off: item.foreign_keys_off }];
    commands.push(Command::Fence(Box::new(item.clone())));
    commands.extend(item.statements.iter().map(|it| Command::Execute(Box::new(it.clone()))));
    commands.extend(record(item));
    commands.extend(is_planned.then(|| cleared(item)));
    commands.extend(item.foreign_keys_off.then_some(Command::CheckForeignKeys));
    let mut beats: Vec<Beat> = commands.into_iter().map(|command| Beat { command, lasting: 0 }).collect();
    beats.push(Beat { command: Command::Commit, lasting: item.statements.len() });
    beats
}

/// The row of the history, and the recorded way back with it.
fn record(item: &Item) -> Vec<Command> {
    let mut commands = vec![Command::Record(Box::new(item.record.clone()))];
    match &item.recording {
        Recording::Leave => {}
        Recording::Write(inverse) | Recording::WriteAtOnce(inverse) => {
            commands.push(Command::RecordInverse(inverse.clone()))
        }
        Recording::Remove => commands.push(Command::RemoveInverse(item.record.key())),
    }
    commands
}

/// A finished item has no row in the journal that tells how far it came.
fn cleared(item: &Item) -> Command {
    Command::ClearJournal { key: item.record.key(), direction: item.record.direction(), keep_plan: false }
}

/// Statements that are sent together.
enum Stretch {
    /// In one transaction with their rows of the journal.
    Together(Range<usize>),
    /// Alone, after its row says that it comes.
    Alone(usize),
    /// Alone, and again by each session: no row.
    OfSession(usize),
}

struct Course<'a> {
    item: &'a Item,
    beats: Vec<Beat>,
    lasting: usize,
    /// The last statement that was sent alone: the next writing says that it is done.
    open: Option<usize>,
    /// The way back was written, where that is to be done at once.
    announced: bool,
}

impl Course<'_> {
    fn journalled(mut self, tidy: bool) -> Vec<Beat> {
        let from = self.lasting;
        self.push(Command::Fence(Box::new(self.item.clone())));
        let needed = |effect: &Effect| matches!(effect, Effect::Session { until } if *until > from);
        let again = self.item.statements.iter().take(from).filter(|it| needed(&it.effect));
        let again: Vec<Command> = again.map(|it| Command::Restore(Box::new(it.statement.clone()))).collect();
        again.into_iter().for_each(|command| self.push(command));
        if let Some(tidy) = self.item.tidy(from).filter(|_| tidy) {
            self.push(Command::Restore(Box::new(tidy.clone())));
        }
        let stretches = stretches(self.item, from);
        let ends_together = matches!(stretches.last(), Some(Stretch::Together(_)));
        let count = stretches.len();
        for (place, stretch) in stretches.into_iter().enumerate() {
            self.stretch(stretch, place + 1 == count);
        }
        if !ends_together {
            self.begin();
            self.record();
            self.push(Command::Commit);
        }
        self.beats
    }

    fn stretch(&mut self, stretch: Stretch, is_last: bool) {
        match stretch {
            Stretch::Together(range) => self.together(range, is_last),
            Stretch::Alone(place) => {
                self.begin();
                self.write(EntryState::Intent, place..place + 1);
                self.push(Command::Commit);
                self.execute(place);
                self.open = Some(place);
            }
            Stretch::OfSession(place) => self.execute(place),
        }
    }

    fn together(&mut self, range: Range<usize>, is_last: bool) {
        self.begin();
        let before = self.lasting;
        for place in range.clone() {
            self.execute(place);
        }
        self.beats.iter_mut().rev().take(range.len()).for_each(|beat| beat.lasting = before);
        self.lasting = before;
        match is_last {
            true => self.record(),
            false => self.write(EntryState::Done, range.clone()),
        }
        if self.item.foreign_keys_off {
            self.push(Command::CheckForeignKeys);
        }
        self.lasting = range.end;
        self.push(Command::Commit);
    }

    fn begin(&mut self) {
        self.push(Command::Begin { foreign_keys_off: self.item.foreign_keys_off });
        self.push(Command::CheckLock);
    }

    fn execute(&mut self, place: usize) {
        self.lasting = place + 1;
        self.push(Command::Execute(Box::new(self.item.statements[place].clone())));
    }

    fn record(&mut self) {
        record(self.item).into_iter().for_each(|command| self.push(command));
        self.push(cleared(self.item));
    }

    fn write(&mut self, state: EntryState, range: Range<usize>) {
        let done = self.open.take().map(|place| self.item.entry(place, EntryState::Done, None));
        let entries: Vec<Entry> =
            done.into_iter().chain(range.map(|place| self.item.entry(place, state, None))).collect();
        self.push(Command::Journal(entries));
        if let Recording::WriteAtOnce(inverse) = &self.item.recording
            && !std::mem::replace(&mut self.announced, true)
        {
            self.push(Command::AnnounceInverse(inverse.clone()));
        }
    }

    fn push(&mut self, command: Command) {
        self.beats.push(Beat { command, lasting: self.lasting });
    }
}

/// What a transaction holds is sent in one where the change set wants transactions.
fn stretches(item: &Item, from: usize) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for place in from..item.statements.len() {
        match (&item.statements[place].effect, stretches.last_mut()) {
            (Effect::Session { .. }, _) => stretches.push(Stretch::OfSession(place)),
            (Effect::Atomic, Some(Stretch::Together(range))) if item.wants_transaction => range.end = place + 1,
            (Effect::Atomic, _) => stretches.push(Stretch::Together(place..place + 1)),
            _ => stretches.push(Stretch::Alone(place)),
        }
    }
    stretches
}
