//! One spelling for expressions: as written in a changelog, and as a server gives them back.
//!
//! Parentheses, casts and character sets of texts are left away, for the servers add them at will. So two expressions
//! that differ in nothing else have one form; for telling whether a database is as it should be that is close enough.

use amend_sql::Product;

use crate::tokens::{Token, tokens};

/// The expression without parentheses around the whole of it.
pub(crate) fn without_outer_parentheses(expression: &str) -> &str {
    let mut expression = expression.trim();
    while let Some(inner) = inner(expression) {
        expression = inner.trim();
    }
    expression
}

/// What stands in the first parenthesis, if it is the last too. Quotes are those that all products have.
fn inner(expression: &str) -> Option<&str> {
    let inside = expression.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 0_i32;
    for token in tokens(Product::PostgreSql, inside) {
        depth += match token.text {
            "(" => 1,
            ")" => -1,
            _ => 0,
        };
        if depth < 0 {
            return None;
        }
    }
    (depth == 0).then_some(inside)
}

/// The normal form of an expression.
pub(super) fn canonical(product: Product, expression: &str) -> String {
    let tokens = tokens(product, expression);
    let mut words = words(product, &tokens);
    for (from, to) in SYNONYMS {
        replace(&mut words, from, to);
    }
    if product != Product::PostgreSql {
        replace(&mut words, &["true"], &["1"]);
        replace(&mut words, &["false"], &["0"]);
    }
    words.retain(|word| !matches!(word.as_str(), "(" | ")"));
    sequences(&mut words);
    between(&mut words);
    lists(&mut words);
    words.join(" ")
}

/// The normal form of a default; `NULL` is none.
pub(super) fn canonical_default(product: Product, expression: &str) -> Option<String> {
    Some(canonical(product, expression)).filter(|text| text != "null" && !text.is_empty())
}

/// Runs of words that mean the same as others.
const SYNONYMS: &[(&[&str], &[&str])] = &[
    (&["now"], &["current_timestamp"]),
    (&["current_timestamp", "(", ")"], &["current_timestamp"]),
    (&["current_date", "(", ")"], &["current_date"]),
    (&["curdate", "(", ")"], &["current_date"]),
    (&["next", "value", "for"], &["nextval"]),
    (&["!", "="], &["<", ">"]),
    (&["!", "~", "~", "*"], &["not", "ilike"]),
    (&["!", "~", "~"], &["not", "like"]),
    (&["~", "~", "*"], &["ilike"]),
    (&["~", "~"], &["like"]),
];

fn replace(words: &mut Vec<String>, from: &[&str], to: &[&str]) {
    let mut at = 0;
    while at + from.len() <= words.len() {
        if words[at..at + from.len()].iter().zip(from).all(|(word, sought)| word == sought) {
            words.splice(at..at + from.len(), to.iter().map(|it| (*it).to_owned()));
            at += to.len();
        } else {
            at += 1;
        }
    }
}

/// The tokens in one spelling each, without casts and character sets.
fn words(product: Product, tokens: &[Token<'_>]) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1);
        if is_cast(token, next) {
            at += 2 + type_length(&tokens[at + 2..]);
        } else if is_introducer(token, next) {
            at += 1;
        } else if let Some(bits) = bits(token, next) {
            words.push(bits);
            at += 2;
        } else {
            words.push(word(product, token, words.last()));
            at += 1;
        }
    }
    words
}

fn is_cast(token: &Token<'_>, next: Option<&Token<'_>>) -> bool {
    token.text == ":" && next.is_some_and(|next| next.text == ":" && next.range.start == token.range.end)
}

/// `_utf8mb4'text'`: the character set of a text.
fn is_introducer(token: &Token<'_>, next: Option<&Token<'_>>) -> bool {
    token.text.starts_with('_') && next.is_some_and(|next| next.text.starts_with('\''))
}

/// `b'101'` as a number.
fn bits(token: &Token<'_>, next: Option<&Token<'_>>) -> Option<String> {
    let text = next.filter(|next| token.is("b") && next.text.starts_with('\''))?.text.trim_matches('\'');
    u128::from_str_radix(text, 2).ok().map(|number| number.to_string())
}

