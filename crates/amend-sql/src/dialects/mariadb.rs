//! MariaDB, a relative of MySQL: the same statements over other facts.

use amend_catalog::{Case, Naming};

use super::mysql::MySql;
use crate::profile::{ColumnPositions, Conflict, OnColumnDrop, SameBytes, UnnamedConstraints};
use crate::{Feature, Product, Profile};

/// Facts, measured on MariaDB 10.11 on Linux (lower_case_table_names = 0).
pub(crate) const PROFILE: Profile = Profile {
    product: Product::MariaDb,
    naming: Naming { objects: Case::Sensitive, members: Case::Insensitive },
    quote: '`',
    longest_name: 64,
    // MariaDB 10.11: error 1406 in strict mode.
    enforces_lengths: true,
    transactional_ddl: false,
    schemas: true,
    sequences: true,
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
    unnamed: UnnamedConstraints::MariaDb,
    merges_equal_keys: false,
    primary_key_refuses_nulls: true,
    drop_cascades: false,
    backslash_escapes: true,
    features: &[
        Feature::Sequences,
        Feature::TableOptions,
        Feature::PrefixIndexes,
        Feature::IndexMethods,
        Feature::IndexComments,
        Feature::ColumnCharsets,
        Feature::ColumnCollations,
        Feature::OnUpdate,
        Feature::InvisibleColumns,
        Feature::VirtualColumns,
        Feature::IdentityOutsideKey,
        Feature::StoredRoutines,
        Feature::SchemaMoves,
        Feature::ReplacedViews,
        Feature::TolerantIndexes,
    ],
    conflict: Conflict::OfAnyKey,
    empty_row: "VALUES ()",
    copies_rows: false,
    index_of_dropped_column: OnColumnDrop::Shrinks,
    unique_of_dropped_column: OnColumnDrop::Refused,
    foreign_key_of_dropped_column: OnColumnDrop::Refused,
    primary_key_of_dropped_column: OnColumnDrop::Shrinks,
    check_of_dropped_column: OnColumnDrop::Refused,
    checks_follow_columns: true,
    names_after_table: &["_ibfk_"],
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
    fresh_statistics: None,
    foreign_keys_by_row: true,
    references_bind_at_once: true,
    views_bind_at_once: true,
};

/// MariaDB.
pub(crate) const MARIADB: MySql = MySql { profile: &PROFILE };
