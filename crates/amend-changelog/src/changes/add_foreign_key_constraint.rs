//! `addForeignKeyConstraint`.

use amend_catalog::{Constraint, ForeignKey, ReferentialAction};
use amend_syntax::{Diagnostic, Spanned};

use crate::canonical::Canonical;
use crate::change;
use crate::change::{Attribute, Change, Declared};
use crate::lower::{Lower, Refused, is_set, not_on, require};

change! {
    /// Makes columns point to rows of another table.
    ///
    /// `deleteCascade` overrules `onDelete`: `true` means `CASCADE` where no `onDelete` is given, and every other
    /// combination leaves the rule of deletion away.
    ///
    /// ```yaml
    /// - addForeignKeyConstraint:
    ///     baseTableName: person
    ///     baseColumnNames: country
    ///     referencedTableName: country
    ///     referencedColumnNames: code
    ///     constraintName: fk_person_country
    ///     onDelete: RESTRICT
    /// ```
    "addForeignKeyConstraint" = AddForeignKeyConstraint {
        /// The database of the table (MySQL, MariaDB).
        "baseTableCatalogName" => base_table_catalog_name: String;
        /// The schema of the table.
        "baseTableSchemaName" => base_table_schema_name: String;
        /// The table with the columns that point.
        "baseTableName" => base_table_name: String, required;
        /// Those columns, separated by commas.
        "baseColumnNames" => base_column_names: String, required;
        /// The database of the table that they point to.
        "referencedTableCatalogName" => referenced_table_catalog_name: String;
        /// The schema of the table that they point to.
        "referencedTableSchemaName" => referenced_table_schema_name: String;
        /// The table that they point to.
        "referencedTableName" => referenced_table_name: String, required;
        /// The columns that they point to, separated by commas.
        "referencedColumnNames" => referenced_column_names: String, required;
        /// The constraint's name.
        "constraintName" => constraint_name: String, required;
        /// What happens to a row when its parent is deleted: `CASCADE`, `SET NULL`, `SET DEFAULT`, `RESTRICT`,
        /// `NO ACTION`.
        "onDelete" => on_delete: String;
        /// What happens to a row when the key of its parent changes.
        "onUpdate" => on_update: String;
        /// An older word for `onDelete: CASCADE`.
        "deleteCascade" => delete_cascade: bool, unsummed;
        /// An older word without meaning.
        "referencesUniqueColumn" => references_unique_column: bool, unsummed;
        /// The check may be put off to the end of the transaction (PostgreSQL, SQLite).
        "deferrable" => deferrable: bool;
        /// The check is put off unless the transaction says otherwise (PostgreSQL, SQLite).
        "initiallyDeferred" => initially_deferred: bool;
        /// Whether the rows that are there are checked (PostgreSQL: `false` is `NOT VALID`).
        "validate" => validate: bool;
    }
}

impl AddForeignKeyConstraint {
    /// The rule of deletion, as `deleteCascade` leaves it.
    fn on_delete(&self) -> Option<Spanned<String>> {
        match &self.delete_cascade {
            None => self.on_delete.clone(),
            Some(cascade) if cascade.value && self.on_delete.is_none() => {
                Some(Spanned::new("CASCADE".to_owned(), cascade.place.clone()))
            }
            Some(_) => None,
        }
    }

    fn refuse_deferral(&self, to: &Lower<'_>) -> Result<(), Refused> {
        let asked = [&self.deferrable, &self.initially_deferred].into_iter().flatten().find(|it| it.value);
        match asked.filter(|_| !to.profile.deferrable_foreign_keys) {
            Some(asked) => {
                let help = "leave it away, or limit the change set with `dbms`";
                Err(not_on(to.product(), "foreign key that is checked at the end of a transaction", &asked.place, help))
            }
            None => Ok(()),
        }
    }
}

impl Change for AddForeignKeyConstraint {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let base = require(self, "baseTableName", &self.base_table_name)?;
        let columns = require(self, "baseColumnNames", &self.base_column_names)?;
        let referenced = require(self, "referencedTableName", &self.referenced_table_name)?;
        let referenced_columns = require(self, "referencedColumnNames", &self.referenced_column_names)?;
        let name = require(self, "constraintName", &self.constraint_name)?;
        self.refuse_deferral(to)?;
        let table = to.table_name(&self.base_table_catalog_name, &self.base_table_schema_name, base);
        let parent = to.table_name(&self.referenced_table_catalog_name, &self.referenced_table_schema_name, referenced);
        to.need_referenced(&parent, &referenced.place);
        let (own, others) = (
            to.columns_of(&table, columns, &base.place)?,
            to.columns_of(&parent, referenced_columns, &referenced.place)?,
        );
        if own.len() != others.len() {
            return Err(uneven(columns, own.len(), referenced_columns, others.len()));
        }
        let key = ForeignKey {
            name: Some(to.name(&name.value)),
            columns: own,
            referenced_columns: others,
            referenced_table: parent,
            on_delete: action(self.on_delete().as_ref())?,
            on_update: action(self.on_update.as_ref())?,
            deferrable: is_set(&self.deferrable) || is_set(&self.initially_deferred),
            initially_deferred: is_set(&self.initially_deferred),
            validated: to.is_validated(&self.validate),
        };
        to.add_constraint(&table, Constraint::ForeignKey(key), &name.place)
    }

    fn canonical(&self) -> Vec<(&'static Attribute, Canonical)> {
        let summed = self.given().into_iter().filter(|(attribute, _)| attribute.summed && attribute.name != "onDelete");
        let on_delete = self.on_delete().and_then(|it| Some((Self::KIND.attribute("onDelete")?, it.value)));
        summed.chain(on_delete.map(|(attribute, value)| (attribute, Canonical::Text(value)))).collect()
    }
}

