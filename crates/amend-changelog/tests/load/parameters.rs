//! Parameters: where they come from, and when they are put in.

use amend_changelog::expression::name_list;
use amend_changelog::{MissingParameter, Target};
use amend_sql::Product;
use expect_test::expect;

use super::{check, check_for};

#[test]
fn the_first_source_wins() {
    let mut target = Target::new(Product::Sqlite);
    let pairs =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    target.environment = pairs(&[("A", "environment")]);
    target.database = pairs(&[("database.typeName", "sqlite")]);
    target.parameters = pairs(&[("a", "line"), ("b", "line")]);
    check_for(
        &target,
        r#"//- c.yaml
databaseChangeLog:
  - property: {name: a, value: changelog}
  - property: {name: b, value: changelog}
  - property: {name: c, value: first}
  - property: {name: c, value: second}
  - changeSet: {id: 1, author: '${a} ${b} ${c} ${DATABASE.TYPENAME}'}
"#,
        expect![[r#"
            c.yaml::1::environment line first sqlite
        "#]],
    );
}

#[test]
fn properties_for_some_runs_only() {
    let mut target = Target::new(Product::Sqlite);
    target.contexts = name_list("test");
    target.label_filter = Some("l".to_owned());
    check_for(
        &target,
        r#"//- c.yaml
databaseChangeLog:
  - property: {name: a, value: no, dbms: mysql}
  - property: {name: a, value: no, dbms: SQLite}
  - property: {name: a, value: no, context: production}
  - property: {name: a, value: no, labels: other}
  - property: {name: a, value: 2.50, dbms: 'sqlite,mysql', context: test or x, labels: 'k, l'}
  - changeSet: {id: 1, author: '${a}'}
"#,
        expect![[r#"
            c.yaml::1::2.5
        "#]],
    );
}

#[test]
fn properties_of_included_files_are_seen_after_the_include() {
    check(
        r#"//- c.yaml
databaseChangeLog:
  - changeSet: {id: 1, author: '${late} ${inner}'}
  - include: {file: d.yaml}
  - changeSet: {id: 2, author: '${late} ${inner} ${own}'}
  - property: {name: late, value: used before}
  - property: {name: both, value: outer}
//- d.yaml
databaseChangeLog:
  - property: {name: inner, value: '<${late}>'}
  - property: {name: both, value: inner}
  - property: {name: own, value: one, global: false}
  - property: {name: own, value: two, global: false}
  - changeSet: {id: 3, author: '${both} ${own}'}
"#,
        expect![[r#"
            c.yaml::1::used before ${inner}
            d.yaml::3::outer two
            c.yaml::2::used before <used before> ${own}
        "#]],
    );
}

#[test]
fn properties_of_files() {
    check(
        r#"//- db/c.yaml
databaseChangeLog:
  - property: {file: db/p.properties}
  - property: {file: q.properties, relativeToChangelogFile: true}
  - property: {file: nope.properties, errorIfMissing: false}
  - property: {file: missing.properties}
  - changeSet: {id: 1, author: '${a} ${b}'}
//- db/p.properties
a = 1
//- db/q.properties
b: 2
"#,
        expect![[r#"
            db/c.yaml::1::1 2
            error db/c.yaml:5:22: the file `missing.properties` was not found
              help: paths start at the search path; with `relativeToChangelogFile: true` they start at the changelog's own folder
        "#]],
    );
}

#[test]
fn escaped_parameters_are_expanded_by_the_second_pass() {
    let mut target = Target::new(Product::Sqlite);
    target.options.escaping = true;
    check_for(
        &target,
        "//- c.yaml\ndatabaseChangeLog:\n  - property: {name: a, value: A}\n  - changeSet: {id: '${:a}', author: '${:b}'}\n",
        expect![[r#"
            c.yaml::A::${b}
            warning c.yaml:3:38: nothing defines the parameter `b`; the text stays as it is
              help: define it with `property`, or on the command line
        "#]],
    );
}

#[test]
fn unknown_parameters_may_be_errors() {
    let mut target = Target::new(Product::Sqlite);
    target.options.missing_parameter = MissingParameter::Error;
    check_for(
        &target,
        "//- c.yaml\ndatabaseChangeLog:\n  - property: {name: table, value: t}\n  - changeSet: {id: 1, author: '${tabel}'}\n",
        expect![[r#"
            c.yaml::1::${tabel}
            error c.yaml:3:32: nothing defines the parameter `tabel`
              help: did you mean `${table}`?
        "#]],
    );
}

#[test]
fn parameters_that_need_each_other() {
    check(
        "//- c.yaml\ndatabaseChangeLog:\n  - property: {name: a, value: '${b}'}\n  - property: {name: b, value: '${a}'}\n",
        expect![[r#"
            error c.yaml:2:32: parameters need each other: b -> a -> b
              help: take one of these names out of the value of another
            error c.yaml:3:32: parameters need each other: a -> b -> a
              help: take one of these names out of the value of another
        "#]],
    );
}
