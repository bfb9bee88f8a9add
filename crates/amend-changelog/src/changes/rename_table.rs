//! `renameTable`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Renames a table. Foreign keys to it follow.
    ///
    /// ```yaml
    /// - renameTable: {oldTableName: person, newTableName: customer}
    /// ```
    "renameTable" = RenameTable {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The name so far.
        "oldTableName" => old_table_name: String, required;
        /// The name from now on.
        "newTableName" => new_table_name: String, required;
    }
}

impl Change for RenameTable {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let old = require(self, "oldTableName", &self.old_table_name)?;
        let new = require(self, "newTableName", &self.new_table_name)?;
        let name = to.table_name(&self.catalog_name, &self.schema_name, old);
        to.rename_table(&name, old, new)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn keys_to_the_table_follow() {
        check_change(
            r#"
- createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- createTable:
    tableName: t
    columns:
      - column: {name: p_id, type: int, constraints: {references: p(id), checkConstraint: p_id > 0}}
      - column: {name: a, type: int}
- renameTable: {oldTableName: t, newTableName: u}
- dropColumn: {tableName: u, columnName: p_id}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE u DROP COLUMN p_id
                  back: ALTER TABLE u ADD COLUMN p_id INTEGER
                  back: ALTER TABLE u ADD CONSTRAINT t_p_id_check CHECK (p_id > 0)
                  back: ALTER TABLE u ADD CONSTRAINT t_p_id_fkey FOREIGN KEY (p_id) REFERENCES p (id)
                mysql:
                  ALTER TABLE u DROP FOREIGN KEY u_ibfk_1
                  ALTER TABLE u DROP CONSTRAINT u_chk_1
                  ALTER TABLE u DROP COLUMN p_id
                  back: ALTER TABLE u ADD COLUMN p_id INT NULL FIRST
                  back: CREATE INDEX p_id ON u (p_id)
                  back: ALTER TABLE u ADD CONSTRAINT u_chk_1 CHECK (p_id > 0)
                  back: ALTER TABLE u ADD CONSTRAINT u_ibfk_1 FOREIGN KEY (p_id) REFERENCES p (id)
                mariadb:
                  ALTER TABLE u DROP FOREIGN KEY u_ibfk_1
                  ALTER TABLE u DROP CONSTRAINT CONSTRAINT_1
                  ALTER TABLE u DROP COLUMN p_id
                  back: ALTER TABLE u ADD COLUMN p_id INT NULL FIRST
                  back: CREATE INDEX p_id ON u (p_id)
                  back: ALTER TABLE u ADD CONSTRAINT CONSTRAINT_1 CHECK (p_id > 0)
                  back: ALTER TABLE u ADD CONSTRAINT u_ibfk_1 FOREIGN KEY (p_id) REFERENCES p (id)
                sqlite:
                  CREATE TABLE _amend_new_u (a INTEGER)
                  INSERT INTO _amend_new_u (a) SELECT a FROM u
                  DROP TABLE u
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_u RENAME TO u
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_u (
                  p_id INTEGER,
                  a INTEGER,
                  CHECK (p_id > 0),
                  FOREIGN KEY (p_id) REFERENCES p (id)
                )
                  back: INSERT INTO _amend_new_u (a) SELECT a FROM u
                  back: DROP TABLE u
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_u RENAME TO u
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
        check_change(
            r#"
- createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- createTable:
    tableName: t
    columns: [{column: {name: p_id, type: int, constraints: {references: p(id)}}}]
- renameTable: {oldTableName: p, newTableName: q}
"#,
            expect![[r#"
                postgresql, sqlite:
                  ALTER TABLE p RENAME TO q
                  back: ALTER TABLE q RENAME TO p
                mysql, mariadb:
                  RENAME TABLE p TO q
                  back: RENAME TABLE q TO p
            "#]],
        );
    }

    #[test]
    fn a_table_that_is_not_known_is_renamed() {
        check_open(
            "- renameTable: {oldTableName: a, newTableName: b}",
            expect![[r#"
            postgresql, sqlite:
              ALTER TABLE a RENAME TO b
              back: ALTER TABLE b RENAME TO a
            mysql, mariadb:
              RENAME TABLE a TO b
              back: RENAME TABLE b TO a
        "#]],
        );
    }

    #[test]
    fn the_new_name_must_be_free() {
        check_change(
            r#"
- createTable: {tableName: a, columns: [{column: {name: id, type: int}}]}
- createTable: {tableName: b, columns: [{column: {name: id, type: int}}]}
- renameTable: {oldTableName: a, newTableName: b}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 4:48 `b`: there is a table `b` already (would be made a second time); an earlier change set makes it; choose another name, or drop the old one first
            "#]],
        );
    }
}
