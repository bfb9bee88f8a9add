//! The families of types that changelogs name, and how each product writes them.
//!
//! The rules are Liquibase's (4.28); rows where its text is refused by the product say what was meant.

use crate::Product;

use super::TypeClass::{self, *};
use super::forms::{Form, bare};
use super::parts::{Parts, without_quotes};

/// A set of names for one type.
#[derive(Debug)]
pub(super) struct Family {
    /// The names in lower case.
    names: &'static [&'static str],
    /// What kind of values they have.
    pub class: TypeClass,
    /// Whether the names themselves ask for numbers that the server gives.
    pub numbered: bool,
    /// How it is written on PostgreSQL, MySQL, MariaDB and SQLite.
    forms: [Form; 4],
}

impl Family {
    /// How the product writes it.
    pub(super) fn form(&self, product: Product) -> &Form {
        let [postgresql, mysql, mariadb, sqlite] = &self.forms;
        match product {
            Product::PostgreSql => postgresql,
            Product::MySql => mysql,
            Product::MariaDb => mariadb,
            Product::Sqlite => sqlite,
        }
    }

    fn has(&self, name: &str) -> bool {
        self.names.contains(&name)
    }
}

/// The names of the constants of `java.sql.Types` start so; they mean what the rest of the name says.
const JDBC: &str = "java.sql.types.";

/// The most words that a name has.
const LONGEST_NAME: usize = 5;

/// The family of the type, and how many of its words make up the name.
pub(super) fn find(parts: &Parts<'_>) -> Option<(&'static Family, usize)> {
    let words = parts.words_from(0);
    (1..=words.len().min(LONGEST_NAME)).rev().find_map(|used| {
        let name = words[..used].join(" ").to_ascii_lowercase();
        let name = without_quotes(&name).unwrap_or(&name);
        family(name).or_else(|| family(name.strip_prefix(JDBC)?)).map(|family| (family, used))
    })
}

fn family(name: &str) -> Option<&'static Family> {
    FAMILIES.iter().find(|family| family.has(name))
}

/// A family whose names do not ask for numbers.
const fn plain(names: &'static [&'static str], class: TypeClass, forms: [Form; 4]) -> Family {
    Family { names, class, numbered: false, forms }
}

/// A family whose names ask for numbers that the server gives.
const fn numbered(names: &'static [&'static str], forms: [Form; 4]) -> Family {
    Family { names, class: Integer, numbered: true, forms }
}

/// The longest `varchar` of PostgreSQL, in characters.
const LONGEST_POSTGRESQL: u64 = 10_485_760;
/// The most digits of a PostgreSQL `numeric` with a given precision.
const DIGITS_POSTGRESQL: u64 = 1000;
/// Longer than any length that a text may give, but for what is no number.
const ANY_NUMBER: u64 = u64::MAX - 1;

const SMALLINT: [Form; 4] =
    [bare("SMALLINT"), bare("SMALLINT").extra(), bare("SMALLINT").extra(), bare("SMALLINT").sized().extra_alone()];
const INTEGER: [Form; 4] = [bare("INTEGER"), bare("INT").extra(), bare("INT").extra(), bare("INTEGER")];
const BIGINT: [Form; 4] =
    [bare("BIGINT"), bare("BIGINT").extra(), bare("BIGINT").extra(), bare("BIGINT").sized().extra_alone()];
const FLOAT: [Form; 4] = float("FLOAT");
const DECIMAL: [Form; 4] = decimal("DECIMAL");
const CHAR: [Form; 4] = text("CHAR", "CHAR");
const VARCHAR: [Form; 4] = text("VARCHAR", "VARCHAR");
const LONGBLOB: [Form; 4] = binary("LONGBLOB");
const DATETIME: [Form; 4] = timestamp("datetime", "WITHOUT TIME ZONE");

/// A floating-point type that all products know by its name.
const fn float(name: &'static str) -> [Form; 4] {
    let form = bare(name).sized();
    [bare(name).sized_by(1), form.extra(), form.extra(), form.extra_alone()]
}

/// A decimal type that all products know by its name.
const fn decimal(name: &'static str) -> [Form; 4] {
    let form = bare(name).sized();
    [bare(name).up_to(DIGITS_POSTGRESQL), form.extra(), form.extra(), form.extra_alone()]
}

/// A text type with a length.
const fn text(postgresql: &'static str, others: &'static str) -> [Form; 4] {
    let form = bare(others).length(u64::MAX).extra();
    [bare(postgresql).length(LONGEST_POSTGRESQL).collated(), form, form, bare(others).length(ANY_NUMBER).collated()]
}

