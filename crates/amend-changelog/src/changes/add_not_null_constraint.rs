//! `addNotNullConstraint`.

use amend_catalog::{ObjectName, Rows};
use amend_sql::defaults::{Given, column_value};
use amend_sql::expression::is_null;
use amend_syntax::{Diagnostic, Spanned};

use crate::change;
use crate::change::Change;
use crate::lower::{ColumnSite, Lower, Refused, filled, require};

change! {
    /// Takes the `NULL`s from a column. Rows that have one get a value first, where one is given.
    ///
    /// The way back lets `NULL`s in again; rows that got the value keep it.
    ///
    /// ```yaml
    /// - addNotNullConstraint: {tableName: person, columnName: age, defaultNullValue: 0}
    /// ```
    "addNotNullConstraint" = AddNotNullConstraint {
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
        /// The value for rows that have none.
        "defaultNullValue" => default_null_value: String;
        /// The constraint's name, where the product names such constraints.
        "constraintName" => constraint_name: String;
        /// Whether the rows that are there are checked; they always are.
        "validate" => validate: bool;
    }
}

impl AddNotNullConstraint {
    /// Rows without a value get the default.
    fn fill(&self, to: &mut Lower<'_>, table: &ObjectName, column: &Spanned<String>) -> Result<(), Refused> {
        let Some(given) = &self.default_null_value else { return Ok(()) };
        let owner = to.table(table, &column.place)?;
        let name = to.column(&owner, column)?.1.name;
        let wrong = |fault: String| Diagnostic::error("amend::value::wrong", fault).at(&given.place, "this value");
        let value =
            column_value(to.product(), &Given::Text(given.value.clone())).map_err(|it| wrong(it.to_string()))?;
        let empty = is_null(to.product(), &name).map_err(|it| wrong(it.to_string()))?;
        let set = vec![(name, value)];
        to.rows(Rows::Update { table: table.clone(), set, filter: Some(empty) }, true, &given.place);
        Ok(())
    }
}

impl Change for AddNotNullConstraint {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let column = require(self, "columnName", &self.column_name)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        to.table(&table, &name.place)?;
        self.fill(to, &table, column)?;
        let not_null_name = filled(&self.constraint_name).map(|it| to.name(&it.value));
        let data_type = filled(&self.column_data_type);
        let site = ColumnSite { table: &table, column, data_type, place: &self.place };
        to.alter_column(
            &site,
            |_| {},
            |column| {
                if column.nullable {
                    column.nullable = false;
                    column.not_null_name = not_null_name;
                }
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn rows_are_filled_before() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int, defaultValueNumeric: 5, remarks: why}}]}
- addNotNullConstraint: {tableName: t, columnName: a, columnDataType: int, defaultNullValue: 7}
"#,
            expect![[r#"
                postgresql:
                  UPDATE t SET a = '7' WHERE a IS NULL
                  ALTER TABLE t ALTER COLUMN a SET NOT NULL
                  back: ALTER TABLE t ALTER COLUMN a DROP NOT NULL
                mysql, mariadb:
                  UPDATE t SET a = '7' WHERE a IS NULL
                  ALTER TABLE t MODIFY COLUMN a INT DEFAULT 5 NOT NULL COMMENT 'why'
                  back: ALTER TABLE t MODIFY COLUMN a INT DEFAULT 5 NULL COMMENT 'why'
                sqlite:
                  UPDATE t SET a = '7' WHERE a IS NULL
                  CREATE TABLE _amend_new_t (a INTEGER DEFAULT 5 NOT NULL)
                  INSERT INTO _amend_new_t (a) SELECT coalesce(a, 5) FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (a INTEGER DEFAULT 5)
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_column_that_is_required_stays_so() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int, constraints: {nullable: false}}}]}
- addNotNullConstraint: {tableName: t, columnName: a}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
            "#]],
        );
    }

    #[test]
    fn the_type_stands_for_what_is_not_known() {
        check_open(
            "- addNotNullConstraint: {tableName: t, columnName: a, columnDataType: int}",
            expect![[r#"
            postgresql:
              ALTER TABLE t ALTER COLUMN a SET NOT NULL
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
            mysql, mariadb:
              warning 1:71 `int`: the definition of the column `a` is not known beyond its type (taken for the whole definition); its default and its comment may be lost where the whole definition must be given again
              ALTER TABLE t MODIFY COLUMN a INT NOT NULL
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
        check_open(
            "- addNotNullConstraint: {tableName: t, columnName: a}",
            expect![[r#"
            postgresql:
              ALTER TABLE t ALTER COLUMN a SET NOT NULL
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
            mysql, mariadb:
              refused: UnknownDefinition { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
    }
}
