//! What a statement makes, needs and drops, by its first words.

use amend_catalog::{Kind, ObjectName};

use super::relations::relations;
use super::words::Words;
use super::{Named, NamedObject, Role};

/// Statements that change rows or rights, and no object.
const HARMLESS: &[&str] = &[
    "insert",
    "update",
    "delete",
    "merge",
    "replace",
    "select",
    "with",
    "values",
    "truncate",
    "comment",
    "grant",
    "revoke",
    "analyze",
    "vacuum",
    "begin",
    "start",
    "commit",
    "savepoint",
    "release",
    "lock",
    "explain",
];

/// Words before the kind of what is made.
const KINDS: &[&str] = &["table", "view", "sequence", "index", "function", "procedure", "trigger"];

/// How many words may stand between `CREATE` and the kind of what is made, `DEFINER` and the like included.
const FARTHEST_KIND: usize = 16;

/// What the statement names.
pub(super) fn named(words: &Words<'_>) -> Named {
    if words.is(0, "create") {
        return created(words);
    }
    if words.is(0, "drop") {
        return dropped(words);
    }
    if words.is(0, "alter") {
        return altered(words);
    }
    let understood = words.len() == 0 || words.is_any(0, HARMLESS) && !makes_by_query(words);
    Named { objects: needed(words, None), understood }
}

/// `SELECT .. INTO t` makes a table.
fn makes_by_query(words: &Words<'_>) -> bool {
    words.is_any(0, &["select", "with"]) && words.has("into")
}

fn created(words: &Words<'_>) -> Named {
    let Some(at) = words.find(1, FARTHEST_KIND, KINDS) else {
        // Types, extensions, schemas, roles: nothing of what is followed here.
        return Named { objects: Vec::new(), understood: true };
    };
    let tolerant = words.is(at + 1, "if");
    let name = words.name(if tolerant { at + 4 } else { at + 1 });
    let replaces = words.find(1, at, &["replace"]).is_some();
    let temporary = words.find(1, at, &["temp", "temporary"]).is_some();
    let role = if tolerant || replaces { Role::MadeOrKept } else { Role::Made };
    let made = |kind: Kind, role: Role| {
        let object = name.clone().map(|(name, _)| NamedObject { role, kind, name });
        object.into_iter().filter(|_| !temporary).collect::<Vec<_>>()
    };
    let mut objects = match () {
        () if words.is_any(at, &["table", "view"]) => made(Kind::Table, role),
        () if words.is(at, "sequence") => made(Kind::Sequence, role),
        () if words.is(at, "index") => Vec::new(),
        // Routines of one name may be told apart by their parameters.
        () => made(Kind::Routine, Role::MadeOrKept),
    };
    if words.is_any(at, &["table", "view"]) {
        objects.splice(0..0, needed(words, name.as_ref().map(|(name, _)| name)));
    } else if words.is_any(at, &["index", "trigger"]) {
        objects.splice(0..0, table_behind_on(words, at));
    }
    Named { objects, understood: true }
}

/// The table of an index or a trigger: the name behind the first `ON`.
fn table_behind_on(words: &Words<'_>, from: usize) -> Option<NamedObject> {
    let on = words.find(from, words.len(), &["on"])?;
    let at = if words.is(on + 1, "only") { on + 2 } else { on + 1 };
    words.name(at).map(|(name, _)| need(name))
}

fn need(name: ObjectName) -> NamedObject {
    NamedObject { role: Role::Needed, kind: Kind::Table, name }
}

/// The tables and views that the statement reads or whose rows it changes.
fn needed(words: &Words<'_>, own: Option<&ObjectName>) -> Vec<NamedObject> {
    let first = words.is_any(0, &["update", "truncate"]).then(|| {
        let skipped = |at: &usize| words.is_any(*at, &["table", "only", "ignore", "low_priority"]);
        words.name((1..).find(|at| !skipped(at)).unwrap_or(1)).map(|(name, _)| name)
    });
    let all = first.flatten().into_iter().chain(relations(words));
    all.filter(|name| Some(name) != own).map(need).collect()
}

fn dropped(words: &Words<'_>) -> Named {
    let materialized = usize::from(words.is(1, "materialized"));
    let kind = match () {
        () if words.is_any(1 + materialized, &["table", "view"]) => Kind::Table,
        () if words.is(1, "sequence") => Kind::Sequence,
        () => return Named::default(),
    };
    let mut at = 2 + materialized;
    at += if words.is(at, "if") { 2 } else { 0 };
    let mut objects = Vec::new();
    while let Some((name, next)) = words.name(at) {
        objects.push(NamedObject { role: Role::Removed, kind, name });
        at = next + 1;
        if !words.is(next, ",") {
            break;
        }
    }
    Named { understood: !objects.is_empty() && !words.has("cascade"), objects }
}

fn altered(words: &Words<'_>) -> Named {
    if !words.is(1, "table") {
        return Named::default();
    }
    let mut at = 2;
    at += if words.is(at, "if") { 2 } else { 0 };
    at += usize::from(words.is(at, "only"));
    let table = words.name(at).map(|(name, _)| need(name));
    let references = relations(words).into_iter().map(need);
    let understood = table.is_some() && !words.has("drop") && !words.has("rename") && !words.has("exchange");
    Named { objects: table.into_iter().chain(references).collect(), understood }
}
