//! `addAutoIncrement`.

use amend_catalog::{Identity, ObjectName};
use amend_syntax::Spanned;

use crate::change;
use crate::change::Change;
use crate::decode::Integer;
use crate::lower::{ColumnSite, Lower, Refused, filled, require};

change! {
    /// Lets the server number the rows of a column.
    ///
    /// On PostgreSQL the numbers come from a sequence of the column's own, or from an identity where `generationType`
    /// is given.
    ///
    /// ```yaml
    /// - addAutoIncrement: {tableName: club, columnName: id, startWith: 100}
    /// ```
    "addAutoIncrement" = AddAutoIncrement {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The column.
        "columnName" => column_name: String, required;
        /// The column's type; the definition that is known counts, so it need not be given.
        "columnDataType" => column_data_type: String;
        /// The first number.
        "startWith" => start_with: Integer;
        /// The step from number to number (PostgreSQL).
        "incrementBy" => increment_by: Integer;
        /// `ALWAYS` or `BY DEFAULT`: whether a number may be given (PostgreSQL).
        "generationType" => generation_type: String;
        /// A given `NULL` is numbered too (products that have it).
        "defaultOnNull" => default_on_null: bool;
    }
}

impl AddAutoIncrement {
    /// How the rows are numbered.
    fn identity(&self, to: &Lower<'_>, table: &ObjectName, column: &Spanned<String>) -> Result<Identity, Refused> {
        let identity = to.identity(&self.generation_type, &self.start_with, &self.increment_by)?;
        let own = to.profile.numbers_from_sequences && filled(&self.generation_type).is_none();
        let name = || table.sibling(format!("{}_{}_seq", table.name, to.name(&column.value)));
        Ok(Identity { sequence: own.then(name), ..identity })
    }
}

impl Change for AddAutoIncrement {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let column = require(self, "columnName", &self.column_name)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        to.table(&table, &name.place)?;
        let identity = self.identity(to, &table, column)?;
        let required = to.profile.identity_is_required;
        let data_type = filled(&self.column_data_type);
        let site = ColumnSite { table: &table, column, data_type, place: &self.place };
        to.alter_column(
            &site,
            |_| {},
            |column| {
                column.identity = Some(identity);
                column.default = None;
                column.nullable &= !required;
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn rows_are_numbered() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- addAutoIncrement: {tableName: t, columnName: id, columnDataType: int, startWith: 100}
"#,
            expect![[r#"
                postgresql:
                  CREATE SEQUENCE IF NOT EXISTS t_id_seq START WITH 100
                  ALTER TABLE t ALTER COLUMN id SET DEFAULT nextval('t_id_seq')
                  ALTER SEQUENCE t_id_seq OWNED BY t.id
                  back: ALTER TABLE t ALTER COLUMN id DROP DEFAULT
                  back: DROP SEQUENCE t_id_seq
                mysql, mariadb:
                  ALTER TABLE t MODIFY COLUMN id INT AUTO_INCREMENT NOT NULL, AUTO_INCREMENT = 100
                  back: ALTER TABLE t MODIFY COLUMN id INT NOT NULL
                sqlite:
                  warning 3:84 `100`: `startWith` has no effect on SQLite (changes nothing here); rows are numbered from 1 on, one by one; leave it away
                  CREATE TABLE _amend_new_t (id INTEGER CONSTRAINT PK_T PRIMARY KEY AUTOINCREMENT NOT NULL)
                  INSERT INTO _amend_new_t (id) SELECT id FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  id INTEGER NOT NULL,
                  CONSTRAINT PK_T PRIMARY KEY (id)
                )
                  back: INSERT INTO _amend_new_t (id) SELECT id FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_generation_type_asks_for_an_identity() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- addAutoIncrement: {tableName: t, columnName: id, generationType: ALWAYS, incrementBy: 5}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (INCREMENT BY 5)
                  back: ALTER TABLE t ALTER COLUMN id DROP IDENTITY
                mysql:
                  error 3:89 `5`: MySQL has no step for numbered columns (not possible on MySQL); leave `incrementBy` away
                mariadb:
                  error 3:89 `5`: MariaDB has no step for numbered columns (not possible on MariaDB); leave `incrementBy` away
                sqlite:
                  warning 3:89 `5`: `incrementBy` has no effect on SQLite (changes nothing here); rows are numbered from 1 on, one by one; leave it away
                  warning 3:68 `ALWAYS`: `generationType` has no effect on SQLite (changes nothing here); numbers may always be given; leave it away
                  CREATE TABLE _amend_new_t (id INTEGER CONSTRAINT PK_T PRIMARY KEY AUTOINCREMENT NOT NULL)
                  INSERT INTO _amend_new_t (id) SELECT id FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  id INTEGER NOT NULL,
                  CONSTRAINT PK_T PRIMARY KEY (id)
                )
                  back: INSERT INTO _amend_new_t (id) SELECT id FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_column_that_is_not_known_is_numbered() {
        check_open(
            "- addAutoIncrement: {tableName: t, columnName: id, columnDataType: bigint}",
            expect![[r#"
            postgresql:
              CREATE SEQUENCE IF NOT EXISTS t_id_seq
              ALTER TABLE t ALTER COLUMN id SET NOT NULL, ALTER COLUMN id SET DEFAULT nextval('t_id_seq')
              ALTER SEQUENCE t_id_seq OWNED BY t.id
              no way back: Unknown { kind: Column, name: "id", table: Some(ObjectName { schema: None, name: "t" }) }
            mysql, mariadb:
              warning 1:68 `bigint`: the definition of the column `id` is not known beyond its type (taken for the whole definition); its default and its comment may be lost where the whole definition must be given again
              ALTER TABLE t MODIFY COLUMN id BIGINT AUTO_INCREMENT NOT NULL
              no way back: Unknown { kind: Column, name: "id", table: Some(ObjectName { schema: None, name: "t" }) }
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              no way back: Unknown { kind: Column, name: "id", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
    }
}
