//! From the attributes of a column to its definition and the constraints that it brings.

use amend_catalog::{self as catalog, Check, Constraint, ForeignKey, Identity, Key, ObjectName, ReferentialAction};
use amend_sql::defaults::{DefaultFault, Given as GivenDefault, changed_default, default_expression, split_on_update};
use amend_sql::types::{ColumnType, TypeFault, column_type};
use amend_syntax::{Diagnostic, Place, Spanned};

use super::{Lower, Refused, not_on};
use crate::column::{Column, Constraints};
use crate::decode::Integer;

/// A column with the constraints that its attributes bring.
#[derive(Clone, Debug)]
pub struct Definition {
    /// The column.
    pub column: catalog::Column,
    /// Its part of the primary key: the key's name and tablespace, where they are given.
    pub primary_key: Option<Key>,
    /// The other constraints, in the order in which they are made.
    pub constraints: Vec<Constraint>,
}

impl Lower<'_> {
    /// The definition of a column.
    ///
    /// # Errors
    /// No name or type, a type or default that the product does not have.
    pub fn definition(&self, column: &Column, table: &ObjectName) -> Result<Definition, Refused> {
        let name = self.name(&needed(&column.name, "name", &column.place)?.value);
        let written = needed(&column.ty, "type", &column.place)?;
        let ty = self.numbered_type(column, written)?;
        let mut made = catalog::Column::new(name, ty.sql.clone());
        if let Some(default) = self.default_of(column, &ty)? {
            set_default(&mut made, &default);
        }
        made.identity = self.identity_of(column, &ty)?;
        made.comment = self.comment(&column.remarks);
        let mut definition = Definition { column: made, primary_key: None, constraints: Vec::new() };
        if let Some(constraints) = &column.constraints {
            self.constrain(&mut definition, constraints, table)?;
        }
        if definition.column.identity.is_some() && self.profile.identity_is_required {
            definition.column.nullable = false;
        }
        Ok(definition)
    }

    /// The type of a column.
    ///
    /// # Errors
    /// The product does not have it.
    pub fn column_type(&self, written: &Spanned<String>) -> Result<ColumnType, Refused> {
        column_type(self.product(), &written.value).map_err(|fault| wrong_type(&fault, &written.place))
    }

    fn numbered_type(&self, column: &Column, written: &Spanned<String>) -> Result<ColumnType, Refused> {
        let ty = self.column_type(written)?;
        match column.auto_increment.as_ref().filter(|asked| asked.value) {
            Some(asked) => ty.numbered(self.product()).map_err(|fault| wrong_type(&fault, &asked.place)),
            None => Ok(ty),
        }
    }

    /// The default of a column, in the order of preference of the tool this is compatible with.
    fn default_of(&self, column: &Column, ty: &ColumnType) -> Result<Option<String>, Refused> {
        let Some((given, place)) = given_default(column) else { return Ok(None) };
        default_expression(self.product(), ty, &given).map_err(|fault| wrong_default(&fault, &place))
    }

    /// The expression of a default that a column that is there gets.
    ///
    /// # Errors
    /// The value does not fit the type, or the product has no such default.
    pub fn changed_default(
        &self,
        ty: &ColumnType,
        given: &GivenDefault,
        place: &Place,
    ) -> Result<Option<String>, Refused> {
        changed_default(self.product(), ty, given).map_err(|fault| wrong_default(&fault, place))
    }

    fn identity_of(&self, column: &Column, ty: &ColumnType) -> Result<Option<Identity>, Refused> {
        if !ty.auto_increment {
            return Ok(None);
        }
        self.identity(&column.generation_type, &column.start_with, &column.increment_by).map(Some)
    }

    /// How the server numbers the rows.
    ///
    /// # Errors
    /// A step where the product has none but 1.
    pub fn identity(
        &self,
        generation: &Option<Spanned<String>>,
        start: &Option<Spanned<Integer>>,
        step: &Option<Spanned<Integer>>,
    ) -> Result<Identity, Refused> {
        let always = generation.as_ref().is_some_and(|it| it.value.eq_ignore_ascii_case("ALWAYS"));
        let step = step.as_ref().filter(|step| step.value.to_i64() != Some(1));
        let (has_start, has_step) = (self.profile.identity_start, self.profile.identity_increment);
        if let Some(step) = step.filter(|_| has_start && !has_step) {
            return Err(not_on(self.product(), "step for numbered columns", &step.place, "leave `incrementBy` away"));
        }
        Ok(Identity {
            always: always && self.profile.identity_always,
            start: start.as_ref().filter(|_| has_start).and_then(|it| it.value.to_i64()),
            increment: step.filter(|_| has_step).and_then(|it| it.value.to_i64()),
            sequence: None,
        })
    }

    fn constrain(&self, made: &mut Definition, given: &Constraints, table: &ObjectName) -> Result<(), Refused> {
        let is = |flag: &Option<Spanned<bool>>| flag.as_ref().is_some_and(|it| it.value);
        let name = |field: &Option<Spanned<String>>| {
            field.as_ref().filter(|it| !it.value.is_empty()).map(|it| self.name(&it.value))
        };
        let deferred = is(&given.initially_deferred);
        if given.nullable.as_ref().is_some_and(|it| !it.value) {
            made.column.nullable = false;
            made.column.not_null_name = name(&given.not_null_constraint_name);
        }
        if is(&given.primary_key) {
            made.column.nullable = false;
            made.primary_key = Some(Key {
                name: name(&given.primary_key_name),
                columns: vec![made.column.name.clone()],
                tablespace: self.tablespace(&given.primary_key_tablespace),
                deferrable: (deferred || is(&given.deferrable)) && self.profile.deferrable_keys,
                initially_deferred: deferred && self.profile.deferrable_keys,
            });
        }
        if is(&given.unique) {
            made.constraints.push(Constraint::Unique(Key {
                name: name(&given.unique_constraint_name),
                columns: vec![made.column.name.clone()],
                deferrable: (deferred || is(&given.deferrable)) && self.profile.deferrable_keys,
                initially_deferred: deferred && self.profile.deferrable_keys,
                ..Key::default()
            }));
        }
        if let Some(key) = self.reference(given, &made.column.name, table)? {
            made.constraints.push(Constraint::ForeignKey(key));
        }
        if let Some(check) = given.check_constraint.as_ref().filter(|it| !it.value.trim().is_empty()) {
            made.constraints.push(Constraint::Check(Check {
                name: None,
                expression: condition(&check.value).to_owned(),
                validated: true,
                enforced: true,
            }));
        }
        Ok(())
    }

    /// The foreign key of a column: `references: table(column)`, or the table and columns apart.
    fn reference(&self, given: &Constraints, column: &str, table: &ObjectName) -> Result<Option<ForeignKey>, Refused> {
        let is = |flag: &Option<Spanned<bool>>| flag.as_ref().is_some_and(|it| it.value);
        let deferred = is(&given.initially_deferred);
        let Some((referenced_table, referenced_columns)) = self.referenced(given, table)? else { return Ok(None) };
        Ok(Some(ForeignKey {
            name: given.foreign_key_name.as_ref().filter(|it| !it.value.is_empty()).map(|it| self.name(&it.value)),
            columns: vec![column.to_owned()],
            referenced_table,
            referenced_columns,
            on_delete: is(&given.delete_cascade).then_some(ReferentialAction::Cascade),
            on_update: None,
            deferrable: (deferred || is(&given.deferrable)) && self.profile.deferrable_foreign_keys,
            initially_deferred: deferred && self.profile.deferrable_foreign_keys,
            validated: self.is_validated(&given.validate_foreign_key),
        }))
    }

    pub(super) fn referenced(
        &self,
        given: &Constraints,
        table: &ObjectName,
    ) -> Result<Option<(ObjectName, Vec<String>)>, Refused> {
        let schema = &given.referenced_table_schema_name;
        let catalog = &given.referenced_table_catalog_name;
        if let Some(references) = given.references.as_ref().filter(|it| !it.value.trim().is_empty()) {
            let (name, columns) = split_reference(&references.value);
            let (written_schema, name) = match name.rsplit_once('.') {
                Some((schema, name)) => (Some(Spanned::new(schema.to_owned(), references.place.clone())), name),
                None => (schema.clone(), name),
            };
            let mut object = self.object(catalog, &written_schema, name);
            if written_schema.is_none() && object.schema.is_none() {
                object.schema = table.schema.clone();
            }
            return Ok(Some((object, self.names(columns))));
        }
        let Some(name) = given.referenced_table_name.as_ref().filter(|it| !it.value.is_empty()) else {
            return Ok(None);
        };
        let columns = given.referenced_column_names.as_ref().map(|it| self.names(&it.value)).unwrap_or_default();
        Ok(Some((self.object(catalog, schema, &name.value), columns)))
    }
}

