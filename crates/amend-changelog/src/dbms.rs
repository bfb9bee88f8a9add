//! Lists of products, as `dbms` has them.

use amend_sql::Product;

/// The names that a `dbms` may have, of products known here and elsewhere (Liquibase 4.28, its built-in databases).
pub const KNOWN: [&str; 20] = [
    "asany",
    "cockroachdb",
    "db2",
    "db2z",
    "derby",
    "edb",
    "firebird",
    "h2",
    "hsqldb",
    "informix",
    "ingres",
    "mariadb",
    "mssql",
    "mysql",
    "oracle",
    "postgresql",
    "snowflake",
    "sqlite",
    "sybase",
    "unsupported",
];

/// Whether a comma-separated list of names takes in a product; an empty list does.
///
/// `!name` leaves a product out, `all` and `none` are what they say and win in this order. Letter case counts, so
/// callers lower the text where it should not.
#[must_use]
pub fn matches(list: &str, product: Product) -> bool {
    let names: Vec<&str> = names(list).collect();
    let has = |name: &str| names.contains(&name);
    if names.is_empty() || has("all") {
        return true;
    }
    if has("none") || has(&format!("!{}", product.name())) {
        return false;
    }
    names.iter().all(|name| name.starts_with('!')) || has(product.name())
}

/// The names of a list that are no known product, without their `!`.
pub fn unknown(list: &str) -> impl Iterator<Item = &str> {
    let bare = names(list).map(|name| name.trim_start_matches('!'));
    bare.filter(|name| !KNOWN.contains(name) && !["all", "none"].contains(name))
}

fn names(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        for (list, expected) in [
            ("", true),
            (" , ", true),
            ("sqlite", true),
            ("mysql, sqlite", true),
            ("mysql", false),
            ("!sqlite", false),
            ("!mysql", true),
            ("!mysql, postgresql", false),
            ("all, !sqlite", true),
            ("none", false),
            ("none, sqlite", false),
            ("SQLite", false),
        ] {
            assert_eq!(matches(list, Product::Sqlite), expected, "{list}");
        }
    }

    #[test]
    fn mariadb_is_not_mysql() {
        assert!(!matches("mysql", Product::MariaDb));
        assert!(!matches("mariadb", Product::MySql));
    }

    #[test]
    fn unknown_names() {
        assert_eq!(unknown("sqlite, !foo, all,bar").collect::<Vec<_>>(), ["foo", "bar"]);
    }
}
