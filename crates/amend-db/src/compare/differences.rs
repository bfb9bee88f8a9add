//! What is different, in words.

use std::fmt;

use amend_catalog::{Catalog, Column, Constraint, Index, IndexColumn, IndexKey, Key, Routine, Table, View, World};
use amend_sql::Product;

use super::normal::{in_order, normalize};
use crate::tokens::{Token, tokens};

/// One thing that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The object, with the word for its kind: ``table `person` ``.
    pub object: String,
    /// What is different about it, in words.
    pub text: String,
    /// Nothing but the order of the table's columns.
    pub column_order: bool,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// How the database differs from what it should be, one line each; none where it does not.
///
/// Of an open world only what it knows is compared. Character sets and collations of MySQL and MariaDB count where both
/// sides name them: the server does not tell those that were written from those that were inherited.
pub fn differences(product: Product, expected: &Catalog, found: &Catalog) -> Vec<String> {
    from_plan(product, expected, found).into_iter().map(|it| it.text).collect()
}

/// The same, each with the object that it is about.
pub fn from_plan(product: Product, expected: &Catalog, found: &Catalog) -> Vec<Difference> {
    let (left, right) = (normalize(product, expected.clone()), normalize(product, found.clone()));
    Comparison { product, open: expected.world == World::Open, texts: false }.catalogs(&left, &right)
}

/// How one database differs now from what it was before; both were read from the server. All of it counts, in the
/// server's own words: texts of views and routines, casts, character sets.
pub fn since(product: Product, before: &Catalog, now: &Catalog) -> Vec<Difference> {
    let (left, right) = (in_order(before.clone()), in_order(now.clone()));
    Comparison { product, open: false, texts: true }.catalogs(&left, &right)
}

/// What is compared.
#[derive(Clone, Copy)]
struct Comparison {
    product: Product,
    /// There may be more than what is expected.
    open: bool,
    /// The texts of views and routines count.
    texts: bool,
}

impl Comparison {
    fn catalogs(self, expected: &Catalog, found: &Catalog) -> Vec<Difference> {
        let mut all = Vec::new();
        let named = |it: &Table| it.name.to_string();
        self.objects(&mut all, "table", &expected.tables, &found.tables, named, |lines, left, right| {
            if left.known {
                table(lines, self, left, right);
            }
        });
        let named = |it: &amend_catalog::Sequence| it.name.to_string();
        self.objects(&mut all, "sequence", &expected.sequences, &found.sequences, named, |lines, left, right| {
            if left.known {
                let what = format!("sequence `{}`", left.name);
                field(lines, &what, "options", &format!("{:?}", left.options), &format!("{:?}", right.options));
                field(lines, &what, "owner", &owner(left), &owner(right));
            }
        });
        let named = |it: &View| it.name.to_string();
        self.objects(&mut all, "view", &expected.views, &found.views, named, |lines, left, right| {
            self.view(lines, left, right);
        });
        let named = |it: &Routine| format!("{} {}", it.kind.as_sql().to_lowercase(), it.name);
        self.objects(&mut all, "routine", &expected.routines, &found.routines, named, |lines, left, right| {
            self.routine(lines, left, right);
        });
        all
    }

    /// The objects of one kind, each with what is different about it.
    fn objects<T>(
        self,
        all: &mut Vec<Difference>,
        word: &str,
        expected: &[T],
        found: &[T],
        name: impl Fn(&T) -> String,
        mut both: impl FnMut(&mut Vec<String>, &T, &T),
    ) {
        let mut told = |name: &str, lines: Vec<String>| {
            all.extend(lines.into_iter().map(|text| Difference {
                object: format!("{word} `{name}`"),
                column_order: text.contains(COLUMN_ORDER),
                text,
            }));
        };
        for left in expected {
            let mut lines = Vec::new();
            match found.iter().find(|right| name(right) == name(left)) {
                Some(right) => both(&mut lines, left, right),
                None => lines.push(format!("{word} `{}` is missing", name(left))),
            }
            told(&name(left), lines);
        }
        let is_extra = |right: &&T| !self.open && !expected.iter().any(|left| name(left) == name(right));
        for right in found.iter().filter(is_extra) {
            told(&name(right), vec![format!("{word} `{}` was not expected", name(right))]);
        }
    }

    fn view(self, lines: &mut Vec<String>, expected: &View, found: &View) {
        if expected.known {
            let what = format!("view `{}`", expected.name);
            field(lines, &what, "comment", shown(&expected.comment), shown(&found.comment));
            self.text(lines, &what, "query", &expected.query, &found.query);
        }
    }

