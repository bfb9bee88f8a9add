//! What a statement reaches for beyond the database that it runs in.

use amend_sql::Product;

use crate::tokens::{Token, tokens};

/// What is out of bounds.
#[derive(Clone, Debug)]
pub struct Reach {
    product: Product,
    /// The other databases of the server (MySQL, MariaDB), in lower case.
    others: Vec<String>,
}

impl Reach {
    /// Beside the product's own ways out, these databases are out of bounds; their names in lower case.
    pub fn new(product: Product, others: Vec<String>) -> Self {
        Self { product, others }
    }

    /// What a statement reaches for: another database by its name (MySQL, MariaDB), databases as such, another file
    /// (SQLite).
    pub fn beyond(&self, statement: &str) -> Option<String> {
        let tokens = tokens(self.product, statement);
        let first = tokens.first()?;
        if self.is_about_databases(first, tokens.get(1)) {
            return Some("a database as a whole".to_owned());
        }
        match self.product {
            Product::Sqlite => first.is("ATTACH").then(|| "another file".to_owned()),
            Product::PostgreSql => None,
            Product::MySql | Product::MariaDb if first.is("USE") => Some("another database".to_owned()),
            Product::MySql | Product::MariaDb => self.other_database(&tokens),
        }
    }

    fn is_about_databases(&self, verb: &Token<'_>, what: Option<&Token<'_>>) -> bool {
        let schemas_too = self.product != Product::PostgreSql;
        ["CREATE", "ALTER", "DROP"].iter().any(|it| verb.is(it))
            && what.is_some_and(|it| it.is("DATABASE") || (schemas_too && it.is("SCHEMA")))
    }

    /// A name before a dot that is the name of another database.
    fn other_database(&self, tokens: &[Token<'_>]) -> Option<String> {
        tokens.iter().enumerate().find_map(|(at, token)| {
            let dot_follows = tokens.get(at + 1).is_some_and(|next| next.text.starts_with('.'));
            let name = match token.text.split_once('.') {
                _ if dot_follows && !token.text.starts_with('\'') => token.name(),
                Some((name, _)) if !token.text.starts_with(['\'', '"', '`']) => name.to_owned(),
                _ => return None,
            };
            self.others.contains(&name.to_lowercase()).then(|| format!("database `{name}`"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_that_leave_the_database_are_known() {
        let cases = [
            (Product::MySql, "UPDATE shop.item SET a = 1", true),
            (Product::MySql, "UPDATE `shop`.`item` SET a = 1", true),
            (Product::MySql, "UPDATE shop . item SET a = 1", true),
            (Product::MariaDb, "USE shop", true),
            (Product::MySql, "SELECT 1 FROM t AS shop", false),
            (Product::MySql, "INSERT INTO t VALUES ('shop.item')", false),
            (Product::MySql, "UPDATE t SET t.a = 1", false),
            (Product::MySql, "DROP SCHEMA x", true),
            (Product::PostgreSql, "CREATE SCHEMA x", false),
            (Product::PostgreSql, "ALTER DATABASE x SET y = 1", true),
            (Product::Sqlite, "ATTACH 'x.db' AS x", true),
            (Product::Sqlite, "CREATE TABLE shop (a INT)", false),
            (Product::Sqlite, "", false),
        ];
        for (product, statement, expected) in cases {
            let reach = Reach::new(product, vec!["shop".to_owned(), "mysql".to_owned()]);
            assert_eq!(reach.beyond(statement).is_some(), expected, "{product:?}: {statement}");
        }
    }
}
