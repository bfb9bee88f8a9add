//! `alterSequence`.

use amend_catalog::{Object, SequenceOptions};
use amend_syntax::Spanned;

use super::create_sequence::sequence_type;
use crate::change;
use crate::change::Change;
use crate::decode::Integer;
use crate::lower::{Lower, Refused, require};

change! {
    /// Changes options of a sequence; those that are not given stay (PostgreSQL, MariaDB). MySQL and SQLite have no
    /// sequences: there it does nothing.
    ///
    /// ```yaml
    /// - alterSequence: {sequenceName: person_number, incrementBy: 5}
    /// ```
    "alterSequence" = AlterSequence {
        /// The database of the sequence (MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the sequence.
        "schemaName" => schema_name: String;
        /// The sequence's name.
        "sequenceName" => sequence_name: String, required;
        /// The type of its numbers (PostgreSQL).
        "dataType" => data_type: String;
        /// The step from number to number.
        "incrementBy" => increment_by: Integer;
        /// The smallest number.
        "minValue" => min_value: Integer;
        /// The largest number.
        "maxValue" => max_value: Integer;
        /// How many numbers a session takes at once.
        "cacheSize" => cache_size: Integer;
        /// Whether it starts again at its end.
        "cycle" => cycle: bool;
        /// Whether numbers come in the order of their requests; on these products they always do.
        "ordered" => ordered: bool;
    }
}

impl AlterSequence {
    fn options(&self, to: &Lower<'_>, before: SequenceOptions) -> Result<SequenceOptions, Refused> {
        let number = |field: &Option<Spanned<Integer>>, before| field.as_ref().map(|it| it.value.0.clone()).or(before);
        Ok(SequenceOptions {
            data_type: sequence_type(to, &self.data_type)?.or(before.data_type),
            increment: number(&self.increment_by, before.increment),
            min: number(&self.min_value, before.min),
            max: number(&self.max_value, before.max),
            cache: number(&self.cache_size, before.cache),
            cycle: self.cycle.as_ref().map(|it| it.value).or(before.cycle),
            start: before.start,
        })
    }
}

impl Change for AlterSequence {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "sequenceName", &self.sequence_name)?;
        if !to.has_sequences("alterSequence", &self.place) {
            return Ok(());
        }
        let object = to.object(&self.catalog_name, &self.schema_name, &name.value);
        let before = to.sequence(&object, &name.place)?;
        let mut after = before.clone();
        after.options = self.options(to, before.options.clone())?;
        to.alter(Object::Sequence(before), Object::Sequence(after), &self.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::{check_change, check_open};

    #[test]
    fn the_options_before_come_back() {
        check_change(
            r#"
- createSequence: {sequenceName: sq, incrementBy: 3, cacheSize: 10}
- alterSequence: {sequenceName: sq, incrementBy: 5, maxValue: 99}
"#,
            expect![[r#"
                postgresql, mariadb:
                  ALTER SEQUENCE sq INCREMENT BY 5 MAXVALUE 99
                  back: ALTER SEQUENCE sq INCREMENT BY 3 NO MAXVALUE
                mysql:
                  warning 3:18 `{sequenceName: sq, incrementBy: 5, maxValue: 99}`: MySQL has no sequences: `alterSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
                sqlite:
                  warning 3:18 `{sequenceName: sq, incrementBy: 5, maxValue: 99}`: SQLite has no sequences: `alterSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
            "#]],
        );
    }

    #[test]
    fn a_sequence_that_is_not_known_has_no_way_back() {
        check_open(
            "- alterSequence: {sequenceName: sq, incrementBy: 5}",
            expect![[r#"
            postgresql, mariadb:
              ALTER SEQUENCE sq INCREMENT BY 5
              no way back: Unknown { kind: Sequence, name: "sq", table: None }
            mysql:
              warning 1:18 `{sequenceName: sq, incrementBy: 5}`: MySQL has no sequences: `alterSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
            sqlite:
              warning 1:18 `{sequenceName: sq, incrementBy: 5}`: SQLite has no sequences: `alterSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
        "#]],
        );
    }
}
