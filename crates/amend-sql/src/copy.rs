//! Rows as the lines that follow `COPY .. FROM STDIN` (PostgreSQL).
//!
//! A script shows `INSERT`, and a run may send the same rows by `COPY`, which is several times as fast. Both come to the same
//! only where the server makes the same value of both texts: a text in quotes is read by the input function of the column's
//! type, as a field of `COPY` is; a number or a truth value of a statement is one already and is converted. So a value goes
//! by `COPY` where [`lines`] knows that nothing is lost by that; rows with any other value stay in statements.

use amend_catalog::Value;

use crate::literals::{self, is_number};

/// Whether the number of that text is the same both ways.
type Takes = fn(&str) -> bool;

/// The types of columns, as PostgreSQL names them inside (`pg_type.typname`), and the numbers that they take in both ways
/// alike. Measured on PostgreSQL 15.
const NUMBERS: [(&str, Takes); 6] = [
    ("int2", is_whole),
    ("int4", is_whole),
    ("int8", is_whole),
    ("numeric", is_number),
    ("float4", is_number_but_no_negative_zero),
    ("float8", is_number_but_no_negative_zero),
];

/// The lines of these rows; `None` where a value is not the same in a statement. `types` are those of the columns.
pub fn lines(types: &[String], rows: &[Vec<Value>]) -> Option<Vec<u8>> {
    let mut lines = String::with_capacity(64 * rows.len());
    for row in rows {
        if row.is_empty() || row.len() != types.len() {
            return None;
        }
        for (place, (value, ty)) in row.iter().zip(types).enumerate() {
            if place > 0 {
                lines.push('\t');
            }
            field(ty, value, &mut lines)?;
        }
        lines.push('\n');
    }
    Some(lines.into_bytes())
}

fn field(ty: &str, value: &Value, line: &mut String) -> Option<()> {
    match value {
        Value::Null => line.push_str("\\N"),
        Value::Text(text) => escaped(text, line),
        Value::Bytes(bytes) => {
            let literal = literals::bytes(crate::Product::PostgreSql, bytes);
            escaped(literal.trim_matches('\''), line);
        }
        Value::Boolean(value) if ty == "bool" => line.push(if *value { 't' } else { 'f' }),
        Value::Number(number) if takes(ty, number) => line.push_str(number),
        _ => return None,
    }
    Some(())
}

fn takes(ty: &str, number: &str) -> bool {
    NUMBERS.iter().any(|(name, takes)| *name == ty && takes(number))
}

/// Digits with a sign or without; in a statement `1e3` or `1.` would be rounded, as a field it is refused.
fn is_whole(number: &str) -> bool {
    let digits = number.strip_prefix(['-', '+']).unwrap_or(number);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// In a statement `-0` is the number 0 with another sign: 0; as a field it is minus 0.
fn is_number_but_no_negative_zero(number: &str) -> bool {
    is_number(number) && (!number.starts_with('-') || number.bytes().any(|byte| matches!(byte, b'1'..=b'9')))
}

fn escaped(text: &str, line: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '\n', '\r', '\t']) {
        line.push_str(&rest[..at]);
        line.push_str(match rest.as_bytes()[at] {
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            _ => "\\\\",
        });
        rest = &rest[at + 1..];
    }
    line.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(ty: &str, value: Value) -> Option<String> {
        lines(&[ty.to_owned()], &[vec![value]]).map(|lines| String::from_utf8(lines).unwrap())
    }

    #[test]
    fn what_is_the_same_both_ways() {
        for (ty, value, expected) in [
            ("text", Value::Null, "\\N\n"),
            ("text", Value::Text("a\\b\tc\nd\re\\N".to_owned()), "a\\\\b\\tc\\nd\\re\\\\N\n"),
            ("date", Value::Text("2020-01-02".to_owned()), "2020-01-02\n"),
            ("bytea", Value::Bytes(vec![0, 255]), "\\\\x00FF\n"),
            ("bool", Value::Boolean(true), "t\n"),
            ("int4", Value::Number("-007".to_owned()), "-007\n"),
            ("numeric", Value::Number("1e3".to_owned()), "1e3\n"),
            ("float8", Value::Number("-0.5".to_owned()), "-0.5\n"),
        ] {
            assert_eq!(line(ty, value).as_deref(), Some(expected));
        }
        let row = vec![Value::Text("a".to_owned()), Value::Null];
        assert_eq!(lines(&["text".to_owned(), "text".to_owned()], &[row.clone(), row]).unwrap(), b"a\t\\N\na\t\\N\n");
    }

    #[test]
    fn what_is_not() {
        for (ty, value) in [
            ("int4", Value::Number("1.5".to_owned())),
            ("int4", Value::Number("1e3".to_owned())),
            ("text", Value::Number("1e3".to_owned())),
            ("bool", Value::Number("1".to_owned())),
            ("text", Value::Boolean(true)),
            ("float8", Value::Number("-0".to_owned())),
            ("text", Value::Expression("now()".to_owned())),
        ] {
            assert_eq!(line(ty, value), None);
        }
        assert_eq!(lines(&[], &[vec![]]), None);
    }
}
