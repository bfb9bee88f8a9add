//! `setColumnRemarks`.

use crate::change;
use crate::change::Change;
use crate::lower::{ColumnSite, Lower, Refused, filled, require};

change! {
    /// Gives a column a comment; everything else of it stays. An empty one takes it away.
    ///
    /// ```yaml
    /// - setColumnRemarks: {tableName: person, columnName: age, remarks: In years}
    /// ```
    "setColumnRemarks" = SetColumnRemarks {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The column.
        "columnName" => column_name: String, required;
        /// The comment.
        "remarks" => remarks: String;
        /// The column's type; the definition that is known counts, so it need not be given.
        "columnDataType" => column_data_type: String;
        /// Whether the column is of a table or a view; the name says enough.
        "columnParentType" => column_parent_type: String;
    }
}

impl Change for SetColumnRemarks {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let column = require(self, "columnName", &self.column_name)?;
        to.require_comments(&self.place)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        to.table(&table, &name.place)?;
        let comment = to.comment(&self.remarks);
        let removed = comment.is_none();
        let site = ColumnSite { table: &table, column, data_type: filled(&self.column_data_type), place: &self.place };
        to.alter_column(&site, |column| column.comment = removed.then(String::new), |column| column.comment = comment)
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
    columns: [{column: {name: a, type: int, defaultValueNumeric: 5, remarks: old, constraints: {nullable: false}}}]
- setColumnRemarks: {tableName: t, columnName: a, remarks: it's new, columnDataType: int}
"#,
            expect![[r#"
                postgresql:
                  COMMENT ON COLUMN t.a IS 'it''s new'
                  back: COMMENT ON COLUMN t.a IS 'old'
                mysql, mariadb:
                  ALTER TABLE t MODIFY COLUMN a INT DEFAULT 5 NOT NULL COMMENT 'it''s new'
                  back: ALTER TABLE t MODIFY COLUMN a INT DEFAULT 5 NOT NULL COMMENT 'old'
                sqlite:
                  error 5:21 `{tableName: t, columnName: a, remarks: it's new, columnDataType: int}`: SQLite has no comments (not possible on SQLite); limit the change set with `dbms` to the products that have comments
            "#]],
        );
    }

    #[test]
    fn a_column_that_is_not_known_gets_a_comment() {
        check_open(
            "- setColumnRemarks: {tableName: t, columnName: a, remarks: new, columnDataType: int}",
            expect![[r#"
            postgresql:
              COMMENT ON COLUMN t.a IS 'new'
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
            mysql, mariadb:
              warning 1:81 `int`: the definition of the column `a` is not known beyond its type (taken for the whole definition); its default and its comment may be lost where the whole definition must be given again
              ALTER TABLE t MODIFY COLUMN a INT NULL COMMENT 'new'
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
            sqlite:
              error 1:21 `{tableName: t, columnName: a, remarks: new, columnDataType: int}`: SQLite has no comments (not possible on SQLite); limit the change set with `dbms` to the products that have comments
        "#]],
        );
    }
}