/// The default of a column, with what it says about updates.
pub(crate) fn set_default(column: &mut catalog::Column, default: &str) {
    let (value, on_update) = split_on_update(default);
    column.default = Some(value.to_owned()).filter(|value| !value.is_empty());
    if on_update.is_some() {
        column.on_update = on_update.map(str::to_owned);
    }
}

/// The condition of a check, which may be written with `CHECK (..)` around it.
pub(crate) fn condition(text: &str) -> &str {
    let text = text.trim();
    let rest = text.get(..5).filter(|word| word.eq_ignore_ascii_case("check")).map(|_| text[5..].trim());
    let inside = rest.and_then(|rest| rest.strip_prefix('(')?.strip_suffix(')'));
    inside.map_or(text, str::trim)
}

fn wrong_default(fault: &DefaultFault, place: &Place) -> Refused {
    let help = "write it as the type of the column is written, or an expression under `defaultValueComputed`";
    Diagnostic::error("amend::default::wrong", fault.to_string()).at(place, "this default").help(help).into()
}

fn wrong_type(fault: &TypeFault, place: &Place) -> Refused {
    let code = match fault {
        TypeFault::ListedValues(_) => "amend::change::not-on-product",
        _ => "amend::type::unknown",
    };
    Diagnostic::error(code, fault.to_string()).at(place, "this type").help(fault.help()).into()
}

