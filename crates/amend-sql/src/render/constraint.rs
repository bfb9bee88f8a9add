//! Constraints, as most products write them.

use amend_catalog::{Check, Constraint, ForeignKey, Key, ObjectName};

use crate::Feature;
use crate::backend::Phrase;
use crate::dialects::{Cell, Dialect, Scene};
use crate::statement::RefusalReason;

/// The constraint as an element of a table's definition.
pub(crate) fn definition<D: Dialect + ?Sized>(dialect: &D, constraint: &Constraint) -> Result<Phrase, RefusalReason> {
    let nameless = dialect.profile().primary_key_is_nameless && matches!(constraint, Constraint::PrimaryKey(_));
    let name = constraint.name().filter(|_| !nameless);
    let name = Phrase::default().maybe(name, |phrase, it| phrase.words("CONSTRAINT").name(it));
    let rest = match constraint {
        Constraint::PrimaryKey(it) => key(dialect, "PRIMARY KEY", it)?,
        Constraint::Unique(it) => key(dialect, "UNIQUE", it)?,
        Constraint::ForeignKey(it) => foreign_key(dialect, it)?,
        Constraint::Check(it) => check(dialect, it)?,
    };
    Ok(name.then(rest))
}

fn key<D: Dialect + ?Sized>(dialect: &D, words: &'static str, key: &Key) -> Result<Phrase, RefusalReason> {
    dialect.require_if(key.deferrable || key.initially_deferred, Feature::DeferrableKeys)?;
    dialect.require_if(key.tablespace.is_some(), Feature::Tablespaces)?;
    Ok(Phrase::new(words)
        .names(&key.columns)
        .maybe(key.tablespace.as_ref(), |phrase, it| phrase.words("USING INDEX TABLESPACE").name(it))
        .then(timing(key.deferrable, key.initially_deferred)))
}

fn foreign_key<D: Dialect + ?Sized>(dialect: &D, key: &ForeignKey) -> Result<Phrase, RefusalReason> {
    dialect.require_if(key.deferrable || key.initially_deferred, Feature::DeferrableForeignKeys)?;
    dialect.require_if(!key.validated, Feature::UnvalidatedConstraints)?;
    let target = Some(&key.referenced_columns).filter(|columns| !columns.is_empty());
    Ok(Phrase::new("FOREIGN KEY")
        .names(&key.columns)
        .words("REFERENCES")
        .object(&key.referenced_table)
        .maybe(target, |phrase, columns| phrase.names(columns))
        .maybe(key.on_update, |phrase, action| phrase.words("ON UPDATE").words(action.as_sql()))
        .maybe(key.on_delete, |phrase, action| phrase.words("ON DELETE").words(action.as_sql()))
        .then(timing(key.deferrable, key.initially_deferred))
        .words_if(!key.validated, "NOT VALID"))
}

/// When the constraint is checked.
pub(crate) fn timing(deferrable: bool, initially_deferred: bool) -> Phrase {
    Phrase::default()
        .words_if(deferrable || initially_deferred, "DEFERRABLE")
        .words_if(initially_deferred, "INITIALLY DEFERRED")
}

fn check<D: Dialect + ?Sized>(dialect: &D, check: &Check) -> Result<Phrase, RefusalReason> {
    dialect.require_if(!check.validated, Feature::UnvalidatedConstraints)?;
    dialect.require_if(!check.enforced, Feature::UnenforcedChecks)?;
    Ok(Phrase::new("CHECK")
        .parenthesised(&check.expression)
        .words_if(!check.validated, "NOT VALID")
        .words_if(!check.enforced, "NOT ENFORCED"))
}

pub(crate) fn create<D: Dialect + ?Sized>(
    dialect: &D,
    table: &ObjectName,
    constraint: &Constraint,
    scene: Scene<'_>,
) -> Cell {
    dialect.require_if(scene.manner.tolerant, Feature::TolerantMembers)?;
    let definition = definition(dialect, constraint)?;
    Ok(vec![Phrase::new("ALTER TABLE").object(table).words("ADD").then(definition)])
}

/// The dialect's own way, or else the old constraint goes and the new one comes.
pub(crate) fn alter(
    dialect: &dyn Dialect,
    table: &ObjectName,
    before: &Constraint,
    after: &Constraint,
    scene: Scene<'_>,
) -> Cell {
    let own = dialect.alter_constraint(table, before, after, scene)?;
    if !own.is_empty() || before == after {
        return Ok(own);
    }
    let mut phrases = dialect.drop_constraint(table, before, scene)?;
    phrases.extend(dialect.create_constraint(table, after, scene)?);
    Ok(phrases)
}

/// The name that the constraint must have to be dropped.
///
/// # Errors
/// Where it has none.
pub(crate) fn required_name<'a, D: Dialect + ?Sized>(
    dialect: &D,
    constraint: &'a Constraint,
) -> Result<&'a str, RefusalReason> {
    dialect.require_if(constraint.name().is_none(), Feature::NamelessConstraints)?;
    Ok(constraint.name().unwrap_or_default())
}
