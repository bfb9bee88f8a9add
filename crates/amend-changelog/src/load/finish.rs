//! After reading: the order of the change sets, and the mistakes that show only when all are known.

use std::collections::HashMap;
use std::sync::Arc;

use amend_syntax::{Diagnostic, Spanned, nearest};

use super::Loader;
use crate::change_set::{ChangeSet, Key, RunOrder};
use crate::dbms;
use crate::model::{Changelog, Loaded, Target};
use crate::path;
use crate::rollback::RollbackBlock;

impl Loader<'_> {
    /// What was read, in order and checked.
    pub(super) fn finish(mut self, root: &str) -> Loaded {
        check_references(&self.change_sets, &mut self.report);
        let mut change_sets = without_repetitions(self.change_sets, self.target, &mut self.report);
        check_products(&change_sets, self.target, &mut self.report);
        check_lengths(&change_sets, self.target, &mut self.report);
        change_sets.sort_by_key(|change_set| position(change_set.run_order));
        let parameters = Arc::new(self.parameters);
        for change_set in &mut change_sets {
            change_set.parameters = Arc::clone(&parameters);
        }
        let file = path::normalise(root);
        let changelog = Changelog {
            path: self.root.logical_path.unwrap_or_else(|| file.clone()),
            file,
            quoting: self.root.quoting,
            change_sets,
            other_products: self.other_products,
            preconditions: self.preconditions,
            sources: self.sources,
            parameters,
        };
        Loaded { changelog, diagnostics: self.report }
    }
}

fn position(order: Option<RunOrder>) -> u8 {
    match order {
        Some(RunOrder::First) => 0,
        None => 1,
        Some(RunOrder::Last) => 2,
    }
}

/// Reports change sets that come twice among those that take part in the run, or leaves them out where that is allowed.
fn without_repetitions(change_sets: Vec<ChangeSet>, target: &Target, report: &mut Vec<Diagnostic>) -> Vec<ChangeSet> {
    let mut first: HashMap<Key, usize> = HashMap::new();
    let mut kept: Vec<ChangeSet> = Vec::with_capacity(change_sets.len());
    for change_set in change_sets {
        if change_set.id.is_empty() || !change_set.takes_part(target) {
            kept.push(change_set);
            continue;
        }
        let at = *first.entry(change_set.key()).or_insert(kept.len());
        match kept.get(at) {
            Some(known) if target.options.allow_duplicated_identifiers && is_repetition(known, &change_set) => {}
            Some(known) => {
                report.push(duplicate(known, &change_set));
                kept.push(change_set);
            }
            None => kept.push(change_set),
        }
    }
    kept
}

fn is_repetition(known: &ChangeSet, change_set: &ChangeSet) -> bool {
    let dbms = |change_set: &ChangeSet| change_set.dbms.as_ref().map(|dbms| dbms.value.clone());
    known.labels == change_set.labels && known.contexts == change_set.contexts && dbms(known) == dbms(change_set)
}

fn duplicate(known: &ChangeSet, change_set: &ChangeSet) -> Diagnostic {
    let Key { path, id, author } = change_set.key();
    Diagnostic::error("amend::changelog::duplicate", format!("the change set `{path}::{id}::{author}` comes twice"))
        .at(&change_set.id.place, "the same id, author and file")
        .also(&known.id.place, "first here")
        .help("give it another id; if its file is included twice, include it once")
}

/// Reports rollbacks that refer to a change set that was not read before them.
fn check_references(change_sets: &[ChangeSet], report: &mut Vec<Diagnostic>) {
    let mut known: HashMap<Key, usize> = HashMap::new();
    for (at, change_set) in change_sets.iter().enumerate() {
        known.entry(folded(&change_set.key())).or_insert(at);
    }
    for (at, change_set) in change_sets.iter().enumerate() {
        for reference in references(change_set) {
            if known.get(&folded(reference)).is_none_or(|&place| place >= at) {
                report.push(no_such_change_set(reference, change_sets));
            }
        }
    }
}

fn references(change_set: &ChangeSet) -> impl Iterator<Item = &Spanned<Key>> {
    change_set.rollback.iter().filter_map(|block| match block {
        RollbackBlock::Reference(reference) => Some(reference),
        RollbackBlock::Changes(_) | RollbackBlock::Nothing => None,
    })
}

fn folded(key: &Key) -> Key {
    Key { path: key.path.to_lowercase(), id: key.id.to_lowercase(), author: key.author.to_lowercase() }
}

fn no_such_change_set(reference: &Spanned<Key>, change_sets: &[ChangeSet]) -> Diagnostic {
    let Key { path, id, author } = &reference.value;
    let message = format!("there is no change set `{path}::{id}::{author}` before this one");
    let error = Diagnostic::error("amend::changelog::reference", message).at(&reference.place, "refers to it");
    match nearest(id, change_sets.iter().map(|change_set| change_set.id.as_str())) {
        Some(known) => error.help(format!("did you mean the id `{known}`? author and file must fit, too")),
        None => error.help("a rollback may refer to change sets that stand before it"),
    }
}

/// Reports products that nobody knows, of the change sets that take part in the run.
fn check_products(change_sets: &[ChangeSet], target: &Target, report: &mut Vec<Diagnostic>) {
    for change_set in change_sets.iter().filter(|change_set| change_set.takes_part(target)) {
        if let Some(list) = &change_set.dbms {
            report.extend(dbms::unknown(&list.to_lowercase()).map(|name| unknown_product(name, list)));
        }
    }
}

/// The most characters that the history keeps of an id, an author and a file.
const LONGEST_IDENTITY: usize = 255;

/// Reports ids and authors that the history table cannot hold.
fn check_lengths(change_sets: &[ChangeSet], target: &Target, report: &mut Vec<Diagnostic>) {
    if !amend_sql::profile(target.product).enforces_lengths {
        return;
    }
    for change_set in change_sets.iter().filter(|change_set| change_set.takes_part(target)) {
        let parts = [("id", &change_set.id), ("author", &change_set.author)];
        report.extend(parts.into_iter().filter_map(|(name, text)| too_long(name, text)));
    }
}

fn too_long(name: &str, text: &Spanned<String>) -> Option<Diagnostic> {
    let length = text.value.chars().count();
    (length > LONGEST_IDENTITY).then(|| {
        let message = format!("the {name} has {length} characters; the history holds {LONGEST_IDENTITY}");
        Diagnostic::error("amend::changelog::too-long", message)
            .at(&text.place, "too long")
            .help(format!("shorten the {name}"))
    })
}

fn unknown_product(name: &str, list: &Spanned<String>) -> Diagnostic {
    let error = Diagnostic::error("amend::changelog::dbms", format!("`{name}` is no known database"))
        .at(&list.place, "in this list");
    match nearest(name, dbms::KNOWN) {
        Some(known) => error.help(format!("did you mean `{known}`?")),
        None => error.help("`mariadb`, `mysql`, `postgresql` and `sqlite` are supported"),
    }
}
