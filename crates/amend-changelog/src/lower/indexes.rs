//! Indexes.

use amend_catalog::{Constraint, Fault, Index, IndexColumn, Kind, Manner, Object, ObjectName, Table, World};
use amend_syntax::Place;

use super::{Lower, Refused, fault, not_on};

impl Lower<'_> {
    /// Adds an index.
    ///
    /// # Errors
    /// There is one of that name, or no such table.
    pub fn add_index(
        &mut self,
        table: &ObjectName,
        index: Index,
        manner: Manner,
        place: &Place,
    ) -> Result<(), Refused> {
        self.table(table, place)?;
        let columns: Vec<String> =
            index.columns.iter().map_while(|part| part.column_name().map(str::to_owned)).collect();
        let edit = amend_catalog::Edit::create(Object::Index { table: table.clone(), index });
        self.edit(edit.with(manner), place)?;
        self.replace_automatic_indexes(table, &columns, place)
    }

    /// The index of that name as an object: of the given table, or of whichever table has it. Where unique constraints
    /// are indexes, one of that name counts too.
    ///
    /// # Errors
    /// There is none.
    pub fn index(&mut self, table: &ObjectName, name: &str, place: &Place) -> Result<Object, Refused> {
        let owner = self.table(table, place)?;
        self.need_member(Kind::Index, table, name, place);
        let found = self.index_of(&owner, name).or_else(|| self.index_anywhere(name));
        found.map_or_else(|| self.unlisted_index(Ok(&owner), name, place), Ok)
    }

    /// The index of that name in whatever table of the schema.
    ///
    /// # Errors
    /// There is none, or the product finds an index by its table only.
    pub fn index_in(&mut self, schema: Option<&str>, name: &str, place: &Place) -> Result<Object, Refused> {
        let mut tables = self.catalog.tables.iter().filter(|table| table.name.schema.as_deref() == schema);
        let found = tables.find_map(|table| self.index_of(table, name));
        found.map_or_else(|| self.unlisted_index(Err(schema), name, place), Ok)
    }

    /// The index of that name in whatever table, where the product finds it without its table.
    fn index_anywhere(&self, name: &str) -> Option<Object> {
        let mut tables = self.catalog.tables.iter().filter(|_| !self.profile.indexes_of_table);
        tables.find_map(|table| self.index_of(table, name))
    }

    fn index_of(&self, table: &Table, name: &str) -> Option<Object> {
        let owner = table.name.clone();
        if let Some(index) = self.catalog.index(table, name) {
            return Some(Object::Index { table: owner, index: index.clone() });
        }
        let constraint = self.catalog.constraint(table, name).filter(|_| self.profile.unique_is_index)?;
        let unique = matches!(constraint, Constraint::Unique(_));
        unique.then(|| Object::Constraint { table: owner, constraint: constraint.clone() })
    }

    /// An index that the catalog does not list may be there in an open world: one of the table, or of some table of the
    /// schema.
    fn unlisted_index(
        &mut self,
        owner: Result<&Table, Option<&str>>,
        name: &str,
        place: &Place,
    ) -> Result<Object, Refused> {
        let open = match owner {
            Ok(table) => self.may_exist(table),
            Err(_) => self.catalog.world == World::Open,
        };
        let table = owner.ok().map(|table| table.name.clone());
        if !open {
            let present = self.present_indexes(table.as_ref());
            let missing = Fault::Missing { kind: Kind::Index, name: name.to_owned(), table, present };
            return Err(fault::refused(&missing, place));
        }
        let table = match owner {
            Ok(table) => table.name.clone(),
            Err(schema) => self.nameless_table(schema, place)?,
        };
        let index = Index { name: name.to_owned(), ..Index::default() };
        let object = Object::Index { table, index };
        self.assume(object.clone());
        Ok(object)
    }

    /// The table of an index whose table is not said.
    fn nameless_table(&mut self, schema: Option<&str>, place: &Place) -> Result<ObjectName, Refused> {
        if self.profile.indexes_of_table {
            return Err(not_on(self.product(), "index without its table", place, "write `tableName: ...`"));
        }
        let name = ObjectName::qualified(schema.map(str::to_owned), "");
        self.assume(Object::Table(Table::stub(name.clone())));
        Ok(name)
    }

    fn present_indexes(&self, table: Option<&ObjectName>) -> Vec<String> {
        match table {
            Some(_) => self.catalog.present(Kind::Index, table),
            None => self.catalog.tables.iter().flat_map(|it| it.indexes.iter().map(|it| it.name.clone())).collect(),
        }
    }

    /// The index that the server makes for a new foreign key, where none serves already: under the name that was given
    /// to the key, or else that of its first column (MySQL 9.7, MariaDB 10.11: measured).
    pub(super) fn automatic_index(&self, table: &Table, given: Option<&str>, columns: &[String]) -> Option<Index> {
        let wanted = self.profile.foreign_key_makes_index && table.known && !self.serves(table, columns);
        wanted.then(|| Index {
            name: given.map_or_else(|| free_name(self.catalog, table, columns), str::to_owned),
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
                && index
                    .columns
                    .iter()
                    .zip(columns)
                    .all(|(part, column)| part.column_name().is_some_and(|name| case.same(name, column)))
        };
        let owner = self.table(table, place)?;
        let replaced: Vec<Index> = owner.indexes.iter().filter(served).cloned().collect();
        for index in replaced {
            let edit = amend_catalog::Edit::drop(Object::Index { table: table.clone(), index });
            self.edit(edit.implied(), place)?;
        }
        Ok(())
    }
}

/// The first column's name, with a number where an index has it.
fn free_name(catalog: &amend_catalog::Catalog, table: &Table, columns: &[String]) -> String {
    let column = columns.first().cloned().unwrap_or_default();
    let numbered = (2..).map(|number| format!("{column}_{number}"));
    let taken = |name: &str| catalog.index(table, name).is_some() || catalog.constraint(table, name).is_some();
    std::iter::once(column.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}
