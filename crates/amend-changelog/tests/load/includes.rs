//! `include` and `includeAll`.

use expect_test::expect;

use super::check;

const ONE: &str = "databaseChangeLog:\n  - changeSet: {id: 1, author: a}\n";

/// A root file with one entry, and files that each have one change set.
fn folder(entry: &str, paths: &[&str]) -> String {
    let others: String = paths.iter().map(|path| format!("//- {path}\n{ONE}")).collect();
    format!("//- c.yaml\ndatabaseChangeLog:\n  - {entry}\n{others}")
}

#[test]
fn depth_first_in_place() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - changeSet: {id: 1, author: a}
  - include:
      - file: sub/d.yaml
      - relativeToChangelogFile: false
  - changeSet: {id: 3, author: a}
//- sub/d.yaml
databaseChangeLog:
  - include: {file: e.yaml, relativeToChangelogFile: true}
  - include: {file: ../f.yml, relativeToChangelogFile: true}
//- sub/e.yaml
databaseChangeLog:
  - changeSet: {id: 2, author: a}
//- f.yml
databaseChangeLog:
"#,
        expect![[r#"
            c.yaml::1::a
            sub/e.yaml::2::a
            c.yaml::3::a
        "#]],
    );
}

#[test]
fn ignored_files_ignore_only_their_own_change_sets() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - include: {file: d.yaml, ignore: true}
//- d.yaml
databaseChangeLog:
  - changeSet: {id: 1, author: a}
  - include: {file: e.yaml}
//- e.yaml
databaseChangeLog:
  - changeSet: {id: 2, author: a}
"#,
        expect![[r#"
            d.yaml::1::a ignore=true
            e.yaml::2::a
        "#]],
    );
}

#[test]
fn missing_files() {
    check(
        &folder("include: {file: nope.yaml}\n  - include: {file: no.yaml, errorIfMissing: false}", &[]),
        expect![[r#"
            error c.yaml:2:21: the file `nope.yaml` was not found
              help: paths start at the search path; with `relativeToChangelogFile: true` they start at the changelog's own folder
        "#]],
    );
}

#[test]
fn files_of_other_kinds() {
    check(
        &folder("include: {file: a.xml}\n  - include: {file: a.txt}", &["a.xml", "a.txt"]),
        expect![[r#"
            error c.yaml:2:21: `a.xml` is an XML changelog, which cannot be read
              help: write it as YAML or JSON
            error c.yaml:3:21: `a.txt` is no changelog: its ending is not known
              help: changelogs end in .yaml, .yml, .json or .sql
        "#]],
    );
}

#[test]
fn a_file_that_includes_itself() {
    check(
        "//- c.yaml\ndatabaseChangeLog:\n  - include: {file: d.yaml}\n//- d.yaml\ndatabaseChangeLog:\n  - include: {file: ./c.yaml}\n",
        expect![[r#"
            error d.yaml:2:21: the file includes itself: c.yaml -> d.yaml -> c.yaml
              help: remove one of these includes
        "#]],
    );
}

#[test]
fn folders_in_the_order_of_their_paths() {
    check(
        &folder(
            "includeAll: {path: all}",
            &[
                "all/b.yaml",
                "all/10.yaml",
                "all/deep/z.yml",
                "all/C.yaml",
                "all/9.yaml",
                "all/a.yaml",
                "all/.h.yaml",
                "allx/x.yaml",
            ],
        ),
        expect![[r#"
            all/.h.yaml::1::a
            all/10.yaml::1::a
            all/9.yaml::1::a
            all/C.yaml::1::a
            all/a.yaml::1::a
            all/b.yaml::1::a
            all/deep/z.yml::1::a
        "#]],
    );
}

#[test]
fn filters_of_folders() {
    let paths = ["all/a.yaml", "all/b.KEEP.yaml", "all/d/c.yaml", "all/d/e/f.yaml", "all/readme.md"];
    check(
        &folder("includeAll: {path: all, endsWithFilter: ' .keep.yaml '}", &paths),
        expect![[r#"
            all/b.KEEP.yaml::1::a
        "#]],
    );
    check(
        &folder("includeAll: {path: all/, minDepth: 2, maxDepth: 2}", &paths),
        expect![[r#"
            all/d/c.yaml::1::a
        "#]],
    );
    check(
        &folder("includeAll: {path: all, maxDepth: 1}", &paths),
        expect![[r#"
            all/a.yaml::1::a
            all/b.KEEP.yaml::1::a
            advice c.yaml:2:24: `all/readme.md` is no changelog: its ending is not known
              help: changelogs end in .yaml, .yml, .json or .sql
        "#]],
    );
}

#[test]
fn folders_without_files() {
    let entry = "includeAll: {path: nope}\n  - includeAll: {path: nope, errorIfMissingOrEmpty: false}\n  - includeAll: {path: d, maxDepth: 0}";
    check(
        &folder(entry, &["d/a.yaml"]),
        expect![[r#"
            error c.yaml:2:24: the folder `nope` is missing, or has no file that fits
              help: check the path and its filters, or write `errorIfMissingOrEmpty: false`
            error c.yaml:4:24: the folder `d` is missing, or has no file that fits
              help: check the path and its filters, or write `errorIfMissingOrEmpty: false`
        "#]],
    );
}

#[test]
fn a_folder_that_includes_itself() {
    check(
        "//- c.yaml\ndatabaseChangeLog:\n  - includeAll: {path: d}\n//- d/a.yaml\ndatabaseChangeLog:\n  - includeAll: {path: ., relativeToChangelogFile: true}\n",
        expect![[r#"
            error d/a.yaml:2:24: the folder includes itself: d -> d
              help: remove one of these includes
        "#]],
    );
}

#[test]
fn java_classes_are_refused() {
    check(
        &folder("includeAll: {path: d, filter: com.example.Filter, resourceComparator: x}", &["d/a.yaml"]),
        expect![[r#"
            d/a.yaml::1::a
            error c.yaml:2:35: `filter` names a Java class, which cannot run
              help: choose the files with `endsWithFilter`, `minDepth` and `maxDepth`
        "#]],
    );
}
