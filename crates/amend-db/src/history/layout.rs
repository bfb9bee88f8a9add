//! The columns of the history table, and the statements that make it and bring older tables up to it.
//! Source: Liquibase 4.28, byte for byte.

use amend_sql::Product;

use crate::tracking;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Text(u32),
    Moment,
    Integer,
}

/// A column of the history table.
struct Column {
    name: &'static str,
    ty: Type,
    required: bool,
    /// What rows get that were there before the column; only columns with a value or without `NOT NULL` can be added.
    filled_with: Option<&'static str>,
    /// Narrower columns of older tables are widened.
    widened: bool,
}

const fn text(name: &'static str, length: u32, required: bool) -> Column {
    Column { name, ty: Type::Text(length), required, filled_with: None, widened: false }
}

const fn widened(name: &'static str, length: u32) -> Column {
    Column { name, ty: Type::Text(length), required: false, filled_with: None, widened: true }
}

const COLUMNS: &[Column] = &[
    text("ID", 255, true),
    text("AUTHOR", 255, true),
    text("FILENAME", 255, true),
    Column { name: "DATEEXECUTED", ty: Type::Moment, required: true, filled_with: None, widened: false },
    Column { name: "ORDEREXECUTED", ty: Type::Integer, required: true, filled_with: Some("-1"), widened: false },
    Column { name: "EXECTYPE", ty: Type::Text(10), required: true, filled_with: Some("'EXECUTED'"), widened: false },
    widened("MD5SUM", 35),
    text("DESCRIPTION", 255, false),
    text("COMMENTS", 255, false),
    text("TAG", 255, false),
    widened("LIQUIBASE", 20),
    widened("CONTEXTS", 255),
    widened("LABELS", 255),
    text("DEPLOYMENT_ID", 10, false),
];

/// The words in which the products differ.
pub(crate) struct Words {
    moment: &'static str,
    integer: &'static str,
    /// Behind a column that may be `NULL`.
    nullable: &'static str,
    /// The lock table's truth value.
    pub locked: &'static str,
    /// Names that are quoted though they need not be.
    pub quoted: &'static [&'static str],
    /// The lock table's key is named after the table with this suffix; else `PK_` stands before it.
    pub key_suffix: Option<&'static str>,
}

const MYSQL_QUOTED: &[&str] = &["DESCRIPTION", "LOCKED"];

pub(crate) fn words(product: Product) -> &'static Words {
    match product {
        Product::PostgreSql => &Words {
            moment: "TIMESTAMP WITHOUT TIME ZONE",
            integer: "INTEGER",
            nullable: "",
            locked: "BOOLEAN",
            quoted: &[],
            key_suffix: Some("_pkey"),
        },
        Product::MySql => &Words {
            moment: "datetime",
            integer: "INT",
            nullable: " NULL",
            locked: "TINYINT",
            quoted: MYSQL_QUOTED,
            key_suffix: None,
        },
        Product::MariaDb => &Words {
            moment: "datetime",
            integer: "INT",
            nullable: " NULL",
            locked: "TINYINT(1)",
            quoted: MYSQL_QUOTED,
            key_suffix: None,
        },
        Product::Sqlite => &Words {
            moment: "TEXT",
            integer: "INTEGER",
            nullable: "",
            locked: "BOOLEAN",
            quoted: &[],
            key_suffix: None,
        },
    }
}

impl Words {
    /// The column's name in a statement.
    pub fn column(&self, name: &str) -> String {
        if self.quoted.contains(&name) { format!("`{name}`") } else { name.to_owned() }
    }

    fn type_of(&self, ty: Type) -> String {
        match ty {
            Type::Text(length) => format!("VARCHAR({length})"),
            Type::Moment => self.moment.to_owned(),
            Type::Integer => self.integer.to_owned(),
        }
    }

    fn definition(&self, column: &Column, required: bool) -> String {
        let null = if required { " NOT NULL" } else { self.nullable };
        format!("{} {}{null}", self.column(column.name), self.type_of(column.ty))
    }

    /// The lock table.
    pub fn create_lock_table(&self, printed_table: &str, name: &str) -> String {
        let locked = self.column("LOCKED");
        let Words { integer, moment, nullable, .. } = self;
        let key = match self.key_suffix {
            Some(suffix) => format!("{name}{suffix}"),
            None => format!("PK_{}", name.to_uppercase()),
        };
        format!(
            "CREATE TABLE {printed_table} (ID {integer} NOT NULL, {locked} {} NOT NULL, LOCKGRANTED {moment}{nullable}, \
             LOCKEDBY VARCHAR(255){nullable}, CONSTRAINT {key} PRIMARY KEY (ID))",
            self.locked
        )
    }
}

/// The statement that makes the history table.
pub(super) fn create(product: Product, printed_table: &str) -> String {
    let words = words(product);
    let columns: Vec<String> = COLUMNS.iter().map(|column| words.definition(column, column.required)).collect();
    format!("CREATE TABLE {printed_table} ({})", columns.join(", "))
}

/// The statements that bring a table with these columns up to the layout of today. Other columns are left alone.
pub(super) fn upgrade(product: Product, printed_table: &str, found: &[(String, Option<u32>)]) -> Vec<String> {
    let mut statements = Vec::new();
    for column in COLUMNS {
        match found.iter().find(|(name, _)| name == column.name) {
            None => add(product, printed_table, column, &mut statements),
            Some((_, length)) => statements.extend(widen(product, printed_table, column, *length)),
        }
    }
    statements
}

fn add(product: Product, table: &str, column: &Column, statements: &mut Vec<String>) {
    let words = words(product);
    statements.push(format!("ALTER TABLE {table} ADD {}", words.definition(column, false)));
    let Some(value) = column.filled_with else { return };
    statements.push(format!("UPDATE {table} SET {} = {value}", column.name));
    let name = column.name;
    match product {
        Product::PostgreSql => statements.push(format!("ALTER TABLE {table} ALTER COLUMN {name} SET NOT NULL")),
        Product::MySql | Product::MariaDb => {
            statements.push(format!("ALTER TABLE {table} MODIFY {}", words.definition(column, true)));
        }
        // SQLite cannot make a column required; the rows written are complete all the same.
        Product::Sqlite => {}
    }
}

fn widen(product: Product, table: &str, column: &Column, length: Option<u32>) -> Option<String> {
    let Type::Text(wanted) = column.ty else { return None };
    if !column.widened || length? >= wanted {
        return None;
    }
    match product {
        Product::PostgreSql => Some(format!("ALTER TABLE {table} ALTER COLUMN {} TYPE VARCHAR({wanted})", column.name)),
        Product::MySql | Product::MariaDb => {
            Some(format!("ALTER TABLE {table} MODIFY {}", words(product).definition(column, false)))
        }
        // SQLite keeps texts of any length.
        Product::Sqlite => None,
    }
}

/// The statement that makes the lock table of that place.
pub(crate) fn create_lock_table(tracking: &tracking::Tracking) -> Result<String, amend_sql::names::BadName> {
    let printed = tracking::printed(tracking.product, &tracking.lock)?;
    Ok(words(tracking.product).create_lock_table(&printed, &tracking.lock.name))
}
