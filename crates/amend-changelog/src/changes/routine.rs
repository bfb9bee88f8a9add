//! Procedures, functions and triggers: made from a text of the user, found again by their names, dropped.

use amend_catalog::{
    Edit, Fault, Kind, Manner, Object, ObjectKey, ObjectName, Routine, RoutineKind, Script, ScriptPiece, World,
};
use amend_sql::names::{Quoting, stored_name};
use amend_syntax::{Diagnostic, Place, Spanned};

use super::routine_head::{Head, head};
use crate::lower::{Lower, Refused, filled};

/// A text as an optional attribute.
pub(super) type Text = Option<Spanned<String>>;

/// The attributes that say which routine is meant.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a> {
    /// What it is.
    pub kind: RoutineKind,
    /// Its database (MySQL, MariaDB).
    pub catalog: &'a Text,
    /// Its schema.
    pub schema: &'a Text,
    /// Its name.
    pub name: &'a Text,
    /// The table of a trigger.
    pub table: Option<&'a Text>,
}

/// How a routine is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Making {
    /// One of the same name gives way.
    pub replace: bool,
    /// A trigger fires from the start.
    pub enabled: bool,
}

/// Makes the routine of a text. What the text itself says wins over the attributes; where its beginning makes no
/// routine, it is sent like any SQL of the user.
///
/// # Errors
/// There is one of that name.
pub(super) fn create(
    to: &mut Lower<'_>,
    named: Named<'_>,
    text: &Spanned<String>,
    making: Making,
    place: &Place,
) -> Result<(), Refused> {
    let Some(head) = head(&text.value) else { return opaque(to, text) };
    let made = routine(to, named, &head, text, making.enabled);
    note_other_names(to, named, &head, &made);
    let before = found(to, made.kind, &made.name, made.table.as_ref()).cloned();
    let manner = Manner { or_replace: making.replace, ..Manner::default() };
    match before {
        Some(before) if is_overload(&before, &head) => opaque(to, text),
        Some(before) if before == made => Ok(()),
        Some(before) if making.replace || replaces(&text.value) => {
            to.edit(Edit::alter(Object::Routine(before), Object::Routine(made)).with(manner), place)
        }
        _ => to.edit(Edit::create(Object::Routine(made)).with(manner), place),
    }
}

/// Warns of attributes that say something else than the text: what the text says counts.
fn note_other_names(to: &mut Lower<'_>, named: Named<'_>, head: &Head<'_>, made: &Routine) {
    let case = to.profile.naming.members;
    let other = |said: &str, written: &Text| {
        let written = filled(written).filter(|it| !case.same(&to.name(&it.value), said))?;
        let diagnostic =
            Diagnostic::warning("amend::routine::other-name", format!("the text says `{said}`, which counts"));
        Some(diagnostic.at(&written.place, "another name").help("write the same name here and in the text"))
    };
    let table = named.table.zip(made.table.as_ref()).filter(|_| !head.table.is_empty());
    let schema = table.filter(|_| to.profile.schemas).map(|(_, its)| its.schema.as_deref().unwrap_or_default());
    let notes = [
        other(&made.name.name, named.name),
        table.and_then(|(written, its)| other(&its.name, written)),
        schema.and_then(|its| other(its, named.schema)),
    ];
    notes.into_iter().flatten().for_each(|note| to.note(note));
}

fn opaque(to: &mut Lower<'_>, text: &Spanned<String>) -> Result<(), Refused> {
    let piece = ScriptPiece { text: text.value.clone(), offset: 0 };
    to.sql(Script { pieces: vec![piece] }, &text.place);
    Ok(())
}

fn routine(to: &Lower<'_>, named: Named<'_>, head: &Head<'_>, text: &Spanned<String>, enabled: bool) -> Routine {
    let mut name = written(to, &head.name);
    name.schema = name.schema.or(object(to, named).schema);
    let table = if head.table.is_empty() { table(to, named) } else { Some(written(to, &head.table)) };
    let table = table.filter(|_| head.kind == RoutineKind::Trigger);
    Routine { kind: head.kind, name, table, text: Some(text.value.clone()), enabled }
}

/// The object of a name as it stands in SQL of the user.
fn written(to: &Lower<'_>, parts: &[&str]) -> ObjectName {
    let part = |part: &str| stored_part(to, part);
    let (name, schema) = parts.split_last().map_or(("", None), |(name, rest)| (*name, rest.last()));
    let schema = schema.map(|schema| part(schema)).filter(|_| to.profile.schemas);
    ObjectName::qualified(schema.filter(|it| Some(it.as_str()) != to.around.default_schema), part(name))
}

