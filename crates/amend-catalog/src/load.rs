//! Rows that stand in a file, as a value: where the file is and how it is read, not what is in it. Whoever needs the rows
//! reads the file anew, batch by batch, so that a file of any size costs no more than one batch.

use crate::{ObjectName, Rows, Value};

/// Rows of a file for a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// The table.
    pub table: ObjectName,
    /// Where the rows stand.
    pub file: RowFile,
    /// What becomes of a row.
    pub manner: LoadManner,
}

/// What becomes of a row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadManner {
    /// It is inserted.
    Insert,
    /// It gives new values to the row that has its key, or is inserted where there is none.
    Upsert {
        /// The columns that tell rows apart.
        key: Vec<String>,
        /// The columns that keep their values in a row that is there.
        kept: Vec<String>,
        /// Rows that are not there stay away.
        only_update: bool,
    },
}

/// A file of separated values, and how it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFile {
    /// Its path, relative to the search path.
    pub path: String,
    /// The folder of the changelog, where the files are that its values name.
    pub folder: String,
    /// The name of its encoding; `None` leaves it to the byte-order mark, and to UTF-8 where there is none.
    pub encoding: Option<String>,
    /// What separates values.
    pub separator: u8,
    /// What stands around values that hold the separator; `None` where nothing does.
    pub quote: Option<u8>,
    /// What the first value of a comment begins with; empty where there are no comments.
    pub comment: String,
    /// For each column of the file, the column of the table; `None` where it is passed over. Empty where nobody has
    /// looked into the file.
    pub columns: Vec<Option<FileColumn>>,
}

/// A column of a table that takes values of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileColumn {
    /// The column of the table.
    pub name: String,
    /// What its values are.
    pub kind: CellKind,
    /// What an empty text stands for.
    pub empty: Value,
    /// The encoding of the files that its values name.
    pub encoding: Option<String>,
}

/// What kind of values a column of a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellKind {
    /// Truth values.
    Boolean,
    /// Numbers.
    Numeric,
    /// Truth values of a product that keeps them as numbers (MariaDB); numbers stay what they are.
    Flag,
    /// Small numbers, in which a product may keep truth values (MySQL).
    Tiny,
    /// Days.
    Date,
    /// Times, and points in time.
    Moment,
    /// Texts; an empty value is an empty text.
    Text,
    /// Texts; an empty value is `NULL`.
    Unknown,
    /// Expressions of the product.
    Computed,
    /// Names of sequences, whose next numbers are the values.
    Sequence,
    /// Bytes in base 64, or names of files.
    Blob,
    /// Names of files whose texts are the values.
    Clob,
    /// The column is passed over.
    Skip,
}

impl Load {
    /// The columns of the table that the file gives, in its order.
    pub fn columns(&self) -> Vec<String> {
        self.file.columns.iter().flatten().map(|column| column.name.clone()).collect()
    }

    /// The change that some of its rows are.
    pub fn rows(&self, rows: Vec<Vec<Value>>) -> Rows {
        let (table, columns) = (self.table.clone(), self.columns());
        match self.manner.clone() {
            LoadManner::Insert => Rows::Insert { table, columns, rows },
            LoadManner::Upsert { key, kept, only_update } => {
                Rows::Upsert { table, columns, key, kept, rows, only_update }
            }
        }
    }
}
