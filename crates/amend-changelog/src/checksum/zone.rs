//! Checksums that were taken in another time zone.
//!
//! A date that YAML itself reads as one (`valueDate: 2024-03-01`, without quotes) is an instant, midnight UTC, which
//! Liquibase prints in the zone of the machine that it runs on: the same change set has another checksum in Berlin than
//! in Tokyo. Which zone that was is not recorded, so the offsets are tried.

use amend_syntax::Diagnostic;

use super::change_set::{counts, visitor_sums};
use super::difference::split;
use super::variants::Fields;
use super::{ChangeText, ReadFile, Rule, sum_of, text_sum};
use crate::canonical::Canonical;
use crate::change_set::ChangeSet;
use crate::literal::shifted;
use crate::model::Target;

/// The offsets of zones from UTC, in half hours.
const OFFSETS: std::ops::RangeInclusive<i64> = -24..=28;

/// When clocks are an hour ahead.
#[derive(Clone, Copy)]
enum Summer {
    Never,
    North,
    South,
}

/// Whether the checksum is that of the change set with its dates printed in some zone.
///
/// # Errors
/// A file that cannot be read.
pub(super) fn is_of_another_zone(
    change_set: &ChangeSet,
    stored: &str,
    target: &Target,
    files: &ReadFile<'_>,
) -> Result<bool, Diagnostic> {
    let rule = if stored.starts_with("8:") { Rule::V8 } else { Rule::V9 };
    let mut texts = Vec::new();
    for placed in change_set.changes.iter().filter(|it| counts(it.change.as_ref(), target.product, rule)) {
        texts.push((placed.name.value.as_str(), placed.change.text(rule, files)?));
    }
    if !texts.iter().filter_map(|(_, text)| split(text)).any(|(fields, _)| has_midnight(&fields)) {
        return Ok(false);
    }
    let visitors = visitor_sums(change_set, target, rule);
    let summers = [Summer::Never, Summer::North, Summer::South];
    Ok(OFFSETS.flat_map(|offset| summers.map(|summer| (offset * 30, summer))).any(|zone| {
        let sums = texts.iter().map(|(name, text)| sum_of(name, printed(text, zone), rule) + ":");
        text_sum(&(sums.collect::<String>() + &visitors), rule) == stored
    }))
}

fn printed(text: &ChangeText, zone: (i64, Summer)) -> ChangeText {
    match split(text) {
        None => text.clone(),
        Some((fields, None)) => ChangeText::Fields(moved(&fields, zone)),
        Some((fields, Some(bytes))) => ChangeText::FieldsAnd(moved(&fields, zone), bytes),
    }
}

fn moved(fields: &Fields, zone: (i64, Summer)) -> Fields {
    let value = |name: &str, value: &Canonical| match value {
        Canonical::Text(text) if is_midnight(name, text) => {
            Canonical::Text(shifted(text, minutes(text, zone)).unwrap_or_else(|| text.clone()))
        }
        Canonical::Object(inner) => Canonical::Object(moved(inner, zone)),
        Canonical::List(items) => Canonical::List(items.iter().map(|it| moved(it, zone)).collect()),
        other => other.clone(),
    };
    fields.iter().map(|(name, it)| (*name, value(name, it))).collect()
}

/// The offset on that day; the days of change differ from year to year and country to country, these are usual ones.
fn minutes(date: &str, (offset, summer): (i64, Summer)) -> i64 {
    let in_north = date.get(5..10).is_some_and(|day| ("03-29".."10-27").contains(&day));
    let is_ahead = match summer {
        Summer::Never => false,
        Summer::North => in_north,
        Summer::South => !in_north,
    };
    offset + if is_ahead { 60 } else { 0 }
}

fn has_midnight(fields: &Fields) -> bool {
    fields.iter().any(|(name, value)| match value {
        Canonical::Text(text) => is_midnight(name, text),
        Canonical::Object(inner) => has_midnight(inner),
        Canonical::List(items) => items.iter().any(has_midnight),
        Canonical::Texts(_) | Canonical::Map(_) => false,
    })
}

fn is_midnight(name: &str, text: &str) -> bool {
    matches!(name, "valueDate" | "defaultValueDate") && text.len() == 19 && text.ends_with("T00:00:00")
}
