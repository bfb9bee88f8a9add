//! What differs between products in values that are not plain literals.

use crate::Product;
use crate::types::{ColumnType, TypeClass};

/// What is true of the values of a product.
pub(super) struct ValueFacts {
    /// The function that gives the current point in time, without parentheses.
    pub now: &'static str,
    /// Whether that function is called with parentheses.
    pub now_is_called: bool,
    /// Whether it takes the digits of the fraction of a second as they were given.
    pub now_takes_digits: bool,
    /// Whether, as a default, its digits must be the column's.
    pub now_follows_column: bool,
    /// Whether `SET DEFAULT` takes that function in parentheses only.
    pub now_is_set_in_parentheses: bool,
    /// Whether the default `NULL` is kept as one: PostgreSQL shows it with a cast (`NULL::character varying`), SQLite
    /// as it is written.
    pub null_is_kept: bool,
    /// Whether `DEFAULT` without anything behind it is read as `DEFAULT NULL`, since `NULL` follows it as the column's
    /// nullability.
    pub no_text_is_null: bool,
    /// Whether columns for days and times take any text, so that a text is never meant for a function.
    days_are_text: bool,
    /// Whether a column can be given its value again when its row changes.
    pub on_update: bool,
    /// Whether the text `CURRENT_TIMESTAMP` as a row's value is the function.
    pub text_is_now: bool,
    /// Which defaults need no parentheses.
    pub bare: Bare,
    /// Types whose defaults need parentheses even if they are literals.
    no_literals: &'static [&'static str],
    /// How strings of bits are written.
    bits: Bits,
    /// Whether a truth value can be the default of a column of numbers.
    truth_is_number: bool,
    /// Numbers that are not finite, and their literals.
    special_numbers: &'static [(&'static str, &'static str)],
}

/// Which expressions a default may be without parentheses around it, beside literals.
pub(super) enum Bare {
    /// All.
    All,
    /// The current point in time, for columns that hold points in time.
    Now,
    /// Words and calls of functions.
    Calls,
    /// Words.
    Words,
}

enum Bits {
    /// `B'101'`.
    Literal,
    /// `1`, and `b'101'` for more than one.
    NumberOrLiteral,
    /// `1`; more than one cannot be written.
    Number,
}

/// PostgreSQL 15.
const POSTGRESQL: ValueFacts = ValueFacts {
    now: "NOW",
    now_is_called: true,
    now_takes_digits: false,
    now_follows_column: false,
    now_is_set_in_parentheses: false,
    null_is_kept: true,
    no_text_is_null: false,
    days_are_text: false,
    on_update: false,
    text_is_now: false,
    bare: Bare::All,
    no_literals: &[],
    bits: Bits::Literal,
    truth_is_number: false,
    special_numbers: &[("nan", "'NaN'"), ("infinity", "'Infinity'"), ("-infinity", "'-Infinity'")],
};

/// MySQL 9.7; expressions as defaults came with 8.0.13 (manual, 13.6).
const MYSQL: ValueFacts = ValueFacts {
    now: "NOW",
    now_is_called: true,
    now_takes_digits: true,
    now_follows_column: true,
    now_is_set_in_parentheses: true,
    null_is_kept: false,
    no_text_is_null: true,
    days_are_text: false,
    on_update: true,
    text_is_now: false,
    bare: Bare::Now,
    no_literals: &[
        "TINYTEXT",
        "TEXT",
        "MEDIUMTEXT",
        "LONGTEXT",
        "TINYBLOB",
        "BLOB",
        "MEDIUMBLOB",
        "LONGBLOB",
        "JSON",
        "GEOMETRY",
        "POINT",
        "LINESTRING",
        "POLYGON",
        "VECTOR",
    ],
    bits: Bits::NumberOrLiteral,
    truth_is_number: true,
    special_numbers: &[],
};

/// MariaDB 10.11; expressions as defaults came with 10.2.
const MARIADB: ValueFacts = ValueFacts { now_follows_column: false, bare: Bare::Calls, no_literals: &[], ..MYSQL };

/// SQLite 3.40.
const SQLITE: ValueFacts = ValueFacts {
    now: "CURRENT_TIMESTAMP",
    now_is_called: false,
    now_takes_digits: false,
    now_follows_column: false,
    now_is_set_in_parentheses: false,
    null_is_kept: true,
    no_text_is_null: false,
    days_are_text: true,
    on_update: false,
    text_is_now: true,
    bare: Bare::Words,
    no_literals: &[],
    bits: Bits::Number,
    truth_is_number: true,
    special_numbers: &[],
};

/// The facts of the product.
pub(super) fn facts(product: Product) -> &'static ValueFacts {
    match product {
        Product::PostgreSql => &POSTGRESQL,
        Product::MySql => &MYSQL,
        Product::MariaDb => &MARIADB,
        Product::Sqlite => &SQLITE,
    }
}

impl ValueFacts {
    /// Whether a literal as the type's default stands in parentheses.
    pub(super) fn needs_parentheses(&self, ty: &ColumnType) -> bool {
        let name = ty.sql.split(|character: char| !character.is_ascii_alphabetic()).next().unwrap_or_default();
        self.no_literals.iter().any(|it| it.eq_ignore_ascii_case(name))
    }

    /// Whether a column of the type takes any text as its default; points in time do not, for which the text of the
    /// current one is the function.
    pub(super) fn takes_any_text(&self, ty: &ColumnType) -> bool {
        self.days_are_text && ty.class != TypeClass::DateTime
    }

    /// A string of bits as a literal.
    pub(super) fn bits(&self, bits: &str) -> Option<String> {
        match self.bits {
            Bits::Literal => Some(format!("B'{bits}'")),
            Bits::Number | Bits::NumberOrLiteral if bits.len() == 1 => Some(bits.to_owned()),
            Bits::NumberOrLiteral => Some(format!("b'{bits}'")),
            Bits::Number => None,
        }
    }

    /// A truth value for a column of numbers.
    pub(super) fn truth_as_number(&self, value: bool) -> &'static str {
        match (self.truth_is_number, value) {
            (true, true) => "true",
            (true, false) => "false",
            (false, true) => "1",
            (false, false) => "0",
        }
    }

    /// The literal of a number that is not finite.
    pub(super) fn special_number(&self, text: &str) -> Option<&'static str> {
        let mut numbers = self.special_numbers.iter();
        numbers.find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, literal)| *literal)
    }
}
