//! How Java prints values: sums of change sets are taken over such texts.

use crate::calendar;

/// A number as `Double.toString` of Java 19 and later prints it: the shortest digits that read back equal, at least one after
/// the point, plain for 0.001 <= |x| < 10,000,000, else `d.dddE[-]x`.
#[must_use]
pub fn double_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    match number.abs() {
        magnitude if magnitude == 0.0 || (1e-3..1e7).contains(&magnitude) => format!("{number:?}"),
        _ => scientific(number),
    }
}

fn scientific(number: f64) -> String {
    let text = format!("{number:E}");
    match text.split_once('E') {
        Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0E{exponent}"),
        _ => text,
    }
}

/// A day, midnight UTC, as `java.util.Date.toString` prints it where the zone is UTC: `Thu Dec 31 00:00:00 UTC 2020`.
#[must_use]
pub fn date_text(year: i32, month: u8, day: u8) -> String {
    instant_text(calendar::day_number(year, month.into(), day.into()) * 86_400)
}

/// Seconds since 1970-01-01 00:00 UTC as `java.util.Date.toString` prints them where the zone is UTC.
pub(crate) fn instant_text(seconds: i64) -> String {
    const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = calendar::date_of(days);
    let weekday = WEEKDAYS[days.rem_euclid(7) as usize];
    let month = MONTHS[usize::from(month) - 1];
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{weekday} {month} {day:02} {hour:02}:{minute:02}:{second:02} UTC {year}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubles() {
        for (number, text) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (100.0, "100.0"),
            (0.001, "0.001"),
            (0.0001, "1.0E-4"),
            (9.9e-4, "9.9E-4"),
            (1_234_567.0, "1234567.0"),
            (1e7, "1.0E7"),
            (12_345_678.9, "1.23456789E7"),
            (-1.5e300, "-1.5E300"),
            (2e23, "2.0E23"),
            (f64::MIN_POSITIVE, "2.2250738585072014E-308"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ] {
            assert_eq!(double_text(number), text);
        }
    }

    #[test]
    fn dates() {
        assert_eq!(date_text(2020, 12, 31), "Thu Dec 31 00:00:00 UTC 2020");
        assert_eq!(date_text(1969, 12, 31), "Wed Dec 31 00:00:00 UTC 1969");
        assert_eq!(date_text(1, 1, 1), "Sat Jan 01 00:00:00 UTC 1");
        assert_eq!(instant_text(-1), "Wed Dec 31 23:59:59 UTC 1969");
    }
}
