//! Changelogs that ask for more than can be meant.

use amend_changelog::{Loaded, MemoryFiles, Target, load};
use amend_sql::Product;

fn read(files: Vec<(String, String)>) -> Loaded {
    load(&MemoryFiles::new(files), "0.yaml", &Target::new(Product::Sqlite))
}

fn codes(loaded: &Loaded) -> Vec<&str> {
    loaded.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

fn root(entries: &str) -> Vec<(String, String)> {
    vec![("0.yaml".to_owned(), format!("databaseChangeLog:\n{entries}"))]
}

#[test]
fn a_chain_of_includes_has_a_limit() {
    let file =
        |at: usize| (format!("{at}.yaml"), format!("databaseChangeLog:\n  - include: {{file: {}.yaml}}\n", at + 1));
    assert_eq!(codes(&read((0..100).map(file).collect())), ["amend::include::too-deep"]);
}

#[test]
fn includes_that_multiply_have_a_limit() {
    let mut target = Target::new(Product::Sqlite);
    target.options.most_files = 500;
    let include = |at: usize| format!("  - include: {{file: {}.yaml}}\n", at + 1);
    let file = |at: usize| (format!("{at}.yaml"), format!("databaseChangeLog:\n{}", include(at).repeat(10)));
    let loaded = load(&MemoryFiles::new((0..30).map(file)), "0.yaml", &target);
    assert!(codes(&loaded).contains(&"amend::include::too-many"));
}

#[test]
fn parameters_that_multiply_have_a_limit() {
    let mut entries = "  - property: {name: x0, value: 0123456789}\n".to_owned();
    for at in 1..11 {
        let value = format!("${{x{}}}", at - 1).repeat(10);
        entries.push_str(&format!("  - property: {{name: x{at}, value: '{value}', global: true}}\n"));
    }
    let loaded = read(root(&entries));
    assert!(codes(&loaded).iter().all(|code| *code == "amend::parameter::expansion"));
    assert!(!loaded.is_valid());
}

#[test]
fn deep_preconditions_end_in_an_error() {
    let nested = format!("{}{}", "{not: [".repeat(10_000), "]}".repeat(10_000));
    let loaded = read(root(&format!("  - preConditions: [{nested}]\n")));
    assert!(!loaded.is_valid());
}

#[test]
fn whatever_comes_is_answered() {
    let seed = "databaseChangeLog:\n  - property: {name: a, value: '${b}'}\n  - changeSet: {id: 1, author: a, \
                preConditions: [{onFail: WARN}, {not: {dbms: {type: x}}}], changes: [{sql: 'x ${a}'}], rollback: [{sql: y}]}\n";
    let mut state = 1u64;
    for _ in 0..2_000 {
        let mut text = seed.to_owned().into_bytes();
        for _ in 0..4 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (state >> 33) as usize % text.len();
            text[at] = b"{}[]:,-'\"$ \n#&*!|>%@0aZ\xff"[(state >> 20) as usize % 24];
        }
        let files = MemoryFiles::new([
            ("0.yaml", text.clone()),
            ("0.sql", [b"--liquibase formatted sql\n".to_vec(), text].concat()),
        ]);
        load(&files, "0.yaml", &Target::new(Product::Sqlite));
        load(&files, "0.sql", &Target::new(Product::Sqlite));
    }
}
