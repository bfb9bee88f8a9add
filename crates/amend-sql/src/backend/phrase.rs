//! A statement of the schema, or a part of one, in pieces: words of SQL are constants, so that no text of a changelog can
//! become one; names and texts are written by the backend.

use amend_catalog::ObjectName;
use sea_query::{DynIden, QueryBuilder, QuotedBuilder, SchemaName, TableName, TableRefBuilder};

use super::{Backend, put, write};
use crate::statement::{RefusalReason, Statement, StatementKind};
use crate::{Product, literals};

/// Pieces of a statement, with a space between each two.
#[derive(Clone, Debug)]
#[must_use]
pub(crate) struct Phrase {
    pieces: Vec<Piece>,
    kind: StatementKind,
    transactional: bool,
}

#[derive(Clone, Debug)]
enum Piece {
    Words(&'static str),
    Name(DynIden),
    Object(TableName),
    /// A column with its table: `schema.table.column`.
    Member(TableName, DynIden),
    /// An option's value that is usually a bare word, such as a storage engine.
    Word(String),
    /// A type, an expression or a query, in the product's language.
    Raw(String),
    Parenthesised(String),
    Text(String),
    /// The text of a call with a name in it: `nextval('seq')`.
    NameInText(TableName),
    Number(String),
    List {
        items: Vec<Phrase>,
        around: Around,
    },
}

#[derive(Clone, Copy, Debug)]
enum Around {
    Nothing,
    Parentheses,
    /// The call of a function.
    Call(&'static str),
    /// Parentheses and, for more than one item, a line for each.
    Lines,
}

impl Default for Phrase {
    fn default() -> Self {
        Self { pieces: Vec::new(), kind: StatementKind::Schema, transactional: true }
    }
}

impl Phrase {
    /// A phrase that begins with these words.
    pub(crate) fn new(words: &'static str) -> Self {
        Self::default().words(words)
    }

    /// A phrase that is nothing but this text of the user.
    pub(crate) fn verbatim(text: impl Into<String>) -> Self {
        Self::default().raw(text)
    }

    /// The name of a column, constraint or index.
    pub(crate) fn named(name: &str) -> Self {
        Self::default().name(name)
    }

    pub(crate) fn words(self, words: &'static str) -> Self {
        self.with(Piece::Words(words))
    }

    /// The words where the condition holds.
    pub(crate) fn words_if(self, condition: bool, words: &'static str) -> Self {
        if condition { self.words(words) } else { self }
    }

    pub(crate) fn name(self, name: &str) -> Self {
        self.with(Piece::Name(name.to_owned().into()))
    }

    pub(crate) fn object(self, name: &ObjectName) -> Self {
        self.with(Piece::Object(table_name(name)))
    }

    /// A column with its table.
    pub(crate) fn member(self, table: &ObjectName, name: &str) -> Self {
        self.with(Piece::Member(table_name(table), name.to_owned().into()))
    }

    /// The object's name as a literal text.
    pub(crate) fn object_in_text(self, name: &ObjectName) -> Self {
        self.with(Piece::NameInText(table_name(name)))
    }

    pub(crate) fn word(self, word: &str) -> Self {
        self.with(Piece::Word(word.to_owned()))
    }

    pub(crate) fn raw(self, text: impl Into<String>) -> Self {
        self.with(Piece::Raw(text.into()))
    }

    /// An expression in parentheses.
    pub(crate) fn parenthesised(self, text: &str) -> Self {
        self.with(Piece::Parenthesised(text.to_owned()))
    }

    /// A literal text.
    pub(crate) fn text(self, text: &str) -> Self {
        self.with(Piece::Text(text.to_owned()))
    }

    /// A text that must be a number.
    pub(crate) fn number(self, number: &str) -> Self {
        self.with(Piece::Number(number.to_owned()))
    }

    /// Names in parentheses.
    pub(crate) fn names(self, names: &[String]) -> Self {
        self.list(names.iter().map(|name| Self::named(name)).collect())
    }

    /// Items in parentheses.
    pub(crate) fn list(self, items: Vec<Phrase>) -> Self {
        self.with(Piece::List { items, around: Around::Parentheses })
    }

