//! MySQL, and the statements of its relative MariaDB, which has other facts.

mod column;
mod constraint;
mod joined;
mod number;

use amend_catalog::{Case, Catalog, Column, Constraint, Edit, Index, Kept, Naming, ObjectName, Op, Table, View};

use super::{Cell, Dialect, Group, Placed, Scene};
use crate::backend::Phrase;
use crate::profile::{ColumnPositions, Conflict, OnColumnDrop, SameBytes, UnnamedConstraints};
use crate::render::index;
use crate::render::sequence::SequenceWords;
use crate::statement::{RefusalReason, StatementKind};
use crate::{Feature, Product, Profile};

/// Facts, measured on MySQL 9.7 on Linux (lower_case_table_names = 0).
pub(crate) const PROFILE: Profile = Profile {
    product: Product::MySql,
    naming: Naming { objects: Case::Sensitive, members: Case::Insensitive },
    quote: '`',
    longest_name: 64,
    // MySQL 9.7: error 1406 in strict mode.
    enforces_lengths: true,
    transactional_ddl: false,
    schemas: true,
    sequences: false,
    comments: true,
    comments_in_create: true,
    primary_key_is_nameless: true,
    foreign_key_makes_index: true,
    column_positions: ColumnPositions::Chosen,
    catalog_is_schema: true,
    identity_is_required: true,
    identity_start: true,
    identity_increment: false,
    identity_always: false,
    deferrable_keys: false,
    deferrable_foreign_keys: false,
    unnamed: UnnamedConstraints::MySql,
    merges_equal_keys: false,
    primary_key_refuses_nulls: true,
    drop_cascades: false,
    backslash_escapes: true,
    features: &[
        Feature::TableOptions,
        Feature::UnenforcedChecks,
        Feature::ExpressionIndexes,
        Feature::PrefixIndexes,
        Feature::IndexMethods,
        Feature::IndexComments,
        Feature::ColumnCharsets,
        Feature::ColumnCollations,
        Feature::OnUpdate,
        Feature::InvisibleColumns,
        Feature::VirtualColumns,
        Feature::RequiredGeneratedColumns,
        Feature::IdentityOutsideKey,
        Feature::StoredRoutines,
        Feature::SchemaMoves,
        Feature::ReplacedViews,
    ],
    conflict: Conflict::OfAnyKey,
    empty_row: "VALUES ()",
    copies_rows: false,
    // Over TLS each statement waits as long as the server's system delays an acknowledgement (Linux: 40 ms), since the
    // library leaves Nagle's algorithm on: few long statements. Half a megabyte fits the packets of every server.
    rows_a_statement: 10_000,
    index_of_dropped_column: OnColumnDrop::Shrinks,
    unique_of_dropped_column: OnColumnDrop::Shrinks,
    foreign_key_of_dropped_column: OnColumnDrop::Refused,
    primary_key_of_dropped_column: OnColumnDrop::Shrinks,
    check_of_dropped_column: OnColumnDrop::Refused,
    checks_follow_columns: false,
    names_after_table: &["_ibfk_", "_chk_"],
    unique_is_index: true,
    names_indexes: false,
    numbers_from_sequences: false,
    defaults_follow_sequences: false,
    view_comments: false,
    drop_refuses_references: true,
    redefines_columns: true,
    indexes_of_table: true,
    concat_ws: true,
    identity_is_key: true,
    write_lock: None,
    same_bytes: SameBytes { as_type: "BINARY", operator: "<=>" },
    given_numbers: None,
    fresh_statistics: Some("SET SESSION information_schema_stats_expiry = 0"),
    foreign_keys_by_row: true,
    references_bind_at_once: true,
    views_bind_at_once: true,
};

/// MySQL.
pub(crate) const MYSQL: MySql = MySql { profile: &PROFILE };

/// The statements of MySQL and its relatives.
pub(crate) struct MySql {
    pub(crate) profile: &'static Profile,
}

