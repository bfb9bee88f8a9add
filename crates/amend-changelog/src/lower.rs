//! Lowering: from changes to edits of the catalog, changes of rows, and SQL of the user.
//!
//! [`Lower`] collects the operations and applies each edit at once, so that the next change sees the state that the
//! last one left. Its verbs take names with their places, so that a fault is located where it arises.

mod addition;
mod assumed;
mod columns;
mod constraints;
mod definition;
mod fault;
mod generated;
mod idle;
mod indexes;
mod needs;
mod schema;
mod sequences;
mod values;
mod views;

use amend_catalog::{Catalog, Edit, Load, Object, ObjectName, Op, Program, Rows, Script, Table, World};
use amend_sql::names::{Quoting, stored_name};
use amend_sql::{Product, Profile, profile};
use amend_syntax::{Diagnostic, Place, Spanned};

use crate::change::{Attribute, Change, Declared};
use crate::checksum::ReadFile;

pub use assumed::assume;
pub use columns::ColumnSite;
pub(crate) use columns::column_object;
pub use definition::Definition;
pub(crate) use definition::{condition, set_default};
pub use fault::diagnostic as fault_diagnostic;
pub(crate) use fault::refused;
pub use generated::Generation;
pub use needs::Need;

/// What surrounds a change set.
#[derive(Debug)]
pub struct Surroundings<'a> {
    /// The product that it is lowered for.
    pub product: Product,
    /// How names are read.
    pub quoting: Quoting,
    /// The schema of the connection, where it is known: a name qualified with it is a name without schema.
    pub default_schema: Option<&'a str>,
    /// Whether changes may run programs.
    pub allow_commands: bool,
    /// Reads the files that changes name.
    pub files: &'a ReadFile<'a>,
    /// Whether the rows of files are looked at, to find what is wrong before anything runs.
    pub rows: RowReading<'a>,
}

/// Whether the rows of files are looked at.
#[derive(Clone, Copy, Debug)]
pub enum RowReading<'a> {
    /// They are not: the change set has run, and what the heading says is enough.
    Heading,
    /// They are, but for those of these loads, which were looked at before.
    AllBut(&'a [Load]),
}

impl RowReading<'_> {
    /// Whether the rows of this load are looked at.
    pub(crate) fn includes(&self, load: &Load) -> bool {
        match self {
            Self::Heading => false,
            Self::AllBut(seen) => !seen.contains(load),
        }
    }
}

/// Why a change cannot be lowered, for people.
#[derive(Debug)]
pub struct Refused {
    /// The messages.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Diagnostic> for Refused {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { diagnostics: vec![diagnostic] }
    }
}

/// What lowering made.
#[derive(Debug, Default)]
pub struct Lowered {
    /// The operations in their order, each with the place of what asked for it.
    pub ops: Vec<(Op, Place)>,
    /// Tables, views, sequences and routines that a change names but whose definition the catalog does not know. Who
    /// has a connection may look them up, add them to the catalog, and lower again.
    pub wanted: Vec<ObjectName>,
    /// What the operations take to be there although the catalog did not know it (see [`assume`]): before the
    /// operations are applied to another catalog, it must be taken to be there in that one too.
    pub assumed: Vec<Object>,
    /// What the changes take to be there, whether the catalog knows it or not, in the order in which they name it.
    pub needs: Vec<Need>,
    /// Warnings.
    pub notes: Vec<Diagnostic>,
}

/// The state while a change set is lowered.
#[derive(Debug)]
pub struct Lower<'a> {
    /// What surrounds the change set.
    pub around: &'a Surroundings<'a>,
    /// Facts of the product.
    pub profile: &'static Profile,
    /// The catalog as the operations so far leave it.
    pub catalog: &'a mut Catalog,
    /// What was made so far.
    pub made: Lowered,
}

impl<'a> Lower<'a> {
    /// Begins with the catalog as it is.
    pub fn new(around: &'a Surroundings<'a>, catalog: &'a mut Catalog) -> Self {
        Self { around, profile: profile(around.product), catalog, made: Lowered::default() }
    }

    /// Lowers a change.
    ///
    /// # Errors
    /// What does not fit the state, or what the product cannot do.
    pub fn change(&mut self, change: &dyn Change) -> Result<(), Refused> {
        change.lower(self)?;
        self.note_idle(change);
        Ok(())
    }

