//! What a change type is: its declaration as data, and the one function that gives it its meaning.
//!
//! A change type is one file in `changes/`. The file declares the attributes with [`change!`](crate::change) and
//! implements [`Change::lower`]; decoding with places, checksum, description, JSON Schema and reference page follow
//! from the declaration.

use std::fmt;

use amend_syntax::{Diagnostic, Node, Place};

use crate::canonical::Canonical;
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::column::Column;
use crate::lower::{Lower, Refused};

/// The declaration of a change type.
#[derive(Debug)]
pub struct ChangeKind {
    /// The name in changelogs, for example `createTable`.
    pub name: &'static str,
    /// What it does, in Markdown: the reference page.
    pub doc: &'static str,
    /// Its attributes.
    pub attributes: &'static [Attribute],
    /// Reads one from a changelog. What is wrong is reported; the change holds what could be read.
    pub decode: fn(&Node, &mut Vec<Diagnostic>) -> Box<dyn Change>,
}

impl ChangeKind {
    /// The attribute of that name, letter case ignored as other readers of these files do.
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }
}

/// The declaration of an attribute.
#[derive(Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The name in changelogs.
    pub name: &'static str,
    /// What it means, in Markdown.
    pub doc: &'static str,
    /// What kind of value it takes.
    pub shape: Shape,
    /// Whether the change means nothing without it.
    pub required: bool,
    /// Whether it is part of the change's checksum.
    pub summed: bool,
    /// Whether the change may be written as a scalar that stands for this attribute.
    pub direct: bool,
    /// Whether it is amend's own: other readers of the same file ignore it, and it is no part of the checksum.
    pub extension: bool,
}

impl Attribute {
    /// An attribute that is optional and part of the checksum.
    pub const fn new(name: &'static str, doc: &'static str, shape: Shape) -> Self {
        Self { name, doc, shape, required: false, summed: true, direct: false, extension: false }
    }

    /// The change means nothing without it.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// It is no part of the checksum.
    pub const fn unsummed(self) -> Self {
        Self { summed: false, ..self }
    }

    /// A scalar in the place of the change's map stands for it.
    pub const fn direct(self) -> Self {
        Self { direct: true, ..self }
    }

    /// It is amend's own.
    pub const fn extension(self) -> Self {
        Self { extension: true, summed: false, ..self }
    }

    /// Whether it is part of the `DESCRIPTION` of the history (the rule that Liquibase 4 follows).
    pub fn described(&self) -> bool {
        let name = self.name.to_ascii_lowercase();
        let names = name.ends_with("name") && !name.contains("schema") && !name.contains("catalog");
        !self.extension && (names || self.name == "path")
    }
}

/// What kind of value an attribute takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number of any size.
    Integer,
    /// A list of columns.
    Columns,
    /// A list of columns that may say where they stand (`afterColumn`, `beforeColumn`, `position`).
    PlacedColumns,
    /// A list of columns of a file that is loaded (`index`, `header`).
    LoadColumns,
    /// A list of parameters of a condition.
    Parameters,
    /// A list of texts.
    Texts,
}

impl Shape {
    /// Whether the value is a list whose items have a word of their own: `column`, `param`.
    pub fn has_items(self) -> bool {
        matches!(self, Self::Columns | Self::PlacedColumns | Self::LoadColumns | Self::Parameters)
    }
}

/// What the macro [`change!`](crate::change) writes for every change type.
pub trait Declared: fmt::Debug + Send + Sync {
    /// The declaration.
    fn kind(&self) -> &'static ChangeKind;

    /// Where the change stands.
    fn place(&self) -> &Place;

    /// The attributes that were given, with the text that stands for them in the checksum.
    fn given(&self) -> Vec<(&'static Attribute, Canonical)>;

    /// The attributes that were given, with their places.
    fn written(&self) -> Vec<Written<'_>>;

    /// The columns of the lists of columns that were given.
    fn columns(&self) -> Vec<&Column>;
}

/// An attribute as it was written.
#[derive(Clone, Debug)]
pub struct Written<'a> {
    /// The name of the attribute.
    pub name: &'static str,
    /// Its value; empty where it is no scalar.
    pub text: String,
    /// Where the value stands.
    pub place: &'a Place,
}

impl<'a> Written<'a> {
    /// An attribute with its value as it stands in the checksum.
    pub fn new(name: &'static str, value: Canonical, place: &'a Place) -> Self {
        let text = if let Canonical::Text(text) = value { text } else { String::new() };
        Self { name, text, place }
    }
}

