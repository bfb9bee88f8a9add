//! The change types, one file each. `KINDS` is the registry: tests, the decoder, the JSON Schema and the reference
//! pages run over it.

use amend_syntax::{Node, Spanned};

use crate::change::{Change, ChangeKind};

mod create_table;
mod rename_table;
mod sql;

/// All change types, in alphabetical order of their names.
pub static KINDS: &[&ChangeKind] = &[
    &create_table::CreateTable::KIND,
    &rename_table::RenameTable::KIND,
    &sql::Sql::KIND,
];

/// The change type of that name; names are case-sensitive.
pub fn find(name: &str) -> Option<&'static ChangeKind> {
    KINDS.iter().find(|kind| kind.name == name).copied()
}

/// The names of all change types.
pub fn names() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|kind| kind.name)
}

/// An `sql` change for a text that stands outside a change: a rollback that is a string, a file of SQL.
pub fn sql_text(text: Spanned<String>, options: sql::TextOptions) -> Box<dyn Change> {
    Box::new(sql::Sql::of_text(text, options))
}

pub use sql::TextOptions;

/// Reads a change of that kind.
pub fn decode(kind: &'static ChangeKind, node: &Node, report: &mut Vec<amend_syntax::Diagnostic>) -> Box<dyn Change> {
    (kind.decode)(node, report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_in_order() {
        let names: Vec<&str> = names().collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(names, sorted);
    }

    #[test]
    fn every_change_and_attribute_says_what_it_means() {
        for kind in KINDS {
            assert!(!kind.doc.trim().is_empty(), "{} has no doc", kind.name);
            for attribute in kind.attributes {
                assert!(!attribute.doc.trim().is_empty(), "{}.{} has no doc", kind.name, attribute.name);
            }
        }
    }
}
