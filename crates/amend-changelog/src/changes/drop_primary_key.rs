//! `dropPrimaryKey`.

use amend_catalog::{Constraint, Fault, Key, Kind};
use amend_syntax::Diagnostic;

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, filled, refused, require};

change! {
    /// Drops the primary key of a table. Its columns stay without `NULL`s.
    ///
    /// ```yaml
    /// - dropPrimaryKey: {tableName: country}
    /// ```
    "dropPrimaryKey" = DropPrimaryKey {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The key's name; a table has just one, so it need not be given.
        "constraintName" => constraint_name: String;
        /// Whether the key's index goes too; it always does.
        "dropIndex" => drop_index: bool;
    }
}

impl DropPrimaryKey {
    /// Warns where the key is known to have another name: a table has just one key.
    fn note_other_name(&self, to: &mut Lower<'_>, known: Option<&str>) {
        let Some(written) = filled(&self.constraint_name).filter(|_| !to.profile.primary_key_is_nameless) else {
            return;
        };
        let case = to.profile.naming.members;
        if known.is_none_or(|known| !case.same(known, &to.name(&written.value))) {
            let its = known.map_or_else(|| "has no name".to_owned(), |known| format!("is called `{known}`"));
            let message = format!("the primary key {its}; this name does not count");
            let diagnostic = Diagnostic::warning("amend::constraint::other-name", message);
            to.note(
                diagnostic.at(&written.place, "another name").help("leave it away; a table has just one primary key"),
            );
        }
    }
}

impl Change for DropPrimaryKey {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        let owner = to.table(&table, &name.place)?;
        if let Some(key) = owner.primary_key() {
            self.note_other_name(to, key.name.as_deref());
            let key = Constraint::PrimaryKey(key.clone());
            return to.drop_constraint(&table, key, &self.place);
        }
        let given = filled(&self.constraint_name).map(|it| to.name(&it.value));
        if !to.may_exist(&owner) {
            let name = given.unwrap_or_else(|| "primary key".to_owned());
            let missing = Fault::Missing { kind: Kind::Constraint, name, table: Some(table), present: Vec::new() };
            return Err(refused(&missing, &self.place));
        }
        let stub = Constraint::PrimaryKey(Key { name: given, ..Key::default() });
        let stub = to.named(&owner, stub);
        let name = stub.name().unwrap_or_default().to_owned();
        let key = to.constraint(&table, &name, stub, &self.place)?;
        to.drop_constraint(&table, key, &self.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn the_columns_stay_required() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int, constraints: {primaryKey: true}}}]}
- dropPrimaryKey: {tableName: t}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t DROP CONSTRAINT t_pkey
                  back: ALTER TABLE t ADD CONSTRAINT t_pkey PRIMARY KEY (a)
                mysql, mariadb:
                  ALTER TABLE t DROP PRIMARY KEY
                  back: ALTER TABLE t ADD PRIMARY KEY (a)
                sqlite:
                  CREATE TABLE _amend_new_t (a INTEGER NOT NULL)
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  a INTEGER NOT NULL,
                  CONSTRAINT PK_T PRIMARY KEY (a)
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
    fn a_table_without_a_key_has_none_to_drop() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}
- dropPrimaryKey: {tableName: t}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:19 `{tableName: t}`: there is no constraint `primary key` in table `t` (not there when this change runs); no change set before this one makes it
            "#]],
        );
    }

    #[test]
    fn a_key_that_is_not_known_has_no_way_back() {
        check_open(
            "- dropPrimaryKey: {tableName: t}",
            expect![[r#"
            postgresql:
              ALTER TABLE t DROP CONSTRAINT t_pkey
              no way back: Unknown { kind: Constraint, name: "t_pkey", table: Some(ObjectName { schema: None, name: "t" }) }
            mysql, mariadb:
              ALTER TABLE t DROP PRIMARY KEY
              no way back: Unknown { kind: Constraint, name: "PRIMARY", table: Some(ObjectName { schema: None, name: "t" }) }
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              no way back: Unknown { kind: Constraint, name: "PK_T", table: Some(ObjectName { schema: None, name: "t" }) }
        "#]],
        );
    }
}
