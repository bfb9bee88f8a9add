//! Indexes, as most products write them.

use amend_catalog::{Index, IndexColumn, IndexKey, ObjectName};

use crate::backend::Phrase;
use crate::dialects::{Cell, Dialect, Scene};
use crate::statement::{RefusalReason, Statement};
use crate::{Feature, Product};

pub(crate) fn create<D: Dialect + ?Sized>(dialect: &D, table: &ObjectName, index: &Index, scene: Scene<'_>) -> Cell {
    require_options(dialect, index)?;
    require_manner(dialect, scene)?;
    let method = index.method.as_ref();
    let definition = Phrase::new("CREATE")
        .words_if(index.unique, "UNIQUE")
        .words("INDEX")
        .words_if(scene.manner.concurrently, "CONCURRENTLY")
        .words_if(scene.manner.tolerant, "IF NOT EXISTS")
        .then(dialect.index_site(table, index))
        .maybe(method, |phrase, it| phrase.words("USING").word(it))
        .list(keys(dialect, index)?)
        .then(options(index));
    Ok(vec![in_manner(definition, scene)])
}

fn options(index: &Index) -> Phrase {
    let included = Some(&index.include).filter(|columns| !columns.is_empty());
    Phrase::default()
        .maybe(included, |phrase, columns| phrase.words("INCLUDE").names(columns))
        .words_if(index.nulls_not_distinct, "NULLS NOT DISTINCT")
        .maybe(index.tablespace.as_ref(), |phrase, it| phrase.words("TABLESPACE").name(it))
        .maybe(index.predicate.as_ref(), |phrase, it| phrase.words("WHERE").raw(it))
}

/// Refuses the options that the product does not have.
pub(crate) fn require_options<D: Dialect + ?Sized>(dialect: &D, index: &Index) -> Result<(), RefusalReason> {
    dialect.require_if(index.method.is_some(), Feature::IndexMethods)?;
    dialect.require_if(!index.include.is_empty(), Feature::IncludedColumns)?;
    dialect.require_if(index.nulls_not_distinct, Feature::NullsNotDistinct)?;
    dialect.require_if(index.tablespace.is_some(), Feature::Tablespaces)?;
    dialect.require_if(index.predicate.is_some(), Feature::PartialIndexes)?;
    dialect.require_if(index.comment.is_some(), Feature::IndexComments)?;
    dialect.require_if(index.clustered, Feature::ClusteredIndexes)
}

/// Refuses the ways to carry it out that the product does not have.
pub(crate) fn require_manner<D: Dialect + ?Sized>(dialect: &D, scene: Scene<'_>) -> Result<(), RefusalReason> {
    dialect.require_if(scene.manner.concurrently, Feature::ConcurrentIndexes)?;
    dialect.require_if(scene.manner.tolerant, Feature::TolerantIndexes)
}

/// The parts of the index's key.
pub(crate) fn keys<D: Dialect + ?Sized>(dialect: &D, index: &Index) -> Result<Vec<Phrase>, RefusalReason> {
    index.columns.iter().map(|part| key(dialect, part)).collect()
}

fn key<D: Dialect + ?Sized>(dialect: &D, part: &IndexColumn) -> Result<Phrase, RefusalReason> {
    dialect.require_if(part.operator_class.is_some(), Feature::OperatorClasses)?;
    dialect.require_if(part.nulls_first.is_some(), Feature::NullsOrder)?;
    Ok(key_value(dialect, &part.key)?
        .maybe(part.operator_class.as_ref(), |phrase, it| phrase.object(&qualified(it)))
        .words_if(part.descending, "DESC")
        .maybe(part.nulls_first, |phrase, first| phrase.words(if first { "NULLS FIRST" } else { "NULLS LAST" })))
}

fn key_value<D: Dialect + ?Sized>(dialect: &D, key: &IndexKey) -> Result<Phrase, RefusalReason> {
    match key {
        IndexKey::Column { name, prefix } => {
            dialect.require_if(prefix.is_some(), Feature::PrefixIndexes)?;
            Ok(Phrase::named(name).maybe(*prefix, |phrase, length| phrase.parenthesised(&length.to_string())))
        }
        IndexKey::Expression(expression) => {
            dialect.require(Feature::ExpressionIndexes)?;
            Ok(Phrase::default().parenthesised(expression))
        }
    }
}

/// An operator class may be named with its schema.
fn qualified(name: &str) -> ObjectName {
    match name.split_once('.') {
        Some((schema, name)) => ObjectName::qualified(Some(schema.to_owned()), name),
        None => ObjectName::new(name),
    }
}

/// An index stands in the schema of its table.
pub(crate) fn drop<D: Dialect + ?Sized>(dialect: &D, table: &ObjectName, index: &Index, scene: Scene<'_>) -> Cell {
    require_manner(dialect, scene)?;
    let drop = Phrase::new("DROP INDEX")
        .words_if(scene.manner.concurrently, "CONCURRENTLY")
        .words_if(scene.manner.tolerant, "IF EXISTS")
        .object(&table.sibling(&index.name));
    Ok(vec![in_manner(drop, scene)])
}

/// The removal of an index that a concurrent build left unfinished (PostgreSQL): only the statement that built it may
/// be followed by this one.
///
/// # Errors
/// A name that the product cannot have.
pub fn drop_broken_index(table: &ObjectName, index: &str) -> Result<Statement, RefusalReason> {
    Phrase::new("DROP INDEX CONCURRENTLY IF EXISTS")
        .object(&table.sibling(index))
        .outside_transaction()
        .statement(Product::PostgreSql)
}

fn in_manner(phrase: Phrase, scene: Scene<'_>) -> Phrase {
    if scene.manner.concurrently { phrase.outside_transaction() } else { phrase }
}

/// Another name, or the old index goes and the new one comes.
pub(crate) fn alter(
    dialect: &dyn Dialect,
    table: &ObjectName,
    before: &Index,
    after: &Index,
    scene: Scene<'_>,
) -> Cell {
    if before == after {
        return Ok(Vec::new());
    }
    if *before == (Index { name: before.name.clone(), ..after.clone() }) {
        return dialect.rename_index(table, before, after, scene);
    }
    replace(dialect, table, before, after, scene)
}

/// The old index goes and the new one comes.
pub(crate) fn replace<D: Dialect + ?Sized>(
    dialect: &D,
    table: &ObjectName,
    before: &Index,
    after: &Index,
    scene: Scene<'_>,
) -> Cell {
    let mut phrases = dialect.drop_index(table, before, scene)?;
    phrases.extend(dialect.create_index(table, after, scene)?);
    Ok(phrases)
}
