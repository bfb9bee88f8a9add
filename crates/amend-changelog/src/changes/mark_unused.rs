//! `markUnused`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, not_on};

change! {
    /// Marks a column as unused: a notion of Oracle, refused on all products here.
    ///
    /// ```yaml
    /// - markUnused: {tableName: person, columnName: age}
    /// ```
    "markUnused" = MarkUnused {
        /// The database of the table.
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The column.
        "columnName" => column_name: String, required;
    }
}

impl Change for MarkUnused {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let help = "use `dropColumn`, or limit the change set with `dbms: oracle`";
        Err(not_on(to.product(), "unused columns", &self.place, help))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn no_product_has_it() {
        check_change(
            "- markUnused: {tableName: t, columnName: a}",
            expect![[r#"
            postgresql:
              error 1:15 `{tableName: t, columnName: a}`: PostgreSQL has no unused columns (not possible on PostgreSQL); use `dropColumn`, or limit the change set with `dbms: oracle`
            mysql:
              error 1:15 `{tableName: t, columnName: a}`: MySQL has no unused columns (not possible on MySQL); use `dropColumn`, or limit the change set with `dbms: oracle`
            mariadb:
              error 1:15 `{tableName: t, columnName: a}`: MariaDB has no unused columns (not possible on MariaDB); use `dropColumn`, or limit the change set with `dbms: oracle`
            sqlite:
              error 1:15 `{tableName: t, columnName: a}`: SQLite has no unused columns (not possible on SQLite); use `dropColumn`, or limit the change set with `dbms: oracle`
        "#]],
        );
    }
}
