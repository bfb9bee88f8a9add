//! `dropIndex`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, filled, require};

change! {
    /// Drops an index.
    ///
    /// ```yaml
    /// - dropIndex: {tableName: person, indexName: ix_person_name}
    /// ```
    "dropIndex" = DropIndex {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The index's name.
        "indexName" => index_name: String, required;
        /// The table's name; only on MySQL and MariaDB an index that is not known needs it.
        "tableName" => table_name: String;
        /// What the index belongs to; the name says enough.
        "associatedWith" => associated_with: String, unsummed;
    }
}

impl Change for DropIndex {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let written = require(self, "indexName", &self.index_name)?;
        let name = to.name(&written.value);
        let table = filled(&self.table_name).map(|it| to.table_name(&self.catalog_name, &self.schema_name, it));
        if let (Some(table), Some(given)) = (&table, &self.table_name) {
            to.table(table, &given.place)?;
        }
        let schema = to.object(&self.catalog_name, &self.schema_name, "").schema;
        let index = match &table {
            Some(table) => to.index(table, &name, &written.place)?,
            None => to.index_in(schema.as_deref(), &name, &written.place)?,
        };
        to.drop(index, &written.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    const TABLE: &str = r#"
- createTable:
    tableName: t
    columns: [{column: {name: a, type: int, constraints: {unique: true, uniqueConstraintName: uq_a}}}]
- createIndex: {tableName: t, indexName: ix, unique: true, columns: [{column: {name: a, descending: true}}]}
"#;

    #[test]
    fn an_index_goes_and_comes_back() {
        check_change(
            &(TABLE.to_owned() + "- dropIndex: {tableName: t, indexName: ix}\n"),
            expect![[r#"
            postgresql, sqlite:
              DROP INDEX ix
              back: CREATE UNIQUE INDEX ix ON t (a DESC)
            mysql, mariadb:
              DROP INDEX ix ON t
              back: CREATE UNIQUE INDEX ix ON t (a DESC)
        "#]],
        );
    }

    #[test]
    fn the_table_need_not_be_said() {
        check_change(
            &(TABLE.to_owned() + "- dropIndex: {indexName: ix}\n"),
            expect![[r#"
            postgresql, sqlite:
              DROP INDEX ix
              back: CREATE UNIQUE INDEX ix ON t (a DESC)
            mysql, mariadb:
              DROP INDEX ix ON t
              back: CREATE UNIQUE INDEX ix ON t (a DESC)
        "#]],
        );
    }

    #[test]
    fn a_unique_constraint_is_an_index_where_they_are_one() {
        check_change(
            &(TABLE.to_owned() + "- dropIndex: {tableName: t, indexName: uq_a}\n"),
            expect![[r#"
            postgresql, sqlite:
              error 6:40 `uq_a`: there is no index `uq_a` in table `t` (not there when this change runs); there are: `ix`
            mysql, mariadb:
              ALTER TABLE t DROP INDEX uq_a
              back: ALTER TABLE t ADD CONSTRAINT uq_a UNIQUE (a)
        "#]],
        );
    }

    #[test]
    fn an_index_that_is_not_known_has_no_way_back() {
        check_open(
            "- dropIndex: {tableName: t, indexName: ix}",
            expect![[r#"
            postgresql, sqlite:
              DROP INDEX ix
              no way back: Unknown { kind: Index, name: "ix", table: Some(ObjectName { schema: None, name: "t" }) }
            mysql, mariadb:
              DROP INDEX ix ON t
              no way back: Unknown { kind: Index, name: "ix", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
        check_open(
            "- dropIndex: {indexName: ix}",
            expect![[r#"
            postgresql, sqlite:
              DROP INDEX ix
              no way back: Unknown { kind: Index, name: "ix", table: Some(ObjectName { schema: None, name: "" }) }
            mysql:
              error 1:26 `ix`: MySQL has no index without its table (not possible on MySQL); write `tableName: ...`
            mariadb:
              error 1:26 `ix`: MariaDB has no index without its table (not possible on MariaDB); write `tableName: ...`
        "#]],
        );
    }
}
