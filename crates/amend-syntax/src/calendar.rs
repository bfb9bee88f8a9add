//! Days and dates of Java's calendar: Julian before 15 October 1582, Gregorian from then on.

/// The first day of the Gregorian calendar, as a date and as a number of days since 1970-01-01.
const CUTOVER: (i32, i64, i64) = (1582, 10, 15);
const CUTOVER_DAY: i64 = -141_427;

/// Days since 1970-01-01. A month past 12 or a day past the month's end rolls over, as in Java's lenient calendar.
pub(crate) fn day_number(year: i32, month: i64, day: i64) -> i64 {
    let gregorian = (year, month, day) >= CUTOVER;
    days_before_month(year, month, gregorian) + day - 1
}

/// Year, month and day of a number of days since 1970-01-01.
pub(crate) fn date_of(days: i64) -> (i32, u8, u8) {
    let gregorian = days >= CUTOVER_DAY;
    let mut year = 1969 + days.div_euclid(366).min(days.div_euclid(365)) as i32;
    while days_before_month(year + 1, 1, gregorian) <= days {
        year += 1;
    }
    let starts = |month: &u8| days_before_month(year, i64::from(*month), gregorian) <= days;
    let month = (1..=12u8).rev().find(starts).unwrap_or(1);
    let day = days - days_before_month(year, i64::from(month), gregorian) + 1;
    (year, month, day as u8)
}

/// Days from 1970-01-01 to the first of a month. Counts months from March, so that the leap day is the year's last.
fn days_before_month(year: i32, month: i64, gregorian: bool) -> i64 {
    let months = i64::from(year) * 12 + month - 3;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12));
    let leap_days = match gregorian {
        true => year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400),
        false => year.div_euclid(4) - 2,
    };
    year * 365 + leap_days + (month * 153 + 2) / 5 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_are_inverse() {
        for days in (-719_000..100_000).step_by(7) {
            let (year, month, day) = date_of(days);
            assert_eq!(day_number(year, month.into(), day.into()), days);
        }
    }

    #[test]
    fn impossible_days_roll_over() {
        assert_eq!(date_of(day_number(2001, 2, 30)), (2001, 3, 2));
        assert_eq!(date_of(day_number(2020, 13, 41)), (2021, 2, 10));
        assert_eq!(date_of(day_number(2020, 0, 0)), (2019, 11, 30));
    }

    #[test]
    fn the_julian_calendar_ends_in_1582() {
        assert_eq!(day_number(1582, 10, 15), CUTOVER_DAY);
        assert_eq!(day_number(1582, 10, 4), CUTOVER_DAY - 1);
        assert_eq!(date_of(day_number(1500, 2, 29)), (1500, 2, 29));
    }
}
