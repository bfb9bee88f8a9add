//! `createPackageBody`.

use amend_syntax::Diagnostic;

use super::body::Body;
use crate::change;
use crate::change::Change;
use crate::checksum::{ChangeText, ReadFile, Rule};
use crate::lower::{Lower, Refused, not_on};

change! {
    /// Creates a package body. None of the products that amend knows has it: it is read, so that one changelog can serve more
    /// products, and refused where it would run.
    ///
    /// ```yaml
    /// - createPackageBody:
    ///     packageBodyName: billing
    ///     dbms: oracle
    ///     packageBodyText: CREATE OR REPLACE PACKAGE BODY billing AS END;
    /// ```
    "createPackageBody" = CreatePackageBody {
        /// The database of the package body (MySQL, MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the package body.
        "schemaName" => schema_name: String;
        /// Its name.
        "packageBodyName" => package_body_name: String, required;
        /// The text of the package body: the whole statement that makes it.
        "packageBodyText" => package_body_text: String, direct, unsummed;
        /// A file that holds the text, in the place of `packageBodyText`.
        "path" => path: String, unsummed;
        /// Whether `path` begins at the changelog's own folder.
        "relativeToChangelogFile" => relative_to_changelog_file: bool, unsummed;
        /// The encoding of the file; UTF-8 where it is not given.
        "encoding" => encoding: String, unsummed;
        /// The products that it is for, separated by commas; letter case counts.
        "dbms" => dbms: String, unsummed;
        /// A remark for the reader of the changelog.
        "comments" => comments: String, unsummed;
        /// One of the same name gives way.
        "replaceIfExists" => replace_if_exists: bool;
    }
}

impl Change for CreatePackageBody {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        Err(not_on(to.product(), "packages", &self.place, "name the products that have them under `dbms`"))
    }

    fn text(&self, rule: Rule, files: &ReadFile<'_>) -> Result<ChangeText, Diagnostic> {
        let body = Body {
            attribute: "packageBodyText",
            older_attribute: "packageBodyText",
            text: self.package_body_text.as_ref(),
            path: self.path.as_ref(),
            relative: self.relative_to_changelog_file.as_ref(),
            encoding: self.encoding.as_ref(),
        };
        body.summed(self, rule, files)
    }

    fn dbms(&self) -> Option<&str> {
        self.dbms.as_ref().map(|it| it.value.as_str())
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
- createPackageBody: {packageBodyName: p, packageBodyText: CREATE PACKAGE BODY p AS END}
"#,
            expect![[r#"
                postgresql:
                  error 2:22 `{packageBodyName: p, packageBodyText: CREATE PACKAGE BODY p AS END}`: PostgreSQL has no packages (not possible on PostgreSQL); name the products that have them under `dbms`
                mysql:
                  error 2:22 `{packageBodyName: p, packageBodyText: CREATE PACKAGE BODY p AS END}`: MySQL has no packages (not possible on MySQL); name the products that have them under `dbms`
                mariadb:
                  error 2:22 `{packageBodyName: p, packageBodyText: CREATE PACKAGE BODY p AS END}`: MariaDB has no packages (not possible on MariaDB); name the products that have them under `dbms`
                sqlite:
                  error 2:22 `{packageBodyName: p, packageBodyText: CREATE PACKAGE BODY p AS END}`: SQLite has no packages (not possible on SQLite); name the products that have them under `dbms`
            "#]],
        );
    }
}
