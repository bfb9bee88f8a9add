//! `addLookupTable`.

use amend_catalog::{Column, Constraint, Edit, ForeignKey, Key, Object, ObjectName, Rows};
use amend_syntax::Spanned;

use crate::change;
use crate::change::Change;
use crate::lower::{Definition, Lower, Refused, filled, require};

change! {
    /// Makes a table of the values that a column has, and a foreign key from the column to it.
    ///
    /// ```yaml
    /// - addLookupTable:
    ///     existingTableName: address
    ///     existingColumnName: city
    ///     newTableName: city
    ///     newColumnName: name
    ///     constraintName: fk_address_city
    /// ```
    "addLookupTable" = AddLookupTable {
        /// The database of the table (MySQL, MariaDB).
        "existingTableCatalogName" => existing_table_catalog_name: String;
        /// The schema of the table.
        "existingTableSchemaName" => existing_table_schema_name: String;
        /// The table with the values.
        "existingTableName" => existing_table_name: String, required;
        /// The column with the values.
        "existingColumnName" => existing_column_name: String, required;
        /// The database of the new table (MySQL, MariaDB).
        "newTableCatalogName" => new_table_catalog_name: String;
        /// The schema of the new table.
        "newTableSchemaName" => new_table_schema_name: String;
        /// The new table.
        "newTableName" => new_table_name: String, required;
        /// Its column, the primary key.
        "newColumnName" => new_column_name: String, required;
        /// The type of the new column; that of the old one where it is not given.
        "newColumnDataType" => new_column_data_type: String;
        /// The foreign key's name; `FK_` and the names of both tables where it is not given.
        "constraintName" => constraint_name: String;
    }
}

impl AddLookupTable {
    /// The type of the new column: where a column need not be defined anew, it is that of the old one.
    fn column_type(&self, to: &Lower<'_>, known: &Column) -> Result<String, Refused> {
        match filled(&self.new_column_data_type) {
            Some(written) if known.ty.is_empty() || to.profile.redefines_columns => Ok(to.column_type(written)?.sql),
            _ if known.ty.is_empty() => {
                require(self, "newColumnDataType", &self.new_column_data_type).map(|written| written.value.clone())
            }
            _ => Ok(known.ty.clone()),
        }
    }

    fn key_name(&self, to: &Lower<'_>, tables: [&Spanned<String>; 2]) -> String {
        let usual = || format!("FK_{}_{}", tables[0].value.to_uppercase(), tables[1].value.to_uppercase());
        to.name(&filled(&self.constraint_name).map_or_else(usual, |it| it.value.clone()))
    }

    /// The new table with its only column.
    fn create(
        &self,
        to: &mut Lower<'_>,
        name: ObjectName,
        column: Column,
        at: &Spanned<String>,
    ) -> Result<(), Refused> {
        let columns = vec![column.name.clone()];
        let primary_key = Some(Key { columns, ..Key::default() });
        let table = to.assemble(name, vec![Definition { column, primary_key, constraints: Vec::new() }]);
        to.edit(Edit::create(Object::Table(table)), &at.place)
    }
}

impl Change for AddLookupTable {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let old = require(self, "existingTableName", &self.existing_table_name)?;
        let old_column = require(self, "existingColumnName", &self.existing_column_name)?;
        let new = require(self, "newTableName", &self.new_table_name)?;
        let new_column = require(self, "newColumnName", &self.new_column_name)?;
        let source = to.table_name(&self.existing_table_catalog_name, &self.existing_table_schema_name, old);
        let table = to.table_name(&self.new_table_catalog_name, &self.new_table_schema_name, new);
        let owner = to.table(&source, &old.place)?;
        let from = to.column(&owner, old_column)?.1;
        let ty = self.column_type(to, &from)?;
        if !to.profile.redefines_columns {
            to.note_other_type(&from, filled(&self.new_column_data_type));
        }
        let column = Column { nullable: false, ..Column::new(to.name(&new_column.value), ty) };
        let name = column.name.clone();
        self.create(to, table.clone(), column, new)?;
        let copy =
            Rows::Copy { table: table.clone(), column: name.clone(), source: source.clone(), from: from.name.clone() };
        to.rows(copy, true, &self.place);
        let key = ForeignKey {
            name: Some(self.key_name(to, [old, new])),
            columns: vec![from.name],
            referenced_table: table,
            referenced_columns: vec![name],
            ..to.unknown_foreign_key(&source, "")
        };
        to.add_constraint(&source, Constraint::ForeignKey(key), &self.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn the_values_move_to_their_own_table() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: varchar(9)}}]}
- addLookupTable: {existingTableName: t, existingColumnName: a, newTableName: n, newColumnName: b, newColumnDataType: varchar(9)}
"#,
            expect![[r#"
                postgresql:
                  CREATE TABLE n (
                  b VARCHAR(9) NOT NULL,
                  CONSTRAINT n_pkey PRIMARY KEY (b)
                )
                  INSERT INTO n (b) SELECT DISTINCT a FROM t WHERE a IS NOT NULL
                  ALTER TABLE t ADD CONSTRAINT fk_t_n FOREIGN KEY (a) REFERENCES n (b)
                  back: ALTER TABLE t DROP CONSTRAINT fk_t_n
                  back: DROP TABLE n
                mysql, mariadb:
                  CREATE TABLE n (
                  b VARCHAR(9) NOT NULL,
                  PRIMARY KEY (b)
                )
                  INSERT INTO n (b) SELECT DISTINCT a FROM t WHERE a IS NOT NULL
                  ALTER TABLE t ADD CONSTRAINT FK_T_N FOREIGN KEY (a) REFERENCES n (b)
                  back: ALTER TABLE t DROP FOREIGN KEY FK_T_N
                  back: DROP INDEX FK_T_N ON t
                  back: DROP TABLE n
                sqlite:
                  CREATE TABLE n (
                  b VARCHAR(9) NOT NULL,
                  CONSTRAINT PK_N PRIMARY KEY (b)
                )
                  INSERT INTO n (b) SELECT DISTINCT a FROM t WHERE a IS NOT NULL
                  CREATE TABLE _amend_new_t (
                  a VARCHAR(9),
                  CONSTRAINT FK_T_N FOREIGN KEY (a) REFERENCES n (b)
                )
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (a VARCHAR(9))
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
                  back: DROP TABLE n
            "#]],
        );
    }
}
