//! The attributes that a list of columns acts upon.

/// Which column it is.
const NAME: &[&str] = &["name"];

/// What a column that a change defines is.
const DEFINITION: &[&str] =
    &["type", "autoIncrement", "generationType", "defaultOnNull", "startWith", "incrementBy", "remarks", "constraints"];

/// The default of a column, or the value for what is empty in a file.
const DEFAULT: &[&str] = &[
    "defaultValue",
    "defaultValueNumeric",
    "defaultValueDate",
    "defaultValueBoolean",
    "defaultValueComputed",
    "defaultValueSequenceNext",
];

/// The name of a default.
const NAME_OF_DEFAULT: &[&str] = &["defaultValueConstraintName"];

/// The value of a column in rows.
const VALUE: &[&str] = &[
    "value",
    "valueNumeric",
    "valueDate",
    "valueBoolean",
    "valueBlobFile",
    "valueClobFile",
    "encoding",
    "valueComputed",
    "valueSequenceNext",
    "valueSequenceCurrent",
];

/// Where a new column stands.
const PLACE: &[&str] = &["afterColumn", "beforeColumn", "position"];

/// What is special about a column of a file.
const OF_FILE: &[&str] = &["index", "header", "type", "encoding"];

/// What a column of the lists of a change is called among the rules.
pub(super) fn word(change: &str) -> &'static str {
    if change.starts_with("load") { "column of a file" } else { "column" }
}

/// The attributes that count in the lists of columns of a change.
pub(super) fn acting(change: &str) -> Vec<&'static str> {
    match change {
        "createTable" => [NAME, DEFINITION, DEFAULT, NAME_OF_DEFAULT].concat(),
        "addColumn" => [NAME, DEFINITION, DEFAULT, NAME_OF_DEFAULT, VALUE, PLACE].concat(),
        "createIndex" => [NAME, &["computed", "descending"]].concat(),
        "insert" => [NAME, VALUE, &["autoIncrement"]].concat(),
        "update" | "delete" => [NAME, VALUE].concat(),
        "loadData" => [NAME, OF_FILE, DEFAULT].concat(),
        "loadUpdateData" => [NAME, OF_FILE, DEFAULT, &["allowUpdate"]].concat(),
        _ => NAME.to_vec(),
    }
}
