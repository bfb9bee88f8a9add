//! `dropPackageBody`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, not_on};

change! {
    /// Drops a package body. None of the products that amend knows has packages: the change is read, so that one changelog can serve
    /// more products, and refused where it would run.
    ///
    /// ```yaml
    /// - dropPackageBody: {packageBodyName: billing}
    /// ```
    "dropPackageBody" = DropPackageBody {
        /// The database of the package body (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the package body.
        "schemaName" => schema_name: String;
        /// Its name.
        "packageBodyName" => package_body_name: String, required;
    }
}

impl Change for DropPackageBody {
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
- dropPackageBody: {packageBodyName: p}
"#,
            expect![[r#"
                postgresql:
                  error 2:20 `{packageBodyName: p}`: PostgreSQL has no packages (not possible on PostgreSQL); limit the change set with `dbms` to the products that have them
                mysql:
                  error 2:20 `{packageBodyName: p}`: MySQL has no packages (not possible on MySQL); limit the change set with `dbms` to the products that have them
                mariadb:
                  error 2:20 `{packageBodyName: p}`: MariaDB has no packages (not possible on MariaDB); limit the change set with `dbms` to the products that have them
                sqlite:
                  error 2:20 `{packageBodyName: p}`: SQLite has no packages (not possible on SQLite); limit the change set with `dbms` to the products that have them
            "#]],
        );
    }
}
