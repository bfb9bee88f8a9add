//! PostgreSQL.

mod column;
mod constraint;
mod conversion;
mod number;

use amend_catalog::{Case, Column, Constraint, Index, Kept, Naming, ObjectName, Table, View};

use super::{Cell, Dialect, Placed, Scene};
use crate::backend::Phrase;
use crate::profile::{ColumnPositions, Conflict, OnColumnDrop, SameBytes, UnnamedConstraints};
use crate::render::{index, table, view};
use crate::statement::RefusalReason;
use crate::{Feature, Product, Profile};

/// Facts, measured on PostgreSQL 15.
pub(crate) const PROFILE: Profile = Profile {
    product: Product::PostgreSql,
    naming: Naming { objects: Case::Sensitive, members: Case::Sensitive },
    quote: '"',
    longest_name: 63,
    // PostgreSQL 15: error 22001.
    enforces_lengths: true,
    transactional_ddl: true,
    schemas: true,
    sequences: true,
    comments: true,
    comments_in_create: false,
    primary_key_is_nameless: false,
    foreign_key_makes_index: false,
    column_positions: ColumnPositions::LastOnly,
    catalog_is_schema: false,
    identity_is_required: true,
    identity_start: true,
    identity_increment: true,
    identity_always: true,
    deferrable_keys: true,
    deferrable_foreign_keys: true,
    unnamed: UnnamedConstraints::PostgreSql,
    // PostgreSQL 15: "CREATE TABLE t (id INT PRIMARY KEY UNIQUE)" makes the primary key only (transformIndexConstraints).
    merges_equal_keys: true,
    primary_key_refuses_nulls: true,
    drop_cascades: true,
    backslash_escapes: false,
    features: &[
        Feature::Sequences,
        Feature::SequenceType,
        Feature::Tablespaces,
        Feature::DeferrableKeys,
        Feature::DeferrableForeignKeys,
        Feature::UnvalidatedConstraints,
        Feature::PartialIndexes,
        Feature::ExpressionIndexes,
        Feature::IncludedColumns,
        Feature::NullsNotDistinct,
        Feature::NullsOrder,
        Feature::OperatorClasses,
        Feature::IndexMethods,
        Feature::IndexComments,
        Feature::ClusteredIndexes,
        Feature::ConcurrentIndexes,
        Feature::ColumnCollations,
        Feature::RequiredGeneratedColumns,
        Feature::AlwaysIdentity,
        Feature::IdentityIncrement,
        Feature::SequenceIdentity,
        Feature::SequenceOwners,
        Feature::IdentityOutsideKey,
        Feature::StoredRoutines,
        Feature::SchemaMoves,
        Feature::OptionResets,
        Feature::CascadingDrops,
        Feature::TolerantIndexes,
        Feature::ReplacedViews,
        Feature::ViewComments,
        Feature::TableTriggers,
        Feature::DisabledTriggers,
    ],
    conflict: Conflict::OfKey,
    empty_row: "DEFAULT VALUES",
    copies_rows: true,
    rows_a_statement: 500,
    index_of_dropped_column: OnColumnDrop::Falls,
    unique_of_dropped_column: OnColumnDrop::Falls,
    foreign_key_of_dropped_column: OnColumnDrop::Falls,
    primary_key_of_dropped_column: OnColumnDrop::Falls,
    check_of_dropped_column: OnColumnDrop::Falls,
    checks_follow_columns: true,
    names_after_table: &[],
    unique_is_index: false,
    names_indexes: true,
    numbers_from_sequences: true,
    defaults_follow_sequences: true,
    view_comments: true,
    drop_refuses_references: true,
    redefines_columns: false,
    indexes_of_table: false,
    concat_ws: true,
    identity_is_key: false,
    write_lock: Some("IN SHARE ROW EXCLUSIVE MODE"),
    same_bytes: SameBytes { as_type: "TEXT", operator: "IS NOT DISTINCT FROM" },
    given_numbers: Some("OVERRIDING SYSTEM VALUE"),
    fresh_statistics: None,
    foreign_keys_by_row: false,
    references_bind_at_once: true,
    views_bind_at_once: true,
};

/// The dialect.
pub(crate) struct PostgreSql;

impl Dialect for PostgreSql {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn column_attributes(&self, column: &Column) -> Result<Phrase, RefusalReason> {
        column::attributes(self, column)
    }

    fn table_options(&self, table: &Table) -> Result<Phrase, RefusalReason> {
        require_options(self, table)?;
        Ok(Phrase::default().maybe(table.options.tablespace.as_ref(), |phrase, it| phrase.words("TABLESPACE").name(it)))
    }

