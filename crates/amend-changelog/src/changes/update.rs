//! `update`.

use amend_catalog::Rows;
use amend_syntax::Diagnostic;

use super::rows;
use crate::change;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::column::{Columns, Parameters};
use crate::lower::{Lower, Refused, require};

change! {
    /// Changes values of rows that are there: of those that meet the condition, or of all.
    ///
    /// In the condition, `:name` stands for the name of the next parameter, `:value` or `?` for the value of the next.
    ///
    /// ```yaml
    /// - update:
    ///     tableName: person
    ///     columns:
    ///       - column: {name: name, value: Ada}
    ///     where: id = 1
    /// ```
    "update" = Update {
        /// The database of the table (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the table.
        "schemaName" => schema_name: String;
        /// The table's name.
        "tableName" => table_name: String, required;
        /// The columns with their new values; they are given as those of `insert`.
        "columns" => columns: Columns, required;
        /// The condition, an expression of the product.
        "where" => condition: String;
        /// The parameters of the condition, each under `param`.
        "whereParams" => parameters: Parameters, unsummed;
    }
}

impl Change for Update {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "tableName", &self.table_name)?;
        let table = rows::target(to, &self.catalog_name, &self.schema_name, name)?;
        let set = rows::values(to, &table, require(self, "columns", &self.columns)?.iter())?;
        let filter = rows::filter(to, &self.condition, &self.parameters)?;
        to.rows(Rows::Update { table, set, filter }, false, &self.place);
        Ok(())
    }

    fn text(&self, rule: Rule, _files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        Ok(ChangeText::Attributes(match rule {
            Rule::SchemaBeforeSequence => rows::with_schema_before_sequences(self, &self.schema_name),
            _ => self.canonical(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn with_parameters() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: varchar(9)}}]}
- update:
    tableName: t
    columns:
      - column: {name: b, valueBoolean: true}
    where: ":name = :value or id = ?"
    whereParams:
      - param: {name: select, value: it's}
      - param: {valueNumeric: 7}
"#,
            expect![[r#"
                postgresql:
                  UPDATE t SET b = TRUE WHERE "select" = 'it''s' or id = 7
                  no way back
                mysql, mariadb:
                  UPDATE t SET b = 1 WHERE `select` = 'it''s' or id = 7
                  no way back
                sqlite:
                  UPDATE t SET b = 1 WHERE "select" = 'it''s' or id = 7
                  no way back
            "#]],
        );
    }

    #[test]
    fn all_rows() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: varchar(9)}}]}
- update: {tableName: t, columns: [{column: {name: b, valueComputed: lower(b)}}]}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  UPDATE t SET b = lower(b)
                  no way back
            "#]],
        );
    }

    #[test]
    fn an_empty_condition_is_not_all_rows() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: varchar(9)}}]}
- update: {tableName: t, columns: [{column: {name: b, value: x}}], where: " "}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:75 `" "`: the condition is empty (would take in every row); leave `where` away where every row is meant
            "#]],
        );
    }

    #[test]
    fn new_values_are_needed() {
        check_change(
            r#"
- createTable: {tableName: t, columns: [{column: {name: id, type: int}}, {column: {name: b, type: varchar(9)}}]}
- update: {tableName: t}
"#,
            expect![[r#"
                postgresql, mysql, mariadb, sqlite:
                  error 3:11 `{tableName: t}`: `update` needs `columns` (`columns` is missing or empty); write `columns: ...`: The columns with their new values; they are given as those of `insert`
            "#]],
        );
    }
}
