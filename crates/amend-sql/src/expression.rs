//! Expressions of a product, as texts: which columns they name, and how they follow a column's new name.
//!
//! An expression is read as words: what stands in quotes for texts, in comments, or before a parenthesis (a function)
//! names no column.

use std::ops::Range;

use crate::names::{self, BadName};
use crate::{Product, Profile, literals, profile};
use amend_catalog::Case;

/// A name within an expression.
struct Name<'a> {
    /// Where it stands, in bytes, quotes included.
    range: Range<usize>,
    /// The name without its quotes.
    text: &'a str,
    quoted: bool,
}

/// Whether the expression names the column, or the table or view.
pub fn mentions(product: Product, expression: &str, name: &str) -> bool {
    let facts = profile(product);
    names_of(facts, expression).iter().any(|found| found.is(name, facts.naming.members))
}

/// The expression with a column's new name.
///
/// # Errors
/// The product can have no such name.
pub fn renamed(product: Product, expression: &str, old: &str, new: &str) -> Result<String, BadName> {
    let facts = profile(product);
    let new = names::quoted(product, new)?;
    let mut text = expression.to_owned();
    for found in names_of(facts, expression).iter().rev().filter(|found| found.is(old, facts.naming.members)) {
        text.replace_range(found.range.clone(), &new);
    }
    Ok(text)
}

/// The texts of two columns with something between them, without those that are `NULL`.
///
/// SQLite has no `concat_ws` before 3.44, so a `CASE` tells the four cases apart there.
///
/// # Errors
/// The product can have no such name or text.
pub fn joined(product: Product, columns: [&str; 2], between: &str) -> Result<String, literals::BadLiteral> {
    let between = literals::text(product, between)?;
    let [first, second] = [names::quoted(product, columns[0])?, names::quoted(product, columns[1])?];
    if profile(product).concat_ws {
        return Ok(format!("CONCAT_WS({between}, {first}, {second})"));
    }
    Ok(format!(
        "CASE WHEN {first} IS NULL THEN coalesce({second}, '') WHEN {second} IS NULL THEN {first} \
         ELSE {first} || {between} || {second} END"
    ))
}

/// The condition that a column has no value.
///
/// # Errors
/// The product can have no such name.
pub fn is_null(product: Product, column: &str) -> Result<String, BadName> {
    Ok(format!("{} IS NULL", names::quoted(product, column)?))
}

impl Name<'_> {
    fn is(&self, name: &str, case: Case) -> bool {
        match case {
            Case::Sensitive if !self.quoted => self.text.to_ascii_lowercase() == name,
            case => case.same(self.text, name),
        }
    }
}

fn names_of<'a>(facts: &Profile, expression: &'a str) -> Vec<Name<'a>> {
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(first) = expression[at..].chars().next() {
        let end = at + length(facts, &expression[at..], first);
        if let Some(name) = name_in(facts, expression, at..end) {
            names.push(name);
        }
        at = end;
    }
    names
}

/// How many bytes belong together at the start of the text.
fn length(facts: &Profile, text: &str, first: char) -> usize {
    match first {
        '\'' => quoted_length(text, first, facts.backslash_escapes),
        '"' | '`' => quoted_length(text, first, false),
        '-' if text.starts_with("--") => text.find('\n').unwrap_or(text.len()),
        '/' if text.starts_with("/*") => text.find("*/").map_or(text.len(), |end| end + 2),
        _ if is_word(first) => text.find(|letter| !is_word(letter)).unwrap_or(text.len()),
        _ => first.len_utf8(),
    }
}

/// From a quote to the one that ends it; a doubled one does not.
fn quoted_length(text: &str, quote: char, backslash: bool) -> usize {
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if backslash && letter == '\\' {
            letters.next();
        } else if letter == quote && letters.next_if(|(_, next)| *next == quote).is_none() {
            return at + 1;
        }
    }
    text.len()
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

fn name_in<'a>(facts: &Profile, expression: &'a str, range: Range<usize>) -> Option<Name<'a>> {
    let text = &expression[range.clone()];
    let function = expression[range.end..].trim_start().starts_with('(');
    let first = text.chars().next()?;
    if first == facts.quote && text.len() > 1 {
        return Some(Name { range, text: text[1..].trim_end_matches(first), quoted: true });
    }
    (is_word(first) && !first.is_ascii_digit() && !function).then_some(Name { range, text, quoted: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_found_as_a_name_only() {
        for (expression, expected) in [
            ("price > 0", true),
            ("\"price\" > 0", true),
            ("t.price > 0", true),
            ("PRICE > 0", true),
            ("lower(price) = 'x'", true),
            ("price(a) > 0", false),
            ("'price' = a", false),
            ("prices > 0", false),
            ("\"Price\" > 0", false),
            ("a > 0 -- price", false),
            ("a > /* price */ 0", false),
            ("'it''s price' = a", false),
        ] {
            assert_eq!(mentions(Product::PostgreSql, expression, "price"), expected, "{expression}");
        }
    }

    #[test]
    fn an_expression_follows_a_new_name() {
        let text = renamed(Product::MySql, "`a` > 0 and A < b and 'a\\'a' <> a", "a", "order").unwrap();
        assert_eq!(text, "`order` > 0 and `order` < b and 'a\\'a' <> `order`");
    }

    #[test]
    fn what_is_not_closed_ends_the_expression() {
        for expression in ["'", "\"", "`a", "/*", "--", "'a\\"] {
            assert!(!mentions(Product::MySql, expression, "b"), "{expression}");
        }
    }

    #[test]
    fn joining_leaves_nothing_out() {
        assert_eq!(joined(Product::PostgreSql, ["a", "b"], "'").unwrap(), "CONCAT_WS('''', a, b)");
        assert_eq!(
            joined(Product::Sqlite, ["a", "b"], " ").unwrap(),
            "CASE WHEN a IS NULL THEN coalesce(b, '') WHEN b IS NULL THEN a ELSE a || ' ' || b END"
        );
    }
}
