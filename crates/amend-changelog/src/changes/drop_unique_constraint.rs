//! `dropUniqueConstraint`.

use amend_catalog::{Constraint, Key};
use amend_syntax::Diagnostic;

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, filled, require};

change! {
    /// Drops a unique constraint.
    ///
    /// ```yaml
    /// - dropUniqueConstraint: {tableName: person, constraintName: uq_person_email}
    /// ```
    "dropUniqueConstraint" = DropUniqueConstraint {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The constraint's name.
        "constraintName" => constraint_name: String, required;
        /// Its columns; the name says enough.
        "uniqueColumns" => unique_columns: String;
    }
}

impl DropUniqueConstraint {
    /// Warns where the constraint is known to be over other columns: its name counts.
    fn note_other_columns(&self, to: &mut Lower<'_>, constraint: &Constraint) {
        let Some(written) = filled(&self.unique_columns) else { return };
        let (case, given) = (to.profile.naming.members, to.names(&written.value));
        let is_known = |name: &String| constraint.columns().iter().any(|its| case.same(its, name));
        if given.len() != constraint.columns().len() || !given.iter().all(is_known) {
            let message =
                format!("the constraint is over `{}`; these columns do not count", constraint.columns().join(", "));
            let diagnostic = Diagnostic::warning("amend::constraint::other-columns", message);
            to.note(
                diagnostic
                    .at(&written.place, "other columns")
                    .help("leave them away; the constraint's name says enough"),
            );
        }
    }
}

impl Change for DropUniqueConstraint {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let table = require(self, "tableName", &self.table_name)?;
        let written = require(self, "constraintName", &self.constraint_name)?;
        let name = to.name(&written.value);
        let object = to.table_name(&self.catalog_name, &self.schema_name, table);
        to.table(&object, &table.place)?;
        if let Some(index) = to.unique_index(&object, &name) {
            return to.drop(index, &written.place);
        }
        let columns = self.unique_columns.as_ref().map(|it| to.names(&it.value)).unwrap_or_default();
        let stub = Constraint::Unique(Key { name: Some(name.clone()), columns, ..Key::default() });
        let constraint = to.constraint(&object, &name, stub, &written.place)?;
        self.note_other_columns(to, &constraint);
        to.drop_constraint(&object, constraint, &written.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn a_constraint_goes_and_comes_back() {
        check_change(
            r#"
- createTable:
    tableName: t
    columns: [{column: {name: a, type: int, constraints: {unique: true, uniqueConstraintName: uq_a}}}]
- dropUniqueConstraint: {tableName: t, constraintName: uq_a}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t DROP CONSTRAINT uq_a
                  back: ALTER TABLE t ADD CONSTRAINT uq_a UNIQUE (a)
                mysql, mariadb:
                  ALTER TABLE t DROP INDEX uq_a
                  back: ALTER TABLE t ADD CONSTRAINT uq_a UNIQUE (a)
                sqlite:
                  CREATE TABLE _amend_new_t (a INTEGER)
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  a INTEGER,
                  CONSTRAINT uq_a UNIQUE (a)
                )
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_unique_index_is_a_constraint_where_they_are_one() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}
- createIndex: {tableName: t, indexName: uq_a, unique: true, columns: [{column: {name: a}}]}
- dropUniqueConstraint: {tableName: t, constraintName: uq_a}
"#,
            expect![[r#"
                postgresql, sqlite:
                  error 4:56 `uq_a`: there is no constraint `uq_a` in table `t` (not there when this change runs); no change set before this one makes it
                mysql, mariadb:
                  DROP INDEX uq_a ON t
                  back: CREATE UNIQUE INDEX uq_a ON t (a)
            "#]],
        );
    }

    #[test]
    fn columns_that_are_given_are_a_way_back() {
        check_open(
            "- dropUniqueConstraint: {tableName: t, constraintName: uq, uniqueColumns: a}",
            expect![[r#"
            postgresql:
              ALTER TABLE t DROP CONSTRAINT uq
              back: ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a)
            mysql, mariadb:
              ALTER TABLE t DROP INDEX uq
              back: ALTER TABLE t ADD CONSTRAINT uq UNIQUE (a)
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              back: refused: UnknownDefinition { kind: Table, name: "t", table: None }
        "#]],
        );
        check_open(
            "- dropUniqueConstraint: {tableName: t, constraintName: uq}",
            expect![[r#"
            postgresql:
              ALTER TABLE t DROP CONSTRAINT uq
              no way back: Unknown { kind: Constraint, name: "uq", table: Some(ObjectName { schema: None, name: "t" }) }
            mysql, mariadb:
              ALTER TABLE t DROP INDEX uq
              no way back: Unknown { kind: Constraint, name: "uq", table: Some(ObjectName { schema: None, name: "t" }) }
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              no way back: Unknown { kind: Constraint, name: "uq", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
    }
}
