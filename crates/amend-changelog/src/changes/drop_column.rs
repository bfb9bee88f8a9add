//! `dropColumn`.

use amend_syntax::{Diagnostic, Spanned};

use crate::canonical::Canonical;
use crate::change;
use crate::change::{Attribute, Change, Declared};
use crate::column::Columns;
use crate::lower::{Lower, Refused, filled, require};

change! {
    /// Drops columns with everything that stands on them: keys, indexes, checks.
    ///
    /// On the way back a column has its type, default, constraints, indexes and comment again; its values are gone.
    ///
    /// ```yaml
    /// - dropColumn: {tableName: person, columnName: birthday}
    /// ```
    "dropColumn" = DropColumn {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The column.
        "columnName" => column_name: String;
        /// The columns, where they are several; each has a `name` only.
        "columns" => columns: Columns;
    }
}

impl DropColumn {
    /// The names as they are written.
    fn names(&self) -> Result<Vec<&Spanned<String>>, Refused> {
        let listed = self.columns.iter().flat_map(|columns| columns.iter());
        let names: Vec<_> = listed.filter_map(|column| filled(&column.name)).chain(filled(&self.column_name)).collect();
        if !names.is_empty() {
            return Ok(names);
        }
        let message = "`dropColumn` needs `columnName` or `columns`";
        let diagnostic = Diagnostic::error("amend::change::missing-attribute", message);
        Err(diagnostic.at(&self.place, "no column is named").help("write `columnName: ...`").into())
    }
}

impl Change for DropColumn {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        to.table(&table, &name.place)?;
        self.names()?.into_iter().try_for_each(|column| to.drop_column(&table, column, &column.place))
    }

    /// An empty list of columns is left out.
    fn canonical(&self) -> Vec<(&'static Attribute, Canonical)> {
        self.given()
            .into_iter()
            .filter(|(_, value)| !matches!(value, Canonical::List(items) if items.is_empty()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn a_column_comes_back_as_it_was() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: a, type: int}
      - column: {name: b, type: varchar(9), defaultValue: x, remarks: why, constraints: {nullable: false}}
      - column: {name: c, type: int}
- dropColumn: {tableName: t, columnName: b}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t DROP COLUMN b
                  back: ALTER TABLE t ADD COLUMN b VARCHAR(9) DEFAULT 'x' NOT NULL
                  back: COMMENT ON COLUMN t.b IS 'why'
                mysql, mariadb:
                  ALTER TABLE t DROP COLUMN b
                  back: ALTER TABLE t ADD COLUMN b VARCHAR(9) DEFAULT 'x' NOT NULL COMMENT 'why' AFTER a
                sqlite:
                  ALTER TABLE t DROP COLUMN b
                  back: CREATE TABLE _amend_new_t (
                  a INTEGER,
                  b VARCHAR(9) DEFAULT 'x' NOT NULL,
                  c INTEGER
                )
                  back: INSERT INTO _amend_new_t (a, c) SELECT a, c FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn what_stands_on_a_column_goes_with_it() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: a, type: int, constraints: {unique: true, uniqueConstraintName: uq_a}}
      - column: {name: b, type: int}
- createIndex: {tableName: t, indexName: ix, columns: [{column: {name: b}}, {column: {name: a}}]}
- dropColumn: {tableName: t, columns: [{column: {name: a}}]}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t DROP COLUMN a
                  back: ALTER TABLE t ADD COLUMN a INTEGER
                  back: CREATE INDEX ix ON t (b, a)
                  back: ALTER TABLE t ADD CONSTRAINT uq_a UNIQUE (a)
                mysql:
                  ALTER TABLE t DROP COLUMN a
                  back: ALTER TABLE t ADD COLUMN a INT NULL FIRST
                  back: DROP INDEX ix ON t
                  back: CREATE INDEX ix ON t (b, a)
                  back: ALTER TABLE t ADD CONSTRAINT uq_a UNIQUE (a)
                mariadb:
                  ALTER TABLE t DROP INDEX uq_a
                  ALTER TABLE t DROP COLUMN a
                  back: ALTER TABLE t ADD COLUMN a INT NULL FIRST
                  back: DROP INDEX ix ON t
                  back: CREATE INDEX ix ON t (b, a)
                  back: ALTER TABLE t ADD CONSTRAINT uq_a UNIQUE (a)
                sqlite:
                  CREATE TABLE _amend_new_t (b INTEGER)
                  INSERT INTO _amend_new_t (b) SELECT b FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  a INTEGER,
                  b INTEGER,
                  CONSTRAINT uq_a UNIQUE (a)
                )
                  back: INSERT INTO _amend_new_t (b) SELECT b FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
                  back: CREATE INDEX ix ON t (b, a)
            "#]],
        );
    }

    #[test]
    fn a_column_of_a_check_takes_the_check_along() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns: [{column: {name: a, type: int, constraints: {checkConstraint: a > b}}}, {column: {name: b, type: int}}]