impl Dialect for MySql {
    fn profile(&self) -> &'static Profile {
        self.profile
    }

    fn column_attributes(&self, column: &Column) -> Result<Phrase, RefusalReason> {
        column::attributes(self, column)
    }

    fn table_options(&self, table: &Table) -> Result<Phrase, RefusalReason> {
        let first_number = table.columns.iter().find_map(|column| column.identity.as_ref()?.start);
        Ok(options(self, table)?
            .maybe(first_number, |phrase, it| phrase.words("AUTO_INCREMENT =").number(&it.to_string()))
            .maybe(table.comment.as_ref(), |phrase, it| phrase.words("COMMENT =").text(it)))
    }

    fn group(&self, first: &Edit, next: &[Op], catalog: &Catalog) -> Result<Option<Group>, RefusalReason> {
        let second = next.first().and_then(Op::as_edit).filter(|edit| !edit.implied);
        second.map_or(Ok(None), |second| joined::group(self, first, second, catalog))
    }

    fn rename_table(&self, before: &ObjectName, after: &ObjectName) -> Cell {
        Ok(vec![rename(before, after)])
    }

    fn comment_table(&self, table: &Table) -> Cell {
        let comment = table.comment.as_deref().unwrap_or_default();
        Ok(vec![Phrase::new("ALTER TABLE").object(&table.name).words("COMMENT =").text(comment)])
    }

    fn alter_table_options(&self, before: &Table, after: &Table) -> Cell {
        let (old, new) = (&before.options, &after.options);
        let resets = [(&old.engine, &new.engine), (&old.charset, &new.charset), (&old.collation, &new.collation)];
        self.require_if(resets.iter().any(|(old, new)| old.is_some() && new.is_none()), Feature::OptionResets)?;
        Ok(vec![Phrase::new("ALTER TABLE").object(&after.name).then(options(self, after)?)])
    }

    fn create_column(&self, column: Placed<'_>, scene: Scene<'_>) -> Cell {
        Ok(vec![alter_table(column.table, column::create(self, column, scene)?)])
    }

    fn alter_column(&self, before: Placed<'_>, after: Placed<'_>, scene: Scene<'_>) -> Cell {
        let clauses = column::alter(self, before, after, scene)?;
        Ok(if clauses.is_empty() { Vec::new() } else { vec![alter_table(before.table, clauses)] })
    }

    fn drop_constraint(&self, table: &ObjectName, constraint: &Constraint, scene: Scene<'_>) -> Cell {
        Ok(vec![alter_table(table, vec![constraint::drop(self, constraint, scene)?])])
    }

    fn alter_constraint(&self, table: &ObjectName, before: &Constraint, after: &Constraint, scene: Scene<'_>) -> Cell {
        let clauses = constraint::alter(self, before, after, scene)?;
        Ok(if clauses.is_empty() { Vec::new() } else { vec![alter_table(table, clauses)] })
    }

    fn create_index(&self, table: &ObjectName, index: &Index, scene: Scene<'_>) -> Cell {
        index::require_options(self, index)?;
        index::require_manner(self, scene)?;
        let (class, method) = index_method(index);
        Ok(vec![
            Phrase::new("CREATE")
                .words_if(index.unique, "UNIQUE")
                .maybe(class, Phrase::words)
                .words("INDEX")
                .words_if(scene.manner.tolerant, "IF NOT EXISTS")
                .then(self.index_site(table, index))
                .list(index::keys(self, index)?)
                .maybe(method, |phrase, it| phrase.words("USING").word(it))
                .maybe(index.comment.as_ref(), |phrase, it| phrase.words("COMMENT").text(it)),
        ])
    }

    fn drop_index(&self, table: &ObjectName, index: &Index, scene: Scene<'_>) -> Cell {
        index::require_manner(self, scene)?;
        let drop = Phrase::new("DROP INDEX").words_if(scene.manner.tolerant, "IF EXISTS").name(&index.name);
        Ok(vec![drop.words("ON").object(table)])
    }

    fn rename_index(&self, table: &ObjectName, before: &Index, after: &Index, _: Scene<'_>) -> Cell {
        Ok(vec![alter_table(table, vec![constraint::rename_index(&before.name, &after.name)])])
    }

    /// Those of MariaDB 10.11.
    fn sequence_words(&self) -> SequenceWords {
        SequenceWords { cache: "CACHE 1000", no_cycle: "NOCYCLE" }
    }

    fn rename_view(&self, before: &View, after: &View, _: Scene<'_>) -> Cell {
        Ok(vec![rename(&before.name, &after.name)])
    }

    fn number_of_session(&self, _: &ObjectName, _: &str) -> Phrase {
        Phrase::new("LAST_INSERT_ID()")
    }

    fn copy_number(&self, kept: &Kept) -> Cell {
        let fresh = self.profile.fresh_statistics.map(|words| Phrase::new(words).of_kind(StatementKind::Other));
        Ok(fresh.into_iter().chain([number::copy(kept)]).collect())
    }

    fn return_number(&self, kept: &Kept) -> Cell {
        Ok(number::give_back(kept))
    }
}

fn options(dialect: &MySql, table: &Table) -> Result<Phrase, RefusalReason> {
    let options = &table.options;
    dialect.require_if(options.tablespace.is_some(), Feature::Tablespaces)?;
    dialect.require_if(options.strict || options.without_rowid, Feature::RowFormats)?;
    Ok(Phrase::default()
        .maybe(options.engine.as_ref(), |phrase, it| phrase.words("ENGINE =").word(it))
        .maybe(options.charset.as_ref(), |phrase, it| phrase.words("DEFAULT CHARACTER SET =").word(it))
        .maybe(options.collation.as_ref(), |phrase, it| phrase.words("COLLATE =").word(it)))
}

/// Tables, views and (MariaDB 10.3) sequences are renamed alike, into another database too.
fn rename(before: &ObjectName, after: &ObjectName) -> Phrase {
    Phrase::new("RENAME TABLE").object(before).words("TO").object(after)
}

/// One `ALTER TABLE` with these clauses.
fn alter_table(table: &ObjectName, clauses: Vec<Phrase>) -> Phrase {
    Phrase::new("ALTER TABLE").object(table).commas(clauses)
}

/// Full-text and spatial indexes are classes of their own; other methods stand behind `USING`.
fn index_method(index: &Index) -> (Option<&'static str>, Option<&String>) {
    match index.method.as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("fulltext") => (Some("FULLTEXT"), None),
        Some("spatial") => (Some("SPATIAL"), None),
        _ => (None, index.method.as_ref()),
    }
}
