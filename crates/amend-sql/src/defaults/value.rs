//! Values of rows.

use amend_catalog::Value;

use super::facts::facts;
use super::moment::Moment;
use super::{DefaultFault, Given, expression, is_null, sequence, without_parentheses};
use crate::{Product, literals};

/// The value of a column in a row, as Liquibase writes it: without regard to the column's type.
///
/// # Errors
/// [`DefaultFault::NotANumber`] for a number without any text.
pub fn column_value(product: Product, given: &Given) -> Result<Value, DefaultFault> {
    Ok(match given {
        Given::Text(text) | Given::Numeric(text) | Given::Computed(text) if is_null(text) => Value::Null,
        Given::Text(text) => of_text(product, text),
        Given::Numeric(text) => of_number(product, text)?,
        Given::Boolean(value) => Value::Boolean(*value),
        Given::Date(text) => of_date(product, text),
        Given::Computed(text) => Value::Expression(expression::translated(product, text)),
        Given::SequenceNext(name) => sequence(product, name),
    })
}

fn of_text(product: Product, text: &str) -> Value {
    if facts(product).text_is_now && text.eq_ignore_ascii_case("current_timestamp") {
        Value::Expression(facts(product).now.to_owned())
    } else {
        Value::Text(text.to_owned())
    }
}

fn of_number(product: Product, text: &str) -> Result<Value, DefaultFault> {
    let number = without_parentheses(text);
    if number.trim().is_empty() {
        return Err(DefaultFault::NotANumber(text.to_owned()));
    }
    Ok(match facts(product).special_number(number) {
        Some(literal) => Value::Expression(literal.to_owned()),
        None if literals::is_number(number) => Value::Number(number.to_owned()),
        None => Value::Expression(expression::translated(product, text)),
    })
}

fn of_date(product: Product, text: &str) -> Value {
    match Moment::parse(text) {
        Some(moment) => Value::Text(moment.plain()),
        None => Value::Expression(expression::translated(product, text)),
    }
}
