//! PostgreSQL.

use amend_catalog::{Case, Naming};

use crate::profile::OnColumnDrop;
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
    backslash_escapes: false,
    index_of_dropped_column: OnColumnDrop::Falls,
    unique_of_dropped_column: OnColumnDrop::Falls,
    foreign_key_of_dropped_column: OnColumnDrop::Falls,
    primary_key_of_dropped_column: OnColumnDrop::Falls,
};
