//! The catalog itself: what a database holds, by name.

use crate::{Column, Constraint, Fault, Index, Kind, Naming, ObjectName, Routine, Sequence, Table, View};

/// Whether what is not in the catalog is known not to exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    /// What is not here does not exist.
    Closed,
    /// What is not here may exist: the database was not made by the changelog alone.
    Open,
}

/// What a database holds. Objects keep the order of their creation; two catalogs are equal whatever that order is.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// How names are compared.
    pub naming: Naming,
    /// Whether the catalog knows everything.
    pub world: World,
    /// The tables.
    pub tables: Vec<Table>,
    /// The sequences.
    pub sequences: Vec<Sequence>,
    /// The views.
    pub views: Vec<View>,
    /// Procedures, functions and triggers.
    pub routines: Vec<Routine>,
}

impl Catalog {
    /// An empty catalog in a closed world.
    pub fn new(naming: Naming) -> Self {
        Self {
            naming,
            world: World::Closed,
            tables: Vec::new(),
            sequences: Vec::new(),
            views: Vec::new(),
            routines: Vec::new(),
        }
    }

    /// The table of that name.
    pub fn table(&self, name: &ObjectName) -> Option<&Table> {
        self.tables.iter().find(|table| self.naming.same_object(&table.name, name))
    }

    /// The table of that name.
    pub fn table_mut(&mut self, name: &ObjectName) -> Option<&mut Table> {
        let naming = self.naming;
        self.tables.iter_mut().find(|table| naming.same_object(&table.name, name))
    }

    /// The table of that name.
    ///
    /// # Errors
    /// [`Fault::Missing`] with the names of the tables that are there.
    pub fn require_table(&self, name: &ObjectName) -> Result<&Table, Fault> {
        self.table(name).ok_or_else(|| Fault::Missing {
            kind: Kind::Table,
            name: name.to_string(),
            table: None,
            present: self.tables.iter().map(|table| table.name.to_string()).collect(),
        })
    }

    /// The view of that name.
    pub fn view(&self, name: &ObjectName) -> Option<&View> {
        self.views.iter().find(|view| self.naming.same_object(&view.name, name))
    }

    /// The sequence of that name.
    pub fn sequence(&self, name: &ObjectName) -> Option<&Sequence> {
        self.sequences.iter().find(|sequence| self.naming.same_object(&sequence.name, name))
    }

    /// The procedure, function or trigger of that name.
    pub fn routine(&self, name: &ObjectName) -> Option<&Routine> {
        self.routines.iter().find(|routine| self.naming.same_object(&routine.name, name))
    }

    /// The column of that name, with its place from 0.
    pub fn column<'a>(&self, table: &'a Table, name: &str) -> Option<(usize, &'a Column)> {
        table.columns.iter().enumerate().find(|(_, column)| self.naming.members.same(&column.name, name))
    }

    /// The constraint of that name.
    pub fn constraint<'a>(&self, table: &'a Table, name: &str) -> Option<&'a Constraint> {
        table.constraints.iter().find(|it| it.name().is_some_and(|its| self.naming.members.same(its, name)))
    }

    /// The index of that name.
    pub fn index<'a>(&self, table: &'a Table, name: &str) -> Option<&'a Index> {
        table.indexes.iter().find(|index| self.naming.members.same(&index.name, name))
    }

    /// The tables that have a foreign key to this one, with the keys.
    pub fn references_to<'a>(
        &'a self,
        name: &'a ObjectName,
    ) -> impl Iterator<Item = (&'a Table, &'a crate::ForeignKey)> + 'a {
        self.tables.iter().flat_map(move |table| {
            table.constraints.iter().filter_map(move |constraint| match constraint {
                Constraint::ForeignKey(key) if self.naming.same_object(&key.referenced_table, name) => {
                    Some((table, key))
                }
                _ => None,
            })
        })
    }

    /// Takes the tables of the other catalog as they are there, and the sequences, views and routines whose definition
    /// this one does not know.
    pub fn learn(&mut self, found: &Catalog) {
        for table in &found.tables {
            match self.table_mut(&table.name) {
                Some(known) => *known = table.clone(),
                None => self.tables.push(table.clone()),
            }
        }
        let naming = self.naming;
        learn(&mut self.sequences, &found.sequences, |it| it.known, |it, to| naming.same_object(&it.name, &to.name));
        learn(&mut self.views, &found.views, |it| it.known, |it, to| naming.same_object(&it.name, &to.name));
        self.learn_routines(found);
    }

    /// Takes the routines of the other catalog that this one does not know: triggers fall with their table.
    pub fn learn_routines(&mut self, found: &Catalog) {
        let naming = self.naming;
        let known = |it: &Routine| it.text.is_some();
        learn(&mut self.routines, &found.routines, known, |it, to| naming.same_object(&it.name, &to.name));
    }
}

/// Takes what was found in the place of what is not known, and what is not there yet.
fn learn<T: Clone>(all: &mut Vec<T>, found: &[T], known: impl Fn(&T) -> bool, same: impl Fn(&T, &T) -> bool) {
    all.retain(|it| known(it) || !found.iter().any(|other| same(it, other)));
    for it in found {
        if !all.iter().any(|other| same(it, other)) {
            all.push(it.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Case, SequenceOptions};

    #[test]
    fn what_was_found_takes_the_place_of_what_was_not_known() {
        let naming = Naming { objects: Case::Sensitive, members: Case::Sensitive };
        let sequence = |name: &str, known| Sequence {
            name: ObjectName::new(name),
            known,
            options: SequenceOptions::default(),
            owner: None,
        };
        let mut catalog = Catalog::new(naming);
        catalog.sequences = vec![sequence("a", false), sequence("b", true)];
        let mut found = Catalog::new(naming);
        found.sequences = vec![sequence("a", true), sequence("b", false)];
        found.tables = vec![Table::new(ObjectName::new("t"))];
        catalog.learn(&found);
        assert_eq!(catalog.sequences, [sequence("b", true), sequence("a", true)]);
        assert_eq!(catalog.tables, found.tables);
    }
}
