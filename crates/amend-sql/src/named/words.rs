//! The words of a text of SQL, without comments and white space, and the names that they make.

use amend_catalog::ObjectName;

use crate::names::{Quoting, stored_name};
use crate::split::lexer::{Lexer, Token, TokenKind};
use crate::split::lexicon::lexicon;
use crate::{Product, profile};

/// The words of a text.
pub(super) struct Words<'a> {
    product: Product,
    tokens: Vec<Token<'a>>,
}

impl<'a> Words<'a> {
    pub(super) fn new(product: Product, text: &'a str) -> Self {
        let mut lexer = Lexer::new(text, lexicon(product));
        let tokens = std::iter::from_fn(|| lexer.next_token(None));
        let tokens = tokens.filter(|token| !matches!(token.kind, TokenKind::Blank | TokenKind::Comment));
        Self { product, tokens: tokens.collect() }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether the bare word, or the symbol, stands there; letter case does not count.
    pub(super) fn is(&self, at: usize, word: &str) -> bool {
        let bare = |token: &&Token<'_>| token.kind != TokenKind::Quoted;
        self.tokens.get(at).filter(bare).is_some_and(|token| token.text.eq_ignore_ascii_case(word))
    }

    /// Whether one of the words stands there.
    pub(super) fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(at, word))
    }

    /// Whether the word stands anywhere.
    pub(super) fn has(&self, word: &str) -> bool {
        (0..self.len()).any(|at| self.is(at, word))
    }

    /// The first place from `from` on, before `until`, where one of the words stands.
    pub(super) fn find(&self, from: usize, until: usize, words: &[&str]) -> Option<usize> {
        (from..until.min(self.len())).find(|at| self.is_any(*at, words))
    }

    /// The part of a name that stands there, as the server stores it.
    pub(super) fn part(&self, at: usize) -> Option<String> {
        let token = self.tokens.get(at)?;
        let first = token.text.chars().next()?;
        match token.kind {
            TokenKind::Quoted if matches!(first, '"' | '`' | '[') => Some(unquoted(token.text, first)),
            TokenKind::Word if !first.is_ascii_digit() => {
                Some(stored_name(self.product, token.text, Quoting::ReservedWords))
            }
            _ => None,
        }
    }

    /// The name that begins there, and the place behind it. Of a name of three parts the first one is left out.
    pub(super) fn name(&self, at: usize) -> Option<(ObjectName, usize)> {
        let mut parts = vec![self.part(at)?];
        let mut next = at + 1;
        while let Some(part) = self.part(next + 1).filter(|_| self.is(next, ".")) {
            parts.push(part);
            next += 2;
        }
        let name = parts.pop()?;
        let schema = parts.pop().filter(|_| profile(self.product).schemas);
        Some((ObjectName::qualified(schema, name), next))
    }
}

fn unquoted(text: &str, quote: char) -> String {
    let end = if quote == '[' { ']' } else { quote };
    let inside = text.strip_prefix(quote).unwrap_or(text);
    let inside = inside.strip_suffix(end).unwrap_or(inside);
    inside.replace(&format!("{end}{end}"), &end.to_string())
}
