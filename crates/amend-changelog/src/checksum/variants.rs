//! What may have stood in the place of a change's attributes before somebody edited them.

use crate::canonical::Canonical;

/// The attributes of a change, or of a column, as they stand in the checksum.
pub(super) type Fields = Vec<(&'static str, Canonical)>;

/// Other attributes, with the words for what is different.
pub(super) struct Variant {
    pub words: String,
    pub fields: Fields,
}

/// The longest length of a type that is tried.
const LONGEST: u32 = 1_024;

/// Every set of attributes that one small edit may have led from.
pub(super) fn variants(fields: &Fields) -> impl Iterator<Item = Variant> + '_ {
    let less = (0..fields.len()).map(|at| without(fields, at));
    less.chain((0..fields.len()).flat_map(|at| other_values(fields, at)))
}

fn without(fields: &Fields, at: usize) -> Variant {
    let mut less = fields.clone();
    let (name, _) = less.remove(at);
    Variant { words: format!("`{name}` was not there"), fields: less }
}

fn other_values(fields: &Fields, at: usize) -> Box<dyn Iterator<Item = Variant> + '_> {
    let (name, value) = &fields[at];
    match value {
        Canonical::Text(text) => {
            let variant = move |was: String| Variant {
                words: format!("`{name}` was `{was}`"),
                fields: with(fields, at, Canonical::Text(was)),
            };
            Box::new(other_texts(text).map(variant))
        }
        Canonical::Object(inner) => Box::new(
            variants(inner)
                .map(move |it| Variant { words: it.words, fields: with(fields, at, Canonical::Object(it.fields)) }),
        ),
        Canonical::List(items) => Box::new(
            other_lists(items)
                .map(move |(words, items)| Variant { words, fields: with(fields, at, Canonical::List(items)) }),
        ),
        Canonical::Texts(_) | Canonical::Map(_) => Box::new(std::iter::empty()),
    }
}

fn with(fields: &Fields, at: usize, value: Canonical) -> Fields {
    let mut fields = fields.clone();
    fields[at].1 = value;
    fields
}

/// Another truth value, other letter case, another length.
fn other_texts(text: &str) -> impl Iterator<Item = String> + '_ {
    let flipped = match text {
        "true" => Some("false"),
        "false" => Some("true"),
        _ => None,
    };
    let cases = [text.to_lowercase(), text.to_uppercase()].into_iter().filter(move |it| it != text);
    flipped.map(str::to_owned).into_iter().chain(cases).chain(other_lengths(text))
}

/// `varchar(20)` with every other length.
fn other_lengths(text: &str) -> impl Iterator<Item = String> + '_ {
    let length = text.split_once('(').and_then(|(front, rest)| {
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).filter(|end| *end > 0)?;
        Some((front, &rest[end..]))
    });
    length.into_iter().flat_map(|(front, rest)| (1..=LONGEST).map(move |length| format!("{front}({length}{rest}")))
}

/// A column less, two in the other order, or other attributes of one.
fn other_lists(items: &[Fields]) -> impl Iterator<Item = (String, Vec<Fields>)> + '_ {
    let less = (0..items.len()).map(|at| {
        let mut less = items.to_vec();
        let removed = less.remove(at);
        (format!("the column{} was not there", named(&removed)), less)
    });
    let swapped = (1..items.len()).map(|at| {
        let mut swapped = items.to_vec();
        swapped.swap(at - 1, at);
        (format!("the column{} stood before the one that is before it now", named(&items[at])), swapped)
    });
    let other = (0..items.len()).flat_map(move |at| {
        variants(&items[at]).map(move |it| {
            let mut items = items.to_vec();
            let words = format!("{}, in the column{}", it.words, named(&items[at]));
            items[at] = it.fields;
            (words, items)
        })
    });
    less.chain(swapped).chain(other)
}

fn named(column: &Fields) -> String {
    let name = column.iter().find(|(name, _)| *name == "name");
    match name {
        Some((_, Canonical::Text(name))) => format!(" `{name}`"),
        _ => String::new(),
    }
}
