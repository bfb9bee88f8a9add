//! `createTable`.

use amend_catalog::{Edit, Manner, Object, TableOptions};
use amend_syntax::{Diagnostic, Spanned};

use crate::change;
use crate::change::Change;
use crate::column::{Column, Columns};
use crate::decode::Texts;
use crate::lower::{Definition, Lower, Refused, filled, is_set, require};

change! {
    /// Creates a table with its columns and their constraints.
    ///
    /// Columns that are each marked `primaryKey: true` make one key together, in their order.
    ///
    /// ```yaml
    /// - createTable:
    ///     tableName: invoice
    ///     columns:
    ///       - column: {name: id, type: bigint, autoIncrement: true, constraints: {primaryKey: true}}
    ///       - column: {name: number, type: varchar(20), constraints: {nullable: false, unique: true}}
    /// ```
    "createTable" = CreateTable {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The columns in their order.
        "columns" => columns: Columns, required;
        /// The table's comment.
        "remarks" => remarks: String;
        /// What kind of table it is, on products that have kinds.
        "tableType" => table_type: String;
        /// The tablespace of the table (PostgreSQL).
        "tablespace" => tablespace: String;
        /// Nothing happens where there is a table of that name.
        "ifNotExists" => if_not_exists: bool, unsummed;
        /// The columns that are generated, each as `name = expression`, with `virtual` behind it where the value is not
        /// stored.
        "generated" => generated: Texts, extension;
        /// The storage engine (MySQL, MariaDB).
        "engine" => engine: String, extension;
        /// The character set of columns that do not say theirs (MySQL, MariaDB).
        "charset" => charset: String, extension;
        /// The collation of columns that do not say theirs (MySQL, MariaDB).
        "collation" => collation: String, extension;
        /// Values must be of their column's type (SQLite).
        "strict" => strict: bool, extension;
        /// Rows have no number beside their primary key (SQLite).
        "withoutRowid" => without_rowid: bool, extension;
    }
}

impl CreateTable {
    /// No two columns have one name.
    fn refuse_repetition(&self, to: &Lower<'_>, columns: &[Column], made: &[Definition]) -> Result<(), Refused> {
        let case = to.profile.naming.members;
        let is_known = |at: &usize| made[..*at].iter().any(|it| case.same(&it.column.name, &made[*at].column.name));
        match (0..made.len()).find(is_known).map(|at| (&made[at].column.name, &columns[at])) {
            Some((name, column)) => Err(twice(name, column)),
            None => Ok(()),
        }
    }

    fn options(&self, to: &mut Lower<'_>) -> TableOptions {
        let text = |field: &Option<Spanned<String>>| filled(field).map(|it| it.value.clone());
        TableOptions {
            engine: text(&self.engine),
            charset: text(&self.charset),
            collation: text(&self.collation),
            tablespace: to.tablespace(&self.tablespace),
            strict: is_set(&self.strict),
            without_rowid: is_set(&self.without_rowid),
        }
    }
}

impl Change for CreateTable {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let written = require(self, "tableName", &self.table_name)?;
        let name = to.table_name(&self.catalog_name, &self.schema_name, written);
        let columns = require(self, "columns", &self.columns)?;
        let tolerant = is_set(&self.if_not_exists);
        if tolerant && to.catalog.table(&name).is_some() {
            return Ok(());
        }
        to.need_of_columns(&name, columns.iter());
        let mut definitions = columns.iter().map(|it| to.definition(it, &name)).collect::<Result<Vec<_>, _>>()?;
        self.refuse_repetition(to, columns, &definitions)?;
        let generations = to.generations(&self.generated)?;
        to.generate(&mut definitions, generations)?;
        to.note_idle_constraints(columns);
        to.name_key_after(&written.value, &mut definitions);
        let mut table = to.assemble(name, definitions);
        table.comment = to.comment_in_create(&self.remarks);
        for (column, written) in table.columns.iter_mut().zip(columns.iter()) {
            column.comment = to.comment_in_create(&written.remarks);
        }
        table.options = self.options(to);
        let manner = Manner { tolerant, ..Manner::default() };
        to.edit(Edit::create(Object::Table(table)).with(manner), &written.place)
    }
}

