//! No attribute is ignored in silence: each one of each change, of columns and of their constraints is written with a
//! value that is not the usual one, on each product, and must change what is sent, be refused, or be reported at its
//! place.

use amend_catalog::{Catalog, Op};
use amend_sql::names::Quoting;
use amend_sql::{Product, profile};
use amend_syntax::{Diagnostic, Label, Spanned};

use super::testing::{self, changes};
use crate::change::{Attribute, Change, ChangeKind, Shape};
use crate::checksum::ReadFile;
use crate::column::{Constraints, attributes_of};
use crate::files::MemoryFiles;
use crate::lower::{Lower, Lowered, Refused, RowReading, Surroundings};

type Pairs = &'static [(&'static str, &'static str)];

/// What is there besides the stage of the pages.
const STAGE: &str = r#"
- createView: {viewName: listed, selectQuery: select id from person}
- createProcedure: {procedureName: clear_log, procedureText: CREATE PROCEDURE clear_log() LANGUAGE SQL AS 'SELECT 1'}
- createFunction: {functionName: one, functionBody: CREATE FUNCTION one() RETURNS integer LANGUAGE SQL AS 'SELECT 1'}
- createTrigger:
    triggerName: kept
    tableName: person
    triggerBody: CREATE TRIGGER kept BEFORE DELETE ON person FOR EACH ROW SELECT 1
- createIndex: {tableName: address, indexName: uq_address_city, unique: true, columns: [{column: {name: city}}]}
"#;

const FILES: [(&str, &str); 8] = [
    ("rows.csv", "id,name\n1,Ada\n"),
    ("other.csv", "id;name\n2;Bob\n"),
    ("text.sql", "select 1; select 2"),
    ("other.sql", "select 3"),
    ("commented.sql", "select 1; -- why\nselect 2"),
    ("beside/one.txt", "1"),
    ("empty.csv", "id,age\n1,\n"),
    ("beside/text.sql", "select 4"),
];

