//! What follows a rename by itself on every product: the keys, indexes and sequences that name the column or table.

use crate::{Catalog, Constraint, IndexKey, ObjectName, Table};

/// The table's foreign keys that point to the name that it had point to the one that it has.
pub(crate) fn follow_own_name(table: &mut Table, old: &ObjectName) {
    for constraint in &mut table.constraints {
        if let Constraint::ForeignKey(key) = constraint
            && key.referenced_table == *old
        {
            key.referenced_table = table.name.clone();
        }
    }
}

impl Table {
    /// The table under another name.
    pub fn renamed(&self, name: ObjectName) -> Self {
        let mut renamed = Self { name, ..self.clone() };
        follow_own_name(&mut renamed, &self.name);
        renamed
    }
}

/// Foreign keys to a renamed table point to its new name.
pub(crate) fn follow_table(catalog: &mut Catalog, old: &ObjectName, new: &ObjectName) {
    if old == new {
        return;
    }
    let naming = catalog.naming;
    for constraint in catalog.tables.iter_mut().flat_map(|table| &mut table.constraints) {
        if let Constraint::ForeignKey(key) = constraint
            && naming.same_object(&key.referenced_table, old)
        {
            key.referenced_table = new.clone();
        }
    }
    for routine in &mut catalog.routines {
        if routine.table.as_ref().is_some_and(|table| naming.same_object(table, old)) {
            routine.table = Some(new.clone());
        }
    }
    for owner in catalog.sequences.iter_mut().filter_map(|sequence| sequence.owner.as_mut()) {
        if naming.same_object(&owner.table, old) {
            owner.table = new.clone();
        }
    }
}

/// Keys and indexes over a renamed column name it by its new name.
pub(crate) fn follow_column(catalog: &mut Catalog, table: &ObjectName, old: &str, new: &str) {
    if old == new {
        return;
    }
    let naming = catalog.naming;
    let rename = |column: &mut String| {
        if naming.members.same(column, old) {
            *column = new.to_owned();
        }
    };
    for owner in catalog.sequences.iter_mut().filter_map(|sequence| sequence.owner.as_mut()) {
        if naming.same_object(&owner.table, table) {
            rename(&mut owner.column);
        }
    }
    for owner in &mut catalog.tables {
        let own = naming.same_object(&owner.name, table);
        for constraint in &mut owner.constraints {
            match constraint {
                Constraint::PrimaryKey(key) | Constraint::Unique(key) if own => key.columns.iter_mut().for_each(rename),
                Constraint::ForeignKey(key) => {
                    if own {
                        key.columns.iter_mut().for_each(rename);
                    }
                    if naming.same_object(&key.referenced_table, table) {
                        key.referenced_columns.iter_mut().for_each(rename);
                    }
                }
                _ => {}
            }
        }
        if own {
            for index in &mut owner.indexes {
                index.include.iter_mut().for_each(rename);
                for part in &mut index.columns {
                    if let IndexKey::Column { name, .. } = &mut part.key {
                        rename(name);
                    }
                }
            }
        }
    }
}
