//! `renameTrigger`.

use amend_catalog::RoutineKind;

use super::routine::{self, Named};
use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Renames a trigger: it is dropped and created again under the new name.
    ///
    /// ```yaml
    /// - renameTrigger:
    ///     tableName: person
    ///     oldTriggerName: person_no_delete
    ///     newTriggerName: person_is_kept
    /// ```
    "renameTrigger" = RenameTrigger {
        /// The database of the trigger (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the trigger.
        "schemaName" => schema_name: String;
        /// The table that it watches; needed where the changelog did not create the trigger.
        "tableName" => table_name: String;
        /// The name so far.
        "oldTriggerName" => old_trigger_name: String, required;
        /// The name from now on.
        "newTriggerName" => new_trigger_name: String, required;
    }
}

impl Change for RenameTrigger {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let old = require(self, "oldTriggerName", &self.old_trigger_name)?;
        let new = require(self, "newTriggerName", &self.new_trigger_name)?;
        let named = Named {
            kind: RoutineKind::Trigger,
            catalog: &self.catalog_name,
            schema: &self.schema_name,
            name: &self.old_trigger_name,
            table: Some(&self.table_name),
        };
        routine::rename(to, named, new, &old.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn its_text_has_the_new_name() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
- createTrigger:
    triggerName: trg
    tableName: t
    triggerBody: CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
- renameTrigger: {tableName: t, oldTriggerName: trg, newTriggerName: trg2}
"#,
            expect![[r#"
                postgresql:
                  DROP TRIGGER trg ON t
                  CREATE TRIGGER trg2 BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
                  back: DROP TRIGGER trg2 ON t
                  back: CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
                mysql, mariadb, sqlite:
                  DROP TRIGGER trg
                  CREATE TRIGGER trg2 BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
                  back: DROP TRIGGER trg2
                  back: CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
            "#]],
        );
    }
}
