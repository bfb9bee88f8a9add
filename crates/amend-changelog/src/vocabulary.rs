//! The vocabulary of changelogs beside the changes, as data: entries and their fields, each with its doc line.
//!
//! The readers know the names from here, and the JSON Schema is made of it.

mod change_set;
mod condition;
mod entry;

pub use change_set::{CHANGE_SET, CHANGES, CONTENT, EDITS, MODIFY_SQL, ROLLBACK};
pub use condition::{CONDITIONS, PRECONDITIONS};
pub use entry::{CHANGELOG, ENTRIES, INCLUDE, INCLUDE_ALL, PROPERTY, REMOVE_CHANGE_SET_PROPERTY};

/// A part of a changelog with fields of its own.
#[derive(Debug)]
pub struct Entry {
    /// The name in changelogs.
    pub name: &'static str,
    /// What it means, in Markdown.
    pub doc: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
}

/// A field of an entry.
#[derive(Debug)]
pub struct Field {
    /// The name in changelogs; letter case does not count.
    pub name: &'static str,
    /// What it means, in Markdown.
    pub doc: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Whether the entry means nothing without it.
    pub required: bool,
}

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A list of texts, or one text.
    Texts,
    /// One of these words, spelt exactly.
    OneOf(&'static [&'static str]),
    /// Whatever is given; nothing reads it.
    Anything,
}

impl Entry {
    const fn new(name: &'static str, doc: &'static str, fields: &'static [Field]) -> Self {
        Self { name, doc, fields }
    }

    /// The names of its fields.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|field| field.name)
    }

    /// Whether it has a field of that name, letter case ignored as other readers of these files do.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.names().any(|known| known.eq_ignore_ascii_case(name))
    }
}

impl Field {
    const fn new(name: &'static str, doc: &'static str, takes: Takes) -> Self {
        Self { name, doc, takes, required: false }
    }

    const fn text(name: &'static str, doc: &'static str) -> Self {
        Self::new(name, doc, Takes::Text)
    }

    const fn flag(name: &'static str, doc: &'static str) -> Self {
        Self::new(name, doc, Takes::Boolean)
    }

    const fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

/// The words of a table of words and their meanings.
const fn words<T, const N: usize>(table: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut index = 0;
    while index < N {
        words[index] = table[index].0;
        index += 1;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries() -> impl Iterator<Item = &'static Entry> {
        let entries = ENTRIES.iter().chain(CONTENT).copied().chain([&CHANGELOG]);
        entries.chain(CONDITIONS).chain(EDITS)
    }

    #[test]
    fn every_field_says_what_it_means() {
        for entry in entries() {
            assert!(!entry.doc.is_empty(), "{} has no doc", entry.name);
            for field in entry.fields {
                assert!(field.doc.ends_with('.'), "the doc of {}.{} is no sentence", entry.name, field.name);
            }
        }
    }

    #[test]
    fn names_are_unique_whatever_their_letter_case() {
        for entry in entries() {
            let mut names: Vec<String> = entry.names().map(str::to_lowercase).collect();
            let count = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), count, "{} has a field twice", entry.name);
        }
    }
}
