//! `addUniqueConstraint`.

use amend_catalog::{Constraint, Key};

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, filled, is_set, require};

change! {
    /// Lets no two rows of a table have the same values in some columns.
    ///
    /// ```yaml
    /// - addUniqueConstraint: {tableName: person, columnNames: "name, birthday", constraintName: uq_person_name}
    /// ```
    "addUniqueConstraint" = AddUniqueConstraint {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The columns, separated by commas.
        "columnNames" => column_names: String, required;
        /// The constraint's name; without it the server chooses one.
        "constraintName" => constraint_name: String;
        /// The check may be put off to the end of the transaction (PostgreSQL).
        "deferrable" => deferrable: bool;
        /// The check is put off unless the transaction says otherwise (PostgreSQL).
        "initiallyDeferred" => initially_deferred: bool;
        /// The constraint is known but not enforced.
        "disabled" => disabled: bool;
        /// The tablespace of the constraint's index (PostgreSQL).
        "tablespace" => tablespace: String;
        /// The rows are ordered by the constraint.
        "clustered" => clustered: bool;
        /// A unique index that becomes the constraint's own (PostgreSQL).
        "forIndexName" => for_index_name: String;
        /// The schema of that index.
        "forIndexSchemaName" => for_index_schema_name: String;
        /// The database of that index.
        "forIndexCatalogName" => for_index_catalog_name: String;
        /// Whether the rows that are there are checked; they always are.
        "validate" => validate: bool;
    }
}

impl Change for AddUniqueConstraint {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let columns = require(self, "columnNames", &self.column_names)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        if let Some(index) = filled(&self.for_index_name) {
            to.give_up_index(&table, index)?;
        }
        let deferred = is_set(&self.initially_deferred) && to.profile.deferrable_keys;
        let key = Constraint::Unique(Key {
            name: filled(&self.constraint_name).map(|it| to.name(&it.value)),
            columns: to.columns_of(&table, columns, &name.place)?,
            deferrable: deferred || (is_set(&self.deferrable) && to.profile.deferrable_keys),
            initially_deferred: deferred,
            tablespace: to.tablespace(&self.tablespace),
        });
        to.add_constraint(&table, key, &self.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn a_constraint_comes_and_goes() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}, {column: {name: b, type: int}}]}
- addUniqueConstraint: {tableName: t, columnNames: "a, b", constraintName: uq_t}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (a, b)
                  back: ALTER TABLE t DROP CONSTRAINT uq_t
                mysql, mariadb:
                  ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (a, b)
                  back: ALTER TABLE t DROP INDEX uq_t
                sqlite:
                  CREATE TABLE _amend_new_t (
                  a INTEGER,
                  b INTEGER,
                  CONSTRAINT uq_t UNIQUE (a, b)
                )
                  INSERT INTO _amend_new_t (a, b) SELECT a, b FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  a INTEGER,
                  b INTEGER
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
    fn the_server_chooses_a_name() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns: [{column: {name: a, type: int, constraints: {unique: true}}}, {column: {name: b, type: int}}]
- addUniqueConstraint: {tableName: t, columnNames: "a, b", deferrable: true, clustered: true}
"#,
            expect![[r#"
                postgresql:
                  warning 5:89 `true`: `clustered` has no effect on PostgreSQL (changes nothing here); to order the rows once, use `createIndex` with `clustered` where the product has it
                  ALTER TABLE t ADD CONSTRAINT t_a_b_key UNIQUE (a, b) DEFERRABLE
                  back: ALTER TABLE t DROP CONSTRAINT t_a_b_key
                mysql:
                  warning 5:72 `true`: `deferrable` has no effect on MySQL (changes nothing here); the constraint is checked with each statement; leave it away
                  warning 5:89 `true`: `clustered` has no effect on MySQL (changes nothing here); to order the rows once, use `createIndex` with `clustered` where the product has it
                  ALTER TABLE t ADD CONSTRAINT a_2 UNIQUE (a, b)
                  back: ALTER TABLE t DROP INDEX a_2
                mariadb:
                  warning 5:72 `true`: `deferrable` has no effect on MariaDB (changes nothing here); the constraint is checked with each statement; leave it away
                  warning 5:89 `true`: `clustered` has no effect on MariaDB (changes nothing here); to order the rows once, use `createIndex` with `clustered` where the product has it
                  ALTER TABLE t ADD CONSTRAINT a_2 UNIQUE (a, b)
                  back: ALTER TABLE t DROP INDEX a_2
                sqlite:
                  warning 5:72 `true`: `deferrable` has no effect on SQLite (changes nothing here); the constraint is checked with each statement; leave it away
                  warning 5:89 `true`: `clustered` has no effect on SQLite (changes nothing here); to order the rows once, use `createIndex` with `clustered` where the product has it
                  CREATE TABLE _amend_new_t (
                  a INTEGER,
                  b INTEGER,
                  UNIQUE (a),
                  UNIQUE (a, b)
                )
                  INSERT INTO _amend_new_t (a, b) SELECT a, b FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  a INTEGER,
                  b INTEGER,
                  UNIQUE (a)
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
    fn an_automatic_index_gives_way() {
        check_change(
            r#"
- createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- createTable:
    tableName: t
    columns: [{column: {name: a, type: int, constraints: {foreignKeyName: fk, references: p(id)}}}]
- addUniqueConstraint: {tableName: t, columnNames: a, constraintName: uq_t}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (a)
                  back: ALTER TABLE t DROP CONSTRAINT uq_t
                mysql, mariadb:
                  ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (a)
                  back: CREATE INDEX fk ON t (a)
                  back: ALTER TABLE t DROP INDEX uq_t
                sqlite:
                  CREATE TABLE _amend_new_t (
                  a INTEGER,
                  CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id),
                  CONSTRAINT uq_t UNIQUE (a)
                )
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  a INTEGER,
                  CONSTRAINT fk FOREIGN KEY (a) REFERENCES p (id)
                )
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }
}
