//! `addCheckConstraint`.

use amend_catalog::{Check, Constraint};
use amend_syntax::Diagnostic;

use super::body::Body;
use crate::change;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::lower::{Lower, Refused, condition, is_set, not_on, require};

change! {
    /// Adds a condition that every row of a table must meet.
    ///
    /// ```yaml
    /// - addCheckConstraint: {tableName: person, constraintName: ck_person_name, constraintBody: name <> ''}
    /// ```
    "addCheckConstraint" = AddCheckConstraint {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The constraint's name.
        "constraintName" => constraint_name: String, required;
        /// The condition, with or without `CHECK (..)` around it.
        "constraintBody" => constraint_body: String, required, direct, unsummed;
        /// The condition is known but not enforced (MySQL).
        "disabled" => disabled: bool, unsummed;
        /// Whether the rows that are there are checked (PostgreSQL: `false` is `NOT VALID`).
        "validate" => validate: bool, unsummed;
    }
}

impl AddCheckConstraint {
    fn body(&self) -> Body<'_> {
        Body {
            attribute: "constraintBody",
            older_attribute: "constraintBody",
            text: self.constraint_body.as_ref(),
            path: None,
            relative: None,
            encoding: None,
        }
    }

    fn is_enforced(&self, to: &Lower<'_>) -> Result<bool, Refused> {
        let possible = to.profile.has(amend_sql::Feature::UnenforcedChecks);
        match self.disabled.as_ref().filter(|it| it.value && !possible) {
            Some(disabled) => {
                Err(not_on(to.product(), "check that is not enforced", &disabled.place, "leave `disabled` away"))
            }
            None => Ok(!is_set(&self.disabled)),
        }
    }
}

impl Change for AddCheckConstraint {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let constraint = require(self, "constraintName", &self.constraint_name)?;
        let body = require(self, "constraintBody", &self.constraint_body)?;
        let table = to.table_name(&self.catalog_name, &self.schema_name, name);
        to.table(&table, &name.place)?;
        let check = Check {
            name: Some(to.name(&constraint.value)),
            expression: condition(&body.value).to_owned(),
            validated: to.is_validated(&self.validate),
            enforced: self.is_enforced(to)?,
        };
        to.add_constraint(&table, Constraint::Check(check), &constraint.place)
    }

    fn text(&self, rule: Rule, files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        self.body().summed(self, rule, files)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    const TABLE: &str = "- createTable: {tableName: t, columns: [{column: {name: a, type: int}}]}\n";

    fn check(attributes: &str) -> String {
        format!("{TABLE}- addCheckConstraint: {{tableName: t, constraintName: ck, {attributes}}}\n")
    }

    #[test]
    fn a_check_comes_and_goes() {
        check_change(
            &check("constraintBody: CHECK (a > 0)"),
            expect![[r#"
            postgresql, mysql, mariadb:
              ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0)
              back: ALTER TABLE t DROP CONSTRAINT ck
            sqlite:
              CREATE TABLE _amend_new_t (
              a INTEGER,
              CONSTRAINT ck CHECK (a > 0)
            )
              INSERT INTO _amend_new_t (a) SELECT a FROM t
              DROP TABLE t
              PRAGMA legacy_alter_table = ON
              ALTER TABLE _amend_new_t RENAME TO t
              PRAGMA legacy_alter_table = OFF
              back: CREATE TABLE _amend_new_t (a INTEGER)
              back: INSERT INTO _amend_new_t (a) SELECT a FROM t
              back: DROP TABLE t
              back: PRAGMA legacy_alter_table = ON
              back: ALTER TABLE _amend_new_t RENAME TO t
              back: PRAGMA legacy_alter_table = OFF
        "#]],
        );
    }

    #[test]
    fn what_one_product_has_is_kept_from_the_others() {
        check_change(
            &check("constraintBody: a > 0, validate: false"),
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0) NOT VALID
                  back: ALTER TABLE t DROP CONSTRAINT ck
                mysql:
                  warning 2:91 `false`: `validate` has no effect on MySQL (changes nothing here); rows that are there are always checked; leave it away
                  ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0)
                  back: ALTER TABLE t DROP CONSTRAINT ck
                mariadb:
                  warning 2:91 `false`: `validate` has no effect on MariaDB (changes nothing here); rows that are there are always checked; leave it away
                  ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0)
                  back: ALTER TABLE t DROP CONSTRAINT ck
                sqlite:
                  warning 2:91 `false`: `validate` has no effect on SQLite (changes nothing here); rows that are there are always checked; leave it away
                  CREATE TABLE _amend_new_t (
                  a INTEGER,
                  CONSTRAINT ck CHECK (a > 0)
                )
                  INSERT INTO _amend_new_t (a) SELECT a FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (a INTEGER)
                  back: INSERT INTO _amend_new_t (a) SELECT a FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
        check_change(
            &check("constraintBody: a > 0, disabled: true"),
            expect![[r#"
            postgresql:
              error 2:91 `true`: PostgreSQL has no check that is not enforced (not possible on PostgreSQL); leave `disabled` away
            mysql:
              ALTER TABLE t ADD CONSTRAINT ck CHECK (a > 0) NOT ENFORCED
              back: ALTER TABLE t DROP CONSTRAINT ck
            mariadb:
              error 2:91 `true`: MariaDB has no check that is not enforced (not possible on MariaDB); leave `disabled` away
            sqlite:
              error 2:91 `true`: SQLite has no check that is not enforced (not possible on SQLite); leave `disabled` away
        "#]],
        );
    }
}