    /// The product.
    pub fn product(&self) -> Product {
        self.around.product
    }

    /// The name of a column, constraint or index as the server stores it.
    pub fn name(&self, raw: &str) -> String {
        stored_name(self.around.product, raw, self.around.quoting)
    }

    /// The text of a comment as it is stored: without the white space around it, `None` where it says nothing or the
    /// product has no comments.
    pub fn comment(&self, remarks: &Option<Spanned<String>>) -> Option<String> {
        let text = remarks.as_ref().map(|it| it.value.trim()).filter(|text| !text.is_empty() && self.profile.comments);
        text.map(str::to_owned)
    }

    /// The text of a comment in the statement that makes a table.
    pub fn comment_in_create(&self, remarks: &Option<Spanned<String>>) -> Option<String> {
        let whole = remarks.as_ref().filter(|it| self.profile.comments_in_create && !it.value.is_empty());
        whole.map_or_else(|| self.comment(remarks), |whole| Some(whole.value.clone()))
    }

    /// The names of a list that is separated by commas.
    pub fn names(&self, list: &str) -> Vec<String> {
        list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(|name| self.name(name)).collect()
    }

    /// The name of a table, view or sequence as the server stores it.
    ///
    /// PostgreSQL has schemas; on MySQL and MariaDB a schema is a database, which older changelogs call catalog; SQLite
    /// has neither.
    pub fn object(
        &self,
        catalog: &Option<Spanned<String>>,
        schema: &Option<Spanned<String>>,
        name: &str,
    ) -> ObjectName {
        let catalog = catalog.as_ref().filter(|it| self.profile.catalog_is_schema && !it.value.is_empty());
        let written = catalog.or(schema.as_ref()).map(|it| it.value.as_str());
        let schema = written.filter(|name| self.profile.schemas && !name.is_empty()).map(|name| self.name(name));
        let schema = schema.filter(|name| Some(name.as_str()) != self.around.default_schema);
        ObjectName::qualified(schema, self.name(name))
    }

    /// The table of that name. In an open world one that is not known becomes a stub.
    ///
    /// # Errors
    /// The table does not exist.
    pub fn table(&mut self, name: &ObjectName, place: &Place) -> Result<Table, Refused> {
        self.need_table(name, place);
        if self.catalog.table(name).is_none_or(|table| !table.known) {
            self.want(name);
        }
        if self.catalog.table(name).is_none() && self.catalog.world == World::Open {
            self.assume(Object::Table(Table::stub(name.clone())));
        }
        let found = self.catalog.require_table(name);
        found.cloned().map_err(|fault| fault::refused(&fault, place))
    }

    /// Takes something to be there that the catalog does not know.
    pub(crate) fn assume(&mut self, object: Object) {
        assume(self.catalog, &object);
        self.made.assumed.push(object);
    }

    /// Notes that the definition of the object of that name is wanted.
    pub fn want(&mut self, name: &ObjectName) {
        if !self.made.wanted.contains(name) {
            self.made.wanted.push(name.clone());
        }
    }

    /// Makes an edit: applies it and keeps it.
    ///
    /// # Errors
    /// The edit does not fit the catalog.
    pub fn edit(&mut self, edit: Edit, place: &Place) -> Result<(), Refused> {
        self.catalog.apply(&edit).map_err(|fault| fault::refused(&fault, place))?;
        self.made.ops.push((Op::Edit(edit), place.clone()));
        Ok(())
    }

    /// Makes an object.
    ///
    /// # Errors
    /// There is one of that name.
    pub fn create(&mut self, object: Object, place: &Place) -> Result<(), Refused> {
        self.edit(Edit::create(object), place)
    }

    /// Drops an object.
    ///
    /// # Errors
    /// It is not there.
    pub fn drop(&mut self, object: Object, place: &Place) -> Result<(), Refused> {
        self.edit(Edit::drop(object), place)
    }

    /// Changes an object; nothing happens where both are equal.
    ///
    /// # Errors
    /// `before` is not what is there.
    pub fn alter(&mut self, before: Object, after: Object, place: &Place) -> Result<(), Refused> {
        if before == after {
            return Ok(());
        }
        self.edit(Edit::alter(before, after), place)
    }

