//! Whole tables: made and dropped.

use amend_catalog::{Constraint, Edit, Key, Manner, Object, ObjectName, Table, World};
use amend_sql::Feature;
use amend_sql::unnamed::{key_of_new_table, renamed_with_table};
use amend_syntax::{Diagnostic, Place, Spanned};

use super::{Definition, Lower, Refused};
use crate::column::{Column, Constraints};

impl Lower<'_> {
    /// A table of these columns with the constraints that they bring.
    pub fn assemble(&self, name: ObjectName, definitions: Vec<Definition>) -> Table {
        let mut table = Table::new(name);
        let mut primary_key: Option<Key> = None;
        let mut constraints = Vec::new();
        // The server makes an index for each foreign key that no key serves.
        let mut automatic = Vec::new();
        for definition in definitions {
            table.columns.push(definition.column);
            merge_primary_key(&mut primary_key, definition.primary_key);
            constraints.extend(definition.constraints);
        }
        let primary_key = primary_key.map(Constraint::PrimaryKey);
        for mut constraint in primary_key.into_iter().chain(in_printed_order(merge_unique(constraints))) {
            if self.profile.merges_equal_keys && repeats_primary_key(&table, &constraint) {
                continue;
            }
            if let Constraint::ForeignKey(key) = &mut constraint {
                // A new table has no rows to check (PostgreSQL 15: `NOT VALID` is taken for nothing there).
                key.validated = true;
                automatic.push((key.name.clone(), key.columns.clone()));
            }
            let constraint = self.named(&table, constraint);
            table.constraints.push(constraint);
        }
        for (name, columns) in automatic {
            let index = self.automatic_index(&table, name.as_deref(), &columns);
            table.indexes.extend(index);
        }
        table
    }

    /// Warns of what the constraints of a new table's columns say in vain.
    pub fn note_idle_constraints(&mut self, columns: &[Column]) {
        let is_key = |it: &&Constraints| it.primary_key.as_ref().is_some_and(|flag| flag.value);
        let key: Vec<_> = columns.iter().filter_map(|column| column.constraints.as_ref()).filter(is_key).collect();
        self.note_repeated_key(&key);
        self.note_other_key_names(&key);
        self.note_unchecked_keys(columns);
    }

    /// Where the server makes one key of two, a unique constraint over the only column of the primary key says nothing.
    fn note_repeated_key(&mut self, key: &[&Constraints]) {
        let [only] = key else { return };
        let unique = only.unique.as_ref().filter(|it| it.value && self.profile.merges_equal_keys);
        if let Some(unique) = unique {
            let message = "the primary key is unique already; no second constraint is made";
            let diagnostic = Diagnostic::warning("amend::key::repeated", message).at(&unique.place, "says it again");
            self.note(diagnostic.help("leave it away"));
        }
    }

    /// The first column of the primary key gives its name; the names at others do not count.
    fn note_other_key_names(&mut self, key: &[&Constraints]) {
        let names: Vec<_> = key.iter().map(|it| it.primary_key_name.as_ref()).collect();
        let Some((first, others)) = names.split_first() else { return };
        for name in others.iter().flatten().filter(|name| first.is_none_or(|first| first.value != name.value)) {
            let diagnostic =
                Diagnostic::warning("amend::key::other-name", "this name of the primary key does not count");
            let diagnostic = diagnostic.at(&name.place, "the first column of the key gives the name");
            self.note(diagnostic.help("write `primaryKeyName` at the first column of the key"));
        }
    }

    /// Warns of foreign keys that are not to check the rows that are there: a new table has none.
    fn note_unchecked_keys(&mut self, columns: &[Column]) {
        let possible = self.profile.has(Feature::UnvalidatedConstraints);
        let flags = columns.iter().filter_map(|it| it.constraints.as_ref()?.validate_foreign_key.as_ref());
        for flag in flags.filter(|it| possible && !it.value) {
            let message = "`validateForeignKey` has no effect in a new table, which has no rows";
            let diagnostic = Diagnostic::warning("amend::change::without-effect", message);
            self.note(diagnostic.at(&flag.place, "changes nothing here").help("leave it away"));
        }
    }

    /// A primary key without a name gets the one that Liquibase gives it.
    pub fn name_key_after(&self, table: &str, definitions: &mut [Definition]) {
        let key = definitions.iter_mut().find_map(|definition| definition.primary_key.as_mut());
        if let Some(key) = key.filter(|key| key.name.is_none()) {
            key.name = key_of_new_table(self.profile, table, self.around.quoting);
        }
    }

    /// Drops a table. With `cascade`, the foreign keys of other tables to it go before it.
    ///
    /// # Errors
    /// There is no such table.
    pub fn drop_table(&mut self, name: &ObjectName, cascade: bool, place: &Place) -> Result<(), Refused> {
        self.table(name, place)?;
        if cascade {
            self.drop_references(name, place)?;
        }
        self.refuse_referenced_table(name, place)?;
        self.drop_triggers(name, place)?;
        self.drop_owned(name, None, place)?;
        let table = self.table(name, place)?;
        let manner = Manner { cascade: cascade && self.profile.drop_cascades, ..Manner::default() };
        self.edit(Edit::drop(Object::Table(table)).with(manner), place)
    }

    fn refuse_referenced_table(&self, name: &ObjectName, place: &Place) -> Result<(), Refused> {
        let known = self.profile.drop_refuses_references && self.catalog.world == World::Closed;
        let other = self.catalog.references_to(name).find(|(table, _)| table.name != *name).filter(|_| known);
        let Some((table, key)) = other else { return Ok(()) };
        let key = key.name.as_deref().unwrap_or_default();
        let message = format!("the foreign key `{key}` of table `{}` points to the table `{name}`", table.name);
        let diagnostic = Diagnostic::error("amend::table::referenced", message).at(place, "cannot be dropped");
        Err(diagnostic.help("drop that foreign key first, or write `cascadeConstraints: true`").into())
    }

    fn drop_references(&mut self, name: &ObjectName, place: &Place) -> Result<(), Refused> {
        let references: Vec<(ObjectName, Constraint)> = self
            .catalog
            .references_to(name)
            .filter(|(table, _)| !self.profile.naming.same_object(&table.name, name))
            .map(|(table, key)| (table.name.clone(), Constraint::ForeignKey(key.clone())))
            .collect();
        for (table, constraint) in references {
            let edit = Edit::drop(Object::Constraint { table, constraint });
            let by_itself = self.profile.drop_cascades;
            self.edit(if by_itself { edit.implied() } else { edit }, place)?;
        }
        Ok(())
    }

    /// Renames a table. Constraints that the server named after it get names after the new one.
    ///
    /// # Errors
    /// There is no such table, or there is one of the new name.
    pub fn rename_table(
        &mut self,
        name: &ObjectName,
        old: &Spanned<String>,
        new: &Spanned<String>,
    ) -> Result<(), Refused> {
        let before = self.table(name, &old.place)?;
        let mut after = before.clone();
        after.name = name.sibling(self.name(&new.value));
        let renamed = renamed_with_table(self.profile, &before, &after.name.name);
        let table = after.name.clone();
        self.alter(Object::Table(before), Object::Table(after), &new.place)?;
        renamed.into_iter().try_for_each(|(old, new_name)| self.follow_in_name(&table, &old, new_name, &new.place))
    }

    /// The constraint has a new name by the server's own doing.
    fn follow_in_name(&mut self, table: &ObjectName, old: &str, new: String, place: &Place) -> Result<(), Refused> {
        let owner = self.table(table, place)?;
        let Some(before) = self.catalog.constraint(&owner, old).cloned() else { return Ok(()) };
        let mut after = before.clone();
        after.set_name(Some(new));
        let object = |constraint| Object::Constraint { table: table.clone(), constraint };
        self.edit(Edit::alter(object(before), object(after)).following(), place)
    }

    /// The triggers of a table fall with it on every product.
    fn drop_triggers(&mut self, name: &ObjectName, place: &Place) -> Result<(), Refused> {
        let of_table = |table: &Option<ObjectName>| table.as_ref().is_some_and(|it| it == name);
        let triggers: Vec<_> = self.catalog.routines.iter().filter(|it| of_table(&it.table)).cloned().collect();
        for trigger in triggers {
            self.edit(Edit::drop(Object::Routine(trigger)).implied(), place)?;
        }
        Ok(())
    }

    /// The table that a change names by its catalog, schema and name.
    pub fn table_name(
        &self,
        catalog: &Option<Spanned<String>>,
        schema: &Option<Spanned<String>>,
        name: &Spanned<String>,
    ) -> ObjectName {
        self.object(catalog, schema, &name.value)
    }
}

