//! Whether a place in a statement is inside the body of a routine, where `;` does not end the statement.

use super::blocks::{Block, Blocks};
use super::lexer::{Lexer, Token, TokenKind};

/// What is known of the statement so far.
#[derive(Debug, Default)]
pub(super) struct Compound {
    part: Part,
    blocks: Blocks,
    condition: Condition,
    /// The last token makes a name of the word behind it (`new.end`, `@end`).
    before_name: bool,
    /// The next word belongs to the `END` before it.
    after_end: bool,
}

/// The part of the statement that has been reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// Nothing has been read.
    #[default]
    Start,
    /// `CREATE` or `ALTER`, but not yet what.
    Header,
    /// A statement that may have a body.
    Routine,
    /// A statement that has none.
    Plain,
}

/// The condition that is being read, up to `THEN`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Condition {
    #[default]
    None,
    /// That of an `IF`, which opens a block.
    If,
    /// That of an `ELSEIF` or `WHEN`, which goes on with one.
    Branch,
}

/// What `CREATE` makes that may have a body.
const ROUTINES: &[&str] = &["procedure", "function", "trigger", "event", "package"];

/// What `CREATE` and `ALTER` work on otherwise.
const OTHERS: &[&str] = &[
    "table",
    "view",
    "index",
    "sequence",
    "type",
    "domain",
    "schema",
    "database",
    "user",
    "role",
    "extension",
    "rule",
    "policy",
    "server",
    "tablespace",
    "aggregate",
    "operator",
    "cast",
    "collation",
    "virtual",
    "publication",
];

/// Words behind the `BEGIN` of a transaction.
const TRANSACTION: &[&str] = &[
    "transaction",
    "trans",
    "tran",
    "work",
    "isolation",
    "read",
    "deferrable",
    "deferred",
    "immediate",
    "exclusive",
    "concurrent",
    "dialog",
    "conversation",
    "distributed",
];

impl Compound {
    /// Whether the place behind the last token is inside a body.
    pub(super) fn is_open(&self) -> bool {
        !self.blocks.is_empty()
    }

    /// Takes the next token of the statement; `lexer` stands behind it.
    pub(super) fn see(&mut self, token: &Token<'_>, lexer: &Lexer<'_>) {
        if matches!(token.kind, TokenKind::Blank | TokenKind::Comment) {
            return;
        }
        let is_name = std::mem::replace(&mut self.before_name, matches!(token.text, "." | "@"));
        let is_word = token.kind == TokenKind::Word && !is_name;
        match self.part {
            Part::Start => self.part = self.start(token.text, lexer),
            Part::Header => self.part = header(token),
            Part::Routine if is_word => self.body(&token.text.to_ascii_lowercase(), lexer),
            Part::Routine if token.text == ";" => self.condition = Condition::None,
            Part::Routine | Part::Plain => {}
        }
    }

    fn start(&mut self, text: &str, lexer: &Lexer<'_>) -> Part {
        if is_one_of(text, &["create", "alter"]) {
            Part::Header
        } else if is_one_of(text, &["begin"]) && !begins_transaction(lexer) {
            self.blocks.open(Block::Begin);
            Part::Routine
        } else {
            Part::Plain
        }
    }

    fn body(&mut self, word: &str, lexer: &Lexer<'_>) {
        if std::mem::take(&mut self.after_end) {
            return;
        }
        match word {
            "begin" => self.open(Block::Begin),
            "case" => self.open(Block::Case),
            "loop" => self.open(Block::Loop),
            "while" => self.open(Block::While),
            "repeat" if lexer.ahead().next().is_none_or(|next| next.text != "(") => self.open(Block::Repeat),
            "if" if self.condition == Condition::None => self.condition = Condition::If,
            "elseif" | "elsif" | "when" => self.condition = Condition::Branch,
            "then" if self.condition == Condition::If => self.open(Block::If),
            "then" => self.condition = Condition::None,
            "end" => self.end(lexer),
            _ => {}
        }
    }

    fn open(&mut self, block: Block) {
        self.condition = Condition::None;
        self.blocks.open(block);
    }

    fn end(&mut self, lexer: &Lexer<'_>) {
        let next = lexer.ahead().next().map(|next| next.text.to_ascii_lowercase()).unwrap_or_default();
        self.after_end = true;
        match next.as_str() {
            "case" => self.blocks.close(&[Block::Case]),
            "if" => self.blocks.close(&[Block::If]),
            "loop" => self.blocks.close(&[Block::Loop]),
            "while" => self.blocks.close(&[Block::While]),
            "repeat" => self.blocks.close(&[Block::Repeat]),
            "for" => {}
            _ => {
                self.after_end = false;
                self.blocks.close(&[Block::Begin, Block::Case]);
            }
        }
    }
}

fn header(token: &Token<'_>) -> Part {
    if is_one_of(token.text, ROUTINES) {
        Part::Routine
    } else if token.text == "(" || is_one_of(token.text, OTHERS) {
        Part::Plain
    } else {
        Part::Header
    }
}

/// Whether the `BEGIN` before this place begins a transaction, and not a block (`BEGIN NOT ATOMIC`).
fn begins_transaction(lexer: &Lexer<'_>) -> bool {
    let mut ahead = lexer.ahead();
    match ahead.next() {
        None => true,
        Some(next) if next.text.eq_ignore_ascii_case("not") => {
            ahead.next().is_none_or(|word| !word.text.eq_ignore_ascii_case("atomic"))
        }
        Some(next) => next.text == ";" || is_one_of(next.text, TRANSACTION),
    }
}

fn is_one_of(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}
