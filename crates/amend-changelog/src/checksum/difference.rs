//! What has changed since a change set ran, as far as its recorded checksum and description can tell.
//!
//! A checksum cannot be read backwards; but what may have stood there can be tried: an attribute, a column or a change
//! less, two of them in the other order, another truth value or length, the names of the recorded description. What
//! gives the recorded checksum stood there.

use amend_syntax::{Diagnostic, Place};

use super::change_set::{counts, visitor_sums};
use super::variants::{Fields, Variant, variants};
use super::{ChangeText, ReadFile, Rule, description, squeeze, sum_of, text_sum};
use crate::canonical::Canonical;
use crate::change_set::{ChangeSet, PlacedChange};
use crate::model::Target;

/// The most checksums that are tried.
const MOST_ATTEMPTS: usize = 50_000;

/// What a row of the history says of a change set.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// `MD5SUM`.
    pub sum: &'a str,
    /// `DESCRIPTION`.
    pub description: Option<&'a str>,
}

/// What is different now.
#[derive(Clone, Debug)]
pub struct Difference {
    /// What was there, for example "`remarks` was not there".
    pub words: String,
    /// The change that it is about.
    pub place: Place,
}

/// What is known of the difference between the change set and what ran.
///
/// # Errors
/// A file that cannot be read.
pub fn difference(
    change_set: &ChangeSet,
    recorded: Recorded<'_>,
    target: &Target,
    files: &ReadFile<'_>,
) -> Result<Option<Difference>, Diagnostic> {
    let rule = if recorded.sum.starts_with("8:") { Rule::V8 } else { Rule::V9 };
    let mut parts = Vec::new();
    for placed in change_set.changes.iter().filter(|it| counts(it.change.as_ref(), target.product, rule)) {
        let text = placed.change.text(rule, files)?;
        parts.push(Part { sum: sum_of(&placed.name.value, text.clone(), rule), text, placed });
    }
    let search = Search { parts, visitors: visitor_sums(change_set, target, rule), rule, recorded };
    Ok(search.found().or_else(|| other_description(change_set, recorded)))
}

/// The description of the row tells the names that were there.
fn other_description(change_set: &ChangeSet, recorded: Recorded<'_>) -> Option<Difference> {
    let was = recorded.description.filter(|was| !was.is_empty())?;
    let is = description(change_set.changes.iter().map(|it| it.change.as_ref()));
    let place = change_set.changes.first().map_or(&change_set.place, |it| &it.name.place).clone();
    let words = match was == is {
        true => "the changes and the names are those that ran; a value, a type or the text of a statement differs"
            .to_owned(),
        false => format!("what ran was `{was}`"),
    };
    Some(Difference { words, place })
}

/// A change with its part of the checksum.
struct Part<'c> {
    placed: &'c PlacedChange,
    text: ChangeText,
    sum: String,
}

struct Search<'c> {
    parts: Vec<Part<'c>>,
    visitors: String,
    rule: Rule,
    recorded: Recorded<'c>,
}

