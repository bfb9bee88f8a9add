//! Reading the cells of a catalog's rows.

use amend_catalog::{Constraint, Index, ReferentialAction, Table};
use amend_sql::{Product, literals};

use crate::session::Cell;
use crate::{DbError, ErrorKind};

/// Between the names of a list that comes in one cell; no name holds it.
pub(super) const LIST: char = '\u{1}';

/// The cells of a row of that many columns.
pub(super) fn cells<const N: usize>(row: Vec<Cell>) -> Result<[Cell; N], DbError> {
    row.try_into().map_err(|_| DbError::new(ErrorKind::Other, "the server's catalog answers with other columns"))
}

pub(super) fn text(cell: Cell) -> String {
    cell.unwrap_or_default()
}

/// A text that means nothing when it is empty, for example a comment.
pub(super) fn filled(cell: Cell) -> Option<String> {
    cell.filter(|text| !text.is_empty())
}

/// `t`, `1` or `YES`.
pub(super) fn truth(cell: &Cell) -> bool {
    matches!(cell.as_deref(), Some("t" | "1" | "YES"))
}

pub(super) fn list(cell: Cell) -> Vec<String> {
    cell.filter(|text| !text.is_empty()).map(|it| it.split(LIST).map(str::to_owned).collect()).unwrap_or_default()
}

/// A text as a literal. No server has a name with a NUL.
pub(super) fn literal(product: Product, text: &str) -> String {
    literals::text(product, &text.replace('\0', "")).unwrap_or_default()
}

/// The action by its words; doing nothing is the same as no words.
pub(super) fn action(words: &str) -> Option<ReferentialAction> {
    match words.to_ascii_uppercase().as_str() {
        "RESTRICT" => Some(ReferentialAction::Restrict),
        "CASCADE" => Some(ReferentialAction::Cascade),
        "SET NULL" => Some(ReferentialAction::SetNull),
        "SET DEFAULT" => Some(ReferentialAction::SetDefault),
        _ => None,
    }
}

/// Puts a constraint into its table.
pub(super) fn add_constraint(tables: &mut [Table], table: &str, constraint: Constraint) {
    if let Some(table) = tables.iter_mut().find(|it| it.name.name == table) {
        table.constraints.push(constraint);
    }
}

/// Puts an index into its table.
pub(super) fn add_index(tables: &mut [Table], table: &str, index: Index) {
    if let Some(table) = tables.iter_mut().find(|it| it.name.name == table) {
        table.indexes.push(index);
    }
}
