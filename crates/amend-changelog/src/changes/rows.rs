//! What the changes of rows share: the table, its columns, the condition.

use amend_catalog::{Fault, Kind, ObjectName, Value, World};
use amend_sql::{literals, names};
use amend_syntax::{Diagnostic, Place, Spanned};

use crate::canonical::Canonical;
use crate::change::{Attribute, Change};
use crate::column::{Column, Columns, Parameters};
use crate::lower::{Lower, Refused, refused};

/// The table or view whose rows change.
///
/// # Errors
/// There is none of that name.
pub(super) fn target(
    to: &mut Lower<'_>,
    catalog: &Option<Spanned<String>>,
    schema: &Option<Spanned<String>>,
    name: &Spanned<String>,
) -> Result<ObjectName, Refused> {
    let table = to.table_name(catalog, schema, name);
    to.need_table(&table, &name.place);
    let is_known = to.catalog.table(&table).is_some() || to.catalog.view(&table).is_some();
    if to.catalog.world == World::Closed && !is_known {
        to.want(&table);
        to.catalog.require_table(&table).map_err(|fault| refused(&fault, &name.place))?;
    }
    Ok(table)
}

/// The columns with their values, in the order in which they are written. A column without a value is `NULL`.
///
/// # Errors
/// A column without a name, one that the table does not have, or a value that cannot be read.
pub(super) fn values<'c>(
    to: &Lower<'_>,
    table: &ObjectName,
    columns: impl IntoIterator<Item = &'c Column>,
) -> Result<Vec<(String, Value)>, Refused> {
    columns.into_iter().map(|column| named_value(to, table, column)).collect()
}

fn named_value(to: &Lower<'_>, table: &ObjectName, column: &Column) -> Result<(String, Value), Refused> {
    let name = column.name.as_ref().filter(|name| !name.value.is_empty()).ok_or_else(|| nameless(&column.place))?;
    let name = column_name(to, table, name)?;
    let value = to.value(column)?.unwrap_or(Value::Null);
    Ok((name, value.beside(table)))
}

fn nameless(place: &Place) -> Refused {
    Diagnostic::error("amend::column::incomplete", "a column needs `name`")
        .at(place, "`name` is missing")
        .help("write `name: ...`")
        .into()
}

/// The name of a column as the server stores it.
///
/// # Errors
/// The table is known and has no such column.
pub(super) fn column_name(to: &Lower<'_>, table: &ObjectName, name: &Spanned<String>) -> Result<String, Refused> {
    let stored = to.name(&name.value);
    let known = to.catalog.table(table).filter(|it| it.known && to.catalog.world == World::Closed);
    if known.is_some_and(|known| to.catalog.column(known, &stored).is_none()) {
        let present = to.catalog.present(Kind::Column, Some(table));
        let missing = Fault::Missing { kind: Kind::Column, name: stored, table: Some(table.clone()), present };
        return Err(refused(&missing, &name.place));
    }
    Ok(stored)
}

/// The condition with its parameters put in; `None` for all rows.
///
/// # Errors
/// It is given but empty, or a parameter cannot be written.
pub(super) fn filter(
    to: &Lower<'_>,
    clause: &Option<Spanned<String>>,
    parameters: &Option<Spanned<Parameters>>,
) -> Result<Option<String>, Refused> {
    let Some(clause) = clause else { return Ok(None) };
    let text = clause.value.trim();
    if text.is_empty() {
        return Err(empty_condition(&clause.place));
    }
    let mut names = Vec::new();
    let mut values = Vec::new();
    for parameter in parameters.iter().flat_map(|it| it.value.iter()) {
        names.extend(parameter.name.as_ref().map(|name| quoted(to, name)).transpose()?);
        values.push(literal(to, parameter)?);
    }
    Ok(Some(with_parameters(text, names.into_iter(), values.into_iter())))
}

fn empty_condition(place: &Place) -> Refused {
    Diagnostic::error("amend::rows::empty-condition", "the condition is empty")
        .at(place, "would take in every row")
        .help("leave `where` away where every row is meant")
        .into()
}

fn quoted(to: &Lower<'_>, name: &Spanned<String>) -> Result<String, Refused> {
    let quoted = names::quoted(to.product(), &to.name(&name.value));
    quoted
        .map_err(|fault| Diagnostic::error("amend::name::wrong", fault.to_string()).at(&name.place, "this name").into())
}

fn literal(to: &Lower<'_>, parameter: &Column) -> Result<String, Refused> {
    let value = to.value(parameter)?.unwrap_or(Value::Null);
    literals::value(to.product(), &value).map_err(|fault| {
        Diagnostic::error("amend::value::wrong", fault.to_string()).at(&parameter.place, "this value").into()
    })
}

/// Puts names in the place of `:name`, values in that of `:value` and `?`, each in their order, also within literals;
/// what is left without one stays.
fn with_parameters(
    text: &str,
    mut names: impl Iterator<Item = String>,
    mut values: impl Iterator<Item = String>,
) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find([':', '?']) {
        made.push_str(&rest[..at]);
        rest = &rest[at..];
        let (word, put) = if rest.starts_with(":name") {
            (":name", names.next())
        } else if rest.starts_with(":value") {
            (":value", values.next())
        } else if rest.starts_with('?') {
            ("?", values.next())
        } else {
            (":", None)
        };
        made.push_str(put.as_deref().unwrap_or(word));
        rest = &rest[word.len()..];
    }
    made + rest
}

/// The attributes as the first run of Liquibase sums them up: its check before the run puts the schema before the
/// sequences, and the checksum is taken after that.
pub(super) fn with_schema_before_sequences(
    change: &dyn Change,
    schema: &Option<Spanned<String>>,
) -> Vec<(&'static Attribute, Canonical)> {
    let mut fields = change.canonical();
    let Some(schema) = schema else { return fields };
    for (_, value) in &mut fields {
        if let Canonical::List(columns) = value {
            columns.iter_mut().flatten().for_each(|field| qualify(field, &schema.value));
        }
    }
    fields
}

fn qualify((name, value): &mut (&'static str, Canonical), schema: &str) {
    if let (Canonical::Text(text), "valueSequenceNext" | "valueSequenceCurrent") = (value, *name) {
        *text = format!("{schema}.{text}");
    }
}

/// The names and the values apart.
pub(super) fn apart(values: Vec<(String, Value)>) -> (Vec<String>, Vec<Value>) {
    values.into_iter().unzip()
}

/// Whether the server numbers the column, so that an insertion leaves it out.
pub(super) fn is_numbered(column: &Column) -> bool {
    column.auto_increment.as_ref().is_some_and(|it| it.value)
}

/// The columns that an insertion gives.
pub(super) fn inserted(columns: &Columns) -> impl Iterator<Item = &Column> {
    columns.iter().filter(|column| !is_numbered(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_take_the_places_of_their_words() {
        let put = |text: &str, names: &[&str], values: &[&str]| {
            let texts = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>().into_iter();
            with_parameters(text, texts(names), texts(values))
        };
        assert_eq!(put(":name = :value and :name > ?", &["a", "b"], &["1", "'x'"]), "a = 1 and b > 'x'");
        assert_eq!(put("a::text = ? or ?", &[], &["1"]), "a::text = 1 or ?");
        assert_eq!(put(":name", &[], &["1"]), ":name");
    }
}
