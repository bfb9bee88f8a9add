//! `renameView`.

use amend_catalog::Object;

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Renames a view.
    ///
    /// ```yaml
    /// - renameView: {oldViewName: adult, newViewName: grown_up}
    /// ```
    "renameView" = RenameView {
        /// The database of the view (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the view.
        "schemaName" => schema_name: String;
        /// The name so far.
        "oldViewName" => old_view_name: String, required;
        /// The name from now on.
        "newViewName" => new_view_name: String, required;
    }
}

impl Change for RenameView {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let old = require(self, "oldViewName", &self.old_view_name)?;
        let new = require(self, "newViewName", &self.new_view_name)?;
        let name = to.object(&self.catalog_name, &self.schema_name, &old.value);
        let before = to.view(&name, &old.place)?;
        let mut after = before.clone();
        after.name = name.sibling(to.name(&new.value));
        to.alter(Object::View(before), Object::View(after), &new.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn a_view_gets_its_name_back() {
        check_change(
            r#"
- createView: {viewName: a, selectQuery: select 1 as x}
- renameView: {oldViewName: a, newViewName: b}
"#,
            expect![[r#"
                postgresql:
                  ALTER VIEW a RENAME TO b
                  back: ALTER VIEW b RENAME TO a
                mysql, mariadb:
                  RENAME TABLE a TO b
                  back: RENAME TABLE b TO a
                sqlite:
                  DROP VIEW a
                  CREATE VIEW b AS select 1 as x
                  back: DROP VIEW b
                  back: CREATE VIEW a AS select 1 as x
            "#]],
        );
    }

    #[test]
    fn a_view_that_is_not_known_is_renamed() {
        check_open(
            "- renameView: {oldViewName: a, newViewName: b}",
            expect![[r#"
            postgresql:
              ALTER VIEW a RENAME TO b
              back: ALTER VIEW b RENAME TO a
            mysql, mariadb:
              RENAME TABLE a TO b
              back: RENAME TABLE b TO a
            sqlite:
              refused: UnknownDefinition { kind: View, name: "b", table: None }
              back: refused: UnknownDefinition { kind: View, name: "a", table: None }
        "#]],
        );
    }
}
