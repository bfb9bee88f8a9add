//! The edits that lead from one catalog to another.
//!
//! What others depend on comes first when it is made and last when it is dropped, so that the edits can be carried out on
//! a server in this order: views and triggers go, then foreign keys, then what they stood on; foreign keys whose table is
//! not there yet come at the end.

use std::mem::discriminant;

use crate::{Catalog, Column, Constraint, Edit, Fault, Index, Object, ObjectName, Routine, Sequence, Table};

/// The edits that make `from` into `to`. An object of the same name is altered, never renamed.
///
/// # Errors
/// [`Fault::Malformed`] where the two belong to different products, or one of them names two objects alike.
pub fn diff(from: &Catalog, to: &Catalog) -> Result<Vec<Edit>, Fault> {
    if from.naming != to.naming {
        return Err(Fault::Malformed);
    }
    let mut way = Way { now: from.clone(), to, edits: Vec::new() };
    way.release_sequences()?;
    way.drop_dependents()?;
    way.drop_foreign_keys()?;
    way.drop_tables()?;
    way.bring_sequences()?;
    way.bring_tables()?;
    way.bring_foreign_keys()?;
    way.drop_sequences()?;
    way.own_sequences()?;
    way.bring_dependents()?;
    Ok(way.edits)
}

/// The way so far, and where it leads.
struct Way<'a> {
    now: Catalog,
    to: &'a Catalog,
    edits: Vec<Edit>,
}

type Step = Result<(), Fault>;

