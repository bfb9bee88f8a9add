//! Facts of a product, as data.

use amend_catalog::Naming;

use crate::{Feature, Product, dialects};

/// What is true of a product. Each constant in `dialects/` gives version and source of each fact.
#[derive(Debug)]
pub struct Profile {
    /// The product.
    pub product: Product,
    /// How names are compared.
    pub naming: Naming,
    /// The character around quoted names.
    pub quote: char,
    /// The most that a name may have, in bytes (PostgreSQL) or characters (the others).
    pub longest_name: usize,
    /// Whether a text that is longer than its column is refused.
    pub enforces_lengths: bool,
    /// Whether a failed transaction undoes the changes of the schema too.
    pub transactional_ddl: bool,
    /// Whether there are schemas beside the connection's own.
    pub schemas: bool,
    /// Whether there are sequences.
    pub sequences: bool,
    /// Whether comments are part of the schema.
    pub comments: bool,
    /// Whether the statement that makes a table carries its comments and those of its columns. There the white space
    /// around a comment stays, as in Liquibase (4.28); everywhere else it goes.
    pub comments_in_create: bool,
    /// Whether a dropped constraint must be named with its table only (no name): primary keys on MySQL and MariaDB.
    pub primary_key_is_nameless: bool,
    /// Whether the server makes an index for a foreign key when there is none.
    pub foreign_key_makes_index: bool,
    /// Where a column can be put when it is added.
    pub column_positions: ColumnPositions,
    /// Whether a schema is what other products call a catalog: a database (MySQL, MariaDB).
    pub catalog_is_schema: bool,
    /// Whether a numbered column refuses `NULL` by itself.
    pub identity_is_required: bool,
    /// Whether the first number of a numbered column can be chosen.
    pub identity_start: bool,
    /// Whether a numbered column has a step of its own.
    pub identity_increment: bool,
    /// Whether a numbered column can refuse given numbers.
    pub identity_always: bool,
    /// Whether unique constraints and primary keys can be put off to the end of the transaction.
    pub deferrable_keys: bool,
    /// Whether foreign keys can be put off to the end of the transaction.
    pub deferrable_foreign_keys: bool,
    /// How the server names a constraint that is given no name.
    pub unnamed: UnnamedConstraints,
    /// Whether a new table gets one key where a primary key and a unique constraint are over the same columns.
    pub merges_equal_keys: bool,
    /// Whether the columns of a new primary key lose their `NULL`s by themselves.
    pub primary_key_refuses_nulls: bool,
    /// Whether `DROP TABLE .. CASCADE` drops the foreign keys of other tables to it.
    pub drop_cascades: bool,
    /// Whether a backslash in a text literal escapes the next character.
    pub backslash_escapes: bool,
    /// What the product can do beyond what all can.
    pub features: &'static [Feature],
    /// How an insertion of a row that is there becomes an update.
    pub conflict: Conflict,
    /// The words of a row that has nothing but defaults.
    pub empty_row: &'static str,
    /// Whether rows can be sent as a stream of plain text (`COPY .. FROM STDIN`).
    pub copies_rows: bool,
    /// How many rows of a file one statement inserts at most.
    pub rows_a_statement: usize,
    /// What the server does with an index over a column that is dropped.
    pub index_of_dropped_column: OnColumnDrop,
    /// What the server does with a unique constraint over a column that is dropped.
    pub unique_of_dropped_column: OnColumnDrop,
    /// What the server does with a foreign key of a column that is dropped.
    pub foreign_key_of_dropped_column: OnColumnDrop,
    /// What the server does with the primary key over a column that is dropped.
    pub primary_key_of_dropped_column: OnColumnDrop,
    /// What the server does with a check that names a column that is dropped.
    pub check_of_dropped_column: OnColumnDrop,
    /// Whether a column can be renamed that a check names: the check follows.
    pub checks_follow_columns: bool,
    /// Constraints that the server named after their table, by what follows the table's name, and renames with it.
    pub names_after_table: &'static [&'static str],
    /// Whether unique constraints and unique indexes are one and the same.
    pub unique_is_index: bool,
    /// Whether an index that is given no name gets one from the server.
    pub names_indexes: bool,
    /// Whether a column that is there is numbered from a sequence of its own, rather than by an attribute.
    pub numbers_from_sequences: bool,
    /// Whether a default that takes its number from a sequence does so under the sequence's new name too.
    pub defaults_follow_sequences: bool,
    /// Whether views have comments.
    pub view_comments: bool,
    /// Whether a table cannot be dropped that foreign keys of other tables point to.
    pub drop_refuses_references: bool,
    /// Whether a change of a column must repeat its whole definition.
    pub redefines_columns: bool,
    /// Whether an index is found by its table and name, not by its name alone.
    pub indexes_of_table: bool,
    /// Whether there is the function `CONCAT_WS`.
    pub concat_ws: bool,
    /// Whether a numbered column that is added to a table that is there must be its key.
    pub identity_is_key: bool,
    /// The words behind a table's name that keep others from writing to it until the transaction ends.
    pub write_lock: Option<&'static str>,
    /// How the stored bytes of two values are compared, `NULL` included.
    pub same_bytes: SameBytes,
    /// The words that let numbers be given to a numbered column that refuses them.
    pub given_numbers: Option<&'static str>,
    /// The statement after which the server tells the next number of a table as it is, not as it was a while ago (MySQL 8.0:
    /// `information_schema_stats_expiry`).
    pub fresh_statistics: Option<&'static str>,
    /// Whether each row's foreign keys are checked as it is written; otherwise at the end of the statement.
    pub foreign_keys_by_row: bool,
    /// Whether a new foreign key is refused where the table is not there that it points to.
    pub references_bind_at_once: bool,
    /// Whether a new view is refused where a table is not there that it reads.
    pub views_bind_at_once: bool,
}

