//! `setTableRemarks`.

use amend_catalog::Object;

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Gives a table a comment. An empty one takes it away.
    ///
    /// ```yaml
    /// - setTableRemarks: {tableName: person, remarks: Whoever has an account}
    /// ```
    "setTableRemarks" = SetTableRemarks {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The comment.
        "remarks" => remarks: String;
    }
}

impl Change for SetTableRemarks {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        to.require_comments(&self.place)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        let before = to.table(&table, &name.place)?;
        let mut after = before.clone();
        after.comment = to.comment(&self.remarks);
        to.alter(Object::Table(before), Object::Table(after), &self.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn the_comment_before_comes_back() {
        check_change(
            r#"
- createTable: {tableName: t, remarks: old, columns: [{column: {name: a, type: int}}]}
- setTableRemarks: {tableName: t, remarks: it's new}
"#,
            expect![[r#"
                postgresql:
                  COMMENT ON TABLE t IS 'it''s new'
                  back: COMMENT ON TABLE t IS 'old'
                mysql, mariadb:
                  ALTER TABLE t COMMENT = 'it''s new'
                  back: ALTER TABLE t COMMENT = 'old'
                sqlite:
                  error 3:20 `{tableName: t, remarks: it's new}`: SQLite has no comments (not possible on SQLite); limit the change set with `dbms` to the products that have comments
            "#]],
        );
    }
}
