//! `createSynonym`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, not_on};

change! {
    /// Creates a second name for an object. None of the products that amend knows has synonyms: the change is read, so that one changelog can serve
    /// more products, and refused where it would run.
    ///
    /// ```yaml
    /// - createSynonym: {synonymName: people, objectName: person}
    /// ```
    "createSynonym" = CreateSynonym {
        /// The database of the synonym.
        "synonymCatalogName" => synonym_catalog_name: String;
        /// The schema of the synonym.
        "synonymSchemaName" => synonym_schema_name: String;
        /// The synonym's name.
        "synonymName" => synonym_name: String, required;
        /// What kind of object it stands for.
        "objectType" => object_type: String;
        /// Only its owner sees it.
        "private" => private: bool;
        /// The database of the object.
        "objectCatalogName" => object_catalog_name: String;
        /// The schema of the object.
        "objectSchemaName" => object_schema_name: String;
        /// The object's name.
        "objectName" => object_name: String, required;
        /// One of the same name gives way.
        "replaceIfExists" => replace_if_exists: bool;
    }
}

impl Change for CreateSynonym {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        Err(not_on(
            to.product(),
            "synonyms",
            &self.place,
            "limit the change set with `dbms` to the products that have them",
        ))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn no_product_has_it() {
        check_change(
            r#"
- createSynonym: {synonymName: s, objectName: t}
"#,
            expect![[r#"
                postgresql:
                  error 2:18 `{synonymName: s, objectName: t}`: PostgreSQL has no synonyms (not possible on PostgreSQL); limit the change set with `dbms` to the products that have them
                mysql:
                  error 2:18 `{synonymName: s, objectName: t}`: MySQL has no synonyms (not possible on MySQL); limit the change set with `dbms` to the products that have them
                mariadb:
                  error 2:18 `{synonymName: s, objectName: t}`: MariaDB has no synonyms (not possible on MariaDB); limit the change set with `dbms` to the products that have them
                sqlite:
                  error 2:18 `{synonymName: s, objectName: t}`: SQLite has no synonyms (not possible on SQLite); limit the change set with `dbms` to the products that have them
            "#]],
        );
    }
}