/// Each change with attributes that make it mean something on the stage.
const CHANGES: &[(&str, Pairs)] = &[
    ("addAutoIncrement", &[("tableName", "club"), ("columnName", "id"), ("columnDataType", "bigint")]),
    ("addCheckConstraint", &[("tableName", "person"), ("constraintName", "ck_new"), ("constraintBody", "id > 1")]),
    ("addColumn", &[("tableName", "address"), ("columns", "[{column: {name: a, type: int}}]")]),
    ("addDefaultValue", &[("tableName", "person"), ("columnName", "name"), ("defaultValue", "x")]),
    (
        "addForeignKeyConstraint",
        &[
            ("baseTableName", "person"),
            ("baseColumnNames", "country"),
            ("referencedTableName", "country"),
            ("referencedColumnNames", "code"),
            ("constraintName", "fk_new"),
        ],
    ),
    (
        "addLookupTable",
        &[
            ("existingTableName", "address"),
            ("existingColumnName", "city"),
            ("newTableName", "city"),
            ("newColumnName", "name"),
        ],
    ),
    ("addNotNullConstraint", &[("tableName", "person"), ("columnName", "age")]),
    ("addPrimaryKey", &[("tableName", "address"), ("columnNames", "city")]),
    ("addUniqueConstraint", &[("tableName", "address"), ("columnNames", "city")]),
    ("alterSequence", &[("sequenceName", "person_number")]),
    ("createFunction", &[("functionName", "f"), ("functionBody", "CREATE FUNCTION f() RETURNS integer AS 'SELECT 1'")]),
    ("createIndex", &[("tableName", "person"), ("indexName", "ix_new"), ("columns", "[{column: {name: birthday}}]")]),
    ("createPackage", &[("packageName", "p"), ("packageText", "CREATE PACKAGE p AS END")]),
    ("createPackageBody", &[("packageBodyName", "p"), ("packageBodyText", "CREATE PACKAGE BODY p AS END")]),
    ("createProcedure", &[("procedureName", "p"), ("procedureText", "CREATE PROCEDURE p() AS 'SELECT 1'")]),
    ("createSequence", &[("sequenceName", "new_number")]),
    ("createSynonym", &[("synonymName", "people"), ("objectName", "person")]),
    ("createTable", &[("tableName", "new"), ("columns", "[{column: {name: a, type: int}}]")]),
    (
        "createTrigger",
        &[
            ("triggerName", "t"),
            ("tableName", "person"),
            ("triggerBody", "CREATE TRIGGER t BEFORE DELETE ON person FOR EACH ROW SELECT 1"),
        ],
    ),
    ("createView", &[("viewName", "new_view"), ("selectQuery", "select id from person")]),
    ("customChange", &[("class", "com.example.Fill")]),
    ("delete", &[("tableName", "person"), ("where", "\":name = :value\"")]),
    ("disableCheckConstraint", &[("tableName", "person"), ("constraintName", "ck_person_age")]),
    ("disableTrigger", &[("triggerName", "kept"), ("tableName", "person")]),
    ("dropAllForeignKeyConstraints", &[("baseTableName", "membership")]),
    ("dropCheckConstraint", &[("tableName", "person"), ("constraintName", "ck_person_age")]),
    ("dropColumn", &[("tableName", "address"), ("columnName", "house")]),
    ("dropDefaultValue", &[("tableName", "person"), ("columnName", "age")]),
    ("dropForeignKeyConstraint", &[("baseTableName", "membership"), ("constraintName", "fk_membership_person")]),
    ("dropFunction", &[("functionName", "one")]),
    ("dropIndex", &[("indexName", "ix_person_name")]),
    ("dropNotNullConstraint", &[("tableName", "person"), ("columnName", "name")]),
    ("dropPackage", &[("packageName", "p")]),
    ("dropPackageBody", &[("packageBodyName", "p")]),
    ("dropPrimaryKey", &[("tableName", "country")]),
    ("dropProcedure", &[("procedureName", "clear_log")]),
    ("dropSequence", &[("sequenceName", "person_number")]),
    ("dropSynonym", &[("synonymName", "people")]),
    ("dropTable", &[("tableName", "country")]),
    ("dropTrigger", &[("triggerName", "kept"), ("tableName", "person")]),
    ("dropUniqueConstraint", &[("tableName", "person"), ("constraintName", "uq_person_email")]),
    ("dropView", &[("viewName", "listed")]),
    ("empty", &[]),
    ("enableCheckConstraint", &[("tableName", "person"), ("constraintName", "ck_person_age")]),
    ("enableTrigger", &[("triggerName", "kept"), ("tableName", "person")]),
    ("executeCommand", &[("executable", "./export.sh")]),
    ("insert", &[("tableName", "person"), ("columns", "[{column: {name: id, valueNumeric: 1}}]")]),
    ("loadData", &[("tableName", "person"), ("file", "rows.csv")]),
    ("loadUpdateData", &[("tableName", "person"), ("file", "rows.csv"), ("primaryKey", "id")]),
    ("markUnused", &[("tableName", "person"), ("columnName", "age")]),
    (
        "mergeColumns",
        &[
            ("tableName", "address"),
            ("column1Name", "street"),
            ("column2Name", "house"),
            ("finalColumnName", "line"),
            ("finalColumnType", "varchar(99)"),
        ],
    ),
    ("modifyDataType", &[("tableName", "person"), ("columnName", "age"), ("newDataType", "bigint")]),
    ("output", &[("message", "hi")]),
    ("renameColumn", &[("tableName", "person"), ("oldColumnName", "age"), ("newColumnName", "years")]),
    ("renameSequence", &[("oldSequenceName", "person_number"), ("newSequenceName", "n")]),
    ("renameTable", &[("oldTableName", "address"), ("newTableName", "n")]),
    ("renameTrigger", &[("tableName", "person"), ("oldTriggerName", "kept"), ("newTriggerName", "n")]),
    ("renameView", &[("oldViewName", "listed"), ("newViewName", "n")]),
    ("setColumnRemarks", &[("tableName", "person"), ("columnName", "age"), ("remarks", "why")]),
    ("setTableRemarks", &[("tableName", "person"), ("remarks", "why")]),
    ("sql", &[("sql", "\"select 1; -- why\\nselect 2\"")]),
    ("sqlFile", &[("path", "text.sql")]),
    ("stop", &[]),
    ("tagDatabase", &[("tag", "v1")]),
    (
        "update",
        &[
            ("tableName", "person"),
            ("columns", "[{column: {name: age, valueNumeric: 1}}]"),
            ("where", "\":name = :value\""),
        ],
    ),
    ("validateConstraint", &[("tableName", "person"), ("constraintName", "ck_person_id")]),
];

