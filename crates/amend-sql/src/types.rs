//! Types of columns: from the words of a changelog to those of a product, and to a form that can be compared.

mod canonical;
mod families;
mod forms;
mod parts;
mod widening;

use std::fmt;

pub use canonical::canonical_type;
pub use widening::keeps_values;

use crate::Product;
use families::Family;
use parts::Parts;
pub(crate) use parts::closing_parenthesis;

/// A column's type in the words of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnType {
    /// The type as text of SQL, without what stands for the numbering (`AUTO_INCREMENT`, `GENERATED ..`).
    pub sql: String,
    /// The type's words ask for numbers that the server gives (`serial`, `int identity`).
    pub auto_increment: bool,
    /// What kind of values it has.
    pub class: TypeClass,
}

/// What kind of values a type has, as far as the spelling of its values depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeClass {
    /// Truth values.
    Boolean,
    /// Strings of bits.
    Bit,
    /// Whole numbers.
    Integer,
    /// Decimal numbers.
    Decimal,
    /// Binary floating-point numbers.
    Float,
    /// Texts.
    Text,
    /// Bytes.
    Binary,
    /// Days.
    Date,
    /// Times of a day.
    Time,
    /// Points in time.
    DateTime,
    /// UUIDs.
    Uuid,
    /// JSON documents.
    Json,
    /// All others: types of the database's own, arrays, and what the table of types does not know.
    Other,
}

/// Why a text is not the type of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeFault {
    /// It is empty.
    Empty,
    /// A parenthesis or quote is not closed.
    Unclosed(char),
    /// The server gives no numbers to columns of this type, given as text of SQL.
    NotNumbered(String),
    /// The type lists its values (`enum('a', 'b')`), and the product has no such type of a column.
    ListedValues(Product),
}

impl TypeFault {
    /// What to write in its place.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Empty => "write a type, as `varchar(20)`",
            Self::Unclosed(_) => "close it",
            Self::NotNumbered(_) => "take a whole number, as `bigint`, or leave `autoIncrement` away",
            Self::ListedValues(product) => forms::facts(*product).listed_values.err().unwrap_or_default(),
        }
    }
}

impl fmt::Display for TypeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the type is empty"),
            Self::Unclosed(open) => write!(f, "the `{open}` in the type is not closed"),
            Self::NotNumbered(sql) => write!(f, "a column of type `{sql}` cannot be numbered by the server"),
            Self::ListedValues(product) => write!(f, "{product} has no type of a column that lists its values"),
        }
    }
}

impl std::error::Error for TypeFault {}

impl ColumnType {
    /// The type for a column that the server numbers (`autoIncrement: true`).
    ///
    /// SQLite numbers columns of the type `INTEGER` only; there the other whole numbers become that.
    ///
    /// # Errors
    /// [`TypeFault::NotNumbered`] for types that are no whole numbers, unless the table of types does not know them.
    pub fn numbered(self, product: Product) -> Result<Self, TypeFault> {
        if !matches!(self.class, TypeClass::Integer | TypeClass::Other) {
            return Err(TypeFault::NotNumbered(self.sql));
        }
        let sql = forms::facts(product).numbered_type.map_or(self.sql, str::to_owned);
        Ok(Self { sql, auto_increment: true, class: TypeClass::Integer })
    }
}

/// The type that a changelog's text means on the product, by Liquibase's rules.
///
/// Where those rules give text that the product refuses although the meaning is clear (`varchar(20)[]`, `timestamptz(3)`
/// on MySQL, `bigint unsigned` on PostgreSQL), it is the text that was meant. Types that the rules do not know are
/// passed on in upper case.
///
/// # Errors
/// [`TypeFault`] for text that is no type.
pub fn column_type(product: Product, text: &str) -> Result<ColumnType, TypeFault> {
    let parts = parts::parse(text)?;
    if parts.lists_values() && forms::facts(product).listed_values.is_err() {
        return Err(TypeFault::ListedValues(product));
    }
    let is_family = parts.dimensions == 0 || forms::facts(product).arrays;
    let (mut sql, family) = match families::find(&parts).filter(|_| is_family) {
        Some((family, used)) => (family.form(product).write(&parts.parameters, &parts.words_from(used)), Some(family)),
        None => (forms::unknown(product, &parts), None),
    };
    if family.is_some() {
        sql.push_str(&"[]".repeat(parts.dimensions));
    }
    let found = ColumnType { sql, auto_increment: false, class: class(family, &parts) };
    if parts.identity || family.is_some_and(|family| family.numbered) { found.numbered(product) } else { Ok(found) }
}

fn class(family: Option<&Family>, parts: &Parts<'_>) -> TypeClass {
    match family {
        Some(family) if parts.dimensions == 0 => family.class,
        _ => TypeClass::Other,
    }
}

#[cfg(test)]
mod tests;
