//! `loadData`.

use amend_catalog::LoadManner;
use amend_syntax::Diagnostic;

use super::load::{self, Loading};
use super::rows;
use crate::change;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::column::LoadColumns;
use crate::lower::{Lower, Refused, is_set, require};

change! {
    /// Inserts the rows of a CSV file, whose first line names the columns.
    ///
    /// The word `NULL` is `NULL`, and so is an empty value, except in a column of texts. What a value is, is told by the
    /// type of its column in the table, or by `type` under `columns`: `BOOLEAN`, `NUMERIC`, `DATE`, `STRING`,
    /// `COMPUTED` (an expression of the product), `SEQUENCE`, `BLOB` (base 64 or a file), `CLOB` (a file), `UUID`,
    /// `OTHER`, or `SKIP` for a column that is passed over.
    ///
    /// The file may be larger than memory: it is read batch by batch, once to find every mistake before anything runs, and
    /// once to send the rows, all of which arrive or none. Scripts have them in `INSERT` statements. On PostgreSQL a run
    /// sends them by `COPY` where that makes the same rows, which is several times as fast.
    ///
    /// ```yaml
    /// - loadData: {tableName: person, file: data/person.csv}
    /// ```
    "loadData" = LoadData {
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
        /// Not used; other tools write it. How rows are sent changes nothing in them.
        "usePreparedStatements" => use_prepared_statements: bool, unsummed;
    }
}

