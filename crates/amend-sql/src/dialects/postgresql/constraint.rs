//! Constraints of PostgreSQL: a name, a validation and the time of a foreign key's check change in place.

use amend_catalog::{Check, Constraint, ForeignKey, Key, ObjectName};

use super::PostgreSql;
use crate::Feature;
use crate::backend::Phrase;
use crate::dialects::{Cell, Dialect, Scene};
use crate::render::{constraint, table};

pub(super) fn drop(dialect: &PostgreSql, table: &ObjectName, constraint: &Constraint, scene: Scene<'_>) -> Cell {
    dialect.require_if(scene.manner.tolerant, Feature::TolerantMembers)?;
    let name = constraint::required_name(dialect, constraint)?;
    let drop = Phrase::new("ALTER TABLE").object(table).words("DROP CONSTRAINT").name(name);
    Ok(vec![drop.then(table::cascade(dialect, scene))])
}

/// Nothing where the constraint must be made anew.
pub(super) fn alter(table: &ObjectName, before: &Constraint, after: &Constraint) -> Vec<Phrase> {
    let (Some(old), Some(new)) = (before.name(), after.name()) else {
        return Vec::new();
    };
    let validates = !is_validated(before) && is_validated(after);
    if with_state_of(after, before, validates) != *after {
        return Vec::new();
    }
    let alter = || Phrase::new("ALTER TABLE").object(table);
    let mut phrases = Vec::new();
    if old != new {
        phrases.push(alter().words("RENAME CONSTRAINT").name(old).words("TO").name(new));
    }
    if validates {
        phrases.push(alter().words("VALIDATE CONSTRAINT").name(new));
    }
    if let Some(timing) = new_timing(before, after) {
        phrases.push(alter().words("ALTER CONSTRAINT").name(new).then(timing));
    }
    phrases
}

pub(super) fn is_validated(constraint: &Constraint) -> bool {
    match constraint {
        Constraint::ForeignKey(ForeignKey { validated, .. }) | Constraint::Check(Check { validated, .. }) => *validated,
        Constraint::PrimaryKey(_) | Constraint::Unique(_) => true,
    }
}

/// `before` with what changes in place taken from `after`.
fn with_state_of(after: &Constraint, before: &Constraint, validates: bool) -> Constraint {
    match (before, after) {
        (Constraint::PrimaryKey(old), Constraint::PrimaryKey(new)) => Constraint::PrimaryKey(renamed(old, new)),
        (Constraint::Unique(old), Constraint::Unique(new)) => Constraint::Unique(renamed(old, new)),
        (Constraint::ForeignKey(old), Constraint::ForeignKey(new)) => Constraint::ForeignKey(ForeignKey {
            name: new.name.clone(),
            deferrable: new.deferrable,
            initially_deferred: new.initially_deferred,
            validated: old.validated || validates,
            ..old.clone()
        }),
        (Constraint::Check(old), Constraint::Check(new)) => {
            Constraint::Check(Check { name: new.name.clone(), validated: old.validated || validates, ..old.clone() })
        }
        (other, _) => other.clone(),
    }
}

fn renamed(old: &Key, new: &Key) -> Key {
    Key { name: new.name.clone(), ..old.clone() }
}

fn new_timing(before: &Constraint, after: &Constraint) -> Option<Phrase> {
    let (Constraint::ForeignKey(old), Constraint::ForeignKey(new)) = (before, after) else {
        return None;
    };
    let same = old.deferrable == new.deferrable && old.initially_deferred == new.initially_deferred;
    (!same).then(|| match new.deferrable || new.initially_deferred {
        true => {
            constraint::timing(true, new.initially_deferred).words_if(!new.initially_deferred, "INITIALLY IMMEDIATE")
        }
        false => Phrase::new("NOT DEFERRABLE"),
    })
}
