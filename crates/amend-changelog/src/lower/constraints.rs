//! Constraints and indexes: their names, and what comes and goes with them by itself.

use amend_catalog::{Constraint, Edit, Index, IndexColumn, Kind, Object, ObjectName, Table};
use amend_sql::unnamed::constraint_name;
use amend_syntax::Place;

use super::{Lower, Refused, columns::column_object, fault};

impl Lower<'_> {
    /// Gives the constraint the name that the server would choose, where it has none.
    pub fn named(&self, table: &Table, mut constraint: Constraint) -> Constraint {
        let nameless = self.profile.primary_key_is_nameless && matches!(constraint, Constraint::PrimaryKey(_));
        if nameless || constraint.name().is_none() {
            let name = constraint_name(self.profile, table, &constraint);
            match &mut constraint {
                Constraint::PrimaryKey(key) | Constraint::Unique(key) => key.name = name,
                Constraint::ForeignKey(key) => key.name = name,
                Constraint::Check(check) => check.name = name,
            }
        }
        constraint
    }

    /// Adds a constraint to a table that is there.
    ///
    /// # Errors
    /// There is one of that name, or no such table.
    pub fn add_constraint(
        &mut self,
        table: &ObjectName,
        constraint: Constraint,
        place: &Place,
    ) -> Result<(), Refused> {
        let owner = self.table(table, place)?;
        let constraint = self.named(&owner, constraint);
        match &constraint {
            Constraint::PrimaryKey(key) => self.refuse_nulls(table, &key.columns.clone(), place)?,
            Constraint::ForeignKey(key) => {
                let index = self.automatic_index(&owner, &constraint, &key.columns);
                self.create_implied_index(table, index, place)?;
            }
            _ => {}
        }
        let columns = constraint.columns().to_vec();
        let key = matches!(constraint, Constraint::PrimaryKey(_) | Constraint::Unique(_));
        self.create(Object::Constraint { table: table.clone(), constraint }, place)?;
        if key { self.replace_automatic_indexes(table, &columns, place) } else { Ok(()) }
    }

    /// The columns of a primary key lose their `NULL`s with it.
    fn refuse_nulls(&mut self, table: &ObjectName, columns: &[String], place: &Place) -> Result<(), Refused> {
        let owner = self.table(table, place)?;
        for name in columns {
            if let Some((at, column)) = self.catalog.column(&owner, name).filter(|(_, it)| it.known && it.nullable) {
                let before = column_object(table, at, column.clone());
                let after = column_object(table, at, amend_catalog::Column { nullable: false, ..column.clone() });
                let edit = Edit::alter(before, after);
                let by_itself = self.profile.primary_key_refuses_nulls;
                self.edit(if by_itself { edit.implied() } else { edit }, place)?;
            }
        }
        Ok(())
    }

    /// The index that the server makes for a foreign key, where none serves already.
    pub(super) fn automatic_index(&self, table: &Table, key: &Constraint, columns: &[String]) -> Option<Index> {
        let wanted = self.profile.foreign_key_makes_index && table.known && !self.serves(table, columns);
        wanted.then(|| Index {
            name: key.name().map(str::to_owned).or_else(|| columns.first().cloned()).unwrap_or_default(),
            columns: columns.iter().map(IndexColumn::column).collect(),
            automatic: true,
            ..Index::default()
        })
    }

    /// Whether a key or index of the table begins with these columns.
    fn serves(&self, table: &Table, columns: &[String]) -> bool {
        let case = self.profile.naming.members;
        let begins = |names: Vec<&str>| {
            names.len() >= columns.len() && names.iter().zip(columns).all(|(name, column)| case.same(name, column))
        };
        let keys = table.constraints.iter().filter_map(|it| match it {
            Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
                Some(key.columns.iter().map(String::as_str).collect())
            }
            _ => None,
        });
        let indexes = table.indexes.iter().map(|it| it.columns.iter().map_while(IndexColumn::column_name).collect());
        keys.chain(indexes).any(begins)
    }

    fn create_implied_index(
        &mut self,
        table: &ObjectName,
        index: Option<Index>,
        place: &Place,
    ) -> Result<(), Refused> {
        match index {
            Some(index) => self.edit(Edit::create(Object::Index { table: table.clone(), index }).implied(), place),
            None => Ok(()),
        }
    }

    /// A new key or index over these columns takes the place of an automatic one over the first of them.
    pub(super) fn replace_automatic_indexes(
        &mut self,
        table: &ObjectName,
        columns: &[String],
        place: &Place,
    ) -> Result<(), Refused> {
        let case = self.profile.naming.members;
        let served = |index: &&Index| {
            index.automatic
                && index.columns.len() <= columns.len()
                && index.columns.iter().zip(columns).all(|(part, column)| {
                    part.column_name().is_some_and(|name| case.same(name, column))
                })
        };
        let owner = self.table(table, place)?;
        let replaced: Vec<Index> = owner.indexes.iter().filter(served).cloned().collect();
        for index in replaced {
            self.edit(Edit::drop(Object::Index { table: table.clone(), index }).implied(), place)?;
        }
        Ok(())
    }

    /// The constraint of that name, or the stub that stands for it where the table is not known. `kind` makes the
    /// stub.
    ///
    /// # Errors
    /// There is none.
    pub fn constraint(
        &mut self,
        table: &ObjectName,
        name: &str,
        stub: Constraint,
        place: &Place,
    ) -> Result<Constraint, Refused> {
        let owner = self.table(table, place)?;
        if let Some(found) = self.catalog.constraint(&owner, name) {
            return Ok(found.clone());
        }
        if !self.may_exist(&owner) {
            let present = self.catalog.present(Kind::Constraint, Some(table));
            let missing = amend_catalog::Fault::Missing {
                kind: Kind::Constraint,
                name: name.to_owned(),
                table: Some(table.clone()),
                present,
            };
            return Err(fault::refused(&missing, place));
        }
        if let Some(owner) = self.catalog.table_mut(table) {
            owner.constraints.push(stub.clone());
        }
        Ok(stub)
    }

    /// Whether something that is not listed in the table may be there all the same.
    pub fn may_exist(&mut self, table: &Table) -> bool {
        let open = !table.known || self.catalog.world == amend_catalog::World::Open;
        if open {
            self.want(&table.name);
        }
        open
    }

    /// Adds an index.
    ///
    /// # Errors
    /// There is one of that name.
    pub fn add_index(
        &mut self,
        table: &ObjectName,
        index: Index,
        manner: amend_catalog::Manner,
        place: &Place,
    ) -> Result<(), Refused> {
        self.table(table, place)?;
        let columns: Vec<String> =
            index.columns.iter().map_while(|part| part.column_name().map(str::to_owned)).collect();
        self.edit(Edit::create(Object::Index { table: table.clone(), index }).with(manner), place)?;
        self.replace_automatic_indexes(table, &columns, place)
    }
}
