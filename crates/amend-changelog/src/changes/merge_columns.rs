//! `mergeColumns`.

use amend_catalog::{ObjectName, Rows, Value};
use amend_sql::expression::joined;
use amend_syntax::{Diagnostic, Spanned};

use crate::change;
use crate::change::Change;
use crate::column::Column;
use crate::lower::{Lower, Refused, require};

change! {
    /// Joins the texts of two columns in a new one and drops the two. Where one of them is `NULL`, the other stands
    /// alone.
    ///
    /// ```yaml
    /// - mergeColumns:
    ///     tableName: address
    ///     column1Name: street
    ///     column2Name: house
    ///     joinString: " "
    ///     finalColumnName: line
    ///     finalColumnType: varchar(120)
    /// ```
    "mergeColumns" = MergeColumns {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The column with the first part.
        "column1Name" => column1_name: String, required;
        /// The column with the second part.
        "column2Name" => column2_name: String, required;
        /// What stands between the parts.
        "joinString" => join_string: String;
        /// The new column.
        "finalColumnName" => final_column_name: String, required;
        /// The type of the new column.
        "finalColumnType" => final_column_type: String, required;
    }
}

impl MergeColumns {
    /// The new column as `addColumn` would name it.
    fn column(&self) -> Result<Column, Refused> {
        let name = require(self, "finalColumnName", &self.final_column_name)?;
        let ty = require(self, "finalColumnType", &self.final_column_type)?;
        Ok(Column::of(name.clone(), ty.clone()))
    }

    /// The parts joined, as an expression of the product.
    fn value(&self, to: &mut Lower<'_>, table: &ObjectName, parts: [&Spanned<String>; 2]) -> Result<Value, Refused> {
        let owner = to.table(table, &parts[0].place)?;
        let [first, second] = [to.column(&owner, parts[0])?.1.name, to.column(&owner, parts[1])?.1.name];
        let between = self.join_string.as_ref().map_or("", |it| it.value.as_str());
        joined(to.product(), [&first, &second], between).map(Value::Expression).map_err(|bad| {
            Diagnostic::error("amend::value::wrong", bad.to_string()).at(&self.place, "cannot be joined").into()
        })
    }
}

impl Change for MergeColumns {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let first = require(self, "column1Name", &self.column1_name)?;
        let second = require(self, "column2Name", &self.column2_name)?;
        let column = self.column()?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        to.table(&table, &name.place)?;
        let value = self.value(to, &table, [first, second])?;
        to.add_column(&table, &column)?;
        let new = to.name(&require(self, "finalColumnName", &self.final_column_name)?.value);
        to.rows(Rows::Update { table: table.clone(), set: vec![(new, value)], filter: None }, true, &self.place);
        to.drop_column(&table, first, &first.place)?;
        to.drop_column(&table, second, &second.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn two_columns_become_one() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns: [{column: {name: a, type: varchar(9)}}, {column: {name: b, type: varchar(9), defaultValue: x}}]
- mergeColumns: {tableName: t, column1Name: a, column2Name: b, finalColumnName: c, finalColumnType: varchar(20), joinString: " "}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD COLUMN c VARCHAR(20)
                  UPDATE t SET c = CONCAT_WS(' ', a, b)
                  ALTER TABLE t DROP COLUMN a
                  ALTER TABLE t DROP COLUMN b
                  back: ALTER TABLE t ADD COLUMN b VARCHAR(9) DEFAULT 'x'
                  back: ALTER TABLE t ADD COLUMN a VARCHAR(9)
                  back: ALTER TABLE t DROP COLUMN c
                mysql, mariadb:
                  ALTER TABLE t ADD COLUMN c VARCHAR(20) NULL
                  UPDATE t SET c = CONCAT_WS(' ', a, b)
                  ALTER TABLE t DROP COLUMN a
                  ALTER TABLE t DROP COLUMN b
                  back: ALTER TABLE t ADD COLUMN b VARCHAR(9) DEFAULT 'x' NULL FIRST
                  back: ALTER TABLE t ADD COLUMN a VARCHAR(9) NULL FIRST
                  back: ALTER TABLE t DROP COLUMN c
                sqlite:
                  ALTER TABLE t ADD COLUMN c VARCHAR(20)
                  UPDATE t SET c = CASE WHEN a IS NULL THEN coalesce(b, '') WHEN b IS NULL THEN a ELSE a || ' ' || b END
                  ALTER TABLE t DROP COLUMN a
                  ALTER TABLE t DROP COLUMN b
                  back: CREATE TABLE _amend_new_t (
                  a VARCHAR(9),
                  b VARCHAR(9) DEFAULT 'x'
                )
                  back: INSERT INTO _amend_new_t (a) SELECT NULL FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }
}
