//! SQLite.

use amend_catalog::{Case, Naming};

use crate::profile::{OnColumnDrop, UnnamedConstraints};
use crate::{Product, Profile};

/// Facts, measured on SQLite 3.40 and 3.51.
pub(crate) const PROFILE: Profile = Profile {
    product: Product::Sqlite,
    naming: Naming { objects: Case::Insensitive, members: Case::Insensitive },
    quote: '"',
    longest_name: 1000000,
    transactional_ddl: true,
    schemas: false,
    sequences: false,
    comments: false,
    primary_key_is_nameless: false,
    foreign_key_makes_index: false,
    column_positions: false,
    catalog_is_schema: false,
    identity_is_required: true,
    identity_increment: false,
    identity_always: false,
    deferrable_keys: false,
    deferrable_foreign_keys: true,
    unnamed: UnnamedConstraints::None,
    backslash_escapes: false,
    index_of_dropped_column: OnColumnDrop::Refused,
    unique_of_dropped_column: OnColumnDrop::Refused,
    foreign_key_of_dropped_column: OnColumnDrop::Refused,
    primary_key_of_dropped_column: OnColumnDrop::Refused,
};