/// Whether the table's primary key does what the unique constraint would.
fn repeats_primary_key(table: &Table, constraint: &Constraint) -> bool {
    let Constraint::Unique(unique) = constraint else { return false };
    table.primary_key().is_some_and(|key| key.columns == unique.columns && key.deferrable == unique.deferrable)
}

/// Columns that are each marked as primary key make one key together, which has the name that the first one gives.
fn merge_primary_key(key: &mut Option<Key>, part: Option<Key>) {
    let Some(part) = part else { return };
    match key {
        None => *key = Some(part),
        Some(key) => {
            key.columns.extend(part.columns);
            key.tablespace = key.tablespace.take().or(part.tablespace);
            key.deferrable |= part.deferrable;
            key.initially_deferred |= part.initially_deferred;
        }
    }
}

/// Columns whose unique constraints have one name make one constraint together.
fn merge_unique(constraints: Vec<Constraint>) -> Vec<Constraint> {
    let mut merged: Vec<Constraint> = Vec::with_capacity(constraints.len());
    for constraint in constraints {
        let same = |it: &&mut Constraint| matches!(it, Constraint::Unique(_)) && it.name() == constraint.name();
        match (&constraint, merged.iter_mut().find(same)) {
            (Constraint::Unique(part), Some(Constraint::Unique(key))) if part.name.is_some() => {
                key.columns.extend(part.columns.iter().cloned());
            }
            _ => merged.push(constraint),
        }
    }
    merged
}

