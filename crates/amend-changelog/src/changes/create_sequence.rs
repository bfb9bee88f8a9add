//! `createSequence`.

use amend_catalog::{Edit, Manner, Object, Sequence, SequenceOptions, World};
use amend_syntax::Spanned;

use crate::change;
use crate::change::Change;
use crate::decode::Integer;
use crate::lower::{Lower, Refused, filled, not_on, require};

change! {
    /// Creates a sequence (PostgreSQL, MariaDB). MySQL and SQLite have none: there it does nothing.
    ///
    /// ```yaml
    /// - createSequence: {sequenceName: invoice_number, startValue: 1000, incrementBy: 10}
    /// ```
    "createSequence" = CreateSequence {
        /// The database of the sequence (MariaDB).
        "catalogName" => catalog_name: String;
        /// The schema of the sequence.
        "schemaName" => schema_name: String;
        /// The sequence's name.
        "sequenceName" => sequence_name: String, required;
        /// The type of its numbers (PostgreSQL).
        "dataType" => data_type: String;
        /// The first number.
        "startValue" => start_value: Integer;
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

impl CreateSequence {
    fn options(&self, to: &Lower<'_>) -> Result<SequenceOptions, Refused> {
        let number = |field: &Option<Spanned<Integer>>| field.as_ref().map(|it| it.value.0.clone());
        Ok(SequenceOptions {
            data_type: sequence_type(to, &self.data_type)?,
            start: number(&self.start_value),
            increment: number(&self.increment_by),
            min: number(&self.min_value),
            max: number(&self.max_value),
            cache: number(&self.cache_size),
            cycle: self.cycle.as_ref().map(|it| it.value),
        })
    }
}

/// The type of a sequence's numbers.
pub(super) fn sequence_type(to: &Lower<'_>, written: &Option<Spanned<String>>) -> Result<Option<String>, Refused> {
    let Some(written) = filled(written) else { return Ok(None) };
    if to.profile.has(amend_sql::Feature::SequenceType) {
        return Ok(Some(to.column_type(written)?.sql));
    }
    Err(not_on(to.product(), "type for the numbers of a sequence", &written.place, "leave `dataType` away"))
}

impl Change for CreateSequence {
    fn lower(&self, to: &mut Lower<'_>) -> Result<(), Refused> {
        let name = require(self, "sequenceName", &self.sequence_name)?;
        if !to.has_sequences("createSequence", &self.place) {
            return Ok(());
        }
        let object = to.object(&self.catalog_name, &self.schema_name, &name.value);
        let sequence = Sequence { name: object, known: true, options: self.options(to)?, owner: None };
        // One that the changelog does not know stays as it is, as in the tool this is compatible with.
        let manner = Manner { tolerant: to.catalog.world == World::Open, ..Manner::default() };
        to.edit(Edit::create(Object::Sequence(sequence)).with(manner), &name.place)
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use crate::changes::testing::check_change;

    #[test]
    fn a_sequence_comes_and_goes() {
        check_change(
            "- createSequence: {sequenceName: sq}",
            expect![[r#"
            postgresql, mariadb:
              CREATE SEQUENCE sq
              back: DROP SEQUENCE sq
            mysql:
              warning 1:19 `{sequenceName: sq}`: MySQL has no sequences: `createSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
            sqlite:
              warning 1:19 `{sequenceName: sq}`: SQLite has no sequences: `createSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
        "#]],
        );
    }

    #[test]
    fn options_are_written_out() {
        check_change(
            "- createSequence: {sequenceName: sq, startValue: 5, incrementBy: 2, minValue: 1, maxValue: 99, cycle: true, cacheSize: 10}",
            expect![[r#"
                postgresql, mariadb:
                  CREATE SEQUENCE sq START WITH 5 INCREMENT BY 2 MINVALUE 1 MAXVALUE 99 CACHE 10 CYCLE
                  back: DROP SEQUENCE sq
                mysql:
                  warning 1:19 `{sequenceName: sq, startValue: 5, incrementBy: 2, minValue: 1, maxValue: 99, cycle: true, cacheSize: 10}`: MySQL has no sequences: `createSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
                sqlite:
                  warning 1:19 `{sequenceName: sq, startValue: 5, incrementBy: 2, minValue: 1, maxValue: 99, cycle: true, cacheSize: 10}`: SQLite has no sequences: `createSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
            "#]],
        );
        check_change(
            "- createSequence: {sequenceName: sq, dataType: int}",
            expect![[r#"
            postgresql:
              CREATE SEQUENCE sq AS INTEGER
              back: DROP SEQUENCE sq
            mysql:
              warning 1:19 `{sequenceName: sq, dataType: int}`: MySQL has no sequences: `createSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
            mariadb:
              error 1:48 `int`: MariaDB has no type for the numbers of a sequence (not possible on MariaDB); leave `dataType` away
            sqlite:
              warning 1:19 `{sequenceName: sq, dataType: int}`: SQLite has no sequences: `createSequence` does nothing (nothing is sent); limit the change set with `dbms` to the products that have sequences
        "#]],
        );
    }
}
