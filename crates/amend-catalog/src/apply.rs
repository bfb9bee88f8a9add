//! Applying an edit: all of it, or nothing and the reason.

use crate::rename::{follow_column, follow_table};
use crate::{Catalog, Edit, Fault, Kind, Object, ObjectName, Table};

impl Catalog {
    /// Makes the edit's change. What is found must equal what the edit says was there.
    ///
    /// # Errors
    /// The reason; the catalog is then as it was.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), Fault> {
        match (&edit.before, &edit.after) {
            (None, Some(object)) => self.create(object),
            (Some(object), None) => self.drop(object),
            (Some(before), Some(after)) => self.alter(before, after),
            (None, None) => Err(Fault::Malformed),
        }
    }

    /// Undoes an edit that was applied last. Where it was not, the catalog stays as it is.
    pub fn take_back(&mut self, edit: &Edit) {
        // What was applied can be taken back; only stubs of an open world may have changed shape meanwhile.
        let _ = match (&edit.before, &edit.after) {
            (None, Some(made)) => self.drop(made),
            (Some(dropped), None) => self.create(dropped),
            (Some(before), Some(after)) => self.alter(after, before),
            (None, None) => Ok(()),
        };
    }

    fn create(&mut self, object: &Object) -> Result<(), Fault> {
        if self.find(object).is_some() {
            return Err(Fault::exists(object));
        }
        match object {
            Object::Table(table) => self.tables.push(table.clone()),
            Object::Sequence(sequence) => self.sequences.push(sequence.clone()),
            Object::View(view) => self.views.push(view.clone()),
            Object::Routine(routine) => self.routines.push(routine.clone()),
            Object::Column { table, at, column } => {
                let columns = &mut self.owner(table)?.columns;
                columns.insert((*at).min(columns.len()), column.clone());
            }
            Object::Constraint { table, constraint } => self.owner(table)?.constraints.push(constraint.clone()),
            Object::Index { table, index } => self.owner(table)?.indexes.push(index.clone()),
        }
        Ok(())
    }

    fn drop(&mut self, object: &Object) -> Result<(), Fault> {
        let at = self.expect(object)?;
        match object {
            Object::Table(_) => drop(self.tables.remove(at)),
            Object::Sequence(_) => drop(self.sequences.remove(at)),
            Object::View(_) => drop(self.views.remove(at)),
            Object::Routine(_) => drop(self.routines.remove(at)),
            Object::Column { table, .. } => drop(self.owner(table)?.columns.remove(at)),
            Object::Constraint { table, .. } => drop(self.owner(table)?.constraints.remove(at)),
            Object::Index { table, .. } => drop(self.owner(table)?.indexes.remove(at)),
        }
        Ok(())
    }

    fn alter(&mut self, before: &Object, after: &Object) -> Result<(), Fault> {
        if before.kind() != after.kind() {
            return Err(Fault::Malformed);
        }
        let at = self.expect(before)?;
        if self.find(after).is_some_and(|found| found != at || moves(before, after)) {
            return Err(Fault::exists(after));
        }
        match after {
            Object::Table(table) => self.alter_table(at, table),
            Object::Sequence(sequence) => self.sequences[at] = sequence.clone(),
            Object::View(view) => self.views[at] = view.clone(),
            Object::Routine(routine) => self.routines[at] = routine.clone(),
            Object::Column { table, at: to, column } => self.alter_column(table, at, *to, column)?,
            Object::Constraint { table, constraint } => self.owner(table)?.constraints[at] = constraint.clone(),
            Object::Index { table, index } => self.owner(table)?.indexes[at] = index.clone(),
        }
        Ok(())
    }

    fn alter_table(&mut self, at: usize, table: &Table) {
        let old = std::mem::replace(&mut self.tables[at], table.clone());
        follow_table(self, &old.name, &table.name);
    }

    fn alter_column(
        &mut self,
        table: &ObjectName,
        from: usize,
        to: usize,
        column: &crate::Column,
    ) -> Result<(), Fault> {
        let columns = &mut self.owner(table)?.columns;
        let old = columns.remove(from);
        columns.insert(to.min(columns.len()), column.clone());
        follow_column(self, table, &old.name, &column.name);
        Ok(())
    }

    fn owner(&mut self, name: &ObjectName) -> Result<&mut Table, Fault> {
        self.require_table(name)?;
        self.table_mut(name).ok_or(Fault::Malformed)
    }

    /// The place of the object of that kind and name in its list.
    fn find(&self, object: &Object) -> Option<usize> {
        let naming = self.naming;
        match object {
            Object::Table(it) => self.tables.iter().position(|table| naming.same_object(&table.name, &it.name)),
            Object::Sequence(it) => self.sequences.iter().position(|found| naming.same_object(&found.name, &it.name)),
            Object::View(it) => self.views.iter().position(|found| naming.same_object(&found.name, &it.name)),
            Object::Routine(it) => self.routines.iter().position(|found| {
                found.kind == it.kind && naming.same_object(&found.name, &it.name) && watch_same(naming, found, it)
            }),
            Object::Column { table, column, .. } => {
                self.column(self.table(table)?, &column.name).map(|(position, _)| position)
            }
            Object::Constraint { table, constraint } => {
                let constraints = &self.table(table)?.constraints;
                match constraint.name() {
                    Some(name) => constraints
                        .iter()
                        .position(|found| found.name().is_some_and(|its| naming.members.same(its, name))),
                    None => constraints.iter().position(|found| found == constraint),
                }
            }
            Object::Index { table, index } => {
                self.table(table)?.indexes.iter().position(|found| naming.members.same(&found.name, &index.name))
            }
        }
    }

    /// The place of exactly this object.
    fn expect(&self, object: &Object) -> Result<usize, Fault> {
        let at = self.find(object).ok_or_else(|| self.missing(object))?;
        if self.stands_at(object, at) { Ok(at) } else { Err(Fault::differs(object)) }
    }

    fn stands_at(&self, object: &Object, at: usize) -> bool {
        match object {
            Object::Table(table) => &self.tables[at] == table,
            Object::Sequence(sequence) => &self.sequences[at] == sequence,
            Object::View(view) => &self.views[at] == view,
            Object::Routine(routine) => &self.routines[at] == routine,
            Object::Column { table, column, .. } => self.table(table).is_some_and(|it| &it.columns[at] == column),
            Object::Constraint { table, constraint } => {
                self.table(table).is_some_and(|it| &it.constraints[at] == constraint)
            }
            Object::Index { table, index } => self.table(table).is_some_and(|it| &it.indexes[at] == index),
        }
    }

    fn missing(&self, object: &Object) -> Fault {
        let inside = matches!(object.kind(), Kind::Column | Kind::Constraint | Kind::Index);
        match object.table().filter(|_| inside) {
            Some(table) if self.table(table).is_none() => Fault::Missing {
                kind: Kind::Table,
                name: table.to_string(),
                table: None,
                present: self.present(Kind::Table, None),
            },
            table => Fault::Missing {
                kind: object.kind(),
                name: object.name().to_owned(),
                table: table.cloned(),
                present: self.present(object.kind(), table),
            },
        }
    }

    /// The names of that kind that are there, within a table where it stands in one.
    pub fn present(&self, kind: Kind, table: Option<&ObjectName>) -> Vec<String> {
        let inside = table.and_then(|name| self.table(name));
        let names: Vec<&str> = match kind {
            Kind::Table => return self.tables.iter().map(|table| table.name.to_string()).collect(),
            Kind::Sequence => self.sequences.iter().map(|it| it.name.name.as_str()).collect(),
            Kind::View => self.views.iter().map(|it| it.name.name.as_str()).collect(),
            Kind::Routine => self.routines.iter().map(|it| it.name.name.as_str()).collect(),
            Kind::Column => inside.map(|it| it.columns.iter().map(|it| it.name.as_str()).collect()).unwrap_or_default(),
            Kind::Constraint => {
                inside.map(|it| it.constraints.iter().filter_map(|it| it.name()).collect()).unwrap_or_default()
            }
            Kind::Index => inside.map(|it| it.indexes.iter().map(|it| it.name.as_str()).collect()).unwrap_or_default(),
        };
        names.into_iter().map(str::to_owned).collect()
    }
}

/// Whether two triggers can be of one table: each table has names of its own for them (PostgreSQL).
fn watch_same(naming: crate::Naming, left: &crate::Routine, right: &crate::Routine) -> bool {
    match (&left.table, &right.table) {
        (Some(left), Some(right)) => naming.same_object(left, right),
        _ => true,
    }
}

/// Whether an alteration leaves its list: then its new name must be free wherever it is found.
fn moves(before: &Object, after: &Object) -> bool {
    let inside = matches!(before.kind(), Kind::Column | Kind::Constraint | Kind::Index);
    inside && before.table() != after.table()
}
