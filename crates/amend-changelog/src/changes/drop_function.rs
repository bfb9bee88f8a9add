//! `dropFunction`.

use amend_catalog::RoutineKind;

use super::routine::{self, Named};
use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Drops a stored function. Its inverse creates it again where the changelog created it.
    ///
    /// ```yaml
    /// - dropFunction: {functionName: one}
    /// ```
    "dropFunction" = DropFunction {
        /// The database of the stored function (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the stored function.
        "schemaName" => schema_name: String;
        /// Its name.
        "functionName" => function_name: String, required;
    }
}

impl Change for DropFunction {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "functionName", &self.function_name)?;
        let named = Named {
            kind: RoutineKind::Function,
            catalog: &self.catalog_name,
            schema: &self.schema_name,
            name: &self.function_name,
            table: None,
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
- createFunction: {functionName: f, functionBody: "CREATE FUNCTION f() RETURNS int RETURN 1"}
- dropFunction: {functionName: f}
"#,
            expect![[r#"
                postgresql, mysql, mariadb:
                  DROP FUNCTION f
                  back: CREATE FUNCTION f() RETURNS int RETURN 1
                sqlite:
                  refused: NotSupported { feature: StoredRoutines, product: Sqlite }
                  back: refused: NotSupported { feature: StoredRoutines, product: Sqlite }
            "#]],
        );
    }
}
