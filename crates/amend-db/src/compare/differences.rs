//! What is different, in words.

use amend_catalog::{Catalog, Column, Constraint, Index, IndexColumn, IndexKey, Key, Table, World};
use amend_sql::Product;

use super::normal::normalize;

/// How the database differs from what it should be, one line each; none where it does not.
///
/// Of an open world only what it knows is compared. Character sets and collations of MySQL and MariaDB count where both
/// sides name them: the server does not tell those that were written from those that were inherited.
pub fn differences(product: Product, expected: &Catalog, found: &Catalog) -> Vec<String> {
    let open = expected.world == World::Open;
    let (expected, found) = (normalize(product, expected.clone()), normalize(product, found.clone()));
    let mut lines = Vec::new();
    pair(
        &mut lines,
        open,
        "table",
        &expected.tables,
        &found.tables,
        |it| it.name.to_string(),
        |lines, left, right| {
            if left.known {
                table(lines, product, left, right);
            }
        },
    );
    pair(
        &mut lines,
        open,
        "sequence",
        &expected.sequences,
        &found.sequences,
        |it| it.name.to_string(),
        |lines, left, right| {
            if left.known {
                let what = format!("sequence `{}`", left.name);
                field(lines, &what, "options", &format!("{:?}", left.options), &format!("{:?}", right.options));
                field(lines, &what, "owner", &owner(left), &owner(right));
            }
        },
    );
    pair(
        &mut lines,
        open,
        "view",
        &expected.views,
        &found.views,
        |it| it.name.to_string(),
        |lines, left, right| {
            if left.known {
                let what = format!("view `{}`", left.name);
                field(lines, &what, "comment", shown(&left.comment), shown(&right.comment));
            }
        },
    );
    let routine = |it: &amend_catalog::Routine| format!("{} {}", it.kind.as_sql().to_lowercase(), it.name);
    pair(&mut lines, open, "routine", &expected.routines, &found.routines, routine, |lines, left, right| {
        let what = format!("routine `{}`", left.name);
        field(lines, &what, "enabled", &left.enabled.to_string(), &right.enabled.to_string());
    });
    lines
}

/// Goes through two lists by name: what is missing, what is too much, what differs.
fn owner(sequence: &amend_catalog::Sequence) -> String {
    sequence.owner.as_ref().map_or_else(String::new, |owner| format!("{}.{}", owner.table, owner.column))
}

fn pair<T>(
    lines: &mut Vec<String>,
    open: bool,
    word: &str,
    expected: &[T],
    found: &[T],
    name: impl Fn(&T) -> String,
    mut both: impl FnMut(&mut Vec<String>, &T, &T),
) {
    for left in expected {
        match found.iter().find(|right| name(right) == name(left)) {
            Some(right) => both(lines, left, right),
            None => lines.push(format!("{word} `{}` is missing", name(left))),
        }
    }
    let is_extra = |right: &&T| !open && !expected.iter().any(|left| name(left) == name(right));
    lines.extend(found.iter().filter(is_extra).map(|right| format!("{word} `{}` was not expected", name(right))));
}

fn field(lines: &mut Vec<String>, what: &str, name: &str, expected: &str, found: &str) {
    if expected != found {
        lines.push(format!("{what}: {name} should be `{expected}`, is `{found}`"));
    }
}

fn shown(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or("none")
}

fn table(lines: &mut Vec<String>, product: Product, expected: &Table, found: &Table) {
    let what = format!("table `{}`", expected.name);
    field(lines, &what, "comment", shown(&expected.comment), shown(&found.comment));
    options(lines, &what, expected, found);
    let mut inside = Vec::new();
    let name = |it: &Column| it.name.clone();
    pair(&mut inside, false, "column", &expected.columns, &found.columns, name, |lines, left, right| {
        if left.known {
            column(lines, product, left, right);
        }
    });
    if inside.is_empty() {
        let order = |table: &Table| table.columns.iter().map(name).collect::<Vec<_>>().join(", ");
        field(&mut inside, "columns", "order", &order(expected), &order(found));
    }
    described(&mut inside, "constraint", &expected.constraints, &found.constraints, describe_constraint);
    described(&mut inside, "index", &expected.indexes, &found.indexes, describe_index);
    lines.extend(inside.into_iter().map(|line| format!("{what}: {line}")));
}

/// Options that are not given are the server's own.
fn options(lines: &mut Vec<String>, what: &str, expected: &Table, found: &Table) {
    let (left, right) = (&expected.options, &found.options);
    let both = [("engine", &left.engine, &right.engine), ("collation", &left.collation, &right.collation)];
    for (name, left, right) in both {
        if let (Some(left), Some(right)) = (left, right) {
            field(lines, what, name, left, right);
        }
    }
    field(lines, what, "tablespace", shown(&left.tablespace), shown(&right.tablespace));
    field(lines, what, "strict", &left.strict.to_string(), &right.strict.to_string());
    field(lines, what, "without_rowid", &left.without_rowid.to_string(), &right.without_rowid.to_string());
}

fn column(lines: &mut Vec<String>, product: Product, expected: &Column, found: &Column) {
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
    let inherits = matches!(product, Product::MySql | Product::MariaDb);
    if !inherits || (expected.collation.is_some() && found.collation.is_some()) {
        compare("collation", |it| shown(&it.collation).to_owned());
    }
    if expected.charset.is_some() && found.charset.is_some() {
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
