//! Tables and what stands inside them: columns, constraints, indexes.

use crate::ObjectName;

/// A table with everything that falls with it. Two tables are equal whatever the order of their constraints and indexes.
#[derive(Clone, Debug)]
pub struct Table {
    /// The table's name.
    pub name: ObjectName,
    /// Whether the definition is known. Of a table that is not known only what changes named is listed.
    pub known: bool,
    /// The columns in their order.
    pub columns: Vec<Column>,
    /// Primary key, unique, foreign-key and check constraints, in the order of their creation.
    pub constraints: Vec<Constraint>,
    /// Indexes that do not belong to a constraint, in the order of their creation.
    pub indexes: Vec<Index>,
    /// The table's comment.
    pub comment: Option<String>,
    /// What stands behind the closing parenthesis of its definition.
    pub options: TableOptions,
}

impl Table {
    /// A table without columns whose definition is known.
    pub fn new(name: ObjectName) -> Self {
        Self {
            name,
            known: true,
            columns: Vec::new(),
            constraints: Vec::new(),
            indexes: Vec::new(),
            comment: None,
            options: TableOptions::default(),
        }
    }

    /// A table of which nothing is known but that it is there.
    pub fn stub(name: ObjectName) -> Self {
        Self { known: false, ..Self::new(name) }
    }

    /// The primary key, if there is one.
    pub fn primary_key(&self) -> Option<&Key> {
        self.constraints.iter().find_map(|it| match it {
            Constraint::PrimaryKey(key) => Some(key),
            _ => None,
        })
    }
}

/// Options of a table that are not about its columns. What is `None` is the server's default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableOptions {
    /// Storage engine (MySQL, MariaDB).
    pub engine: Option<String>,
    /// Default character set of the columns (MySQL, MariaDB).
    pub charset: Option<String>,
    /// Default collation of the columns (MySQL, MariaDB).
    pub collation: Option<String>,
    /// Tablespace (PostgreSQL).
    pub tablespace: Option<String>,
    /// Row type `STRICT` (SQLite 3.37).
    pub strict: bool,
    /// Without a row number of its own (SQLite).
    pub without_rowid: bool,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The column's name.
    pub name: String,
    /// Whether the definition is known; of one that is not, only the name means anything.
    pub known: bool,
    /// The type as a text of the product, for example `VARCHAR(50)`.
    pub ty: String,
    /// Whether `NULL` is a value of it. Columns of a primary key are not nullable.
    pub nullable: bool,
    /// The name of the not-null constraint, where the changelog gives one.
    pub not_null_name: Option<String>,
    /// The default as an expression of the product, for example `'x'` or `now()`.
    pub default: Option<String>,
    /// Numbers that the server gives (identity, auto increment).
    pub identity: Option<Identity>,
    /// The expression of a generated column.
    pub generated: Option<Generated>,
    /// The column's comment.
    pub comment: Option<String>,
    /// Character set, where it is not the table's (MySQL, MariaDB).
    pub charset: Option<String>,
    /// Collation, where it is not the table's or database's.
    pub collation: Option<String>,
    /// The expression of `ON UPDATE` (MySQL, MariaDB).
    pub on_update: Option<String>,
    /// Whether `SELECT *` leaves it out (MySQL 8.0.23, MariaDB 10.3).
    pub invisible: bool,
}

impl Column {
    /// A nullable column without default.
    pub fn new(name: impl Into<String>, ty: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            known: true,
            ty: ty.into(),
            nullable: true,
            not_null_name: None,
            default: None,
            identity: None,
            generated: None,
            comment: None,
            charset: None,
            collation: None,
            on_update: None,
            invisible: false,
        }
    }

    /// A column of which only the name is known.
    pub fn stub(name: impl Into<String>) -> Self {
        Self { known: false, ..Self::new(name, "") }
    }
}

/// How the server numbers the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// `GENERATED ALWAYS` (PostgreSQL): a given value is refused.
    pub always: bool,
    /// The first number; `None` is the server's default, 1.
    pub start: Option<i64>,
    /// The step; `None` is the server's default, 1.
    pub increment: Option<i64>,
    /// The identity is a plain sequence as the column's default (PostgreSQL: `serial`), here the sequence's name.
    pub sequence: Option<ObjectName>,
}

/// A column whose value is computed from its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The expression, without the parentheses around it.
    pub expression: String,
    /// Whether the value is stored; otherwise it is computed when read.
    pub stored: bool,
}

/// A constraint of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// The primary key.
    PrimaryKey(Key),
    /// A unique constraint.
    Unique(Key),
    /// A foreign key.
    ForeignKey(ForeignKey),
    /// A check.
    Check(Check),
}

