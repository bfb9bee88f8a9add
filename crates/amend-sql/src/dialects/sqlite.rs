//! SQLite.

mod native;
mod number;
mod rebuild;

use amend_catalog::{Case, Catalog, Column, Constraint, Edit, Index, Kept, Kind, Naming, ObjectName, Op, Table, View};

use super::{Cell, Dialect, Group, Placed, Scene};
use crate::backend::Phrase;
use crate::profile::{ColumnPositions, Conflict, OnColumnDrop, SameBytes, UnnamedConstraints};
use crate::render::{column, constraint, index};
use crate::statement::RefusalReason;
use crate::{Feature, Product, Profile};

/// Facts, measured on SQLite 3.40 and 3.51.
pub(crate) const PROFILE: Profile = Profile {
    product: Product::Sqlite,
    naming: Naming { objects: Case::Insensitive, members: Case::Insensitive },
    quote: '"',
    longest_name: 1000000,
    // SQLite 3: lengths of types say nothing (datatype3.html).
    enforces_lengths: false,
    transactional_ddl: true,
    schemas: false,
    sequences: false,
    comments: false,
    comments_in_create: false,
    primary_key_is_nameless: false,
    foreign_key_makes_index: false,
    column_positions: ColumnPositions::LastAnyhow,
    catalog_is_schema: false,
    identity_is_required: true,
    identity_start: false,
    identity_increment: false,
    identity_always: false,
    deferrable_keys: false,
    deferrable_foreign_keys: true,
    unnamed: UnnamedConstraints::None,
    merges_equal_keys: false,
    primary_key_refuses_nulls: false,
    drop_cascades: false,
    backslash_escapes: false,
    features: &[
        Feature::RowFormats,
        Feature::DeferrableForeignKeys,
        Feature::PartialIndexes,
        Feature::ExpressionIndexes,
        Feature::ColumnCollations,
        Feature::VirtualColumns,
        Feature::RequiredGeneratedColumns,
        Feature::TolerantIndexes,
    ],
    conflict: Conflict::OfKey,
    empty_row: "DEFAULT VALUES",
    copies_rows: false,
    rows_a_statement: 500,
    index_of_dropped_column: OnColumnDrop::Refused,
    unique_of_dropped_column: OnColumnDrop::Refused,
    foreign_key_of_dropped_column: OnColumnDrop::Refused,
    primary_key_of_dropped_column: OnColumnDrop::Refused,
    check_of_dropped_column: OnColumnDrop::Refused,
    checks_follow_columns: true,
    names_after_table: &[],
    unique_is_index: false,
    names_indexes: false,
    numbers_from_sequences: false,
    defaults_follow_sequences: false,
    view_comments: false,
    drop_refuses_references: false,
    redefines_columns: false,
    indexes_of_table: false,
    concat_ws: false,
    identity_is_key: false,
    write_lock: None,
    same_bytes: SameBytes { as_type: "BLOB", operator: "IS" },
    given_numbers: None,
    fresh_statistics: None,
    foreign_keys_by_row: false,
    // SQLite 3.40, measured: both are made; the first row, or the first query, is refused.
    references_bind_at_once: false,
    views_bind_at_once: false,
};

/// The dialect.
pub(crate) struct Sqlite;

