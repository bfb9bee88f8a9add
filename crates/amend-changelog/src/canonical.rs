//! The text that a change's checksum is taken of.
//!
//! The form is the one that Liquibase 4.22 and later print (checksum version 9): fields sorted as UTF-16 strings, four
//! blanks a level, nothing escaped.

use std::collections::BTreeMap;

/// A value as it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Canonical {
    /// A scalar, printed between quotes.
    Text(String),
    /// An object without a name of its own: the constraints of a column.
    Object(Vec<(&'static str, Canonical)>),
    /// A list of objects: columns.
    List(Vec<Vec<(&'static str, Canonical)>>),
    /// A list of texts, printed without quotes.
    Texts(Vec<String>),
    /// Names with their values, in the order of the names.
    Map(BTreeMap<String, String>),
}

/// The whole text of a change: its name and its fields.
pub fn serialise(name: &str, fields: &[(&'static str, Canonical)]) -> String {
    format!("{name}:{}", object(fields, 1))
}

fn object(fields: &[(&'static str, Canonical)], level: usize) -> String {
    let mut lines: Vec<String> = fields.iter().map(|(name, value)| line(name, value, level)).collect();
    lines.sort_by(|left, right| left.encode_utf16().cmp(right.encode_utf16()));
    lines.dedup();
    let mut text = String::from("[");
    if !lines.is_empty() {
        text.push('\n');
        text.push_str(&lines.join("\n"));
        text.push('\n');
    }
    text.push_str(&pad(level - 1));
    text.push(']');
    text.replace("\r\n", "\n").replace('\r', "\n")
}

fn line(name: &str, value: &Canonical, level: usize) -> String {
    let pad = pad(level);
    match value {
        Canonical::Text(text) => format!("{pad}{name}=\"{text}\""),
        Canonical::Object(fields) => format!("{pad}{}", object(fields, level + 1)),
        Canonical::List(items) => {
            let items = items.iter().map(|item| object(item, level + 2));
            format!("{pad}{name}={}", list(items, level + 1))
        }
        Canonical::Texts(items) => format!("{pad}{name}={}", list(items.iter().cloned(), level + 1)),
        Canonical::Map(entries) if entries.is_empty() => format!("{pad}{name}=[]"),
        Canonical::Map(entries) => format!("{pad}{name}={}", map(entries, level + 1)),
    }
}

fn list(items: impl ExactSizeIterator<Item = String>, level: usize) -> String {
    if items.len() == 0 {
        return "[]".to_owned();
    }
    let items: Vec<String> = items.map(|item| format!("{}{item}", pad(level))).collect();
    format!("[\n{}\n{}]", items.join(",\n"), pad(level - 1))
}

fn map(entries: &BTreeMap<String, String>, level: usize) -> String {
    let entries: Vec<String> =
        entries.iter().map(|(name, value)| format!("{}{name}=\"{value}\"", pad(level))).collect();
    format!("{{\n{}\n{}}}", entries.join(",\n"), pad(level - 1))
}

fn pad(level: usize) -> String {
    "    ".repeat(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_come_first_and_fields_are_sorted() {
        let column = vec![
            ("name", Canonical::Text("id".into())),
            ("autoIncrement", Canonical::Text("true".into())),
            ("constraints", Canonical::Object(vec![("primaryKey", Canonical::Text("true".into()))])),
        ];
        let fields = [("tableName", Canonical::Text("t".into())), ("columns", Canonical::List(vec![column]))];
        assert_eq!(
            serialise("createTable", &fields),
            r#"createTable:[
    columns=[
        [
            [
                primaryKey="true"
            ]
            autoIncrement="true"
            name="id"
        ]
    ]
    tableName="t"
]"#
        );
    }
}
