//! `addDefaultValue`.

use amend_catalog::{ObjectName, SequenceOwner};
use amend_sql::defaults::{Given, sequence_name};
use amend_sql::types::ColumnType;
use amend_syntax::{Diagnostic, Place, Spanned};

use crate::change;
use crate::change::Change;
use crate::lower::{ColumnSite, Lower, Refused, filled, require, set_default};

change! {
    /// Gives a column a default. The way back restores the one that it had, if any.
    ///
    /// ```yaml
    /// - addDefaultValue: {tableName: person, columnName: name, defaultValue: unknown}
    /// ```
    "addDefaultValue" = AddDefaultValue {
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
        /// The default as a text.
        "defaultValue" => default_value: String;
        /// The default as a truth value.
        "defaultValueBoolean" => default_value_boolean: bool;
        /// The default as an expression of the product.
        "defaultValueComputed" => default_value_computed: String;
        /// A name for the default, where a product names defaults.
        "defaultValueConstraintName" => default_value_constraint_name: String;
        /// The default as a date, a time, or both.
        "defaultValueDate" => default_value_date: String;
        /// The default as a number.
        "defaultValueNumeric" => default_value_numeric: String;
        /// A sequence whose next number is the default; on PostgreSQL it is the column's from then on and falls with it.
        "defaultValueSequenceNext" => default_value_sequence_next: String;
    }
}

impl AddDefaultValue {
    /// The default that counts where several are given.
    fn given(&self) -> Option<(Given, Place)> {
        let text = |field: &Option<Spanned<String>>, make: fn(String) -> Given| {
            field.as_ref().map(|it| (make(it.value.clone()), it.place.clone()))
        };
        let boolean = self.default_value_boolean.as_ref().map(|it| (Given::Boolean(it.value), it.place.clone()));
        text(&self.default_value, Given::Text)
            .or(boolean)
            .or_else(|| text(&self.default_value_numeric, Given::Numeric))
            .or_else(|| text(&self.default_value_date, Given::Date))
            .or_else(|| text(&self.default_value_computed, Given::Computed))
            .or_else(|| text(&self.default_value_sequence_next, Given::SequenceNext))
    }

    /// A sequence that gives the default is the column's from here on.
    fn own(&self, to: &mut Lower<'_>, table: &ObjectName) -> Result<(), Refused> {
        let (Some((Given::SequenceNext(name), place)), Some(column)) = (self.given(), &self.column_name) else {
            return Ok(());
        };
        let mut sequence = sequence_name(to.product(), &name);
        sequence.schema = sequence.schema.filter(|it| Some(it.as_str()) != to.around.default_schema);
        let owner = SequenceOwner { table: table.clone(), column: to.name(&column.value) };
        to.own_sequence(&sequence, owner, &place)
    }

    /// The column's type, as far as the spelling of a value depends on it.
    fn column_type(&self, to: &Lower<'_>, known: &str, given: &Given) -> Result<ColumnType, Refused> {
        let assumed = match given {
            Given::Numeric(_) => "decimal",
            Given::Boolean(_) => "boolean",
            _ => "varchar",
        };
        let text = |value: &str| Spanned::new(value.to_owned(), self.place.clone());
        match filled(&self.column_data_type) {
            Some(written) if known.is_empty() => to.column_type(written),
            None if known.is_empty() => to.column_type(&text(assumed)),
            _ => to.column_type(&text(known)),
        }
    }
}

impl Change for AddDefaultValue {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let column = require(self, "columnName", &self.column_name)?;
        let Some((given, place)) = self.given() else {
            let message = "`addDefaultValue` needs a default";
            let diagnostic = Diagnostic::error("amend::change::missing-attribute", message);
            let help = "write `defaultValue: ...` or another of the defaults";
            return Err(diagnostic.at(&self.place, "no default is given").help(help).into());
        };
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        let owner = to.table(&table, &name.place)?;
        let known = to.column(&owner, column)?.1;
        to.note_other_type(&known, filled(&self.column_data_type));
        let ty = self.column_type(to, &known.ty, &given)?;
        let default = to.changed_default(&ty, &given, &place)?;
        let site = ColumnSite { table: &table, column, data_type: None, place: &place };
        to.alter_column(
            &site,
            |_| {},
            |column| match &default {
                Some(default) => set_default(column, default),
                None => column.default = None,
            },
        )?;
        self.own(to, &table)
    }
}

#[cfg(test)]
mod tests {
    use amend_sql::Product;
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_on, check_open};

    #[test]
    fn the_default_before_comes_back() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: varchar(9), defaultValue: old}}]}
