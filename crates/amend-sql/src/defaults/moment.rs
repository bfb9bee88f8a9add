//! Days and times as a changelog gives them.

use super::DefaultFault;
use crate::types::TypeClass;

/// A day, a time, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment<'a> {
    text: &'a str,
    day: Option<&'a str>,
    time: Option<&'a str>,
}

impl<'a> Moment<'a> {
    /// Reads `YYYY-MM-DD`, `hh:mm:ss` with or without a fraction, or both with `T` or a blank between.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let (day, time) = match text.split_once(['T', ' ']) {
            Some((day, time)) => (Some(day), Some(time)),
            None if text.contains(':') => (None, Some(text)),
            None => (Some(text), None),
        };
        let is_moment = day.is_none_or(is_day) && time.is_none_or(is_time);
        is_moment.then_some(Self { text, day, time })
    }

    /// The text without regard to the column's type.
    pub(super) fn plain(&self) -> String {
        self.text.replace('T', " ")
    }

    /// The text for a column of this kind.
    pub(super) fn for_column(&self, class: TypeClass) -> Result<String, DefaultFault> {
        match (class, self.day, self.time) {
            (TypeClass::Time, _, Some(time)) => Ok(time.to_owned()),
            (TypeClass::Time, _, None) => Err(DefaultFault::NoTime(self.text.to_owned())),
            (TypeClass::DateTime | TypeClass::Date, None, _) => Err(DefaultFault::NoDay(self.text.to_owned())),
            (TypeClass::DateTime, Some(day), None) => Ok(format!("{day} 00:00:00")),
            (TypeClass::Text, Some(_), Some(time)) if !time.contains('.') => Ok(self.plain() + ".0"),
            _ => Ok(self.plain()),
        }
    }
}

fn is_day(text: &str) -> bool {
    has_digits(text.split('-'), &[4, 2, 2])
}

fn is_time(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    has_digits(whole.split(':'), &[2, 2, 2]) && is_digits(fraction)
}

fn has_digits<'a>(parts: impl Iterator<Item = &'a str>, lengths: &[usize]) -> bool {
    parts.map(|part| is_digits(part).then_some(part.len())).eq(lengths.iter().map(|length| Some(*length)))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_are_told_from_other_text() {
        for text in ["2020-01-02", "03:04:05", "03:04:05.5", "2020-01-02T03:04:05", "2020-01-02 03:04:05.678"] {
            assert_eq!(Moment::parse(text).map(|moment| moment.plain()), Some(text.replace('T', " ")));
        }
        for text in ["", "T", "now()", "2020-1-2", "2020-01-02T", "2020-01-02T03:04:05Z", "03:04", "03:04:05.", "TODAY"]
        {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }
}
