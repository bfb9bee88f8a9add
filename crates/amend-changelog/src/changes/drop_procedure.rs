//! `dropProcedure`.

use amend_catalog::RoutineKind;

use super::routine::{self, Named};
use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Drops a stored procedure. Its inverse creates it again where the changelog created it.
    ///
    /// ```yaml
    /// - dropProcedure: {procedureName: clear_log}
    /// ```
    "dropProcedure" = DropProcedure {
        /// The database of the stored procedure (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the stored procedure.
        "schemaName" => schema_name: String;
        /// Its name.
        "procedureName" => procedure_name: String, required;
    }
}

impl Change for DropProcedure {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "procedureName", &self.procedure_name)?;
        let named = Named {
            kind: RoutineKind::Procedure,
            catalog: &self.catalog_name,
            schema: &self.schema_name,
            name: &self.procedure_name,
            table: None,
        };
        routine::drop(to, named, &name.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn comes_back() {
        check_change(
            r#"
- createProcedure:
    procedureText: create procedure p() select 1
- dropProcedure: {procedureName: p}
"#,
            expect![[r#"
                postgresql, mysql, mariadb:
                  DROP PROCEDURE p
                  back: create procedure p() select 1
                sqlite:
                  refused: NotSupported { feature: StoredRoutines, product: Sqlite }
                  back: refused: NotSupported { feature: StoredRoutines, product: Sqlite }
            "#]],
        );
    }

    #[test]
    fn must_be_there() {
        check_change(
            r#"
- createProcedure:
    procedureText: create procedure p() select 1
- dropProcedure: {procedureName: q}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 4:34 `q`: there is no routine `q` (not there when this change runs); did you mean `p`?
            "#]],
        );
    }

    #[test]
    fn of_an_unknown_one_there_is_no_way_back() {
        check_open(
            r#"
- dropProcedure: {procedureName: p}
"#,
            expect![[r#"
                postgresql, mysql, mariadb:
                  DROP PROCEDURE p
                  no way back: Unknown { kind: Routine, name: "p", table: None }
                sqlite:
                  refused: NotSupported { feature: StoredRoutines, product: Sqlite }
                  no way back: Unknown { kind: Routine, name: "p", table: None }
            "#]],
        );
    }
}