    fn routine(self, lines: &mut Vec<String>, expected: &Routine, found: &Routine) {
        let what = format!("routine `{}`", expected.name);
        field(lines, &what, "enabled", &expected.enabled.to_string(), &found.enabled.to_string());
        let table = |it: &Routine| it.table.as_ref().map_or("none".to_owned(), ToString::to_string);
        field(lines, &what, "table", &table(expected), &table(found));
        self.text(lines, &what, "text", shown(&expected.text), shown(&found.text));
    }

    /// A text that the server keeps as it was written; quotes around names say nothing.
    fn text(self, lines: &mut Vec<String>, what: &str, name: &str, expected: &str, found: &str) {
        if self.texts && words(self.product, expected) != words(self.product, found) {
            field(lines, what, name, expected, found);
        }
    }
}

fn words(product: Product, text: &str) -> Vec<String> {
    let word = |token: &Token<'_>| if token.text.starts_with('\'') { token.text.to_owned() } else { token.name() };
    tokens(product, text).iter().map(word).collect()
}

/// How the line about the order of columns is told from others.
const COLUMN_ORDER: &str = "columns: order should be";

fn owner(sequence: &amend_catalog::Sequence) -> String {
    sequence.owner.as_ref().map_or_else(String::new, |owner| format!("{}.{}", owner.table, owner.column))
}

fn field(lines: &mut Vec<String>, what: &str, name: &str, expected: &str, found: &str) {
    if expected != found {
        lines.push(format!("{what}: {name} should be `{expected}`, is `{found}`"));
    }
}

fn shown(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("none")
}

fn table(lines: &mut Vec<String>, comparison: Comparison, expected: &Table, found: &Table) {
    let what = format!("table `{}`", expected.name);
    field(lines, &what, "comment", shown(&expected.comment), shown(&found.comment));
    options(lines, &what, comparison, expected, found);
    let mut inside = Vec::new();
    let name = |it: &Column| it.name.clone();
    for left in &expected.columns {
        match found.columns.iter().find(|right| right.name == left.name) {
            Some(right) if left.known => column(&mut inside, comparison, left, right),
            Some(_) => {}
            None => inside.push(format!("column `{}` is missing", left.name)),
        }
    }
    let is_extra = |right: &&Column| !expected.columns.iter().any(|left| left.name == right.name);
    inside.extend(found.columns.iter().filter(is_extra).map(|it| format!("column `{}` was not expected", it.name)));
    if inside.is_empty() {
        let order = |table: &Table| table.columns.iter().map(name).collect::<Vec<_>>().join(", ");
        field(&mut inside, "columns", "order", &order(expected), &order(found));
    }
    described(&mut inside, "constraint", &expected.constraints, &found.constraints, describe_constraint);
    described(&mut inside, "index", &expected.indexes, &found.indexes, describe_index);
    lines.extend(inside.into_iter().map(|line| format!("{what}: {line}")));
}

/// Options that are not given are the server's own.
fn options(lines: &mut Vec<String>, what: &str, comparison: Comparison, expected: &Table, found: &Table) {
    let (left, right) = (&expected.options, &found.options);
    let both = [("engine", &left.engine, &right.engine), ("collation", &left.collation, &right.collation)];
    for (name, left, right) in both {
        if comparison.texts || (left.is_some() && right.is_some()) {
            field(lines, what, name, shown(left), shown(right));
        }
    }
    field(lines, what, "tablespace", shown(&left.tablespace), shown(&right.tablespace));
    field(lines, what, "strict", &left.strict.to_string(), &right.strict.to_string());
    field(lines, what, "without_rowid", &left.without_rowid.to_string(), &right.without_rowid.to_string());
}

