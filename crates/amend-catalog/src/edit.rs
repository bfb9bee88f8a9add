//! An edit: one object before and after.

use crate::rename::follow_own_name;
use crate::{Column, Fault, Object, Sequence, Table, View};

/// One change of a catalog. `None` to `Some` creates, `Some` to `None` drops, `Some` to `Some` alters or renames.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The object as it was.
    pub before: Option<Object>,
    /// The object as it will be.
    pub after: Option<Object>,
    /// The server does it by itself as a part of the next edit, so it is not rendered.
    pub implied: bool,
    /// How it is to be done; no part of the state.
    pub manner: Manner,
}

/// How an edit is to be carried out, where a product leaves a choice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// What depends on the object is dropped too.
    pub cascade: bool,
    /// `IF EXISTS` of a drop, `IF NOT EXISTS` of a creation.
    pub tolerant: bool,
    /// An object of the same name is replaced.
    pub or_replace: bool,
    /// Readers and writers go on meanwhile (PostgreSQL indexes); cannot be done in a transaction.
    pub concurrently: bool,
    /// How values become values of the new type (PostgreSQL `USING`).
    pub using: Option<String>,
    /// A nullable column that loses its default is left without any, `NULL` included, so that each insertion must give
    /// a value (MySQL 8.0: `ALTER COLUMN c DROP DEFAULT`). Otherwise `NULL` is its default again.
    pub without_default: bool,
    /// The place of a new column is asked for, so that it is written also where the table's last column is not known.
    pub placed: bool,
    /// What is implied is so on the way back too (a check follows its column's new name, and the old one again).
    pub both_ways: bool,
}

impl Edit {
    /// An edit that makes the object.
    pub fn create(object: Object) -> Self {
        Self { before: None, after: Some(object), implied: false, manner: Manner::default() }
    }

    /// An edit that drops the object.
    pub fn drop(object: Object) -> Self {
        Self { before: Some(object), after: None, implied: false, manner: Manner::default() }
    }

    /// An edit that makes `before` into `after`; both are of one kind. A renamed table's foreign keys to itself follow.
    pub fn alter(before: Object, mut after: Object) -> Self {
        if let (Object::Table(before), Object::Table(after)) = (&before, &mut after) {
            follow_own_name(after, &before.name);
        }
        Self { before: Some(before), after: Some(after), implied: false, manner: Manner::default() }
    }

    /// The same edit, done by the server itself.
    pub fn implied(self) -> Self {
        Self { implied: true, ..self }
    }

    /// The same edit, done by the server itself on the way there and on the way back.
    pub fn following(mut self) -> Self {
        self.implied = true;
        self.manner.both_ways = true;
        self
    }

    /// The same edit, done in this manner.
    pub fn with(self, manner: Manner) -> Self {
        Self { manner, ..self }
    }

    /// The object that the edit is about: as it will be, or as it was where it is dropped.
    pub fn subject(&self) -> Option<&Object> {
        self.after.as_ref().or(self.before.as_ref())
    }

    /// The edit that undoes this one: the two values swapped.
    ///
    /// # Errors
    /// [`Fault::Unknown`] where what was there before is not known.
    pub fn inverse(&self) -> Result<Self, Fault> {
        if let Some(unknown) = self.before.as_ref().filter(|object| !object.is_known() && !self.only_renames()) {
            return Err(Fault::unknown(unknown));
        }
        let Manner { concurrently, both_ways, .. } = self.manner;
        Ok(Self {
            before: self.after.clone(),
            after: self.before.clone(),
            implied: self.implied && both_ways,
            manner: Manner { concurrently, both_ways, ..Manner::default() },
        })
    }

    /// Whether nothing but a name changes, so that the definition need not be known.
    fn only_renames(&self) -> bool {
        match (&self.before, &self.after) {
            (Some(Object::Table(before)), Some(Object::Table(after))) => {
                Table { name: before.name.clone(), ..after.clone() } == *before
            }
            (Some(Object::Column { column: before, .. }), Some(Object::Column { column: after, .. })) => {
                Column { name: before.name.clone(), ..after.clone() } == *before
            }
            (Some(Object::View(before)), Some(Object::View(after))) => {
                View { name: before.name.clone(), ..after.clone() } == *before
            }
            (Some(Object::Sequence(before)), Some(Object::Sequence(after))) => {
                Sequence { name: before.name.clone(), ..after.clone() } == *before
            }
            _ => false,
        }
    }
}
