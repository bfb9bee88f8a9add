//! Procedures, functions and triggers: the text of the user, and its removal.

use amend_catalog::{Fault, Kind, ObjectName, Routine, RoutineKind};

use crate::Feature;
use crate::backend::Phrase;
use crate::dialects::{Cell, Dialect, Scene};
use crate::render::script;
use crate::statement::RefusalReason;

/// The text; where an older one is to be replaced and the text does not say so itself, that one is dropped before.
pub(crate) fn create<D: Dialect + ?Sized>(dialect: &D, routine: &Routine, scene: Scene<'_>) -> Cell {
    require_kind(dialect, routine)?;
    let text = routine.text.as_ref().ok_or_else(|| unknown(routine))?;
    let mut phrases = Vec::new();
    if scene.manner.or_replace && !says_or_replace(text) {
        phrases.push(removal(dialect, routine, true));
    }
    phrases.push(Phrase::verbatim(text));
    if !routine.enabled {
        phrases.push(switch(dialect, routine)?);
    }
    Ok(phrases)
}

/// A trigger that fires, or does not.
fn switch<D: Dialect + ?Sized>(dialect: &D, routine: &Routine) -> Result<Phrase, RefusalReason> {
    dialect.require(Feature::DisabledTriggers)?;
    let table = routine.table.as_ref().ok_or(Fault::Malformed)?;
    let words = if routine.enabled { "ENABLE TRIGGER" } else { "DISABLE TRIGGER" };
    Ok(Phrase::new("ALTER TABLE").object(table).words(words).name(&routine.name.name))
}

pub(crate) fn drop<D: Dialect + ?Sized>(dialect: &D, routine: &Routine, scene: Scene<'_>) -> Cell {
    require_kind(dialect, routine)?;
    Ok(vec![removal(dialect, routine, scene.manner.tolerant)])
}

/// A trigger is switched; else the old one goes and the new one comes, in one step where the new text says so.
pub(crate) fn alter(dialect: &dyn Dialect, before: &Routine, after: &Routine, scene: Scene<'_>) -> Cell {
    if before == after {
        return Ok(Vec::new());
    }
    if *after == (Routine { enabled: after.enabled, ..before.clone() }) {
        return Ok(vec![switch(dialect, after)?]);
    }
    let says_so = after.text.as_deref().is_some_and(says_or_replace);
    let replaced = before.name == after.name && (scene.manner.or_replace || says_so);
    let mut phrases = if replaced { Vec::new() } else { dialect.drop_routine(before, scene)? };
    phrases.extend(dialect.create_routine(after, scene)?);
    Ok(phrases)
}

fn removal<D: Dialect + ?Sized>(dialect: &D, routine: &Routine, tolerant: bool) -> Phrase {
    let within = routine.table.as_ref().filter(|_| dialect.profile().has(Feature::TableTriggers));
    let name = if within.is_some() { &ObjectName::new(&routine.name.name) } else { &routine.name };
    Phrase::new("DROP")
        .words(routine.kind.as_sql())
        .words_if(tolerant, "IF EXISTS")
        .object(name)
        .maybe(within, |phrase, table| phrase.words("ON").object(table))
}

fn require_kind<D: Dialect + ?Sized>(dialect: &D, routine: &Routine) -> Result<(), RefusalReason> {
    dialect.require_if(routine.kind != RoutineKind::Trigger, Feature::StoredRoutines)
}

fn says_or_replace(text: &str) -> bool {
    script::begins_with(text, &["CREATE", "OR", "REPLACE"])
}

fn unknown(routine: &Routine) -> RefusalReason {
    RefusalReason::UnknownDefinition {
        kind: Kind::Routine,
        name: routine.name.name.clone(),
        table: routine.table.clone(),
    }
}
