//! Sequences.

use amend_catalog::{
    Column, Edit, Fault, Kind, Manner, Object, ObjectKey, ObjectName, Sequence, SequenceOptions, SequenceOwner, Table,
    Value, World,
};
use amend_sql::Feature;
use amend_syntax::{Diagnostic, Place};

use super::{Lower, Refused, column_object, fault};

impl Lower<'_> {
    /// Whether the product has sequences. Where it has none, changes of sequences do nothing, as in the tool this is
    /// compatible with, and a warning says so.
    pub fn has_sequences(&mut self, change: &str, place: &Place) -> bool {
        if !self.profile.sequences {
            let message = format!("{} has no sequences: `{change}` does nothing", self.product());
            let diagnostic = Diagnostic::warning("amend::sequence::none", message).at(place, "nothing is sent");
            self.note(diagnostic.help("limit the change set with `dbms` to the products that have sequences"));
        }
        self.profile.sequences
    }

    /// The sequence of that name. In an open world one that is not known becomes a stub.
    ///
    /// # Errors
    /// There is no such sequence.
    pub fn sequence(&mut self, name: &ObjectName, place: &Place) -> Result<Sequence, Refused> {
        self.need(ObjectKey::object(Kind::Sequence, name, self.profile.naming), place);
        if let Some(sequence) = self.catalog.sequence(name) {
            return Ok(sequence.clone());
        }
        self.want(name);
        if self.catalog.world == World::Open {
            let sequence =
                Sequence { name: name.clone(), known: false, options: SequenceOptions::default(), owner: None };
            self.assume(Object::Sequence(sequence.clone()));
            return Ok(sequence);
        }
        let present = self.catalog.present(Kind::Sequence, None);
        let missing = Fault::Missing { kind: Kind::Sequence, name: name.to_string(), table: None, present };
        Err(fault::refused(&missing, place))
    }

    /// Drops a sequence, and before it the defaults that take their numbers from it.
    ///
    /// # Errors
    /// There is no such sequence.
    pub fn drop_sequence(&mut self, name: &ObjectName, place: &Place) -> Result<(), Refused> {
        let sequence = self.sequence(name, place)?;
        self.drop_defaults_from(name, place)?;
        // Defaults of tables that are not known can only go with it.
        let cascade = self.profile.drop_cascades && self.catalog.world == World::Open;
        let manner = Manner { cascade, ..Manner::default() };
        self.edit(Edit::drop(Object::Sequence(sequence)).with(manner), place)
    }

    fn drop_defaults_from(&mut self, sequence: &ObjectName, place: &Place) -> Result<(), Refused> {
        let without = |column: Column| Column { default: None, ..column };
        let edits: Vec<Edit> = self.columns_numbered_by(sequence).map(|site| site.altered(without)).collect();
        edits.into_iter().try_for_each(|edit| self.edit(edit, place))
    }

    /// Renames a sequence; defaults that take their numbers from it do so under the new name.
    ///
    /// # Errors
    /// There is one of the new name.
    pub fn rename_sequence(&mut self, before: Sequence, after: Sequence, place: &Place) -> Result<(), Refused> {
        let next = amend_sql::literals::value(self.product(), &Value::SequenceNext(after.name.clone())).ok();
        let renamed = |column: Column| Column { default: next.clone(), ..column };
        let edits: Vec<Edit> = self.columns_numbered_by(&before.name).map(|site| site.altered(renamed)).collect();
        self.alter(Object::Sequence(before), Object::Sequence(after), place)?;
        let follows = self.profile.defaults_follow_sequences;
        edits.into_iter().try_for_each(|edit| self.edit(if follows { edit.following() } else { edit }, place))
    }

    /// Gives a sequence to the column that takes its numbers from it, so that it falls with the column, where the product
    /// has that. A sequence that is a column's own already stays that column's.
    ///
    /// # Errors
    /// There is no such sequence.
    pub fn own_sequence(&mut self, name: &ObjectName, owner: SequenceOwner, place: &Place) -> Result<(), Refused> {
        let same = |it: &ObjectName| self.profile.naming.same_object(it, name);
        let mut columns = self.catalog.tables.iter().flat_map(|table| &table.columns);
        let numbers = |it: &Column| it.identity.as_ref().and_then(|it| it.sequence.as_ref()).is_some_and(same);
        if !self.profile.has(Feature::SequenceOwners) || columns.any(numbers) {
            return Ok(());
        }
        let before = self.sequence(name, place)?;
        let after = Sequence { owner: Some(owner), ..before.clone() };
        self.alter(Object::Sequence(before), Object::Sequence(after), place)
    }

    /// The sequences of a column, or of all columns of a table, fall with it: first the default, then the owner, so that
    /// all comes back in its order.
    ///
    /// # Errors
    /// None; the edits fit the catalog.
    pub(super) fn drop_owned(
        &mut self,
        table: &ObjectName,
        column: Option<&str>,
        place: &Place,
    ) -> Result<(), Refused> {
        let naming = self.profile.naming;
        let is_one = |owner: &SequenceOwner| {
            naming.same_object(&owner.table, table) && column.is_none_or(|it| naming.members.same(it, &owner.column))
        };
        let owned = self.catalog.sequences.iter().filter(|it| it.owner.as_ref().is_some_and(is_one));
        for sequence in owned.cloned().collect::<Vec<_>>() {
            let without = |column: Column| Column { default: None, ..column };
            let sites = self.columns_numbered_by(&sequence.name).filter(|it| naming.same_object(it.table, table));
            let mut edits: Vec<Edit> = sites.map(|site| site.altered(without)).collect();
            let free = Sequence { owner: None, ..sequence.clone() };
            edits.push(Edit::alter(Object::Sequence(sequence), Object::Sequence(free.clone())));
            edits.push(Edit::drop(Object::Sequence(free)));
            edits.into_iter().try_for_each(|edit| self.edit(edit.implied(), place))?;
        }
        Ok(())
    }

    /// The columns whose default is the next number of the sequence.
    fn columns_numbered_by<'s>(&'s self, sequence: &'s ObjectName) -> impl Iterator<Item = Numbered<'s>> + 's {
        let columns = |table: &'s Table| table.columns.iter().enumerate().map(move |(at, column)| (table, at, column));
        let all = self.catalog.tables.iter().flat_map(columns);
        all.filter(|(_, _, column)| column.default.as_ref().is_some_and(|default| self.takes_from(default, sequence)))
            .map(|(table, at, column)| Numbered { table: &table.name, at, column })
    }

    /// Whether the expression is the next number of the sequence.
    fn takes_from(&self, default: &str, sequence: &ObjectName) -> bool {
        let value = Value::SequenceNext(sequence.clone());
        amend_sql::literals::value(self.product(), &value).is_ok_and(|call| call.eq_ignore_ascii_case(default))
    }
}

/// A column that is numbered from a sequence.
struct Numbered<'a> {
    table: &'a ObjectName,
    at: usize,
    column: &'a Column,
}

impl Numbered<'_> {
    fn altered(&self, change: impl FnOnce(Column) -> Column) -> Edit {
        let before = column_object(self.table, self.at, self.column.clone());
        Edit::alter(before, column_object(self.table, self.at, change(self.column.clone())))
    }
}
