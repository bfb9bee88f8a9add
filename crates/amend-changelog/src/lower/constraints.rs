//! Constraints: their names, and what comes and goes with them by itself.

use amend_catalog::{Check, Constraint, Edit, Fault, ForeignKey, Index, Kind, Object, ObjectName, Table};
use amend_sql::Feature;
use amend_sql::unnamed::constraint_name;
use amend_syntax::{Place, Span, Spanned};

use super::{Lower, Refused, column_object, fault, filled, not_on};

impl Lower<'_> {
    /// Gives the constraint the name that the server would choose, where it has none.
    pub fn named(&self, table: &Table, mut constraint: Constraint) -> Constraint {
        let nameless = self.profile.primary_key_is_nameless && matches!(constraint, Constraint::PrimaryKey(_));
        if nameless || constraint.name().is_none() {
            constraint.set_name(constraint_name(self.profile, table, &constraint));
        }
        constraint
    }

    /// Adds a constraint to a table that is there.
    ///
    /// # Errors
    /// There is one of that name, or no such table.
    pub fn add_constraint(&mut self, table: &ObjectName, constraint: Constraint, place: &Place) -> Result<(), Refused> {
        let owner = self.table(table, place)?;
        self.refuse_second_key(&owner, &constraint, place)?;
        match &constraint {
            Constraint::PrimaryKey(key) => self.refuse_nulls(table, &key.columns.clone(), place)?,
            Constraint::ForeignKey(key) => {
                let index = self.automatic_index(&owner, key.name.as_deref(), &key.columns);
                self.create_implied_index(table, index, place)?;
            }
            _ => {}
        }
        let constraint = self.named(&owner, constraint);
        let columns = constraint.columns().to_vec();
        let key = matches!(constraint, Constraint::PrimaryKey(_) | Constraint::Unique(_));
        self.create(Object::Constraint { table: table.clone(), constraint }, place)?;
        if key { self.replace_automatic_indexes(table, &columns, place) } else { Ok(()) }
    }

    /// A table has one primary key at most.
    fn refuse_second_key(&self, table: &Table, constraint: &Constraint, place: &Place) -> Result<(), Refused> {
        let first = table.primary_key().filter(|_| matches!(constraint, Constraint::PrimaryKey(_)));
        let Some(first) = first else { return Ok(()) };
        let constraint = Constraint::PrimaryKey(first.clone());
        let exists = Fault::exists(&Object::Constraint { table: table.name.clone(), constraint });
        Err(fault::refused(&exists, place))
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

    fn create_implied_index(&mut self, table: &ObjectName, index: Option<Index>, place: &Place) -> Result<(), Refused> {
        match index {
            Some(index) => self.edit(Edit::create(Object::Index { table: table.clone(), index }).implied(), place),
            None => Ok(()),
        }
    }

    /// Drops a constraint.
    ///
    /// # Errors
    /// It is not there.
    pub fn drop_constraint(
        &mut self,
        table: &ObjectName,
        constraint: Constraint,
        place: &Place,
    ) -> Result<(), Refused> {
        self.drop(Object::Constraint { table: table.clone(), constraint }, place)
    }

    /// The columns of a list that is separated by commas, as the table has them. Of a table that is not known they are
    /// taken as they are written.
    ///
    /// # Errors
    /// There is no such table or column.
    pub fn columns_of(
        &mut self,
        table: &ObjectName,
        list: &Spanned<String>,
        table_place: &Place,
    ) -> Result<Vec<String>, Refused> {
        let owner = self.table(table, table_place)?;
        let mut names = Vec::new();
        for part in list.value.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let written = Spanned::new(part.to_owned(), part_of(&list.place, part));
            let name = if owner.known { self.column(&owner, &written)?.1.name } else { self.name(part) };
            self.need_member(Kind::Column, table, &name, &written.place);
            names.push(name);
        }
        Ok(names)
    }

    /// The tablespace, where the product has any.
    pub fn tablespace(&self, written: &Option<Spanned<String>>) -> Option<String> {
        let given = filled(written).filter(|_| self.profile.has(Feature::Tablespaces))?;
        Some(self.name(&given.value))
    }

    /// Drops a unique index whose place a key takes.
    ///
    /// # Errors
    /// There is none.
    pub fn give_up_index(&mut self, table: &ObjectName, index: &Spanned<String>) -> Result<(), Refused> {
        let name = self.name(&index.value);
        let object = self.index(table, &name, &index.place)?;
        self.drop(object, &index.place)
    }

    /// The unique index of that name, where it is the same as a unique constraint.
    pub fn unique_index(&self, table: &ObjectName, name: &str) -> Option<Object> {
        let owner = self.catalog.table(table).filter(|_| self.profile.unique_is_index)?;
        let index = self.catalog.index(owner, name).filter(|index| index.unique)?;
        Some(Object::Index { table: table.clone(), index: index.clone() })
    }

    /// The check of that name.
    ///
    /// # Errors
    /// There is none.
    pub fn check(&mut self, table: &ObjectName, written: &Spanned<String>) -> Result<Constraint, Refused> {
        let name = self.name(&written.value);
        let stub = Check { name: Some(name.clone()), expression: String::new(), validated: true, enforced: true };
        self.constraint(table, &name, Constraint::Check(stub), &written.place)
    }

    /// Switches a check on or off.
    ///
    /// # Errors
    /// There is none of that name, or the product enforces all.
    pub fn enforce_check(
        &mut self,
        table: &ObjectName,
        written: &Spanned<String>,
        enforced: bool,
        place: &Place,
    ) -> Result<(), Refused> {
        if !self.profile.has(Feature::UnenforcedChecks) {
            let help = "drop the check, or limit the change set with `dbms`";
            return Err(not_on(self.product(), "check that is not enforced", place, help));
        }
        let before = self.check(table, written)?;
        let Constraint::Check(check) = before.clone() else { return Ok(()) };
        let object = |constraint| Object::Constraint { table: table.clone(), constraint };
        let after = object(Constraint::Check(Check { enforced, ..check }));
        self.alter(object(before), after, place)
    }

    /// Validates a constraint that has not checked the rows that were there before it.
    ///
    /// # Errors
    /// There is none of that name, or the product validates all at once.
    pub fn validate_constraint(
        &mut self,
        table: &ObjectName,
        written: &Spanned<String>,
        place: &Place,
    ) -> Result<(), Refused> {
        if !self.profile.has(Feature::UnvalidatedConstraints) {
            let help =
                "take the change out, or limit the change set with `dbms`: here every constraint is valid at once";
            return Err(not_on(self.product(), "constraint that is not validated", place, help));
        }
        let name = self.name(&written.value);
        let before = match self.unvalidated(table, &name, &written.place)? {
            Some(constraint) => constraint,
            None => return Ok(()),
        };
        let after = match before.clone() {
            Constraint::ForeignKey(key) => Constraint::ForeignKey(ForeignKey { validated: true, ..key }),
            Constraint::Check(check) => Constraint::Check(Check { validated: true, ..check }),
            other => other,
        };
        let object = |constraint| Object::Constraint { table: table.clone(), constraint };
        self.alter(object(before), object(after), place)
    }

    /// The constraint of that name as it is before it is validated; nothing where it is valid.
    fn unvalidated(&mut self, table: &ObjectName, name: &str, place: &Place) -> Result<Option<Constraint>, Refused> {
        let owner = self.table(table, place)?;
        let case = self.profile.naming.members;
        let found = owner.constraints.iter().find(|it| it.name().is_some_and(|its| case.same(its, name)));
        match found {
            Some(
                Constraint::ForeignKey(ForeignKey { validated: false, .. })
                | Constraint::Check(Check { validated: false, .. }),
            ) => Ok(found.cloned()),
            Some(_) => Ok(None),
            None => {
                let (name, expression) = (Some(name.to_owned()), String::new());
                let stub =
                    Constraint::Check(Check { name: name.clone(), expression, validated: false, enforced: true });
                self.constraint(table, name.as_deref().unwrap_or_default(), stub, place).map(Some)
            }
        }
    }

    /// Whether a new constraint checks the rows that are there.
    pub fn is_validated(&self, validate: &Option<Spanned<bool>>) -> bool {
        validate.as_ref().is_none_or(|it| it.value) || !self.profile.has(Feature::UnvalidatedConstraints)
    }

    /// A foreign key of which only the name is known.
    pub fn unknown_foreign_key(&self, table: &ObjectName, name: &str) -> ForeignKey {
        ForeignKey {
            name: Some(name.to_owned()),
            columns: Vec::new(),
            referenced_table: table.clone(),
            referenced_columns: Vec::new(),
            on_delete: None,
            on_update: None,
            deferrable: false,
            initially_deferred: false,
            validated: true,
        }
    }

    /// The constraint of that name and of the stub's kind, or the stub itself where the table is not known.
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
        self.need_member(Kind::Constraint, table, name, place);
        let case = self.profile.naming.members;
        let sought = |it: &&Constraint| same_kind(it, &stub) && it.name().is_some_and(|its| case.same(its, name));
        if let Some(found) = owner.constraints.iter().find(sought) {
            return Ok(found.clone());
        }
        if !self.may_exist(&owner) {
            let present = owner.constraints.iter().filter(|it| same_kind(it, &stub));
            return Err(fault::refused(&missing(table, name, present), place));
        }
        self.assume(Object::Constraint { table: table.clone(), constraint: stub.clone() });
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
}

fn same_kind(left: &Constraint, right: &Constraint) -> bool {
    std::mem::discriminant(left) == std::mem::discriminant(right)
}

fn missing<'a>(table: &ObjectName, name: &str, present: impl Iterator<Item = &'a Constraint>) -> Fault {
    Fault::Missing {
        kind: Kind::Constraint,
        name: name.to_owned(),
        table: Some(table.clone()),
        present: present.filter_map(Constraint::name).map(str::to_owned).collect(),
    }
}

/// Where a part of a text stands, as far as the text is written as it reads.
fn part_of(place: &Place, part: &str) -> Place {
    let found = place.text().find(part);
    let span = found.map_or(place.span, |at| Span::new(place.span.start + at, place.span.start + at + part.len()));
    place.source.place(span)
}