/// Foreign keys before unique constraints, checks last: the order in which the tool this is compatible with prints
/// them, and so the order in which servers number the unnamed ones.
fn in_printed_order(mut constraints: Vec<Constraint>) -> Vec<Constraint> {
    constraints.sort_by_key(|it| match it {
        Constraint::PrimaryKey(_) => 0,
        Constraint::ForeignKey(_) => 1,
        Constraint::Unique(_) => 2,
        Constraint::Check(_) => 3,
    });
    constraints
}

#[cfg(test)]
mod tests {
    use amend_sql::Product;
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_on};

    #[test]
    fn columns_of_one_unique_constraint_make_it_together() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: a, type: uuid, constraints: {unique: true, uniqueConstraintName: uq}}
      - column: {name: b, type: uuid, constraints: {unique: true}}
      - column: {name: c, type: uuid, constraints: {unique: true, uniqueConstraintName: uq}}
"#,
            expect![[r#"
                postgresql:
                  CREATE TABLE t (
                  a UUID,
                  b UUID,
                  c UUID,
                  CONSTRAINT uq UNIQUE (a, c),
                  CONSTRAINT t_b_key UNIQUE (b)
                )
                  back: DROP TABLE t
                mysql:
                  CREATE TABLE t (
                  a char(36) NULL,
                  b char(36) NULL,
                  c char(36) NULL,
                  CONSTRAINT uq UNIQUE (a, c),
                  CONSTRAINT b UNIQUE (b)
                )
                  back: DROP TABLE t
                mariadb:
                  CREATE TABLE t (
                  a UUID NULL,
                  b UUID NULL,
                  c UUID NULL,
                  CONSTRAINT uq UNIQUE (a, c),
                  CONSTRAINT b UNIQUE (b)
                )
                  back: DROP TABLE t
                sqlite:
                  CREATE TABLE t (
                  a TEXT,
                  b TEXT,
                  c TEXT,
                  CONSTRAINT uq UNIQUE (a, c),
                  UNIQUE (b)
                )
                  back: DROP TABLE t
            "#]],
        );
    }

    #[test]
    fn the_first_column_of_a_key_names_it() {
        check_on(
            Product::PostgreSql,
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: a, type: int, constraints: {primaryKey: true}}
      - column: {name: b, type: int, constraints: {primaryKey: true, primaryKeyName: pk}}
"#,
            expect![[r#"
                postgresql:
                  warning 6:86 `pk`: this name of the primary key does not count (the first column of the key gives the name); write `primaryKeyName` at the first column of the key
                  CREATE TABLE t (
                  a INTEGER NOT NULL,
                  b INTEGER NOT NULL,
                  CONSTRAINT t_pkey PRIMARY KEY (a, b)
                )
                  back: DROP TABLE t
            "#]],
        );
    }

    #[test]
    fn white_space_around_comments() {
        check_change(
            r#"- createTable: {tableName: t, remarks: " a ", columns: [{column: {name: a, type: int, remarks: " b"}}]}"#,
            expect![[r#"
                postgresql:
                  CREATE TABLE t (a INTEGER)
                  COMMENT ON TABLE t IS 'a'
                  COMMENT ON COLUMN t.a IS 'b'
                  back: DROP TABLE t
                mysql, mariadb:
                  CREATE TABLE t (a INT NULL COMMENT ' b') COMMENT = ' a '
                  back: DROP TABLE t
                sqlite:
                  advice 1:40 `" a "`: `remarks` has no effect on SQLite (changes nothing here); the product has no comments; it stays a remark for the reader of the changelog
                  advice 1:96 `" b"`: `remarks` has no effect on SQLite (changes nothing here); the product has no comments; it stays a remark for the reader of the changelog
                  CREATE TABLE t (a INTEGER)
                  back: DROP TABLE t
            "#]],
        );
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}
- addColumn: {tableName: t, columns: [{column: {name: b, type: int, remarks: " c "}}]}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD COLUMN b INTEGER
                  COMMENT ON COLUMN t.b IS 'c'
                  back: ALTER TABLE t DROP COLUMN b
                mysql, mariadb:
                  ALTER TABLE t ADD COLUMN b INT NULL COMMENT 'c'
                  back: ALTER TABLE t DROP COLUMN b
                sqlite:
                  advice 3:78 `" c "`: `remarks` has no effect on SQLite (changes nothing here); the product has no comments; it stays a remark for the reader of the changelog
                  ALTER TABLE t ADD COLUMN b INTEGER
                  back: ALTER TABLE t DROP COLUMN b
            "#]],
        );
    }

    #[test]
    fn a_database_is_a_catalog_before_it_is_a_schema() {
        check_change(
            "- createTable: {catalogName: c, schemaName: s, tableName: t, columns: [{column: {name: a, type: int}}]}",
            expect![[r#"
                postgresql:
                  warning 1:30 `c`: `catalogName` has no effect on PostgreSQL (changes nothing here); the database is that of the connection; leave it away, or name a schema with `schemaName`
                  CREATE TABLE s.t (a INTEGER)
                  back: DROP TABLE s.t
                mysql:
                  warning 1:45 `s`: `schemaName` has no effect on MySQL (changes nothing here); another attribute beside it says the same and counts before it; leave one of the two away
                  CREATE TABLE c.t (a INT NULL)
                  back: DROP TABLE c.t
                mariadb:
                  warning 1:45 `s`: `schemaName` has no effect on MariaDB (changes nothing here); another attribute beside it says the same and counts before it; leave one of the two away
                  CREATE TABLE c.t (a INT NULL)
                  back: DROP TABLE c.t
                sqlite:
                  warning 1:30 `c`: `catalogName` has no effect on SQLite (changes nothing here); the database is that of the connection; leave it away, or name a schema with `schemaName`
                  warning 1:45 `s`: `schemaName` has no effect on SQLite (changes nothing here); there are no schemas; the name is looked for in the database of the connection
                  CREATE TABLE t (a INTEGER)
                  back: DROP TABLE t
            "#]],
        );
    }
}
