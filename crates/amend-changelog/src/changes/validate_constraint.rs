//! `validateConstraint`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Checks the rows that were there when a foreign key or a check was added with `validate: false` (PostgreSQL). From
    /// then on the constraint holds for all rows. Reading and writing go on meanwhile. The name is that of PostgreSQL's
    /// own clause, `VALIDATE CONSTRAINT`. It is amend's own change: other readers of the same file refuse it.
    ///
    /// ```yaml
    /// - validateConstraint: {tableName: person, constraintName: ck_person_id}
    /// ```
    "validateConstraint" = ValidateConstraint {
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The constraint's name.
        "constraintName" => constraint_name: String, required;
    }
}

impl Change for ValidateConstraint {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let constraint = require(self, "constraintName", &self.constraint_name)?;
        let table = to.table_name(&None, &self.schema_name, name);
        to.validate_constraint(&table, constraint, &self.place)
    }
}

#[cfg(test)]
mod tests {
    use amend_sql::Product;
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_on, check_open};

    const TABLES: &str = "
- createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}
";

    #[test]
    fn a_check_is_validated_and_unvalidated() {
        check_change(
            &(TABLES.to_owned()
                + "- addCheckConstraint: {tableName: t, constraintName: ck, constraintBody: a > 0, validate: false}\n"
                + "- validateConstraint: {tableName: t, constraintName: ck}\n"),
            expect![[r#"
                postgresql:
                  ALTER TABLE t VALIDATE CONSTRAINT ck
                  back: ALTER TABLE t DROP CONSTRAINT ck
                  back: ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0) NOT VALID
                mysql:
                  error 5:23 `{tableName: t, constraintName: ck}`: MySQL has no constraint that is not validated (not possible on MySQL); take the change out, or limit the change set with `dbms`: here every constraint is valid at once
                mariadb:
                  error 5:23 `{tableName: t, constraintName: ck}`: MariaDB has no constraint that is not validated (not possible on MariaDB); take the change out, or limit the change set with `dbms`: here every constraint is valid at once
                sqlite:
                  error 5:23 `{tableName: t, constraintName: ck}`: SQLite has no constraint that is not validated (not possible on SQLite); take the change out, or limit the change set with `dbms`: here every constraint is valid at once
            "#]],
        );
    }

    #[test]
    fn a_foreign_key_is_validated() {
        check_on(
            Product::PostgreSql,
            &(TABLES.to_owned()
                + "- addForeignKeyConstraint: {baseTableName: t, baseColumnNames: a, constraintName: fk, referencedTableName: p, referencedColumnNames: id, validate: false}\n"
                + "- validateConstraint: {tableName: t, constraintName: fk}\n"),
            expect![[r#"
                postgresql:
                  ALTER TABLE t VALIDATE CONSTRAINT fk
                  back: ALTER TABLE t DROP CONSTRAINT fk
                  back: ALTER TABLE t ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id) NOT VALID
            "#]],
        );
    }

    #[test]
    fn what_is_valid_stays_so_and_what_is_missing_is_named() {
        let check = "- addCheckConstraint: {tableName: t, constraintName: ck, constraintBody: a > 0}\n";
        let validate =
            |name: &str| format!("{TABLES}{check}- validateConstraint: {{tableName: t, constraintName: {name}}}\n");
        check_on(
            Product::PostgreSql,
            &validate("ck"),
            expect![[r#"
            postgresql:
        "#]],
        );
        check_on(
            Product::PostgreSql,
            &validate("ckk"),
            expect![[r#"
            postgresql:
              error 5:54 `ckk`: there is no constraint `ckk` in table `t` (not there when this change runs); did you mean `ck`?
        "#]],
        );
    }

    #[test]
    fn what_is_not_known_is_validated_without_a_way_back() {
        check_open(
            "- validateConstraint: {tableName: t, constraintName: ck}",
            expect![[r#"
            postgresql:
              ALTER TABLE t VALIDATE CONSTRAINT ck
              no way back: Unknown { kind: Constraint, name: "ck", table: Some(ObjectName { schema: None, name: "t" }) }
            mysql:
              error 1:23 `{tableName: t, constraintName: ck}`: MySQL has no constraint that is not validated (not possible on MySQL); take the change out, or limit the change set with `dbms`: here every constraint is valid at once
            mariadb:
              error 1:23 `{tableName: t, constraintName: ck}`: MariaDB has no constraint that is not validated (not possible on MariaDB); take the change out, or limit the change set with `dbms`: here every constraint is valid at once
            sqlite:
              error 1:23 `{tableName: t, constraintName: ck}`: SQLite has no constraint that is not validated (not possible on SQLite); take the change out, or limit the change set with `dbms`: here every constraint is valid at once
        "#]],
        );
    }
}
