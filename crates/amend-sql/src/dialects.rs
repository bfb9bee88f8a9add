//! The dialects: one module a product. What most products share stands in `render`; a dialect overrides where it differs,
//! and a relative of another (MariaDB of MySQL) is the same code over its own facts.

pub(crate) mod mariadb;
pub(crate) mod mysql;
pub(crate) mod postgresql;
pub(crate) mod sqlite;

use amend_catalog::{
    Catalog, Column, Constraint, Edit, Index, Kept, Manner, ObjectName, Op, Routine, Sequence, Table, View,
};

use crate::backend::Phrase;
use crate::render::sequence::SequenceWords;
use crate::render::{column, constraint, index, routine, sequence, table, view};
use crate::statement::RefusalReason;
use crate::{Feature, Product, Profile};

/// The statements of one edit.
pub(crate) type Cell = Result<Vec<Phrase>, RefusalReason>;

/// What stands around an edit.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    /// The catalog before the edit.
    pub(crate) catalog: &'a Catalog,
    /// How the edit is to be carried out.
    pub(crate) manner: &'a Manner,
}

/// A column and where it stands.
#[derive(Clone, Copy)]
pub(crate) struct Placed<'a> {
    /// Its table.
    pub(crate) table: &'a ObjectName,
    /// Its place among the columns, from 0.
    pub(crate) at: usize,
    /// Its definition.
    pub(crate) column: &'a Column,
}

/// Edits that are carried out together, with their statements.
pub(crate) struct Group {
    /// How many edits they are.
    pub(crate) length: usize,
    /// Their statements.
    pub(crate) phrases: Vec<Phrase>,
    /// Foreign keys must be off around the transaction.
    pub(crate) foreign_keys_off: bool,
}

/// The dialect of the product.
pub(crate) fn of(product: Product) -> &'static dyn Dialect {
    match product {
        Product::PostgreSql => &postgresql::PostgreSql,
        Product::MySql => &mysql::MYSQL,
        Product::MariaDb => &mariadb::MARIADB,
        Product::Sqlite => &sqlite::Sqlite,
    }
}

/// How one product writes each edit. Names of methods are those of the edit; the parts come first.
pub(crate) trait Dialect: Sync {
    /// The product's facts.
    fn profile(&self) -> &'static Profile;

    /// Everything of a column's definition but its name.
    fn column_attributes(&self, column: &Column) -> Result<Phrase, RefusalReason>;

    /// What stands in the parentheses of a table's definition.
    fn table_elements(&self, table: &Table) -> Result<Vec<Phrase>, RefusalReason> {
        table::elements(self, table)
    }

    /// What stands behind the parentheses of a table's definition.
    fn table_options(&self, table: &Table) -> Result<Phrase, RefusalReason>;

    /// The edit with those of the next operations that must, or can, be carried out with it; `None` where it is carried
    /// out alone.
    fn group(&self, _first: &Edit, _next: &[Op], _catalog: &Catalog) -> Result<Option<Group>, RefusalReason> {
        Ok(None)
    }

    fn create_table(&self, table: &Table, scene: Scene<'_>) -> Cell {
        table::create(self, table, scene)
    }

    fn drop_table(&self, table: &Table, scene: Scene<'_>) -> Cell {
        table::drop(self, table, scene)
    }

    /// The statements for another name or schema.
    fn rename_table(&self, before: &ObjectName, after: &ObjectName) -> Cell;

    /// The statements for another comment.
    fn comment_table(&self, table: &Table) -> Cell;

    /// The statements for other options.
    fn alter_table_options(&self, before: &Table, after: &Table) -> Cell;

    fn create_column(&self, column: Placed<'_>, scene: Scene<'_>) -> Cell;

    fn drop_column(&self, column: Placed<'_>, scene: Scene<'_>) -> Cell {
        column::drop(self, column, scene)
    }

    fn alter_column(&self, before: Placed<'_>, after: Placed<'_>, scene: Scene<'_>) -> Cell;

    fn create_constraint(&self, table: &ObjectName, constraint: &Constraint, scene: Scene<'_>) -> Cell {
        constraint::create(self, table, constraint, scene)
    }

    fn drop_constraint(&self, table: &ObjectName, constraint: &Constraint, scene: Scene<'_>) -> Cell;

    fn alter_constraint(&self, table: &ObjectName, before: &Constraint, after: &Constraint, scene: Scene<'_>) -> Cell;

    /// An index's name and table, between which `ON` stands.
    fn index_site(&self, table: &ObjectName, index: &Index) -> Phrase {
        Phrase::named(&index.name).words("ON").object(table)
    }

    fn create_index(&self, table: &ObjectName, index: &Index, scene: Scene<'_>) -> Cell {
        index::create(self, table, index, scene)
    }

    fn drop_index(&self, table: &ObjectName, index: &Index, scene: Scene<'_>) -> Cell {
        index::drop(self, table, index, scene)
    }

    fn rename_index(&self, table: &ObjectName, before: &Index, after: &Index, scene: Scene<'_>) -> Cell;

    /// The words for a sequence's defaults.
    fn sequence_words(&self) -> SequenceWords {
        SequenceWords { cache: "CACHE 1", no_cycle: "NO CYCLE" }
    }

    fn create_sequence(&self, sequence: &Sequence, scene: Scene<'_>) -> Cell {
        sequence::create(self, sequence, scene)
    }

    fn drop_sequence(&self, sequence: &Sequence, scene: Scene<'_>) -> Cell {
        sequence::drop(self, sequence, scene)
    }

    fn rename_sequence(&self, before: &ObjectName, after: &ObjectName) -> Cell {
        self.rename_table(before, after)
    }

    fn create_view(&self, view: &View, scene: Scene<'_>) -> Cell {
        view::create(self, view, scene)
    }

    fn drop_view(&self, view: &View, scene: Scene<'_>) -> Cell {
        view::drop(self, view, scene)
    }

    fn rename_view(&self, before: &View, after: &View, scene: Scene<'_>) -> Cell;

    fn create_routine(&self, routine: &Routine, scene: Scene<'_>) -> Cell {
        routine::create(self, routine, scene)
    }

    fn drop_routine(&self, routine: &Routine, scene: Scene<'_>) -> Cell {
        routine::drop(self, routine, scene)
    }

    /// The last number that the session got for that column of a new row.
    fn number_of_session(&self, table: &ObjectName, column: &str) -> Phrase;

    /// The statements that copy the last number that the server gave for a column.
    fn copy_number(&self, kept: &Kept) -> Cell;

    /// The statements after which the server goes on behind the number that was copied.
    fn return_number(&self, kept: &Kept) -> Cell;

    /// # Errors
    /// Where the product cannot do it.
    fn require(&self, feature: Feature) -> Result<(), RefusalReason> {
        self.require_if(true, feature)
    }

    /// # Errors
    /// Where it is needed and the product cannot do it.
    fn require_if(&self, needed: bool, feature: Feature) -> Result<(), RefusalReason> {
        match needed && !self.profile().has(feature) {
            true => Err(RefusalReason::NotSupported { feature, product: self.profile().product }),
            false => Ok(()),
        }
    }
}
