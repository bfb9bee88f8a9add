//! Columns added to tables that are there, with their values and constraints.

use amend_catalog::{self as catalog, Constraint, Edit, Manner, ObjectName, Rows, Table, Value};
use amend_sql::ColumnPositions;
use amend_syntax::{Diagnostic, Place};

use super::{Definition, Generation, Lower, Refused, column_object, not_on};
use crate::column::Column;

impl Lower<'_> {
    /// Adds columns in their order, with those that are generated.
    ///
    /// # Errors
    /// As [`Self::add_column`].
    pub fn add_columns(
        &mut self,
        table: &ObjectName,
        columns: &[Column],
        generations: Vec<Generation>,
    ) -> Result<(), Refused> {
        let mut made = columns.iter().map(|column| self.definition(column, table)).collect::<Result<Vec<_>, _>>()?;
        self.generate(&mut made, generations)?;
        columns.iter().zip(made).try_for_each(|(column, made)| self.add_defined(table, column, made))
    }

    /// Adds a column: first as nullable where rows get a value of their own, then the value, then what the column
    /// must be.
    ///
    /// # Errors
    /// There is one of that name, its definition is not possible, or its place is not.
    pub fn add_column(&mut self, table: &ObjectName, column: &Column) -> Result<(), Refused> {
        let definition = self.definition(column, table)?;
        self.add_defined(table, column, definition)
    }

    fn add_defined(&mut self, table: &ObjectName, column: &Column, definition: Definition) -> Result<(), Refused> {
        let owner = self.table(table, &column.place)?;
        self.need_of_columns(table, [column]);
        let at = self.place_of_new(&owner, column)?;
        let value = self.value(column)?;
        let place = column.name.as_ref().map_or(&column.place, |name| &name.place);
        let filled = value.is_some();
        let wanted = definition.column.clone();
        let first = catalog::Column { nullable: wanted.nullable || filled, ..wanted.clone() };
        let manner = Manner { placed: at.is_some(), ..Manner::default() };
        let at = at.unwrap_or(owner.columns.len());
        self.edit(Edit::create(column_object(table, at, first.clone())).with(manner), place)?;
        if let Some(value) = value {
            self.fill(table, &wanted.name, value, &column.place);
            self.alter(column_object(table, at, first), column_object(table, at, wanted), place)?;
        }
        self.constrain_added(table, definition, place)
    }

    /// All rows get the value.
    fn fill(&mut self, table: &ObjectName, column: &str, value: Value, place: &Place) {
        let rows = Rows::Update { table: table.clone(), set: vec![(column.to_owned(), value)], filter: None };
        self.rows(rows, true, place);
    }

    fn constrain_added(&mut self, table: &ObjectName, made: Definition, place: &Place) -> Result<(), Refused> {
        let primary_key = made.primary_key.map(Constraint::PrimaryKey);
        for constraint in primary_key.into_iter().chain(made.constraints) {
            self.add_constraint(table, constraint, place)?;
        }
        Ok(())
    }

    /// Where the column goes, counted from 0, where the change says that.
    fn place_of_new(&mut self, table: &Table, column: &Column) -> Result<Option<usize>, Refused> {
        let Some((asked, at)) = self.asked_place(table, column)? else { return Ok(None) };
        let help = "leave the place away: the column comes last";
        match self.profile.column_positions {
            ColumnPositions::LastOnly => {
                return Err(not_on(self.product(), "place for a new column but the last", &asked, help));
            }
            ColumnPositions::LastAnyhow => {
                let message = format!("{} has no place for a new column but the last", self.product());
                let diagnostic = Diagnostic::warning("amend::change::without-effect", message);
                self.note(diagnostic.at(&asked, "changes nothing here").help(help));
                return Ok(None);
            }
            ColumnPositions::Chosen => {}
        }
        let names_the_one_before = column.after_column.is_some();
        if !table.known && !names_the_one_before && (column.before_column.is_some() || at > 0) {
            return Err(unknown_neighbours(table, &asked));
        }
        if table.known && at > table.columns.len() {
            return Err(beyond_last(table, at, &asked));
        }
        Ok(Some(at))
    }

    fn asked_place(&mut self, table: &Table, column: &Column) -> Result<Option<(Place, usize)>, Refused> {
        if let Some(name) = &column.after_column {
            return Ok(Some((name.place.clone(), self.column(table, name)?.0 + 1)));
        }
        if let Some(name) = &column.before_column {
            return Ok(Some((name.place.clone(), self.column(table, name)?.0)));
        }
        let Some(position) = &column.position else { return Ok(None) };
        let at = position.value.to_i64().and_then(|at| usize::try_from(at - 1).ok());
        let at = at.ok_or_else(|| {
            Diagnostic::error("amend::column::position", "places of columns are counted from 1").at(&position.place, "")
        })?;
        Ok(Some((position.place.clone(), at)))
    }
}

fn beyond_last(table: &Table, at: usize, asked: &Place) -> Refused {
    let last = table.columns.len() + 1;
    Diagnostic::error("amend::column::position", format!("the table has no place {}", at + 1))
        .at(asked, format!("from 1 to {last}"))
        .help("take one of these places, or leave it away: the column comes last")
        .into()
}

/// The statement names the column before the new one.
fn unknown_neighbours(table: &Table, asked: &Place) -> Refused {
    Diagnostic::error("amend::table::unknown-definition", format!("the columns of `{}` are not known", table.name))
        .at(asked, "its neighbours are not known here")
        .help("write `afterColumn: ...`, or run it with a database, where the columns can be looked up")
        .into()
}
