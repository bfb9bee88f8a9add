//! The tokens of SQL text, as far as splitting needs them. What is not closed reaches to the end of the text.

use super::lexicon::Lexicon;

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub kind: TokenKind,
    pub text: &'a str,
    /// Where it begins, in bytes.
    pub start: usize,
}

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// White space.
    Blank,
    /// A comment, without the line break behind it.
    Comment,
    /// A name, key word or number without quotes.
    Word,
    /// A string or a quoted name.
    Quoted,
    /// Any other character, or what is run from a comment.
    Symbol,
}

/// White space, with the characters that Liquibase counts as such.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

pub(crate) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$') || (!character.is_ascii() && !is_blank(character))
}

/// A walk over the tokens of a text.
#[derive(Clone, Debug)]
pub(crate) struct Lexer<'a> {
    text: &'a str,
    at: usize,
    lexicon: &'static Lexicon,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str, lexicon: &'static Lexicon) -> Self {
        Self { text, at: 0, lexicon }
    }

    /// What has not been read.
    pub(crate) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Steps over so many bytes, which end where a character ends.
    pub(crate) fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// The next token; a word ends before the text `stop`.
    pub(crate) fn next_token(&mut self, stop: Option<&str>) -> Option<Token<'a>> {
        let rest = self.rest();
        let (kind, length) = self.measure(rest, rest.chars().next()?, stop);
        let token = Token { kind, text: &rest[..length], start: self.at };
        self.at += length;
        Some(token)
    }

    /// The next tokens that are no white space and no comments, without taking them.
    pub(crate) fn ahead(&self) -> impl Iterator<Item = Token<'a>> + use<'a> {
        let mut lexer = self.clone();
        std::iter::from_fn(move || lexer.next_token(None))
            .filter(|token| !matches!(token.kind, TokenKind::Blank | TokenKind::Comment))
    }

    /// Kind and length of the token at the beginning of `rest`.
    fn measure(&self, rest: &str, first: char, stop: Option<&str>) -> (TokenKind, usize) {
        if is_blank(first) {
            return (TokenKind::Blank, span(rest, is_blank));
        }
        if let Some(found) = self.comment(rest).or_else(|| self.quoted(rest, first)) {
            return found;
        }
        if is_word(first) && first != '$' {
            return self.word(rest, stop);
        }
        (TokenKind::Symbol, first.len_utf8())
    }

    fn comment(&self, rest: &str) -> Option<(TokenKind, usize)> {
        if rest.starts_with("/*") {
            let is_run = self.lexicon.executable_comments && (rest.starts_with("/*!") || rest.starts_with("/*M!"));
            let kind = if is_run { TokenKind::Symbol } else { TokenKind::Comment };
            return Some((kind, block_comment(rest, self.lexicon.nested_comments)));
        }
        let is_comment = match rest.strip_prefix("--") {
            Some(behind) => !self.lexicon.spaced_dashes || behind.chars().next().is_none_or(is_dash_end),
            None => self.lexicon.hash_comments && rest.starts_with('#'),
        };
        is_comment.then(|| (TokenKind::Comment, span(rest, |character| character != '\n')))
    }

    fn quoted(&self, rest: &str, first: char) -> Option<(TokenKind, usize)> {
        let lexicon = self.lexicon;
        let length = match first {
            '\'' => quoted(rest, '\'', lexicon.backslash),
            '"' => quoted(rest, '"', lexicon.backslash && lexicon.double_quoted_strings),
            '`' if lexicon.backticks => quoted(rest, '`', false),
            '[' if lexicon.brackets => through(rest, 1, "]"),
            '$' if lexicon.dollar_quotes => dollar_quoted(rest)?,
            _ => return None,
        };
        Some((TokenKind::Quoted, length))
    }

    /// A word, or a string with such a word as its prefix that changes how the string is read.
    fn word(&self, rest: &str, stop: Option<&str>) -> (TokenKind, usize) {
        let length = word_length(rest, stop.unwrap_or_default());
        let (word, behind) = rest.split_at(length);
        if self.lexicon.escape_strings && word.eq_ignore_ascii_case("e") && behind.starts_with('\'') {
            return (TokenKind::Quoted, length + quoted(behind, '\'', true));
        }
        (TokenKind::Word, length)
    }
}

/// What makes a comment of the two dashes before it (MySQL).
fn is_dash_end(character: char) -> bool {
    character.is_whitespace() || character.is_control()
}

/// The length of the run of such characters at the beginning of the text.
fn span(text: &str, is_it: impl Fn(char) -> bool) -> usize {
    text.find(|character| !is_it(character)).unwrap_or(text.len())
}

/// The length of the word at the beginning of the text, which ends before `stop`.
fn word_length(text: &str, stop: &str) -> usize {
    let first = stop.chars().next();
    let ends = |at: usize, character: char| {
        !is_word(character) || (at > 0 && Some(character) == first && text[at..].starts_with(stop))
    };
    text.char_indices().find(|(at, character)| ends(*at, *character)).map_or(text.len(), |(at, _)| at)
}

/// The length up to and with the next `end`, looked for behind the first `from` bytes.
fn through(text: &str, from: usize, end: &str) -> usize {
    text[from..].find(end).map_or(text.len(), |at| from + at + end.len())
}

/// The length of a piece in quotes, in which the doubled quote stands for itself.
fn quoted(text: &str, quote: char, backslash: bool) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character == '\\' && backslash {
            characters.next();
        } else if character == quote && characters.next_if(|(_, next)| *next == quote).is_none() {
            return at + quote.len_utf8();
        }
    }
    text.len()
}

/// The length of `$tag$ .. $tag$`, if that begins here.
fn dollar_quoted(text: &str) -> Option<usize> {
    let tag = &text[1..=text[1..].find('$')?];
    let is_tag = tag.chars().all(|character| is_word(character) && character != '$');
    let is_parameter = tag.starts_with(|character: char| character.is_ascii_digit());
    let fence = &text[..tag.len() + 2];
    (is_tag && !is_parameter).then(|| through(text, fence.len(), fence))
}

fn block_comment(text: &str, nested: bool) -> usize {
    if !nested {
        return through(text, 2, "*/");
    }
    let (mut at, mut depth) = (2, 1);
    while depth > 0 {
        let Some(mark) = text[at..].find(['*', '/']) else { return text.len() };
        at += mark;
        let (change, length) = match text.as_bytes().get(at..at + 2) {
            Some(b"/*") => (1, 2),
            Some(b"*/") => (-1, 2),
            _ => (0, 1),
        };
        (at, depth) = (at + length, depth + change);
    }
    at
}
