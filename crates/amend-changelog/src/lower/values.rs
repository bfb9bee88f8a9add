//! Values of columns: what a change writes into rows.

use amend_catalog::{ObjectName, Value};
use amend_sql::defaults::{Given, column_value};
use amend_syntax::{Diagnostic, Place, Spanned};

use super::{Lower, Refused};
use crate::column::Column;
use crate::encoding::decode;

impl Lower<'_> {
    /// The value that a column's attributes give, in the order of preference of the tool this is compatible with;
    /// `None` where none of them is given.
    ///
    /// # Errors
    /// A number without any text, or a file that cannot be read.
    pub fn value(&self, column: &Column) -> Result<Option<Value>, Refused> {
        if let Some((given, place)) = preferred(column) {
            return self.given_value(&given, &place).map(Some);
        }
        if let Some(path) = &column.value_clob_file {
            return self.text_of_file(path, column.encoding.as_ref()).map(|text| Some(Value::Text(text)));
        }
        if let Some(path) = &column.value_blob_file {
            return self.bytes_of_file(path).map(|bytes| Some(Value::Bytes(bytes)));
        }
        if let Some(sequence) = &column.value_sequence_current {
            return Ok(Some(Value::SequenceCurrent(self.dotted(&sequence.value))));
        }
        match last_resort(column) {
            Some((given, place)) => self.given_value(&given, &place).map(Some),
            None => Ok(None),
        }
    }

    fn given_value(&self, given: &Given, place: &Place) -> Result<Value, Refused> {
        column_value(self.product(), given)
            .map_err(|fault| Diagnostic::error("amend::value::wrong", fault.to_string()).at(place, "this value").into())
    }

    /// The path begins at the changelog's own folder (Liquibase 4.28).
    fn bytes_of_file(&self, path: &Spanned<String>) -> Result<Vec<u8>, Refused> {
        (self.around.files.bytes)(path, true).map_err(Refused::from)
    }

    fn text_of_file(&self, path: &Spanned<String>, encoding: Option<&Spanned<String>>) -> Result<String, Refused> {
        Ok(decode(&self.bytes_of_file(path)?, encoding)?)
    }

    /// A name that may have its schema before it.
    pub fn dotted(&self, name: &str) -> ObjectName {
        match name.split_once('.') {
            Some((schema, name)) => ObjectName::qualified(Some(self.name(schema)), self.name(name)),
            None => ObjectName::new(self.name(name)),
        }
    }
}

fn preferred(column: &Column) -> Option<(Given, Place)> {
    let text = |field: &Option<Spanned<String>>, make: fn(String) -> Given| {
        field.as_ref().map(|it| (make(it.value.clone()), it.place.clone()))
    };
    let boolean = column.value_boolean.as_ref().map(|it| (Given::Boolean(it.value), it.place.clone()));
    boolean
        .or_else(|| text(&column.value_numeric, Given::Numeric))
        .or_else(|| text(&column.value_date, Given::Date))
        .or_else(|| text(&column.value_computed, Given::Computed))
}

fn last_resort(column: &Column) -> Option<(Given, Place)> {
    let next = column.value_sequence_next.as_ref().map(|it| (Given::SequenceNext(it.value.clone()), it.place.clone()));
    next.or_else(|| column.value.as_ref().map(|it| (Given::Text(it.value.clone()), it.place.clone())))
}
