//! `CREATE INDEX` as SQLite keeps it.

use amend_catalog::{Index, IndexColumn, IndexKey};

use super::reader::Reader;

/// The index that the statement makes; `None` where it is not such a statement.
pub(super) fn index(name: &str, sql: &str) -> Option<Index> {
    let mut reader = Reader::new(sql);
    reader.takes(&["CREATE"]);
    let unique = reader.takes(&["UNIQUE"]);
    reader.text_while(|it| !it.sees(&["("]));
    let columns = Reader::parts(reader.parenthesised()?).into_iter().map(part).collect::<Option<_>>()?;
    let predicate = reader.takes(&["WHERE"]).then(|| reader.text_while(|_| true).to_owned());
    Some(Index { name: name.to_owned(), unique, columns, predicate, ..Index::default() })
}

/// A name, or an expression; then a collation and an order.
fn part(text: &str) -> Option<IndexColumn> {
    let mut reader = Reader::new(text);
    let key = reader.text_while(|it| !it.sees(&["COLLATE"]) && !it.sees(&["ASC"]) && !it.sees(&["DESC"]));
    if reader.takes(&["COLLATE"]) {
        reader.next();
    }
    let descending = reader.takes(&["DESC"]);
    let mut words = Reader::new(key);
    let name = words.name()?;
    let key = match words.peek() {
        None => IndexKey::Column { name, prefix: None },
        Some(_) => IndexKey::Expression(crate::compare::without_outer_parentheses(key).to_owned()),
    };
    Some(IndexColumn { key, descending, nulls_first: None, operator_class: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_condition() {
        let index =
            index("i", "CREATE UNIQUE INDEX \"i\" ON \"t\" (a, \"b c\" COLLATE NOCASE DESC, lower(c)) WHERE a > (1)")
                .unwrap();
        assert!(index.unique);
        let names: Vec<_> = index.columns.iter().map(IndexColumn::column_name).collect();
        assert_eq!(names, [Some("a"), Some("b c"), None]);
        assert!(index.columns[1].descending);
        assert_eq!(index.columns[2].key, IndexKey::Expression("lower(c)".into()));
        assert_eq!(index.predicate.as_deref(), Some("a > (1)"));
    }
}
