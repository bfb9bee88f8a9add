//! `createFunction`.

use amend_catalog::RoutineKind;
use amend_syntax::Diagnostic;

use super::body::Body;
use super::routine::{self, Making, Named};
use crate::change;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::lower::{Lower, Refused, is_set};

change! {
    /// Creates a stored function with the statement that is given.
    ///
    /// Its inverse drops it, or puts back the one that it replaced.
    ///
    /// ```yaml
    /// - createFunction:
    ///     functionName: one
    ///     dbms: postgresql
    ///     functionBody: CREATE FUNCTION one() RETURNS integer LANGUAGE SQL AS 'SELECT 1'
    /// ```
    "createFunction" = CreateFunction {
        /// The database of the stored function (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the stored function.
        "schemaName" => schema_name: String;
        /// Its name; where the text says one too, that counts.
        "functionName" => function_name: String, required;
        /// The text of the stored function: the whole statement that makes it.
        "functionBody" => function_body: String, direct, unsummed;
        /// A file that holds the text, in the place of `functionBody`.
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

impl CreateFunction {
    fn body(&self) -> Body<'_> {
        Body {
            attribute: "functionBody",
            older_attribute: "functionBody",
            text: self.function_body.as_ref(),
            path: self.path.as_ref(),
            relative: self.relative_to_changelog_file.as_ref(),
            encoding: self.encoding.as_ref(),
        }
    }

    fn named(&self) -> Named<'_> {
        Named {
            kind: RoutineKind::Function,
            catalog: &self.catalog_name,
            schema: &self.schema_name,
            name: &self.function_name,
            table: None,
        }
    }
}

impl Change for CreateFunction {
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

    use crate::changes::testing::check_change;

    #[test]
    fn comes_and_goes() {
        check_change(
            r#"
- createFunction:
    functionName: one
    functionBody: CREATE FUNCTION one() RETURNS integer LANGUAGE SQL AS 'SELECT 1'
"#,
            expect![[r#"
                postgresql, mysql, mariadb:
                  CREATE FUNCTION one() RETURNS integer LANGUAGE SQL AS 'SELECT 1'
                  back: DROP FUNCTION one
                sqlite:
                  refused: NotSupported { feature: StoredRoutines, product: Sqlite }
                  back: refused: NotSupported { feature: StoredRoutines, product: Sqlite }
            "#]],
        );
    }
}