fn twice(name: &str, column: &Column) -> Refused {
    let place = column.name.as_ref().map_or(&column.place, |name| &name.place);
    Diagnostic::error("amend::column::exists", format!("the table has two columns `{name}`"))
        .at(place, "would be made a second time")
        .help("give it another name, or remove one of the two")
        .into()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn columns_bring_their_constraints() {
        check_change(
            r#"
- createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- createTable:
    tableName: t
    remarks: it's a table
    columns:
      - column: {name: id, type: bigint, autoIncrement: true, startWith: 100, constraints: {primaryKey: true}}
      - column: {name: a, type: varchar(9), defaultValue: x, remarks: why, constraints: {nullable: false, unique: true}}
      - column: {name: p_id, type: int, constraints: {foreignKeyName: fk_p, references: p(id), deleteCascade: true}}
      - column: {name: n, type: int, constraints: {checkConstraint: CHECK (n > 0)}}
"#,
            expect![[r#"
                postgresql:
                  CREATE TABLE t (
                  id BIGINT GENERATED BY DEFAULT AS IDENTITY (START WITH 100) NOT NULL,
                  a VARCHAR(9) DEFAULT 'x' NOT NULL,
                  p_id INTEGER,
                  n INTEGER,
                  CONSTRAINT t_pkey PRIMARY KEY (id),
                  CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE,
                  CONSTRAINT t_a_key UNIQUE (a),
                  CONSTRAINT t_n_check CHECK (n > 0)
                )
                  COMMENT ON TABLE t IS 'it''s a table'
                  COMMENT ON COLUMN t.a IS 'why'
                  back: DROP TABLE t
                mysql:
                  CREATE TABLE t (
                  id BIGINT AUTO_INCREMENT NOT NULL,
                  a VARCHAR(9) DEFAULT 'x' NOT NULL COMMENT 'why',
                  p_id INT NULL,
                  n INT NULL,
                  PRIMARY KEY (id),
                  CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE,
                  CONSTRAINT a UNIQUE (a),
                  CONSTRAINT t_chk_1 CHECK (n > 0)
                ) AUTO_INCREMENT = 100 COMMENT = 'it''s a table'
                  back: DROP TABLE t
                mariadb:
                  CREATE TABLE t (
                  id BIGINT AUTO_INCREMENT NOT NULL,
                  a VARCHAR(9) DEFAULT 'x' NOT NULL COMMENT 'why',
                  p_id INT NULL,
                  n INT NULL,
                  PRIMARY KEY (id),
                  CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE,
                  CONSTRAINT a UNIQUE (a),
                  CONSTRAINT CONSTRAINT_1 CHECK (n > 0)
                ) AUTO_INCREMENT = 100 COMMENT = 'it''s a table'
                  back: DROP TABLE t
                sqlite:
                  advice 5:14 `it's a table`: `remarks` has no effect on SQLite (changes nothing here); the product has no comments; it stays a remark for the reader of the changelog
                  warning 7:74 `100`: `startWith` has no effect on SQLite (changes nothing here); rows are numbered from 1 on, one by one; leave it away
                  advice 8:71 `why`: `remarks` has no effect on SQLite (changes nothing here); the product has no comments; it stays a remark for the reader of the changelog
                  CREATE TABLE t (
                  id INTEGER CONSTRAINT PK_T PRIMARY KEY AUTOINCREMENT NOT NULL,
                  a VARCHAR(9) DEFAULT 'x' NOT NULL,
                  p_id INTEGER,
                  n INTEGER,
                  CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) ON DELETE CASCADE,
                  UNIQUE (a),
                  CHECK (n > 0)
                )
                  back: DROP TABLE t
            "#]],
        );
    }

    #[test]
    fn columns_of_a_key_make_it_together() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: b, type: int, constraints: {primaryKey: true, primaryKeyName: pk}}
      - column: {name: a, type: int, constraints: {primaryKey: true}}
"#,
            expect![[r#"
                postgresql, sqlite:
                  CREATE TABLE t (
                  b INTEGER NOT NULL,
                  a INTEGER NOT NULL,
                  CONSTRAINT pk PRIMARY KEY (b, a)
                )
                  back: DROP TABLE t
                mysql:
                  advice 5:86 `pk`: `primaryKeyName` has no effect on MySQL (changes nothing here); a primary key has no name of its own there; leave it away, unless other products run the change too
                  CREATE TABLE t (
                  b INT NOT NULL,
                  a INT NOT NULL,
                  PRIMARY KEY (b, a)
                )
                  back: DROP TABLE t
                mariadb:
                  advice 5:86 `pk`: `primaryKeyName` has no effect on MariaDB (changes nothing here); a primary key has no name of its own there; leave it away, unless other products run the change too
                  CREATE TABLE t (
                  b INT NOT NULL,
                  a INT NOT NULL,
                  PRIMARY KEY (b, a)
                )
                  back: DROP TABLE t
            "#]],
        );
    }

    #[test]
    fn the_server_names_what_has_no_name() {
        check_change(
            r#"
- createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- createTable:
    tableName: t
    columns: [{column: {name: a, type: int, constraints: {references: p(id), checkConstraint: a > 0}}}]
- dropAllForeignKeyConstraints: {baseTableName: t}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t DROP CONSTRAINT t_a_fkey
                  back: ALTER TABLE t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES p (id)
                mysql, mariadb:
                  ALTER TABLE t DROP FOREIGN KEY t_ibfk_1
                  back: ALTER TABLE t ADD CONSTRAINT t_ibfk_1 FOREIGN KEY (a) REFERENCES p (id)
                sqlite:
                  CREATE TABLE _amend_new_t (
                  a INTEGER,
                  CHECK (a > 0)
                )
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  a INTEGER,
                  CHECK (a > 0),
                  FOREIGN KEY (a) REFERENCES p (id)
                )
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_column_is_generated() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns: [{column: {name: a, type: int}}, {column: {name: b, type: int}}, {column: {name: c, type: int}}]
    generated: [b = a + 1, c = a * 2 virtual]
"#,
            expect![[r#"
                postgresql:
                  refused: NotSupported { feature: VirtualColumns, product: PostgreSql }
                  back: DROP TABLE t
                mysql, mariadb:
                  CREATE TABLE t (
                  a INT NULL,
                  b INT GENERATED ALWAYS AS (a + 1) STORED,
                  c INT GENERATED ALWAYS AS (a * 2) VIRTUAL
                )
                  back: DROP TABLE t
                sqlite:
                  CREATE TABLE t (
                  a INTEGER,
                  b INTEGER GENERATED ALWAYS AS (a + 1) STORED,
                  c INTEGER GENERATED ALWAYS AS (a * 2) VIRTUAL
                )
                  back: DROP TABLE t
            "#]],
        );
        check_change(
            "- createTable: {tableName: t, columns: [{column: {name: a, type: int}}], generated: [b = a + 1]}",
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 1:85 `[b = a + 1]`: the generated column `b` is not among the columns (generated here); list it under `columns` with its type
            "#]],
        );
        check_change(
            "- createTable: {tableName: t, columns: [{column: {name: a, type: int}}], generated: a}",
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 1:85 `a`: `a` is no generated column (neither a name nor an expression can be told); write `name = expression`, and `virtual` behind it where the value is not to be stored
            "#]],
        );
    }

    #[test]
    fn options_are_those_of_one_product() {
        check_change(
            "- createTable: {tableName: t, columns: [{column: {name: a, type: int}}], engine: MyISAM, charset: latin1}",
            expect![[r#"
                postgresql:
                  refused: NotSupported { feature: TableOptions, product: PostgreSql }
                  back: DROP TABLE t
                mysql, mariadb:
                  CREATE TABLE t (a INT NULL) ENGINE = MyISAM DEFAULT CHARACTER SET = latin1
                  back: DROP TABLE t
                sqlite:
                  refused: NotSupported { feature: TableOptions, product: Sqlite }
                  back: DROP TABLE t
            "#]],
        );
        check_change(
            "- createTable: {tableName: t, columns: [{column: {name: a, type: int}}], strict: true, tableType: COLUMN}",
            expect![[r#"
                postgresql:
                  warning 1:99 `COLUMN`: `tableType` has no effect on PostgreSQL (changes nothing here); leave it away; no product that amend knows has it
                  refused: NotSupported { feature: RowFormats, product: PostgreSql }
                  back: DROP TABLE t
                mysql:
                  warning 1:99 `COLUMN`: `tableType` has no effect on MySQL (changes nothing here); leave it away; no product that amend knows has it
                  refused: NotSupported { feature: RowFormats, product: MySql }
                  back: DROP TABLE t
                mariadb:
                  warning 1:99 `COLUMN`: `tableType` has no effect on MariaDB (changes nothing here); leave it away; no product that amend knows has it
                  refused: NotSupported { feature: RowFormats, product: MariaDb }
                  back: DROP TABLE t
                sqlite:
                  warning 1:99 `COLUMN`: `tableType` has no effect on SQLite (changes nothing here); leave it away; no product that amend knows has it
                  CREATE TABLE t (a INTEGER) STRICT
                  back: DROP TABLE t
            "#]],
        );
    }

    #[test]
    fn a_table_need_not_be_made_twice() {
        let table = "- createTable: {tableName: t, ifNotExists: true, columns: [{column: {name: a, type: int}}]}\n";
        check_change(
            &table.repeat(2),
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
        "#]],
        );
        check_open(
            table,
            expect![[r#"
            postgresql, sqlite:
              CREATE TABLE IF NOT EXISTS t (a INTEGER)
              back: DROP TABLE t
            mysql, mariadb:
              CREATE TABLE IF NOT EXISTS t (a INT NULL)
              back: DROP TABLE t
        "#]],
        );
    }

    #[test]
    fn mistakes_are_found_where_they_stand() {
        check_change(
            "- createTable: {tableName: t, columns: [{column: {type: int}}]}",
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 1:50 `{type: int}`: a column needs `name` (`name` is missing); write `name: ...`
            "#]],
        );
        check_change(
            "- createTable: {tableName: t, columns: [{column: {name: a}}]}",
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 1:50 `{name: a}`: a column needs `type` (`type` is missing); write `type: ...`
            "#]],
        );
        check_change(
            "- createTable: {tableName: t, columns: []}",
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 1:40 `[]`: a column needs `name` (`name` is missing); write `name: ...`
            "#]],
        );
        check_change(
            "- createTable: {columns: [{column: {name: a, type: int}}]}",
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 1:16 `{columns: [{column: {name: a, type: int}}]}`: `createTable` needs `tableName` (`tableName` is missing or empty); write `tableName: ...`: The table's name
            "#]],
        );
        check_change(
            "- createTable: {tableName: t, columns: [{column: {name: a, type: int, defaultValueBoolean: true, nullable: true}}]}",
            expect![[r#"
                error 1:98 `nullable`: a column has no `nullable` here (not known here); attributes such as `nullable` and `primaryKey` belong under `constraints`
                postgresql:
                  CREATE TABLE t (a INTEGER DEFAULT 1)
                  back: DROP TABLE t
                mysql, mariadb:
                  CREATE TABLE t (a INT DEFAULT true NULL)
                  back: DROP TABLE t
                sqlite:
                  CREATE TABLE t (a INTEGER DEFAULT true)
                  back: DROP TABLE t
            "#]],
        );
    }
}
