//! How a type is written for one product.

use crate::Product;

use super::parts::{Parts, map_outside_quotes, without_quotes};

/// How a family of types is written for one product: `name(parameters) suffix extra`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// The type's name.
    name: &'static str,
    /// What of the parameters is written.
    parameters: Keep,
    /// What stands behind the parameters.
    suffix: &'static str,
    /// What of the words behind the name is written.
    extra: Extra,
}

/// What of a type's parameters is written.
#[derive(Clone, Copy, Debug)]
enum Keep {
    /// Nothing.
    None,
    /// All.
    All,
    /// All if there are so many, otherwise nothing.
    Only(usize),
    /// A length without the unit behind it (`20 CHAR`), unless it is larger than this or no number.
    Length(u64),
    /// All, unless the first is larger than this.
    UpTo(u64),
    /// Digits of a fraction of a second, of which the servers have six.
    Fraction,
}

/// What of the words behind a type's name is written.
#[derive(Clone, Copy, Debug)]
enum Extra {
    /// Nothing.
    Drop,
    /// All.
    Keep,
    /// All, unless there are parameters before them.
    KeepAlone,
    /// A collation.
    Collation,
}

/// Only the name, whatever the changelog gives beside it.
pub(super) const fn bare(name: &'static str) -> Form {
    Form { name, parameters: Keep::None, suffix: "", extra: Extra::Drop }
}

impl Form {
    /// With all parameters.
    pub(super) const fn sized(self) -> Self {
        Self { parameters: Keep::All, ..self }
    }

    /// With the parameters if there are so many.
    pub(super) const fn sized_by(self, count: usize) -> Self {
        Self { parameters: Keep::Only(count), ..self }
    }

    /// With a length of at most `longest`.
    pub(super) const fn length(self, longest: u64) -> Self {
        Self { parameters: Keep::Length(longest), ..self }
    }

    /// With the parameters, if the first is at most `most`.
    pub(super) const fn up_to(self, most: u64) -> Self {
        Self { parameters: Keep::UpTo(most), ..self }
    }

    /// With the digits of a fraction of a second.
    pub(super) const fn fraction(self) -> Self {
        Self { parameters: Keep::Fraction, ..self }
    }

    /// With these words behind the parameters.
    pub(super) const fn then(self, suffix: &'static str) -> Self {
        Self { suffix, ..self }
    }

    /// With the words that the changelog gives behind the type.
    pub(super) const fn extra(self) -> Self {
        Self { extra: Extra::Keep, ..self }
    }

    /// With those words, unless there are parameters before them (SQLite).
    pub(super) const fn extra_alone(self) -> Self {
        Self { extra: Extra::KeepAlone, ..self }
    }

    /// With a collation, but no other words.
    pub(super) const fn collated(self) -> Self {
        Self { extra: Extra::Collation, ..self }
    }

    /// The text of SQL.
    pub(super) fn write(&self, parameters: &[&str], extra: &[&str]) -> String {
        let parameters = self.parameters.of(parameters);
        let extra = if self.extra.keeps(&parameters, extra) { extra } else { &[] };
        write(self.name, &parameters, &[&[self.suffix], extra].concat())
    }
}

fn write(name: &str, parameters: &[String], words: &[&str]) -> String {
    let mut sql = name.to_owned();
    if !parameters.is_empty() {
        sql.push_str(&format!("({})", parameters.join(", ")));
    }
    for word in words.iter().filter(|word| !word.is_empty()) {
        sql.push(' ');
        sql.push_str(word);
    }
    sql
}

impl Keep {
    fn of(self, parameters: &[&str]) -> Vec<String> {
        let all = || parameters.iter().map(|parameter| (*parameter).to_owned()).collect();
        match self {
            Self::None => Vec::new(),
            Self::All => all(),
            Self::Only(count) if parameters.len() == count => all(),
            Self::Only(_) => Vec::new(),
            Self::UpTo(most) if first_number(parameters).is_some_and(|first| first > most) => Vec::new(),
            Self::UpTo(_) => all(),
            Self::Length(longest) => length(parameters, longest),
            Self::Fraction => first_number(parameters).map(|digits| digits.min(6).to_string()).into_iter().collect(),
        }
    }
}

