//! The normal form of a catalog.

mod owned;

use amend_catalog::{
    Case, Catalog, Column, Constraint, ForeignKey, Identity, Index, IndexColumn, IndexKey, Key, ObjectName,
    ReferentialAction, Sequence, SequenceOptions, Table, View,
};
use amend_sql::types::canonical_type;
use amend_sql::{Product, Profile, profile};

use super::expression::{canonical, canonical_default};

/// The catalog in the form in which two of them can be compared for equality: one spelling for types, expressions and
/// names, what the server does by itself made explicit, what a server does not tell left away, lists without an order of
/// their own sorted. Columns keep their order.
pub fn normalize(product: Product, mut catalog: Catalog) -> Catalog {
    let facts = profile(product);
    fill_references(&mut catalog);
    owned::fold(product, &mut catalog);
    for table in &mut catalog.tables {
        normalize_table(facts, table);
    }
    catalog.sequences.iter_mut().for_each(|it| normalize_sequence(product, it));
    catalog.views.iter_mut().for_each(|it| normalize_view(facts, it));
    for routine in &mut catalog.routines {
        fold_object(facts, &mut routine.name);
        routine.table.iter_mut().for_each(|table| fold_object(facts, table));
        // The server's text is its own rendering.
        routine.text = None;
    }
    in_order(catalog)
}

/// The catalog with its objects by name, otherwise as it is.
pub(super) fn in_order(mut catalog: Catalog) -> Catalog {
    catalog.tables.sort_by(|left, right| left.name.cmp(&right.name));
    catalog.sequences.sort_by(|left, right| left.name.cmp(&right.name));
    catalog.views.sort_by(|left, right| left.name.cmp(&right.name));
    catalog.routines.sort_by_key(|it| (it.kind.as_sql(), it.name.clone(), it.table.clone()));
    catalog
}

/// A foreign key that names no columns points to the primary key.
fn fill_references(catalog: &mut Catalog) {
    let keys: Vec<(ObjectName, Vec<String>)> =
        catalog.tables.iter().filter_map(|it| Some((it.name.clone(), it.primary_key()?.columns.clone()))).collect();
    let naming = catalog.naming;
    for constraint in catalog.tables.iter_mut().flat_map(|table| &mut table.constraints) {
        let Constraint::ForeignKey(key) = constraint else { continue };
        let target = keys.iter().find(|(name, _)| naming.same_object(name, &key.referenced_table));
        if let Some((_, columns)) = target.filter(|_| key.referenced_columns.is_empty()) {
            key.referenced_columns.clone_from(columns);
        }
    }
}

fn fold(case: Case, name: &mut str) {
    if case == Case::Insensitive {
        name.make_ascii_lowercase();
    }
}

fn fold_object(facts: &Profile, name: &mut ObjectName) {
    fold(facts.naming.objects, &mut name.name);
}

fn empty_is_none(text: &mut Option<String>) {
    if text.as_deref() == Some("") {
        *text = None;
    }
}

fn normalize_table(facts: &Profile, table: &mut Table) {
    fold_object(facts, &mut table.name);
    empty_is_none(&mut table.comment);
    table.options.engine.iter_mut().for_each(|it| it.make_ascii_lowercase());
    table.columns.iter_mut().for_each(|column| normalize_column(facts, column));
    table.constraints.iter_mut().for_each(|constraint| normalize_constraint(facts, constraint));
    table.indexes.iter_mut().for_each(|index| normalize_index(facts, index));
    drop_whole_prefixes(table);
    let key = table.primary_key().map(|key| key.columns.clone()).unwrap_or_default();
    table.columns.iter_mut().filter(|it| key.contains(&it.name)).for_each(|it| it.nullable = false);
    if facts.unique_is_index {
        let (constraints, indexes) = table.indexes.drain(..).partition(is_plain_unique);
        table.indexes = indexes;
        table.constraints.extend(Vec::into_iter(constraints).map(into_constraint));
    }
    table.constraints.sort_by_cached_key(|constraint| format!("{constraint:?}"));
    table.indexes.sort_by(|left, right| left.name.cmp(&right.name));
}

/// A prefix that is as long as its column is the column (MySQL, MariaDB).
fn drop_whole_prefixes(table: &mut Table) {
    let length = |column: &Column| column.ty.split_once('(')?.1.strip_suffix(')')?.parse::<u32>().ok();
    for part in table.indexes.iter_mut().flat_map(|index| &mut index.columns) {
        let IndexKey::Column { name, prefix } = &mut part.key else { continue };
        let whole = table.columns.iter().find(|column| column.name == *name).and_then(length);
        *prefix = prefix.filter(|prefix| whole.is_none_or(|whole| *prefix < whole));
    }
}

fn normalize_column(facts: &Profile, column: &mut Column) {
    let product = facts.product;
    fold(facts.naming.members, &mut column.name);
    column.ty = canonical_type(product, &column.ty);
    // Servers before PostgreSQL 18 do not keep it.
    column.not_null_name = None;
    column.default = column.default.take().and_then(|it| canonical_default(product, &it));
    column.on_update = column.on_update.take().map(|it| canonical(product, &it));
    if let Some(generated) = &mut column.generated {
        generated.expression = canonical(product, &generated.expression);
    }
    if let Some(identity) = &mut column.identity {
        normalize_identity(facts, identity);
    }
    empty_is_none(&mut column.comment);
    column.charset.iter_mut().chain(&mut column.collation).for_each(|it| it.make_ascii_lowercase());
}

