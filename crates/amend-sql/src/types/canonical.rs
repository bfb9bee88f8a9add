//! One text for each type, however it is spelt: to compare what a changelog says with what a server reports.

use crate::{Product, reserved};

use super::parts::{self, Parts, map_outside_quotes};

/// A form of the type's text that is the same for all spellings of one type.
///
/// It takes the text of SQL and the text of the product's catalog alike (PostgreSQL: `format_type`; MySQL and MariaDB:
/// `COLUMN_TYPE`; SQLite: the declared text). Collations and character sets are not part of it. Text that is no type
/// gives itself in lower case.
pub fn canonical_type(product: Product, sql: &str) -> String {
    let Ok(parts) = parts::parse(sql) else {
        return sql.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    };
    match product {
        Product::PostgreSql => postgresql(&parts),
        Product::MySql => mysql(&parts, &[MYSQL_ONLY, MYSQL]),
        Product::MariaDb => mysql(&parts, &[MARIADB_ONLY, MYSQL]),
        Product::Sqlite => as_given(&folded(&parts), &parts),
    }
}

/// Names for one type, and how it is spelt.
struct Spelling {
    /// The names in lower case.
    names: &'static [&'static str],
    /// The spelling.
    name: &'static str,
    /// What becomes of the parameters.
    parameters: Parameters,
    /// The words behind the parameters.
    suffix: &'static str,
}

