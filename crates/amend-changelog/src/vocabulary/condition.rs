//! Preconditions.

use super::entry::QUOTING;
use super::{Entry, Field, Takes, words};
use crate::precondition::{Action, OnSqlOutput};

const ACTIONS: Takes = Takes::OneOf(&words(&Action::WORDS));

/// `preConditions`.
pub const PRECONDITIONS: Entry = Entry::new(
    "preConditions",
    "What must hold before the change set, or the changelog, runs. All conditions must hold.",
    &[
        Field::new("onFail", "What happens where a condition does not hold (`HALT` where it is not given).", ACTIONS),
        Field::new("onError", "What happens where one cannot be answered (`HALT` where it is not given).", ACTIONS),
        Field::text("onFailMessage", "The words for `onFail`."),
        Field::text("onErrorMessage", "The words for `onError`."),
        Field::new(
            "onSqlOutput",
            "What they mean where SQL is only written: held, asked, or failed (`IGNORE` where it is not given).",
            Takes::OneOf(&words(&OnSqlOutput::WORDS)),
        ),
    ],
);

const CATALOG_NAME: Field = Field::text("catalogName", "The database; the connection's own where it is not given.");
const SCHEMA_NAME: Field = Field::text("schemaName", "The schema; the connection's own where it is not given.");
const TABLE_NAME: Field = Field::text("tableName", "The table's name.");
const COLUMN_NAMES: Field = Field::text("columnNames", "All its columns in order, separated by commas.");

/// The conditions. `and`, `or` and `not` hold conditions in the place of fields.
pub const CONDITIONS: &[Entry] = &[
    Entry::new("and", "All of these hold.", &[]),
    Entry::new("or", "One of these holds.", &[]),
    Entry::new("not", "None of these holds.", &[]),
    Entry::new(
        "dbms",
        "The product is one of these.",
        &[Field::text("type", "Names of products, separated by commas; `!` in front excludes one.").required()],
    ),
    Entry::new(
        "runningAs",
        "The connection's user has this name, letter case aside.",
        &[Field::text("username", "The name, without a host.").required()],
    ),
    Entry::new(
        "tableExists",
        "There is this table; a view is none.",
        &[CATALOG_NAME, SCHEMA_NAME, TABLE_NAME.required()],
    ),
    Entry::new(
        "viewExists",
        "There is this view; a table is none.",
        &[CATALOG_NAME, SCHEMA_NAME, Field::text("viewName", "The view's name.").required()],
    ),
    Entry::new(
        "columnExists",
        "A table or view has this column.",
        &[
            CATALOG_NAME,
            SCHEMA_NAME,
            Field::text("tableName", "The name of the table or view.").required(),
            Field::text("columnName", "The column's name.").required(),
        ],
    ),
    Entry::new(
        "indexExists",
        "There is this index: by its name, or by its table and columns.",
        &[CATALOG_NAME, SCHEMA_NAME, Field::text("indexName", "The index's name."), TABLE_NAME, COLUMN_NAMES],
    ),
    Entry::new(
        "primaryKeyExists",
        "There is this primary key: by its table, its name or both.",
        &[CATALOG_NAME, SCHEMA_NAME, TABLE_NAME, Field::text("primaryKeyName", "The primary key's name.")],
    ),
    Entry::new(
        "foreignKeyConstraintExists",
        "There is this foreign key.",
        &[
            CATALOG_NAME,
            SCHEMA_NAME,
            Field::text("foreignKeyTableName", "The table that has the foreign key."),
            Field::text("foreignKeyName", "The foreign key's name."),
        ],
    ),
    Entry::new(
        "uniqueConstraintExists",
        "There is this unique constraint: by its name, its columns or both.",
        &[
            CATALOG_NAME,
            SCHEMA_NAME,
            TABLE_NAME,
            Field::text("constraintName", "The unique constraint's name."),
            COLUMN_NAMES,
        ],
    ),
    Entry::new(
        "sequenceExists",
        "There is this sequence.",
        &[CATALOG_NAME, SCHEMA_NAME, Field::text("sequenceName", "The sequence's name.").required()],
    ),
    Entry::new(
        "sqlCheck",
        "A query answers with one row of one column, and its value is this text.",
        &[
            Field::text("sql", "The query.").required(),
            Field::text("expectedResult", "The value as a text; quote it, so that it is read as it is written.")
                .required(),
        ],
    ),
    Entry::new(
        "rowCount",
        "A table has as many rows.",
        &[
            CATALOG_NAME,
            SCHEMA_NAME,
            TABLE_NAME.required(),
            Field::new("expectedRows", "The number of rows.", Takes::Integer).required(),
        ],
    ),
    Entry::new("tableIsEmpty", "A table has no rows.", &[CATALOG_NAME, SCHEMA_NAME, TABLE_NAME.required()]),
    Entry::new(
        "changeSetExecuted",
        "The history has this change set.",
        &[
            Field::text("id", "Its id.").required(),
            Field::text("author", "Its author.").required(),
            Field::text(
                "changeLogFile",
                "The path under which it is recorded; that of the root where it is not given.",
            ),
        ],
    ),
    Entry::new(
        "changeLogPropertyDefined",
        "A parameter is defined.",
        &[
            Field::text("property", "The parameter's name.").required(),
            Field::text("value", "The value that it must have, where it matters."),
        ],
    ),
    Entry::new(
        "expectedQuotingStrategy",
        "The root changelog says exactly this of quoting.",
        &[Field::new("strategy", "The quoting strategy.", QUOTING).required()],
    ),
    Entry::new(
        "customPrecondition",
        "A Java class that is asked: read, and an error where it would be asked.",
        &[
            Field::text("className", "The class."),
            Field::text("class", "Another name of `className`."),
            Field::new("params", "Its parameters.", Takes::Anything),
            Field::new("param", "Another name of `params`.", Takes::Anything),
        ],
    ),
];