/// Values for attributes for which a usual value of their shape will not do, by the change and the attribute, or by the
/// attribute alone.
const VALUES: Pairs = &[
    ("columnDataType", "date"),
    ("newColumnDataType", "date"),
    ("setColumnRemarks.remarks", "other"),
    ("commentLineStartsWith", "\"1\""),
    ("incrementBy", "7"),
    ("onDelete", "CASCADE"),
    ("onUpdate", "CASCADE"),
    ("generationType", "ALWAYS"),
    ("loadData.columns", "[{column: {name: name, type: skip}}]"),
    ("loadUpdateData.columns", "[{column: {name: name, type: skip}}]"),
    ("separator", ";"),
    ("endDelimiter", "e"),
    ("addColumn.generated", "[a = 1]"),
    ("createTable.generated", "[a = 1]"),
    ("columns", "[{column: {name: age}}]"),
    ("column.type", "date"),
    ("file.type", "skip"),
    ("file.index", "0"),
    ("file.header", "id"),
    ("column.valueClobFile", "one.txt"),
    ("column.valueBlobFile", "one.txt"),
    ("column.defaultValueDate", "2024-02-03"),
    ("column.valueDate", "2024-02-03"),
    ("defaultValueNumeric", "3"),
    ("valueNumeric", "3"),
    ("constraints.references", "club(id)"),
    ("constraints.referencedTableName", "club"),
    ("createTable.columns", "[{column: {name: b, type: int}}]"),
    ("addColumn.columns", "[{column: {name: b, type: int}}]"),
];

/// Attributes that mean something beside others only, and those others.
const BESIDE: &[(&str, Pairs)] = &[
    ("dropTable.cascadeConstraints", &[("tableName", "person")]),
    ("addPrimaryKey.forIndexName", &[("tableName", "address"), ("columnNames", "city")]),
    (
        "createTrigger.disabled",
        &[
            ("triggerName", "t"),
            ("tableName", "person"),
            ("triggerBody", "CREATE TRIGGER t BEFORE DELETE ON person FOR EACH ROW SELECT 1"),
        ],
    ),
    ("sqlFile.stripComments", &[("path", "commented.sql")]),
];

/// Lists of columns: the change up to the list, the list, the word for an item, and attributes with which an item means
/// something.
const LISTS: &[(&str, &str, &str, &[&str])] = &[
    (
        "createTable: {tableName: new",
        "columns",
        "column",
        &["name: a, type: int", "name: a, type: bigint, autoIncrement: true, constraints: {primaryKey: true}"],
    ),
    (
        "addColumn: {tableName: address",
        "columns",
        "column",
        &["name: a, type: int", "name: a, type: bigint, autoIncrement: true, constraints: {primaryKey: true}"],
    ),
    ("dropColumn: {tableName: address", "columns", "column", &["name: house"]),
    ("createIndex: {tableName: person, indexName: ix_new", "columns", "column", &["name: birthday"]),
    ("insert: {tableName: person", "columns", "column", &["name: age", "name: age, valueClobFile: one.txt"]),
    ("update: {tableName: person", "columns", "column", &["name: age", "name: age, valueClobFile: one.txt"]),
    (
        "update: {tableName: person, columns: [{column: {name: id, value: 1}}], where: \":name = :value\"",
        "whereParams",
        "param",
        &["name: age"],
    ),
    ("delete: {tableName: person, where: \":name = :value\"", "whereParams", "param", &["name: age"]),
    ("loadData: {tableName: person, file: empty.csv", "columns", "column", &["name: age"]),
    ("loadUpdateData: {tableName: person, file: empty.csv, primaryKey: id", "columns", "column", &["name: age"]),
];

/// Definitions of columns whose constraints mean something.
const CONSTRAINED: &[&str] = &[
    "createTable: {tableName: new, columns: [{column: {name: a, type: bigint, constraints: {",
    "addColumn: {tableName: address, columns: [{column: {name: a, type: bigint, constraints: {",
    "insert: {tableName: person, columns: [{column: {name: age, constraints: {",
];