/// How many tokens a type has that stands behind a cast.
fn type_length(tokens: &[Token<'_>]) -> usize {
    const SECOND: &[&str] = &["varying", "precision", "without", "with", "time", "zone"];
    let mut length = 1;
    while let Some(token) = tokens.get(length) {
        let is_part = SECOND.iter().any(|word| token.is(word)) || matches!(token.text, "[" | "]" | ".");
        let after_point = tokens[length - 1].text == ".";
        length += match token.text {
            "(" => parameters(&tokens[length..]),
            _ if is_part || after_point => 1,
            _ => break,
        };
    }
    length
}

fn parameters(tokens: &[Token<'_>]) -> usize {
    tokens.iter().position(|token| token.text == ")").map_or(tokens.len(), |at| at + 1)
}

fn word(product: Product, token: &Token<'_>, before: Option<&String>) -> String {
    match token.text.chars().next() {
        Some('\'') => {
            let text = token.name();
            let text =
                if product == Product::PostgreSql { text } else { text.replace("\\'", "'").replace("\\\\", "\\") };
            literal(&text, before)
        }
        Some('"' | '`' | '[') if token.text.len() > 1 => token.name().to_lowercase(),
        Some(digit) if digit.is_ascii_digit() => number(token.text),
        _ => token.text.to_lowercase(),
    }
}

/// A text that holds a number is one: servers turn one into the other. The name of a sequence loses its schema.
fn literal(text: &str, before: Option<&String>) -> String {
    if amend_sql::literals::is_number(text) {
        return match text.strip_prefix('-') {
            Some(positive) => format!("- {}", number(positive)),
            None => number(text),
        };
    }
    match before.map(String::as_str) {
        Some("(") => text.rsplit('.').next().map(|name| format!("'{}'", name.trim_matches('"'))).unwrap_or_default(),
        _ => format!("'{}'", moment(text)),
    }
}

/// Without zeros that mean nothing.
fn number(text: &str) -> String {
    match text.contains('.') && !text.contains(['e', 'E']) {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_lowercase(),
    }
}

/// `2020-01-02T00:00:00.0` as `2020-01-02`; other texts as they are.
fn moment(text: &str) -> String {
    const FORM: &[u8] = b"0000-00-00?00:00:00";
    let fits = |(byte, form): (u8, &u8)| match form {
        b'0' => byte.is_ascii_digit(),
        b'?' => matches!(byte, b'T' | b' '),
        _ => byte == *form,
    };
    if text.len() < FORM.len() || !text.is_ascii() || !text.bytes().zip(FORM).all(fits) {
        return text.to_owned();
    }
    let text = text.replacen('T', " ", 1);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text.as_str() };
    text.strip_suffix(" 00:00:00").unwrap_or(text).to_owned()
}

/// MariaDB gives the name of a sequence back with its database.
fn sequences(words: &mut Vec<String>) {
    while let Some(at) = words.windows(3).position(|it| it[0] == "nextval" && it[2] == ".") {
        words.drain(at + 1..at + 3);
    }
}

/// PostgreSQL gives `a BETWEEN 1 AND 2` back as `a >= 1 AND a <= 2`.
fn between(words: &mut Vec<String>) {
    while let Some(at) = words.iter().position(|word| word == "between").filter(|at| *at > 0) {
        let Some(and) = words[at..].iter().position(|word| word == "and").map(|offset| at + offset) else { return };
        let subject = words[at - 1].clone();
        words.splice(and..=and, ["and".to_owned(), subject, "<".to_owned(), "=".to_owned()]);
        words.splice(at..=at, [">".to_owned(), "=".to_owned()]);
    }
}

/// PostgreSQL gives `a IN (1, 2)` back as `a = ANY (ARRAY[1, 2])`.
fn lists(words: &mut Vec<String>) {
    replace(words, &["=", "any", "array", "["], &["in"]);
    replace(words, &["<", ">", "all", "array", "["], &["not", "in"]);
    words.retain(|word| word != "]");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn same(product: Product, left: &str, right: &str) {
        assert_eq!(canonical(product, left), canonical(product, right));
    }

    #[test]
    fn what_postgresql_gives_back() {
        let same = |left, right| same(Product::PostgreSql, left, right);
        same("'x'::character varying", "'x'");
        same("'-1'::integer", "-1");
        same("(price > (0)::numeric)", "price > 0");
        same(
            "((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
            "status IN ('a', 'b')",
        );
        same("((a >= 1) AND (a <= 10))", "a BETWEEN 1 AND 10");
        same("((name)::text ~~ 'A%'::text)", "name LIKE 'A%'");
        same("CURRENT_TIMESTAMP", "now()");
        same("'2020-01-02 03:04:05'::timestamp without time zone", "'2020-01-02T03:04:05.0'");
        same("'2020-01-02'::date", "'2020-01-02'");
        same("nextval('s'::regclass)", "nextval('public.s')");
        same("(lower((name)::text) <> ''::text)", "LOWER(name) != ''");
        same("B'1'::\"bit\"", "B'1'");
    }

    #[test]
    fn what_mysql_and_mariadb_give_back() {
        same(Product::MySql, "(`a` > 0)", "a > 0.0");
        same(Product::MySql, "concat(`a`,_utf8mb4' ',`b`)", "CONCAT(a, ' ', b)");
        same(Product::MySql, "b'1'", "1");
        same(Product::MySql, "CURRENT_TIMESTAMP", "NOW()");
        same(Product::MariaDb, "current_timestamp(6)", "CURRENT_TIMESTAMP(6)");
        same(Product::MariaDb, "nextval(`s`)", "NEXT VALUE FOR s");
        same(Product::MariaDb, "nextval(`shop`.`s`)", "NEXT VALUE FOR s");
        same(Product::MySql, "TRUE", "1");
    }

    #[test]
    fn what_differs_stays_different() {
        for (left, right) in [("a > 0", "a >= 0"), ("'x'", "x()"), ("1", "10"), ("'A'", "'a'"), ("1.5", "1.05")] {
            assert_ne!(canonical(Product::PostgreSql, left), canonical(Product::PostgreSql, right));
        }
    }

    #[test]
    fn no_default_is_null() {
        assert_eq!(canonical_default(Product::PostgreSql, "NULL::character varying"), None);
        assert_eq!(canonical_default(Product::PostgreSql, "'null'").as_deref(), Some("'null'"));
    }

    #[test]
    fn only_parentheses_around_all_go() {
        assert_eq!(without_outer_parentheses("((a > 0))"), "a > 0");
        assert_eq!(without_outer_parentheses("(a) + (b)"), "(a) + (b)");
        assert_eq!(without_outer_parentheses("(a = ')(')"), "a = ')('");
    }
}
