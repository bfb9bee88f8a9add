//! `createProcedure`.

use amend_catalog::RoutineKind;
use amend_syntax::Diagnostic;

use super::body::Body;
use super::routine::{self, Making, Named};
use crate::change;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::lower::{Lower, Refused, is_set};

change! {
    /// Creates a stored procedure with the statement that is given. A text that creates a function or trigger does
    /// that.
    ///
    /// Its inverse drops it, or puts back the one that it replaced.
    ///
    /// ```yaml
    /// - createProcedure:
    ///     procedureName: clear_log
    ///     dbms: postgresql
    ///     procedureText: |
    ///       CREATE PROCEDURE clear_log() LANGUAGE SQL AS $$ SELECT 1; $$
    /// ```
    "createProcedure" = CreateProcedure {
        /// The database of the stored procedure (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the stored procedure.
        "schemaName" => schema_name: String;
        /// Its name; where the text says one too, that counts.
        "procedureName" => procedure_name: String;
        /// The text of the stored procedure: the whole statement that makes it.
        "procedureText" => procedure_text: String, direct, unsummed;
        /// The older name of `procedureText`.
        "procedureBody" => procedure_body: String, unsummed;
        /// A file that holds the text, in the place of `procedureText`.
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

impl CreateProcedure {
    fn body(&self) -> Body<'_> {
        Body {
            attribute: "procedureText",
            older_attribute: "procedureBody",
            text: self.procedure_text.as_ref().or(self.procedure_body.as_ref()),
            path: self.path.as_ref(),
            relative: self.relative_to_changelog_file.as_ref(),
            encoding: self.encoding.as_ref(),
        }
    }

    fn named(&self) -> Named<'_> {
        Named {
            kind: RoutineKind::Procedure,
            catalog: &self.catalog_name,
            schema: &self.schema_name,
            name: &self.procedure_name,
            table: None,
        }
    }
}

impl Change for CreateProcedure {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let text = self.body().read(self, to.around.files)?;
        let making = Making { replace: is_set(&self.replace_if_exists), enabled: true };
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

    use crate::changes::testing::{check_change, check_with_files};

    #[test]
    fn comes_and_goes() {
        check_change(
            r#"
- createProcedure:
    procedureText: create procedure p() select 1
"#,
            expect![[r#"
                postgresql, mysql, mariadb:
                  create procedure p() select 1
                  back: DROP PROCEDURE p
                sqlite:
                  refused: NotSupported { feature: StoredRoutines, product: Sqlite }
                  back: refused: NotSupported { feature: StoredRoutines, product: Sqlite }
            "#]],
        );
    }

    #[test]
    fn a_new_text_replaces_the_old_one() {
        check_change(
            r#"
- createProcedure:
    procedureText: create procedure p() select 1
- createProcedure:
    replaceIfExists: true
    procedureText: create procedure p() select 2
"#,
            expect![[r#"
                postgresql, mysql, mariadb:
                  DROP PROCEDURE IF EXISTS p
                  create procedure p() select 2
                  back: DROP PROCEDURE p
                  back: create procedure p() select 1
                sqlite:
                  refused: NotSupported { feature: StoredRoutines, product: Sqlite }
                  back: refused: NotSupported { feature: StoredRoutines, product: Sqlite }
            "#]],
        );
    }

    #[test]
    fn one_of_that_name_is_there() {
        check_change(
            r#"
- createProcedure:
    procedureText: create procedure p() select 1
- createProcedure:
    procedureText: create procedure p() select 2
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 5:5 `procedureText: create procedure p() select 2`: there is a routine `p` already (would be made a second time); an earlier change set makes it; choose another name, or drop the old one first
            "#]],
        );
    }

    #[test]
    fn other_parameters_make_another_one() {
        check_change(
            r#"
- createProcedure:
    procedureText: create procedure p() select 1
- createProcedure:
    procedureText: create procedure p(a int) select 2
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  create procedure p(a int) select 2
                  no way back
            "#]],
        );
    }

    #[test]
    fn a_text_that_makes_something_else() {
        check_change(
            r#"
- createProcedure: {procedureName: p, procedureText: alter table t add a int}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  alter table t add a int
                  no way back
            "#]],
        );
    }

    #[test]
    fn a_function_in_a_file() {
        check_with_files(
            r#"
- createProcedure: {path: f.sql}
"#,
            &[("f.sql", "CREATE OR REPLACE FUNCTION F(a int) RETURNS int")],
            expect![[r#"
                postgresql:
                  CREATE OR REPLACE FUNCTION F(a int) RETURNS int
                  back: DROP FUNCTION f
                mysql, mariadb:
                  CREATE OR REPLACE FUNCTION F(a int) RETURNS int
                  back: DROP FUNCTION F
                sqlite:
                  refused: NotSupported { feature: StoredRoutines, product: Sqlite }
                  back: refused: NotSupported { feature: StoredRoutines, product: Sqlite }
            "#]],
        );
    }

    #[test]
    fn a_text_is_needed() {
        check_change(
            r#"
- createProcedure: {procedureName: p}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 2:20 `{procedureName: p}`: `createProcedure` has no text (empty or missing); write it under `procedureText`, or name its file under `path`
            "#]],
        );
    }
}
