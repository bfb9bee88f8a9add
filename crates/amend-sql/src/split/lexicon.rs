//! How each product reads strings and comments.

use crate::Product;

/// What is true of the lexical rules of a product.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// A backslash escapes the next character in strings.
    pub backslash: bool,
    /// `E'..'` is a string with such escapes.
    pub escape_strings: bool,
    /// `".."` is a string (with the escapes of one), not a name.
    pub double_quoted_strings: bool,
    /// `` `..` `` is a name.
    pub backticks: bool,
    /// `[..]` is a name.
    pub brackets: bool,
    /// `$tag$ .. $tag$` is a string.
    pub dollar_quotes: bool,
    /// `#` begins a comment.
    pub hash_comments: bool,
    /// `--` begins a comment only before white space.
    pub spaced_dashes: bool,
    /// `/* /* */ */` is one comment.
    pub nested_comments: bool,
    /// `/*! .. */` is run.
    pub executable_comments: bool,
    /// The product's client has lines that change the delimiter.
    pub client_lines: bool,
}

/// PostgreSQL 15, manual, 4.1.
const POSTGRESQL: Lexicon = Lexicon {
    backslash: false,
    escape_strings: true,
    double_quoted_strings: false,
    backticks: false,
    brackets: false,
    dollar_quotes: true,
    hash_comments: false,
    spaced_dashes: false,
    nested_comments: true,
    executable_comments: false,
    client_lines: false,
};

/// MySQL 9.7, manual, 11.1, 11.7 and 6.5.1.2; MariaDB is alike.
const MYSQL: Lexicon = Lexicon {
    backslash: true,
    escape_strings: false,
    double_quoted_strings: true,
    backticks: true,
    brackets: false,
    dollar_quotes: false,
    hash_comments: true,
    spaced_dashes: true,
    nested_comments: false,
    executable_comments: true,
    client_lines: true,
};

/// SQLite 3.40, `tokenize.c`.
const SQLITE: Lexicon = Lexicon {
    backslash: false,
    escape_strings: false,
    double_quoted_strings: false,
    backticks: true,
    brackets: true,
    dollar_quotes: false,
    hash_comments: false,
    spaced_dashes: false,
    nested_comments: false,
    executable_comments: false,
    client_lines: false,
};

/// The lexical rules of the product.
pub(crate) fn lexicon(product: Product) -> &'static Lexicon {
    match product {
        Product::PostgreSql => &POSTGRESQL,
        Product::MySql | Product::MariaDb => &MYSQL,
        Product::Sqlite => &SQLITE,
    }
}
