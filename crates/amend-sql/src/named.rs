//! Which objects a text of SQL names: what must be there for it to run, what it makes, and what it takes away.
//!
//! The text is read as tokens, never as a tree: the work grows with its length whatever is in it, and a text of a
//! dialect that nobody has written down is read as far as it goes. What a statement may do beside what is listed is
//! said by [`Named::understood`].

mod relations;
mod statement;
mod words;

use amend_catalog::{Kind, ObjectName};

use crate::Product;
use words::Words;

/// What a text of SQL names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The objects, in the order of the text.
    pub objects: Vec<NamedObject>,
    /// The statement makes, changes and drops nothing but what is listed. Otherwise it may do anything: it drops with
    /// `CASCADE`, changes settings, or is of a kind that is not known here.
    pub understood: bool,
}

/// An object that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedObject {
    /// What the text does with it.
    pub role: Role,
    /// Its kind; a table may be a view, since queries do not tell them apart.
    pub kind: Kind,
    /// Its name as the server stores it.
    pub name: ObjectName,
}

/// What a text does with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It must be there.
    Needed,
    /// It is made, and must not be there before.
    Made,
    /// It is made, unless it is there; or what is there gives way.
    MadeOrKept,
    /// It is dropped.
    Removed,
}

/// The tables and views that a query reads, without those that the query itself names (`WITH`).
pub fn of_query(product: Product, text: &str) -> Vec<ObjectName> {
    relations::relations(&Words::new(product, text))
}

/// What a statement names.
pub fn of_statement(product: Product, text: &str) -> Named {
    statement::named(&Words::new(product, text))
}

/// All names in a text, in lower case, without their quotes and without regard to what they mean; in quoted bodies of routines
/// too.
pub fn words_of(text: &str) -> impl Iterator<Item = String> + '_ {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
    text.split(move |letter| !is_word(letter)).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests;
