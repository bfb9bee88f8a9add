//! `addPrimaryKey`.

use amend_catalog::{Constraint, Key};

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, filled, require};

change! {
    /// Makes columns the primary key of a table. They lose their `NULL`s with it.
    ///
    /// ```yaml
    /// - addPrimaryKey: {tableName: membership, columnNames: "person_id, club_id", constraintName: pk_membership}
    /// ```
    "addPrimaryKey" = AddPrimaryKey {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The columns in the order of the key, separated by commas.
        "columnNames" => column_names: String, required;
        /// The key's name (PostgreSQL, SQLite).
        "constraintName" => constraint_name: String;
        /// The tablespace of the key's index (PostgreSQL).
        "tablespace" => tablespace: String;
        /// The rows are ordered by the key.
        "clustered" => clustered: bool;
        /// A unique index that becomes the key's own (PostgreSQL).
        "forIndexName" => for_index_name: String;
        /// The schema of that index.
        "forIndexSchemaName" => for_index_schema_name: String;
        /// The database of that index.
        "forIndexCatalogName" => for_index_catalog_name: String;
        /// Whether the rows that are there are checked; they always are.
        "validate" => validate: bool;
    }
}

impl Change for AddPrimaryKey {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let columns = require(self, "columnNames", &self.column_names)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        if let Some(index) = filled(&self.for_index_name) {
            to.give_up_index(&table, index)?;
        }
        let key = Constraint::PrimaryKey(Key {
            name: filled(&self.constraint_name).map(|it| to.name(&it.value)),
            columns: to.columns_of(&table, columns, &name.place)?,
            tablespace: to.tablespace(&self.tablespace),
            ..Key::default()
        });
        to.add_constraint(&table, key, &self.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn the_columns_lose_their_nulls_and_get_them_back() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}, {column: {name: b, type: int}}]}
- addPrimaryKey: {tableName: t, columnNames: "a, b", constraintName: pk_t}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (a, b)
                  back: ALTER TABLE t DROP CONSTRAINT pk_t
                  back: ALTER TABLE t ALTER COLUMN b DROP NOT NULL
                  back: ALTER TABLE t ALTER COLUMN a DROP NOT NULL
                mysql:
                  advice 3:70 `pk_t`: `constraintName` has no effect on MySQL (changes nothing here); a primary key has no name of its own there; leave it away, unless other products run the change too
                  ALTER TABLE t ADD PRIMARY KEY (a, b)
                  back: ALTER TABLE t DROP PRIMARY KEY
                  back: ALTER TABLE t MODIFY COLUMN b INT NULL
                  back: ALTER TABLE t MODIFY COLUMN a INT NULL
                mariadb:
                  advice 3:70 `pk_t`: `constraintName` has no effect on MariaDB (changes nothing here); a primary key has no name of its own there; leave it away, unless other products run the change too
                  ALTER TABLE t ADD PRIMARY KEY (a, b)
                  back: ALTER TABLE t DROP PRIMARY KEY
                  back: ALTER TABLE t MODIFY COLUMN b INT NULL
                  back: ALTER TABLE t MODIFY COLUMN a INT NULL
                sqlite:
                  CREATE TABLE _amend_new_t (
                  a INTEGER NOT NULL,
                  b INTEGER NOT NULL,
                  CONSTRAINT pk_t PRIMARY KEY (a, b)
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
    fn without_a_name_it_gets_the_usual_one() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int, constraints: {nullable: false}}}]}
- addPrimaryKey: {tableName: t, columnNames: a}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (a)
                  back: ALTER TABLE t DROP CONSTRAINT t_pkey
                mysql, mariadb:
                  ALTER TABLE t ADD PRIMARY KEY (a)
                  back: ALTER TABLE t DROP PRIMARY KEY
                sqlite:
                  CREATE TABLE _amend_new_t (
                  a INTEGER NOT NULL,
                  CONSTRAINT PK_T PRIMARY KEY (a)
                )
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (a INTEGER NOT NULL)
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn an_index_becomes_the_key() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int, constraints: {nullable: false}}}]}
- createIndex: {tableName: t, indexName: ix, unique: true, columns: [{column: {name: a}}]}
- addPrimaryKey: {tableName: t, columnNames: a, forIndexName: ix}
"#,
            expect![[r#"
                postgresql:
                  DROP INDEX ix
                  ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (a)
                  back: ALTER TABLE t DROP CONSTRAINT t_pkey
                  back: CREATE UNIQUE INDEX ix ON t (a)
                mysql, mariadb:
                  DROP INDEX ix ON t
                  ALTER TABLE t ADD PRIMARY KEY (a)
                  back: ALTER TABLE t DROP PRIMARY KEY
                  back: CREATE UNIQUE INDEX ix ON t (a)
                sqlite:
                  DROP INDEX ix
                  CREATE TABLE _amend_new_t (
                  a INTEGER NOT NULL,
                  CONSTRAINT PK_T PRIMARY KEY (a)
                )
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (a INTEGER NOT NULL)
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
                  back: CREATE UNIQUE INDEX ix ON t (a)
            "#]],
        );
    }

    #[test]
    fn a_table_that_is_not_known_gets_its_key() {
        check_open(
            "- addPrimaryKey: {tableName: t, columnNames: a, constraintName: pk_t}",
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (a)
                  back: ALTER TABLE t DROP CONSTRAINT pk_t
                mysql:
                  advice 1:65 `pk_t`: `constraintName` has no effect on MySQL (changes nothing here); a primary key has no name of its own there; leave it away, unless other products run the change too
                  ALTER TABLE t ADD PRIMARY KEY (a)
                  back: ALTER TABLE t DROP PRIMARY KEY
                mariadb:
                  advice 1:65 `pk_t`: `constraintName` has no effect on MariaDB (changes nothing here); a primary key has no name of its own there; leave it away, unless other products run the change too
                  ALTER TABLE t ADD PRIMARY KEY (a)
                  back: ALTER TABLE t DROP PRIMARY KEY
                sqlite:
                  refused: UnknownDefinition { kind: Table, name: "t", table: None }
                  back: refused: UnknownDefinition { kind: Table, name: "t", table: None }
            "#]],
        );
    }

    #[test]
    fn the_columns_must_be_there() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: ident, type: int}}]}
- addPrimaryKey: {tableName: t, columnNames: idnet}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:46 `idnet`: there is no column `idnet` in table `t` (not there when this change runs); did you mean `ident`?
            "#]],
        );
    }
}
