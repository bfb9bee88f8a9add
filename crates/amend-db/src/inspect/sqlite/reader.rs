//! Walks over the tokens of a definition.

use amend_sql::Product;

use crate::tokens::{Token, tokens};

/// A place in a list of tokens.
pub(super) struct Reader<'a> {
    sql: &'a str,
    tokens: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Reader<'a> {
    pub fn new(sql: &'a str) -> Self {
        Self { sql, tokens: tokens(Product::Sqlite, sql), at: 0 }
    }

    pub fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at)
    }

    pub fn next(&mut self) -> Option<Token<'a>> {
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    /// Whether the words come next.
    pub fn sees(&self, words: &[&str]) -> bool {
        words.iter().zip(self.tokens.get(self.at..).unwrap_or_default()).filter(|(word, token)| token.is(word)).count()
            == words.len()
    }

    /// Takes the words where they come next.
    pub fn takes(&mut self, words: &[&str]) -> bool {
        let found = self.sees(words);
        self.at += if found { words.len() } else { 0 };
        found
    }

    pub fn name(&mut self) -> Option<String> {
        self.next().map(|token| token.name())
    }

    /// The text between the parenthesis that comes next and its counterpart.
    pub fn parenthesised(&mut self) -> Option<&'a str> {
        let open = self.next().filter(|token| token.text == "(")?;
        let mut depth = 1;
        loop {
            let token = self.next()?;
            depth += match token.text {
                "(" => 1,
                ")" => -1,
                _ => 0,
            };
            if depth == 0 {
                return self.sql.get(open.range.end..token.range.start).map(str::trim);
            }
        }
    }

    /// Takes tokens as long as they satisfy the condition; parentheses stay together. Gives the text.
    pub fn text_while(&mut self, goes_on: impl Fn(&Self) -> bool) -> &'a str {
        let Some(start) = self.peek().map(|token| token.range.start) else { return "" };
        let mut end = start;
        while self.peek().is_some() && goes_on(self) {
            if self.sees(&["("]) {
                self.parenthesised();
            } else {
                self.next();
            }
            end = self.tokens.get(self.at.wrapping_sub(1)).map_or(end, |token| token.range.end);
        }
        self.sql.get(start..end).unwrap_or_default().trim()
    }

    /// The texts between the commas that stand in no parentheses, up to the end.
    pub fn parts(sql: &'a str) -> Vec<&'a str> {
        let mut reader = Self::new(sql);
        let mut parts = Vec::new();
        loop {
            parts.push(reader.text_while(|it| !it.sees(&[","])));
            if !reader.takes(&[","]) {
                return parts;
            }
        }
    }
}
