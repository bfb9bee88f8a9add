//! Whole tables: made and dropped.

use amend_catalog::{Constraint, Edit, Key, Manner, Object, ObjectName, Table};
use amend_syntax::{Place, Spanned};

use super::{Definition, Lower, Refused};

impl Lower<'_> {
    /// A table of these columns with the constraints that they bring.
    pub fn assemble(&self, name: ObjectName, definitions: Vec<Definition>) -> Table {
        let mut table = Table::new(name);
        let mut primary_key: Option<Key> = None;
        let mut constraints = Vec::new();
        for definition in definitions {
            table.columns.push(definition.column);
            merge_primary_key(&mut primary_key, definition.primary_key);
            constraints.extend(definition.constraints);
        }
        let primary_key = primary_key.map(Constraint::PrimaryKey);
        for constraint in primary_key.into_iter().chain(in_printed_order(constraints)) {
            let constraint = self.named(&table, constraint);
            table.constraints.push(constraint);
        }
        self.add_automatic_indexes(&mut table);
        table
    }

    /// The indexes that the server makes for the foreign keys of a new table.
    fn add_automatic_indexes(&self, table: &mut Table) {
        let keys: Vec<Constraint> =
            table.constraints.iter().filter(|it| matches!(it, Constraint::ForeignKey(_))).cloned().collect();
        for key in keys {
            let index = self.automatic_index(table, &key, key.columns());
            table.indexes.extend(index);
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
        self.drop_triggers(name, place)?;
        let table = self.table(name, place)?;
        let manner = Manner { cascade: cascade && self.profile.drop_cascades, ..Manner::default() };
        self.edit(Edit::drop(Object::Table(table)).with(manner), place)
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

/// Columns that are each marked as primary key make one key together.
fn merge_primary_key(key: &mut Option<Key>, part: Option<Key>) {
    let Some(part) = part else { return };
    match key {
        None => *key = Some(part),
        Some(key) => {
            key.columns.extend(part.columns);
            key.name = key.name.take().or(part.name);
            key.tablespace = key.tablespace.take().or(part.tablespace);
        }
    }
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
