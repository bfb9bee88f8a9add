//! What is kept of the rows that change sets take, and how a way back knows of it.
//!
//! The tables that keep rows tell themselves: their names follow from the change set and from the place of the operation
//! within it, so that neither the history nor a replay has to remember whether something was kept. A replay gives what
//! change sets did without any keeping; who goes back looks for the tables ([`Found`]) and then keeps in thought exactly
//! what is there, whose inverse brings it back. It does not matter whether the switch is still on.

use std::collections::BTreeSet;

use amend_catalog::{Object, ObjectName, Op, Table};
use amend_changelog::change_set::Key;

/// What the names of tables that keep rows begin with.
pub const KEPT_PREFIX: &str = "_amend_kept_";

/// Whether what change sets take is kept, and what was kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keep<'a> {
    /// Whether change sets that run keep what they take.
    pub on: bool,
    /// What a way back can count on.
    pub found: Found<'a>,
}

/// The tables that keep rows.
#[derive(Clone, Copy, Debug, Default)]
pub enum Found<'a> {
    /// There are none.
    #[default]
    Nothing,
    /// All that there can be: those of change sets that have not run yet.
    Everything,
    /// Those that a database has.
    Tables(&'a BTreeSet<ObjectName>),
}

impl Found<'_> {
    /// Whether the table is there.
    pub(crate) fn has(&self, name: &ObjectName) -> bool {
        match self {
            Self::Nothing => false,
            Self::Everything => true,
            Self::Tables(tables) => tables.contains(name),
        }
    }

    /// Whether there can be none.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Everything => false,
            Self::Tables(tables) => tables.is_empty(),
        }
    }
}

/// The table that keeps rows, where the operation makes one.
pub(crate) fn kept_table(op: &Op) -> Option<&Table> {
    let edit = op.as_edit().filter(|edit| edit.before.is_none())?;
    match &edit.after {
        Some(Object::Table(table)) if table.name.name.starts_with(KEPT_PREFIX) => Some(table),
        _ => None,
    }
}

/// What the names of all tables begin with that keep rows of the change set: 29 characters. The key's letter case does not
/// count, as it does not when the way back looks for a change set.
pub fn kept_prefix(change_set: &Key) -> String {
    let bytes = change_set.folded().to_string().into_bytes();
    // FNV-1a: names must be short on every product, and the same for ever.
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    format!("{KEPT_PREFIX}{hash:016x}_")
}
