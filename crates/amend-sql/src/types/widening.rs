//! Whether a column keeps all its values when it gets another type. Where that is not sure, the answer is no.

use super::canonical_type;
use crate::Product;

/// Whole numbers, the smaller ones first.
const WHOLE: [&str; 5] = ["tinyint", "smallint", "mediumint", "int", "bigint"];

/// Texts of no given length, the shorter ones first (MySQL and MariaDB; PostgreSQL has `text` alone).
const TEXTS: [&str; 4] = ["tinytext", "text", "mediumtext", "longtext"];

/// Whether each value of the old type is the same value of the new one.
pub fn keeps_values(product: Product, old: &str, new: &str) -> bool {
    let (old, new) = (canonical_type(product, old), canonical_type(product, new));
    if old == new {
        return true;
    }
    match product {
        Product::Sqlite => affinity(&old) == affinity(&new),
        Product::PostgreSql => Shape::of(&old).widens_to(&Shape::of(&new), 6),
        Product::MySql | Product::MariaDb => Shape::of(&old).widens_to(&Shape::of(&new), 0),
    }
}

/// What a declared type makes of values (<https://www.sqlite.org/datatype3.html>, section 3.1).
fn affinity(ty: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|word| ty.contains(word));
    match () {
        () if has(&["int"]) => "integer",
        () if has(&["char", "clob", "text"]) => "text",
        () if ty.is_empty() || has(&["blob"]) => "blob",
        () if has(&["real", "floa", "doub"]) => "real",
        () => "numeric",
    }
}

/// A canonical type in its parts.
struct Shape<'a> {
    /// The words before the numbers.
    name: &'a str,
    /// The numbers in parentheses; `None` where they are no numbers.
    numbers: Option<Vec<u32>>,
    /// The words behind the numbers.
    rest: &'a str,
}

impl<'a> Shape<'a> {
    fn of(ty: &'a str) -> Self {
        let Some((name, rest)) = ty.split_once('(') else {
            let (name, rest) = ty.split_once(" unsigned").map_or((ty, ""), |(name, _)| (name, "unsigned"));
            return Self { name, numbers: Some(Vec::new()), rest };
        };
        let (inside, rest) = rest.split_once(')').unwrap_or((rest, ""));
        let numbers = inside.split(',').map(|number| number.trim().parse().ok()).collect();
        Self { name: name.trim(), numbers, rest: rest.trim() }
    }

    /// `fraction`: the digits of a second that a moment has where none are given.
    fn widens_to(&self, new: &Shape<'_>, fraction: u32) -> bool {
        let (Some(numbers), Some(wider)) = (&self.numbers, &new.numbers) else { return false };
        if self.rest != new.rest {
            return false;
        }
        if self.name == new.name {
            return match self.name {
                "numeric" | "decimal" => has_room(numbers, wider),
                "character varying" | "varchar" | "varbinary" | "character" | "char" => longer(numbers, wider),
                "timestamp" | "datetime" | "time" => digits(numbers, fraction) <= digits(wider, fraction),
                _ => false,
            };
        }
        // The blanks that fill a fixed length up are no part of a value; it has them again when it comes back.
        let from_fixed = ["character", "char"].contains(&self.name) && !numbers.is_empty();
        let from_text = from_fixed || ["character varying", "varchar"].contains(&self.name);
        ranks(&WHOLE, self.name, new.name)
            || ranks(&["smallint", "integer", "bigint"], self.name, new.name)
            || ranks(&["real", "double precision"], self.name, new.name)
            || ranks(&["float", "double"], self.name, new.name)
            || ranks(&TEXTS, self.name, new.name)
            || (from_fixed && ["character varying", "varchar"].contains(&new.name) && longer(numbers, wider))
            || (from_text && (new.name == "longtext" || (self.name.starts_with("character") && new.name == "text")))
    }
}

fn ranks(order: &[&str], old: &str, new: &str) -> bool {
    let place = |name: &str| order.iter().position(|it| *it == name);
    matches!((place(old), place(new)), (Some(old), Some(new)) if old <= new)
}

/// Digits before and behind the point; without numbers there is no limit.
fn has_room(old: &[u32], new: &[u32]) -> bool {
    match (old, new) {
        (_, []) => true,
        ([digits, scale], [more, finer]) => {
            finer >= scale && more.saturating_sub(*finer) >= digits.saturating_sub(*scale)
        }
        _ => false,
    }
}

fn digits(given: &[u32], default: u32) -> u32 {
    given.first().copied().unwrap_or(default)
}

fn longer(old: &[u32], new: &[u32]) -> bool {
    match (old, new) {
        (_, []) => true,
        ([old], [new]) => old <= new,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_values() {
        use Product::{MariaDb, MySql, PostgreSql, Sqlite};
        for (product, old, new, keeps) in [
            (PostgreSql, "VARCHAR(9)", "VARCHAR(20)", true),
            (PostgreSql, "VARCHAR(9)", "VARCHAR(8)", false),
            (PostgreSql, "VARCHAR(9)", "TEXT", true),
            (PostgreSql, "TEXT", "VARCHAR(9)", false),
            (PostgreSql, "CHAR(36)", "VARCHAR(255)", true),
            (PostgreSql, "CHAR(36)", "VARCHAR(35)", false),
            (PostgreSql, "CHAR(36)", "TEXT", true),
            (PostgreSql, "VARCHAR(36)", "CHAR(36)", false),
            (PostgreSql, "INTEGER", "BIGINT", true),
            (PostgreSql, "BIGINT", "INTEGER", false),
            (PostgreSql, "INTEGER", "VARCHAR(20)", false),
            (PostgreSql, "numeric(10, 4)", "numeric(4, 1)", false),
            (PostgreSql, "numeric(10, 4)", "numeric(12, 4)", true),
            (PostgreSql, "numeric(10, 4)", "numeric(12, 8)", false),
            (PostgreSql, "TIMESTAMP WITHOUT TIME ZONE", "date", false),
            (PostgreSql, "TIMESTAMP(3) WITHOUT TIME ZONE", "TIMESTAMP(6) WITHOUT TIME ZONE", true),
            (PostgreSql, "TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP WITH TIME ZONE", false),
            (MySql, "INT", "BIGINT", true),
            (MySql, "INT", "BIGINT UNSIGNED", false),
            (MySql, "INT UNSIGNED", "BIGINT UNSIGNED", true),
            (MySql, "VARCHAR(9)", "VARCHAR(20)", true),
            (MySql, "CHAR(9)", "CHAR(20)", true),
            (MySql, "CHAR(9)", "VARCHAR(9)", true),
            (MySql, "BINARY(9)", "BINARY(20)", false),
            (MariaDb, "DATETIME(6)", "DATETIME", false),
            (MariaDb, "LONGTEXT", "TEXT", false),
            (MariaDb, "TEXT", "LONGTEXT", true),
            (MySql, "ENUM('a', 'b')", "ENUM('a')", false),
            (Sqlite, "VARCHAR(9)", "VARCHAR(4)", true),
            (Sqlite, "VARCHAR(9)", "INTEGER", false),
        ] {
            assert_eq!(keeps_values(product, old, new), keeps, "{product}: {old} to {new}");
        }
    }
}
