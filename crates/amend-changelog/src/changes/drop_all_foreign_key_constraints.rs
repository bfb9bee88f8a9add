//! `dropAllForeignKeyConstraints`.

use amend_catalog::Constraint;
use amend_syntax::Diagnostic;

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Drops all foreign keys of a table: those that are known when the change runs.
    ///
    /// ```yaml
    /// - dropAllForeignKeyConstraints: {baseTableName: membership}
    /// ```
    "dropAllForeignKeyConstraints" = DropAllForeignKeyConstraints {
        /// The database of the table (MySQL, MariaDB).
        "baseTableCatalogName" => base_table_catalog_name: String;
        /// The schema of the table.
        "baseTableSchemaName" => base_table_schema_name: String;
        /// The table with the columns that point.
        "baseTableName" => base_table_name: String, required;
    }
}

impl Change for DropAllForeignKeyConstraints {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let base = require(self, "baseTableName", &self.base_table_name)?;
        let name = to.table_name(&self.base_table_catalog_name, &self.base_table_schema_name, base);
        let table = to.table(&name, &base.place)?;
        if !table.known {
            let message = format!("the foreign keys of `{name}` are not known");
            let diagnostic = Diagnostic::error("amend::table::unknown-definition", message);
            return Err(diagnostic
                .at(&base.place, "not known here")
                .help("name each with dropForeignKeyConstraint")
                .into());
        }
        let keys = table.constraints.into_iter().filter(|it| matches!(it, Constraint::ForeignKey(_)));
        keys.into_iter().try_for_each(|key| to.drop_constraint(&name, key, &self.place))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn each_key_goes() {
        check_change(
            r#"
- createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- createTable:
    tableName: t
    columns:
      - column: {name: a, type: int, constraints: {foreignKeyName: fk_a, references: p(id)}}
      - column: {name: b, type: int, constraints: {foreignKeyName: fk_b, references: p(id), unique: true}}
- dropAllForeignKeyConstraints: {baseTableName: t}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t DROP CONSTRAINT fk_a
                  ALTER TABLE t DROP CONSTRAINT fk_b
                  back: ALTER TABLE t ADD CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES p (id)
                  back: ALTER TABLE t ADD CONSTRAINT fk_a FOREIGN KEY (a) REFERENCES p (id)
                mysql, mariadb:
                  ALTER TABLE t DROP FOREIGN KEY fk_a
                  ALTER TABLE t DROP FOREIGN KEY fk_b
                  back: ALTER TABLE t ADD CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES p (id)
                  back: ALTER TABLE t ADD CONSTRAINT fk_a FOREIGN KEY (a) REFERENCES p (id)
                sqlite:
                  CREATE TABLE _amend_new_t (
                  a INTEGER,
                  b INTEGER,
                  UNIQUE (b)
                )
                  INSERT INTO _amend_new_t (a, b) SELECT a, b FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  a INTEGER,
                  b INTEGER,
                  UNIQUE (b),
                  CONSTRAINT fk_b FOREIGN KEY (b) REFERENCES p (id),
                  CONSTRAINT fk_a FOREIGN KEY (a) REFERENCES p (id)
                )
                  back: INSERT INTO _amend_new_t (a, b) SELECT a, b FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn the_keys_must_be_known() {
        check_open(
            "- dropAllForeignKeyConstraints: {baseTableName: t}",
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
              error 1:49 `t`: the foreign keys of `t` are not known (not known here); name each with dropForeignKeyConstraint
        "#]],
        );
    }
}
