//! Names of objects, and when two of them are the same.

use std::fmt;

/// The name of a table, view, sequence or routine, as the server stores it (already folded, never quoted).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectName {
    /// The schema (on MySQL and MariaDB: the database); `None` is the schema of the connection.
    pub schema: Option<String>,
    /// The name within the schema.
    pub name: String,
}

impl ObjectName {
    /// A name in the schema of the connection.
    pub fn new(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into() }
    }

    /// A name in a schema of its own.
    pub fn qualified(schema: Option<String>, name: impl Into<String>) -> Self {
        Self { schema, name: name.into() }
    }

    /// Another name in the same schema.
    pub fn sibling(&self, name: impl Into<String>) -> Self {
        Self { schema: self.schema.clone(), name: name.into() }
    }
}

impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.schema {
            Some(schema) => write!(f, "{schema}.{}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

/// Whether letter case tells two names apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `a` and `A` are two names.
    Sensitive,
    /// `a` and `A` are one name (ASCII letters).
    Insensitive,
}

impl Case {
    /// Whether the two names are one.
    pub fn same(self, left: &str, right: &str) -> bool {
        match self {
            Self::Sensitive => left == right,
            Self::Insensitive => left.eq_ignore_ascii_case(right),
        }
    }
}

/// How a product compares names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Naming {
    /// Names of schemas, tables, views, sequences and routines.
    pub objects: Case,
    /// Names of columns, constraints and indexes.
    pub members: Case,
}

impl Naming {
    /// Whether two object names are one.
    pub fn same_object(self, left: &ObjectName, right: &ObjectName) -> bool {
        let same_schema = match (&left.schema, &right.schema) {
            (None, None) => true,
            (Some(left), Some(right)) => self.objects.same(left, right),
            _ => false,
        };
        same_schema && self.objects.same(&left.name, &right.name)
    }
}
