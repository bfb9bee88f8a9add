//! `createTable`.

use amend_catalog::{Edit, Manner, Object};

use crate::change;
use crate::change::Change;
use crate::column::Columns;
use crate::lower::{Lower, Refused, require};

change! {
    /// Creates a table with its columns and their constraints.
    ///
    /// Columns that are each marked `primaryKey: true` make one key together, in their order.
    ///
    /// ```yaml
    /// - createTable:
    ///     tableName: person
    ///     columns:
    ///       - column: {name: id, type: bigint, autoIncrement: true, constraints: {primaryKey: true}}
    ///       - column: {name: name, type: varchar(80), constraints: {nullable: false}}
    /// ```
    "createTable" = CreateTable {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The columns in their order.
        "columns" => columns: Columns, required;
        /// The table's comment.
        "remarks" => remarks: String;
        /// What kind of table it is, on products that have kinds.
        "tableType" => table_type: String;
        /// The tablespace of the table (PostgreSQL).
        "tablespace" => tablespace: String;
        /// Nothing happens where there is a table of that name.
        "ifNotExists" => if_not_exists: bool, unsummed;
    }
}

impl Change for CreateTable {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = to.table_name(&self.catalog_name, &self.schema_name, require(self, "tableName", &self.table_name)?);
        let columns = require(self, "columns", &self.columns)?;
        let tolerant = self.if_not_exists.as_ref().is_some_and(|it| it.value);
        if tolerant && to.catalog.table(&name).is_some() {
            return Ok(());
        }
        let definitions = columns.iter().map(|column| to.definition(column, &name)).collect::<Result<Vec<_>, _>>()?;
        let mut table = to.assemble(name, definitions);
        table.comment = to.comment(&self.remarks);
        to.without_effect("tableType", &self.table_type);
        table.options.tablespace = to.tablespace(&self.tablespace);
        let manner = Manner { tolerant, ..Manner::default() };
        to.edit(Edit::create(Object::Table(table)).with(manner), &self.place)
    }
}