- addDefaultValue: {tableName: t, columnName: a, columnDataType: varchar(9), defaultValue: it's}
"#,
            expect![[r#"
                postgresql, mysql, mariadb:
                  ALTER TABLE t ALTER COLUMN a SET DEFAULT 'it''s'
                  back: ALTER TABLE t ALTER COLUMN a SET DEFAULT 'old'
                sqlite:
                  CREATE TABLE _amend_new_t (a VARCHAR(9) DEFAULT 'it''s')
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (a VARCHAR(9) DEFAULT 'old')
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn the_type_is_that_of_the_column() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: boolean}}]}
- addDefaultValue: {tableName: t, columnName: a, defaultValue: "true"}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ALTER COLUMN a SET DEFAULT TRUE
                  back: ALTER TABLE t ALTER COLUMN a DROP DEFAULT
                mysql, mariadb:
                  ALTER TABLE t ALTER COLUMN a SET DEFAULT true
                  back: ALTER TABLE t ALTER COLUMN a SET DEFAULT NULL
                sqlite:
                  CREATE TABLE _amend_new_t (a BOOLEAN DEFAULT 1)
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (a BOOLEAN)
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: datetime}}]}
- addDefaultValue: {tableName: t, columnName: a, defaultValueComputed: CURRENT_TIMESTAMP}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ALTER COLUMN a SET DEFAULT NOW()
                  back: ALTER TABLE t ALTER COLUMN a DROP DEFAULT
                mysql, mariadb:
                  ALTER TABLE t ALTER COLUMN a SET DEFAULT (NOW())
                  back: ALTER TABLE t ALTER COLUMN a SET DEFAULT NULL
                sqlite:
                  CREATE TABLE _amend_new_t (a TEXT DEFAULT CURRENT_TIMESTAMP)
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (a TEXT)
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_sequence_belongs_to_the_column_that_it_numbers() {
        check_change(
            r#"
- createSequence: {sequenceName: sq, incrementBy: 2}
- createTable: {tableName: t, columns: [{column: {name: a, type: bigint}}, {column: {name: b, type: int}}]}
- addDefaultValue: {tableName: t, columnName: a, defaultValueSequenceNext: sq}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ALTER COLUMN a SET DEFAULT nextval('sq')
                  ALTER SEQUENCE sq OWNED BY t.a
                  back: ALTER SEQUENCE sq OWNED BY NONE
                  back: ALTER TABLE t ALTER COLUMN a DROP DEFAULT
                mysql:
                  error 4:76 `sq`: MySQL has no sequences (this default); write it as the type of the column is written, or an expression under `defaultValueComputed`
                mariadb:
                  ALTER TABLE t ALTER COLUMN a SET DEFAULT (NEXT VALUE FOR sq)
                  back: ALTER TABLE t ALTER COLUMN a SET DEFAULT NULL
                sqlite:
                  error 4:76 `sq`: SQLite has no sequences (this default); write it as the type of the column is written, or an expression under `defaultValueComputed`
            "#]],
        );
    }

    #[test]
    fn an_owned_sequence_falls_with_its_column_and_comes_back() {
        let made = r#"
- createSequence: {sequenceName: sq, incrementBy: 2}
- createTable: {tableName: t, columns: [{column: {name: a, type: bigint}}, {column: {name: b, type: int}}]}
- addDefaultValue: {tableName: t, columnName: a, defaultValueSequenceNext: sq}
- renameColumn: {tableName: t, oldColumnName: a, newColumnName: c, columnDataType: bigint}
- renameTable: {oldTableName: t, newTableName: u}
"#;
        for (change, expected) in [
            (
                "dropColumn: {tableName: u, columnName: c}",
                expect![[r#"
                postgresql:
                  ALTER TABLE u DROP COLUMN c
                  back: ALTER TABLE u ADD COLUMN c BIGINT
                  back: CREATE SEQUENCE sq INCREMENT BY 2
                  back: ALTER SEQUENCE sq OWNED BY u.c
                  back: ALTER TABLE u ALTER COLUMN c SET DEFAULT nextval('sq')
            "#]],
            ),
            (
                "dropTable: {tableName: u}",
                expect![[r#"
                postgresql:
                  DROP TABLE u
                  back: CREATE TABLE u (
                  c BIGINT,
                  b INTEGER
                )
                  back: CREATE SEQUENCE sq INCREMENT BY 2
                  back: ALTER SEQUENCE sq OWNED BY u.c
                  back: ALTER TABLE u ALTER COLUMN c SET DEFAULT nextval('sq')
            "#]],
            ),
            (
                "dropSequence: {sequenceName: sq}",
                expect![[r#"
                postgresql:
                  ALTER TABLE u ALTER COLUMN c DROP DEFAULT
                  DROP SEQUENCE sq
                  back: CREATE SEQUENCE sq INCREMENT BY 2 OWNED BY u.c
                  back: ALTER TABLE u ALTER COLUMN c SET DEFAULT nextval('sq')
            "#]],
            ),
        ] {
            check_on(Product::PostgreSql, &format!("{made}- {change}\n"), expected);
        }
    }

    #[test]
    fn a_column_that_is_not_known_gets_a_default() {
        check_open(
            "- addDefaultValue: {tableName: t, columnName: a, defaultValueNumeric: 5}",
            expect![[r#"
            postgresql, mysql, mariadb:
              ALTER TABLE t ALTER COLUMN a SET DEFAULT 5
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              no way back: Unknown { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
    }

    #[test]
    fn a_default_must_be_given() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}
- addDefaultValue: {tableName: t, columnName: a}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:20 `{tableName: t, columnName: a}`: `addDefaultValue` needs a default (no default is given); write `defaultValue: ...` or another of the defaults
            "#]],
        );
    }
}
