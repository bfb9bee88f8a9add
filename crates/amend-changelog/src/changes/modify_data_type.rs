//! `modifyDataType`.

use crate::change;
use crate::change::Change;
use crate::lower::{ColumnSite, Lower, Refused, require};

change! {
    /// Gives a column another type. Its default, its comment and everything else stay.
    ///
    /// A text that does not fit a shorter type is an error of the server, never cut.
    ///
    /// ```yaml
    /// - modifyDataType: {tableName: person, columnName: name, newDataType: varchar(200)}
    /// ```
    "modifyDataType" = ModifyDataType {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The column.
        "columnName" => column_name: String, required;
        /// The type from now on.
        "newDataType" => new_data_type: String, required;
    }
}

impl Change for ModifyDataType {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let column = require(self, "columnName", &self.column_name)?;
        let written = require(self, "newDataType", &self.new_data_type)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        to.table(&table, &name.place)?;
        let ty = to.column_type(written)?.sql;
        let site = ColumnSite { table: &table, column, data_type: None, place: &written.place };
        to.alter_column(
            &site,
            |_| {},
            |column| {
                column.known = true;
                column.ty = ty;
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn everything_but_the_type_stays() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: a, type: varchar(9), defaultValue: x, remarks: why, constraints: {nullable: false, unique: true}}
- modifyDataType: {tableName: t, columnName: a, newDataType: varchar(20)}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(20)
                  back: ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(9)
                mysql, mariadb:
                  ALTER TABLE t MODIFY COLUMN a VARCHAR(20) DEFAULT 'x' NOT NULL COMMENT 'why'
                  back: ALTER TABLE t MODIFY COLUMN a VARCHAR(9) DEFAULT 'x' NOT NULL COMMENT 'why'
                sqlite:
                  CREATE TABLE _amend_new_t (
                  a VARCHAR(20) DEFAULT 'x' NOT NULL,
                  UNIQUE (a)
                )
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  a VARCHAR(9) DEFAULT 'x' NOT NULL,
                  UNIQUE (a)
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
    fn values_become_values_of_the_new_type() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: varchar(9)}}]}
- modifyDataType: {tableName: t, columnName: a, newDataType: int}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ALTER COLUMN a TYPE INTEGER USING CAST(a AS INTEGER)
                  back: ALTER TABLE t ALTER COLUMN a TYPE VARCHAR(9)
                mysql, mariadb:
                  ALTER TABLE t MODIFY COLUMN a INT NULL
                  back: ALTER TABLE t MODIFY COLUMN a VARCHAR(9) NULL
                sqlite:
                  CREATE TABLE _amend_new_t (a INTEGER)
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (a VARCHAR(9))
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn the_type_is_all_that_is_known() {
        check_open(
            "- modifyDataType: {tableName: t, columnName: a, newDataType: bigint}",
            expect![[r#"
            postgresql:
              ALTER TABLE t ALTER COLUMN a TYPE BIGINT USING CAST(a AS BIGINT)
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
            mysql, mariadb:
              ALTER TABLE t MODIFY COLUMN a BIGINT NULL
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
    }

    #[test]
    fn a_type_must_be_one() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}
- modifyDataType: {tableName: t, columnName: a, newDataType: "varchar(9"}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:62 `"varchar(9"`: the `(` in the type is not closed (this type); close it
            "#]],
        );
    }
}
