//! MySQL.

use amend_catalog::{Case, Naming};

use crate::profile::{OnColumnDrop, UnnamedConstraints};
use crate::{Product, Profile};

/// Facts, measured on MySQL 9.7 on Linux (lower_case_table_names = 0).
pub(crate) const PROFILE: Profile = Profile {
    product: Product::MySql,
    naming: Naming { objects: Case::Sensitive, members: Case::Insensitive },
    quote: '`',
    longest_name: 64,
    transactional_ddl: false,
    schemas: true,
    sequences: false,
    comments: true,
    primary_key_is_nameless: true,
    foreign_key_makes_index: true,
    column_positions: true,
    catalog_is_schema: true,
    identity_is_required: true,
    identity_increment: false,
    identity_always: false,
    deferrable_keys: false,
    deferrable_foreign_keys: false,
    unnamed: UnnamedConstraints::MySql,
    backslash_escapes: true,
    index_of_dropped_column: OnColumnDrop::Shrinks,
    unique_of_dropped_column: OnColumnDrop::Shrinks,
    foreign_key_of_dropped_column: OnColumnDrop::Refused,
    primary_key_of_dropped_column: OnColumnDrop::Shrinks,
};