/// `table(a, b)` as the table and its columns.
fn split_reference(text: &str) -> (&str, &str) {
    match text.split_once('(') {
        Some((table, columns)) => (table.trim(), columns.trim_end().trim_end_matches(')')),
        None => (text.trim(), ""),
    }
}

/// The default that counts where several are given.
pub(crate) fn given_default(column: &Column) -> Option<(GivenDefault, Place)> {
    let text = |field: &Option<Spanned<String>>, make: fn(String) -> GivenDefault| {
        field.as_ref().map(|it| (make(it.value.clone()), it.place.clone()))
    };
    text(&column.default_value, GivenDefault::Text)
        .or_else(|| column.default_value_boolean.as_ref().map(|it| (GivenDefault::Boolean(it.value), it.place.clone())))
        .or_else(|| text(&column.default_value_numeric, GivenDefault::Numeric))
        .or_else(|| text(&column.default_value_date, GivenDefault::Date))
        .or_else(|| text(&column.default_value_computed, GivenDefault::Computed))
        .or_else(|| text(&column.default_value_sequence_next, GivenDefault::SequenceNext))
}

/// An attribute that a column must have.
fn needed<'v>(field: &'v Option<Spanned<String>>, name: &str, place: &Place) -> Result<&'v Spanned<String>, Refused> {
    field.as_ref().filter(|it| !it.value.is_empty()).ok_or_else(|| {
        Diagnostic::error("amend::column::incomplete", format!("a column needs `{name}`"))
            .at(place, format!("`{name}` is missing"))
            .help(format!("write `{name}: ...`"))
            .into()
    })
}
