//! `insert`.

use amend_catalog::Rows;
use amend_syntax::Diagnostic;

use super::rows;
use crate::change;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::column::Columns;
use crate::lower::{Lower, Refused, require};

change! {
    /// Inserts a row.
    ///
    /// What a value is, is told by its attribute: `value` is a text, `valueNumeric` a number, `valueBoolean` a truth
    /// value, `valueDate` a date, a time, or both, `valueComputed` an expression of the product. The word `NULL`, and a
    /// column without a value, is `NULL`. A column with `autoIncrement: true` is left to the server.
    ///
    /// ```yaml
    /// - insert:
    ///     tableName: person
    ///     columns:
    ///       - column: {name: id, valueNumeric: 1}
    ///       - column: {name: name, value: Ada}
    /// ```
    "insert" = Insert {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The columns with their values.
        "columns" => columns: Columns, required;
        /// The products that it is for, separated by commas; letter case counts.
        "dbms" => dbms: String;
    }
}

impl Change for Insert {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let table = rows::target(to, &self.catalog_name, &self.schema_name, name)?;
        let given = require(self, "columns", &self.columns)?;
        let (columns, row) = rows::apart(rows::values(to, &table, rows::inserted(given))?);
        to.rows(Rows::Insert { table, columns, rows: vec![row] }, false, &self.place);
        Ok(())
    }

    fn text(&self, rule: Rule, _files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        Ok(ChangeText::Attributes(match rule {
            Rule::SchemaBeforeSequence => rows::with_schema_before_sequences(self, &self.schema_name),
            _ => self.canonical(),
        }))
    }

    fn dbms(&self) -> Option<&str> {
        self.dbms.as_ref().map(|it| it.value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open, check_with_files};

    #[test]
    fn values_by_their_attributes() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: varchar(9)}}]}
- insert:
    tableName: t
    columns:
      - column: {name: id, valueNumeric: 1}
      - column: {name: b, value: it's}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  INSERT INTO t (id, b) VALUES (1, 'it''s')
                  no way back
            "#]],
        );
    }

    #[test]
    fn what_is_not_given_is_null() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: int}}, {column: {name: c, type: int}}]}
- insert:
    tableName: t
    columns:
      - column: {name: id, autoIncrement: true, valueNumeric: 1}
      - column: {name: b, value: "null"}
      - column: {name: c}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  INSERT INTO t (b, c) VALUES (NULL, NULL)
                  no way back
            "#]],
        );
    }

    #[test]
    fn numbers_of_a_sequence_beside_the_table() {
        check_change(
            r#"
- createTable: {tableName: t, schemaName: s, columns: [{column: {name: id, type: int}}, {column: {name: b, type: int}}, {column: {name: c, type: int}}]}
- insert:
    tableName: t
    schemaName: s
    columns:
      - column: {name: id, valueSequenceNext: seq}
      - column: {name: b, valueSequenceCurrent: other.seq}
"#,
            expect![[r#"
                postgresql:
                  INSERT INTO s.t (id, b) VALUES (nextval('s.seq'), currval('other.seq'))
                  no way back
                mysql:
                  refused: BadLiteral(NoSequences(MySql))
                  no way back
                mariadb:
                  INSERT INTO s.t (id, b) VALUES (NEXT VALUE FOR s.seq, PREVIOUS VALUE FOR other.seq)
                  no way back
                sqlite:
                  warning 5:17 `s`: `schemaName` has no effect on SQLite (changes nothing here); there are no schemas; the name is looked for in the database of the connection
                  refused: BadLiteral(NoSequences(Sqlite))
                  no way back
            "#]],
        );
    }

    #[test]
    fn the_table_and_its_columns_must_be_there() {
        check_change(
            r#"
- createTable: {tableName: person, columns: [{column: {name: id, type: int}}]}
- insert: {tableName: persn, columns: [{column: {name: id, value: 1}}]}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:23 `persn`: there is no table `persn` (not there when this change runs); did you mean `person`?
            "#]],
        );
    }

    #[test]
    fn a_column_must_be_there() {
        check_change(
            r#"
- createTable: {tableName: person, columns: [{column: {name: name, type: int}}]}
- insert: {tableName: person, columns: [{column: {name: nam, value: 1}}]}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:57 `nam`: there is no column `nam` in table `person` (not there when this change runs); did you mean `name`?
            "#]],
        );
    }

    #[test]
    fn a_value_in_a_file() {
        check_with_files(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: varchar(9)}}]}
- insert: {tableName: t, columns: [{column: {name: b, valueClobFile: b.txt}}]}
"#,
            &[("b.txt", "from a file")],
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  INSERT INTO t (b) VALUES ('from a file')
                  no way back
            "#]],
        );
    }

    #[test]
    fn the_table_of_a_database_that_is_not_known() {
        check_open(
            r#"
- insert: {tableName: t, columns: [{column: {name: id, value: 1}}]}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  INSERT INTO t (id) VALUES ('1')
                  no way back
            "#]],
        );
    }
}
