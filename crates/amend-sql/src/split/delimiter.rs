//! What ends a statement.

use super::lexer::{is_blank, is_word};

/// What ends a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Delimiter {
    /// `;`, or a line that holds only `/` or `go`, outside the bodies of routines.
    Semicolon,
    /// This text, letter case ignored, wherever it stands outside strings and comments.
    Text {
        text: String,
        /// Only white space may stand before it on its line.
        at_line_start: bool,
    },
}

impl Delimiter {
    /// The delimiter that a changelog gives; `\n` may be spelt out.
    pub(super) fn new(given: Option<&str>) -> Self {
        let given = given.unwrap_or_default().replace("\\r", "").replace("\\n", "\n");
        match given.trim() {
            "" | ";" => Self::Semicolon,
            text => {
                let at_line_start = text == "/" || given.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
                Self::Text { text: text.to_owned(), at_line_start }
            }
        }
    }

    /// The text that ends a statement within a word too (`end$$`).
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text { text, .. } if !text.starts_with(char::is_alphanumeric) => Some(text),
            _ => None,
        }
    }

    /// The length of the delimiter, if one stands at the beginning of `rest`.
    pub(super) fn length_at(&self, rest: &str, at_line_start: bool, inside_body: bool) -> Option<usize> {
        match self {
            Self::Semicolon if inside_body => None,
            Self::Semicolon if rest.starts_with(';') => Some(1),
            Self::Semicolon if at_line_start => lone(rest, "/").or_else(|| lone(rest, "go")),
            Self::Text { text, at_line_start: needed } if at_line_start || !needed => prefix(rest, text),
            _ => None,
        }
    }
}

/// The length of the text, if `rest` begins with it and no word goes on behind it.
fn prefix(rest: &str, text: &str) -> Option<usize> {
    let found = rest.get(..text.len())?;
    let goes_on = text.ends_with(char::is_alphanumeric) && rest[text.len()..].starts_with(is_word);
    (found.eq_ignore_ascii_case(text) && !goes_on).then_some(text.len())
}

/// The length of the text, if `rest` begins with it and nothing else stands on its line.
fn lone(rest: &str, text: &str) -> Option<usize> {
    let length = prefix(rest, text)?;
    let behind = rest[length..].trim_start_matches(|character| character != '\n' && is_blank(character));
    (behind.is_empty() || behind.starts_with('\n')).then_some(length)
}

/// The new delimiter and the length of the line, if `rest` begins with a line `DELIMITER ..` of the client.
pub(super) fn client_line(rest: &str) -> Option<(&str, usize)> {
    const WORD: &str = "delimiter";
    let behind = rest.get(..WORD.len()).filter(|word| word.eq_ignore_ascii_case(WORD)).map(|_| &rest[WORD.len()..])?;
    let line = behind.split('\n').next().filter(|line| line.starts_with([' ', '\t']))?;
    Some((line.split_whitespace().next()?, WORD.len() + line.len()))
}
