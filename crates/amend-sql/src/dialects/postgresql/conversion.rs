//! How the values of a column become values of another type. PostgreSQL does it by itself where it has an assignment
//! cast; all else must be said with `USING`. Where it does it by itself nothing is said: an explicit cast would cut texts
//! that are too long, without a word.

use amend_catalog::{Column, Manner};

use crate::backend::Phrase;

/// Types whose values become each other by assignment (PostgreSQL 15, `pg_cast`), by the first words of their names.
const FAMILIES: [&[&str]; 3] = [
    &[
        "bigint", "decimal", "double", "float", "float4", "float8", "int", "int2", "int4", "int8", "integer",
        "numeric", "real", "smallint",
    ],
    &["date", "time", "timestamp", "timestamptz", "timetz"],
    &["bit", "varbit"],
];

/// Types that take any value by assignment.
const TEXTS: [&str; 6] = ["bpchar", "char", "character", "citext", "text", "varchar"];

/// What was asked for, or else a cast where one is needed.
pub(super) fn using(old: &Column, new: &Column, manner: &Manner) -> Phrase {
    match &manner.using {
        Some(expression) => Phrase::new("USING").raw(expression),
        None if is_assigned(&old.ty, &new.ty) => Phrase::default(),
        None => Phrase::new("USING").call("CAST", vec![Phrase::named(&new.name).words("AS").raw(&new.ty)]),
    }
}

/// Whether the server converts the column's values and its default by itself.
pub(super) fn is_by_itself(old: &Column, new: &Column) -> bool {
    old.ty == new.ty || is_assigned(&old.ty, &new.ty)
}

fn is_assigned(old: &str, new: &str) -> bool {
    let (old, new) = (old.to_ascii_lowercase(), new.to_ascii_lowercase());
    let array = |ty: &str| ty.contains('[');
    let both = |family: &[&str]| is_of(&old, family) && is_of(&new, family);
    base(&old) == base(&new)
        || (!array(&old) && !array(&new) && (is_of(&new, &TEXTS) || FAMILIES.iter().any(|family| both(family))))
}

/// Whether the first word of the type's name is one of these.
fn is_of(ty: &str, family: &[&str]) -> bool {
    let end = ty.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(ty.len());
    family.contains(&&ty[..end])
}

/// The type without its numbers.
fn base(ty: &str) -> String {
    match (ty.find('('), ty.find(')')) {
        (Some(open), Some(close)) if open < close => ty[..open].trim_end().to_owned() + &ty[close + 1..],
        _ => ty.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_server_does_not_do_by_itself_is_cast() {
        for (old, new, assigned) in [
            ("VARCHAR(99)", "VARCHAR(9)", true),
            ("INTEGER", "VARCHAR(9)", true),
            ("INTEGER", "numeric(10, 2)", true),
            ("TIMESTAMP(3) WITHOUT TIME ZONE", "date", true),
            ("TIMESTAMP(3) WITHOUT TIME ZONE", "TIMESTAMP WITHOUT TIME ZONE", true),
            ("VARCHAR(9)", "INTEGER", false),
            ("BOOLEAN", "INTEGER", false),
            ("INTEGER", "interval", false),
            ("TEXT", "TEXT[]", false),
            ("", "INTEGER", false),
        ] {
            assert_eq!(is_assigned(old, new), assigned, "{old} to {new}");
        }
    }
}
