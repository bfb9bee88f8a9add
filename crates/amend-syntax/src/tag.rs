//! Tags: `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!timestamp`, `!!seq`, `!!map`. Any other is refused.

use granit_parser::Tag;

use crate::number::{float, integer};
use crate::scalar::{Resolve, ScalarValue, boolean, null};
use crate::timestamp::timestamp;

const YAML: &str = "tag:yaml.org,2002:";

/// The tags of scalars with what reads their text.
const SCALAR_TAGS: [(&str, Resolve); 6] = [
    ("str", text),
    ("int", integer),
    ("float", any_number),
    ("bool", boolean),
    ("null", null),
    ("timestamp", timestamp),
];

/// Why a tag is refused.
pub(crate) enum TagFault {
    /// No tag of this name.
    Unknown,
    /// The text is not of the type that the tag names.
    Mismatch,
}

/// The value of a tagged scalar.
pub(crate) fn tagged_scalar(tag: &Tag, raw: &str) -> Result<ScalarValue, TagFault> {
    if is_non_specific(tag) {
        return Ok(ScalarValue::Text(raw.to_owned()));
    }
    let name = tag.suffix_in_namespace(YAML).ok_or(TagFault::Unknown)?;
    let known = SCALAR_TAGS.iter().find(|(known, _)| *known == name);
    let (_, read) = known.ok_or(TagFault::Unknown)?;
    read(raw).ok_or(TagFault::Mismatch)
}

/// Whether a list or map, by its name `seq` or `map`, may have this tag.
pub(crate) fn collection_may_have(tag: &Tag, name: &str) -> bool {
    is_non_specific(tag) || tag.suffix_in_namespace(YAML).is_some_and(|suffix| suffix == name)
}

/// `!` alone: a text, list or map by its form.
fn is_non_specific(tag: &Tag) -> bool {
    matches!(tag.parts(), ("", "!") | ("!", ""))
}

fn text(raw: &str) -> Option<ScalarValue> {
    Some(ScalarValue::Text(raw.to_owned()))
}

fn any_number(raw: &str) -> Option<ScalarValue> {
    match integer(raw) {
        Some(ScalarValue::Integer(digits)) => Some(ScalarValue::Float(digits.parse().ok()?)),
        _ => float(raw),
    }
}
