//! PostgreSQL.

use amend_catalog::{Case, Naming};

use crate::profile::{OnColumnDrop, UnnamedConstraints};
use crate::{Product, Profile};

/// Facts, measured on PostgreSQL 15.
pub(crate) const PROFILE: Profile = Profile {
    product: Product::PostgreSql,
    naming: Naming { objects: Case::Sensitive, members: Case::Sensitive },
    quote: '"',
    longest_name: 63,
    transactional_ddl: true,
    schemas: true,
    sequences: true,
    comments: true,
    primary_key_is_nameless: false,
    foreign_key_makes_index: false,
    column_positions: false,
    catalog_is_schema: false,
    identity_is_required: true,
    identity_increment: true,
    identity_always: true,
    deferrable_keys: true,
    deferrable_foreign_keys: true,
    unnamed: UnnamedConstraints::PostgreSql,
    backslash_escapes: false,
    index_of_dropped_column: OnColumnDrop::Falls,
    unique_of_dropped_column: OnColumnDrop::Falls,
    foreign_key_of_dropped_column: OnColumnDrop::Falls,
    primary_key_of_dropped_column: OnColumnDrop::Falls,
};
