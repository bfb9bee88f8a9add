//! `dropCheckConstraint`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Drops a check.
    ///
    /// ```yaml
    /// - dropCheckConstraint: {tableName: person, constraintName: ck_person_age}
    /// ```
    "dropCheckConstraint" = DropCheckConstraint {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The constraint's name.
        "constraintName" => constraint_name: String, required;
    }
}

impl Change for DropCheckConstraint {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let written = require(self, "constraintName", &self.constraint_name)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        to.table(&table, &name.place)?;
        let constraint = to.check(&table, written)?;
        to.drop_constraint(&table, constraint, &written.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn a_check_goes_and_comes_back() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}
- addCheckConstraint: {tableName: t, constraintName: ck, constraintBody: a > 0}
- dropCheckConstraint: {tableName: t, constraintName: ck}
"#,
            expect![[r#"
                postgresql, mysql, mariadb:
                  ALTER TABLE t DROP CONSTRAINT ck
                  back: ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0)
                sqlite:
                  CREATE TABLE _amend_new_t (a INTEGER)
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  a INTEGER,
                  CONSTRAINT ck CHECK (a > 0)
                )
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_check_that_is_not_known_has_no_way_back() {
        check_open(
            "- dropCheckConstraint: {tableName: t, constraintName: ck}",
            expect![[r#"
            postgresql, mysql, mariadb:
              ALTER TABLE t DROP CONSTRAINT ck
              no way back: Unknown { kind: Constraint, name: "ck", table: Some(ObjectName { schema: None, name: "t" }) }
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              no way back: Unknown { kind: Constraint, name: "ck", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
    }
}
