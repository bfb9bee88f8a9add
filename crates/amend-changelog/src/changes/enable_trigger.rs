//! `enableTrigger`.

use amend_catalog::RoutineKind;

use super::routine::{self, Named};
use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Switches a trigger on: from here on it fires. PostgreSQL has this.
    ///
    /// ```yaml
    /// - enableTrigger: {triggerName: person_no_delete, tableName: person}
    /// ```
    "enableTrigger" = EnableTrigger {
        /// The database of the trigger (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the trigger.
        "schemaName" => schema_name: String;
        /// Its name.
        "triggerName" => trigger_name: String, required;
        /// The table that it watches; needed where the changelog did not create the trigger.
        "tableName" => table_name: String;
        /// Whether it watches a table, a view or the whole database (products that have it).
        "scope" => scope: String;
    }
}

impl Change for EnableTrigger {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "triggerName", &self.trigger_name)?;
        let named = Named {
            kind: RoutineKind::Trigger,
            catalog: &self.catalog_name,
            schema: &self.schema_name,
            name: &self.trigger_name,
            table: Some(&self.table_name),
        };
        routine::switch(to, named, true, &name.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn a_trigger_fires_again() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
- createTrigger:
    triggerName: trg
    tableName: t
    triggerBody: CREATE TRIGGER trg BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
    disabled: true
- enableTrigger: {triggerName: trg, tableName: t}
"#,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ENABLE TRIGGER trg
                  back: ALTER TABLE t DISABLE TRIGGER trg
                mysql:
                  refused: NotSupported { feature: DisabledTriggers, product: MySql }
                  back: refused: NotSupported { feature: DisabledTriggers, product: MySql }
                mariadb:
                  refused: NotSupported { feature: DisabledTriggers, product: MariaDb }
                  back: refused: NotSupported { feature: DisabledTriggers, product: MariaDb }
                sqlite:
                  refused: NotSupported { feature: DisabledTriggers, product: Sqlite }
                  back: refused: NotSupported { feature: DisabledTriggers, product: Sqlite }
            "#]],
        );
    }
}