fn column(lines: &mut Vec<String>, comparison: Comparison, expected: &Column, found: &Column) {
    let what = format!("column `{}`", expected.name);
    let mut compare = |name: &str, of: fn(&Column) -> String| field(lines, &what, name, &of(expected), &of(found));
    compare("type", |it| it.ty.clone());
    compare("nullable", |it| it.nullable.to_string());
    compare("default", |it| shown(&it.default).to_owned());
    compare("identity", |it| it.identity.as_ref().map_or("none".into(), |it| format!("{it:?}")));
    compare("generated", |it| it.generated.as_ref().map_or("none".into(), |it| format!("{it:?}")));
    compare("comment", |it| shown(&it.comment).to_owned());
    compare("on update", |it| shown(&it.on_update).to_owned());
    compare("invisible", |it| it.invisible.to_string());
    let inherits = !comparison.texts && matches!(comparison.product, Product::MySql | Product::MariaDb);
    if !inherits || (expected.collation.is_some() && found.collation.is_some()) {
        compare("collation", |it| shown(&it.collation).to_owned());
    }
    if !inherits || (expected.charset.is_some() && found.charset.is_some()) {
        compare("character set", |it| shown(&it.charset).to_owned());
    }
}

/// Compares two lists whose members are told in one line each.
fn described<T>(lines: &mut Vec<String>, word: &str, expected: &[T], found: &[T], describe: fn(&T) -> String) {
    let (left, right): (Vec<_>, Vec<_>) =
        (expected.iter().map(describe).collect(), found.iter().map(describe).collect());
    let lacks = |list: &[String], text: &String| {
        let count = |list: &[String]| list.iter().filter(|it| *it == text).count();
        count(list) < count(if std::ptr::eq(list, left.as_slice()) { &right } else { &left })
    };
    lines.extend(left.iter().filter(|text| lacks(&right, text)).map(|text| format!("{word} {text} is missing")));
    lines.extend(right.iter().filter(|text| lacks(&left, text)).map(|text| format!("{word} {text} was not expected")));
}

fn describe_constraint(constraint: &Constraint) -> String {
    let name = constraint.name().map_or("without a name".into(), |name| format!("`{name}`"));
    match constraint {
        Constraint::PrimaryKey(key) => format!("{name} (primary key over {})", describe_key(key)),
        Constraint::Unique(key) => format!("{name} (unique over {})", describe_key(key)),
        Constraint::ForeignKey(key) => format!(
            "{name} (foreign key over {} to {} over {}, on delete {}, on update {}{}{})",
            key.columns.join(", "),
            key.referenced_table,
            key.referenced_columns.join(", "),
            key.on_delete.map_or("no action", |it| it.as_sql()).to_lowercase(),
            key.on_update.map_or("no action", |it| it.as_sql()).to_lowercase(),
            timing(key.deferrable, key.initially_deferred),
            if key.validated { "" } else { ", not validated" },
        ),
        Constraint::Check(check) => format!(
            "{name} (check `{}`{}{})",
            check.expression,
            if check.validated { "" } else { ", not validated" },
            if check.enforced { "" } else { ", not enforced" },
        ),
    }
}

fn describe_key(key: &Key) -> String {
    let tablespace = key.tablespace.as_ref().map(|it| format!(", tablespace {it}")).unwrap_or_default();
    format!("{}{}{tablespace}", key.columns.join(", "), timing(key.deferrable, key.initially_deferred))
}

fn timing(deferrable: bool, initially_deferred: bool) -> &'static str {
    match (deferrable, initially_deferred) {
        (_, true) => ", deferred",
        (true, false) => ", deferrable",
        (false, false) => "",
    }
}

fn describe_index(index: &Index) -> String {
    let parts: Vec<String> = index.columns.iter().map(describe_part).collect();
    let mut text = format!("`{}` ({}over {}", index.name, if index.unique { "unique " } else { "" }, parts.join(", "));
    let options = [
        ("method", &index.method),
        ("where", &index.predicate),
        ("tablespace", &index.tablespace),
        ("comment", &index.comment),
    ];
    for (word, value) in options {
        text.extend(value.iter().map(|value| format!(", {word} {value}")));
    }
    let include = (!index.include.is_empty()).then(|| format!(", with {}", index.include.join(", ")));
    text.extend(include);
    text.push_str(if index.nulls_not_distinct { ", nulls not distinct" } else { "" });
    text.push_str(if index.clustered { ", clustered)" } else { ")" });
    text
}

fn describe_part(part: &IndexColumn) -> String {
    let key = match &part.key {
        IndexKey::Column { name, prefix: Some(length) } => format!("{name}({length})"),
        IndexKey::Column { name, prefix: None } => name.clone(),
        IndexKey::Expression(expression) => format!("({expression})"),
    };
    let class = part.operator_class.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
    let order = if part.descending { " desc" } else { "" };
    let nulls = part.nulls_first.map_or("", |first| if first { " nulls first" } else { " nulls last" });
    format!("{key}{class}{order}{nulls}")
}
