//! `addColumn`.

use crate::change;
use crate::change::Change;
use crate::column::PlacedColumns;
use crate::decode::Texts;
use crate::lower::{Lower, Refused, require};

change! {
    /// Adds columns to a table.
    ///
    /// A column with a value (`value`, `valueNumeric`, `valueDate`, `valueBoolean`, `valueComputed`) gives it to the
    /// rows that are there; it becomes `NOT NULL` after that.
    ///
    /// ```yaml
    /// - addColumn:
    ///     tableName: person
    ///     columns:
    ///       - column: {name: active, type: boolean, valueBoolean: true, constraints: {nullable: false}}
    /// ```
    "addColumn" = AddColumn {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The new columns in their order.
        "columns" => columns: PlacedColumns, required;
        /// Those of them that are generated, each as `name = expression`, with `virtual` behind it where the value is
        /// not stored.
        "generated" => generated: Texts, extension;
    }
}

impl Change for AddColumn {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let columns = require(self, "columns", &self.columns)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        to.table(&table, &name.place)?;
        let generations = to.generations(&self.generated)?;
        to.add_columns(&table, columns, generations)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn columns_come_last() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
- addColumn:
    tableName: t
    columns:
      - column: {name: a, type: int, defaultValueNumeric: 5, remarks: five}
      - column: {name: b, type: varchar(9), constraints: {unique: true, uniqueConstraintName: uq_b}}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD COLUMN a INTEGER DEFAULT 5
                  COMMENT ON COLUMN t.a IS 'five'
                  ALTER TABLE t ADD COLUMN b VARCHAR(9)
                  ALTER TABLE t ADD CONSTRAINT uq_b UNIQUE (b)
                  back: ALTER TABLE t DROP CONSTRAINT uq_b
                  back: ALTER TABLE t DROP COLUMN b
                  back: ALTER TABLE t DROP COLUMN a
                mysql, mariadb:
                  ALTER TABLE t ADD COLUMN a INT DEFAULT 5 NULL COMMENT 'five'
                  ALTER TABLE t ADD COLUMN b VARCHAR(9) NULL
                  ALTER TABLE t ADD CONSTRAINT uq_b UNIQUE (b)
                  back: ALTER TABLE t DROP INDEX uq_b
                  back: ALTER TABLE t DROP COLUMN b
                  back: ALTER TABLE t DROP COLUMN a
                sqlite:
                  advice 6:71 `five`: `remarks` has no effect on SQLite (changes nothing here); the product has no comments; it stays a remark for the reader of the changelog
                  ALTER TABLE t ADD COLUMN a INTEGER DEFAULT 5
                  ALTER TABLE t ADD COLUMN b VARCHAR(9)
                  CREATE TABLE _amend_new_t (
                  id INTEGER,
                  a INTEGER DEFAULT 5,
                  b VARCHAR(9),
                  CONSTRAINT uq_b UNIQUE (b)
                )
                  INSERT INTO _amend_new_t (id, a, b) SELECT id, a, b FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (id INTEGER)
                  back: INSERT INTO _amend_new_t (id) SELECT id FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_value_is_given_before_the_column_is_required() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
- addColumn:
    tableName: t
    columns: [{column: {name: a, type: varchar(9), value: x, constraints: {nullable: false}}}]
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD COLUMN a VARCHAR(9)
                  UPDATE t SET a = 'x'
                  ALTER TABLE t ALTER COLUMN a SET NOT NULL
                  back: ALTER TABLE t ALTER COLUMN a DROP NOT NULL
                  back: ALTER TABLE t DROP COLUMN a
                mysql, mariadb:
                  ALTER TABLE t ADD COLUMN a VARCHAR(9) NULL
                  UPDATE t SET a = 'x'
                  ALTER TABLE t MODIFY COLUMN a VARCHAR(9) NOT NULL
                  back: ALTER TABLE t MODIFY COLUMN a VARCHAR(9) NULL
                  back: ALTER TABLE t DROP COLUMN a
                sqlite:
                  ALTER TABLE t ADD COLUMN a VARCHAR(9)
                  UPDATE t SET a = 'x'
                  CREATE TABLE _amend_new_t (
                  id INTEGER,
                  a VARCHAR(9) NOT NULL
                )
                  INSERT INTO _amend_new_t (id, a) SELECT id, a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (id INTEGER)
                  back: INSERT INTO _amend_new_t (id) SELECT id FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_foreign_key_comes_with_its_column() {
        check_change(
            r#"
- createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
- addColumn:
    tableName: t
    columns: [{column: {name: p_id, type: int, constraints: {foreignKeyName: fk_p, references: p(id)}}}]
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD COLUMN p_id INTEGER
                  ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id)
                  back: ALTER TABLE t DROP CONSTRAINT fk_p
                  back: ALTER TABLE t DROP COLUMN p_id
                mysql, mariadb:
                  ALTER TABLE t ADD COLUMN p_id INT NULL
                  ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id)
                  back: ALTER TABLE t DROP FOREIGN KEY fk_p
                  back: DROP INDEX fk_p ON t
                  back: ALTER TABLE t DROP COLUMN p_id
                sqlite:
                  ALTER TABLE t ADD COLUMN p_id INTEGER
                  CREATE TABLE _amend_new_t (
                  id INTEGER,
                  p_id INTEGER,
                  CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id)
                )
                  INSERT INTO _amend_new_t (id, p_id) SELECT id, p_id FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (id INTEGER)
                  back: INSERT INTO _amend_new_t (id) SELECT id FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_numbered_key_comes_with_its_numbers() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}
