//! The edges that change sets declare with `dependsOn`.

use std::collections::HashMap;

use amend_changelog::{ChangeSet, Changelog};
use amend_syntax::{Diagnostic, Spanned, nearest};

/// A declared need: from what is needed to what needs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DeclaredEdge<'a> {
    pub from: usize,
    pub to: usize,
    pub need: &'a Spanned<String>,
}

/// The needs that change sets declare.
///
/// # Errors
/// A need that names no change set, or several.
pub(crate) fn edges(changelog: &Changelog) -> Result<Vec<DeclaredEdge<'_>>, Vec<Diagnostic>> {
    if changelog.change_sets.iter().all(|change_set| change_set.depends_on.is_empty()) {
        return Ok(Vec::new());
    }
    let names = names(changelog);
    let mut edges = Vec::new();
    let mut problems = Vec::new();
    for (to, change_set) in changelog.change_sets.iter().enumerate() {
        for need in &change_set.depends_on {
            match find(changelog, &names, change_set, need) {
                Ok(from) => edges.push(DeclaredEdge { from, to, need }),
                Err(problem) => problems.push(problem),
            }
        }
    }
    if problems.is_empty() { Ok(edges) } else { Err(problems) }
}

/// The change sets that this one declares to need, by their places in the changelog; none where the changelog's needs cannot be
/// told, which whoever looks for an order is told.
pub(crate) fn direct_needs(changelog: &Changelog, index: usize) -> Vec<usize> {
    let edges = edges(changelog).unwrap_or_default();
    edges.iter().filter(|edge| edge.to == index).map(|edge| edge.from).collect()
}

/// The change sets by each name that they can be called.
fn names(changelog: &Changelog) -> HashMap<String, Vec<usize>> {
    let mut names: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, change_set) in changelog.change_sets.iter().enumerate() {
        let (id, author) = (&change_set.id.value, &change_set.author.value);
        for name in [id.clone(), format!("{author}:{id}"), format!("{}::{id}::{author}", change_set.path)] {
            names.entry(name).or_default().push(index);
        }
    }
    names
}

/// The change set that a need names: `id`, `author:id` or `path::id::author`. One of the same file goes before others.
fn find(
    changelog: &Changelog,
    names: &HashMap<String, Vec<usize>>,
    from: &ChangeSet,
    need: &Spanned<String>,
) -> Result<usize, Diagnostic> {
    match names.get(&need.value).map(Vec::as_slice).unwrap_or_default() {
        [one] => Ok(*one),
        [] => Err(unknown(changelog, need)),
        several => {
            let mut near = several.iter().copied().filter(|index| changelog.change_sets[*index].path == from.path);
            match (near.next(), near.next()) {
                (Some(one), None) => Ok(one),
                _ => Err(ambiguous(changelog, need, several)),
            }
        }
    }
}

fn unknown(changelog: &Changelog, need: &Spanned<String>) -> Diagnostic {
    if let Some(other) = changelog.other_products.iter().find(|it| is_named(&it.value, &need.value)) {
        let message = format!("the change set `{}` is for other products", need.value);
        return Diagnostic::error("amend::depends-on::left-out", message)
            .at(&need.place, "depends on this")
            .also(&other.place, "its `dbms` leaves it out here")
            .help("limit this one to the same products, or take the need out");
    }
    let diagnostic =
        Diagnostic::error("amend::depends-on::unknown", format!("there is no change set `{}`", need.value))
            .at(&need.place, "depends on this");
    let ids = changelog.change_sets.iter().map(|it| it.id.value.as_str());
    match nearest(&need.value, ids) {
        Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
        None => diagnostic.help("name it as `id`, `author:id` or `path::id::author`"),
    }
}

fn is_named(key: &amend_changelog::change_set::Key, name: &str) -> bool {
    name == key.id || name == format!("{}:{}", key.author, key.id) || name == key.to_string()
}

fn ambiguous(changelog: &Changelog, need: &Spanned<String>, found: &[usize]) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("amend::depends-on::ambiguous", format!("several change sets are called `{}`", need.value))
            .at(&need.place, "which one?");
    let keys: Vec<String> = found.iter().map(|index| format!("`{}`", changelog.change_sets[*index].key())).collect();
    let diagnostic = diagnostic.help(format!("name it as one of {}", keys.join(", ")));
    found.iter().fold(diagnostic, |diagnostic, index| diagnostic.also(&changelog.change_sets[*index].place, "this one"))
}
