//! `sql`.

use amend_catalog::{Script, ScriptPiece};
use amend_sql::split::{SplitOptions, split};
use amend_syntax::{Diagnostic, Spanned};

use crate::change;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule, collapse};
use crate::lower::{Lower, Refused, require};

change! {
    /// Sends SQL as it is written. What it does is not known to the catalog, so a way back must be written too.
    ///
    /// ```yaml
    /// - sql:
    ///     sql: CREATE EXTENSION IF NOT EXISTS citext
    ///     dbms: postgresql
    /// ```
    "sql" = Sql {
        /// The statements.
        "sql" => sql: String, required, direct, unsummed;
        /// The products that it is for, separated by commas; letter case counts.
        "dbms" => dbms: String, unsummed;
        /// Whether the text is cut into statements (`true` where it is not given).
        "splitStatements" => split_statements: bool, unsummed;
        /// Whether comments are left out.
        "stripComments" => strip_comments: bool, unsummed;
        /// What ends a statement, in the place of `;`.
        "endDelimiter" => end_delimiter: String, unsummed;
        /// A remark for the reader of the changelog.
        "comment" => comment: String, unsummed;
        /// Not used; other tools write it.
        "ignoreOriginalSplitStatements" => ignore_original_split_statements: bool, unsummed;
    }
}

/// How a text of SQL is cut.
#[derive(Clone, Debug)]
pub struct TextOptions {
    /// Whether it is cut into statements.
    pub split: bool,
    /// Whether comments are left out.
    pub strip_comments: bool,
    /// What ends a statement, in the place of `;`.
    pub end_delimiter: Option<String>,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self { split: true, strip_comments: false, end_delimiter: None }
    }
}

impl Sql {
    /// The change for a text with these options.
    pub fn of_text(text: Spanned<String>, options: TextOptions) -> Self {
        let place = text.place.clone();
        let spanned = |value| Spanned::new(value, place.clone());
        Self {
            place: place.clone(),
            dbms: None,
            split_statements: Some(spanned(options.split)),
            strip_comments: Some(spanned(options.strip_comments)),
            end_delimiter: options.end_delimiter.map(|it| Spanned::new(it, place.clone())),
            comment: None,
            ignore_original_split_statements: None,
            sql: Some(text),
        }
    }

    fn trimmed(&self) -> &str {
        self.sql.as_ref().map_or("", |it| it.value.trim_matches(|letter| letter <= ' '))
    }

    fn options(&self) -> TextOptions {
        TextOptions {
            split: self.split_statements.as_ref().is_none_or(|it| it.value),
            strip_comments: self.strip_comments.as_ref().is_some_and(|it| it.value),
            end_delimiter: self.end_delimiter.as_ref().map(|it| it.value.clone()),
        }
    }
}

impl Change for Sql {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let text = require(self, "sql", &self.sql)?;
        to.sql(script(self.trimmed(), &self.options(), to), &text.place);
        Ok(())
    }

    fn text(&self, rule: Rule, _files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        let text = self.trimmed().as_bytes();
        Ok(match rule {
            Rule::V8 => ChangeText::Bytes(text_v8(text, &self.options())),
            _ => ChangeText::Squeezed(text.to_vec()),
        })
    }

    fn dbms(&self) -> Option<&str> {
        self.dbms.as_ref().map(|it| it.value.as_str())
    }
}

/// What the checksum of version 8 is taken of: the options and the text with its white space made one blank.
pub(super) fn text_v8(text: &[u8], options: &TextOptions) -> Vec<u8> {
    let delimiter = options.end_delimiter.as_deref().unwrap_or("null");
    let mut bytes = format!("{delimiter}:{}:{}:", options.split, options.strip_comments).into_bytes();
    bytes.extend(collapse(text));
    bytes
}

/// The text in the pieces that are sent one by one.
pub(super) fn script(text: &str, options: &TextOptions, to: &Lower<'_>) -> Script {
    let options = SplitOptions {
        split: options.split,
        strip_comments: options.strip_comments,
        end_delimiter: options.end_delimiter.clone(),
    };
    let pieces = split(text, &options, to.product());
    Script { pieces: pieces.into_iter().map(|piece| ScriptPiece { text: piece.text, offset: piece.offset }).collect() }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn statements() {
        check_change(
            r#"
- sql: {sql: "create table x (a int); insert into x values (';')", splitStatements: true}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  create table x (a int)
                  insert into x values (';')
                  no way back
            "#]],
        );
    }

    #[test]
    fn as_a_scalar_and_in_one_piece() {
        check_change(
            r#"
- sql: {sql: "select 1; select 2", splitStatements: false, stripComments: true}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  select 1; select 2
                  no way back
            "#]],
        );
    }

    #[test]
    fn a_text_is_needed() {
        check_change(
            r#"
- sql: {dbms: sqlite}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 2:8 `{dbms: sqlite}`: `sql` needs `sql` (`sql` is missing or empty); write `sql: ...`: The statements
            "#]],
        );
    }
}
