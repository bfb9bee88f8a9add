//! What holds for every edit and every pair of catalogs, tried over generated ones.
#![allow(clippy::unwrap_used)]

mod generate;

use amend_catalog::{Catalog, Edit, Object, ObjectName, diff};
use generate::Generator;

/// As many as run in a second or two in a debug build.
const ROUNDS: u64 = 1500;

fn applied(catalog: &Catalog, edits: &[Edit]) -> Catalog {
    let mut catalog = catalog.clone();
    for edit in edits {
        catalog.apply(edit).unwrap_or_else(|fault| panic!("{fault:?}: {edit:#?}"));
    }
    catalog
}

fn inverses(edits: &[Edit]) -> Vec<Edit> {
    edits.iter().rev().map(|edit| edit.inverse().unwrap()).collect()
}

#[test]
fn a_difference_leads_from_one_catalog_to_the_other() {
    for seed in 0..ROUNDS {
        let mut generator = Generator::new(seed);
        let (from, to) = (generator.catalog(), generator.catalog());
        let edits = diff(&from, &to).unwrap();
        assert_eq!(applied(&from, &edits), to, "seed {seed}");
        assert_eq!(diff(&to, &to).unwrap(), [], "seed {seed}");
    }
}

#[test]
fn the_inverses_in_reverse_lead_back() {
    for seed in 0..ROUNDS {
        let mut generator = Generator::new(seed);
        let (from, to) = (generator.catalog(), generator.catalog());
        let edits = diff(&from, &to).unwrap();
        assert_eq!(applied(&to, &inverses(&edits)), from, "seed {seed}");
    }
}

#[test]
fn each_edit_is_undone_by_its_inverse() {
    for seed in 0..ROUNDS {
        let mut generator = Generator::new(seed);
        let (mut catalog, to) = (generator.catalog(), generator.catalog());
        for edit in diff(&catalog, &to).unwrap() {
            let before = catalog.clone();
            catalog.apply(&edit).unwrap();
            assert_eq!(applied(&catalog, &[edit.inverse().unwrap()]), before, "seed {seed}: {edit:#?}");
        }
    }
}

#[test]
fn renames_are_undone_with_what_followed_them() {
    for seed in 0..ROUNDS {
        let catalog = Generator::new(seed).catalog();
        for edit in renames(&catalog) {
            let renamed = applied(&catalog, std::slice::from_ref(&edit));
            assert_ne!(renamed, catalog, "seed {seed}");
            assert_eq!(dangling(&renamed), Vec::<String>::new(), "seed {seed}: {edit:#?}");
            assert_eq!(applied(&renamed, &[edit.inverse().unwrap()]), catalog, "seed {seed}: {edit:#?}");
        }
    }
}

/// Each table, and each column, under a name that is free.
fn renames(catalog: &Catalog) -> Vec<Edit> {
    let mut edits = Vec::new();
    for table in &catalog.tables {
        let renamed = table.renamed(ObjectName::new("renamed"));
        edits.push(Edit::alter(Object::Table(table.clone()), Object::Table(renamed)));
        for (at, column) in table.columns.iter().enumerate() {
            let place = |column| Object::Column { table: table.name.clone(), at, column };
            let mut renamed = column.clone();
            renamed.name = "renamed".to_owned();
            edits.push(Edit::alter(place(column.clone()), place(renamed)));
        }
    }
    edits
}

/// What keys and indexes name that is not there.
fn dangling(catalog: &Catalog) -> Vec<String> {
    let mut names = Vec::new();
    for table in &catalog.tables {
        let missing = |name: &str| catalog.column(table, name).is_none();
        for constraint in &table.constraints {
            names.extend(constraint.columns().iter().filter(|name| missing(name)).cloned());
            if let amend_catalog::Constraint::ForeignKey(key) = constraint {
                match catalog.table(&key.referenced_table) {
                    Some(parent) => {
                        let gone = |name: &&String| catalog.column(parent, name).is_none();
                        names.extend(key.referenced_columns.iter().filter(gone).cloned());
                    }
                    None => names.push(key.referenced_table.to_string()),
                }
            }
        }
        for index in &table.indexes {
            let columns = index.columns.iter().filter_map(|part| part.column_name());
            names.extend(columns.filter(|name| missing(name)).map(str::to_owned));
        }
    }
    names
}

#[test]
fn a_failed_edit_leaves_the_catalog_as_it_was() {
    for seed in 0..ROUNDS {
        let mut generator = Generator::new(seed);
        let (from, other) = (generator.catalog(), generator.catalog());
        for edit in diff(&other, &Catalog::new(other.naming)).unwrap() {
            let mut catalog = from.clone();
            if catalog.apply(&edit).is_err() {
                assert_eq!(catalog, from, "seed {seed}: {edit:#?}");
            }
        }
    }
}
