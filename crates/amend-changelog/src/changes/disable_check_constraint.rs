//! `disableCheckConstraint`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Switches a check off; it stays known (MySQL).
    ///
    /// ```yaml
    /// - disableCheckConstraint: {tableName: person, constraintName: ck_person_age}
    /// ```
    "disableCheckConstraint" = DisableCheckConstraint {
        /// The database of the table (MySQL).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The constraint's name.
        "constraintName" => constraint_name: String, required;
    }
}

impl Change for DisableCheckConstraint {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let constraint = require(self, "constraintName", &self.constraint_name)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        to.table(&table, &name.place)?;
        to.enforce_check(&table, constraint, false, &self.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn a_check_is_switched_off() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}
- addCheckConstraint: {tableName: t, constraintName: ck, constraintBody: a > 0}
- disableCheckConstraint: {tableName: t, constraintName: ck}
"#,
            expect![[r#"
                postgresql:
                  error 4:27 `{tableName: t, constraintName: ck}`: PostgreSQL has no check that is not enforced (not possible on PostgreSQL); drop the check, or limit the change set with `dbms`
                mysql:
                  ALTER TABLE t ALTER CHECK ck NOT ENFORCED
                  back: ALTER TABLE t ALTER CHECK ck ENFORCED
                mariadb:
                  error 4:27 `{tableName: t, constraintName: ck}`: MariaDB has no check that is not enforced (not possible on MariaDB); drop the check, or limit the change set with `dbms`
                sqlite:
                  error 4:27 `{tableName: t, constraintName: ck}`: SQLite has no check that is not enforced (not possible on SQLite); drop the check, or limit the change set with `dbms`
            "#]],
        );
    }
}
