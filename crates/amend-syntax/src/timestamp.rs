//! Plain scalars that are dates or date-times (the timestamp type of YAML 1.1, as SnakeYAML and Liquibase 4.28 read it).

use crate::calendar::{date_of, day_number};
use crate::java::instant_text;
use crate::scalar::ScalarValue;

/// A date or date-time as written; parts may be out of range.
struct Timestamp {
    year: i32,
    month: i64,
    day: i64,
    time: Option<Time>,
}

struct Time {
    seconds: i64,
    milliseconds: i64,
    /// Seconds east of UTC, where an offset is written. `Z` is none: Liquibase takes it for local time.
    offset: Option<i64>,
}

/// `2020-12-31` is a date. A date-time is a text: `2020-12-31 10:11:12` without a zone or with `Z`, the instant in Java's long
/// form, in UTC, with an offset. Parts out of range roll over.
pub(crate) fn timestamp(raw: &str) -> Option<ScalarValue> {
    let stamp = parse(raw)?;
    let days = day_number(stamp.year, stamp.month, stamp.day);
    Some(match stamp.time {
        None => date(days),
        Some(time) => ScalarValue::Text(date_time_text(days, &time)),
    })
}

fn date(days: i64) -> ScalarValue {
    let (year, month, day) = date_of(days);
    ScalarValue::Date { year, month, day }
}

fn date_time_text(days: i64, time: &Time) -> String {
    let seconds = days * 86_400 + time.seconds + time.milliseconds / 1000;
    match time.offset {
        Some(offset) => instant_text(seconds - offset),
        None => local_text(seconds),
    }
}

fn local_text(seconds: i64) -> String {
    let (year, month, day) = date_of(seconds.div_euclid(86_400));
    let second = seconds.rem_euclid(86_400);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

/// `YYYY-MM-DD`, or `YYYY-M-D`, a `T` or blanks, a time.
fn parse(raw: &str) -> Option<Timestamp> {
    let mut rest = Cursor(raw);
    let year = rest.number(4, 4)? as i32;
    rest.expect("-")?;
    let month = rest.number(1, 2)?;
    rest.expect("-")?;
    let day = rest.number(1, 2)?;
    let time = match rest.0 {
        "" if raw.len() == "YYYY-MM-DD".len() => None,
        _ => Some(rest.time()?),
    };
    Some(Timestamp { year, month, day, time })
}

/// The text still to be read.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    fn time(&mut self) -> Option<Time> {
        if self.expect("T").or_else(|| self.expect("t")).is_none() && self.blanks() == 0 {
            return None;
        }
        let hour = self.number(1, 2)?;
        self.expect(":")?;
        let minute = self.number(2, 2)?;
        self.expect(":")?;
        let second = self.number(2, 2)?;
        let milliseconds = self.milliseconds();
        let offset = self.zone()?;
        Some(Time { seconds: (hour * 60 + minute) * 60 + second, milliseconds, offset })
    }

    /// The fraction, rounded: `.9996` is a whole second.
    fn milliseconds(&mut self) -> i64 {
        if self.expect(".").is_none() {
            return 0;
        }
        let fraction = self.digits(usize::MAX);
        let fraction = format!("0.{fraction}").parse().unwrap_or(0.0_f64);
        (fraction * 1000.0).round() as i64
    }

    /// Nothing, `Z`, or an offset `+h`, `+hh`, `+h:mm`, each after blanks, and then the end.
    fn zone(&mut self) -> Option<Option<i64>> {
        if self.0.is_empty() {
            return Some(None);
        }
        self.blanks();
        let east = match self.take_one()? {
            'Z' => return self.end().map(|()| None),
            '+' => 1,
            '-' => -1,
            _ => return None,
        };
        let hours = self.number(1, 2)?;
        let minutes = match self.expect(":") {
            Some(()) => self.number(2, 2)?,
            None => 0,
        };
        self.end()?;
        Some(Some(east * offset_seconds(hours, minutes)))
    }

    fn number(&mut self, least: usize, most: usize) -> Option<i64> {
        let digits = self.digits(most);
        (digits.len() >= least).then(|| digits.parse().ok())?
    }

    fn digits(&mut self, most: usize) -> &'a str {
        let length = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        digits
    }

    fn blanks(&mut self) -> usize {
        let rest = self.0.trim_start_matches([' ', '\t']);
        let count = self.0.len() - rest.len();
        self.0 = rest;
        count
    }

    fn take_one(&mut self) -> Option<char> {
        let mut characters = self.0.chars();
        let first = characters.next()?;
        self.0 = characters.as_str();
        Some(first)
    }

    fn expect(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

/// Java takes an offset out of range for none.
fn offset_seconds(hours: i64, minutes: i64) -> i64 {
    match (hours, minutes) {
        (0..=23, 0..=59) => (hours * 60 + minutes) * 60,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> Option<String> {
        timestamp(raw)?.text()
    }

    #[test]
    fn dates() {
        assert_eq!(timestamp("2024-02-29"), Some(ScalarValue::Date { year: 2024, month: 2, day: 29 }));
        assert_eq!(timestamp("2023-02-29"), Some(ScalarValue::Date { year: 2023, month: 3, day: 1 }));
        for raw in ["2024-2-29", "24-02-29", "2024-02-29x", "2024-02", "2024-02-291"] {
            assert_eq!(timestamp(raw), None, "{raw}");
        }
    }

    #[test]
    fn date_times_without_offset_are_local() {
        for raw in
            ["2024-02-29 1:02:03", "2024-2-29T01:02:03Z", "2024-02-29\t 01:02:03.4 Z", "2024-02-29t01:02:02.9996"]
        {
            assert_eq!(text(raw).as_deref(), Some("2024-02-29 01:02:03"), "{raw}");
        }
        assert_eq!(text("2024-12-31 24:00:00").as_deref(), Some("2025-01-01 00:00:00"));
    }

    #[test]
    fn date_times_with_offset_are_instants() {
        for raw in ["2024-02-29 01:02:03-05:30", "2024-02-29 06:32:03 +0", "2024-02-29T06:32:03+99"] {
            assert_eq!(text(raw).as_deref(), Some("Thu Feb 29 06:32:03 UTC 2024"), "{raw}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for raw in [
            "2024-02-29 ",
            "2024-02-29T",
            "2024-02-29 01:02",
            "2024-02-29 01:02:03 x",
            "2024-02-29 01:02:03+05:3",
            "2024-02-29 01:02:03Zx",
            "é",
        ] {
            assert_eq!(timestamp(raw), None, "{raw}");
        }
    }
}
