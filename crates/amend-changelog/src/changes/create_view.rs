//! `createView`.

use amend_catalog::View;
use amend_syntax::Diagnostic;

use super::body::Body;
use crate::change;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::lower::{Lower, Refused, filled, is_set, require};

change! {
    /// Creates a view from a query, which stands here or in a file.
    ///
    /// ```yaml
    /// - createView:
    ///     viewName: grown_up
    ///     replaceIfExists: true
    ///     selectQuery: select id, name from person where age >= 18
    /// ```
    "createView" = CreateView {
        /// The database of the view (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the view.
        "schemaName" => schema_name: String;
        /// The view's name.
        "viewName" => view_name: String, required;
        /// The query, unless it stands in a file.
        "selectQuery" => select_query: String, direct, unsummed;
        /// The file with the query.
        "path" => path: String, unsummed;
        /// The path is relative to the changelog's own file.
        "relativeToChangelogFile" => relative_to_changelog_file: bool, unsummed;
        /// The encoding of the file; UTF-8 where it is not given.
        "encoding" => encoding: String, unsummed;
        /// A view of that name gives way.
        "replaceIfExists" => replace_if_exists: bool;
        /// The text is the whole `CREATE VIEW` statement.
        "fullDefinition" => full_definition: bool;
        /// The view's comment (PostgreSQL).
        "remarks" => remarks: String;
    }
}

impl CreateView {
    fn body(&self) -> Body<'_> {
        Body {
            attribute: "selectQuery",
            older_attribute: "selectQuery",
            text: self.select_query.as_ref(),
            path: filled(&self.path),
            relative: self.relative_to_changelog_file.as_ref(),
            encoding: self.encoding.as_ref(),
        }
    }
}

impl Change for CreateView {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "viewName", &self.view_name)?;
        let query = self.body().read(self, to.around.files)?;
        let comment = to.comment(&self.remarks).filter(|_| to.profile.view_comments);
        let view = View {
            name: to.object(&self.catalog_name, &self.schema_name, &name.value),
            known: true,
            query: query.value.trim().trim_end_matches(';').trim_end().to_owned(),
            full_definition: is_set(&self.full_definition),
            comment,
        };
        to.put_view(view, is_set(&self.replace_if_exists), &name.place)
    }

    fn text(&self, rule: Rule, files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        self.body().summed(self, rule, files)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open, check_with_files};

    #[test]
    fn a_view_comes_and_goes() {
        check_change(
            "- createView: {viewName: v, selectQuery: select 1 as x, remarks: one}",
            expect![[r#"
                postgresql:
                  CREATE VIEW v AS select 1 as x
                  COMMENT ON VIEW v IS 'one'
                  back: DROP VIEW v
                mysql:
                  advice 1:66 `one`: `remarks` has no effect on MySQL (changes nothing here); views have no comments; it stays a remark for the reader of the changelog
                  CREATE VIEW v AS select 1 as x
                  back: DROP VIEW v
                mariadb:
                  advice 1:66 `one`: `remarks` has no effect on MariaDB (changes nothing here); views have no comments; it stays a remark for the reader of the changelog
                  CREATE VIEW v AS select 1 as x
                  back: DROP VIEW v
                sqlite:
                  advice 1:66 `one`: `remarks` has no effect on SQLite (changes nothing here); views have no comments; it stays a remark for the reader of the changelog
                  CREATE VIEW v AS select 1 as x
                  back: DROP VIEW v
            "#]],
        );
    }

    #[test]
    fn the_view_before_comes_back() {
        check_change(
            r#"
- createView: {viewName: v, selectQuery: select 1 as x}
- createView: {viewName: v, selectQuery: "select 2 as x, 3 as y", replaceIfExists: true}
"#,
            expect![[r#"
                postgresql, mysql, mariadb:
                  CREATE OR REPLACE VIEW v AS select 2 as x, 3 as y
                  back: DROP VIEW v
                  back: CREATE VIEW v AS select 1 as x
                sqlite:
                  DROP VIEW IF EXISTS v
                  CREATE VIEW v AS select 2 as x, 3 as y
                  back: DROP VIEW v
                  back: CREATE VIEW v AS select 1 as x
            "#]],
        );
    }

    #[test]
    fn a_view_that_is_there_does_not_give_way_by_itself() {
        check_change(
            r#"
- createView: {viewName: v, selectQuery: select 1 as x}
- createView: {viewName: v, selectQuery: select 2 as x}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:26 `v`: there is a view `v` already (would be made a second time); an earlier change set makes it; choose another name, or drop the old one first
            "#]],
        );
    }

    #[test]
    fn a_view_that_is_not_known_gives_way() {
        check_open(
            "- createView: {viewName: v, selectQuery: select 1 as x, replaceIfExists: true}",
            expect![[r#"
            postgresql, mysql, mariadb:
              CREATE OR REPLACE VIEW v AS select 1 as x
              back: DROP VIEW v
            sqlite:
              DROP VIEW IF EXISTS v
              CREATE VIEW v AS select 1 as x
              back: DROP VIEW v
        "#]],
        );
    }

    #[test]
    fn the_text_may_be_the_whole_statement() {
        check_change(
            "- createView: {viewName: v, fullDefinition: true, selectQuery: create view v as select 1}",
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  create view v as select 1
                  back: DROP VIEW v
            "#]],
        );
    }

    #[test]
    fn the_query_may_stand_in_a_file() {
        let view = "- createView: {viewName: v, path: views/v.sql}";
        check_with_files(
            view,
            &[("views/v.sql", "select 1 as x;\n")],
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
              CREATE VIEW v AS select 1 as x
              back: DROP VIEW v
        "#]],
        );
    }

    #[test]
    fn a_view_needs_a_query() {
        check_change(
            "- createView: {viewName: v, selectQuery: ' '}",
            expect![[r#"
            postgresql, mysql, mariadb, sqlite:
              error 1:42 `' '`: `createView` has no text (empty or missing); write it under `selectQuery`, or name its file under `path`
        "#]],
        );
    }
}
