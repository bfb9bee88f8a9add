//! Rules about packages, from `cargo metadata`.

use super::{Tree, licence};
use crate::workspace::{Dependency, Package};

/// Dependencies that only some crates may name, with those crates.
const OWNERS: &[(&str, &[&str])] = &[
    ("sea-query", &["amend-sql"]),
    ("sqlx", &["amend-db", "amend-cli", "amend-testkit"]),
    // The root package shows in an example how a program embeds the library crates.
    ("tokio", &["amend", "amend-db", "amend-cli", "amend-testkit"]),
];

/// The crate that every other may use in its tests, whatever its layer.
const TEST_SUPPORT: &str = "amend-testkit";

/// The one source that dependencies may have.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// A crate depends only on crates of earlier rows of `[workspace.metadata.layers]`.
pub(super) fn layers(tree: &Tree) -> Vec<String> {
    let order = &tree.metadata.metadata.layers.order;
    tree.metadata.members().flat_map(|package| layer_faults(order, package)).collect()
}

/// A restricted dependency is named only by its owners.
pub(super) fn owners(tree: &Tree) -> Vec<String> {
    tree.metadata.members().flat_map(owner_faults).collect()
}

/// Nothing comes from a git repository, another registry, or a path outside of the workspace.
pub(super) fn sources(tree: &Tree) -> Vec<String> {
    let foreign = tree.metadata.dependencies().filter(|package| package.source.as_deref() != Some(REGISTRY));
    foreign
        .map(|package| format!("{} comes from {}", title(package), package.source.as_deref().unwrap_or("a path")))
        .collect()
}

/// Every licence expression allows a use under the licences of the list.
pub(super) fn licences(tree: &Tree) -> Vec<String> {
    tree.metadata.dependencies().filter_map(licence_fault).collect()
}

fn layer_faults(order: &[Vec<String>], package: &Package) -> Vec<String> {
    let layer = |name: &str| order.iter().position(|row| row.iter().any(|listed| listed == name));
    let Some(own) = layer(&package.name) else {
        return vec![format!("{} is in no layer of [workspace.metadata.layers]", package.name)];
    };
    let faulty = |dependency: &&Dependency| {
        !is_test_support(dependency) && layer(&dependency.name).is_some_and(|other| other >= own)
    };
    let faults = package.dependencies.iter().filter(faulty);
    faults.map(|dependency| format!("{} depends on {}", package.name, dependency.name)).collect()
}

fn is_test_support(dependency: &Dependency) -> bool {
    dependency.name == TEST_SUPPORT && dependency.kind.as_deref() == Some("dev")
}

fn owner_faults(package: &Package) -> Vec<String> {
    let restricted = |dependency: &&Dependency| {
        let row = OWNERS.iter().find(|(name, _)| *name == dependency.name);
        row.is_some_and(|(_, owners)| !owners.contains(&package.name.as_str()))
    };
    let faults = package.dependencies.iter().filter(restricted);
    faults.map(|dependency| format!("{} depends on {}", package.name, dependency.name)).collect()
}

fn licence_fault(package: &Package) -> Option<String> {
    let expression = package.license.as_deref().unwrap_or_default();
    match licence::is_allowed(expression) {
        Some(true) => None,
        Some(false) => Some(format!("{}: {expression}", title(package))),
        None => Some(format!("{}: `{expression}` is no licence expression", title(package))),
    }
}

fn title(package: &Package) -> String {
    format!("{} {}", package.name, package.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Package {
        let dependency =
            |&(name, kind): &(&str, Option<&str>)| Dependency { name: name.to_owned(), kind: kind.map(str::to_owned) };
        Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            id: name.to_owned(),
            license: None,
            source: None,
            dependencies: dependencies.iter().map(dependency).collect(),
        }
    }

    fn check_layers(name: &str, dependencies: &[(&str, Option<&str>)], expected: &[&str]) {
        let order = [vec!["low".to_owned(), "beside".to_owned()], vec!["high".to_owned(), TEST_SUPPORT.to_owned()]];
        assert_eq!(layer_faults(&order, &package(name, dependencies)), expected);
    }

    #[test]
    fn a_crate_depends_on_lower_layers_and_on_strangers() {
        check_layers("high", &[("low", None), ("serde", None)], &[]);
    }

    #[test]
    fn a_crate_does_not_depend_on_its_own_layer_or_above() {
        check_layers(
            "low",
            &[("beside", None), ("high", Some("build"))],
            &["low depends on beside", "low depends on high"],
        );
    }

    #[test]
    fn tests_may_use_the_test_support_from_below() {
        check_layers("low", &[(TEST_SUPPORT, Some("dev"))], &[]);
        check_layers("low", &[(TEST_SUPPORT, None)], &["low depends on amend-testkit"]);
    }

    #[test]
    fn a_crate_without_a_layer_is_found() {
        check_layers("new", &[], &["new is in no layer of [workspace.metadata.layers]"]);
    }

    #[test]
    fn a_restricted_dependency_stays_with_its_owners() {
        assert_eq!(owner_faults(&package("amend-sql", &[("sea-query", None)])), [""; 0]);
        assert_eq!(owner_faults(&package("amend-plan", &[("sqlx", Some("dev"))])), ["amend-plan depends on sqlx"]);
    }

    #[test]
    fn a_missing_licence_is_a_fault() {
        assert_eq!(licence_fault(&package("x", &[])).unwrap(), "x 1.0.0: `` is no licence expression");
    }
}
