//! The columns of a change, as they are written: their attributes, their constraints, and the conversions of numbers
//! and dates.

mod doubtful;

use amend_syntax::{Diagnostic, Node, NodeKind, Place, Spanned, nearest};

use crate::attributes::unknown_key;
use crate::canonical::Canonical;
use crate::change::{Attribute, Shape, Written};
use crate::decode::{AttributeValue, Children, Given, Integer, boolean_of, integer_of, text_of};
use crate::literal::{date_text, is_number};

/// Declares a struct of optional attributes with their names, docs and the order of their reading.
macro_rules! attributes {
    (
        $(#[doc = $doc:literal])+
        $type:ident { $( $(#[doc = $field_doc:literal])+ $attribute:literal => $field:ident : $value:ty ; )* }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        pub struct $type {
            /// Where it stands.
            pub place: Place,
            $( $(#[doc = $field_doc])+ pub $field: Option<Spanned<$value>>, )*
        }

        impl $type {
            /// The attributes with their docs.
            pub const ATTRIBUTES: &'static [Attribute] = &[$(
                Attribute::new($attribute, concat!($($field_doc, "\n"),+), <$value as FieldValue>::SHAPE)
            ),*];

            /// None of the attributes.
            pub fn empty(place: Place) -> Self {
                Self { place, $( $field: None, )* }
            }

            fn read(node: &Node, children: &Children<'_>, report: &mut Vec<Diagnostic>) -> Self {
                Self {
                    place: node.place.clone(),
                    $( $field: read_field(children, $attribute, report), )*
                }
            }

            /// The attributes that were given, as they stand in the checksum.
            pub fn fields(&self) -> Vec<(&'static str, Canonical)> {
                let mut fields = Vec::new();
                $( fields.extend(self.$field.as_ref().map(|value| ($attribute, FieldValue::canonical(&value.value))));  )*
                fields
            }

            /// The attributes that were given, with their places.
            pub fn written(&self) -> Vec<Written<'_>> {
                let mut written = Vec::new();
                $( written.extend(self.$field.as_ref().map(|value| {
                    Written::new($attribute, FieldValue::canonical(&value.value), &value.place)
                })); )*
                written
            }
        }
    };
}

/// A value of an attribute of a column or of its constraints.
trait FieldValue: Sized {
    const SHAPE: Shape;
    fn read(node: &Node, name: &str, report: &mut Vec<Diagnostic>) -> Option<Self>;
    fn canonical(&self) -> Canonical;
}

impl FieldValue for String {
    const SHAPE: Shape = Shape::Text;
    fn read(node: &Node, name: &str, report: &mut Vec<Diagnostic>) -> Option<Self> {
        text_of(node, name, report)
    }
    fn canonical(&self) -> Canonical {
        Canonical::Text(self.clone())
    }
}

impl FieldValue for bool {
    const SHAPE: Shape = Shape::Boolean;
    fn read(node: &Node, name: &str, report: &mut Vec<Diagnostic>) -> Option<Self> {
        boolean_of(node, name, report)
    }
    fn canonical(&self) -> Canonical {
        Canonical::Text(self.to_string())
    }
}

impl FieldValue for Integer {
    const SHAPE: Shape = Shape::Integer;
    fn read(node: &Node, name: &str, report: &mut Vec<Diagnostic>) -> Option<Self> {
        integer_of(node, name, report)
    }
    fn canonical(&self) -> Canonical {
        Canonical::Text(self.0.clone())
    }
}

fn read_field<T: FieldValue>(children: &Children<'_>, name: &str, report: &mut Vec<Diagnostic>) -> Option<Spanned<T>> {
    let (_, node) = children.get(name, report)?;
    T::read(node, name, report).map(|value| Spanned::new(value, node.place.clone()))
}

attributes! {
    /// The attributes of a column.
    Fields {
        /// The column's name.
        "name" => name: String;
        /// The name is an expression, not a column (indexes).
        "computed" => computed: bool;
        /// The type: an abstract one, or one of the product.
        "type" => ty: String;
        /// A value as a text.
        "value" => value: String;
        /// A value as a number.
        "valueNumeric" => value_numeric: String;
        /// A value as a date, a time, or both.
        "valueDate" => value_date: String;
        /// A value as a truth value.
        "valueBoolean" => value_boolean: bool;
        /// A file whose bytes are the value.
        "valueBlobFile" => value_blob_file: String;
        /// A file whose text is the value.
        "valueClobFile" => value_clob_file: String;
        /// The encoding of `valueClobFile`; UTF-8 where it is not given.
        "encoding" => encoding: String;
        /// A value as an expression of the product.
        "valueComputed" => value_computed: String;
        /// A sequence whose next number is the value.
        "valueSequenceNext" => value_sequence_next: String;
        /// A sequence whose current number is the value.
        "valueSequenceCurrent" => value_sequence_current: String;
        /// The default as a text.
        "defaultValue" => default_value: String;
        /// The default as a number.
        "defaultValueNumeric" => default_value_numeric: String;
        /// The default as a date, a time, or both.
        "defaultValueDate" => default_value_date: String;
        /// The default as a truth value.
        "defaultValueBoolean" => default_value_boolean: bool;
        /// The default as an expression of the product.
        "defaultValueComputed" => default_value_computed: String;
        /// A sequence whose next number is the default.
        "defaultValueSequenceNext" => default_value_sequence_next: String;
        /// A name for the default, where a product names defaults.
        "defaultValueConstraintName" => default_value_constraint_name: String;
        /// The server numbers the rows.
        "autoIncrement" => auto_increment: bool;
        /// `ALWAYS` or `BY DEFAULT`: whether a number may be given (PostgreSQL).
        "generationType" => generation_type: String;
        /// A given `NULL` is numbered too (products that have it).
        "defaultOnNull" => default_on_null: bool;
        /// The first number.
        "startWith" => start_with: Integer;
        /// The step from number to number.
        "incrementBy" => increment_by: Integer;
        /// The column's comment.
        "remarks" => remarks: String;
        /// From large to small (indexes).
        "descending" => descending: bool;
        /// The new column stands after this one.
        "afterColumn" => after_column: String;
        /// The new column stands before this one.
        "beforeColumn" => before_column: String;
        /// The new column stands at this place, from 1.
        "position" => position: Integer;
        /// The column's place in the file, from 0 (loading).
        "index" => index: Integer;
        /// The column's heading in the file (loading).
        "header" => header: String;
        /// Whether a row that is there gets the value (loading with update).
        "allowUpdate" => allow_update: bool;
    }
}

attributes! {
    /// The attributes of a column's constraints.
    Constraints {
        /// Whether `NULL` is allowed.
        "nullable" => nullable: bool;
        /// The name of the not-null constraint.
        "notNullConstraintName" => not_null_constraint_name: String;
        /// The column is of the primary key.
        "primaryKey" => primary_key: bool;
        /// The primary key's name.
        "primaryKeyName" => primary_key_name: String;
        /// The tablespace of the primary key's index.
        "primaryKeyTablespace" => primary_key_tablespace: String;
        /// A foreign key in short: `table(column)`.
        "references" => references: String;
        /// The catalog of the referenced table.
        "referencedTableCatalogName" => referenced_table_catalog_name: String;
        /// The schema of the referenced table.
        "referencedTableSchemaName" => referenced_table_schema_name: String;
        /// The referenced table.
        "referencedTableName" => referenced_table_name: String;
        /// The referenced columns, separated by commas.
        "referencedColumnNames" => referenced_column_names: String;
        /// No two rows have the same value.
        "unique" => unique: bool;
        /// The unique constraint's name.
        "uniqueConstraintName" => unique_constraint_name: String;
        /// A condition that every row must meet.
        "checkConstraint" => check_constraint: String;
        /// Rows go with the row that they point to.
        "deleteCascade" => delete_cascade: bool;
        /// The foreign key's name.
        "foreignKeyName" => foreign_key_name: String;
        /// The constraints are checked at the end of the transaction.
        "initiallyDeferred" => initially_deferred: bool;
        /// The check may be put off to the end of the transaction.
        "deferrable" => deferrable: bool;
        /// Whether rows that are there are checked for `NULL`.
        "validateNullable" => validate_nullable: bool;
        /// Whether rows that are there are checked for equal values.
        "validateUnique" => validate_unique: bool;
        /// Whether rows that are there are checked for the primary key.
        "validatePrimaryKey" => validate_primary_key: bool;
        /// Whether rows that are there are checked for the foreign key.
        "validateForeignKey" => validate_foreign_key: bool;
    }
}

/// A column of a change.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its attributes.
    pub fields: Fields,
    /// Its constraints; given also where they are empty.
    pub constraints: Option<Constraints>,
}

impl std::ops::Deref for Column {
    type Target = Fields;
    fn deref(&self) -> &Fields {
        &self.fields
    }
}

impl Column {
    /// A column of that name and type.
    pub fn of(name: Spanned<String>, ty: Spanned<String>) -> Self {
        let mut fields = Fields::empty(name.place.clone());
        fields.name = Some(name);
        fields.ty = Some(ty);
        Self { fields, constraints: None }
    }

    /// The column as it stands in the checksum.
    pub fn canonical(&self) -> Vec<(&'static str, Canonical)> {
        let mut fields = self.fields.fields();
        fields.extend(self.constraints.as_ref().map(|it| ("constraints", Canonical::Object(it.fields()))));
        fields
    }

    fn read(node: &Node, own: &[&str], report: &mut Vec<Diagnostic>) -> Self {
        let children = Children::of(node);
        report_unknown(&children, own, report);
        let mut fields = Fields::read(node, &children, report);
        fields.convert(node, &children);
        report.extend(fields.doubtful());
        let constraints = children.get("constraints", report).map(|(_, node)| read_constraints(node, report));
        Self { fields, constraints }
    }
}

/// What no constraint has is warned of: other readers ignore it.
fn read_constraints(node: &Node, report: &mut Vec<Diagnostic>) -> Constraints {
    let children = Children::of(node);
    let names = || Constraints::ATTRIBUTES.iter().map(|it| it.name);
    let unknown = children.entries.iter().filter(|(key, _)| !names().any(|name| name.eq_ignore_ascii_case(&key.value)));
    report.extend(unknown.map(|(key, _)| unknown_key("constraints", key, names())));
    Constraints::read(node, &children, report)
}

/// An attribute that a column does not know stops other readers too.
fn report_unknown(children: &Children<'_>, own: &[&str], report: &mut Vec<Diagnostic>) {
    let known = |name: &&str| own.contains(name) || !OF_SOME_LISTS.contains(name);
    let names = || Fields::ATTRIBUTES.iter().map(|it| it.name).chain(["constraints"]).filter(known);
    for (key, _) in &children.entries {
        if !names().any(|name| name == first_lower(&key.value)) {
            let message = format!("a column has no `{}` here", key.value);
            let diagnostic =
                Diagnostic::error("amend::changelog::unknown-attribute", message).at(&key.place, "not known here");
            report.push(match nearest(&key.value, names().chain(["column"])) {
                Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
                None => diagnostic.help("attributes such as `nullable` and `primaryKey` belong under `constraints`"),
            });
        }
    }
}

fn first_lower(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

impl Fields {
    /// Numbers and dates that are none become expressions, as they do in the tool this is compatible with.
    fn convert(&mut self, node: &Node, children: &Children<'_>) {
        if self.value.is_none() {
            let own = children.value.and_then(Node::text).map(|text| text.trim().to_owned());
            self.value = own.filter(|text| !text.is_empty()).map(|text| Spanned::new(text, node.place.clone()));
        }
        self.value_date = plain_date(children, "valueDate").or(self.value_date.take());
        self.default_value_date = plain_date(children, "defaultValueDate").or(self.default_value_date.take());
        let date = convert_date(&mut self.value_date);
        let number = convert_number(&mut self.value_numeric, true);
        self.value_computed = self.value_computed.take().or(date).or(number);
        self.convert_default();
    }

    fn convert_default(&mut self) {
        if let Some(given) = self.default_value_numeric.take_if(|given| given.value == "GENERATED_BY_DEFAULT") {
            self.auto_increment = Some(given.map(|_| true));
        }
        let date = convert_date(&mut self.default_value_date);
        let number = convert_number(&mut self.default_value_numeric, false);
        self.default_value_computed = self.default_value_computed.take().or(date).or(number);
    }
}

/// A date that YAML itself reads as one is midnight of that day.
fn plain_date(children: &Children<'_>, name: &str) -> Option<Spanned<String>> {
    let (_, node) = children.entries.iter().find(|(key, _)| key.value.eq_ignore_ascii_case(name))?;
    match node.as_scalar()?.value {
        amend_syntax::ScalarValue::Date { year, month, day } => {
            Some(Spanned::new(format!("{year:04}-{month:02}-{day:02}T00:00:00"), node.place.clone()))
        }
        _ => None,
    }
}

/// Keeps a date in its normal form; what is none is taken out and returned.
fn convert_date(field: &mut Option<Spanned<String>>) -> Option<Spanned<String>> {
    let given = field.take()?;
    match date_text(&given.value) {
        Some(text) => {
            *field = Some(given.map(|_| text));
            None
        }
        None => Some(given),
    }
}

/// Keeps a number; what is none is taken out and returned, with its parentheses where `whole` is set.
fn convert_number(field: &mut Option<Spanned<String>>, whole: bool) -> Option<Spanned<String>> {
    let given = field.take()?;
    if given.value.eq_ignore_ascii_case("null") {
        return None;
    }
    let bare = without_parentheses(&given.value).to_owned();
    if is_number(&bare) {
        *field = Some(given.map(|_| bare));
        return None;
    }
    Some(if whole { given } else { given.map(|_| bare) })
}

fn without_parentheses(text: &str) -> &str {
    match text.strip_prefix('(') {
        Some(rest) => rest.strip_suffix(')').unwrap_or(rest),
        None => text,
    }
}

/// Declares a list of columns of a change: its shape, and the attributes that only its columns have.
macro_rules! column_list {
    ($(#[doc = $doc:literal])+ $type:ident : $shape:expr, $own:expr) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default)]
        pub struct $type(pub Vec<Column>);

        impl $type {
            /// The attributes that only columns of such lists have.
            const OWN: &'static [&'static str] = $own;
        }

        impl std::ops::Deref for $type {
            type Target = [Column];
            fn deref(&self) -> &[Column] {
                &self.0
            }
        }

        impl AttributeValue for $type {
            const SHAPE: Shape = $shape;

            fn read(
                given: &Given<'_>,
                attribute: &'static Attribute,
                report: &mut Vec<Diagnostic>,
            ) -> Option<Spanned<Self>> {
                read_list(given, attribute, Self::OWN, report).map(|columns| columns.map(Self))
            }

            fn canonical(&self) -> Canonical {
                Canonical::List(self.0.iter().map(Column::canonical).collect())
            }

            fn columns(&self) -> &[Column] {
                &self.0
            }
        }
    };
}

column_list! {
    /// The columns of a change.
    Columns: Shape::Columns, &[]
}

column_list! {
    /// Columns that may say where they stand.
    PlacedColumns: Shape::PlacedColumns, &["afterColumn", "beforeColumn", "position"]
}

column_list! {
    /// Columns of a file that is loaded.
    LoadColumns: Shape::LoadColumns, &["index", "header", "allowUpdate"]
}

column_list! {
    /// The parameters of a condition: names and values for `:name`, `:value` and `?`.
    Parameters: Shape::Parameters, &[]
}

/// Attributes that only columns of some lists have.
const OF_SOME_LISTS: [&str; 6] = ["afterColumn", "beforeColumn", "position", "index", "header", "allowUpdate"];

/// The attributes that the columns of a list of that shape have, constraints aside.
pub fn attributes_of(list: Shape) -> impl Iterator<Item = &'static Attribute> {
    let own = match list {
        Shape::PlacedColumns => PlacedColumns::OWN,
        Shape::LoadColumns => LoadColumns::OWN,
        _ => &[],
    };
    Fields::ATTRIBUTES.iter().filter(move |it| own.contains(&it.name) || !OF_SOME_LISTS.contains(&it.name))
}

fn read_list(
    given: &Given<'_>,
    attribute: &'static Attribute,
    own: &[&str],
    report: &mut Vec<Diagnostic>,
) -> Option<Spanned<Vec<Column>>> {
    let mut columns = Vec::new();
    let item = item_name(attribute.name);
    for name in [attribute.name, item] {
        for (_, node) in given.children.entries.iter().filter(|(key, _)| key.value == name) {
            for node in column_nodes(node, item, report) {
                columns.push(Column::read(node, own, report));
            }
        }
    }
    let key = given.children.entries.iter().find(|(key, _)| key.value == attribute.name);
    let place = key.map(|(key, _)| &key.place).or(columns.first().map(|column| &column.fields.place))?.clone();
    Some(Spanned::new(columns, place))
}

/// The word for one item of a list attribute: `column` of `columns`, `param` of `whereParams`.
fn item_name(list: &str) -> &'static str {
    if list == "whereParams" { "param" } else { "column" }
}

/// The columns of a node: its children named `column`, or else the node itself as one column.
fn column_nodes<'n>(node: &'n Node, item: &str, report: &mut Vec<Diagnostic>) -> Vec<&'n Node> {
    let children = Children::of(node);
    let found: Vec<&Node> = children.entries.iter().filter(|(key, _)| key.value == item).map(|(_, it)| *it).collect();
    if found.is_empty() {
        report_bare(node, item, report);
        return vec![node];
    }
    found
}

/// Several columns without the word `column` would be read as one: no reader accepts that.
fn report_bare(node: &Node, item: &str, report: &mut Vec<Diagnostic>) {
    if let NodeKind::Sequence(items) = &node.kind
        && items.len() > 1
    {
        report.push(
            Diagnostic::error("amend::changelog::bare-column", format!("each item of this list needs `{item}:`"))
                .at(&items[0].place, format!("`{item}:` is missing"))
                .help(format!("write `- {item}: {{name: ..., type: ...}}`")),
        );
    }
}
