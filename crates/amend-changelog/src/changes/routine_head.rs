//! The head of the statement that makes a routine: what it makes, its name, its table.

use std::ops::Range;

use amend_catalog::RoutineKind;

/// What the head of a statement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head<'t> {
    /// What it makes.
    pub kind: RoutineKind,
    /// The parts of the name as they are written, quotes included: the schema, where it is given, and the name.
    pub name: Vec<&'t str>,
    /// Where the last part of the name stands in the text, in bytes.
    pub name_at: Range<usize>,
    /// The parameters with their parentheses.
    pub parameters: &'t str,
    /// The parts of the name of a trigger's table.
    pub table: Vec<&'t str>,
}

/// Reads the head of `CREATE .. PROCEDURE|FUNCTION|TRIGGER name`; `None` where the text begins otherwise.
pub(super) fn head(text: &str) -> Option<Head<'_>> {
    let mut words = Words { text, at: 0 };
    words.expect("CREATE")?;
    let kind = loop {
        match routine_kind(words.next()?) {
            Some(kind) => break kind,
            None if words.at > LONGEST_HEAD => return None,
            None => {}
        }
    };
    words.skip_if_not_exists();
    let (name, name_at) = words.name()?;
    let parameters = words.parameters();
    let table = if kind == RoutineKind::Trigger { words.table() } else { Vec::new() };
    Some(Head { kind, name, name_at, parameters, table })
}

/// How far the word for what is made may stand from the start, in bytes: past `OR REPLACE`, `DEFINER = ..` and such.
const LONGEST_HEAD: usize = 1_000;

fn routine_kind(word: &str) -> Option<RoutineKind> {
    let kinds = [RoutineKind::Procedure, RoutineKind::Function, RoutineKind::Trigger];
    kinds.into_iter().find(|kind| word.eq_ignore_ascii_case(kind.as_sql()))
}

/// A text read word by word; white space and comments stand between words.
#[derive(Clone)]
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Words<'t> {
    /// The next word, quoted name or single character.
    fn next(&mut self) -> Option<&'t str> {
        self.skip_blanks();
        let rest = &self.text[self.at..];
        let length = token_length(rest)?;
        self.at += length;
        Some(&rest[..length])
    }

    fn peek(&self) -> Option<&'t str> {
        self.clone().next()
    }

    fn expect(&mut self, word: &str) -> Option<()> {
        self.next().filter(|next| next.eq_ignore_ascii_case(word)).map(|_| ())
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            let comment = if trimmed.starts_with("--") {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else if trimmed.starts_with("/*") {
                trimmed.find("*/").map_or(trimmed.len(), |end| end + 2)
            } else {
                return;
            };
            self.at += comment;
        }
    }

    fn skip_if_not_exists(&mut self) {
        let mut ahead = self.clone();
        if ["IF", "NOT", "EXISTS"].into_iter().all(|word| ahead.expect(word).is_some()) {
            *self = ahead;
        }
    }

    /// A name of parts with points between them, and where its last part stands.
    fn name(&mut self) -> Option<(Vec<&'t str>, Range<usize>)> {
        let mut parts = Vec::new();
        loop {
            let part = self.next()?;
            parts.push(part);
            let at = self.at - part.len()..self.at;
            if self.peek() != Some(".") {
                return Some((parts, at));
            }
            self.next();
        }
    }

    /// What stands between the next parentheses, them included; empty where there are none.
    fn parameters(&mut self) -> &'t str {
        if self.peek() != Some("(") {
            return "";
        }
        self.skip_blanks();
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(word) = self.next() {
            match word {
                "(" => depth += 1,
                ")" if depth == 1 => return &self.text[start..self.at],
                ")" => depth -= 1,
                _ => {}
            }
        }
        &self.text[start..]
    }

    /// The table behind the word `ON`.
    fn table(&mut self) -> Vec<&'t str> {
        while let Some(word) = self.next() {
            if word.eq_ignore_ascii_case("ON") {
                return self.name().map(|(parts, _)| parts).unwrap_or_default();
            }
        }
        Vec::new()
    }
}

/// How many bytes the word at the start of a text has; `None` at the end.
fn token_length(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let quote = match first {
        '"' | '`' | '\'' => first,
        '[' => ']',
        _ if is_word(first) => return Some(text.find(|letter| !is_word(letter)).unwrap_or(text.len())),
        _ => return Some(first.len_utf8()),
    };
    let inside = &text[first.len_utf8()..];
    Some(inside.find(quote).map_or(text.len(), |end| first.len_utf8() + end + quote.len_utf8()))
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$' | '#')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        let head = head(text)?;
        let name = &text[head.name_at];
        Some(format!(
            "{} {} {name}{} on {}",
            head.kind.as_sql(),
            head.name.join("."),
            head.parameters,
            head.table.join(".")
        ))
    }

    #[test]
    fn heads() {
        for (text, expected) in [
            ("create procedure p() select 1", "PROCEDURE p p() on "),
            (
                "/* c */ CREATE OR REPLACE -- x\n FUNCTION s.\"F g\"(a numeric(3, 1)) AS",
                "FUNCTION s.\"F g\" \"F g\"(a numeric(3, 1)) on ",
            ),
            ("CREATE DEFINER=`root`@`%` TRIGGER IF NOT EXISTS t AFTER UPDATE OF a ON s . x FOR", "TRIGGER t t on s.x"),
            ("CREATE CONSTRAINT TRIGGER t AFTER INSERT ON x", "TRIGGER t t on x"),
            ("create function f", "FUNCTION f f on "),
        ] {
            assert_eq!(read(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "ALTER PROCEDURE p", "create table t (a int)", "create procedure", "\u{fe0f}create"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
