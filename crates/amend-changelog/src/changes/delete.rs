//! `delete`.

use amend_catalog::Rows;

use super::rows;
use crate::change;
use crate::change::Change;
use crate::column::Parameters;
use crate::lower::{Lower, Refused, require};

change! {
    /// Deletes rows: those that meet the condition, or all.
    ///
    /// The condition may have parameters as that of `update`.
    ///
    /// ```yaml
    /// - delete: {tableName: person, where: id = 1}
    /// ```
    "delete" = Delete {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The condition, an expression of the product.
        "where" => condition: String;
        /// The parameters of the condition, each under `param`.
        "whereParams" => parameters: Parameters, unsummed;
    }
}

impl Change for Delete {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let table = rows::target(to, &self.catalog_name, &self.schema_name, name)?;
        let filter = rows::filter(to, &self.condition, &self.parameters)?;
        to.rows(Rows::Delete { table, filter }, false, &self.place);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn of_a_condition() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: varchar(9)}}]}
- delete: {tableName: t, where: "id < 5"}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  DELETE FROM t WHERE id < 5
                  no way back
            "#]],
        );
    }

    #[test]
    fn of_all() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: varchar(9)}}]}
- delete: {tableName: t}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  DELETE FROM t
                  no way back
            "#]],
        );
    }
}