/// A text type whose length the type itself bounds.
const fn long_text(mysql: &'static str) -> [Form; 4] {
    let form = bare(mysql).extra();
    [bare("TEXT").collated(), form, form, bare("TEXT").collated()]
}

/// A type of bytes whose length the type itself bounds.
const fn binary(mysql: &'static str) -> [Form; 4] {
    [bare("BYTEA"), bare(mysql), bare(mysql), bare("BLOB").sized()]
}

/// A type of bytes with a length.
const fn sized_binary(mysql: &'static str) -> [Form; 4] {
    let form = bare(mysql).sized();
    [bare("BYTEA"), form, form, bare("BLOB").sized().extra_alone()]
}

/// A time of day.
const fn time(zone: &'static str) -> [Form; 4] {
    let form = bare("time").fraction();
    [form.then(zone), form, form, bare("time")]
}

/// A point in time.
const fn timestamp(mysql: &'static str, zone: &'static str) -> [Form; 4] {
    let form = bare(mysql).fraction().extra();
    [bare("TIMESTAMP").fraction().then(zone), form, form, bare("TEXT")]
}

/// A point in time whose name says all; other words behind it are not kept.
const fn zoned_timestamp(zone: &'static str) -> [Form; 4] {
    let form = bare("timestamp").fraction();
    [bare("TIMESTAMP").fraction().then(zone), form, form, bare("TEXT")]
}

/// A type that is passed on under its name.
const fn kept(name: &'static str) -> [Form; 4] {
    let form = bare(name).sized().extra();
    [form, form, form, bare(name).sized().extra_alone()]
}

