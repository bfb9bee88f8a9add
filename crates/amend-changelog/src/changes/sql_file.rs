//! `sqlFile`.

use amend_syntax::Diagnostic;

use super::body::file_text;
use super::sql::{TextOptions, script, text_v8};
use crate::change;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::encoding::decode;
use crate::lower::{Lower, Refused, is_set, require};

change! {
    /// Sends the SQL of a file. What it does is not known to the catalog, so a way back must be written too.
    ///
    /// Parameters of the changelog are put in when it is sent; the checksum is that of the file as it is.
    ///
    /// ```yaml
    /// - sqlFile: {path: sql/report.sql}
    /// ```
    "sqlFile" = SqlFile {
        /// The file.
        "path" => path: String, required, unsummed;
        /// Whether `path` begins at the changelog's own folder.
        "relativeToChangelogFile" => relative_to_changelog_file: bool, unsummed;
        /// The encoding of the file; UTF-8 where it is not given.
        "encoding" => encoding: String, unsummed;
        /// The products that it is for, separated by commas; letter case counts.
        "dbms" => dbms: String, unsummed;
        /// Whether the text is cut into statements (`true` where it is not given).
        "splitStatements" => split_statements: bool, unsummed;
        /// Whether comments are left out.
        "stripComments" => strip_comments: bool, unsummed;
        /// What ends a statement, in the place of `;`.
        "endDelimiter" => end_delimiter: String, unsummed;
        /// Not used; other tools write it.
        "ignoreOriginalSplitStatements" => ignore_original_split_statements: bool, unsummed;
    }
}

impl SqlFile {
    fn options(&self) -> TextOptions {
        TextOptions {
            split: self.split_statements.as_ref().is_none_or(|it| it.value),
            strip_comments: is_set(&self.strip_comments),
            end_delimiter: self.end_delimiter.as_ref().map(|it| it.value.clone()),
        }
    }

    fn is_relative(&self) -> bool {
        is_set(&self.relative_to_changelog_file)
    }
}

impl Change for SqlFile {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let path = require(self, "path", &self.path)?;
        let text = file_text(path, self.is_relative(), self.encoding.as_ref(), to.around.files)?;
        to.sql(script(&text.value, &self.options(), to), &text.place);
        Ok(())
    }

    fn text(&self, rule: Rule, files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        let Some(path) = &self.path else { return Ok(ChangeText::Bytes(Vec::new())) };
        let bytes = (files.bytes)(path, self.is_relative())?;
        let text = || decode(&bytes, self.encoding.as_ref());
        Ok(match rule {
            Rule::V8 => ChangeText::Bytes(text_v8(&bytes, &self.options())),
            Rule::ExpandedSqlFile => ChangeText::Squeezed((files.expand)(&text()?).into_bytes()),
            Rule::V9 | Rule::SchemaBeforeSequence => ChangeText::Squeezed(text()?.into_bytes()),
        })
    }

    fn dbms(&self) -> Option<&str> {
        self.dbms.as_ref().map(|it| it.value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_with_files;

    #[test]
    fn parameters_are_put_in() {
        check_with_files(
            r#"
- sqlFile: {path: a.sql, encoding: ISO-8859-1}
"#,
            &[("a.sql", "select 1;\nselect 2;\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  select 1
                  select 2
                  no way back
            "#]],
        );
    }

    #[test]
    fn the_file_must_be_there() {
        check_with_files(
            r#"
- sqlFile: {path: b.sql}
"#,
            &[("a.sql", "")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 2:19 `b.sql`: there is no file `b.sql` ()
            "#]],
        );
    }
}
