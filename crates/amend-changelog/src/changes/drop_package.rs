//! `dropPackage`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, not_on};

change! {
    /// Drops a package. None of the products that amend knows has packages: the change is read, so that one changelog can serve
    /// more products, and refused where it would run.
    ///
    /// ```yaml
    /// - dropPackage: {packageName: billing}
    /// ```
    "dropPackage" = DropPackage {
        /// The database of the package (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the package.
        "schemaName" => schema_name: String;
        /// Its name.
        "packageName" => package_name: String, required;
    }
}

impl Change for DropPackage {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        Err(not_on(
            to.product(),
            "packages",
            &self.place,
            "limit the change set with `dbms` to the products that have them",
        ))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn no_product_has_it() {
        check_change(
            r#"
- dropPackage: {packageName: p}
"#,
            expect![[r#"
                postgresql:
                  error 2:16 `{packageName: p}`: PostgreSQL has no packages (not possible on PostgreSQL); limit the change set with `dbms` to the products that have them
                mysql:
                  error 2:16 `{packageName: p}`: MySQL has no packages (not possible on MySQL); limit the change set with `dbms` to the products that have them
                mariadb:
                  error 2:16 `{packageName: p}`: MariaDB has no packages (not possible on MariaDB); limit the change set with `dbms` to the products that have them
                sqlite:
                  error 2:16 `{packageName: p}`: SQLite has no packages (not possible on SQLite); limit the change set with `dbms` to the products that have them
            "#]],
        );
    }
}
