//! Plain scalars that are numbers (the int and float types of YAML 1.1, as SnakeYAML 2 reads them).

use crate::scalar::ScalarValue;

/// Binary `0b101`, octal `017`, decimal, hexadecimal `0x1F`, base 60 `190:20:30`; `_` between the digits is ignored.
pub(crate) fn integer(raw: &str) -> Option<ScalarValue> {
    let (negative, digits) = split_sign(raw);
    let magnitude = magnitude(digits)?;
    let sign = if negative && magnitude != "0" { "-" } else { "" };
    Some(ScalarValue::Integer(format!("{sign}{magnitude}")))
}

fn magnitude(digits: &str) -> Option<String> {
    if digits == "0" {
        return Some("0".to_owned());
    }
    if digits.contains(':') {
        return base_60_integer(digits);
    }
    let (radix, digits) = match digits.as_bytes() {
        [b'0', b'b', ..] => (2, &digits[2..]),
        [b'0', b'x', ..] => (16, &digits[2..]),
        [b'0', ..] => (8, &digits[1..]),
        [b'1'..=b'9', ..] => (10, digits),
        _ => return None,
    };
    decimal(digits, radix)
}

/// The decimal digits of a number of any size. `None` without a digit, or with one that is not of the radix.
fn decimal(digits: &str, radix: u32) -> Option<String> {
    const BILLION: u64 = 1_000_000_000;
    let mut limbs = vec![0u64];
    let mut seen = false;
    for digit in digits.chars().filter(|&character| character != '_') {
        let mut carry = u64::from(digit.to_digit(radix)?);
        seen = true;
        for limb in &mut limbs {
            let sum = *limb * u64::from(radix) + carry;
            (*limb, carry) = (sum % BILLION, sum / BILLION);
        }
        if carry > 0 {
            limbs.push(carry);
        }
    }
    seen.then(|| decimal_of_limbs(&limbs))
}

fn decimal_of_limbs(limbs: &[u64]) -> String {
    let mut limbs = limbs.iter().rev();
    let first = limbs.next().map(u64::to_string).unwrap_or_default();
    limbs.fold(first, |text, limb| format!("{text}{limb:09}"))
}

/// SnakeYAML adds up in 32 bits; what does not fit is none.
fn base_60_integer(digits: &str) -> Option<String> {
    if digits.starts_with('0') {
        return None;
    }
    let sum = base_60_parts(digits)?.try_fold(0i32, |sum, part| {
        let part: i32 = without_underscores(part).parse().ok()?;
        sum.checked_mul(60)?.checked_add(part)
    })?;
    Some(sum.to_string())
}

/// `1.5`, `1.`, `.5`, `1e3`, `1.5e+3`, base 60 with a fraction `1:30.5`, `.inf`, `.nan`; `_` between the digits is ignored.
pub(crate) fn float(raw: &str) -> Option<ScalarValue> {
    if matches!(raw, ".nan" | ".NaN" | ".NAN") {
        return Some(ScalarValue::Float(f64::NAN));
    }
    let (negative, digits) = split_sign(raw);
    let magnitude = match digits {
        ".inf" | ".Inf" | ".INF" => f64::INFINITY,
        _ if digits.contains(':') => base_60_float(digits)?,
        _ if is_float(digits) => without_underscores(digits).parse().ok()?,
        _ => return None,
    };
    Some(ScalarValue::Float(if negative { -magnitude } else { magnitude }))
}

fn is_float(digits: &str) -> bool {
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (digits, None),
    };
    exponent.is_none_or(is_exponent)
        && match mantissa.split_once('.') {
            Some(("", fraction)) => !fraction.is_empty() && is_tail(fraction),
            Some((whole, fraction)) => is_whole(whole) && is_tail(fraction),
            None => is_whole(mantissa) && exponent.is_some(),
        }
}

fn is_exponent(exponent: &str) -> bool {
    let digits = split_sign(exponent).1;
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn base_60_float(digits: &str) -> Option<f64> {
    let (whole, fraction) = digits.split_once('.')?;
    if !is_tail(fraction) {
        return None;
    }
    let whole = base_60_parts(whole)?.try_fold(0.0, |sum, part| {
        let part: f64 = without_underscores(part).parse().ok()?;
        Some(sum * 60.0 + part)
    })?;
    let fraction: f64 = format!("0.{}", without_underscores(fraction)).parse().unwrap_or(0.0);
    Some(whole + fraction)
}

/// The parts of `[0-9][0-9_]*(:[0-5]?[0-9])+`.
fn base_60_parts(digits: &str) -> Option<impl Iterator<Item = &str>> {
    let (first, rest) = digits.split_once(':')?;
    let is_part = |part: &str| matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']);
    (is_whole(first) && rest.split(':').all(is_part)).then(|| digits.split(':'))
}

fn split_sign(raw: &str) -> (bool, &str) {
    match raw.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, raw.strip_prefix('+').unwrap_or(raw)),
    }
}

/// `[0-9][0-9_]*`
fn is_whole(digits: &str) -> bool {
    digits.starts_with(|first: char| first.is_ascii_digit()) && is_tail(digits)
}

/// `[0-9_]*`
fn is_tail(digits: &str) -> bool {
    digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
}

fn without_underscores(digits: &str) -> String {
    digits.replace('_', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers() {
        for (raw, text) in [
            ("7", "7"),
            ("+7", "7"),
            ("-0", "0"),
            ("00", "0"),
            ("-011", "-9"),
            ("0_1_1", "9"),
            ("1_0__0", "100"),
            ("0b_110", "6"),
            ("-0xfF", "-255"),
            ("0x10000000000000000", "18446744073709551616"),
            ("98765432109876543210987", "98765432109876543210987"),
            ("1000000000000000000", "1000000000000000000"),
            ("23:59", "1439"),
            ("-1:00:00", "-3600"),
        ] {
            assert_eq!(integer(raw), Some(ScalarValue::Integer(text.to_owned())), "{raw}");
        }
    }

    #[test]
    fn not_integers() {
        for raw in ["", "-", "09", "0x", "0b2", "0X1F", "_1", "0_", "1a", "07:30", "1:60", "1:2:", "1:2x", "1.0", "٣"]
        {
            assert_eq!(integer(raw), None, "{raw}");
        }
    }

    #[test]
    fn floats() {
        for (raw, number) in [
            ("2.", 2.0),
            (".25", 0.25),
            ("-1_0.5", -10.5),
            ("1.e2", 100.0),
            ("3E-2", 0.03),
            ("1e999", f64::INFINITY),
            ("-.Inf", f64::NEG_INFINITY),
            ("1:30.5", 90.5),
        ] {
            assert_eq!(float(raw), Some(ScalarValue::Float(number)), "{raw}");
        }
    }

    #[test]
    fn not_floats() {
        for raw in ["", ".", "._", "1", "1e", "e3", ".e3", "1.5.2", "_.5", "+.nan", "inf", "nan", "1:60.0", "1e3.5"] {
            assert_eq!(float(raw), None, "{raw}");
        }
    }
}
