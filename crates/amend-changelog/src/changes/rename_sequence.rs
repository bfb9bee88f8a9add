//! `renameSequence`.

use crate::change;
use crate::change::Change;
use crate::lower::{Lower, Refused, require};

change! {
    /// Renames a sequence (PostgreSQL, MariaDB). MySQL and SQLite have no sequences: there it does nothing.
    ///
    /// ```yaml
    /// - renameSequence: {oldSequenceName: person_number, newSequenceName: customer_number}
    /// ```
    "renameSequence" = RenameSequence {
        /// The database of the sequence (MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the sequence.
        "schemaName" => schema_name: String;
        /// The name so far.
        "oldSequenceName" => old_sequence_name: String, required;
        /// The name from now on.
        "newSequenceName" => new_sequence_name: String, required;
    }
}

impl Change for RenameSequence {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let old = require(self, "oldSequenceName", &self.old_sequence_name)?;
        let new = require(self, "newSequenceName", &self.new_sequence_name)?;
        if !to.has_sequences("renameSequence", &self.place) {
            return Ok(());
        }
        let name = to.object(&self.catalog_name, &self.schema_name, &old.value);
        let before = to.sequence(&name, &old.place)?;
        let mut after = before.clone();
        after.name = name.sibling(to.name(&new.value));
        to.rename_sequence(before, after, &new.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn a_sequence_gets_its_name_back() {
        check_change(
            r#"
- createSequence: {sequenceName: a}
- renameSequence: {oldSequenceName: a, newSequenceName: b}
"#,
            expect![[r#"
                postgresql:
                  ALTER SEQUENCE a RENAME TO b
                  back: ALTER SEQUENCE b RENAME TO a
                mysql:
                  warning 3:19 `{oldSequenceName: a, newSequenceName: b}`: MySQL has no sequences: `renameSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
                mariadb:
                  RENAME TABLE a TO b
                  back: RENAME TABLE b TO a
                sqlite:
                  warning 3:19 `{oldSequenceName: a, newSequenceName: b}`: SQLite has no sequences: `renameSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
            "#]],
        );
    }
}
