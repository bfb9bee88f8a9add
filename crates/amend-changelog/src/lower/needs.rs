//! What changes take to be there: noted where they name it, for the graph of the change sets.

use amend_catalog::{Kind, ObjectKey, ObjectName};
use amend_syntax::{Place, Spanned};

use super::{Lower, filled};
use crate::column::Column;

/// An object that a change takes to be there.
#[derive(Clone, Debug)]
pub struct Need {
    /// The object.
    pub object: ObjectKey,
    /// The attribute that names it.
    pub place: Place,
    /// How many operations of the change set come before.
    pub after: usize,
    /// It is the table that a foreign key points to; not every product looks for it at once.
    pub referenced: bool,
}

impl Lower<'_> {
    /// Notes that an object must be there.
    pub fn need(&mut self, object: ObjectKey, place: &Place) {
        self.note_need(object, place, false);
    }

    fn note_need(&mut self, object: ObjectKey, place: &Place, referenced: bool) {
        let after = self.made.ops.len();
        let is_known = |it: &Need| it.after == after && it.object == object;
        if !object.name.name.is_empty()
            && !self.made.needs.iter().rev().take_while(|it| it.after == after).any(is_known)
        {
            self.made.needs.push(Need { object, place: place.clone(), after, referenced });
        }
    }

    /// Notes that a table, or a view, must be there.
    pub fn need_table(&mut self, name: &ObjectName, place: &Place) {
        self.need(ObjectKey::relation(name, self.profile.naming), place);
    }

    /// Notes that the table must be there that a foreign key points to.
    pub fn need_referenced(&mut self, name: &ObjectName, place: &Place) {
        self.note_need(ObjectKey::relation(name, self.profile.naming), place, true);
    }

    /// Notes what the definitions of new columns of a table name: sequences, and the tables of foreign keys.
    pub fn need_of_columns<'c>(&mut self, table: &ObjectName, columns: impl IntoIterator<Item = &'c Column>) {
        for column in columns {
            if let Some(sequence) = filled(&column.default_value_sequence_next) {
                let (schema, name) = sequence
                    .value
                    .rsplit_once('.')
                    .map_or((None, sequence.value.as_str()), |(schema, name)| (Some(schema), name));
                let schema = schema.map(|schema| Spanned::new(schema.to_owned(), sequence.place.clone()));
                let name = self.object(&None, &schema, name);
                self.need(ObjectKey::object(Kind::Sequence, &name, self.profile.naming), &sequence.place);
            }
            self.need_of_reference(table, column);
        }
    }

    fn need_of_reference(&mut self, table: &ObjectName, column: &Column) {
        let Some(given) = &column.constraints else { return };
        let written = filled(&given.references).or(filled(&given.referenced_table_name));
        let (Some(written), Ok(Some((parent, _)))) = (written, self.referenced(given, table)) else { return };
        if !self.profile.naming.same_object(&parent, table) {
            self.need_referenced(&parent, &written.place);
        }
    }

    /// Notes that something in a table must be there.
    pub fn need_member(&mut self, kind: Kind, table: &ObjectName, name: &str, place: &Place) {
        self.need(ObjectKey::member(kind, table, name, self.profile.naming), place);
    }
}