impl Dialect for Sqlite {
    fn profile(&self) -> &'static Profile {
        &PROFILE
    }

    fn column_attributes(&self, column: &Column) -> Result<Phrase, RefusalReason> {
        Ok(Phrase::verbatim(&column.ty).then(attributes(self, column)?))
    }

    /// The only automatic numbers are those of a column that is the whole primary key, which then stands with it.
    fn table_elements(&self, table: &Table) -> Result<Vec<Phrase>, RefusalReason> {
        let numbered = table.columns.iter().find(|column| column.identity.is_some());
        let columns = table.columns.iter().map(|column| match column.identity {
            Some(_) => numbered_column(self, table, column),
            None => column::definition(self, column),
        });
        let apart = |it: &&Constraint| numbered.is_none() || !matches!(it, Constraint::PrimaryKey(_));
        let constraints = table.constraints.iter().filter(apart).map(|it| constraint::definition(self, it));
        columns.chain(constraints).collect()
    }

    fn table_options(&self, table: &Table) -> Result<Phrase, RefusalReason> {
        let options = &table.options;
        let of_mysql = options.engine.is_some() || options.charset.is_some() || options.collation.is_some();
        self.require_if(of_mysql, Feature::TableOptions)?;
        self.require_if(options.tablespace.is_some(), Feature::Tablespaces)?;
        let words = [(options.strict, "STRICT"), (options.without_rowid, "WITHOUT ROWID")];
        let words = words.into_iter().filter(|(wanted, _)| *wanted).map(|(_, words)| Phrase::new(words));
        Ok(Phrase::default().commas(words.collect()))
    }

    fn group(&self, first: &Edit, next: &[Op], catalog: &Catalog) -> Result<Option<Group>, RefusalReason> {
        match native::suffices(first, catalog) {
            true => Ok(None),
            false => rebuild::group(self, first, next, catalog).map(Some),
        }
    }

    fn rename_table(&self, before: &ObjectName, after: &ObjectName) -> Cell {
        self.require_if(before.schema != after.schema, Feature::SchemaMoves)?;
        Ok(vec![Phrase::new("ALTER TABLE").object(before).words("RENAME TO").name(&after.name)])
    }

    /// Comments stay in the catalog.
    fn comment_table(&self, _: &Table) -> Cell {
        Ok(Vec::new())
    }

    fn alter_table_options(&self, _: &Table, after: &Table) -> Cell {
        Err(needs_rebuild(Kind::Table, &after.name, &after.name.name))
    }

    fn create_column(&self, column: Placed<'_>, scene: Scene<'_>) -> Cell {
        self.require_if(scene.manner.tolerant, Feature::TolerantMembers)?;
        let definition = column::definition(self, column.column)?;
        Ok(vec![Phrase::new("ALTER TABLE").object(column.table).words("ADD COLUMN").then(definition)])
    }

    fn alter_column(&self, before: Placed<'_>, after: Placed<'_>, _: Scene<'_>) -> Cell {
        let (old, new) = (&before.column.name, &after.column.name);
        Ok(if old == new { Vec::new() } else { vec![column::rename(before.table, old, new)] })
    }

    fn drop_constraint(&self, table: &ObjectName, constraint: &Constraint, _: Scene<'_>) -> Cell {
        Err(needs_rebuild(Kind::Constraint, table, constraint.name().unwrap_or_default()))
    }

    fn alter_constraint(&self, table: &ObjectName, _: &Constraint, after: &Constraint, _: Scene<'_>) -> Cell {
        Err(needs_rebuild(Kind::Constraint, table, after.name().unwrap_or_default()))
    }

    /// The schema of an index stands before its own name, and its table stands without.
    fn index_site(&self, table: &ObjectName, index: &Index) -> Phrase {
        Phrase::default().object(&table.sibling(&index.name)).words("ON").name(&table.name)
    }

    fn rename_index(&self, table: &ObjectName, before: &Index, after: &Index, scene: Scene<'_>) -> Cell {
        index::replace(self, table, before, after, scene)
    }

    fn rename_view(&self, before: &View, after: &View, scene: Scene<'_>) -> Cell {
        let mut phrases = self.drop_view(before, scene)?;
        phrases.extend(self.create_view(&View { query: before.query.clone(), ..after.clone() }, scene)?);
        Ok(phrases)
    }

    fn number_of_session(&self, _: &ObjectName, _: &str) -> Phrase {
        Phrase::new("last_insert_rowid()")
    }

    fn copy_number(&self, kept: &Kept) -> Cell {
        Ok(vec![number::copy(kept)])
    }

    fn return_number(&self, kept: &Kept) -> Cell {
        Ok(number::give_back(kept))
    }
}

/// What is not altered in place is a rebuild's part, for which the table must be known.
fn needs_rebuild(kind: Kind, table: &ObjectName, name: &str) -> RefusalReason {
    RefusalReason::UnknownDefinition { kind, name: name.to_owned(), table: Some(table.clone()) }
}

fn numbered_column(dialect: &Sqlite, table: &Table, column: &Column) -> Result<Phrase, RefusalReason> {
    let key = table.primary_key().filter(|key| key.columns == [column.name.as_str()]);
    dialect.require_if(key.is_none(), Feature::IdentityOutsideKey)?;
    let name = key.and_then(|key| key.name.as_ref());
    Ok(Phrase::named(&column.name)
        .words("INTEGER")
        .maybe(name, |phrase, it| phrase.words("CONSTRAINT").name(it))
        .words("PRIMARY KEY AUTOINCREMENT")
        .then(attributes(dialect, column)?))
}

fn attributes(dialect: &Sqlite, column: &Column) -> Result<Phrase, RefusalReason> {
    column::require_attributes(dialect, column)?;
    Ok(Phrase::default()
        .maybe(column.collation.as_ref(), |phrase, it| phrase.words("COLLATE").name(it))
        .then(column::value(dialect, column)?)
        .words_if(!column.nullable, "NOT NULL"))
}