- addColumn:
    tableName: t
    columns: [{column: {name: id, type: bigint, autoIncrement: true, constraints: {primaryKey: true}}}]
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD COLUMN id BIGINT GENERATED BY DEFAULT AS IDENTITY NOT NULL
                  ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (id)
                  back: ALTER TABLE t DROP CONSTRAINT t_pkey
                  back: ALTER TABLE t DROP COLUMN id
                mysql, mariadb:
                  ALTER TABLE t ADD COLUMN id BIGINT AUTO_INCREMENT NOT NULL, ADD PRIMARY KEY (id)
                  back: ALTER TABLE t DROP PRIMARY KEY, DROP COLUMN id
                sqlite:
                  CREATE TABLE _amend_new_t (
                  a INTEGER,
                  id INTEGER CONSTRAINT PK_T PRIMARY KEY AUTOINCREMENT NOT NULL
                )
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (a INTEGER)
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_place_is_kept_where_the_product_has_places() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}, {column: {name: c, type: int}}]}
- addColumn:
    tableName: t
    columns: [{column: {name: b, type: int, afterColumn: a}}, {column: {name: d, type: int, beforeColumn: a}}]
"#,
            expect![[r#"
                postgresql:
                  error 5:58 `a`: PostgreSQL has no place for a new column but the last (not possible on PostgreSQL); leave the place away: the column comes last
                mysql, mariadb:
                  ALTER TABLE t ADD COLUMN b INT NULL AFTER a
                  ALTER TABLE t ADD COLUMN d INT NULL FIRST
                  back: ALTER TABLE t DROP COLUMN d
                  back: ALTER TABLE t DROP COLUMN b
                sqlite:
                  warning 5:58 `a`: SQLite has no place for a new column but the last (changes nothing here); leave the place away: the column comes last
                  warning 5:107 `a`: SQLite has no place for a new column but the last (changes nothing here); leave the place away: the column comes last
                  ALTER TABLE t ADD COLUMN b INTEGER
                  ALTER TABLE t ADD COLUMN d INTEGER
                  back: ALTER TABLE t DROP COLUMN d
                  back: ALTER TABLE t DROP COLUMN b
            "#]],
        );
    }

    #[test]
    fn a_column_is_generated() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}
