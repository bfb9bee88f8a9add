//! `dropTrigger`.

use amend_catalog::RoutineKind;

use super::routine::{self, Named};
use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Drops a trigger. Its inverse creates it again where the changelog created it.
    ///
    /// ```yaml
    /// - dropTrigger: {triggerName: person_no_delete, tableName: person}
    /// ```
    "dropTrigger" = DropTrigger {
        /// The database of the trigger (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the trigger.
        "schemaName" => schema_name: String;
        /// Its name.
        "triggerName" => trigger_name: String, required;
        /// The table that it watches; PostgreSQL needs it where the changelog did not create the trigger.
        "tableName" => table_name: String;
        /// Whether it watches a table, a view or the whole database (products that have it).
        "scope" => scope: String;
    }
}

impl Change for DropTrigger {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "triggerName", &self.trigger_name)?;
        let named = Named {
            kind: RoutineKind::Trigger,
            catalog: &self.catalog_name,
            schema: &self.schema_name,
            name: &self.trigger_name,
            table: Some(&self.table_name),
        };
        routine::drop(to, named, &name.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn comes_back() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
- createTrigger:
    triggerName: trg
    tableName: t
    triggerBody: CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
- dropTrigger: {triggerName: trg, tableName: t}
"#,
            expect![[r#"
                postgresql:
                  DROP TRIGGER trg ON t
                  back: CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
                mysql, mariadb, sqlite:
                  DROP TRIGGER trg
                  back: CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
            "#]],
        );
    }

    #[test]
    fn triggers_of_one_name_on_two_tables() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
- createTrigger:
    triggerName: trg
    tableName: t
    triggerBody: CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
- createTable: {tableName: u, columns: [{column: {name: id, type: int}}]}
- createTrigger:
    triggerName: trg
    tableName: u
    triggerBody: CREATE TRIGGER trg BEFORE DELETE ON u FOR EACH ROW EXECUTE FUNCTION f()
- dropTrigger: {triggerName: trg, tableName: u}
"#,
            expect![[r#"
                postgresql:
                  DROP TRIGGER trg ON u
                  back: CREATE TRIGGER trg BEFORE DELETE ON u FOR EACH ROW EXECUTE FUNCTION f()
                mysql, mariadb, sqlite:
                  DROP TRIGGER trg
                  back: CREATE TRIGGER trg BEFORE DELETE ON u FOR EACH ROW EXECUTE FUNCTION f()
            "#]],
        );
    }
}
