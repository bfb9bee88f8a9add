//! `renameTable`.

use amend_catalog::Object;

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Renames a table. Foreign keys to it follow.
    ///
    /// ```yaml
    /// - renameTable: {oldTableName: person, newTableName: customer}
    /// ```
    "renameTable" = RenameTable {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The name so far.
        "oldTableName" => old_table_name: String, required;
        /// The name from now on.
        "newTableName" => new_table_name: String, required;
    }
}

impl Change for RenameTable {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let old = require(self, "oldTableName", &self.old_table_name)?;
        let new = require(self, "newTableName", &self.new_table_name)?;
        let name = to.table_name(&self.catalog_name, &self.schema_name, old);
        let before = to.table(&name, &old.place)?;
        let mut after = before.clone();
        after.name = name.sibling(to.name(&new.value));
        to.alter(Object::Table(before), Object::Table(after), &new.place)
    }
}
