//! `dropSequence`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Drops a sequence, and the defaults of columns that take their numbers from it (PostgreSQL, MariaDB). MySQL and
    /// SQLite have no sequences: there it does nothing.
    ///
    /// ```yaml
    /// - dropSequence: {sequenceName: person_number}
    /// ```
    "dropSequence" = DropSequence {
        /// The database of the sequence (MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the sequence.
        "schemaName" => schema_name: String;
        /// The sequence's name.
        "sequenceName" => sequence_name: String, required;
    }
}

impl Change for DropSequence {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "sequenceName", &self.sequence_name)?;
        if !to.has_sequences("dropSequence", &self.place) {
            return Ok(());
        }
        let object = to.object(&self.catalog_name, &self.schema_name, &name.value);
        to.drop_sequence(&object, &name.place)
    }
}

#[cfg(test)]
mod tests {
    use amend_sql::Product;
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_on, check_open};

    #[test]
    fn a_sequence_comes_back_with_its_options() {
        check_change(
            r#"
- createSequence: {sequenceName: sq, incrementBy: 3}
- dropSequence: {sequenceName: sq}
"#,
            expect![[r#"
                postgresql, mariadb:
                  DROP SEQUENCE sq
                  back: CREATE SEQUENCE sq INCREMENT BY 3
                mysql:
                  warning 3:17 `{sequenceName: sq}`: MySQL has no sequences: `dropSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
                sqlite:
                  warning 3:17 `{sequenceName: sq}`: SQLite has no sequences: `dropSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
            "#]],
        );
    }

    #[test]
    fn defaults_go_before_their_sequence() {
        let yaml = r#"
- createSequence: {sequenceName: sq}
- createTable: {tableName: t, columns: [{column: {name: a, type: bigint, defaultValueSequenceNext: sq}}]}
- dropSequence: {sequenceName: sq}
"#;
        check_on(
            Product::PostgreSql,
            yaml,
            expect![[r#"
                postgresql:
                  ALTER TABLE t ALTER COLUMN a DROP DEFAULT
                  DROP SEQUENCE sq
                  back: CREATE SEQUENCE sq
                  back: ALTER TABLE t ALTER COLUMN a SET DEFAULT nextval('sq')
            "#]],
        );
        check_on(
            Product::MariaDb,
            yaml,
            expect![[r#"
                mariadb:
                  ALTER TABLE t ALTER COLUMN a SET DEFAULT NULL
                  DROP SEQUENCE sq
                  back: CREATE SEQUENCE sq
                  back: ALTER TABLE t ALTER COLUMN a SET DEFAULT (NEXT VALUE FOR sq)
            "#]],
        );
    }

    #[test]
    fn a_sequence_that_is_not_known_has_no_way_back() {
        check_open(
            "- dropSequence: {sequenceName: sq}",
            expect![[r#"
            postgresql:
              DROP SEQUENCE sq CASCADE
              no way back: Unknown { kind: Sequence, name: "sq", table: None }
            mysql:
              warning 1:17 `{sequenceName: sq}`: MySQL has no sequences: `dropSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
            mariadb:
              DROP SEQUENCE sq
              no way back: Unknown { kind: Sequence, name: "sq", table: None }
            sqlite:
              warning 1:17 `{sequenceName: sq}`: SQLite has no sequences: `dropSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
        "#]],
        );
    }
}
