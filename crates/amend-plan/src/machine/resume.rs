//! Where an item goes on that an earlier run did not finish.

use amend_syntax::Diagnostic;

use crate::machine::{Item, Outcome};
use crate::{Direction, Effect, Entry, EntryState, Evidence, Resolve};

/// What the journal says about an item.
#[derive(Debug)]
pub(super) enum Resume {
    /// Its first statements are done.
    From(Point),
    /// Only the server's catalog tells whether the statement at this place, from 0, took effect.
    Look(usize),
    /// It cannot go on by itself.
    Stop(Box<Outcome>),
}

/// Where an item goes on.
#[derive(Debug)]
pub(super) struct Point {
    /// How many of its statements are done.
    pub at: usize,
    /// The next one may have left half of itself behind.
    pub tidy: bool,
    /// What the person who runs it is told.
    pub notice: Option<String>,
    /// What the person had decided was needed.
    pub resolved: bool,
}

/// Reads the journal's rows of the item, which are in the order of their numbers and at least one.
pub(super) fn resume(item: &Item, entries: &[&Entry], resolve: Option<Resolve>) -> Resume {
    let Some(last) = entries.last().filter(|_| !item.only_recorded) else {
        return Resume::From(Point { at: 0, tidy: false, notice: None, resolved: false });
    };
    if let Some(changed) = entries.iter().find(|it| is_done(it, last) && !is_same(item, it)) {
        return stop(item, has_changed(item, changed), None);
    }
    let place = last.number.saturating_sub(1);
    if item.statements.get(place).is_some_and(|it| it.effect == Effect::Past) {
        return from(item, last, last.number, "nothing of it is left to do; going on behind it");
    }
    match last.state {
        EntryState::Done | EntryState::Planned => from(item, last, last.number, "going on behind it"),
        EntryState::Failed if resolve == Some(Resolve::Done) => resolved(item, last, Resolve::Done),
        EntryState::Failed if item.tidy(place).is_some() => Resume::Look(place),
        EntryState::Failed => from(item, last, place, "trying it again"),
        EntryState::Intent if !is_same(item, last) => match resolve {
            Some(resolve) => resolved(item, last, resolve),
            None => stop(item, has_changed(item, last), None),
        },
        EntryState::Intent => by_effect(item, last, resolve),
    }
}

fn by_effect(item: &Item, last: &Entry, resolve: Option<Resolve>) -> Resume {
    let place = last.number.saturating_sub(1);
    match item.statements.get(place).map(|it| &it.effect) {
        Some(Effect::Shown { .. }) => Resume::Look(place),
        Some(Effect::Unknown) => unclear(item, last, resolve),
        _ => from(item, last, place, "sending it again, which does no harm"),
    }
}

/// What the server's catalog says about the statement of the last row.
pub(super) fn looked(item: &Item, entries: &[&Entry], evidence: Evidence, resolve: Option<Resolve>) -> Resume {
    let Some(last) = entries.last() else {
        return Resume::From(Point { at: 0, tidy: false, notice: None, resolved: false });
    };
    let place = last.number.saturating_sub(1);
    match (last.state, evidence) {
        (EntryState::Failed, Evidence::Done) => from(item, last, place, "trying it again"),
        (EntryState::Failed, _) => tidied(from(item, last, place, "trying it again")),
        (_, Evidence::Done) => from(item, last, last.number, "it had taken effect; going on behind it"),
        (_, Evidence::NotDone) => tidied(from(item, last, place, "it had not taken effect; sending it again")),
        (_, Evidence::Unclear) => unclear(item, last, resolve),
    }
}

fn from(item: &Item, last: &Entry, at: usize, what: &str) -> Resume {
    let how = if last.state == EntryState::Failed { "failed" } else { "was interrupted" };
    let (name, number, count, time) = (&item.name, last.number, item.statements.len(), &last.written);
    let notice = format!("change set {name} {how} at statement {number} of {count} on {time}: {what}");
    Resume::From(Point { at, tidy: false, notice: Some(notice), resolved: false })
}

fn tidied(resume: Resume) -> Resume {
    match resume {
        Resume::From(point) => Resume::From(Point { tidy: true, ..point }),
        other => other,
    }
}

fn resolved(item: &Item, last: &Entry, resolve: Resolve) -> Resume {
    let (at, what) = match resolve {
        Resolve::Done => (last.number, "taken as done, as was asked for"),
        Resolve::Redo => (last.number.saturating_sub(1), "sending it again, as was asked for"),
    };
    match from(item, last, at, what) {
        Resume::From(point) => Resume::From(Point { resolved: true, tidy: resolve == Resolve::Redo, ..point }),
        other => other,
    }
}

/// Rows before the last one are done, whatever they say: the next one was reached.
fn is_done(entry: &Entry, last: &Entry) -> bool {
    entry.number < last.number || entry.state == EntryState::Done
}

fn is_same(item: &Item, entry: &Entry) -> bool {
    let statement = entry.number.checked_sub(1).and_then(|place| item.statements.get(place));
    statement.is_some_and(|it| it.effect == Effect::Past || it.hash() == entry.hash)
}

fn unclear(item: &Item, last: &Entry, resolve: Option<Resolve>) -> Resume {
    if let Some(resolve) = resolve {
        return resolved(item, last, resolve);
    }
    let (number, count) = (last.number, item.statements.len());
    let message = format!(
        "change set `{}` was interrupted while statement {number} of {count} ran, and nothing shows whether it took effect",
        item.name
    );
    let sent = format!("sent on {}", last.written);
    let statement = item.statements.get(number.saturating_sub(1));
    let mut diagnostic = Diagnostic::error("amend::journal::unknown-outcome", message);
    if let Some(statement) = statement {
        diagnostic = diagnostic.at(&statement.place, &sent);
    }
    let diagnostic = diagnostic.help(ways_on(item));
    stop(item, diagnostic, statement.map(|it| it.statement.text.clone()))
}

fn ways_on(item: &Item) -> String {
    let command = match item.record.direction() {
        Direction::Forward => "update",
        Direction::Back => "the same rollback",
    };
    format!(
        "look at the database; then run {command} with `--resolve done` where the statement took effect, with \
         `--resolve redo` where it did not"
    )
}

fn has_changed(item: &Item, entry: &Entry) -> Diagnostic {
    let statement = entry.number.checked_sub(1).and_then(|place| item.statements.get(place));
    let now = statement.map_or_else(|| "nothing".to_owned(), |it| it.hash());
    let message = format!(
        "change set `{}` is half done, and its statement {}, which was sent on {}, has changed since",
        item.name, entry.number, entry.written
    );
    let mut diagnostic = Diagnostic::error("amend::journal::changed", message);
    if let Some(statement) = statement {
        diagnostic = diagnostic.at(&statement.place, "makes another statement now");
    }
    diagnostic.help(format!(
        "the statement that was sent has the hash {}, the one of now {now}; write the change set as it was, and what is \
         to follow into a new one",
        entry.hash
    ))
}

fn stop(item: &Item, diagnostic: Diagnostic, statement: Option<String>) -> Resume {
    Resume::Stop(Box::new(Outcome::Failed {
        diagnostics: vec![diagnostic],
        statement,
        change_set: item.change_set,
        half_done: true,
    }))
}
