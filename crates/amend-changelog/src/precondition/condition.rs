//! The conditions.

use amend_sql::Product;
use amend_syntax::Spanned;

use super::Answer;
use crate::change_set::ObjectQuoting;
use crate::dbms;
use crate::parameters::Parameters;

/// A condition where it stands.
#[derive(Clone, Debug)]
pub struct Condition {
    /// Its name where it is written.
    pub name: Spanned<String>,
    /// What it asks.
    pub test: Test,
}

/// What a condition asks. Names are as written; a schema or catalog that is not given is the connection's own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the attributes of the condition under their own names")]
pub enum Test {
    /// `and`: all hold.
    And(Vec<Condition>),
    /// `or`: one holds.
    Or(Vec<Condition>),
    /// `not`: none holds.
    Not(Vec<Condition>),
    /// `dbms`: the product is in the list, in lower case.
    Dbms { list: String },
    /// `runningAs`: the user of the connection, letter case and `@host` aside.
    RunningAs { username: String },
    /// `tableExists`: a table, no view.
    TableExists { schema: Scope, table_name: String },
    /// `viewExists`: a view, no table.
    ViewExists { schema: Scope, view_name: String },
    /// `columnExists`: of a table or a view.
    ColumnExists { schema: Scope, table_name: String, column_name: String },
    /// `indexExists`: by name, or by table and all columns in order.
    IndexExists { schema: Scope, index_name: Option<String>, table_name: Option<String>, column_names: Option<String> },
    /// `primaryKeyExists`: by table, by name or both.
    PrimaryKeyExists { schema: Scope, table_name: Option<String>, primary_key_name: Option<String> },
    /// `foreignKeyConstraintExists`.
    ForeignKeyConstraintExists {
        schema: Scope,
        foreign_key_table_name: Option<String>,
        foreign_key_name: Option<String>,
    },
    /// `uniqueConstraintExists`: by name, by columns or both.
    UniqueConstraintExists {
        schema: Scope,
        table_name: Option<String>,
        constraint_name: Option<String>,
        column_names: Option<String>,
    },
    /// `sequenceExists`.
    SequenceExists { schema: Scope, sequence_name: String },
    /// `sqlCheck`: the only value of the only row is this text.
    SqlCheck { sql: String, expected_result: String },
    /// `rowCount`: the table has as many rows.
    RowCount { schema: Scope, table_name: String, expected_rows: i64 },
    /// `tableIsEmpty`.
    TableIsEmpty { schema: Scope, table_name: String },
    /// `changeSetExecuted`: the history has it, letter case aside; without a file, that of the root changelog.
    ChangeSetExecuted { id: String, author: String, change_log_file: Option<String> },
    /// `changeLogPropertyDefined`: a parameter has a value, or this value.
    ChangeLogPropertyDefined { property: String, value: Option<String> },
    /// `expectedQuotingStrategy`: the root changelog says exactly this.
    ExpectedQuotingStrategy { strategy: ObjectQuoting },
    /// `customPrecondition`: a Java class, which cannot be asked.
    Custom { class_name: String },
    /// An attribute is missing without which nothing can be asked: an error, with these words.
    Incomplete(String),
    /// The same of a condition that then finds nothing: it never holds.
    FindsNothing(String),
}

/// Where an object is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// `catalogName`.
    pub catalog_name: Option<String>,
    /// `schemaName`.
    pub schema_name: Option<String>,
}

/// What is known without a database.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The product.
    pub product: Product,
    /// The parameters.
    pub parameters: &'a Parameters,
    /// The physical path of the root changelog.
    pub file: &'a str,
    /// What the root changelog says about quoting.
    pub quoting: Option<ObjectQuoting>,
}

impl PartialEq for Condition {
    fn eq(&self, other: &Self) -> bool {
        self.name.value == other.name.value && self.test == other.test
    }
}

impl Eq for Condition {}

impl Condition {
    /// The answer where it needs no database.
    #[must_use]
    pub fn answer(&self, facts: &Facts<'_>) -> Option<Answer> {
        Some(match &self.test {
            Test::Dbms { list } => dbms_answer(list, facts.product),
            Test::ChangeLogPropertyDefined { property, value } => property_answer(property, value.as_deref(), facts),
            Test::ExpectedQuotingStrategy { strategy } => match facts.quoting == Some(*strategy) {
                true => Answer::Yes,
                false => Answer::No("the changelog says another quoting strategy, or none".to_owned()),
            },
            Test::Custom { class_name } => {
                Answer::Error(format!("`{class_name}` is a Java class, which cannot be asked"))
            }
            _ => return None,
        })
    }
}

fn dbms_answer(list: &str, product: Product) -> Answer {
    let is_empty = list.split(',').all(|name| name.trim().is_empty());
    match !is_empty && dbms::matches(list, product) {
        true => Answer::Yes,
        false => Answer::No(format!("the database is `{}`, expected `{list}`", product.name())),
    }
}

fn property_answer(property: &str, expected: Option<&str>, facts: &Facts<'_>) -> Answer {
    match (facts.parameters.get(property, facts.file), expected) {
        (None, _) => Answer::No(format!("the parameter `{property}` is not defined")),
        (Some(value), Some(expected)) if value != expected => {
            Answer::No(format!("the parameter `{property}` is `{value}`, expected `{expected}`"))
        }
        _ => Answer::Yes,
    }
}