    /// Changes rows. `covered`: see [`Op::Rows`]; those of a table that the change set itself made always are.
    pub fn rows(&mut self, rows: Rows, covered: bool, place: &Place) {
        let covered = covered || self.made_table(rows.table());
        self.made.ops.push((Op::Rows { rows, covered }, place.clone()));
    }

    /// Whether the change set itself made the table, under this name or another.
    fn made_table(&self, name: &ObjectName) -> bool {
        let mut name = name;
        for edit in self.made.ops.iter().rev().filter_map(|(op, _)| op.as_edit()) {
            match (&edit.before, &edit.after) {
                (before, Some(Object::Table(table))) if self.catalog.naming.same_object(&table.name, name) => {
                    match before {
                        Some(before) => name = before.table().unwrap_or(name),
                        None => return !edit.manner.tolerant,
                    }
                }
                _ => {}
            }
        }
        false
    }

    /// Sends SQL of the user. What it does is not known, so the world is open from here on.
    pub fn sql(&mut self, script: Script, place: &Place) {
        self.catalog.world = World::Open;
        self.made.ops.push((Op::Sql(script), place.clone()));
    }

    /// Starts a program. What it does is not known, so the world is open from here on.
    pub fn program(&mut self, program: Program, place: &Place) {
        self.catalog.world = World::Open;
        self.made.ops.push((Op::Program(program), place.clone()));
    }

    /// Shows a message.
    pub fn notice(&mut self, text: &str, place: &Place) {
        self.made.ops.push((Op::Notice(text.to_owned()), place.clone()));
    }

    /// # Errors
    /// The product has no comments.
    pub fn require_comments(&self, place: &Place) -> Result<(), Refused> {
        let help = "limit the change set with `dbms` to the products that have comments";
        if self.profile.comments { Ok(()) } else { Err(not_on(self.product(), "comments", place, help)) }
    }

    /// Warns.
    pub fn note(&mut self, diagnostic: Diagnostic) {
        self.made.notes.push(diagnostic);
    }
}

/// Whether the flag was given as `true`.
pub(crate) fn is_set(flag: &Option<Spanned<bool>>) -> bool {
    flag.as_ref().is_some_and(|flag| flag.value)
}

/// The text, where it was given and is not empty.
pub(crate) fn filled(text: &Option<Spanned<String>>) -> Option<&Spanned<String>> {
    text.as_ref().filter(|text| !text.value.is_empty())
}

/// The attribute, or the error that says that it is missing.
///
/// # Errors
/// The attribute was not given, or is empty.
pub fn require<'v, T: Given>(
    change: &dyn Declared,
    attribute: &str,
    value: &'v Option<Spanned<T>>,
) -> Result<&'v Spanned<T>, Refused> {
    value.as_ref().filter(|value| !value.value.is_blank()).ok_or_else(|| missing(change, attribute))
}

/// A value that may count as not given although it is there.
pub trait Given {
    /// Whether it counts as not given.
    fn is_blank(&self) -> bool;
}

impl Given for String {
    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl Given for crate::column::Columns {
    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

impl Given for crate::column::PlacedColumns {
    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}

fn missing(change: &dyn Declared, attribute: &str) -> Refused {
    let kind = change.kind();
    Diagnostic::error("amend::change::missing-attribute", format!("`{}` needs `{attribute}`", kind.name))
        .at(change.place(), format!("`{attribute}` is missing or empty"))
        .help(format!("write `{attribute}: ...`{}", kind.attribute(attribute).map_or_else(String::new, meaning)))
        .into()
}

/// The first sentence of an attribute's page, after a colon.
fn meaning(attribute: &Attribute) -> String {
    let doc = attribute.doc.trim().replace('\n', " ");
    format!(": {}", doc.split_once(". ").map_or(doc.as_str(), |(first, _)| first).trim_end_matches('.'))
}

/// The change, or something in it, is not possible on the product.
pub fn not_on(product: Product, what: &str, place: &Place, instead: &str) -> Refused {
    Diagnostic::error("amend::change::not-on-product", format!("{product} has no {what}"))
        .at(place, format!("not possible on {product}"))
        .help(instead)
        .into()
}
