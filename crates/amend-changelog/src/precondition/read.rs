//! Reading preconditions.

use amend_syntax::{Diagnostic, Node, Place, Spanned};

use super::condition::{Condition, Scope, Test};
use super::{Action, OnSqlOutput, Preconditions};
use crate::attributes::{Attributes, unknown_key, unknown_name};
use crate::change_set::ObjectQuoting;
use crate::decode::Children;
use crate::load::changes::Reading;
use crate::vocabulary::{CONDITIONS, Entry, PRECONDITIONS};

/// Reads a `preConditions` entry.
pub(crate) fn read(reading: &mut Reading<'_>, node: &Node, place: &Place) -> Preconditions {
    let attributes = Attributes::of(node);
    let report = &mut *reading.report;
    Preconditions {
        on_fail: attributes.choice("onFail", &Action::WORDS, report).unwrap_or_default(),
        on_error: attributes.choice("onError", &Action::WORDS, report).unwrap_or_default(),
        on_fail_message: attributes.text("onFailMessage", report),
        on_error_message: attributes.text("onErrorMessage", report),
        on_sql_output: attributes.choice("onSqlOutput", &OnSqlOutput::WORDS, report).unwrap_or_default(),
        place: place.clone(),
        conditions: conditions(reading, &attributes.children, Some(&PRECONDITIONS)),
    }
}

fn conditions(reading: &mut Reading<'_>, children: &Children<'_>, options: Option<&Entry>) -> Vec<Condition> {
    let mut found = Vec::new();
    for (name, node) in &children.entries {
        match condition_of(reading, name, node) {
            Some(condition) => found.push(condition),
            None if options.is_some_and(|options| options.has(name)) => {}
            None => report_unknown(reading, name, node, options),
        }
    }
    found
}

/// Reads a condition; nothing where the name is none.
fn condition_of(reading: &mut Reading<'_>, name: &Spanned<String>, node: &Node) -> Option<Condition> {
    let entry = CONDITIONS.iter().find(|entry| entry.name == name.as_str())?;
    let attributes = Attributes::of(node);
    let group = |reading: &mut Reading<'_>| conditions(reading, &attributes.children, None);
    let test = match name.as_str() {
        "and" => Test::And(group(reading)),
        "or" => Test::Or(group(reading)),
        "not" => Test::Not(group(reading)),
        _ => {
            attributes.report_unknown(entry, reading.report);
            Asked { name, attributes, report: reading.report }.test()
        }
    };
    Some(Condition { name: name.clone(), test })
}

fn report_unknown(reading: &mut Reading<'_>, name: &Spanned<String>, node: &Node, options: Option<&Entry>) {
    let known = CONDITIONS.iter().map(|entry| entry.name).chain(options.into_iter().flat_map(Entry::names));
    reading.report.push(match reading.refuses_unknown(node) {
        true => unknown_name("amend::changelog::unknown-precondition", "precondition", name, known),
        false => unknown_key(PRECONDITIONS.name, name, known),
    });
}

/// Conditions that find nothing where they are not told what to look for; the others are errors then (4.28.0, measured).
const FIND_NOTHING: [&str; 5] =
    ["viewExists", "columnExists", "indexExists", "uniqueConstraintExists", "changeLogPropertyDefined"];

/// A condition that is being read.
struct Asked<'a, 'r> {
    name: &'a Spanned<String>,
    attributes: Attributes<'a>,
    report: &'r mut Vec<Diagnostic>,
}

