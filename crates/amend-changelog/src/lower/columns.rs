//! Columns of tables that are there: added, dropped, altered.

use amend_catalog::{self as catalog, Constraint, Edit, Index, Kind, Object, ObjectName, Table, World};
use amend_sql::OnColumnDrop;
use amend_syntax::{Place, Spanned};

use super::{Lower, Refused, fault};

impl Lower<'_> {
    /// The column of that name with its place among the columns. In a table that is not known, and in an open world,
    /// a column that is not there becomes a stub.
    ///
    /// # Errors
    /// There is no such column.
    pub fn column(&mut self, table: &Table, raw: &Spanned<String>) -> Result<(usize, catalog::Column), Refused> {
        let name = self.name(&raw.value);
        if let Some((at, column)) = self.catalog.column(table, &name) {
            return Ok((at, column.clone()));
        }
        if !table.known || self.catalog.world == World::Open {
            self.want(&table.name);
            return Ok(self.stub_column(table, name));
        }
        let present = self.catalog.present(Kind::Column, Some(&table.name));
        let fault = catalog::Fault::Missing { kind: Kind::Column, name, table: Some(table.name.clone()), present };
        Err(fault::refused(&fault, &raw.place))
    }

    fn stub_column(&mut self, table: &Table, name: String) -> (usize, catalog::Column) {
        let column = catalog::Column::stub(name);
        if let Some(owner) = self.catalog.table_mut(&table.name) {
            owner.known = false;
            owner.columns.push(column.clone());
        }
        (table.columns.len(), column)
    }

    /// Changes a column's definition; nothing happens where it stays the same.
    ///
    /// # Errors
    /// There is no such table or column.
    pub fn alter_column(
        &mut self,
        table: &ObjectName,
        raw: &Spanned<String>,
        place: &Place,
        change: impl FnOnce(&mut catalog::Column),
    ) -> Result<(), Refused> {
        let owner = self.table(table, place)?;
        let (at, before) = self.column(&owner, raw)?;
        let mut after = before.clone();
        change(&mut after);
        self.alter(column_object(table, at, before), column_object(table, at, after), place)
    }

    /// Drops a column, and before it what stands in its way; what falls with it by itself is noted as such.
    ///
    /// # Errors
    /// There is no such column.
    pub fn drop_column(&mut self, table: &ObjectName, raw: &Spanned<String>, place: &Place) -> Result<(), Refused> {
        let owner = self.table(table, place)?;
        let (_, column) = self.column(&owner, raw)?;
        for constraint in self.constraints_over(&owner, &column.name) {
            self.constraint_of_dropped_column(table, constraint, &column.name, place)?;
        }
        for index in self.indexes_over(&owner, &column.name) {
            self.index_of_dropped_column(table, index, &column.name, place)?;
        }
        let owner = self.table(table, place)?;
        let (at, column) = self.column(&owner, raw)?;
        self.drop(column_object(table, at, column), place)
    }

    fn constraints_over(&self, table: &Table, column: &str) -> Vec<Constraint> {
        let same = |name: &String| self.profile.naming.members.same(name, column);
        table.constraints.iter().filter(|it| it.columns().iter().any(same)).cloned().collect()
    }

    fn indexes_over(&self, table: &Table, column: &str) -> Vec<Index> {
        let same = |name: &str| self.profile.naming.members.same(name, column);
        let over = |index: &&Index| {
            index.columns.iter().filter_map(|part| part.column_name()).any(same)
                || index.include.iter().any(|name| same(name))
        };
        // Those that follow from a foreign key have gone with it or become ordinary ones.
        self.catalog.table(&table.name).unwrap_or(table).indexes.iter().filter(over).cloned().collect()
    }

    fn constraint_of_dropped_column(
        &mut self,
        table: &ObjectName,
        constraint: Constraint,
        column: &str,
        place: &Place,
    ) -> Result<(), Refused> {
        let fact = match constraint {
            Constraint::PrimaryKey(_) => self.profile.primary_key_of_dropped_column,
            Constraint::Unique(_) => self.profile.unique_of_dropped_column,
            _ => self.profile.foreign_key_of_dropped_column,
        };
        let shrunk = without_column(&constraint, column, self.profile.naming.members);
        let before = Object::Constraint { table: table.clone(), constraint };
        match fact {
            OnColumnDrop::Refused => self.drop(before, place),
            OnColumnDrop::Falls => self.edit(Edit::drop(before).implied(), place),
            OnColumnDrop::Shrinks => self.shrink(before, shrunk.map(|constraint| Object::Constraint {
                table: table.clone(),
                constraint,
            }), place),
        }
    }

    fn index_of_dropped_column(
        &mut self,
        table: &ObjectName,
        index: Index,
        column: &str,
        place: &Place,
    ) -> Result<(), Refused> {
        let naming = self.profile.naming.members;
        let mut shrunk = index.clone();
        shrunk.columns.retain(|part| part.column_name().is_none_or(|name| !naming.same(name, column)));
        let shrunk = Some(shrunk).filter(|index| !index.columns.is_empty());
        let before = Object::Index { table: table.clone(), index };
        match self.profile.index_of_dropped_column {
            OnColumnDrop::Refused => self.drop(before, place),
            OnColumnDrop::Falls => self.edit(Edit::drop(before).implied(), place),
            OnColumnDrop::Shrinks => {
                self.shrink(before, shrunk.map(|index| Object::Index { table: table.clone(), index }), place)
            }
        }
    }

    fn shrink(&mut self, before: Object, after: Option<Object>, place: &Place) -> Result<(), Refused> {
        let edit = Edit { before: Some(before), after, implied: true, manner: Default::default() };
        self.edit(edit, place)
    }
}

/// A column with its place, as an object.
pub fn column_object(table: &ObjectName, at: usize, column: catalog::Column) -> Object {
    Object::Column { table: table.clone(), at, column }
}

/// The key without the column; `None` where no column is left, or where it is no key.
fn without_column(constraint: &Constraint, column: &str, case: catalog::Case) -> Option<Constraint> {
    let mut constraint = constraint.clone();
    let (Constraint::PrimaryKey(key) | Constraint::Unique(key)) = &mut constraint else { return None };
    key.columns.retain(|name| !case.same(name, column));
    let left = !key.columns.is_empty();
    left.then_some(constraint)
}
