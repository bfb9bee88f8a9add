//! Splitting of SQL text into the statements that are sent one by one.
//!
//! The rules are Liquibase's, and the product's own where those would cut a statement apart or join two: strings and
//! comments as the product reads them, dollar quotes, bodies of routines, `BEGIN` of a transaction, and the `DELIMITER`
//! lines of the MySQL client. A statement ends at `;`, or at a line that holds only `/` or `go`, unless the options
//! name another delimiter. The work grows with the length of the text, whatever is in it.

mod blocks;
mod compound;
mod delimiter;
pub(crate) mod lexer;
pub(crate) mod lexicon;

use crate::Product;
use compound::Compound;
use delimiter::Delimiter;
use lexer::{Lexer, Token, TokenKind};
use lexicon::lexicon;

/// How a text is split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitOptions {
    /// Whether it is split at all (`splitStatements`).
    pub split: bool,
    /// Whether comments are taken out (`stripComments`).
    pub strip_comments: bool,
    /// What ends a statement (`endDelimiter`), letter case ignored; `None` is `;`. With a line break before it, and if
    /// it is `/`, it counts at the beginning of a line only.
    pub end_delimiter: Option<String>,
}

impl Default for SplitOptions {
    fn default() -> Self {
        Self { split: true, strip_comments: false, end_delimiter: None }
    }
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The statement without its delimiter, without white space around it, and without carriage returns.
    pub text: String,
    /// Where it begins in the whole text, in bytes.
    pub offset: usize,
}

/// The statements of the text, in their order.
///
/// Statements that hold nothing but comments and white space are left out: MySQL refuses them (error 1065). What MySQL
/// and MariaDB run from comments (`/*! .. */`) is no comment there.
pub fn split(text: &str, options: &SplitOptions, product: Product) -> Vec<Piece> {
    let mut splitter = Splitter::new(text, options, product);
    while splitter.step() {}
    splitter.end_statement();
    splitter.pieces
}

struct Splitter<'a> {
    options: &'a SplitOptions,
    lexer: Lexer<'a>,
    delimiter: Delimiter,
    /// Whether lines can change the delimiter.
    client_lines: bool,
    /// Only white space stands between the beginning of the line and here.
    at_line_start: bool,
    compound: Compound,
    draft: Draft,
    pieces: Vec<Piece>,
}

impl<'a> Splitter<'a> {
    fn new(text: &'a str, options: &'a SplitOptions, product: Product) -> Self {
        let lexicon = lexicon(product);
        Self {
            options,
            lexer: Lexer::new(text, lexicon),
            delimiter: Delimiter::new(options.end_delimiter.as_deref()),
            client_lines: lexicon.client_lines,
            at_line_start: true,
            compound: Compound::default(),
            draft: Draft::default(),
            pieces: Vec::new(),
        }
    }

    /// Takes the next token or delimiter; `false` at the end of the text.
    fn step(&mut self) -> bool {
        if self.options.split && (self.take_client_line() || self.take_delimiter()) {
            return true;
        }
        let stop = self.delimiter.text().filter(|_| self.options.split);
        let Some(token) = self.lexer.next_token(stop) else { return false };
        self.compound.see(&token, &self.lexer);
        self.draft.add(&token, self.options.strip_comments);
        self.at_line_start = match token.kind {
            TokenKind::Blank => self.at_line_start || token.text.contains('\n'),
            _ => false,
        };
        true
    }

    /// Takes a line `DELIMITER //` before a statement.
    fn take_client_line(&mut self) -> bool {
        if !self.client_lines || !self.at_line_start || self.draft.has_statement {
            return false;
        }
        let Some((delimiter, length)) = delimiter::client_line(self.lexer.rest()) else { return false };
        self.end_statement();
        self.delimiter = match delimiter {
            ";" => Delimiter::new(self.options.end_delimiter.as_deref()),
            other => Delimiter::new(Some(other)),
        };
        self.lexer.skip(length);
        true
    }

    fn take_delimiter(&mut self) -> bool {
        let is_inside = self.compound.is_open();
        let Some(length) = self.delimiter.length_at(self.lexer.rest(), self.at_line_start, is_inside) else {
            return false;
        };
        self.end_statement();
        self.lexer.skip(length);
        self.at_line_start = false;
        true
    }

    fn end_statement(&mut self) {
        self.compound = Compound::default();
        self.pieces.extend(std::mem::take(&mut self.draft).finish());
    }
}

/// The statement that is being read.
#[derive(Default)]
struct Draft {
    text: String,
    offset: usize,
    /// A comment was taken out at the end of the text.
    gap: bool,
    /// Something else than comments has been read.
    has_statement: bool,
}

impl Draft {
    fn add(&mut self, token: &Token<'_>, strip_comments: bool) {
        match token.kind {
            TokenKind::Blank if self.text.is_empty() => return,
            TokenKind::Comment if strip_comments => {
                self.gap = !self.text.is_empty();
                return;
            }
            TokenKind::Blank | TokenKind::Comment => {}
            _ => self.has_statement = true,
        }
        if self.text.is_empty() {
            self.offset = token.start;
        }
        if std::mem::take(&mut self.gap) && !self.text.ends_with(lexer::is_blank) && token.kind != TokenKind::Blank {
            self.text.push(' ');
        }
        self.text.extend(token.text.split('\r'));
    }

    fn finish(mut self) -> Option<Piece> {
        self.text.truncate(self.text.trim_end_matches(lexer::is_blank).len());
        self.has_statement.then_some(Piece { text: self.text, offset: self.offset })
    }
}

#[cfg(test)]
mod tests;