- addColumn: {tableName: t, columns: [{column: {name: b, type: int}}], generated: [b = a + 1]}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD COLUMN b INTEGER GENERATED ALWAYS AS (a + 1) STORED
                  back: ALTER TABLE t DROP COLUMN b
                mysql, mariadb:
                  ALTER TABLE t ADD COLUMN b INT GENERATED ALWAYS AS (a + 1) STORED
                  back: ALTER TABLE t DROP COLUMN b
                sqlite:
                  CREATE TABLE _amend_new_t (
                  a INTEGER,
                  b INTEGER GENERATED ALWAYS AS (a + 1) STORED
                )
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: ALTER TABLE t DROP COLUMN b
            "#]],
        );
    }

    #[test]
    fn a_table_that_is_not_known_gets_its_column() {
        check_open(
            "- addColumn: {tableName: t, columns: [{column: {name: a, type: int}}]}",
            expect![[r#"
            postgresql, sqlite:
              ALTER TABLE t ADD COLUMN a INTEGER
              back: ALTER TABLE t DROP COLUMN a
            mysql, mariadb:
              ALTER TABLE t ADD COLUMN a INT NULL
              back: ALTER TABLE t DROP COLUMN a
        "#]],
        );
    }

    #[test]
    fn mistakes_are_found_where_they_stand() {
        check_change(
            r#"
- createTable: {tableName: person, columns: [{column: {name: id, type: int}}]}
- addColumn:
    tableName: persn
    columns: [{column: {name: a, type: int}}]
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 4:16 `persn`: there is no table `persn` (not there when this change runs); did you mean `person`?
            "#]],
        );
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
- addColumn:
    tableName: t
    columns: [{column: {name: ID, type: int, postion: 1}}, {column: {name: id, type: int}}]
"#,
            expect![[r#"
                error 5:46 `postion`: a column has no `postion` here (not known here); did you mean `position`?
                postgresql:
                  error 5:31 `ID`: there is a column `id` in table `t` already (would be made a second time); an earlier change set makes it; choose another name, or drop the old one first
                mysql, mariadb, sqlite:
                  error 5:31 `ID`: there is a column `ID` in table `t` already (would be made a second time); an earlier change set makes it; choose another name, or drop the old one first
            "#]],
        );
    }

    #[test]
    fn a_place_is_kept_in_a_table_that_is_not_known() {
        check_open(
            "- addColumn: {tableName: t, columns: [{column: {name: a, type: int, afterColumn: b}}]}",
            expect![[r#"
                postgresql:
                  error 1:82 `b`: PostgreSQL has no place for a new column but the last (not possible on PostgreSQL); leave the place away: the column comes last
                mysql, mariadb:
                  ALTER TABLE t ADD COLUMN a INT NULL AFTER b
                  back: ALTER TABLE t DROP COLUMN a
                sqlite:
                  warning 1:82 `b`: SQLite has no place for a new column but the last (changes nothing here); leave the place away: the column comes last
                  ALTER TABLE t ADD COLUMN a INTEGER
                  back: ALTER TABLE t DROP COLUMN a
            "#]],
        );
        check_open(
            "- addColumn: {tableName: t, columns: [{column: {name: a, type: int, beforeColumn: b}}]}",
            expect![[r#"
                postgresql:
                  error 1:83 `b`: PostgreSQL has no place for a new column but the last (not possible on PostgreSQL); leave the place away: the column comes last
                mysql, mariadb:
                  error 1:83 `b`: the columns of `t` are not known (its neighbours are not known here); write `afterColumn: ...`, or run it with a database, where the columns can be looked up
                sqlite:
                  warning 1:83 `b`: SQLite has no place for a new column but the last (changes nothing here); leave the place away: the column comes last
                  ALTER TABLE t ADD COLUMN a INTEGER
                  back: ALTER TABLE t DROP COLUMN a
            "#]],
        );
        check_open(
            "- addColumn: {tableName: t, columns: [{column: {name: a, type: int, position: 1}}]}",
            expect![[r#"
            postgresql:
              error 1:79 `1`: PostgreSQL has no place for a new column but the last (not possible on PostgreSQL); leave the place away: the column comes last
            mysql, mariadb:
              ALTER TABLE t ADD COLUMN a INT NULL FIRST
              back: ALTER TABLE t DROP COLUMN a
            sqlite:
              warning 1:79 `1`: SQLite has no place for a new column but the last (changes nothing here); leave the place away: the column comes last
              ALTER TABLE t ADD COLUMN a INTEGER
              back: ALTER TABLE t DROP COLUMN a
        "#]],
        );
    }
}