/// A part of a name without its quotes, or folded as the server folds it.
fn stored_part(to: &Lower<'_>, part: &str) -> String {
    let quotes = ['"', '`', '\'', '['];
    match part.chars().next().filter(|first| quotes.contains(first)) {
        Some(_) => part[1..].trim_end_matches(['"', '`', '\'', ']']).to_owned(),
        None => stored_name(to.product(), part, Quoting::ReservedWords),
    }
}

fn object(to: &Lower<'_>, named: Named<'_>) -> ObjectName {
    to.object(named.catalog, named.schema, filled(named.name).map_or("", |name| name.value.as_str()))
}

/// The table that the attributes name.
fn table(to: &Lower<'_>, named: Named<'_>) -> Option<ObjectName> {
    let table = named.table.and_then(filled)?;
    Some(to.object(named.catalog, named.schema, &table.value))
}

/// The routine of that kind and name; that of a trigger's table where the table is given.
fn found<'l>(
    to: &'l Lower<'_>,
    kind: RoutineKind,
    name: &ObjectName,
    table: Option<&ObjectName>,
) -> Option<&'l Routine> {
    let naming = to.catalog.naming;
    let same_table = |its: &Option<ObjectName>| match (its, table) {
        (Some(its), Some(table)) => naming.same_object(its, table),
        _ => true,
    };
    let same = |it: &&Routine| it.kind == kind && naming.same_object(&it.name, name) && same_table(&it.table);
    to.catalog.routines.iter().find(same)
}

/// Whether a statement makes one more routine of that name, told apart by its parameters.
fn is_overload(before: &Routine, new: &Head<'_>) -> bool {
    let parameters = before.text.as_deref().and_then(head).map(|head| spaced(head.parameters));
    new.kind != RoutineKind::Trigger && parameters.is_some_and(|it| it != spaced(new.parameters))
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether the statement itself says that it replaces.
fn replaces(text: &str) -> bool {
    let beginning = spaced(&text.chars().take(200).collect::<String>());
    beginning.contains("create or replace ")
}

/// The routine that is meant. In an open world one that is not known becomes a stub.
///
/// # Errors
/// There is none.
pub(super) fn existing(to: &mut Lower<'_>, named: Named<'_>, place: &Place) -> Result<Routine, Refused> {
    let name = object(to, named);
    let table = table(to, named);
    to.need(ObjectKey::object(Kind::Routine, &name, to.profile.naming), place);
    if let Some(routine) = found(to, named.kind, &name, table.as_ref()) {
        return Ok(routine.clone());
    }
    to.want(table.as_ref().unwrap_or(&name));
    if to.catalog.world == World::Open {
        let stub = Routine { kind: named.kind, name, table, text: None, enabled: true };
        to.assume(Object::Routine(stub.clone()));
        return Ok(stub);
    }
    let present = to.catalog.present(Kind::Routine, None);
    let missing = Fault::Missing { kind: Kind::Routine, name: name.to_string(), table: None, present };
    Err(crate::lower::refused(&missing, place))
}

/// Drops the routine that is meant.
///
/// # Errors
/// There is none.
pub(super) fn drop(to: &mut Lower<'_>, named: Named<'_>, place: &Place) -> Result<(), Refused> {
    let routine = existing(to, named, place)?;
    to.drop(Object::Routine(routine), place)
}

/// Switches a trigger on or off.
///
/// # Errors
/// There is none.
pub(super) fn switch(to: &mut Lower<'_>, named: Named<'_>, enabled: bool, place: &Place) -> Result<(), Refused> {
    let before = existing(to, named, place)?;
    let after = Routine { enabled, ..before.clone() };
    to.alter(Object::Routine(before), Object::Routine(after), place)
}

/// Gives a trigger another name, in its text too.
///
/// # Errors
/// There is none, or there is one of the new name.
pub(super) fn rename(
    to: &mut Lower<'_>,
    named: Named<'_>,
    new: &Spanned<String>,
    place: &Place,
) -> Result<(), Refused> {
    let before = existing(to, named, place)?;
    let name = before.name.sibling(to.name(&new.value));
    let quoted = amend_sql::names::quoted(to.product(), &name.name).unwrap_or_else(|_| new.value.clone());
    let text = before.text.as_deref().map(|text| renamed(text, &quoted));
    let after = Routine { name, text, ..before.clone() };
    to.alter(Object::Routine(before), Object::Routine(after), &new.place)
}

fn renamed(text: &str, name: &str) -> String {
    match head(text) {
        Some(head) => [&text[..head.name_at.start], name, &text[head.name_at.end..]].concat(),
        None => text.to_owned(),
    }
}