/// What becomes of the parameters of a type.
#[derive(Clone, Copy)]
enum Parameters {
    /// They do not matter.
    Drop,
    /// They stay; without any the type is the one with these.
    Or(&'static str),
    /// Precision and scale; a scale that is not given is 0; without any the type is the one with these.
    Scale(&'static str),
    /// Digits of a fraction of a second, 6 at most; the server leaves out as many as this.
    Fraction(&'static str),
    /// A display width. It matters if it is the first of these and there is a sign, or if the number is filled up with
    /// zeros; then one that is not given is the second.
    Width(&'static str, &'static str),
    /// Bits of a floating-point number; from 25 on, and if there are none and this is set, it is this other type.
    Bits {
        /// The type with 53 bits.
        double: &'static str,
        /// Without bits it is the larger one.
        by_default: bool,
    },
}

const fn spelling(names: &'static [&'static str], name: &'static str, parameters: Parameters) -> Spelling {
    Spelling { names, name, parameters, suffix: "" }
}

const fn zoned(
    names: &'static [&'static str],
    name: &'static str,
    parameters: Parameters,
    suffix: &'static str,
) -> Spelling {
    Spelling { names, name, parameters, suffix }
}

use Parameters::{Bits, Drop, Fraction, Or, Scale, Width};

/// PostgreSQL 15, manual, table 8.1; spelt as `format_type` does.
static POSTGRESQL: &[Spelling] = &[
    spelling(&["bool", "boolean"], "boolean", Drop),
    spelling(&["int2", "smallint"], "smallint", Drop),
    spelling(&["int", "int4", "integer"], "integer", Drop),
    spelling(&["int8", "bigint"], "bigint", Drop),
    spelling(&["float4", "real"], "real", Drop),
    spelling(&["float8", "double precision"], "double precision", Drop),
    spelling(&["float"], "real", Bits { double: "double precision", by_default: true }),
    spelling(&["numeric", "decimal", "dec"], "numeric", Scale("")),
    spelling(&["varchar", "character varying", "char varying", "nchar varying"], "character varying", Or("")),
    spelling(&["national character varying", "national char varying"], "character varying", Or("")),
    spelling(&["char", "character", "nchar", "national character", "national char"], "character", Or("1")),
    spelling(&["bit"], "bit", Or("1")),
    spelling(&["varbit", "bit varying"], "bit varying", Or("")),
    zoned(&["timestamp", "timestamp without time zone"], "timestamp", Fraction(""), "without time zone"),
    zoned(&["timestamptz", "timestamp with time zone"], "timestamp", Fraction(""), "with time zone"),
    zoned(&["time", "time without time zone"], "time", Fraction(""), "without time zone"),
    zoned(&["timetz", "time with time zone"], "time", Fraction(""), "with time zone"),
];

/// MySQL 9.7, manual, 13.1.6 and 13.9; MariaDB 10.11; spelt as `COLUMN_TYPE` is.
static MYSQL: &[Spelling] = &[
    spelling(&["bool", "boolean"], "tinyint(1)", Drop),
    spelling(&["tinyint", "int1"], "tinyint", Width("1", "3")),
    spelling(&["smallint", "int2"], "smallint", Width("", "5")),
    spelling(&["mediumint", "int3", "middleint"], "mediumint", Width("", "8")),
    spelling(&["int", "int4", "integer"], "int", Width("", "10")),
    spelling(&["bigint", "int8"], "bigint", Width("", "20")),
    spelling(&["serial"], "bigint unsigned", Drop),
    spelling(&["float4"], "float", Drop),
    spelling(&["float"], "float", Bits { double: "double", by_default: false }),
    spelling(&["double", "float8", "double precision", "real"], "double", Or("")),
    spelling(&["decimal", "dec", "numeric", "fixed"], "decimal", Scale("10,0")),
    spelling(&["bit"], "bit", Or("1")),
    spelling(&["char", "character", "nchar", "national char", "national character"], "char", Or("1")),
    spelling(&["varchar", "character varying", "char varying", "varcharacter"], "varchar", Or("")),
    spelling(&["nvarchar", "national varchar", "nchar varchar", "nchar varying"], "varchar", Or("")),
    spelling(&["national character varying", "national char varying", "national varcharacter"], "varchar", Or("")),
    spelling(&["binary", "char byte"], "binary", Or("1")),
    spelling(&["long", "long varchar", "long char varying", "long character varying"], "mediumtext", Drop),
    spelling(&["long varbinary"], "mediumblob", Drop),
    spelling(&["datetime"], "datetime", Fraction("0")),
    spelling(&["timestamp"], "timestamp", Fraction("0")),
    spelling(&["time"], "time", Fraction("0")),
    spelling(&["year"], "year", Drop),
];

static MYSQL_ONLY: &[Spelling] = &[spelling(&["geometrycollection", "geomcollection"], "geomcollection", Drop)];

static MARIADB_ONLY: &[Spelling] = &[spelling(&["json"], "longtext", Drop)];

impl Spelling {
    /// The canonical text.
    fn write(&self, parameters: &[&str], sign: Sign) -> String {
        let (name, parameters) = self.name_and_parameters(parameters, sign);
        let suffix = if self.suffix.is_empty() { String::new() } else { format!(" {}", self.suffix) };
        format!("{name}{}{suffix}", in_parentheses(&parameters))
    }

    fn name_and_parameters(&self, given: &[&str], sign: Sign) -> (&str, String) {
        let all = given.join(",");
        let or = |default: &str| if all.is_empty() { default.to_owned() } else { all.clone() };
        match self.parameters {
            Drop => (self.name, String::new()),
            Or(default) => (self.name, or(default)),
            Scale(_) if given.len() == 1 => (self.name, format!("{all},0")),
            Scale(default) => (self.name, or(default)),
            Fraction(silent) => (self.name, fraction(given, silent)),
            Width(_, default) if sign.zerofill => (self.name, or(default)),
            Width(shown, _) if all == shown && !sign.unsigned => (self.name, all),
            Width(..) => (self.name, String::new()),
            Bits { double, by_default } => match given {
                [] if by_default => (double, String::new()),
                [bits] if bits.parse::<u8>().is_ok_and(|bits| bits > 24) => (double, String::new()),
                [] | [_] => (self.name, String::new()),
                _ => (self.name, all),
            },
        }
    }
}

fn fraction(given: &[&str], silent: &str) -> String {
    match given.first().map(|digits| digits.parse::<u8>().map_or_else(|_| (*digits).to_owned(), six_at_most)) {
        Some(digits) if digits != silent => digits,
        _ => String::new(),
    }
}

fn six_at_most(digits: u8) -> String {
    digits.min(6).to_string()
}

fn in_parentheses(parameters: &str) -> String {
    if parameters.is_empty() { String::new() } else { format!("({parameters})") }
}

/// The spelling whose name the longest run of first words makes.
fn find<'t>(words: &[String], tables: &[&'t [Spelling]]) -> Option<&'t Spelling> {
    (1..=words.len().min(5)).rev().find_map(|used| {
        let name = words[..used].join(" ");
        let mut spellings = tables.iter().flat_map(|table| table.iter());
        spellings.find(|spelling| spelling.names.contains(&name.as_str()))
    })
}

