//! `renameColumn`.

use crate::change;
use crate::change::Change;
use crate::lower::{ColumnSite, Lower, Refused, filled, require};

change! {
    /// Renames a column. Keys, indexes and checks follow, and the column keeps all that it is.
    ///
    /// ```yaml
    /// - renameColumn: {tableName: person, oldColumnName: birthday, newColumnName: born}
    /// ```
    "renameColumn" = RenameColumn {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The name so far.
        "oldColumnName" => old_column_name: String, required;
        /// The name from now on.
        "newColumnName" => new_column_name: String, required;
        /// The column's type; the definition that is known counts, so it need not be given.
        "columnDataType" => column_data_type: String;
        /// The column's comment from now on.
        "remarks" => remarks: String;
    }
}

impl Change for RenameColumn {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let old = require(self, "oldColumnName", &self.old_column_name)?;
        let new = require(self, "newColumnName", &self.new_column_name)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        let owner = to.table(&table, &name.place)?;
        let known = to.column(&owner, old)?.1;
        to.note_other_type(&known, filled(&self.column_data_type));
        to.rename_column(&table, old, new)?;
        let remarks = self.remarks.as_ref().filter(|_| to.profile.comments);
        let Some(remarks) = remarks else { return Ok(()) };
        let data_type = filled(&self.column_data_type).filter(|_| !known.known);
        let site = ColumnSite { table: &table, column: new, data_type, place: &remarks.place };
        to.alter_column(&site, |_| {}, |column| column.comment = Some(remarks.value.clone()))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn a_column_keeps_what_it_is() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: a, type: varchar(9), defaultValue: x, remarks: why, constraints: {nullable: false, unique: true}}
- renameColumn: {tableName: t, oldColumnName: a, newColumnName: b, columnDataType: varchar(9)}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  ALTER TABLE t RENAME COLUMN a TO b
                  back: ALTER TABLE t RENAME COLUMN b TO a
            "#]],
        );
    }

    #[test]
    fn a_check_follows() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns: [{column: {name: a, type: int, constraints: {checkConstraint: a > 0}}}]
- renameColumn: {tableName: t, oldColumnName: a, newColumnName: order}
"#,
            expect![[r#"
                postgresql, sqlite:
                  ALTER TABLE t RENAME COLUMN a TO "order"
                  back: ALTER TABLE t RENAME COLUMN "order" TO a
                mysql:
                  ALTER TABLE t DROP CONSTRAINT t_chk_1
                  ALTER TABLE t RENAME COLUMN a TO `order`
                  ALTER TABLE t ADD CONSTRAINT t_chk_1 CHECK (`order` > 0)
                  back: ALTER TABLE t DROP CONSTRAINT t_chk_1
                  back: ALTER TABLE t RENAME COLUMN `order` TO a
                  back: ALTER TABLE t ADD CONSTRAINT t_chk_1 CHECK (a > 0)
                mariadb:
                  ALTER TABLE t RENAME COLUMN a TO `order`
                  back: ALTER TABLE t RENAME COLUMN `order` TO a
            "#]],
        );
    }

    #[test]
    fn remarks_are_new() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int, remarks: old}}]}
- renameColumn: {tableName: t, oldColumnName: a, newColumnName: b, remarks: new}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t RENAME COLUMN a TO b
                  COMMENT ON COLUMN t.b IS 'new'
                  back: COMMENT ON COLUMN t.b IS 'old'
                  back: ALTER TABLE t RENAME COLUMN b TO a
                mysql, mariadb:
                  ALTER TABLE t RENAME COLUMN a TO b
                  ALTER TABLE t MODIFY COLUMN b INT NULL COMMENT 'new'
                  back: ALTER TABLE t MODIFY COLUMN b INT NULL COMMENT 'old'
                  back: ALTER TABLE t RENAME COLUMN b TO a
                sqlite:
                  advice 3:77 `new`: `remarks` has no effect on SQLite (changes nothing here); the product has no comments; it stays a remark for the reader of the changelog
                  ALTER TABLE t RENAME COLUMN a TO b
                  back: ALTER TABLE t RENAME COLUMN b TO a
            "#]],
        );
    }

    #[test]
    fn a_column_that_is_not_known_can_be_renamed() {
        check_open(
            "- renameColumn: {tableName: t, oldColumnName: a, newColumnName: b}",
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
              ALTER TABLE t RENAME COLUMN a TO b
              back: ALTER TABLE t RENAME COLUMN b TO a
        "#]],
        );
    }

    #[test]
    fn the_new_name_must_be_free() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}, {column: {name: b, type: int}}]}
- renameColumn: {tableName: t, oldColumnName: a, newColumnName: b}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:65 `b`: there is a column `b` in table `t` already (would be made a second time); an earlier change set makes it; choose another name, or drop the old one first
            "#]],
        );
    }
}
