//! `dropView`.

use amend_catalog::{Edit, Manner, Object, World};

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, is_set, require};

change! {
    /// Drops a view.
    ///
    /// ```yaml
    /// - dropView: {viewName: adult}
    /// ```
    "dropView" = DropView {
        /// The database of the view (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the view.
        "schemaName" => schema_name: String;
        /// The view's name.
        "viewName" => view_name: String, required;
        /// Nothing happens where there is no view of that name.
        "ifExists" => if_exists: bool;
    }
}

impl Change for DropView {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let written = require(self, "viewName", &self.view_name)?;
        let name = to.object(&self.catalog_name, &self.schema_name, &written.value);
        let tolerant = is_set(&self.if_exists);
        if tolerant && to.catalog.view(&name).is_none() && to.catalog.world == World::Closed {
            to.want(&name);
            return Ok(());
        }
        let view = to.view(&name, &written.place)?;
        let manner = Manner { tolerant, ..Manner::default() };
        to.edit(Edit::drop(Object::View(view)).with(manner), &written.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn a_view_comes_back_with_its_query() {
        check_change(
            r#"
- createView: {viewName: v, selectQuery: select 1 as x}
- dropView: {viewName: v}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  DROP VIEW v
                  back: CREATE VIEW v AS select 1 as x
            "#]],
        );
    }

    #[test]
    fn a_view_need_not_be_there() {
        check_change(
            "- dropView: {viewName: v, ifExists: true}",
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
        "#]],
        );
        check_change(
            "- dropView: {viewName: v}",
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
              error 1:24 `v`: there is no view `v` (not there when this change runs); no change set before this one makes it
        "#]],
        );
        check_open(
            "- dropView: {viewName: v, ifExists: true}",
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
              DROP VIEW IF EXISTS v
              no way back: Unknown { kind: View, name: "v", table: None }
        "#]],
        );
    }
}
