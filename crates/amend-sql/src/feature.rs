//! What products can do or not, as a list that is consulted before anything is written.

/// Something that only some products can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feature {
    /// Sequences.
    Sequences,
    /// The type of a sequence's numbers.
    SequenceType,
    /// Tablespaces of tables, keys and indexes.
    Tablespaces,
    /// Storage engine, character set and collation of a table.
    TableOptions,
    /// Strict tables and tables without a row number of their own.
    RowFormats,
    /// Keys whose check is put off to the end of the transaction.
    DeferrableKeys,
    /// Foreign keys whose check is put off to the end of the transaction.
    DeferrableForeignKeys,
    /// Constraints that do not check the rows that are there.
    UnvalidatedConstraints,
    /// Checks that are known but not enforced.
    UnenforcedChecks,
    /// Dropping a constraint that has no name.
    NamelessConstraints,
    /// Indexes over a part of the rows.
    PartialIndexes,
    /// Indexes over expressions.
    ExpressionIndexes,
    /// Columns stored beside the key of an index.
    IncludedColumns,
    /// Indexes over the first characters of a column.
    PrefixIndexes,
    /// Unique indexes in which `NULL`s are equal.
    NullsNotDistinct,
    /// The place of `NULL`s in an index.
    NullsOrder,
    /// Operator classes of an index.
    OperatorClasses,
    /// Methods of an index.
    IndexMethods,
    /// Comments of an index.
    IndexComments,
    /// The table is ordered by an index.
    ClusteredIndexes,
    /// Indexes that are made and dropped while others read and write.
    ConcurrentIndexes,
    /// The character set of one column.
    ColumnCharsets,
    /// The collation of one column.
    ColumnCollations,
    /// A column that gets a new value with each update of its row.
    OnUpdate,
    /// Columns that `SELECT *` leaves out.
    InvisibleColumns,
    /// Generated columns that are computed when read.
    VirtualColumns,
    /// Generated columns that are marked as not null.
    RequiredGeneratedColumns,
    /// An ordinary column that becomes a generated one, or another expression of a generated one.
    AlteredExpressions,
    /// Numbers by the server that refuse a given value.
    AlwaysIdentity,
    /// The step of numbers by the server.
    IdentityIncrement,
    /// Numbers by the server from a sequence that stands beside the table.
    SequenceIdentity,
    /// Sequences that fall with a column that owns them.
    SequenceOwners,
    /// Numbers by the server in a column that is not the whole primary key.
    IdentityOutsideKey,
    /// Procedures and functions.
    StoredRoutines,
    /// Moving an object to another schema.
    SchemaMoves,
    /// Setting a table's option back to the server's default.
    OptionResets,
    /// What depends on an object is dropped with it.
    CascadingDrops,
    /// `IF [NOT] EXISTS` for columns and constraints.
    TolerantMembers,
    /// `IF [NOT] EXISTS` for indexes.
    TolerantIndexes,
    /// A view is replaced by one of the same name in one step.
    ReplacedViews,
    /// Comments of views.
    ViewComments,
    /// Triggers that are switched off.
    DisabledTriggers,
    /// Triggers are named within their table.
    TableTriggers,
}

impl Feature {
    /// What it is, in words that read after "does not support".
    pub fn words(self) -> &'static str {
        match self {
            Self::Sequences => "sequences",
            Self::SequenceType => "the data type of a sequence",
            Self::Tablespaces => "tablespaces",
            Self::TableOptions => "storage engines, character sets and collations of tables",
            Self::RowFormats => "strict tables and tables without row number",
            Self::DeferrableKeys => "deferrable keys",
            Self::DeferrableForeignKeys => "deferrable foreign keys",
            Self::UnvalidatedConstraints => "constraints that do not check existing rows",
            Self::UnenforcedChecks => "checks that are not enforced",
            Self::NamelessConstraints => "dropping a constraint that has no name",
            Self::PartialIndexes => "partial indexes",
            Self::ExpressionIndexes => "indexes over expressions",
            Self::IncludedColumns => "included columns of indexes",
            Self::PrefixIndexes => "indexes over the first characters of a column",
            Self::NullsNotDistinct => "unique indexes in which NULLs are equal",
            Self::NullsOrder => "the place of NULLs in an index",
            Self::OperatorClasses => "operator classes",
            Self::IndexMethods => "this index method",
            Self::IndexComments => "comments of indexes",
            Self::ClusteredIndexes => "clustered indexes",
            Self::ConcurrentIndexes => "concurrent index builds",
            Self::ColumnCharsets => "character sets of columns",
            Self::ColumnCollations => "collations of columns",
            Self::OnUpdate => "new values on update",
            Self::InvisibleColumns => "invisible columns",
            Self::VirtualColumns => "generated columns that are not stored",
            Self::RequiredGeneratedColumns => "generated columns that are not null",
            Self::AlteredExpressions => "another expression for a column that is there",
            Self::AlwaysIdentity => "numbering that refuses given values",
            Self::IdentityIncrement => "the step of automatic numbers",
            Self::SequenceIdentity => "automatic numbers from a sequence of their own",
            Self::SequenceOwners => "sequences that belong to a column",
            Self::IdentityOutsideKey => "automatic numbers in a column that is not the whole primary key",
            Self::StoredRoutines => "procedures and functions",
            Self::SchemaMoves => "moving an object to another schema",
            Self::OptionResets => "setting a table's option back to the default",
            Self::CascadingDrops => "dropping what depends on an object with it",
            Self::TolerantMembers => "`IF EXISTS` and `IF NOT EXISTS` for columns and constraints",
            Self::TolerantIndexes => "`IF EXISTS` and `IF NOT EXISTS` for indexes",
            Self::ReplacedViews => "replacing a view in one step",
            Self::ViewComments => "comments of views",
            Self::DisabledTriggers => "triggers that are switched off",
            Self::TableTriggers => "triggers that are named within their table",
        }
    }

    /// What to do without it, where there is a way.
    pub fn instead(self) -> Option<&'static str> {
        match self {
            Self::ExpressionIndexes => Some("index a generated column with that expression"),
            Self::AlteredExpressions => Some("drop the column and add it again"),
            Self::UnvalidatedConstraints => Some("add it without `validate: false`"),
            Self::NamelessConstraints => Some("give the constraint's name"),
            Self::StoredRoutines => Some("keep it out of this product with `dbms`"),
            _ => None,
        }
    }
}