impl Constraint {
    /// The constraint's name; `None` where the product lets it be nameless (SQLite).
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::PrimaryKey(key) | Self::Unique(key) => key.name.as_deref(),
            Self::ForeignKey(key) => key.name.as_deref(),
            Self::Check(check) => check.name.as_deref(),
        }
    }

    /// Gives it another name.
    pub fn set_name(&mut self, name: Option<String>) {
        match self {
            Self::PrimaryKey(key) | Self::Unique(key) => key.name = name,
            Self::ForeignKey(key) => key.name = name,
            Self::Check(check) => check.name = name,
        }
    }

    /// The columns of its own table that it names; those of a check are not known.
    pub fn columns(&self) -> &[String] {
        match self {
            Self::PrimaryKey(key) | Self::Unique(key) => &key.columns,
            Self::ForeignKey(key) => &key.columns,
            Self::Check(_) => &[],
        }
    }
}

/// A primary key or unique constraint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// The name.
    pub name: Option<String>,
    /// The columns, in the order of the key.
    pub columns: Vec<String>,
    /// Whether the check may be put off to the end of the transaction (PostgreSQL).
    pub deferrable: bool,
    /// Whether it is put off unless a transaction says otherwise.
    pub initially_deferred: bool,
    /// Tablespace of the index behind it (PostgreSQL).
    pub tablespace: Option<String>,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The name.
    pub name: Option<String>,
    /// The columns of its own table.
    pub columns: Vec<String>,
    /// The table that it points to.
    pub referenced_table: ObjectName,
    /// The columns that it points to; empty means the primary key of that table.
    pub referenced_columns: Vec<String>,
    /// What happens to the row when its parent is deleted.
    pub on_delete: Option<ReferentialAction>,
    /// What happens to the row when the key of its parent changes.
    pub on_update: Option<ReferentialAction>,
    /// Whether the check may be put off to the end of the transaction.
    pub deferrable: bool,
    /// Whether it is put off unless a transaction says otherwise.
    pub initially_deferred: bool,
    /// Whether the rows that were there have been checked (PostgreSQL: `NOT VALID` is `false`).
    pub validated: bool,
}

/// What a foreign key does with rows whose parent goes or changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferentialAction {
    /// The change of the parent is refused, at the end of the statement at the latest.
    NoAction,
    /// The change of the parent is refused at once.
    Restrict,
    /// The row goes or changes with its parent.
    Cascade,
    /// The columns become `NULL`.
    SetNull,
    /// The columns become their defaults.
    SetDefault,
}

impl ReferentialAction {
    /// The words of SQL for it.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::NoAction => "NO ACTION",
            Self::Restrict => "RESTRICT",
            Self::Cascade => "CASCADE",
            Self::SetNull => "SET NULL",
            Self::SetDefault => "SET DEFAULT",
        }
    }
}

/// A check constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The name.
    pub name: Option<String>,
    /// The condition, without the parentheses around it.
    pub expression: String,
    /// Whether the rows that were there have been checked (PostgreSQL).
    pub validated: bool,
    /// Whether it is enforced (MySQL 8.0.16: `NOT ENFORCED` is `false`).
    pub enforced: bool,
}

/// An index that is not the index of a constraint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    /// The name.
    pub name: String,
    /// Whether two rows may not have equal keys.
    pub unique: bool,
    /// The parts of the key in their order.
    pub columns: Vec<IndexColumn>,
    /// The method, for example `gin` (PostgreSQL), `hash`, `fulltext`, `spatial` (MySQL, MariaDB).
    pub method: Option<String>,
    /// Columns that are stored beside the key (PostgreSQL `INCLUDE`).
    pub include: Vec<String>,
    /// The condition of a partial index.
    pub predicate: Option<String>,
    /// Whether `NULL`s count as equal (PostgreSQL 15 `NULLS NOT DISTINCT`).
    pub nulls_not_distinct: bool,
    /// Tablespace (PostgreSQL).
    pub tablespace: Option<String>,
    /// The index's comment.
    pub comment: Option<String>,
    /// The table is ordered by it (PostgreSQL `CLUSTER`).
    pub clustered: bool,
    /// The server made it for a foreign key, and drops it by itself when another index serves (MySQL, MariaDB).
    pub automatic: bool,
}

/// A part of an index's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexColumn {
    /// What is indexed.
    pub key: IndexKey,
    /// From large to small.
    pub descending: bool,
    /// Where the `NULL`s go: first (`true`), last (`false`), or where the product puts them.
    pub nulls_first: Option<bool>,
    /// Operator class (PostgreSQL).
    pub operator_class: Option<String>,
}

impl IndexColumn {
    /// A column in ascending order.
    pub fn column(name: impl Into<String>) -> Self {
        Self {
            key: IndexKey::Column { name: name.into(), prefix: None },
            descending: false,
            nulls_first: None,
            operator_class: None,
        }
    }

    /// The column's name, unless it is an expression.
    pub fn column_name(&self) -> Option<&str> {
        match &self.key {
            IndexKey::Column { name, .. } => Some(name),
            IndexKey::Expression(_) => None,
        }
    }
}

/// What a part of an index's key is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IndexKey {
    /// A column, or its first `prefix` characters (MySQL, MariaDB).
    Column {
        /// The column's name.
        name: String,
        /// Characters (bytes for binary types) of the column that are indexed.
        prefix: Option<u32>,
    },
    /// An expression, without the parentheses around it.
    Expression(String),
}