impl Change for LoadData {
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
        loading.load(to, headed, LoadManner::Insert, &self.place)
    }

    fn text(&self, _rule: Rule, files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        let relative = is_set(&self.relative_to_changelog_file);
        load::summed(&self.table_name, &self.file, relative, &self.comment_line_starts_with, files)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_open_with_files, check_with_files};

    #[test]
    fn values_are_of_the_types_of_their_columns() {
        check_with_files(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: id, type: int}
      - column: {name: b, type: varchar(9)}
      - column: {name: f, type: boolean}
      - column: {name: d, type: date}
- loadData: {tableName: t, file: t.csv}
"#,
            &[("t.csv", "id,b,F,d\n1,\"it''s \"\"q\"\"\",yes,2020-01-02\n\n# no row\n 2 ,,,\nNULL,null,no,now\n")],
            expect![[r#"
                postgresql:
                  INSERT INTO t (id, b, f, d) VALUES (1, 'it''''s "q"', TRUE, '2020-01-02'), (2, '', NULL, NULL), (NULL, NULL, FALSE, CURRENT_DATE)
                  no way back
                mysql, mariadb, sqlite:
                  INSERT INTO t (id, b, F, d) VALUES (1, 'it''''s "q"', 1, '2020-01-02'), (2, '', NULL, NULL), (NULL, NULL, 0, CURRENT_DATE)
                  no way back
            "#]],
        );
    }

    #[test]
    fn columns_may_be_described() {
        check_with_files(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: id, type: int}
      - column: {name: b, type: varchar(9)}
      - column: {name: f, type: boolean}
      - column: {name: d, type: date}
- loadData: {tableName: t, file: t.csv, separator: ;, quotchar: "'", commentLineStartsWith: "", columns: [
    {column: {header: n, name: b, type: STRING, defaultValue: none}}, {column: {index: 2, type: SKIP}}, {column: {name: d, type: COMPUTED}}]}
"#,
            &[("t.csv", "id;n;x;d\n1;'a;''b';x;lower('X')\n2;;;null\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  INSERT INTO t (id, b, d) VALUES (1, 'a;''b', lower('X')), (2, 'none', NULL)
                  no way back
            "#]],
        );
    }

    #[test]
    fn rows_must_be_complete() {
        check_with_files(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: id, type: int}
      - column: {name: b, type: varchar(9)}
      - column: {name: f, type: boolean}
      - column: {name: d, type: date}
- loadData: {tableName: t, file: t.csv}
"#,
            &[("t.csv", "id,b\n1,a\n2\n3,a,b\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:1 `2`: the row has 1 values, the heading has 2 (this row); put values that hold the separator or line ends between quotes
                  error 4:1 `3,a,b`: the row has 3 values, the heading has 2 (this row); put values that hold the separator or line ends between quotes
            "#]],
        );
    }

    #[test]
    fn values_must_fit() {
        check_with_files(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: id, type: int}
      - column: {name: b, type: varchar(9)}
      - column: {name: f, type: boolean}
      - column: {name: d, type: date}
- loadData: {tableName: t, file: t.csv}
"#,
            &[("t.csv", "id,d\ntwo,2020-01-02\n2,02.01.2020\n3,\"\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 2:1 `two,2020-01-02`: `two` is not a number, in column `id` (in this row); write a value of the column's type, or `NULL`
                  error 3:1 `2,02.01.2020`: `02.01.2020` is not a date, in column `d` (in this row); write a value of the column's type, or `NULL`
                  error 4:1 `3,"`: a quote is not closed before the end of the file (begins here); close the quote; a quote within a value is doubled
            "#]],
        );
    }

    #[test]
    fn columns_must_be_there() {
        check_with_files(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: id, type: int}
      - column: {name: b, type: varchar(9)}
      - column: {name: f, type: boolean}
      - column: {name: d, type: date}
- loadData: {tableName: t, file: t.csv}
"#,
            &[("t.csv", "id,bb\n1,2\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 1:1 `id,bb`: there is no column `bb` in table `t` (not there when this change runs); did you mean `b`?
            "#]],
        );
    }

    #[test]
    fn a_heading_is_needed() {
        check_with_files(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: id, type: int}
      - column: {name: b, type: varchar(9)}
      - column: {name: f, type: boolean}
      - column: {name: d, type: date}
- loadData: {tableName: t, file: t.csv}
"#,
            &[("t.csv", "\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 9:34 `t.csv`: `t.csv` is empty (this file); its first line must name the columns
            "#]],
        );
    }

    #[test]
    fn separators_are_single() {
        check_with_files(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: id, type: int}
      - column: {name: b, type: varchar(9)}
      - column: {name: f, type: boolean}
      - column: {name: d, type: date}
- loadData: {tableName: t, file: t.csv, separator: "::"}
"#,
            &[("t.csv", "id\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 9:52 `"::"`: `separator` takes one ASCII character (this is something else); a tab is written `"\t"`
            "#]],
        );
    }

    #[test]
    fn bytes_and_texts_of_files() {
        check_with_files(
            r#"
- createTable:
    tableName: t
    columns:
      - column: {name: id, type: int}
      - column: {name: b, type: varchar(9)}
      - column: {name: f, type: boolean}
      - column: {name: d, type: date}
- loadData: {tableName: t, file: t.csv, columns: [{column: {name: b, type: BLOB}}, {column: {name: d, type: CLOB}}]}
"#,
            &[("t.csv", "b,d\naGk=,d.txt\nb.bin,NULL\n"), ("d.txt", "text"), ("b.bin", "raw")],
            expect![[r#"
                postgresql:
                  INSERT INTO t (b, d) VALUES ('\x6869', 'text'), ('\x726177', NULL)
                  no way back
                mysql, mariadb, sqlite:
                  INSERT INTO t (b, d) VALUES (X'6869', 'text'), (X'726177', NULL)
                  no way back
            "#]],
        );
    }

    #[test]
    fn a_column_that_is_given_twice() {
        check_with_files(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}]}
- loadData: {tableName: t, file: t.csv}
"#,
            &[("t.csv", "id,id\n1,2\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 1:1 `id,id`: the file gives column `id` twice (the heading); give one of them `type: SKIP`, found by its `index`
            "#]],
        );
    }

    #[test]
    fn an_empty_value_under_a_type_of_texts() {
        check_with_files(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: varchar(9)}}]}
- loadData: {tableName: t, file: t.csv, columns: [{column: {name: b, type: varchar(9)}}]}
"#,
            &[("t.csv", "id,b\n1,\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  INSERT INTO t (id, b) VALUES (1, NULL)
                  no way back
            "#]],
        );
    }

    #[test]
    fn a_table_that_is_not_known() {
        check_open_with_files(
            r#"
- loadData: {tableName: t, file: t.csv}
"#,
            &[("t.csv", "id,b\n1,\n")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  INSERT INTO t (id, b) VALUES ('1', NULL)
                  no way back
            "#]],
        );
    }
}
