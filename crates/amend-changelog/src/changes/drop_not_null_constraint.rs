//! `dropNotNullConstraint`.

use crate::change;
use crate::change::Change;
use crate::lower::{ColumnSite, Lower, Refused, filled, require};

change! {
    /// Lets a column have `NULL`s. Its default, its comment and everything else stay.
    ///
    /// ```yaml
    /// - dropNotNullConstraint: {tableName: person, columnName: name}
    /// ```
    "dropNotNullConstraint" = DropNotNullConstraint {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The column.
        "columnName" => column_name: String, required;
        /// The column's type; the definition that is known counts, so it need not be given.
        "columnDataType" => column_data_type: String;
        /// The constraint's name; the column says enough.
        "constraintName" => constraint_name: String;
    }
}

impl Change for DropNotNullConstraint {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let column = require(self, "columnName", &self.column_name)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        to.table(&table, &name.place)?;
        let data_type = filled(&self.column_data_type);
        let site = ColumnSite { table: &table, column, data_type, place: &self.place };
        to.alter_column(
            &site,
            |column| column.nullable = false,
            |column| {
                column.nullable = true;
                column.not_null_name = None;
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn everything_else_stays() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns: [{column: {name: a, type: int, defaultValueNumeric: 5, remarks: why, constraints: {nullable: false}}}]
- dropNotNullConstraint: {tableName: t, columnName: a, columnDataType: int}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ALTER COLUMN a DROP NOT NULL
                  back: ALTER TABLE t ALTER COLUMN a SET NOT NULL
                mysql, mariadb:
                  ALTER TABLE t MODIFY COLUMN a INT DEFAULT 5 NULL COMMENT 'why'
                  back: ALTER TABLE t MODIFY COLUMN a INT DEFAULT 5 NOT NULL COMMENT 'why'
                sqlite:
                  CREATE TABLE _amend_new_t (a INTEGER DEFAULT 5)
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (a INTEGER DEFAULT 5 NOT NULL)
                  back: INSERT INTO _amend_new_t (a) SELECT coalesce(a, 5) FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn the_type_stands_for_what_is_not_known() {
        check_open(
            "- dropNotNullConstraint: {tableName: t, columnName: a, columnDataType: int}",
            expect![[r#"
            postgresql:
              ALTER TABLE t ALTER COLUMN a DROP NOT NULL
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
            mysql, mariadb:
              warning 1:72 `int`: the definition of the column `a` is not known beyond its type (taken for the whole definition); its default and its comment may be lost where the whole definition must be given again
              ALTER TABLE t MODIFY COLUMN a INT NULL
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
    }
}
