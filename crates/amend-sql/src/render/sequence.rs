//! Sequences, as the products write them that have them.

use amend_catalog::{Kind, Sequence, SequenceOptions};

use crate::Feature;
use crate::backend::Phrase;
use crate::dialects::{Cell, Dialect, Scene};
use crate::render::table;
use crate::statement::RefusalReason;

/// An option with a number: how it is read, the words before the number, and the words for the server's default.
struct NumberOption {
    value: fn(&SequenceOptions) -> Option<&String>,
    words: &'static str,
    default: fn(SequenceWords) -> &'static str,
}

/// Words for the server's defaults, where the products differ.
#[derive(Clone, Copy)]
pub(crate) struct SequenceWords {
    /// How many numbers a session takes at once.
    pub(crate) cache: &'static str,
    /// It ends at its end.
    pub(crate) no_cycle: &'static str,
}

/// PostgreSQL 15 and MariaDB 10.11 take the options in any order.
const NUMBERS: [NumberOption; 5] = [
    NumberOption { value: |it| it.start.as_ref(), words: "START WITH", default: |_| "START WITH 1" },
    NumberOption { value: |it| it.increment.as_ref(), words: "INCREMENT BY", default: |_| "INCREMENT BY 1" },
    NumberOption { value: |it| it.min.as_ref(), words: "MINVALUE", default: |_| "NO MINVALUE" },
    NumberOption { value: |it| it.max.as_ref(), words: "MAXVALUE", default: |_| "NO MAXVALUE" },
    NumberOption { value: |it| it.cache.as_ref(), words: "CACHE", default: |words| words.cache },
];

pub(crate) fn create<D: Dialect + ?Sized>(dialect: &D, sequence: &Sequence, scene: Scene<'_>) -> Cell {
    dialect.require(Feature::Sequences)?;
    if !sequence.known {
        return Err(unknown(sequence));
    }
    let head = Phrase::new("CREATE SEQUENCE").words_if(scene.manner.tolerant, "IF NOT EXISTS").object(&sequence.name);
    let owner = match &sequence.owner {
        Some(_) => owned(dialect, sequence)?,
        None => Phrase::default(),
    };
    Ok(vec![head.then(options(dialect, &SequenceOptions::default(), &sequence.options)?).then(owner)])
}

/// The column that the sequence falls with.
fn owned<D: Dialect + ?Sized>(dialect: &D, sequence: &Sequence) -> Result<Phrase, RefusalReason> {
    dialect.require(Feature::SequenceOwners)?;
    Ok(match &sequence.owner {
        Some(owner) => Phrase::new("OWNED BY").member(&owner.table, &owner.column),
        None => Phrase::new("OWNED BY NONE"),
    })
}

/// The options in which the two differ.
fn options<D: Dialect + ?Sized>(
    dialect: &D,
    before: &SequenceOptions,
    after: &SequenceOptions,
) -> Result<Phrase, RefusalReason> {
    let new_type = after.data_type != before.data_type;
    dialect.require_if(new_type, Feature::SequenceType)?;
    let ty = after.data_type.as_deref().unwrap_or("bigint");
    let start = if new_type { Phrase::new("AS").raw(ty) } else { Phrase::default() };
    let words = dialect.sequence_words();
    let numbers = NUMBERS.iter().fold(start, |phrase, it| phrase.then(number(it, before, after, words)));
    Ok(numbers.then(cycle(before.cycle, after.cycle, words)))
}

fn number(option: &NumberOption, before: &SequenceOptions, after: &SequenceOptions, words: SequenceWords) -> Phrase {
    match (option.value)(after) {
        now if now == (option.value)(before) => Phrase::default(),
        Some(number) => Phrase::new(option.words).number(number),
        None => Phrase::new((option.default)(words)),
    }
}

fn cycle(before: Option<bool>, after: Option<bool>, words: SequenceWords) -> Phrase {
    if before.unwrap_or(false) == after.unwrap_or(false) {
        return Phrase::default();
    }
    Phrase::new(if after == Some(true) { "CYCLE" } else { words.no_cycle })
}

pub(crate) fn drop<D: Dialect + ?Sized>(dialect: &D, sequence: &Sequence, scene: Scene<'_>) -> Cell {
    dialect.require(Feature::Sequences)?;
    Ok(vec![
        Phrase::new("DROP SEQUENCE")
            .words_if(scene.manner.tolerant, "IF EXISTS")
            .object(&sequence.name)
            .then(table::cascade(dialect, scene)),
    ])
}

/// Another name, other options, another owner.
pub(crate) fn alter(dialect: &dyn Dialect, before: &Sequence, after: &Sequence) -> Cell {
    dialect.require(Feature::Sequences)?;
    let mut phrases = Vec::new();
    if before.name != after.name {
        phrases.extend(dialect.rename_sequence(&before.name, &after.name)?);
    }
    let mut changed = options(dialect, &before.options, &after.options)?;
    if before.owner != after.owner {
        changed = changed.then(owned(dialect, after)?);
    }
    if !changed.is_empty() {
        phrases.push(Phrase::new("ALTER SEQUENCE").object(&after.name).then(changed));
    }
    Ok(phrases)
}

fn unknown(sequence: &Sequence) -> RefusalReason {
    RefusalReason::UnknownDefinition { kind: Kind::Sequence, name: sequence.name.name.clone(), table: None }
}