fn uneven(columns: &Spanned<String>, own: usize, referenced: &Spanned<String>, others: usize) -> Refused {
    let message = format!("the foreign key has {own} columns, but refers to {others}");
    Diagnostic::error("amend::constraint::columns", message)
        .at(&columns.place, format!("columns: {own}"))
        .also(&referenced.place, format!("columns: {others}"))
        .help("name as many columns of the one table as of the other, in the same order")
        .into()
}

/// The rules with their words, letter case ignored.
const ACTIONS: [ReferentialAction; 5] = [
    ReferentialAction::NoAction,
    ReferentialAction::Restrict,
    ReferentialAction::Cascade,
    ReferentialAction::SetNull,
    ReferentialAction::SetDefault,
];

fn action(written: Option<&Spanned<String>>) -> Result<Option<ReferentialAction>, Refused> {
    let Some(written) = written.filter(|it| !it.value.trim().is_empty()) else { return Ok(None) };
    let words = written.value.split_whitespace().collect::<Vec<_>>().join(" ");
    let found = ACTIONS.into_iter().find(|action| action.as_sql().eq_ignore_ascii_case(&words));
    found.map(Some).ok_or_else(|| {
        let names = ACTIONS.map(|action| format!("`{}`", action.as_sql())).join(", ");
        Diagnostic::error("amend::constraint::action", format!("`{words}` is no rule of a foreign key"))
            .at(&written.place, "not known")
            .help(format!("the rules are {names}"))
            .into()
    })
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::canonical::serialise;
    use crate::changes::testing::{changes, check_change, check_open};

    const TABLES: &str = r#"
- createTable: {tableName: p, columns: [{column: {name: id, type: int, constraints: {primaryKey: true}}}]}
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: p_id, type: int}}]}
"#;

    fn key(more: &str) -> String {
        let required = "baseTableName: t, baseColumnNames: p_id, referencedTableName: p, referencedColumnNames: id";
        format!("- addForeignKeyConstraint: {{{required}, constraintName: fk_p{more}}}\n")
    }

    #[test]
    fn a_key_comes_and_goes_with_its_index() {
        check_change(
            &(TABLES.to_owned() + &key(", onDelete: set  null, onUpdate: CASCADE")),
            expect![[r#"
            postgresql:
              ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) ON UPDATE CASCADE ON DELETE SET NULL
              back: ALTER TABLE t DROP CONSTRAINT fk_p
            mysql, mariadb:
              ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) ON UPDATE CASCADE ON DELETE SET NULL
              back: ALTER TABLE t DROP FOREIGN KEY fk_p
              back: DROP INDEX fk_p ON t
            sqlite:
              CREATE TABLE _amend_new_t (
              id INTEGER,
              p_id INTEGER,
              CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) ON UPDATE CASCADE ON DELETE SET NULL
            )
              INSERT INTO _amend_new_t (id, p_id) SELECT id, p_id FROM t
              DROP TABLE t
              PRAGMA legacy_alter_table = ON
              ALTER TABLE _amend_new_t RENAME TO t
              PRAGMA legacy_alter_table = OFF
              back: CREATE TABLE _amend_new_t (
              id INTEGER,
              p_id INTEGER
            )
              back: INSERT INTO _amend_new_t (id, p_id) SELECT id, p_id FROM t
              back: DROP TABLE t
              back: PRAGMA legacy_alter_table = ON
              back: ALTER TABLE _amend_new_t RENAME TO t
              back: PRAGMA legacy_alter_table = OFF
        "#]],
        );
    }

    #[test]
    fn rows_need_not_be_checked_where_the_product_can_leave_it() {
        check_change(
            &(TABLES.to_owned() + &key(", validate: false")),
            expect![[r#"
                postgresql:
                  ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) NOT VALID
                  back: ALTER TABLE t DROP CONSTRAINT fk_p
                mysql:
                  warning 4:153 `false`: `validate` has no effect on MySQL (changes nothing here); rows that are there are always checked; leave it away
                  ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id)
                  back: ALTER TABLE t DROP FOREIGN KEY fk_p
                  back: DROP INDEX fk_p ON t
                mariadb:
                  warning 4:153 `false`: `validate` has no effect on MariaDB (changes nothing here); rows that are there are always checked; leave it away
                  ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id)
                  back: ALTER TABLE t DROP FOREIGN KEY fk_p
                  back: DROP INDEX fk_p ON t
                sqlite:
                  warning 4:153 `false`: `validate` has no effect on SQLite (changes nothing here); rows that are there are always checked; leave it away
                  CREATE TABLE _amend_new_t (
                  id INTEGER,
                  p_id INTEGER,
                  CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id)
                )
                  INSERT INTO _amend_new_t (id, p_id) SELECT id, p_id FROM t
                  DROP TABLE t
                  PRAGMA legacy_alter_table = ON
                  ALTER TABLE _amend_new_t RENAME TO t
                  PRAGMA legacy_alter_table = OFF
                  back: CREATE TABLE _amend_new_t (
                  id INTEGER,
                  p_id INTEGER
                )
                  back: INSERT INTO _amend_new_t (id, p_id) SELECT id, p_id FROM t
                  back: DROP TABLE t
                  back: PRAGMA legacy_alter_table = ON
                  back: ALTER TABLE _amend_new_t RENAME TO t
                  back: PRAGMA legacy_alter_table = OFF
            "#]],
        );
    }

    #[test]
    fn a_check_that_is_put_off_is_not_for_all() {
        check_change(
            &(TABLES.to_owned() + &key(", initiallyDeferred: true")),
            expect![[r#"
            postgresql:
              ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED
              back: ALTER TABLE t DROP CONSTRAINT fk_p
            mysql:
              error 4:162 `true`: MySQL has no foreign key that is checked at the end of a transaction (not possible on MySQL); leave it away, or limit the change set with `dbms`
            mariadb:
              error 4:162 `true`: MariaDB has no foreign key that is checked at the end of a transaction (not possible on MariaDB); leave it away, or limit the change set with `dbms`
            sqlite:
              CREATE TABLE _amend_new_t (
              id INTEGER,
              p_id INTEGER,
              CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED
            )
              INSERT INTO _amend_new_t (id, p_id) SELECT id, p_id FROM t
              DROP TABLE t
              PRAGMA legacy_alter_table = ON
              ALTER TABLE _amend_new_t RENAME TO t
              PRAGMA legacy_alter_table = OFF
              back: CREATE TABLE _amend_new_t (
              id INTEGER,
              p_id INTEGER
            )
              back: INSERT INTO _amend_new_t (id, p_id) SELECT id, p_id FROM t
              back: DROP TABLE t
              back: PRAGMA legacy_alter_table = ON
              back: ALTER TABLE _amend_new_t RENAME TO t
              back: PRAGMA legacy_alter_table = OFF
        "#]],
        );
    }

    #[test]
    fn tables_that_are_not_known_get_their_key() {
        check_open(
            &key(""),
            expect![[r#"
            postgresql:
              ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id)
              back: ALTER TABLE t DROP CONSTRAINT fk_p
            mysql, mariadb:
              ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (p_id) REFERENCES p (id)
              back: ALTER TABLE t DROP FOREIGN KEY fk_p
            sqlite:
              refused: UnknownDefinition { kind: Table, name: "t", table: None }
              back: refused: UnknownDefinition { kind: Table, name: "t", table: None }
        "#]],
        );
    }

    #[test]
    fn a_rule_must_be_one() {
        check_change(
            &(TABLES.to_owned() + &key(", onDelete: DELETE")),
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
              error 4:153 `DELETE`: `DELETE` is no rule of a foreign key (not known); the rules are `NO ACTION`, `RESTRICT`, `CASCADE`, `SET NULL`, `SET DEFAULT`
        "#]],
        );
    }

    #[test]
    fn delete_cascade_overrules_on_delete_in_the_checksum() {
        for (written, expected) in [
            (", onDelete: RESTRICT", Some("RESTRICT")),
            (", deleteCascade: true", Some("CASCADE")),
            (", deleteCascade: false", None),
            (", deleteCascade: true, onDelete: CASCADE", None),
            (", deleteCascade: false, onDelete: RESTRICT", None),
        ] {
            let (changes, _) = changes(&key(written));
            let fields: Vec<_> = changes[0].canonical().into_iter().map(|(it, value)| (it.name, value)).collect();
            let text = serialise("", &fields);
            let found = text.lines().find_map(|line| line.trim().strip_prefix("onDelete="));
            assert_eq!(found.map(|it| it.trim_matches('"')), expected, "{written}");
            assert!(!text.contains("deleteCascade"), "{written}");
        }
    }
}
