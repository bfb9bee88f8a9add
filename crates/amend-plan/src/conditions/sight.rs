//! How the conditions look at each product: which names they take for one, and what they do not see.
//!
//! Every fact is measured with Liquibase 4.28.0, whose answers decide which change sets of an existing changelog run:
//! PostgreSQL 15, MySQL 9.7, MariaDB 10.11 and SQLite 3.45.

use amend_catalog::Case;
use amend_sql::Product;

/// How names are compared, and what counts.
pub(super) struct Sight {
    /// The names that `tableExists`, `viewExists` and `columnExists` look for.
    pub relations: Case,
    /// The table whose keys and indexes are asked for.
    pub tables: Case,
    /// The names of columns.
    pub columns: Columns,
    /// The names of indexes.
    pub indexes: Case,
    /// The names of foreign keys.
    pub foreign_keys: Case,
    /// The names of primary keys.
    pub primary_keys: Case,
    /// The names of unique constraints.
    pub uniques: Case,
    /// Whether the schema of a table, view, index or key counts.
    pub schemas: bool,
    /// Whether the index of a primary key is an index, and that of a unique constraint has a name.
    pub indexes_of_keys: bool,
    /// Whether unique constraints are seen, and by what.
    pub unique: Unique,
    /// Whether a primary key is found by its name alone; elsewhere the question without a table is an error.
    pub primary_key_by_name: bool,
}

/// How the names of columns are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Columns {
    /// Letter case does not count.
    Folded,
    /// Letter case does not count for names of letters, digits and `_`, which are asked by a query; it does for others,
    /// and for the columns of an index.
    Queried,
    /// Letter case counts.
    Exact,
}

/// How unique constraints are seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unique {
    /// By their names or their columns.
    ByNameOrColumns,
    /// By their names.
    ByName,
    /// Not at all.
    Never,
}

impl Sight {
    /// How the conditions look at the product.
    pub fn of(product: Product) -> &'static Self {
        match product {
            Product::PostgreSql => &POSTGRESQL,
            Product::MySql | Product::MariaDb => &MYSQL,
            Product::Sqlite => &SQLITE,
        }
    }

    /// How a column's name is compared where a table or a view is asked for it.
    pub fn column(&self, name: &str) -> Case {
        match self.columns {
            Columns::Folded => Case::Insensitive,
            Columns::Queried if is_plain(name) => Case::Insensitive,
            Columns::Queried | Columns::Exact => Case::Sensitive,
        }
    }

    /// How the columns of an index or a key are compared.
    pub fn key_columns(&self) -> Case {
        match self.columns {
            Columns::Folded => Case::Insensitive,
            Columns::Queried | Columns::Exact => Case::Sensitive,
        }
    }
}

fn is_plain(name: &str) -> bool {
    !name.starts_with(|it: char| it.is_ascii_digit()) && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
}

const POSTGRESQL: Sight = Sight {
    relations: Case::Insensitive,
    tables: Case::Insensitive,
    columns: Columns::Folded,
    indexes: Case::Sensitive,
    foreign_keys: Case::Insensitive,
    primary_keys: Case::Insensitive,
    uniques: Case::Sensitive,
    schemas: true,
    indexes_of_keys: true,
    unique: Unique::ByNameOrColumns,
    primary_key_by_name: true,
};

const MYSQL: Sight = Sight {
    relations: Case::Sensitive,
    tables: Case::Sensitive,
    columns: Columns::Queried,
    indexes: Case::Sensitive,
    foreign_keys: Case::Sensitive,
    primary_keys: Case::Sensitive,
    uniques: Case::Insensitive,
    schemas: true,
    indexes_of_keys: true,
    unique: Unique::ByName,
    primary_key_by_name: false,
};

const SQLITE: Sight = Sight {
    relations: Case::Sensitive,
    tables: Case::Insensitive,
    columns: Columns::Exact,
    indexes: Case::Sensitive,
    foreign_keys: Case::Sensitive,
    primary_keys: Case::Insensitive,
    uniques: Case::Sensitive,
    schemas: false,
    indexes_of_keys: false,
    unique: Unique::Never,
    primary_key_by_name: false,
};