fn postgresql(parts: &Parts<'_>) -> String {
    let mut words = before_collation(folded(parts));
    let is_array = words.last().is_some_and(|word| word == "array");
    if is_array {
        words.pop();
    }
    if let Some(name) = words.first_mut() {
        *name = own_name(name);
    }
    let dimensions = if is_array || parts.dimensions > 0 { "[]" } else { "" };
    match find(&words, &[POSTGRESQL]) {
        Some(spelling) => spelling.write(&parts.parameters, Sign::default()) + dimensions,
        None => lower(&as_given(&words, parts)) + dimensions,
    }
}

fn before_collation(mut words: Vec<String>) -> Vec<String> {
    if let Some(at) = words.iter().position(|word| word == "collate") {
        words.truncate(at);
    }
    words
}

/// The name as `format_type` gives it: without the schemas of the search path, and without quotes that it does not need.
fn own_name(whole: &str) -> String {
    let name = ["pg_catalog.", "public."].into_iter().find_map(|schema| whole.strip_prefix(schema));
    let name = name.filter(|own| !own.is_empty()).unwrap_or(whole);
    match name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        Some(inner) if !inner.is_empty() && is_plain(inner) => inner.to_owned(),
        _ => name.to_owned(),
    }
}

fn is_plain(name: &str) -> bool {
    let is_word = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    is_word && name != "char" && !reserved::is_reserved(Product::PostgreSql, name)
}

fn mysql(parts: &Parts<'_>, tables: &[&[Spelling]]) -> String {
    let words = folded(parts);
    let sign = Sign::of(&words);
    let name = match find(&words, tables) {
        Some(spelling) => spelling.write(&parts.parameters, sign),
        None => words.first().cloned().unwrap_or_default() + &in_parentheses(&parts.parameters.join(",")),
    };
    name + sign.words()
}

/// The words behind a number's type that make it another one (MySQL, MariaDB).
#[derive(Clone, Copy, Default)]
struct Sign {
    /// No numbers below 0.
    unsigned: bool,
    /// Filled up with zeros when read, which no number below 0 is.
    zerofill: bool,
}

impl Sign {
    fn of(words: &[String]) -> Self {
        let has = |wanted: &str| words.iter().any(|word| word == wanted);
        let zerofill = has("zerofill");
        Self { unsigned: zerofill || has("unsigned"), zerofill }
    }

    fn words(self) -> &'static str {
        match (self.unsigned, self.zerofill) {
            (_, true) => " unsigned zerofill",
            (true, false) => " unsigned",
            (false, false) => "",
        }
    }
}

fn lower(text: &str) -> String {
    map_outside_quotes(text, |character| character.to_ascii_lowercase())
}

/// All words in lower case outside quotes.
fn folded(parts: &Parts<'_>) -> Vec<String> {
    parts.words_from(0).iter().map(|word| lower(word)).collect()
}