fn first_number(parameters: &[&str]) -> Option<u64> {
    parameters.first()?.parse().ok()
}

fn length(parameters: &[&str], longest: u64) -> Vec<String> {
    let digits = |parameter: &str| without_unit(parameter).to_owned();
    let fits = |length: &String| longest == u64::MAX || length.parse().is_ok_and(|length: u64| length <= longest);
    parameters.iter().map(|parameter| digits(parameter)).filter(fits).collect()
}

/// The length without `CHAR` or `BYTE` behind it.
fn without_unit(parameter: &str) -> &str {
    match parameter.rsplit_once(char::is_whitespace) {
        Some((length, unit)) if ["char", "byte"].iter().any(|it| it.eq_ignore_ascii_case(unit)) => length.trim_end(),
        _ => parameter,
    }
}

impl Extra {
    fn keeps(self, parameters: &[String], extra: &[&str]) -> bool {
        match self {
            Self::Drop => false,
            Self::Keep => true,
            Self::KeepAlone => parameters.is_empty(),
            Self::Collation => extra.first().is_some_and(|word| word.eq_ignore_ascii_case("collate")),
        }
    }
}

/// What is true of the types of a product, whatever their families.
pub(super) struct TypeFacts {
    /// The one type whose columns the product numbers, where there is only one.
    pub numbered_type: Option<&'static str>,
    /// Whether there are types of arrays, so that the element's type is one of the families.
    pub arrays: bool,
    /// Whether there are types that list their values (`enum`, `set`); otherwise what to write in their place.
    pub listed_values: Result<(), &'static str>,
    /// Whether a type's parameters can only be two numbers, with no words behind them.
    plain_parameters: bool,
}

/// The facts of the product.
pub(super) fn facts(product: Product) -> &'static TypeFacts {
    match product {
        Product::PostgreSql => &TypeFacts {
            numbered_type: None,
            arrays: true,
            listed_values: Err(
                "make the type with `sql: CREATE TYPE name AS ENUM (...)` and write its name here, or take `varchar` with `addCheckConstraint`; a property with `dbms` gives each product its own type",
            ),
            plain_parameters: false,
        },
        Product::MySql | Product::MariaDb => {
            &TypeFacts { numbered_type: None, arrays: false, listed_values: Ok(()), plain_parameters: false }
        }
        // SQLite manual, `AUTOINCREMENT`; `parse.y`, `typetoken`.
        Product::Sqlite => &TypeFacts {
            numbered_type: Some("INTEGER"),
            arrays: false,
            listed_values: Err(
                "take `varchar` with `addCheckConstraint`; a property with `dbms` gives each product its own type",
            ),
            plain_parameters: true,
        },
    }
}

/// A type that no family holds, as it was given, its name in upper case. Brackets of dimensions stand at its end, but
/// before the parameters where the product takes those last (SQLite, where they quote an empty name).
pub(super) fn unknown(product: Product, parts: &Parts<'_>) -> String {
    let (name, words) = parts.words.split_first().unwrap_or((&"", &[]));
    let mut name = write(&unquoted(name).unwrap_or_else(|| upper(name)), &[], words);
    let brackets = "[]".repeat(parts.dimensions);
    let (inside, behind) =
        if facts(product).plain_parameters { (brackets, String::new()) } else { (String::new(), brackets) };
    name.push_str(&inside);
    let parameters = parts.parameters.iter().map(|parameter| (*parameter).to_owned()).collect::<Vec<_>>();
    let whole = if takes_parameters(product, &parameters) { write(&name, &parameters, &parts.rest) } else { name };
    whole + &behind
}

fn takes_parameters(product: Product, parameters: &[String]) -> bool {
    let is_number = |parameter: &String| parameter.parse::<i64>().is_ok();
    !facts(product).plain_parameters || (parameters.len() <= 2 && parameters.iter().all(is_number))
}

/// The name in upper case without its quotes, where it needs none.
fn unquoted(name: &str) -> Option<String> {
    let inner = without_quotes(name)?;
    let is_word = !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_word.then(|| inner.to_ascii_uppercase())
}

fn upper(name: &str) -> String {
    map_outside_quotes(name, |character| character.to_ascii_uppercase())
}
