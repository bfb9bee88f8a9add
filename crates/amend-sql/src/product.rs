//! The database products.

use std::fmt;

/// A database product; its name is the one that changelogs use in `dbms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Product {
    /// PostgreSQL 12 and later.
    PostgreSql,
    /// MySQL 8.0 and later.
    MySql,
    /// MariaDB 10.5 and later.
    MariaDb,
    /// SQLite 3.35 and later.
    Sqlite,
}

impl Product {
    /// All products, in the order in which they are listed for people.
    pub const ALL: [Self; 4] = [Self::PostgreSql, Self::MySql, Self::MariaDb, Self::Sqlite];

    /// The name in changelogs and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::PostgreSql => "postgresql",
            Self::MySql => "mysql",
            Self::MariaDb => "mariadb",
            Self::Sqlite => "sqlite",
        }
    }

    /// The name that the product goes by.
    pub fn title(self) -> &'static str {
        match self {
            Self::PostgreSql => "PostgreSQL",
            Self::MySql => "MySQL",
            Self::MariaDb => "MariaDB",
            Self::Sqlite => "SQLite",
        }
    }

    /// The product of that name, letter case ignored.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|product| product.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}