/// MySQL, MariaDB and SQLite tell the next number only, not the first.
fn normalize_identity(facts: &Profile, identity: &mut Identity) {
    let keeps_start = facts.identity_increment;
    identity.start = identity.start.filter(|start| keeps_start && *start != 1);
    identity.increment = identity.increment.filter(|step| *step != 1);
}

fn normalize_constraint(facts: &Profile, constraint: &mut Constraint) {
    let case = facts.naming.members;
    let name = match constraint {
        Constraint::PrimaryKey(key) | Constraint::Unique(key) => {
            key.columns.iter_mut().for_each(|it| fold(case, it));
            key.deferrable |= key.initially_deferred;
            &mut key.name
        }
        Constraint::ForeignKey(key) => {
            normalize_foreign_key(facts, key);
            &mut key.name
        }
        Constraint::Check(check) => {
            check.expression = canonical(facts.product, &check.expression);
            &mut check.name
        }
    };
    name.iter_mut().for_each(|it| fold(case, it));
}

fn normalize_foreign_key(facts: &Profile, key: &mut ForeignKey) {
    key.columns.iter_mut().chain(&mut key.referenced_columns).for_each(|it| fold(facts.naming.members, it));
    fold_object(facts, &mut key.referenced_table);
    key.deferrable |= key.initially_deferred;
    // Where nothing can be put off, refusing at once and at the end is one and the same.
    let refused_at_once = !facts.deferrable_foreign_keys;
    for action in [&mut key.on_delete, &mut key.on_update] {
        *action = action.filter(|it| match it {
            ReferentialAction::NoAction => false,
            ReferentialAction::Restrict => !refused_at_once,
            _ => true,
        });
    }
}

fn normalize_index(facts: &Profile, index: &mut Index) {
    let product = facts.product;
    fold(facts.naming.members, &mut index.name);
    index.columns.iter_mut().for_each(|part| normalize_part(facts, part));
    index.include.iter_mut().for_each(|it| fold(facts.naming.members, it));
    index.method =
        index.method.take().map(|it| it.to_lowercase()).filter(|it| !is_usual_method(facts, index.unique, it));
    index.predicate = index.predicate.take().map(|it| canonical(product, &it));
    empty_is_none(&mut index.comment);
    index.automatic = false;
}

/// Where the method is the server's own choice: MariaDB 10.4 takes a hash for unique keys that are too long for a tree.
fn is_usual_method(facts: &Profile, unique: bool, method: &str) -> bool {
    method == "btree" || (facts.unique_is_index && unique && method == "hash")
}

/// `NULL`s come first in descending order unless said otherwise (PostgreSQL).
fn normalize_part(facts: &Profile, part: &mut IndexColumn) {
    part.nulls_first = part.nulls_first.filter(|first| *first != part.descending);
    match &mut part.key {
        IndexKey::Column { name, .. } => fold(facts.naming.members, name),
        IndexKey::Expression(expression) => *expression = canonical(facts.product, expression),
    }
}

/// A unique index that is nothing more than a unique constraint.
fn is_plain_unique(index: &Index) -> bool {
    let plain = |part: &IndexColumn| {
        matches!(part.key, IndexKey::Column { prefix: None, .. }) && !part.descending && part.operator_class.is_none()
    };
    index.unique && index.method.is_none() && index.comment.is_none() && index.columns.iter().all(plain)
}

fn into_constraint(index: Index) -> Constraint {
    let columns = index.columns.iter().filter_map(|part| part.column_name().map(str::to_owned)).collect();
    Constraint::Unique(Key { name: Some(index.name), columns, ..Key::default() })
}

/// The query is the server's own rendering, except on SQLite, which keeps the text.
fn normalize_view(facts: &Profile, view: &mut View) {
    fold_object(facts, &mut view.name);
    empty_is_none(&mut view.comment);
    view.query = String::new();
    view.full_definition = false;
}

/// What a sequence has that says nothing: PostgreSQL 15, MariaDB 10.11.
fn normalize_sequence(product: Product, sequence: &mut Sequence) {
    let options = &mut sequence.options;
    let data_type = options.data_type.take().unwrap_or_else(|| "bigint".into());
    let data_type = canonical_type(product, &data_type);
    let falls = options.increment.as_deref().is_some_and(|it| it.starts_with('-'));
    let (least, most, cache) = bounds(product, &data_type);
    let or = |given: &mut Option<String>, usual: &str| Some(given.take().unwrap_or_else(|| usual.to_owned()));
    options.min = or(&mut options.min, if falls { least } else { "1" });
    options.max = or(&mut options.max, if falls { "-1" } else { most });
    let first = if falls { options.max.clone() } else { options.min.clone() };
    *options = SequenceOptions {
        data_type: Some(data_type),
        start: options.start.take().or(first),
        increment: or(&mut options.increment, "1"),
        min: options.min.take(),
        max: options.max.take(),
        cache: or(&mut options.cache, cache),
        cycle: Some(options.cycle.unwrap_or(false)),
    };
}

/// The smallest and the largest number, and how many a session takes at once.
fn bounds(product: Product, data_type: &str) -> (&'static str, &'static str, &'static str) {
    match (product, data_type) {
        (Product::MariaDb, _) => ("-9223372036854775807", "9223372036854775806", "1000"),
        (_, "integer") => ("-2147483648", "2147483647", "1"),
        (_, "smallint") => ("-32768", "32767", "1"),
        _ => ("-9223372036854775808", "9223372036854775807", "1"),
    }
}