/// What stands among the constraints beside the one that is tried.
const CONSTRAINTS: &[&str] =
    &["", "primaryKey: true, ", "unique: true, ", "references: person(id), ", "referencedTableName: person, "];

/// Attributes that are for the reader of the changelog: to be read is their effect.
const REMARKS: &[&str] = &["comment", "comments"];

/// Values of which at least one is not what is so anyhow.
fn values(of: &str, attribute: &Attribute) -> &'static [&'static str] {
    let own = format!("{of}.{}", attribute.name);
    let found =
        VALUES.iter().find(|(name, _)| *name == own).or(VALUES.iter().find(|(name, _)| *name == attribute.name));
    let usual: &[&str] = match attribute.shape {
        Shape::Boolean => &["true", "false"],
        Shape::Integer => &["7"],
        Shape::Columns | Shape::PlacedColumns | Shape::LoadColumns => &["[{column: {name: age}}]"],
        Shape::Parameters => &["[{param: {name: id, valueNumeric: 1}}]"],
        Shape::Texts => &["[other]"],
        Shape::Text => &["other"],
    };
    found.map_or(usual, |(_, value)| std::slice::from_ref(value))
}

/// The stage on each product.
fn stages() -> Vec<(Product, Catalog)> {
    let earlier: Vec<_> = [testing::STAGE, STAGE].into_iter().flat_map(|it| changes(it).0).collect();
    let stage = |product: Product| {
        let mut catalog = Catalog::new(profile(product).naming);
        for change in &earlier {
            let made = lower(product, change.as_ref(), &mut catalog);
            made.unwrap_or_else(|refused| panic!("{product}: {}", testing::all_shown(&refused.diagnostics)));
        }
        (product, catalog)
    };
    Product::ALL.into_iter().map(stage).collect()
}

/// What a change becomes on a product.
struct Outcome {
    /// What is sent, there and back, and when.
    sent: String,
    /// What is said about it.
    said: Vec<Diagnostic>,
}

fn outcome(product: Product, stage: &Catalog, text: &str) -> Outcome {
    let (changes, mut said) = changes(text);
    let change = changes[0].as_ref();
    let mut catalog = stage.clone();
    let mut sent = format!("{:?} {:?}\n", change.dbms(), change.tag());
    match lower(product, change, &mut catalog) {
        Err(refused) => {
            sent += &testing::all_shown(&refused.diagnostics);
            said.extend(refused.diagnostics);
        }
        Ok(made) => {
            let ops: Vec<Op> = made.ops.into_iter().map(|(op, _)| op).collect();
            let unsent = ops.iter().filter(|op| matches!(op, Op::Program(_) | Op::Notice(_)));
            sent += &unsent.map(|op| format!("{op:?}\n")).collect::<String>();
            sent += &testing::there_and_back(product, stage, catalog, &ops, &FILES);
            said.extend(made.notes);
        }
    }
    Outcome { sent, said }
}

fn lower(product: Product, change: &dyn Change, catalog: &mut Catalog) -> Result<Lowered, Refused> {
    let bytes = |path: &Spanned<String>, relative: bool| {
        let path_there = if relative { format!("beside/{}", path.value) } else { path.value.clone() };
        let found = FILES.iter().find(|(name, _)| *name == path_there);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| {
            Diagnostic::error("amend::file::missing", format!("there is no file `{path_there}`")).at(&path.place, "")
        })
    };
    let expand = |text: &str| text.to_owned();
    let memory = MemoryFiles::new(FILES);
    let files = ReadFile { bytes: &bytes, files: &memory, folder: "beside", expand: &expand };
    let around = Surroundings {
        product,
        quoting: Quoting::Legacy,
        default_schema: None,
        allow_commands: true,
        files: &files,
        rows: RowReading::AllBut(&[]),
    };
    let mut to = Lower::new(&around, catalog);
    to.change(change)?;
    Ok(to.made)
}

/// Where an attribute is tried: the text before it, and behind its value.
struct Tried {
    start: String,
    end: &'static str,
}