    /// `NOT VALID` means nothing while the table is made: those constraints come after it.
    fn create_table(&self, table: &Table, scene: Scene<'_>) -> Cell {
        let mut phrases: Vec<_> = table.columns.iter().filter_map(column::sequence_before).collect();
        let (checked, unchecked): (Vec<_>, Vec<_>) =
            table.constraints.iter().cloned().partition(constraint::is_validated);
        phrases.extend(table::create(self, &Table { constraints: checked, ..table.clone() }, scene)?);
        for constraint in &unchecked {
            phrases.extend(self.create_constraint(&table.name, constraint, scene)?);
        }
        phrases.extend(table.comment.as_ref().map(|_| comment_on_table(table)));
        phrases.extend(table.columns.iter().flat_map(|column| column::after_creation(&table.name, column)));
        Ok(phrases)
    }

    fn rename_table(&self, before: &ObjectName, after: &ObjectName) -> Cell {
        Ok(rename("ALTER TABLE", before, after))
    }

    fn comment_table(&self, table: &Table) -> Cell {
        Ok(vec![comment_on_table(table)])
    }

    fn alter_table_options(&self, _before: &Table, after: &Table) -> Cell {
        require_options(self, after)?;
        let alter = Phrase::new("ALTER TABLE").object(&after.name).words("SET TABLESPACE");
        Ok(vec![alter.name(after.options.tablespace.as_deref().unwrap_or("pg_default"))])
    }

    fn create_column(&self, column: Placed<'_>, scene: Scene<'_>) -> Cell {
        column::create(self, column, scene)
    }

    fn alter_column(&self, before: Placed<'_>, after: Placed<'_>, scene: Scene<'_>) -> Cell {
        column::alter(self, before, after, scene)
    }

    fn drop_constraint(&self, table: &ObjectName, constraint: &Constraint, scene: Scene<'_>) -> Cell {
        constraint::drop(self, table, constraint, scene)
    }

    fn alter_constraint(&self, table: &ObjectName, before: &Constraint, after: &Constraint, _: Scene<'_>) -> Cell {
        Ok(constraint::alter(table, before, after))
    }

    fn create_index(&self, table: &ObjectName, index: &Index, scene: Scene<'_>) -> Cell {
        let mut phrases = index::create(self, table, index, scene)?;
        if index.clustered {
            phrases.push(Phrase::new("CLUSTER").object(table).words("USING").name(&index.name));
        }
        if index.comment.is_some() {
            let subject = Phrase::new("COMMENT ON INDEX").object(&table.sibling(&index.name));
            phrases.push(view::describe(subject, index.comment.as_deref()));
        }
        Ok(phrases)
    }

    fn rename_index(&self, table: &ObjectName, before: &Index, after: &Index, _: Scene<'_>) -> Cell {
        Ok(rename("ALTER INDEX", &table.sibling(&before.name), &table.sibling(&after.name)))
    }

    fn rename_sequence(&self, before: &ObjectName, after: &ObjectName) -> Cell {
        Ok(rename("ALTER SEQUENCE", before, after))
    }

    fn rename_view(&self, before: &View, after: &View, _: Scene<'_>) -> Cell {
        Ok(rename("ALTER VIEW", &before.name, &after.name))
    }

    fn number_of_session(&self, table: &ObjectName, column: &str) -> Phrase {
        number::of_session(table, column)
    }

    fn copy_number(&self, kept: &Kept) -> Cell {
        Ok(vec![number::copy(kept)])
    }

    fn return_number(&self, kept: &Kept) -> Cell {
        Ok(vec![number::give_back(kept)])
    }
}

fn require_options(dialect: &PostgreSql, table: &Table) -> Result<(), RefusalReason> {
    let options = &table.options;
    let of_mysql = options.engine.is_some() || options.charset.is_some() || options.collation.is_some();
    dialect.require_if(of_mysql, Feature::TableOptions)?;
    dialect.require_if(options.strict || options.without_rowid, Feature::RowFormats)
}

fn comment_on_table(table: &Table) -> Phrase {
    view::describe(Phrase::new("COMMENT ON TABLE").object(&table.name), table.comment.as_deref())
}

/// A new schema and a new name are two statements; the new name stands without its schema.
fn rename(words: &'static str, before: &ObjectName, after: &ObjectName) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    if let Some(schema) = after.schema.as_ref().filter(|_| before.schema != after.schema) {
        phrases.push(Phrase::new(words).object(before).words("SET SCHEMA").name(schema));
    }
    if before.name != after.name {
        phrases.push(Phrase::new(words).object(&after.sibling(&before.name)).words("RENAME TO").name(&after.name));
    }
    phrases
}
