//! Numbers and dates in the attributes of columns, with the leniency of the tool this is compatible with
//! (measured on Liquibase 4.28).

/// Whether a text begins like a number: what follows the digits is kept as it is written.
pub fn is_number(text: &str) -> bool {
    if text == "NaN" || text.starts_with('\u{221e}') || text.starts_with("-\u{221e}") {
        return true;
    }
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    match digits {
        [first, ..] if first.is_ascii_digit() => true,
        [b'.', second, ..] => second.is_ascii_digit(),
        _ => false,
    }
}

/// The normal form of a date (`yyyy-MM-dd`), a time (`HH:mm:ss`) or both (`yyyy-MM-ddTHH:mm:ss[.fraction]`); `None`
/// where the text is none of them. Parts out of range roll over: `2020-13-41` is 10 February 2021.
pub fn date_text(text: &str) -> Option<String> {
    let length = text.chars().count();
    if !text.is_ascii() {
        return None;
    }
    match length {
        8 => time_of(text).map(|(_, time)| time),
        10 => date_of(text).map(iso_date),
        19 => date_time(text, ""),
        _ if text.contains(':') && !text.contains('-') => {
            if text.contains('.') {
                None
            } else {
                time_of(text).map(|(_, time)| time)
            }
        }
        _ if length > 19 && text.as_bytes()[19] == b'.' => date_time(&text[..19], &fraction(&text[20..], text)?),
        _ => None,
    }
}

/// A date with its time (`yyyy-MM-ddTHH:mm:ss`), so many minutes later.
pub(crate) fn shifted(date_time: &str, minutes: i64) -> Option<String> {
    let (date, time) = date_time.split_once('T')?;
    let mut parts = time.splitn(3, ':');
    let hours: i64 = parts.next()?.parse().ok()?;
    let total = hours.checked_mul(60)?.checked_add(parts.next()?.parse().ok()?)?.checked_add(minutes)?;
    let (days, of_day) = (total.div_euclid(1_440), total.rem_euclid(1_440));
    Some(format!("{}T{:02}:{:02}:{}", iso_date(date_of(date)? + days), of_day / 60, of_day % 60, parts.next()?))
}

/// The digits of a second's fraction without trailing zeros, with the point; a zone behind them is dropped.
fn fraction(rest: &str, whole: &str) -> Option<String> {
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let zone = &rest[digits.len()..];
    let zone_allowed = whole.contains('T') && (zone == "Z" || zone.starts_with(['+', '-']));
    if digits.is_empty() || digits.len() > 9 || !(zone.is_empty() || zone_allowed) {
        return None;
    }
    let digits = digits.trim_end_matches('0');
    Some(if digits.is_empty() { String::new() } else { format!(".{digits}") })
}

fn date_time(text: &str, fraction: &str) -> Option<String> {
    let separator = if text.contains(' ') { ' ' } else { 'T' };
    let (date, time) = text.split_once(separator)?;
    let (days, time) = time_of(time)?;
    Some(format!("{}T{time}{fraction}", iso_date(date_of(date)? + days)))
}

/// Days since 1970-01-01.
fn date_of(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let year: i64 = parts.next()?.parse().ok()?;
    let month: i64 = parts.next()?.parse().ok()?;
    let day: i64 = leading_number(parts.next()?)?;
    let months = year.checked_mul(12)?.checked_add(month - 1)?;
    Some(days_from_civil(months.div_euclid(12), months.rem_euclid(12) + 1, 1) + day - 1)
}

/// Whole days that the time rolls over, and the time of day.
fn time_of(text: &str) -> Option<(i64, String)> {
    let mut parts = text.split(':');
    let hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.parse().ok()?;
    let seconds: i64 = leading_number(parts.next()?)?;
    let total = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)?;
    let day = total.rem_euclid(86_400);
    let time = format!("{:02}:{:02}:{:02}", day / 3600, day / 60 % 60, day % 60);
    Some((total.div_euclid(86_400), time))
}

fn leading_number(text: &str) -> Option<i64> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}

fn iso_date(days: i64) -> String {
    let (year, month, day) = civil_from_days(days);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Days from 1970-01-01 to the day of the proleptic Gregorian calendar.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_take_their_normal_form() {
        let cases = [
            ("2020-01-02", Some("2020-01-02")),
            ("2020-13-41", Some("2021-02-10")),
            ("03:04:05", Some("03:04:05")),
            ("24:00:00", Some("00:00:00")),
            ("2020-01-02 03:04:05", Some("2020-01-02T03:04:05")),
            ("2020-01-02T03:04:05", Some("2020-01-02T03:04:05")),
            ("2020-01-02 03:04:05.120", Some("2020-01-02T03:04:05.12")),
            ("2020-01-02T03:04:05.000Z", Some("2020-01-02T03:04:05")),
            ("2020-01-02T03:04:05Z", None),
            ("NOW", None),
            ("now()", None),
            ("current_timestamp", None),
        ];
        for (text, expected) in cases {
            assert_eq!(date_text(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_time_in_another_zone() {
        assert_eq!(shifted("2021-03-04T00:00:00", 60).as_deref(), Some("2021-03-04T01:00:00"));
        assert_eq!(shifted("2021-03-01T00:00:00", -300).as_deref(), Some("2021-02-28T19:00:00"));
        assert_eq!(shifted("x", 1), None);
    }

    #[test]
    fn numbers_begin_like_numbers() {
        for text in ["12 apples", "1,234.5", "-.5", "1e5", "5%", "NaN"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["+5", " 5", ".", "-", "", "abc", "$5"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