    /// The call of a function.
    pub(crate) fn call(self, function: &'static str, items: Vec<Phrase>) -> Self {
        self.with(Piece::List { items, around: Around::Call(function) })
    }

    /// Items in parentheses; more than one stand on a line each.
    pub(crate) fn lines(self, items: Vec<Phrase>) -> Self {
        self.with(Piece::List { items, around: Around::Lines })
    }

    /// Items with commas between them.
    pub(crate) fn commas(self, items: Vec<Phrase>) -> Self {
        if items.is_empty() {
            return self;
        }
        self.with(Piece::List { items, around: Around::Nothing })
    }

    /// The other phrase behind this one.
    pub(crate) fn then(mut self, other: Phrase) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// What `add` makes of the phrase and the value, where there is one.
    pub(crate) fn maybe<T>(self, value: Option<T>, add: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => add(self, value),
            None => self,
        }
    }

    /// The statement must be sent outside a transaction.
    pub(crate) fn outside_transaction(self) -> Self {
        Self { transactional: false, ..self }
    }

    /// The statement is of that kind.
    pub(crate) fn of_kind(self, kind: StatementKind) -> Self {
        Self { kind, ..self }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The statement that the phrase is.
    ///
    /// # Errors
    /// The first name, text or number that the product cannot have.
    pub(crate) fn statement(&self, product: Product) -> Result<Statement, RefusalReason> {
        let text = write(product, |backend| {
            let mut sql = String::new();
            self.write(backend, &mut sql);
            sql
        })?;
        Ok(Statement { text, kind: self.kind, transactional: self.transactional, bulk: None })
    }

    fn with(mut self, piece: Piece) -> Self {
        self.pieces.push(piece);
        self
    }

    fn write(&self, backend: Backend<'_>, sql: &mut String) {
        for (place, piece) in self.pieces.iter().enumerate() {
            if place > 0 {
                put(sql, " ");
            }
            piece.write(backend, sql);
        }
    }
}

impl Piece {
    fn write(&self, backend: Backend<'_>, sql: &mut String) {
        match self {
            Self::Words(words) => put(sql, words),
            Self::Name(name) => backend.prepare_iden(name, sql),
            Self::Object(name) => backend.prepare_table_name(name, sql),
            Self::Member(table, name) => {
                backend.prepare_table_name(table, sql);
                put(sql, ".");
                backend.prepare_iden(name, sql);
            }
            Self::Word(word) if is_word(word) => put(sql, word),
            Self::Word(word) => backend.prepare_iden(&word.clone().into(), sql),
            Self::Raw(text) => put(sql, text),
            Self::Parenthesised(text) => {
                put(sql, "(");
                put(sql, text);
                put(sql, ")");
            }
            Self::Text(text) => backend.write_string_quoted(text, sql),
            Self::NameInText(name) => {
                let mut text = String::new();
                backend.prepare_table_name(name, &mut text);
                backend.write_string_quoted(&text, sql);
            }
            Self::Number(number) => {
                put(sql, &backend.kept(literals::number(number).map(str::to_owned).map_err(RefusalReason::from)))
            }
            Self::List { items, around } => write_list(items, *around, backend, sql),
        }
    }
}

fn write_list(items: &[Phrase], around: Around, backend: Backend<'_>, sql: &mut String) {
    let (open, between, close) = match around {
        Around::Nothing => ("", ", ", ""),
        Around::Lines if items.len() > 1 => ("(\n  ", ",\n  ", "\n)"),
        Around::Parentheses | Around::Lines | Around::Call(_) => ("(", ", ", ")"),
    };
    if let Around::Call(function) = around {
        put(sql, function);
    }
    put(sql, open);
    for (place, item) in items.iter().enumerate() {
        if place > 0 {
            put(sql, between);
        }
        item.write(backend, sql);
    }
    put(sql, close);
}

/// sea-query's name for the object.
pub(crate) fn table_name(name: &ObjectName) -> TableName {
    let schema = name.schema.as_ref().map(|schema| SchemaName(None, schema.clone().into()));
    TableName(schema, name.name.clone().into())
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
