//! SQL in words, as far as reading definitions and comparing expressions need it.

use std::ops::Range;

use amend_sql::{Product, profile};

/// A word, a quoted name, a text, a number or a sign, with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    /// As it is written.
    pub text: &'a str,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

impl Token<'_> {
    /// Whether it is that word, in whatever letter case; a quoted name is no word.
    pub fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// The name without its quotes.
    pub fn name(&self) -> String {
        let mut characters = self.text.chars();
        match characters.next() {
            Some(quote @ ('"' | '`' | '\'')) => {
                let inner = characters.as_str().strip_suffix(quote).unwrap_or(characters.as_str());
                inner.replace(&format!("{quote}{quote}"), &quote.to_string())
            }
            Some('[') => characters.as_str().trim_end_matches(']').to_owned(),
            _ => self.text.to_owned(),
        }
    }
}

/// The tokens of the text, without blanks and comments.
pub(crate) fn tokens(product: Product, sql: &str) -> Vec<Token<'_>> {
    let lexis = Lexis::of(product);
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = sql[at..].chars().next() {
        let end = at + lexis.length(&sql[at..], first);
        let text = &sql[at..end];
        let is_comment = text.starts_with("--") || text.starts_with("/*");
        if !first.is_whitespace() && !is_comment {
            tokens.push(Token { text, range: at..end });
        }
        at = end;
    }
    tokens
}

/// How a product writes names and texts.
struct Lexis {
    /// A backslash in a text takes the next character with it.
    backslash: bool,
    /// Names may stand in brackets.
    brackets: bool,
}

impl Lexis {
    fn of(product: Product) -> Self {
        Self { backslash: profile(product).backslash_escapes, brackets: product == Product::Sqlite }
    }

    fn length(&self, text: &str, first: char) -> usize {
        match first {
            '\'' => quoted(text, first, self.backslash),
            '"' | '`' => quoted(text, first, false),
            '[' if self.brackets => text.find(']').map_or(text.len(), |end| end + 1),
            '-' if text.starts_with("--") => text.find('\n').unwrap_or(text.len()),
            '/' if text.starts_with("/*") => text.find("*/").map_or(text.len(), |end| end + 2),
            _ if is_word(first) => text.find(|it| !is_word(it)).unwrap_or(text.len()),
            _ => first.len_utf8(),
        }
    }
}

/// A doubled quote stands for itself.
fn quoted(text: &str, quote: char, backslash: bool) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' if backslash => drop(characters.next()),
            _ if character != quote => {}
            _ if characters.peek().is_some_and(|(_, next)| *next == quote) => drop(characters.next()),
            _ => return at + quote.len_utf8(),
        }
    }
    text.len()
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_names_texts_and_signs() {
        let texts: Vec<_> = tokens(Product::Sqlite, "a \"b \"\" c\"('it''s', [x y]) -- no\n/* no */>=1.5")
            .iter()
            .map(|it| it.text)
            .collect();
        assert_eq!(texts, ["a", "\"b \"\" c\"", "(", "'it''s'", ",", "[x y]", ")", ">", "=", "1.5"]);
    }

    #[test]
    fn products_differ() {
        let texts = |product| tokens(product, r"'a\'' [b]").iter().map(|it| it.text).collect::<Vec<_>>();
        assert_eq!(texts(Product::MySql), [r"'a\''", "[", "b", "]"]);
        assert_eq!(texts(Product::PostgreSql), [r"'a\'' [b]"]);
    }

    #[test]
    fn unfinished_text_ends_somewhere() {
        for text in ["'", "\"a", "[", "/*", "--", "`a``"] {
            assert!(tokens(Product::Sqlite, text).len() <= 1);
        }
    }

    #[test]
    fn names_lose_their_quotes() {
        let names: Vec<_> = tokens(Product::Sqlite, "a \"b\"\"c\" `d` [e f]").iter().map(Token::name).collect();
        assert_eq!(names, ["a", "b\"c", "d", "e f"]);
    }
}