impl Search<'_> {
    fn found(&self) -> Option<Difference> {
        self.without_change()
            .or_else(|| self.other_order())
            .or_else(|| self.without_visitors())
            .or_else(|| self.other_fields())
    }

    /// Whether changes with these checksums are what ran.
    fn fits<'s>(&self, sums: impl Iterator<Item = &'s str>, visitors: &str) -> bool {
        let text = sums.fold(String::new(), |text, sum| text + sum + ":") + visitors;
        text_sum(&text, self.rule) == self.recorded.sum
    }

    fn sums(&self) -> impl Iterator<Item = (usize, &str)> {
        self.parts.iter().map(|part| part.sum.as_str()).enumerate()
    }

    fn without_change(&self) -> Option<Difference> {
        let fits = |left_out: &usize| {
            self.fits(self.sums().filter(|(at, _)| at != left_out).map(|(_, sum)| sum), &self.visitors)
        };
        (0..self.parts.len()).find(fits).map(|at| self.difference(at, "this change was not there".to_owned()))
    }

    fn other_order(&self) -> Option<Difference> {
        let fits = |first: &usize| {
            let other = |at: usize| {
                if at == *first {
                    first + 1
                } else if at == first + 1 {
                    *first
                } else {
                    at
                }
            };
            self.fits((0..self.parts.len()).map(|at| self.parts[other(at)].sum.as_str()), &self.visitors)
        };
        let first = (0..self.parts.len().saturating_sub(1)).find(fits)?;
        Some(self.difference(first, "this change stood after the next one".to_owned()))
    }

    fn without_visitors(&self) -> Option<Difference> {
        let fits = !self.visitors.is_empty() && self.fits(self.sums().map(|(_, sum)| sum), "");
        fits.then(|| self.difference(0, "`modifySql` was not there".to_owned()))
    }

    fn other_fields(&self) -> Option<Difference> {
        let mut left = MOST_ATTEMPTS;
        (0..self.parts.len()).find_map(|at| {
            let (fields, rest) = split(&self.parts[at].text)?;
            let named = self.recorded_names(at, &fields);
            let all = named.into_iter().chain(variants(&fields));
            let Variant { words, .. } = all.take_while(|_| take(&mut left)).find(|it| self.fits_with(at, it, &rest))?;
            Some(self.difference(at, words))
        })
    }

    fn fits_with(&self, changed: usize, variant: &Variant, rest: &Option<Vec<u8>>) -> bool {
        let text = match rest {
            Some(bytes) => ChangeText::FieldsAnd(variant.fields.clone(), bytes.clone()),
            None => ChangeText::Fields(variant.fields.clone()),
        };
        let sum = sum_of(&self.parts[changed].placed.name.value, text, self.rule);
        self.fits(self.sums().map(|(at, own)| if at == changed { sum.as_str() } else { own }), &self.visitors)
    }

    /// The change with the names that the recorded description has for it, where they are others.
    fn recorded_names(&self, at: usize, fields: &Fields) -> Option<Variant> {
        let recorded = self.recorded.description?.split("; ").nth(at)?;
        let names = recorded.strip_prefix(&self.parts[at].placed.name.value)?.trim();
        let mut variant = Variant { words: String::new(), fields: fields.clone() };
        for (name, was) in names.split(", ").filter_map(|pair| pair.split_once('=')) {
            let field = variant.fields.iter_mut().find(|(known, _)| *known == name);
            let Some((_, value)) = field.filter(|(_, value)| *value != Canonical::Text(was.to_owned())) else {
                continue;
            };
            *value = Canonical::Text(was.to_owned());
            variant.words += &format!("{}`{name}` was `{was}`", if variant.words.is_empty() { "" } else { ", " });
        }
        (!variant.words.is_empty()).then_some(variant)
    }

    fn difference(&self, at: usize, words: String) -> Difference {
        Difference { words, place: self.parts[at].placed.name.place.clone() }
    }
}

fn take(left: &mut usize) -> bool {
    *left = left.saturating_sub(1);
    *left > 0
}

/// The fields of a text, and the bytes that come after them; nothing where it has no fields.
pub(super) fn split(text: &ChangeText) -> Option<(Fields, Option<Vec<u8>>)> {
    let named = |fields: &[(&'static crate::change::Attribute, Canonical)]| {
        fields.iter().map(|(attribute, value)| (attribute.name, value.clone())).collect()
    };
    match text {
        ChangeText::Attributes(fields) => Some((named(fields), None)),
        ChangeText::Fields(fields) => Some((fields.clone(), None)),
        ChangeText::AttributesAnd(fields, text) => Some((named(fields), Some(squeeze(text.as_bytes())))),
        ChangeText::FieldsAnd(fields, bytes) => Some((fields.clone(), Some(bytes.clone()))),
        ChangeText::Squeezed(_) | ChangeText::Bytes(_) | ChangeText::NamedSum(..) | ChangeText::Text(_) => None,
    }
}