/// The attribute without which a condition asks nothing.
struct Missing(&'static str);

impl Asked<'_, '_> {
    fn test(&mut self) -> Test {
        match self.complete_test() {
            Ok(test) => test,
            Err(Missing(attribute)) => self.incomplete(attribute),
        }
    }

    fn complete_test(&mut self) -> Result<Test, Missing> {
        Ok(match self.name.as_str() {
            "dbms" => Test::Dbms { list: self.some("type").unwrap_or_default().to_lowercase() },
            "runningAs" => Test::RunningAs { username: self.some("username").unwrap_or_default() },
            "sqlCheck" => self.sql_check()?,
            "changeSetExecuted" => Test::ChangeSetExecuted {
                id: self.some("id").unwrap_or_default(),
                author: self.some("author").unwrap_or_default(),
                change_log_file: self.some("changeLogFile"),
            },
            "changeLogPropertyDefined" => {
                Test::ChangeLogPropertyDefined { property: self.required("property")?, value: self.some("value") }
            }
            "expectedQuotingStrategy" => Test::ExpectedQuotingStrategy {
                strategy: self
                    .attributes
                    .choice("strategy", &ObjectQuoting::WORDS, self.report)
                    .ok_or(Missing("strategy"))?,
            },
            "customPrecondition" => self.custom(),
            _ => self.object_test()?,
        })
    }

    fn object_test(&mut self) -> Result<Test, Missing> {
        let schema = Scope { catalog_name: self.some("catalogName"), schema_name: self.some("schemaName") };
        Ok(match self.name.as_str() {
            "tableExists" => Test::TableExists { schema, table_name: self.required("tableName")? },
            "viewExists" => Test::ViewExists { schema, view_name: self.required("viewName")? },
            "columnExists" => Test::ColumnExists {
                schema,
                table_name: self.required("tableName")?,
                column_name: self.required("columnName")?,
            },
            "sequenceExists" => Test::SequenceExists { schema, sequence_name: self.required("sequenceName")? },
            "rowCount" => {
                Test::RowCount { schema, table_name: self.required("tableName")?, expected_rows: self.rows()? }
            }
            "tableIsEmpty" => Test::TableIsEmpty { schema, table_name: self.required("tableName")? },
            _ => self.constraint_test(schema)?,
        })
    }

    fn constraint_test(&mut self, schema: Scope) -> Result<Test, Missing> {
        let (table_name, column_names) = (self.some("tableName"), self.some("columnNames"));
        Ok(match self.name.as_str() {
            "indexExists" => {
                let index_name = self.some("indexName");
                if index_name.is_none() && (table_name.is_none() || column_names.is_none()) {
                    return Err(Missing("indexName"));
                }
                Test::IndexExists { schema, index_name, table_name, column_names }
            }
            "primaryKeyExists" => {
                let primary_key_name = self.some("primaryKeyName");
                if primary_key_name.is_none() && table_name.is_none() {
                    return Err(Missing("tableName"));
                }
                Test::PrimaryKeyExists { schema, table_name, primary_key_name }
            }
            "foreignKeyConstraintExists" => Test::ForeignKeyConstraintExists {
                schema,
                foreign_key_table_name: self.some("foreignKeyTableName"),
                foreign_key_name: self.some("foreignKeyName"),
            },
            _ => {
                let constraint_name = self.some("constraintName");
                if constraint_name.is_none() && column_names.is_none() {
                    return Err(Missing("constraintName"));
                }
                Test::UniqueConstraintExists { schema, table_name, constraint_name, column_names }
            }
        })
    }

    /// The statement may also be the condition's own text.
    fn sql_check(&mut self) -> Result<Test, Missing> {
        let own = self.attributes.children.value.and_then(Node::text);
        let sql = self.some("sql").or(own).ok_or(Missing("sql"))?;
        let sql = sql.trim().strip_suffix(';').unwrap_or(sql.trim()).to_owned();
        Ok(Test::SqlCheck { sql, expected_result: self.text("expectedResult").ok_or(Missing("expectedResult"))? })
    }

    fn rows(&mut self) -> Result<i64, Missing> {
        let rows = self.attributes.number("expectedRows", self.report).ok_or(Missing("expectedRows"))?;
        i64::try_from(rows).map_err(|_| Missing("expectedRows"))
    }

    fn custom(&mut self) -> Test {
        let class = self.some("className").or_else(|| self.some("class"));
        Test::Custom { class_name: class.unwrap_or_default() }
    }

    fn incomplete(&mut self, attribute: &str) -> Test {
        let reason = format!("`{}` has no `{attribute}`", self.name.value);
        self.report.push(
            Diagnostic::warning("amend::changelog::incomplete-precondition", &reason)
                .at(&self.name.place, "cannot be answered")
                .help(format!("add `{attribute}`")),
        );
        match FIND_NOTHING.contains(&self.name.as_str()) {
            true => Test::FindsNothing(reason),
            false => Test::Incomplete(reason),
        }
    }

    fn required(&mut self, name: &'static str) -> Result<String, Missing> {
        self.some(name).ok_or(Missing(name))
    }

    fn some(&mut self, name: &str) -> Option<String> {
        self.attributes.filled(name, self.report).map(|text| text.value)
    }

    fn text(&mut self, name: &str) -> Option<String> {
        self.attributes.text(name, self.report).map(|text| text.value)
    }
}
