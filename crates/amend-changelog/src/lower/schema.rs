//! Whole tables: made and dropped.

use amend_catalog::{Constraint, Edit, Key, Manner, Object, ObjectName, Table, World};
use amend_sql::unnamed::renamed_with_table;
use amend_syntax::{Diagnostic, Place, Spanned};

use super::{Definition, Lower, Refused};

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
        for constraint in primary_key.into_iter().chain(in_printed_order(constraints)) {
            if let Constraint::ForeignKey(key) = &constraint {
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