- dropColumn: {tableName: t, columnName: b}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t DROP COLUMN b
                  back: ALTER TABLE t ADD COLUMN b INTEGER
                  back: ALTER TABLE t ADD CONSTRAINT t_check CHECK (a > b)
                mysql:
                  ALTER TABLE t DROP CONSTRAINT t_chk_1
                  ALTER TABLE t DROP COLUMN b
                  back: ALTER TABLE t ADD COLUMN b INT NULL
                  back: ALTER TABLE t ADD CONSTRAINT t_chk_1 CHECK (a > b)
                mariadb:
                  ALTER TABLE t DROP CONSTRAINT CONSTRAINT_1
                  ALTER TABLE t DROP COLUMN b
                  back: ALTER TABLE t ADD COLUMN b INT NULL
                  back: ALTER TABLE t ADD CONSTRAINT CONSTRAINT_1 CHECK (a > b)
                sqlite:
                  CREATE TABLE _amend_new_t (a INTEGER)
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: ALTER TABLE t ADD COLUMN b INTEGER
                  back: CREATE TABLE _amend_new_t (
                  a INTEGER,
                  b INTEGER,
                  CHECK (a > b)
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
    fn a_foreign_key_goes_before_its_column() {
        check_change(
            r#"
- createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- createTable:
    tableName: t
    columns:
      - column: {name: id, type: int}
      - column: {name: p_id, type: int, constraints: {foreignKeyName: fk_p, references: p(id)}}
- dropColumn: {tableName: t, columnName: p_id}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t DROP COLUMN p_id
                  back: ALTER TABLE t ADD COLUMN p_id INTEGER
                  back: ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id)
                mysql, mariadb:
                  ALTER TABLE t DROP FOREIGN KEY fk_p
                  ALTER TABLE t DROP COLUMN p_id
                  back: ALTER TABLE t ADD COLUMN p_id INT NULL
                  back: CREATE INDEX fk_p ON t (p_id)
                  back: ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id)
                sqlite:
                  CREATE TABLE _amend_new_t (id INTEGER)
                  INSERT INTO _amend_new_t (id) SELECT id FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: ALTER TABLE t ADD COLUMN p_id INTEGER
                  back: CREATE TABLE _amend_new_t (
                  id INTEGER,
                  p_id INTEGER,
                  CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id)
                )
                  back: INSERT INTO _amend_new_t (id, p_id) SELECT id, p_id FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_column_that_others_point_to_stays() {
        check_change(
            r#"
- createTable:
    tableName: p
    columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}, {column: {name: a, type: int}}]
- createTable:
    tableName: t
    columns: [{column: {name: p_id, type: int, constraints: {foreignKeyName: fk_p, references: p(id)}}}]
- dropColumn: {tableName: p, columnName: id}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 8:42 `id`: the foreign key `fk_p` of table `t` points to the column `id` (cannot be dropped); drop that foreign key first
            "#]],
        );
    }

    #[test]
    fn a_column_that_is_not_known_has_no_way_back() {
        check_open(
            "- dropColumn: {tableName: t, columnName: a}",
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
              ALTER TABLE t DROP COLUMN a
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
    }

    #[test]
    fn a_column_must_be_named_and_be_there() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: name, type: int}}]}
- dropColumn: {tableName: t}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:15 `{tableName: t}`: `dropColumn` needs `columnName` or `columns` (no column is named); write `columnName: ...`
            "#]],
        );
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: name, type: int}}]}
- dropColumn: {tableName: t, columnName: nmae}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:42 `nmae`: there is no column `nmae` in table `t` (not there when this change runs); did you mean `name`?
            "#]],
        );
    }
}
