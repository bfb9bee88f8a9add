//! `loadUpdateData`.

use amend_catalog::LoadManner;
use amend_syntax::{Diagnostic, Spanned};

use super::load::{self, Loading};
use super::rows;
use crate::change;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::column::LoadColumns;
use crate::lower::{Lower, Refused, is_set, require};

change! {
    /// Writes the rows of a CSV file: a row of a key that is there gets new values, every other one is inserted.
    ///
    /// The file is read as that of `loadData`.
    ///
    /// ```yaml
    /// - loadUpdateData: {tableName: person, file: data/person.csv, primaryKey: id}
    /// ```
    "loadUpdateData" = LoadUpdateData {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String, unsummed;
        /// The schema of the table.
        "schemaName" => schema_name: String, unsummed;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The file.
        "file" => file: String, required, unsummed;
        /// Whether `file` begins at the changelog's own folder.
        "relativeToChangelogFile" => relative_to_changelog_file: bool, unsummed;
        /// The encoding of the file; UTF-8 where it is not given.
        "encoding" => encoding: String, unsummed;
        /// What separates values; `,` where it is not given.
        "separator" => separator: String, unsummed;
        /// What stands around values that hold the separator; `"` where it is not given.
        "quotchar" => quotchar: String, unsummed;
        /// What comments begin with; `#` where it is not given, and nothing where it is empty.
        "commentLineStartsWith" => comment_line_starts_with: String, unsummed;
        /// What is special about columns of the file, which are found by `index`, `header` or `name`.
        "columns" => columns: LoadColumns, unsummed;
        /// The columns that tell rows apart, separated by commas.
        "primaryKey" => primary_key: String, required, unsummed;
        /// Rows of a key that is not there stay away.
        "onlyUpdate" => only_update: bool, unsummed;
        /// Not used; other tools write it. How rows are sent changes nothing in them.
        "usePreparedStatements" => use_prepared_statements: bool, unsummed;
    }
}

impl LoadUpdateData {
    /// The columns of the key as the file has them.
    fn key(&self, to: &Lower<'_>, columns: &[String]) -> Result<Vec<String>, Refused> {
        let given = require(self, "primaryKey", &self.primary_key)?;
        let same = |left: &str, right: &str| to.catalog.naming.members.same(left, right);
        let in_file = |name: String| match columns.iter().find(|column| same(column, &name)) {
            Some(column) => Ok(column.clone()),
            None => Err(not_in_file(&name, given)),
        };
        to.names(&given.value).into_iter().map(in_file).collect()
    }
}

fn not_in_file(name: &str, given: &Spanned<String>) -> Refused {
    Diagnostic::error("amend::csv::key-missing", format!("the file has no column `{name}`"))
        .at(&given.place, "the key needs it")
        .help("name columns of the file, or add the column to it")
        .into()
}

impl Change for LoadUpdateData {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let table = rows::target(to, &self.catalog_name, &self.schema_name, name)?;
        let loading = Loading {
            file: require(self, "file", &self.file)?,
            relative: is_set(&self.relative_to_changelog_file),
            encoding: self.encoding.as_ref(),
            separator: &self.separator,
            quote: &self.quotchar,
            comment: load::comment_marker(&self.comment_line_starts_with),
            columns: load::described(&self.columns),
        };
        let headed = loading.head(to, &table)?;
        let manner = LoadManner::Upsert {
            key: self.key(to, &headed.columns())?,
            kept: headed.kept.clone(),
            only_update: is_set(&self.only_update),
        };
        loading.load(to, headed, manner, &self.place)
    }

    fn text(&self, _rule: Rule, files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        let relative = is_set(&self.relative_to_changelog_file);
        load::summed(&self.table_name, &self.file, relative, &self.comment_line_starts_with, files)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_with_files;

    #[test]
    fn rows_of_a_key() {
        check_with_files(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: varchar(9)}}]}
- loadUpdateData: {tableName: t, file: t.csv, primaryKey: ID, columns: [{column: {name: b, allowUpdate: false}}]}
"#,
            &[("t.csv", "id,b\n1,a\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  INSERT INTO t (id, b) SELECT 1, 'a' FROM (SELECT 1) AS one WHERE NOT (EXISTS(SELECT 1 FROM t WHERE id = 1))
                  no way back
            "#]],
        );
    }

    #[test]
    fn only_rows_that_are_there() {
        check_with_files(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: varchar(9)}}]}
- loadUpdateData: {tableName: t, file: t.csv, primaryKey: id, onlyUpdate: true}
"#,
            &[("t.csv", "id,b\n1,a\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  UPDATE t SET b = 'a' WHERE id = 1
                  no way back
            "#]],
        );
    }

    #[test]
    fn the_key_must_be_in_the_file() {
        check_with_files(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: varchar(9)}}]}
- loadUpdateData: {tableName: t, file: t.csv, primaryKey: "id, c"}
"#,
            &[("t.csv", "id,b\n1,a\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:59 `"id, c"`: the file has no column `c` (the key needs it); name columns of the file, or add the column to it
            "#]],
        );
    }
}
