//! The tables and views that a query reads.

use amend_catalog::ObjectName;

use super::words::Words;

/// What is open at a place of a text: the whole of it, or a parenthesis.
#[derive(Default)]
struct Level {
    /// A list of tables goes on: a comma is followed by one more.
    in_list: bool,
    /// The arguments of a function with a `FROM` of its own: `extract(year from x)`.
    of_function: bool,
}

/// Functions whose arguments may be parted by `FROM`.
const WITH_FROM: &[&str] = &["extract", "trim", "substring", "position", "overlay"];

/// Words that end a list of tables.
const ENDS_LIST: &[&str] = &[
    "where",
    "group",
    "order",
    "having",
    "limit",
    "union",
    "intersect",
    "except",
    "set",
    "window",
    "returning",
    "values",
    "select",
    "for",
    "offset",
    "fetch",
];

/// The tables and views, each once, in the order of the text.
pub(super) fn relations(words: &Words<'_>) -> Vec<ObjectName> {
    let own = own_names(words);
    let mut found = Vec::new();
    let mut levels = vec![Level::default()];
    for at in 0..words.len() {
        if let Some((name, begin)) = step(words, at, &mut levels).and_then(|at| relation(words, at)) {
            let is_own = name.schema.is_none() && own.contains(&begin);
            if !is_own && !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

/// Takes the word; where a table or view may follow it, the place of that.
fn step(words: &Words<'_>, at: usize, levels: &mut Vec<Level>) -> Option<usize> {
    if words.is(at, "(") {
        let of_function = at > 0 && words.is_any(at - 1, WITH_FROM);
        levels.push(Level { in_list: false, of_function });
        return None;
    }
    if words.is(at, ")") {
        if levels.len() > 1 {
            levels.pop();
        }
        return None;
    }
    let level = levels.last_mut()?;
    if words.is(at, "from")
        && !level.of_function
        && !(at > 1 && words.is(at - 1, "distinct") && !words.is(at - 2, "select"))
    {
        level.in_list = true;
        return Some(at + 1);
    }
    if words.is_any(at, ENDS_LIST) {
        level.in_list = false;
    }
    let follows = words.is_any(at, &["join", "into", "references"]) || (words.is(at, ",") && level.in_list);
    follows.then_some(at + 1)
}

/// The table or view at that place, with its name in lower case.
fn relation(words: &Words<'_>, mut at: usize) -> Option<(ObjectName, String)> {
    let introduced = words.is_any(at - 1, &["into", "references"]);
    while words.is_any(at, &["only", "lateral", "table"]) {
        at += 1;
    }
    let (name, next) = words.name(at)?;
    let is_call = words.is(next, "(") && !introduced;
    let lower = name.name.to_lowercase();
    (!is_call && !words.is(at, "select")).then_some((name, lower))
}

/// The names that the query itself gives to parts of it, in lower case: `name AS (`, `name (columns) AS (`.
fn own_names(words: &Words<'_>) -> Vec<String> {
    let opens = |at: usize| words.is_any(at, &["(", "materialized", "not"]);
    let places = (1..words.len()).filter(|at| words.is(*at, "as") && opens(at + 1));
    let name_at = |at: usize| if words.is(at - 1, ")") { before_parenthesis(words, at - 1) } else { Some(at - 1) };
    places.filter_map(name_at).filter_map(|at| words.part(at)).map(|name| name.to_lowercase()).collect()
}

/// The place before the parenthesis that is closed at `end`.
fn before_parenthesis(words: &Words<'_>, end: usize) -> Option<usize> {
    let open = (0..end).rev().find(|at| words.is(*at, "("))?;
    open.checked_sub(1)
}
