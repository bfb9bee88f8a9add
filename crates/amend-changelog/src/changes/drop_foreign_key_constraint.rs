//! `dropForeignKeyConstraint`.

use amend_catalog::Constraint;

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Drops a foreign key.
    ///
    /// ```yaml
    /// - dropForeignKeyConstraint: {baseTableName: membership, constraintName: fk_membership_person}
    /// ```
    "dropForeignKeyConstraint" = DropForeignKeyConstraint {
        /// The database of the table (MySQL, MariaDB).
        "baseTableCatalogName" => base_table_catalog_name: String;
        /// The schema of the table.
        "baseTableSchemaName" => base_table_schema_name: String;
        /// The table with the columns that point.
        "baseTableName" => base_table_name: String, required;
        /// The constraint's name.
        "constraintName" => constraint_name: String, required;
    }
}

impl Change for DropForeignKeyConstraint {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let base = require(self, "baseTableName", &self.base_table_name)?;
        let written = require(self, "constraintName", &self.constraint_name)?;
        let table = to.table_name(&self.base_table_catalog_name, &self.base_table_schema_name, base);
        to.table(&table, &base.place)?;
        let name = to.name(&written.value);
        let stub = Constraint::ForeignKey(to.unknown_foreign_key(&table, &name));
        let constraint = to.constraint(&table, &name, stub, &written.place)?;
        to.drop_constraint(&table, constraint, &written.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    const TABLES: &str = r#"
- createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- createTable:
    tableName: t
    columns:
      - column:
          name: p_id
          type: int
          constraints: {foreignKeyName: fk_p, references: p(id), deleteCascade: true, unique: true}
"#;

    #[test]
    fn a_key_goes_and_comes_back() {
        let drop = "- dropForeignKeyConstraint: {baseTableName: t, constraintName: fk_p}\n";
        check_change(
            &(TABLES.to_owned() + drop),
            expect![[r#"
            postgresql:
              ALTER TABLE t DROP CONSTRAINT fk_p
              back: ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE
            mysql, mariadb:
              ALTER TABLE t DROP FOREIGN KEY fk_p
              back: ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE
            sqlite:
              CREATE TABLE _amend_new_t (
              p_id INTEGER,
              UNIQUE (p_id)
            )
              INSERT INTO _amend_new_t (p_id) SELECT p_id FROM t
              DROP TABLE t
              PRAGMA legacy_alter_table = ON
              ALTER TABLE _amend_new_t RENAME TO t
              PRAGMA legacy_alter_table = OFF
              back: CREATE TABLE _amend_new_t (
              p_id INTEGER,
              UNIQUE (p_id),
              CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE
            )
              back: INSERT INTO _amend_new_t (p_id) SELECT p_id FROM t
              back: DROP TABLE t
              back: PRAGMA legacy_alter_table = ON
              back: ALTER TABLE _amend_new_t RENAME TO t
              back: PRAGMA legacy_alter_table = OFF
        "#]],
        );
    }

    #[test]
    fn a_key_must_be_there() {
        let drop = "- dropForeignKeyConstraint: {baseTableName: t, constraintName: fk_q}\n";
        check_change(
            &(TABLES.to_owned() + drop),
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
              error 10:64 `fk_q`: there is no constraint `fk_q` in table `t` (not there when this change runs); did you mean `fk_p`?
        "#]],
        );
    }

    #[test]
    fn a_key_that_is_not_known_has_no_way_back() {
        check_open(
            "- dropForeignKeyConstraint: {baseTableName: t, constraintName: fk_p}",
            expect![[r#"
            postgresql:
              ALTER TABLE t DROP CONSTRAINT fk_p
              no way back: Unknown { kind: Constraint, name: "fk_p", table: Some(ObjectName { schema: None, name: "t" }) }
            mysql, mariadb:
              ALTER TABLE t DROP FOREIGN KEY fk_p
              no way back: Unknown { kind: Constraint, name: "fk_p", table: Some(ObjectName { schema: None, name: "t" }) }
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              no way back: Unknown { kind: Constraint, name: "fk_p", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
    }
}