static FAMILIES: &[Family] = &[
    plain(
        &["boolean", "bool", "java.lang.boolean"],
        Boolean,
        [bare("BOOLEAN"), bare("TINYINT"), bare("TINYINT(1)"), bare("BOOLEAN").sized()],
    ),
    plain(
        &["bit"],
        Bit,
        [bare("BIT").sized().extra(), bare("BIT").sized(), bare("BIT").sized(), bare("BOOLEAN").sized()],
    ),
    plain(&["bit varying"], Bit, kept("BIT VARYING")),
    plain(&["varbit"], Bit, kept("VARBIT")),
    plain(
        &["tinyint"],
        Integer,
        [
            bare("SMALLINT"),
            bare("TINYINT").sized().extra(),
            bare("TINYINT").sized().extra(),
            bare("TINYINT").sized().extra_alone(),
        ],
    ),
    plain(&["smallint", "int2", "java.lang.short"], Integer, SMALLINT),
    plain(
        &["mediumint"],
        Integer,
        [
            bare("INTEGER"),
            bare("MEDIUMINT").extra(),
            bare("MEDIUMINT").extra(),
            bare("MEDIUMINT").sized().extra_alone(),
        ],
    ),
    plain(&["int", "integer", "int4", "java.lang.integer"], Integer, INTEGER),
    plain(&["bigint", "int8", "integer8", "java.math.biginteger", "java.lang.long"], Integer, BIGINT),
    numbered(&["smallserial", "serial2"], SMALLINT),
    numbered(&["serial", "serial4"], INTEGER),
    numbered(&["bigserial", "serial8"], BIGINT),
    plain(&["float", "java.lang.float", "java.sql.types.real"], Float, FLOAT),
    plain(&["float4"], Other, float("FLOAT4")),
    plain(&["float8"], Other, float("FLOAT8")),
    plain(
        &["real"],
        Float,
        [bare("REAL"), bare("REAL").sized().extra(), bare("REAL").sized().extra(), bare("FLOAT").sized()],
    ),
    plain(
        &["double", "java.lang.double"],
        Float,
        [
            bare("DOUBLE PRECISION"),
            bare("DOUBLE").sized_by(2).extra(),
            bare("DOUBLE").sized_by(2).extra(),
            bare("DOUBLE").sized().extra_alone(),
        ],
    ),
    plain(
        &["double precision"],
        Float,
        [
            bare("DOUBLE PRECISION"),
            bare("DOUBLE PRECISION").sized_by(2).extra(),
            bare("DOUBLE PRECISION").sized_by(2).extra(),
            bare("DOUBLE PRECISION").sized().extra_alone(),
        ],
    ),
    plain(&["decimal", "java.math.bigdecimal"], Decimal, DECIMAL),
    plain(&["dec"], Decimal, decimal("DEC")),
    plain(
        &["number", "numeric"],
        Decimal,
        [
            bare("numeric").up_to(DIGITS_POSTGRESQL),
            bare("numeric").sized().extra(),
            bare("numeric").sized().extra(),
            bare("NUMBER").sized().extra_alone(),
        ],
    ),
    plain(
        &["currency", "money", "smallmoney"],
        Decimal,
        [bare("DECIMAL"), bare("DECIMAL"), bare("DECIMAL"), bare("REAL")],
    ),
    plain(&["char", "character", "bpchar"], Text, CHAR),
    plain(&["nchar", "nchar2", "national char", "national character"], Text, text("NCHAR", "NCHAR")),
    plain(&["varchar", "varchar2", "character varying", "char varying", "java.lang.string"], Text, VARCHAR),
    plain(
        &["nvarchar", "nvarchar2", "national varchar", "national character varying", "national char varying"],
        Text,
        text("VARCHAR", "NVARCHAR"),
    ),
    plain(&["text"], Text, long_text("TEXT")),
    plain(&["tinytext"], Text, long_text("TINYTEXT")),
    plain(&["mediumtext"], Text, long_text("MEDIUMTEXT")),
    plain(
        &[
            "longtext",
            "clob",
            "ntext",
            "longvarchar",
            "long varchar",
            "longnvarchar",
            "long nvarchar",
            "java.sql.types.nclob",
        ],
        Text,
        long_text("LONGTEXT"),
    ),
    plain(
        &["character large object"],
        Text,
        [
            bare("TEXT").collated(),
            bare("LONGTEXT").extra(),
            bare("LONGTEXT").extra(),
            bare("CHAR LARGE OBJECT").collated(),
        ],
    ),
    plain(
        &["nclob"],
        Text,
        [
            bare("TEXT").collated(),
            bare("LONGTEXT CHARACTER SET utf8"),
            bare("LONGTEXT CHARACTER SET utf8"),
            bare("TEXT").collated(),
        ],
    ),
    plain(&["blob"], Binary, [bare("OID"), bare("BLOB"), bare("BLOB"), bare("BLOB").sized()]),
    plain(&["tinyblob"], Binary, binary("TINYBLOB")),
    plain(&["mediumblob"], Binary, binary("MEDIUMBLOB")),
    plain(
        &["longblob", "longvarbinary", "long varbinary", "long binary", "image", "java.sql.types.binary"],
        Binary,
        LONGBLOB,
    ),
    plain(&["bytea"], Binary, [bare("BYTEA"), bare("LONGBLOB"), bare("LONGBLOB"), bare("BYTEA")]),
    plain(&["binary"], Binary, sized_binary("BINARY")),
    plain(&["varbinary", "binary varying"], Binary, sized_binary("VARBINARY")),
    plain(&["date", "java.sql.date"], Date, [bare("date"); 4]),
    plain(&["time", "time without time zone", "java.sql.time"], Time, time("WITHOUT TIME ZONE")),
    plain(&["timetz", "time with time zone"], Time, time("WITH TIME ZONE")),
    plain(&["datetime", "datetime2", "smalldatetime", "java.util.date"], DateTime, DATETIME),
    plain(&["timestamp", "java.sql.timestamp"], DateTime, timestamp("timestamp", "WITHOUT TIME ZONE")),
    plain(&["timestamp without time zone"], DateTime, zoned_timestamp("WITHOUT TIME ZONE")),
    plain(
        &["timestamptz", "timestamp with time zone", "timestamp with local time zone", "timestamp_with_timezone"],
        DateTime,
        zoned_timestamp("WITH TIME ZONE"),
    ),
    plain(
        &["datetimeoffset"],
        DateTime,
        [
            bare("TIMESTAMP").fraction().then("WITH TIME ZONE"),
            bare("timestamp").fraction(),
            bare("timestamp").fraction(),
            bare("DATETIMEOFFSET").sized(),
        ],
    ),
    plain(
        &["uuid", "uniqueidentifier", "java.util.uuid"],
        Uuid,
        [bare("UUID"), bare("char(36)"), bare("UUID"), bare("TEXT")],
    ),
    plain(&["json"], Json, [bare("JSON"); 4]),
    plain(&["jsonb"], Json, [bare("JSONB"), bare("JSON"), bare("JSON"), bare("JSONB")]),
    plain(
        &["xml", "xmltype", "java.sql.types.sqlxml"],
        Text,
        [bare("XML"), bare("LONGTEXT"), bare("LONGTEXT"), bare("TEXT")],
    ),
];
