//! Columns of tables that are there: added, dropped, altered.

use amend_catalog::{
    self as catalog, Constraint, Edit, Index, IndexColumn, IndexKey, Kind, Manner, Object, ObjectName, Table, World,
};
use amend_sql::OnColumnDrop;
use amend_sql::expression::{mentions, renamed};
use amend_sql::types::canonical_type;
use amend_syntax::{Diagnostic, Place, Spanned};

use super::{Lower, Refused, fault};

/// A column that is there, as a change names it.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSite<'a> {
    /// Its table.
    pub table: &'a ObjectName,
    /// Its name as it is written.
    pub column: &'a Spanned<String>,
    /// Its type, where the change says it.
    pub data_type: Option<&'a Spanned<String>>,
    /// What asks for the change.
    pub place: &'a Place,
}

impl Lower<'_> {
    /// The column of that name with its place among the columns. In a table that is not known, and in an open world,
    /// a column that is not there becomes a stub.
    ///
    /// # Errors
    /// There is no such column.
    pub fn column(&mut self, table: &Table, raw: &Spanned<String>) -> Result<(usize, catalog::Column), Refused> {
        let name = self.name(&raw.value);
        self.need_member(Kind::Column, &table.name, &name, &raw.place);
        if let Some((at, column)) = self.catalog.column(table, &name) {
            return Ok((at, column.clone()));
        }
        if !table.known || self.catalog.world == World::Open {
            self.want(&table.name);
            let column = catalog::Column::stub(name);
            self.assume(column_object(&table.name, table.columns.len(), column.clone()));
            return Ok((table.columns.len(), column));
        }
        let present = self.catalog.present(Kind::Column, Some(&table.name));
        let fault = catalog::Fault::Missing { kind: Kind::Column, name, table: Some(table.name.clone()), present };
        Err(fault::refused(&fault, &raw.place))
    }

    /// Changes a column's definition; nothing happens where it stays the same.
    ///
    /// Of a column that is not known, `assumed` says what it must have been for the change to mean anything, and the
    /// site's data type, where it is given, stands for its whole definition.
    ///
    /// # Errors
    /// There is no such table or column.
    pub fn alter_column(
        &mut self,
        site: &ColumnSite<'_>,
        assumed: impl FnOnce(&mut catalog::Column),
        change: impl FnOnce(&mut catalog::Column),
    ) -> Result<(), Refused> {
        self.alter_column_in(site, Manner::default(), assumed, change)
    }

    /// The same, done in this manner.
    ///
    /// # Errors
    /// There is no such table or column.
    pub fn alter_column_in(
        &mut self,
        site: &ColumnSite<'_>,
        manner: Manner,
        assumed: impl FnOnce(&mut catalog::Column),
        change: impl FnOnce(&mut catalog::Column),
    ) -> Result<(), Refused> {
        let owner = self.table(site.table, &site.column.place)?;
        let (at, mut before) = self.column(&owner, site.column)?;
        let mut known = before.known;
        if known {
            self.note_other_type(&before, site.data_type);
        } else {
            let mut learned = before.clone();
            known = self.learn_type(&mut learned, site)?;
            assumed(&mut learned);
            self.learn(site, at, before, learned.clone())?;
            before = learned;
        }
        let mut after = catalog::Column { known, ..before.clone() };
        change(&mut after);
        if before == after {
            return Ok(());
        }
        let edit = Edit::alter(column_object(site.table, at, before), column_object(site.table, at, after));
        self.edit(edit.with(manner), site.place)
    }

    /// Whether the type is given.
    fn learn_type(&mut self, column: &mut catalog::Column, site: &ColumnSite<'_>) -> Result<bool, Refused> {
        let Some(written) = site.data_type.filter(|_| self.profile.redefines_columns) else { return Ok(false) };
        column.ty = self.column_type(written)?.sql;
        let message = format!("the definition of the column `{}` is not known beyond its type", column.name);
        let diagnostic = Diagnostic::warning("amend::column::unknown-definition", message);
        let help = "its default and its comment may be lost where the whole definition must be given again";
        self.note(diagnostic.at(&written.place, "taken for the whole definition").help(help));
        Ok(true)
    }

    /// Warns of a type that is given beside a column that is known to be of another: what is known counts.
    pub fn note_other_type(&mut self, column: &catalog::Column, written: Option<&Spanned<String>>) {
        let Some(written) = written.filter(|_| column.known) else { return };
        let canonical = |sql: &str| canonical_type(self.product(), sql);
        if self.column_type(written).is_ok_and(|given| canonical(&given.sql) != canonical(&column.ty)) {
            let message = format!("the column `{}` is of type `{}`; this type does not count", column.name, column.ty);
            let diagnostic = Diagnostic::warning("amend::column::other-type", message);
            self.note(
                diagnostic.at(&written.place, "another type").help("leave it away; `modifyDataType` changes a type"),
            );
        }
    }

    /// Takes a column that is not known to be of that kind from here on.
    fn learn(
        &mut self,
        site: &ColumnSite<'_>,
        at: usize,
        before: catalog::Column,
        after: catalog::Column,
    ) -> Result<(), Refused> {
        if before == after {
            return Ok(());
        }
        let edit = Edit::alter(column_object(site.table, at, before), column_object(site.table, at, after));
        self.edit(edit.following(), site.place)
    }

    /// Changes a column's name, and with it what names the column in an expression.
    ///
    /// # Errors
    /// There is no such column, or there is one of the new name.
    pub fn rename_column(
        &mut self,
        table: &ObjectName,
        old: &Spanned<String>,
        new: &Spanned<String>,
    ) -> Result<(), Refused> {
        let owner = self.table(table, &old.place)?;
        let (_, before) = self.column(&owner, old)?;
        let after = self.name(&new.value);
        let checks = self.checks_over(&owner, &before.name);
        if !self.profile.checks_follow_columns {
            self.drop_constraints(table, &checks, &old.place)?;
        }
        let site = ColumnSite { table, column: old, data_type: None, place: &new.place };
        self.alter_column(&site, |_| {}, |column| column.name.clone_from(&after))?;
        for check in checks {
            self.follow_in_check(table, check, (&before.name, &after), &new.place)?;
        }
        self.follow_in_indexes(table, (&before.name, &after), &new.place)?;
        self.follow_in_generated(table, (&before.name, &after), &new.place)
    }

    fn checks_over(&self, table: &Table, column: &str) -> Vec<Constraint> {
        let over =
            |it: &&Constraint| matches!(it, Constraint::Check(check) if self.mentions(&check.expression, column));
        table.constraints.iter().filter(over).cloned().collect()
    }

    fn mentions(&self, expression: &str, column: &str) -> bool {
        mentions(self.product(), expression, column)
    }

    fn drop_constraints(
        &mut self,
        table: &ObjectName,
        constraints: &[Constraint],
        place: &Place,
    ) -> Result<(), Refused> {
        constraints
            .iter()
            .cloned()
            .try_for_each(|constraint| self.drop(Object::Constraint { table: table.clone(), constraint }, place))
    }

    /// The check with the column's new name: the server's doing, or made anew.
    fn follow_in_check(
        &mut self,
        table: &ObjectName,
        before: Constraint,
        names: (&str, &str),
        place: &Place,
    ) -> Result<(), Refused> {
        let Constraint::Check(mut check) = before.clone() else { return Ok(()) };
        check.expression = self.renamed(&check.expression, names, place)?;
        let object = |constraint| Object::Constraint { table: table.clone(), constraint };
        let after = object(Constraint::Check(check));
        match self.profile.checks_follow_columns {
            true => self.edit(Edit::alter(object(before), after).following(), place),
            false => self.create(after, place),
        }
    }

    fn renamed(&self, expression: &str, (old, new): (&str, &str), place: &Place) -> Result<String, Refused> {
        renamed(self.product(), expression, old, new)
            .map_err(|bad| Diagnostic::error("amend::name::bad", bad.to_string()).at(place, "this name").into())
    }

    fn follow_in_indexes(&mut self, table: &ObjectName, names: (&str, &str), place: &Place) -> Result<(), Refused> {
        let owner = self.table(table, place)?;
        for index in owner.indexes {
            let mut after = index.clone();
            for text in expressions_of(&mut after) {
                *text = self.renamed(text, names, place)?;
            }
            if after != index {
                let object = |index| Object::Index { table: table.clone(), index };
                self.edit(Edit::alter(object(index), object(after)).following(), place)?;
            }
        }
        Ok(())
    }

    fn follow_in_generated(&mut self, table: &ObjectName, names: (&str, &str), place: &Place) -> Result<(), Refused> {
        let owner = self.table(table, place)?;
        for (at, column) in owner.columns.into_iter().enumerate() {
            let mut after = column.clone();
            if let Some(generated) = &mut after.generated {
                generated.expression = self.renamed(&generated.expression, names, place)?;
            }
            if after != column {
                let edit = Edit::alter(column_object(table, at, column), column_object(table, at, after));
                self.edit(edit.following(), place)?;
            }
        }
        Ok(())
    }

    /// Drops a column, and before it what stands in its way; what falls with it by itself is noted as such.
    ///
    /// # Errors
    /// There is no such column, or a foreign key of another table points to it.
    pub fn drop_column(&mut self, table: &ObjectName, raw: &Spanned<String>, place: &Place) -> Result<(), Refused> {
        let owner = self.table(table, place)?;
        let (_, column) = self.column(&owner, raw)?;
        self.refuse_referenced(table, &column.name, &raw.place)?;
        for constraint in self.constraints_over(&owner, &column.name) {
            self.constraint_of_dropped_column(table, constraint, &column.name, place)?;
        }
        // Those that follow from a foreign key have gone with it or become ordinary ones.
        let owner = self.table(table, place)?;
        for index in owner.indexes.iter().filter(|index| self.is_over(index, &column.name)).cloned().collect::<Vec<_>>()
        {
            self.index_of_dropped_column(table, index, &column.name, place)?;
        }
        self.drop_owned(table, Some(&column.name), place)?;
        let owner = self.table(table, place)?;
        let (at, column) = self.column(&owner, raw)?;
        self.drop(column_object(table, at, column), place)
    }

    /// No product drops a column that a foreign key of another table points to.
    fn refuse_referenced(&self, table: &ObjectName, column: &str, place: &Place) -> Result<(), Refused> {
        let case = self.profile.naming.members;
        let points_here = |key: &catalog::ForeignKey| key.referenced_columns.iter().any(|it| case.same(it, column));
        let found = self.catalog.references_to(table).find(|(owner, key)| owner.name != *table && points_here(key));
        let Some((owner, key)) = found else { return Ok(()) };
        let name = key.name.as_deref().unwrap_or_default();
        let message = format!("the foreign key `{name}` of table `{}` points to the column `{column}`", owner.name);
        let diagnostic = Diagnostic::error("amend::column::referenced", message).at(place, "cannot be dropped");
        Err(diagnostic.help("drop that foreign key first").into())
    }

    fn constraints_over(&self, table: &Table, column: &str) -> Vec<Constraint> {
        let same = |name: &String| self.profile.naming.members.same(name, column);
        let over = |it: &&Constraint| match it {
            Constraint::Check(check) => self.mentions(&check.expression, column),
            key => key.columns().iter().any(same),
        };
        table.constraints.iter().filter(over).cloned().collect()
    }

    fn is_over(&self, index: &Index, column: &str) -> bool {
        let same = |name: &str| self.profile.naming.members.same(name, column);
        index.columns.iter().filter_map(IndexColumn::column_name).any(same)
            || index.include.iter().any(|name| same(name))
            || self.computes_from(index, column)
    }

    /// Whether an expression of the index names the column.
    fn computes_from(&self, index: &Index, column: &str) -> bool {
        expressions_of(&mut index.clone()).into_iter().any(|text| self.mentions(text, column))
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
            Constraint::ForeignKey(_) => self.profile.foreign_key_of_dropped_column,
            Constraint::Check(_) => self.profile.check_of_dropped_column,
        };
        let shrunk = without_column(&constraint, column, self.profile.naming.members);
        let object = |constraint| Object::Constraint { table: table.clone(), constraint };
        self.part_with(fact, object(constraint), shrunk.map(object), place)
    }

    fn index_of_dropped_column(
        &mut self,
        table: &ObjectName,
        index: Index,
        column: &str,
        place: &Place,
    ) -> Result<(), Refused> {
        let naming = self.profile.naming.members;
        let fact = match self.profile.index_of_dropped_column {
            OnColumnDrop::Shrinks if self.computes_from(&index, column) => OnColumnDrop::Refused,
            fact => fact,
        };
        let mut shrunk = index.clone();
        shrunk.columns.retain(|part| part.column_name().is_none_or(|name| !naming.same(name, column)));
        let shrunk = Some(shrunk).filter(|index| !index.columns.is_empty());
        let object = |index| Object::Index { table: table.clone(), index };
        self.part_with(fact, object(index), shrunk.map(object), place)
    }

    /// What becomes of a key or index when one of its columns goes.
    fn part_with(
        &mut self,
        fact: OnColumnDrop,
        before: Object,
        shrunk: Option<Object>,
        place: &Place,
    ) -> Result<(), Refused> {
        match fact {
            OnColumnDrop::Refused => self.drop(before, place),
            OnColumnDrop::Falls => self.edit(Edit::drop(before).implied(), place),
            OnColumnDrop::Shrinks => {
                let edit = Edit { before: Some(before), after: shrunk, implied: true, manner: Manner::default() };
                self.edit(edit, place)
            }
        }
    }
}

/// The texts of an index that are expressions of the product.
fn expressions_of(index: &mut Index) -> Vec<&mut String> {
    let keys = index.columns.iter_mut().filter_map(|part| match &mut part.key {
        IndexKey::Expression(text) => Some(text),
        IndexKey::Column { .. } => None,
    });
    keys.chain(index.predicate.as_mut()).collect()
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
