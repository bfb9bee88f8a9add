//! `dropDefaultValue`.

use amend_catalog::Manner;

use crate::change;
use crate::change::Change;
use crate::lower::{ColumnSite, Lower, Refused, filled, require};

change! {
    /// Takes the default from a column.
    ///
    /// ```yaml
    /// - dropDefaultValue: {tableName: person, columnName: age}
    /// ```
    "dropDefaultValue" = DropDefaultValue {
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
    }
}

impl Change for DropDefaultValue {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let column = require(self, "columnName", &self.column_name)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        let owner = to.table(&table, &name.place)?;
        let known = to.column(&owner, column)?.1;
        to.note_other_type(&known, filled(&self.column_data_type));
        let manner = Manner { without_default: true, ..Manner::default() };
        let site = ColumnSite { table: &table, column, data_type: None, place: &self.place };
        to.alter_column_in(
            &site,
            manner,
            |column| column.default = Some("NULL".to_owned()),
            |column| {
                column.default = None;
                column.on_update = None;
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn the_default_comes_back() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: varchar(9), defaultValue: old, remarks: why}}]}
- dropDefaultValue: {tableName: t, columnName: a}
"#,
            expect![[r#"
                postgresql, mysql, mariadb:
                  ALTER TABLE t ALTER COLUMN a DROP DEFAULT
                  back: ALTER TABLE t ALTER COLUMN a SET DEFAULT 'old'
                sqlite:
                  CREATE TABLE _amend_new_t (a VARCHAR(9))
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (a VARCHAR(9) DEFAULT 'old')
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_column_without_a_default_stays_as_it_is() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}
- dropDefaultValue: {tableName: t, columnName: a}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
            "#]],
        );
    }

    #[test]
    fn a_default_that_is_not_known_has_no_way_back() {
        check_open(
            "- dropDefaultValue: {tableName: t, columnName: a}",
            expect![[r#"
            postgresql, mysql, mariadb:
              ALTER TABLE t ALTER COLUMN a DROP DEFAULT
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
    }
}