impl Tried {
    /// What is wrong with an attribute: the products on which each of its values is ignored in silence, and those on
    /// which one is said to change nothing, and does.
    fn faults(&self, stages: &[(Product, Catalog)], of: &str, attribute: &Attribute) -> Vec<String> {
        let mut faults = Vec::new();
        for (product, stage) in stages {
            let tries = values(of, attribute).iter().map(|value| self.attempt(*product, stage, attribute.name, value));
            let tries: Vec<_> = tries.collect();
            let line = |what: &str| format!("{}{}{} {what} {product}", self.start, attribute.name, self.end);
            faults.extend(tries.iter().all(|it| !it.acts && !it.is_told).then(|| line("is ignored in silence on")));
            faults.extend(tries.iter().any(|it| it.acts && it.is_idle).then(|| line("is not idle, but said to be on")));
        }
        faults
    }

    fn attempt(&self, product: Product, stage: &Catalog, attribute: &str, value: &str) -> Attempt {
        let before = format!("{}{attribute}: ", self.start);
        let without = outcome(product, stage, &[&self.start, self.end].concat());
        let with = outcome(product, stage, &[&before, value, self.end].concat());
        let is_there = |label: &Label| label.place.span.start <= before.len() && before.len() < label.place.span.end;
        let about: Vec<_> = with.said.iter().filter(|it| it.labels.iter().any(is_there)).collect();
        Attempt {
            acts: without.sent != with.sent,
            is_told: !about.is_empty() || with.sent.contains("refused: "),
            is_idle: about.iter().any(|it| it.code == "amend::change::without-effect"),
        }
    }
}

/// What an attribute with a value does, compared with its absence.
struct Attempt {
    /// Something else is sent, or refused.
    acts: bool,
    /// It is refused, or a message is about the place where its value begins.
    is_told: bool,
    /// The message says that it changes nothing.
    is_idle: bool,
}

fn base(kind: &ChangeKind, attribute: &str) -> Pairs {
    let own = format!("{}.{attribute}", kind.name);
    let found = BESIDE.iter().find(|(name, _)| *name == own).or(CHANGES.iter().find(|(name, _)| *name == kind.name));
    found.unwrap_or_else(|| panic!("{} is not listed", kind.name)).1
}

/// The pairs without that of the attribute.
fn beside(pairs: &str, attribute: &str) -> String {
    let pairs = pairs.split(", ").filter(|pair| !pair.is_empty() && !pair.starts_with(&format!("{attribute}:")));
    pairs.map(|pair| format!("{pair}, ")).collect()
}

fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_attribute_of_a_column_is_ignored_in_silence() {
    let stages = stages();
    let mut faults = Vec::new();
    for (change, list, item, bases) in LISTS {
        let kind = super::find(change.split(':').next().unwrap()).unwrap();
        for attribute in attributes_of(kind.attribute(list).unwrap().shape) {
            let start = |base: &&str| format!("- {change}, {list}: [{{{item}: {{{}", beside(base, attribute.name));
            let tried = bases.iter().map(|base| Tried { start: start(base), end: "}}]}" });
            let of = if change.starts_with("load") { "file" } else { "column" };
            faults.extend(tried.flat_map(|it| it.faults(&stages, of, attribute)));
        }
    }
    assert_none(&faults);
}

#[test]
fn no_attribute_of_a_constraint_is_ignored_in_silence() {
    let stages = stages();
    let mut faults = Vec::new();
    for attribute in Constraints::ATTRIBUTES {
        let start = |change: &str, others: &str| format!("- {change}{}", beside(others, attribute.name));
        let cases = CONSTRAINED.iter().flat_map(|change| CONSTRAINTS.iter().map(move |others| start(change, others)));
        let tried = cases.map(|start| Tried { start, end: "}}}]}" });
        faults.extend(tried.flat_map(|it| it.faults(&stages, "constraints", attribute)));
    }
    assert_none(&faults);
}

#[test]
fn no_attribute_of_a_change_is_ignored_in_silence() {
    let stages = stages();
    let mut faults = Vec::new();
    for kind in super::KINDS {
        for attribute in kind.attributes.iter().filter(|it| !REMARKS.contains(&it.name)) {
            let pairs = base(kind, attribute.name).iter().filter(|(name, _)| *name != attribute.name);
            let others: String = pairs.map(|(name, value)| format!("{name}: {value}, ")).collect();
            let tried = Tried { start: format!("- {}: {{{others}", kind.name), end: "}" };
            faults.extend(tried.faults(&stages, kind.name, attribute));
        }
    }
    assert_none(&faults);
}