/// The words before the parameters, the parameters, and what stands behind them.
fn as_given(words: &[String], parts: &Parts<'_>) -> String {
    let (before, behind) = words.split_at(parts.words.len().min(words.len()));
    let parameters = in_parentheses(&parts.parameters.join(","));
    let behind: String = behind.iter().map(|word| format!(" {word}")).collect();
    format!("{}{parameters}{behind}", before.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(product: Product, canonical: &str, spellings: &[&str]) {
        for spelling in spellings {
            assert_eq!(canonical_type(product, spelling), canonical, "{spelling}");
        }
        assert_eq!(canonical_type(product, canonical), canonical);
    }

    #[test]
    fn postgresql_types_are_spelt_as_format_type_does() {
        let check = |canonical, spellings: &[&str]| check(Product::PostgreSql, canonical, spellings);
        check("integer", &["INT", "int4", "INTEGER"]);
        check("character varying(50)", &["VARCHAR(50)", "character varying( 50 )", "VARCHAR(50) collate \"C\""]);
        check("character(1)", &["CHAR", "character(1)"]);
        check("bpchar", &["bpchar"]);
        check("\"char\"", &["\"char\""]);
        check("numeric(10,0)", &["DECIMAL(10)", "numeric(10, 0)"]);
        check("numeric", &["numeric", "DEC"]);
        check("double precision", &["FLOAT", "float(53)", "FLOAT8"]);
        check("real", &["FLOAT(24)", "float4"]);
        check("timestamp without time zone", &["TIMESTAMP", "timestamp WITHOUT time zone"]);
        check("timestamp(6) with time zone", &["TIMESTAMP(7) WITH TIME ZONE", "timestamptz(6)"]);
        check("time(3) without time zone", &["time(3)"]);
        check("integer[]", &["INT[]", "int[3][]", "INTEGER ARRAY"]);
        check("character varying(20)[]", &["VARCHAR(20)[]"]);
        check("interval second(3)", &["INTERVAL second(3)"]);
        check("geometry(point,4326)", &["GEOMETRY(Point, 4326)"]);
        check("mytype", &["MYTYPE", "public.mytype", "\"mytype\""]);
        check("\"My Type\"", &["\"My Type\""]);
        check("s.mytype", &["S.MyType"]);
        check("jsonb", &["pg_catalog.jsonb"]);
    }

    #[test]
    fn mysql_types_are_spelt_as_column_type_is() {
        let check = |canonical, spellings: &[&str]| check(Product::MySql, canonical, spellings);
        check("int", &["INT", "int(11)", "INTEGER"]);
        check("int unsigned", &["INT unsigned", "int(10) unsigned"]);
        check("int(10) unsigned zerofill", &["INT ZEROFILL", "int(10) zerofill unsigned"]);
        check("tinyint(1)", &["BOOLEAN", "tinyint(1)"]);
        check("tinyint", &["TINYINT", "tinyint(4)"]);
        check("tinyint unsigned", &["tinyint(1) unsigned", "TINYINT UNSIGNED"]);
        check("decimal(10,0)", &["DECIMAL", "numeric(10)"]);
        check("double", &["DOUBLE PRECISION", "REAL", "float(53)"]);
        check("float(10,2)", &["FLOAT(10, 2)"]);
        check("varchar(20)", &["VARCHAR(20) character set latin1", "NVARCHAR(20)", "varchar(20) BINARY"]);
        check("datetime", &["datetime(0)"]);
        check("datetime(6)", &["DATETIME(6)"]);
        check("enum('A','b c')", &["ENUM('A', 'b c')"]);
        check("bigint unsigned", &["SERIAL"]);
        check("json", &["JSON"]);
        check("year", &["YEAR(4)"]);
    }

    #[test]
    fn mariadb_types_are_those_of_mysql_but_for_json() {
        check(Product::MariaDb, "int", &["INT", "int(11)"]);
        check(Product::MariaDb, "longtext", &["JSON"]);
        check(Product::MariaDb, "uuid", &["UUID"]);
    }

    #[test]
    fn sqlite_types_are_the_declared_text() {
        check(Product::Sqlite, "decimal(10,2)", &["DECIMAL(10, 2)", "decimal( 10 ,2)"]);
        check(Product::Sqlite, "double precision", &["DOUBLE  precision"]);
        check(Product::Sqlite, "int", &["INT"]);
        check(Product::Sqlite, "integer", &["INTEGER"]);
    }

    #[test]
    fn text_that_is_no_type_gives_itself() {
        check(Product::PostgreSql, "", &["", "  "]);
        check(Product::MySql, "varchar(10", &["VARCHAR(10"]);
    }
}
