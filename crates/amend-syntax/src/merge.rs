//! From the entries of a map as written to those it has: merge keys resolved, no key twice.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::mistakes::Mistakes;
use crate::node::{Entry, Node, NodeKind};
use crate::source::{Place, Spanned};

/// A key as written.
pub(crate) enum Key {
    /// A usual key.
    Text(Spanned<String>),
    /// `<<`: the entries of the value are taken over.
    Merge,
    /// A mistake that has been reported: the entry counts for nothing.
    Unusable,
}

/// What was merged stands where its merge key stands. Own keys win over merged ones, earlier merged maps over later ones, and
/// of the same key twice the last, with an error: the order of SnakeYAML 2.
pub(crate) fn resolve(mut written: Vec<(Key, Node)>, mistakes: &mut Mistakes) -> Vec<Entry> {
    for index in superseded(&written, mistakes) {
        written[index].0 = Key::Unusable;
    }
    if written.iter().any(|(key, _)| matches!(key, Key::Merge)) {
        return merged(written, mistakes);
    }
    written.into_iter().filter_map(|(key, value)| own_entry(key, value)).collect()
}

fn own_entry(key: Key, value: Node) -> Option<Entry> {
    match key {
        Key::Text(key) => Some(Entry { key, value }),
        Key::Merge | Key::Unusable => None,
    }
}

/// The indexes of entries whose key comes again later, each reported.
fn superseded(written: &[(Key, Node)], mistakes: &mut Mistakes) -> Vec<usize> {
    let mut last = HashMap::with_capacity(written.len());
    let mut superseded = Vec::new();
    for (index, (key, _)) in written.iter().enumerate() {
        if let Key::Text(key) = key
            && let Some((earlier, first)) = last.insert(key.as_str(), (index, &key.place))
        {
            superseded.push(earlier);
            mistakes.push(|| duplicate(key, first));
        }
    }
    superseded
}

fn duplicate(key: &Spanned<String>, first: &Place) -> Diagnostic {
    let message = format!("the key `{}` comes twice in the same map", key.value);
    Diagnostic::error("amend::yaml::duplicate-key", message)
        .at(&key.place, "again here")
        .also(first, "first here")
        .help("keep one; readers that accept both take the last")
}

fn merged(written: Vec<(Key, Node)>, mistakes: &mut Mistakes) -> Vec<Entry> {
    let mut merged = Merged::default();
    for (key, value) in written {
        match key {
            Key::Text(key) => merged.put_own(Entry { key, value }),
            Key::Merge => merged.take_over(value, mistakes),
            Key::Unusable => {}
        }
    }
    merged.entries
}

/// The entries of a map so far, with the index of each key.
#[derive(Default)]
struct Merged {
    entries: Vec<Entry>,
    index: HashMap<String, usize>,
}

impl Merged {
    fn put_own(&mut self, entry: Entry) {
        match self.index.get(&entry.key.value) {
            Some(&index) => self.entries[index] = entry,
            None => self.append(entry),
        }
    }

    fn put_merged(&mut self, entry: Entry) {
        if !self.index.contains_key(&entry.key.value) {
            self.append(entry);
        }
    }

    fn append(&mut self, entry: Entry) {
        self.index.insert(entry.key.value.clone(), self.entries.len());
        self.entries.push(entry);
    }

    /// Merges a map or each map of a list.
    fn take_over(&mut self, value: Node, mistakes: &mut Mistakes) {
        match value.kind {
            NodeKind::Sequence(maps) => maps.into_iter().for_each(|map| self.take_over_map(map, mistakes)),
            _ => self.take_over_map(value, mistakes),
        }
    }

    fn take_over_map(&mut self, map: Node, mistakes: &mut Mistakes) {
        match map.kind {
            NodeKind::Mapping(entries) => entries.into_iter().for_each(|entry| self.put_merged(entry)),
            _ => mistakes.push(|| not_a_map(&map)),
        }
    }
}

fn not_a_map(node: &Node) -> Diagnostic {
    let message = format!("`<<` takes over the entries of a map, not {}", node.kind_name());
    Diagnostic::error("amend::yaml::merge", message).at(&node.place, "not a map")
}