impl Profile {
    /// Whether the product can do it.
    pub fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }
}

/// Where a column can be put when it is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnPositions {
    /// Before and behind others.
    Chosen,
    /// Last, whatever is asked for: Liquibase (4.28) takes the wish without a word.
    LastAnyhow,
    /// Last, and nothing else may be asked for.
    LastOnly,
}

/// How the stored bytes of two values are compared, whatever the collation of their columns says is equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SameBytes {
    /// The type that both are cast to.
    pub as_type: &'static str,
    /// The operator, for which `NULL` equals `NULL`.
    pub operator: &'static str,
}

/// How an insertion of a row that is there becomes an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// `ON CONFLICT (key) DO UPDATE`: of the given key.
    OfKey,
    /// `ON DUPLICATE KEY UPDATE`: of any key.
    OfAnyKey,
}

impl Conflict {
    /// The words that begin the clause.
    pub(crate) fn keywords(self) -> &'static str {
        match self {
            Self::OfKey => " ON CONFLICT ",
            Self::OfAnyKey => " ON DUPLICATE KEY",
        }
    }

    /// The words before the new values.
    pub(crate) fn update_keywords(self) -> &'static str {
        match self {
            Self::OfKey => " DO UPDATE SET ",
            Self::OfAnyKey => " UPDATE ",
        }
    }

    /// What stands before and after the name of a column to mean its new value.
    pub(crate) fn around_new_value(self) -> (&'static str, &'static str) {
        match self {
            Self::OfKey => ("excluded.", ""),
            Self::OfAnyKey => ("VALUES(", ")"),
        }
    }
}

/// What a server does by itself with an index or key when one of its columns is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnColumnDrop {
    /// It falls with the column.
    Falls,
    /// It loses the column, and falls with its last one.
    Shrinks,
    /// It loses the column where it has no other, or else the drop is refused: it must be dropped before.
    Refused,
}

/// How a server names constraints that are given no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnnamedConstraints {
    /// `table_column_key`, `table_column_fkey`, `table_column_check`, `table_pkey`.
    PostgreSql,
    /// A unique constraint by its first column, a foreign key `table_ibfk_1`, a check `table_chk_1`.
    MySql,
    /// As MySQL, but a check `CONSTRAINT_1`.
    MariaDb,
    /// They stay without a name.
    None,
}

/// The facts of the product.
pub fn profile(product: Product) -> &'static Profile {
    match product {
        Product::PostgreSql => &dialects::postgresql::PROFILE,
        Product::MySql => &dialects::mysql::PROFILE,
        Product::MariaDb => &dialects::mariadb::PROFILE,
        Product::Sqlite => &dialects::sqlite::PROFILE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_and_features_agree() {
        for product in Product::ALL {
            let profile = profile(product);
            for (fact, feature) in [
                (profile.sequences, Feature::Sequences),
                (profile.identity_increment, Feature::IdentityIncrement),
                (profile.identity_always, Feature::AlwaysIdentity),
                (profile.deferrable_keys, Feature::DeferrableKeys),
                (profile.deferrable_foreign_keys, Feature::DeferrableForeignKeys),
                (profile.drop_cascades, Feature::CascadingDrops),
                (profile.view_comments, Feature::ViewComments),
            ] {
                assert_eq!(fact, profile.has(feature), "{product}: {feature:?}");
            }
        }
    }
}
