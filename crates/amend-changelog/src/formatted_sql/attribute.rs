//! The attributes of a directive: `name:value` anywhere in its line.

/// What a value may be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, digits and `_`.
    Word,
    /// Everything up to a blank.
    Text,
    /// The same, or anything in double quotes.
    Quotable,
    /// A list of products: `dbms: a,b` allows one blank before.
    Products,
}

impl Kind {
    /// How many bytes of a text belong to a value; nothing where it cannot be one.
    fn length(self, text: &str) -> Option<usize> {
        let until = |ends: fn(char) -> bool| text.find(ends).unwrap_or(text.len());
        match self {
            Self::Word => Some(until(|letter| !is_word(letter))).filter(|&length| length > 0),
            Self::Text => Some(until(char::is_whitespace)),
            Self::Quotable => match text.strip_prefix('"').and_then(|rest| rest.find('"')) {
                Some(length) => Some(length + 2),
                None => Self::Text.length(text),
            },
            Self::Products => products(text),
        }
    }
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// Any character but a comma, then at least one of those that lists are made of.
fn products(text: &str) -> Option<usize> {
    let first = text.chars().next().filter(|&letter| letter != ',')?.len_utf8();
    let rest = &text[first..];
    let length = rest.find(|letter| !is_word(letter) && !['!', ','].contains(&letter)).unwrap_or(rest.len());
    (length > 0).then_some(first + length)
}

/// The value of an attribute; of several the last counts. Letter case of names does not.
pub(crate) fn attribute<'a>(line: &'a str, name: &str, kind: Kind) -> Option<&'a str> {
    let marker = format!("{}:", name.to_ascii_lowercase());
    let lower = line.to_ascii_lowercase();
    lower.rmatch_indices(&marker).find_map(|(at, _)| {
        let value = &line[at + marker.len()..];
        kind.length(value).map(|length| unquoted(&value[..length]))
    })
}

/// A truth value: only `true` is true, letter case aside.
pub(crate) fn flag(line: &str, name: &str, default: bool) -> bool {
    attribute(line, name, Kind::Word).map_or(default, |word| word.eq_ignore_ascii_case("true"))
}

/// The text without the double quotes around it.
pub(crate) fn unquoted(text: &str) -> &str {
    text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_a_name_counts() {
        assert_eq!(attribute("x context:a context:\"b c\"", "context", Kind::Quotable), Some("b c"));
        assert_eq!(attribute("RunOnChange:TRUE", "runOnChange", Kind::Word), Some("TRUE"));
        assert!(flag("runOnChange:TRUE", "runOnChange", false));
        assert!(!flag("runOnChange:yes", "runOnChange", true));
    }

    #[test]
    fn kinds_of_value() {
        assert_eq!(attribute("context:\"a", "context", Kind::Quotable), Some("\"a"));
        assert_eq!(attribute("context:", "context", Kind::Quotable), Some(""));
        assert_eq!(attribute("ignore:", "ignore", Kind::Word), None);
        assert_eq!(attribute("dbms:h", "dbms", Kind::Products), None);
        assert_eq!(attribute("dbms: h2", "dbms", Kind::Products), Some(" h2"));
        assert_eq!(attribute("dbms:!h2,mysql x", "dbms", Kind::Products), Some("!h2,mysql"));
        assert_eq!(attribute("endDelimiter:// x", "endDelimiter", Kind::Text), Some("//"));
    }
}