impl Way<'_> {
    fn go(&mut self, edit: Edit) -> Step {
        self.now.apply(&edit)?;
        self.edits.push(edit);
        Ok(())
    }

    /// Makes the object, or alters the one that is there.
    fn bring(&mut self, before: Option<Object>, after: Object) -> Step {
        match before {
            Some(before) if before == after => Ok(()),
            Some(before) => self.go(Edit::alter(before, after)),
            None => self.go(Edit::create(after)),
        }
    }

    fn drop_all(&mut self, objects: Vec<Object>) -> Step {
        objects.into_iter().try_for_each(|object| self.go(Edit::drop(object)))
    }

    fn drop_dependents(&mut self) -> Step {
        let routines = self.now.routines.iter().filter(|it| self.to.same_routine(it).is_none());
        let views = self.now.views.iter().filter(|it| self.to.view(&it.name).is_none());
        let gone = routines.cloned().map(Object::Routine).chain(views.cloned().map(Object::View)).collect();
        self.drop_all(gone)
    }

    /// Those that go or change, and those of tables that go.
    fn drop_foreign_keys(&mut self) -> Step {
        let mut gone = Vec::new();
        for table in &self.now.tables {
            let kept = self.to.table(&table.name).map(|to| to.constraints.as_slice()).unwrap_or_default();
            let keys = table.constraints.iter().filter(|it| is_foreign_key(it) && !kept.contains(it));
            gone.extend(keys.map(|it| on(&table.name, it)));
        }
        self.drop_all(gone)
    }

    fn drop_tables(&mut self) -> Step {
        let gone = self.now.tables.iter().filter(|it| self.to.table(&it.name).is_none());
        let gone = gone.cloned().map(Object::Table).collect();
        self.drop_all(gone)
    }

    /// Sequences that stay or go otherwise than with the column that owns them are nobody's meanwhile.
    fn release_sequences(&mut self) -> Step {
        let stays = |it: &Sequence| self.to.sequence(&it.name).is_some_and(|to| to.owner == it.owner);
        let owned = self.now.sequences.iter().filter(|it| it.owner.is_some() && !stays(it));
        for before in owned.cloned().collect::<Vec<_>>() {
            let after = Sequence { owner: None, ..before.clone() };
            self.go(Edit::alter(Object::Sequence(before), Object::Sequence(after)))?;
        }
        Ok(())
    }

    /// New ones belong to nobody yet: their columns may not be there.
    fn bring_sequences(&mut self) -> Step {
        for sequence in &self.to.sequences {
            let before = self.now.sequence(&sequence.name).cloned();
            let owner = before.as_ref().and_then(|before| before.owner.clone());
            let after = Sequence { owner, ..sequence.clone() };
            self.bring(before.map(Object::Sequence), Object::Sequence(after))?;
        }
        Ok(())
    }

    fn own_sequences(&mut self) -> Step {
        for sequence in self.to.sequences.iter().filter(|it| it.owner.is_some()) {
            let before = self.now.sequence(&sequence.name).cloned().map(Object::Sequence);
            self.bring(before, Object::Sequence(sequence.clone()))?;
        }
        Ok(())
    }

    /// New tables come without foreign keys. The edits of one table stand together, so that they can share a rebuild.
    fn bring_tables(&mut self) -> Step {
        for table in &self.to.tables {
            match self.now.table(&table.name).cloned() {
                None => self.go(Edit::create(Object::Table(without_foreign_keys(table))))?,
                Some(before) => self.bring_table(before, table)?,
            }
        }
        Ok(())
    }

    fn bring_table(&mut self, before: Table, to: &Table) -> Step {
        let after = Table {
            columns: before.columns.clone(),
            constraints: before.constraints.clone(),
            indexes: before.indexes.clone(),
            ..to.clone()
        };
        self.bring(Some(Object::Table(before)), Object::Table(after))?;
        self.stop_numbering(to)?;
        self.drop_members(to)?;
        self.drop_columns(to)?;
        for (at, column) in to.columns.iter().enumerate() {
            self.bring_column(&to.name, at, &self.unless_numbered(to, column))?;
        }
        self.bring_members(to)?;
        for (at, column) in to.columns.iter().enumerate() {
            self.bring_column(&to.name, at, column)?;
        }
        Ok(())
    }

    /// Numbers stop before their key goes: MySQL has none without a key.
    fn stop_numbering(&mut self, to: &Table) -> Step {
        let columns = self.now.require_table(&to.name)?.columns.clone();
        for (at, column) in columns.iter().enumerate().filter(|(_, column)| column.identity.is_some()) {
            let goes = self.to.column(to, &column.name).is_some_and(|(_, after)| after.identity.is_none());
            let after = Column { identity: None, ..column.clone() };
            if goes {
                self.bring_column(&to.name, at, &after)?;
            }
        }
        Ok(())
    }

    /// The column as it can be before its key is there: one that gets numbers gets them later.
    fn unless_numbered(&self, to: &Table, column: &Column) -> Column {
        let here = self.now.table(&to.name).and_then(|table| self.now.column(table, &column.name));
        let later = here.is_some_and(|(_, before)| before.identity.is_none());
        Column { identity: column.identity.clone().filter(|_| !later), ..column.clone() }
    }

    /// Constraints and indexes that go from a table that stays.
    fn drop_members(&mut self, to: &Table) -> Step {
        let table = self.now.require_table(&to.name)?;
        let indexes = table.indexes.iter().filter(|it| !self.index_stays(to, it)).map(|it| over(&to.name, it));
        let constraints = table.constraints.iter().filter(|it| !self.constraint_stays(to, it));
        let gone = indexes.chain(constraints.map(|it| on(&to.name, it))).collect();
        self.drop_all(gone)
    }

    /// Whether the index is there, or can be altered: none of its columns goes.
    fn index_stays(&self, to: &Table, index: &Index) -> bool {
        let mut columns = index.columns.iter().filter_map(|it| it.column_name());
        self.to.index(to, &index.name).is_some() && columns.all(|name| self.to.column(to, name).is_some())
    }

    /// Whether a constraint of that name and kind is there, and none of its columns goes.
    fn constraint_stays(&self, to: &Table, constraint: &Constraint) -> bool {
        let other = self.to.counterpart(to, constraint);
        other.is_some_and(|it| discriminant(it) == discriminant(constraint))
            && constraint.columns().iter().all(|name| self.to.column(to, name).is_some())
    }

    fn drop_columns(&mut self, to: &Table) -> Step {
        let gone = self.now.require_table(&to.name)?.columns.iter().enumerate();
        let gone = gone.filter(|(_, it)| self.to.column(to, &it.name).is_none());
        // From the last to the first, so that the places stay right.
        let gone = gone.map(|(at, column)| place(&to.name, at, column)).rev().collect();
        self.drop_all(gone)
    }

    /// Columns come in their order, so that all before this one stand where they should.
    fn bring_column(&mut self, table: &ObjectName, at: usize, column: &Column) -> Step {
        let here = self.now.column(self.now.require_table(table)?, &column.name);
        match here.map(|(from, it)| (from, it.clone())) {
            Some((from, before)) if from == at && before == *column => Ok(()),
            Some((from, before)) => self.go(Edit::alter(place(table, from, &before), place(table, at, column))),
            None => self.go(Edit::create(place(table, at, column))),
        }
    }

    fn bring_members(&mut self, to: &Table) -> Step {
        let mut constraints = to.constraints.iter().filter(|it| !is_foreign_key(it));
        constraints.try_for_each(|it| self.bring_constraint(&to.name, it))?;
        to.indexes.iter().try_for_each(|it| self.bring_index(&to.name, it))
    }

    /// When the keys that they point to are there.
    fn bring_foreign_keys(&mut self) -> Step {
        for table in &self.to.tables {
            let mut keys = table.constraints.iter().filter(|it| is_foreign_key(it));
            keys.try_for_each(|it| self.bring_constraint(&table.name, it))?;
        }
        Ok(())
    }

    fn bring_constraint(&mut self, table: &ObjectName, constraint: &Constraint) -> Step {
        let here = self.now.require_table(table)?;
        let before = self.now.counterpart(here, constraint).map(|it| on(table, it));
        self.bring(before, on(table, constraint))
    }

    fn bring_index(&mut self, table: &ObjectName, index: &Index) -> Step {
        let here = self.now.require_table(table)?;
        let before = self.now.index(here, &index.name).map(|it| over(table, it));
        self.bring(before, over(table, index))
    }

    fn drop_sequences(&mut self) -> Step {
        let gone = self.now.sequences.iter().filter(|it| self.to.sequence(&it.name).is_none());
        let gone = gone.cloned().map(Object::Sequence).collect();
        self.drop_all(gone)
    }

    fn bring_dependents(&mut self) -> Step {
        for view in &self.to.views {
            let before = self.now.view(&view.name).cloned().map(Object::View);
            self.bring(before, Object::View(view.clone()))?;
        }
        for routine in &self.to.routines {
            let before = self.now.same_routine(routine).cloned().map(Object::Routine);
            self.bring(before, Object::Routine(routine.clone()))?;
        }
        Ok(())
    }
}

impl Catalog {
    fn same_routine(&self, routine: &Routine) -> Option<&Routine> {
        self.routines.iter().find(|it| it.kind == routine.kind && self.naming.same_object(&it.name, &routine.name))
    }

    /// The table's constraint of that name, or else the equal one without a name.
    fn counterpart<'a>(&self, table: &'a Table, constraint: &Constraint) -> Option<&'a Constraint> {
        match constraint.name() {
            Some(name) => self.constraint(table, name),
            None => table.constraints.iter().find(|it| *it == constraint),
        }
    }
}

fn is_foreign_key(constraint: &Constraint) -> bool {
    matches!(constraint, Constraint::ForeignKey(_))
}

fn without_foreign_keys(table: &Table) -> Table {
    let mut table = table.clone();
    table.constraints.retain(|it| !is_foreign_key(it));
    table
}

fn on(table: &ObjectName, constraint: &Constraint) -> Object {
    Object::Constraint { table: table.clone(), constraint: constraint.clone() }
}

fn over(table: &ObjectName, index: &Index) -> Object {
    Object::Index { table: table.clone(), index: index.clone() }
}

fn place(table: &ObjectName, at: usize, column: &Column) -> Object {
    Object::Column { table: table.clone(), at, column: column.clone() }
}
