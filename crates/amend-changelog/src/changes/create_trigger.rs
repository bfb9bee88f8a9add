//! `createTrigger`.

use amend_catalog::RoutineKind;
use amend_syntax::Diagnostic;

use super::body::Body;
use super::routine::{self, Making, Named};
use crate::change;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::lower::{Lower, Refused, is_set};

change! {
    /// Creates a trigger with the statement that is given.
    ///
    /// Its inverse drops it, or puts back the one that it replaced.
    ///
    /// ```yaml
    /// - createTrigger:
    ///     triggerName: person_no_delete
    ///     tableName: person
    ///     dbms: sqlite
    ///     triggerBody: |
    ///       CREATE TRIGGER person_no_delete BEFORE DELETE ON person
    ///       BEGIN SELECT RAISE(ABORT, 'persons are kept'); END
    /// ```
    "createTrigger" = CreateTrigger {
        /// The database of the trigger (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the trigger.
        "schemaName" => schema_name: String;
        /// The table that it watches; where the text says one too, that counts.
        "tableName" => table_name: String;
        /// Its name; where the text says one too, that counts.
        "triggerName" => trigger_name: String, required;
        /// Whether it watches a table, a view or the whole database (products that have it).
        "scope" => scope: String;
        /// It does not fire until it is switched on (PostgreSQL).
        "disabled" => disabled: bool;
        /// The text of the trigger: the whole statement that makes it.
        "triggerBody" => trigger_body: String, direct, unsummed;
        /// A file that holds the text, in the place of `triggerBody`.
        "path" => path: String, unsummed;
        /// Whether `path` begins at the changelog's own folder.
        "relativeToChangelogFile" => relative_to_changelog_file: bool, unsummed;
        /// The encoding of the file; UTF-8 where it is not given.
        "encoding" => encoding: String, unsummed;
        /// The products that it is for, separated by commas; letter case counts.
        "dbms" => dbms: String, unsummed;
        /// A remark for the reader of the changelog.
        "comments" => comments: String, unsummed;
        /// One of the same name gives way.
        "replaceIfExists" => replace_if_exists: bool;
    }
}

impl CreateTrigger {
    fn body(&self) -> Body<'_> {
        Body {
            attribute: "triggerBody",
            older_attribute: "triggerBody",
            text: self.trigger_body.as_ref(),
            path: self.path.as_ref(),
            relative: self.relative_to_changelog_file.as_ref(),
            encoding: self.encoding.as_ref(),
        }
    }

    fn named(&self) -> Named<'_> {
        Named {
            kind: RoutineKind::Trigger,
            catalog: &self.catalog_name,
            schema: &self.schema_name,
            name: &self.trigger_name,
            table: Some(&self.table_name),
        }
    }
}

impl Change for CreateTrigger {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let text = self.body().read(self, to.around.files)?;
        let making = Making { replace: is_set(&self.replace_if_exists), enabled: !is_set(&self.disabled) };
        routine::create(to, self.named(), &text, making, &self.place)
    }

    fn text(&self, rule: Rule, files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        self.body().summed(self, rule, files)
    }

    fn dbms(&self) -> Option<&str> {
        self.dbms.as_ref().map(|it| it.value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn comes_and_goes() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
- createTrigger:
    triggerName: trg
    tableName: t
    triggerBody: CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
"#,
            expect![[r#"
                postgresql:
                  CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
                  back: DROP TRIGGER trg ON t
                mysql, mariadb, sqlite:
                  CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
                  back: DROP TRIGGER trg
            "#]],
        );
    }

    #[test]
    fn one_that_does_not_fire() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
- createTrigger:
    triggerName: trg
    tableName: t
    triggerBody: CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
    disabled: true
"#,
            expect![[r#"
                postgresql:
                  CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
                  ALTER TABLE t DISABLE TRIGGER trg
                  back: DROP TRIGGER trg ON t
                mysql:
                  refused: NotSupported { feature: DisabledTriggers, product: MySql }
                  back: DROP TRIGGER trg
                mariadb:
                  refused: NotSupported { feature: DisabledTriggers, product: MariaDb }
                  back: DROP TRIGGER trg
                sqlite:
                  refused: NotSupported { feature: DisabledTriggers, product: Sqlite }
                  back: DROP TRIGGER trg
            "#]],
        );
    }
}
