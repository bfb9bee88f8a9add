//! Constraints of MySQL: each kind is dropped in its own way, and the primary key has no name.

use amend_catalog::{Check, Constraint, Key};

use super::MySql;
use crate::Feature;
use crate::backend::Phrase;
use crate::dialects::{Dialect, Scene};
use crate::render::constraint::{definition, required_name};
use crate::statement::RefusalReason;

pub(super) fn create(dialect: &MySql, constraint: &Constraint) -> Result<Phrase, RefusalReason> {
    Ok(Phrase::new("ADD").then(definition(dialect, constraint)?))
}

pub(super) fn drop(dialect: &MySql, constraint: &Constraint, scene: Scene<'_>) -> Result<Phrase, RefusalReason> {
    dialect.require_if(scene.manner.tolerant, Feature::TolerantMembers)?;
    let words = match constraint {
        Constraint::PrimaryKey(_) => return Ok(Phrase::new("DROP PRIMARY KEY")),
        Constraint::Unique(_) => "DROP INDEX",
        Constraint::ForeignKey(_) => "DROP FOREIGN KEY",
        Constraint::Check(_) => "DROP CONSTRAINT",
    };
    Ok(Phrase::new(words).name(required_name(dialect, constraint)?))
}

/// Nothing where the constraint must be made anew.
pub(super) fn alter(
    dialect: &MySql,
    before: &Constraint,
    after: &Constraint,
    scene: Scene<'_>,
) -> Result<Vec<Phrase>, RefusalReason> {
    match (before, after) {
        (Constraint::PrimaryKey(_), Constraint::PrimaryKey(_)) => {
            Ok(vec![drop(dialect, before, scene)?, create(dialect, after)?])
        }
        (Constraint::Unique(old), Constraint::Unique(new)) => Ok(renamed(old, new).into_iter().collect()),
        (Constraint::Check(old), Constraint::Check(new)) => enforce(dialect, old, new),
        _ => Ok(Vec::new()),
    }
}

fn renamed(old: &Key, new: &Key) -> Option<Phrase> {
    let only_name = *new == (Key { name: new.name.clone(), ..old.clone() });
    let (old, new) = (old.name.as_ref()?, new.name.as_ref()?);
    only_name.then(|| rename_index(old, new))
}

pub(super) fn rename_index(old: &str, new: &str) -> Phrase {
    Phrase::new("RENAME INDEX").name(old).words("TO").name(new)
}

fn enforce(dialect: &MySql, old: &Check, new: &Check) -> Result<Vec<Phrase>, RefusalReason> {
    let (Some(name), true) = (&new.name, *new == (Check { enforced: new.enforced, ..old.clone() })) else {
        return Ok(Vec::new());
    };
    dialect.require(Feature::UnenforcedChecks)?;
    Ok(vec![Phrase::new("ALTER CHECK").name(name).words(if new.enforced { "ENFORCED" } else { "NOT ENFORCED" })])
}
