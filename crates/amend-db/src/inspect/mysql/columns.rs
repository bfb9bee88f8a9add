//! Columns of MySQL and MariaDB.

use amend_catalog::{Column, Generated, Identity};
use amend_sql::Product;

use super::super::Site;
use super::super::cells::{cells, filled, literal, text};
use super::{Found, in_site, table_of};
use crate::session::Cell;
use crate::{DbError, Session};

pub(super) async fn columns(session: &mut Session, site: &Site<'_>, tables: &mut [Found]) -> Result<(), DbError> {
    let product = session.product();
    let query = format!(
        "SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, GENERATION_EXPRESSION, \
         COLUMN_COMMENT, CHARACTER_SET_NAME, COLLATION_NAME, DATA_TYPE FROM information_schema.COLUMNS WHERE {} \
         ORDER BY TABLE_NAME, ORDINAL_POSITION",
        in_site(product, site, "TABLE_SCHEMA", "TABLE_NAME")
    );
    for row in session.query(&query).await? {
        let [table, rest @ ..] = cells::<11>(row)?;
        if let Some(found) = table_of(tables, &text(table)) {
            let column = column(product, found, rest);
            found.table.columns.push(column);
        }
    }
    Ok(())
}

fn column(product: Product, found: &Found, row: [Cell; 10]) -> Column {
    let [name, ty, nullable, value, extra, expression, comment, charset, collation, data_type] = row;
    let extra = Extra::read(&text(extra));
    let mut column = Column::new(text(name), text(ty));
    column.nullable = nullable.as_deref() == Some("YES");
    column.comment = filled(comment);
    column.charset = charset.filter(|it| Some(it) != found.charset.as_ref());
    column.collation = collation.filter(|it| Some(it) != found.collation.as_ref());
    column.invisible = extra.invisible;
    column.on_update = extra.on_update;
    column.identity = extra.numbered.then(Identity::default);
    column.generated =
        extra.generated.map(|stored| Generated { expression: plain(product, &text(expression)), stored });
    if column.generated.is_none() {
        let expression = product == Product::MariaDb || extra.default_is_expression;
        column.default = value.and_then(|value| default(product, value, expression, &text(data_type)));
    }
    column
}

/// The words of the column `EXTRA`.
struct Extra {
    numbered: bool,
    /// `true` is stored.
    generated: Option<bool>,
    default_is_expression: bool,
    invisible: bool,
    on_update: Option<String>,
}

impl Extra {
    fn read(words: &str) -> Self {
        let upper = words.to_ascii_uppercase();
        let stored = upper.contains("STORED GENERATED") || upper.contains("PERSISTENT");
        Self {
            numbered: upper.contains("AUTO_INCREMENT"),
            generated: (stored || upper.contains("VIRTUAL GENERATED")).then_some(stored),
            default_is_expression: upper.contains("DEFAULT_GENERATED"),
            invisible: upper.contains("INVISIBLE"),
            on_update: on_update(words, &upper),
        }
    }
}

/// What stands behind `on update`, up to other words.
fn on_update(words: &str, upper: &str) -> Option<String> {
    const WORDS: &str = "ON UPDATE ";
    let at = upper.find(WORDS)? + WORDS.len();
    let rest = words.get(at..)?;
    Some(rest.split([' ', ',']).next().unwrap_or(rest).to_owned())
}

/// The default as an expression. MySQL gives the bare value of a literal, MariaDB the expression.
fn default(product: Product, value: String, expression: bool, data_type: &str) -> Option<String> {
    const BARE: &[&str] =
        &["tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "float", "double", "bit", "year"];
    match expression {
        true if product == Product::MariaDb => Some(value).filter(|value| value != "NULL"),
        true if is_moment(&value) => Some(value),
        true => Some(format!("({})", plain(product, &value))),
        false if BARE.contains(&data_type) || value.starts_with("0x") => Some(value),
        false => Some(literal(product, &value)),
    }
}

/// The one function that may stand as a default without parentheses around it.
fn is_moment(expression: &str) -> bool {
    expression.to_ascii_uppercase().starts_with("CURRENT_TIMESTAMP")
}

/// The expression as it would be written. MySQL 8.0 and 9.7 show it escaped as if it stood in a text.
pub(super) fn plain(product: Product, expression: &str) -> String {
    if product == Product::MariaDb {
        return expression.to_owned();
    }
    let mut text = String::with_capacity(expression.len());
    let mut characters = expression.chars();
    while let Some(character) = characters.next() {
        let escaped = if character == '\\' { characters.next() } else { None };
        text.push(escaped.unwrap_or(character));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extra_words() {
        let extra = Extra::read("DEFAULT_GENERATED on update CURRENT_TIMESTAMP(6)");
        assert!(extra.default_is_expression && !extra.numbered);
        assert_eq!(extra.on_update.as_deref(), Some("CURRENT_TIMESTAMP(6)"));
        assert_eq!(
            Extra::read("on update current_timestamp(), INVISIBLE").on_update.as_deref(),
            Some("current_timestamp()")
        );
        assert_eq!(Extra::read("STORED GENERATED").generated, Some(true));
        assert_eq!(Extra::read("VIRTUAL GENERATED").generated, Some(false));
    }

    #[test]
    fn defaults_can_be_written_again() {
        let default = |value: &str, expression, ty| default(Product::MySql, value.into(), expression, ty).unwrap();
        assert_eq!(default("it's", false, "varchar"), "'it''s'");
        assert_eq!(default("0.00", false, "decimal"), "0.00");
        assert_eq!(default("CURRENT_TIMESTAMP(6)", true, "datetime"), "CURRENT_TIMESTAMP(6)");
        assert_eq!(default(r"concat(_utf8mb4\'a\\\'b\')", true, "varchar"), r"(concat(_utf8mb4'a\'b'))");
    }
}
