//! Java properties files.

use std::collections::BTreeMap;

/// The values of a properties file by their names; the last of a repeated name counts.
///
/// The bytes are Latin-1 with `\uXXXX` escapes, as `java.util.Properties.load` reads them. Every text can be read.
#[must_use]
pub fn parse(bytes: &[u8]) -> BTreeMap<String, String> {
    let text: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    let mut definitions: BTreeMap<String, String> = BTreeMap::new();
    for line in logical_lines(&text) {
        let (name, value) = split(&line);
        definitions.insert(unescape(name), unescape(value));
    }
    definitions
}

/// Lines without comments and leading blanks; a line that ends in an odd number of `\` goes on in the next one.
fn logical_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.replace("\r\n", "\n").split(['\n', '\r']) {
        let line = line.trim_start_matches(is_blank);
        if !goes_on && (line.is_empty() || line.starts_with(['#', '!'])) {
            continue;
        }
        let continued = std::mem::replace(&mut goes_on, ends_in_backslash(line));
        let line = if goes_on { &line[..line.len() - 1] } else { line };
        match lines.last_mut() {
            Some(last) if continued => last.push_str(line),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn ends_in_backslash(line: &str) -> bool {
    (line.len() - line.trim_end_matches('\\').len()) % 2 == 1
}

/// The name and the value, parted by blanks, `=` or `:`.
fn split(line: &str) -> (&str, &str) {
    let mut escaped = false;
    let end = line.find(|character| {
        let ends = !escaped && (is_blank(character) || matches!(character, '=' | ':'));
        escaped = character == '\\' && !escaped;
        ends
    });
    let (name, rest) = line.split_at(end.unwrap_or(line.len()));
    let rest = rest.trim_start_matches(is_blank);
    let value = rest.strip_prefix(['=', ':']).unwrap_or(rest);
    (name, value.trim_start_matches(is_blank))
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{c}')
}

fn unescape(text: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let unit = match character {
            '\\' => match characters.next() {
                Some('u') => code_unit(&mut characters),
                Some('t') => u16::from(b'\t'),
                Some('n') => u16::from(b'\n'),
                Some('r') => u16::from(b'\r'),
                Some('f') => 0xc,
                Some(other) => other as u16,
                None => continue,
            },
            other => other as u16,
        };
        units.push(unit);
    }
    String::from_utf16_lossy(&units)
}

/// The four hexadecimal digits after `\u`; U+FFFD where they are none.
fn code_unit(characters: &mut std::str::Chars<'_>) -> u16 {
    let digits = characters.as_str().get(..4).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
    match digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()) {
        Some(unit) => {
            *characters = characters.as_str()[4..].chars();
            unit
        }
        None => 0xfffd,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &[u8], expected: &[(&str, &str)]) {
        let found = parse(text);
        let found: Vec<(&str, &str)> = found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn separators_and_comments() {
        check(
            b"# no\n! no\n\n a=1\r\nb : 2\rc 3\nd\ne==4\nf\\=g=5\n h = x \n",
            &[("a", "1"), ("b", "2"), ("c", "3"), ("d", ""), ("e", "=4"), ("f=g", "5"), ("h", "x ")],
        );
    }

    #[test]
    fn continued_lines() {
        check(b"a=1,\\\n   2\nb=c\\\\\nd=\\\n#e\n", &[("a", "1,2"), ("b", "c\\"), ("d", "#e")]);
    }

    #[test]
    fn escapes_and_latin_1() {
        check(b"a=\\u00e9\\uD83D\\uDE00\xe9\\t\\x\nb=\\u00", &[("a", "\u{e9}\u{1f600}\u{e9}\tx"), ("b", "\u{fffd}00")]);
    }

    #[test]
    fn the_last_of_a_repeated_name_counts() {
        check(b"a=1\nb=2\na=3", &[("a", "3"), ("b", "2")]);
    }
}
