//! Checksums and descriptions of a changelog that uses most rules, against those that Liquibase 4.28.0 recorded for it
//! on SQLite (version 9) and shows where a row has a sum of version 8.
#![allow(clippy::unwrap_used)]

use amend_changelog::checksum::{ReadFile, Rule, change_set_sum, description};
use amend_changelog::{ChangeSet, Files, SearchPath, Target, load};
use amend_sql::Product;
use amend_syntax::{Diagnostic, Spanned};
use expect_test::expect_file;

#[test]
fn sums_and_descriptions_are_those_of_liquibase() {
    let files = SearchPath::new([concat!(env!("CARGO_MANIFEST_DIR"), "/tests/checksums")]).unwrap();
    let target = Target::new(Product::Sqlite);
    let loaded = load(&files, "changelog.yaml", &target);
    assert!(loaded.is_valid(), "{:?}", loaded.diagnostics);
    let mut found = String::from("id\tversion 9\tversion 8\tdescription\n");
    for change_set in &loaded.changelog.change_sets {
        let sum = |rule| sum(&files, change_set, &target, rule);
        let description = description(change_set.changes.iter().map(|it| it.change.as_ref()));
        let (now, before) = (sum(Rule::V9), sum(Rule::V8));
        found.push_str(&format!("{}\t{now}\t{before}\t{description}\n", change_set.id.value));
    }
    expect_file!["checksums/expected.tsv"].assert_eq(&found);
}

fn sum(files: &dyn Files, change_set: &ChangeSet, target: &Target, rule: Rule) -> String {
    let bytes = |path: &Spanned<String>, _: bool| {
        files.read(path).map_err(|fault| Diagnostic::error(fault.code(), fault.to_string()).at(&path.place, ""))
    };
    let expand = |text: &str| change_set.parameters.expand(text, &change_set.file).unwrap();
    change_set_sum(change_set, target, rule, &ReadFile { bytes: &bytes, files, folder: "", expand: &expand }).unwrap()
}
