//! The `database.*` parameters of changelogs, as a connection knows them.

use amend_sql::Product;

use crate::Session;

/// The parameters that only a connection can tell: names, versions, schemas. What follows from the product alone is
/// known without one.
pub fn parameters(session: &Session) -> Vec<(String, String)> {
    let product = session.product();
    let [major, minor, _] = session.version_numbers();
    let mut pairs = vec![
        ("databaseMajorVersion", major.to_string()),
        ("databaseMinorVersion", minor.to_string()),
        ("databaseProductVersion", session.server_version().to_owned()),
    ];
    if let Some(schema) = session.default_schema() {
        pairs.push(("defaultSchemaName", schema.to_owned()));
        // The dot comes first; other tools print it so.
        pairs.push(("defaultSchemaNamePrefix", format!(".{schema}")));
    }
    let database = session.url().database().or(session.default_schema()).filter(|_| product != Product::Sqlite);
    pairs.extend(database.map(|name| ("defaultCatalogName", name.to_owned())));
    pairs.into_iter().map(|(name, value)| (format!("database.{name}"), value)).collect()
}