/// A change that the user wrote.
pub trait Change: Declared {
    /// The whole meaning of the change: the edits and rows that it stands for.
    ///
    /// # Errors
    /// What does not fit the state, or what the product cannot do, with its place.
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused>;

    /// The attributes as they stand in the checksum; a change overrides it where the tool it is compatible with does
    /// not print what was written.
    fn canonical(&self) -> Vec<(&'static Attribute, Canonical)> {
        self.given().into_iter().filter(|(attribute, _)| attribute.summed).collect()
    }

    /// What the checksum is taken of, by that rule.
    ///
    /// # Errors
    /// A file that cannot be read.
    fn text(&self, _rule: Rule, _files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        Ok(ChangeText::Attributes(self.canonical()))
    }

    /// The products that the change is for, where it names them itself; on others it is left out, and its checksum
    /// with it.
    fn dbms(&self) -> Option<&str> {
        None
    }

    /// The tag that it gives to the row of its change set.
    fn tag(&self) -> Option<&str> {
        None
    }

    /// Whether the change has an empty inverse although it makes no edit.
    fn is_harmless(&self) -> bool {
        false
    }
}

/// Declares a change type: the struct with one field an attribute, and everything that follows from the list.
///
/// ```text
/// change! {
///     /// Renames a table.
///     "renameTable" = RenameTable {
///         /// Its name so far.
///         "oldTableName" => old_table_name: String, required;
///     }
/// }
/// ```
/// The word after the type may be `required`, `unsummed`, `direct`, `extension` (see [`Attribute`]); a field is an
/// `Option<Spanned<_>>`.
#[macro_export]
macro_rules! change {
    (
        $(#[doc = $doc:literal])*
        $name:literal = $type:ident {
            $( $(#[doc = $field_doc:literal])+ $attribute:literal => $field:ident : $value:ty $(, $flag:ident)* ; )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub struct $type {
            /// Where the change stands.
            pub place: ::amend_syntax::Place,
            $( $(#[doc = $field_doc])+ pub $field: Option<::amend_syntax::Spanned<$value>>, )*
        }

        impl $type {
            /// The declaration.
            pub const KIND: $crate::change::ChangeKind = $crate::change::ChangeKind {
                name: $name,
                doc: concat!($($doc, "\n",)*),
                attributes: &[$(
                    $crate::change::Attribute::new(
                        $attribute,
                        concat!($($field_doc, "\n"),+),
                        <$value as $crate::decode::AttributeValue>::SHAPE,
                    )$(.$flag())*
                ),*],
                decode: Self::decode,
            };

            #[allow(unused_mut, unused_variables, reason = "a change without attributes reads none")]
            fn decode(
                node: &::amend_syntax::Node,
                report: &mut Vec<::amend_syntax::Diagnostic>,
            ) -> Box<dyn $crate::change::Change> {
                let mut given = $crate::decode::Given::of(&Self::KIND, node, report);
                let change = Self {
                    place: node.place.clone(),
                    $( $field: given.read::<$value>($attribute, report), )*
                };
                given.report_rest(report);
                Box::new(change)
            }
        }

        impl $crate::change::Declared for $type {
            fn kind(&self) -> &'static $crate::change::ChangeKind {
                &Self::KIND
            }

            fn place(&self) -> &::amend_syntax::Place {
                &self.place
            }

            #[allow(unused_mut, reason = "a change without attributes gives none")]
            fn given(&self) -> Vec<(&'static $crate::change::Attribute, $crate::canonical::Canonical)> {
                let mut given = Vec::new();
                $( if let Some(value) = &self.$field {
                    let canonical = $crate::decode::AttributeValue::canonical(&value.value);
                    given.extend(Self::KIND.attribute($attribute).map(|attribute| (attribute, canonical)));
                } )*
                given
            }

            #[allow(unused_mut, reason = "a change without attributes has none written")]
            fn written(&self) -> Vec<$crate::change::Written<'_>> {
                let mut written = Vec::new();
                $( if let Some(value) = &self.$field {
                    let canonical = $crate::decode::AttributeValue::canonical(&value.value);
                    written.push($crate::change::Written::new($attribute, canonical, &value.place));
                } )*
                written
            }

            #[allow(unused_mut, reason = "a change without attributes has no columns")]
            fn columns(&self) -> Vec<&$crate::column::Column> {
                let mut columns = Vec::new();
                $( if let Some(value) = &self.$field {
                    columns.extend($crate::decode::AttributeValue::columns(&value.value));
                } )*
                columns
            }
        }
    };
}
