//! Text from files and servers, made harmless for a terminal.

use std::borrow::Cow;
use std::ops::RangeInclusive;

/// Characters that act instead of showing: they move the cursor, start escape sequences, turn the direction of the text or hide.
const STEERING: &[RangeInclusive<char>] = &[
    '\u{0}'..='\u{1f}',        // C0
    '\u{7f}'..='\u{9f}',       // DEL and C1
    '\u{ad}'..='\u{ad}',       // soft hyphen
    '\u{61c}'..='\u{61c}',     // Arabic letter mark
    '\u{180e}'..='\u{180e}',   // Mongolian vowel separator
    '\u{200b}'..='\u{200f}',   // zero width, direction marks
    '\u{2028}'..='\u{202e}',   // line and paragraph separators, bidirectional embeddings
    '\u{2060}'..='\u{206f}',   // invisible operators, bidirectional isolates
    '\u{feff}'..='\u{feff}',   // byte-order mark
    '\u{fff9}'..='\u{fffb}',   // interlinear annotation
    '\u{e0000}'..='\u{e007f}', // tags
];

/// Escapes what could steer a terminal, as `\n` or `\u{1b}`: control characters (line breaks included), bidirectional
/// controls, invisible characters.
#[must_use]
pub fn terminal_safe(text: &str) -> Cow<'_, str> {
    escaped(text, steers)
}

/// The same for a text of several lines: line feeds stay.
pub(crate) fn terminal_safe_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |character| character != '\n' && steers(character))
}

fn escaped(text: &str, unsafe_character: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&unsafe_character) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match unsafe_character(character) {
            true => safe.extend(escape(character)),
            false => safe.push(character),
        }
    }
    Cow::Owned(safe)
}

fn escape(character: char) -> Box<dyn Iterator<Item = char>> {
    match character {
        '\n' | '\r' | '\t' => Box::new(character.escape_default()),
        _ => Box::new(character.escape_unicode()),
    }
}

/// The text with each steering character replaced by as many bytes that only show, so that offsets stay; `None` where
/// there is nothing to replace. Tabs and line breaks stay.
pub(crate) fn masked(text: &str) -> Option<String> {
    let masks = |character| !matches!(character, '\n' | '\r' | '\t') && steers(character);
    text.contains(masks).then(|| {
        text.chars().fold(String::with_capacity(text.len()), |mut safe, character| {
            match masks(character) {
                true => safe.push_str(mask_of(character)),
                false => safe.push(character),
            }
            safe
        })
    })
}

fn mask_of(character: char) -> &'static str {
    match character.len_utf8() {
        1 => "?",
        2 => "\u{bf}",
        3 => "\u{fffd}",
        _ => "????",
    }
}

fn steers(character: char) -> bool {
    character != ' ' && STEERING.iter().any(|range| range.contains(&character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_text_is_borrowed() {
        assert!(matches!(terminal_safe("naïve 表 `x`"), Cow::Borrowed(_)));
        assert_eq!(masked("a\tb\r\n表"), None);
    }

    #[test]
    fn steering_characters_are_escaped() {
        assert_eq!(terminal_safe("a\x1b[2J\nb\u{202e}\u{9b}\u{200b}"), "a\\u{1b}[2J\\nb\\u{202e}\\u{9b}\\u{200b}");
        assert_eq!(terminal_safe_lines("a\nb\rc"), "a\nb\\rc");
    }

    #[test]
    fn masks_keep_the_offsets() {
        for text in ["\x1b[2J", "\u{9b}x", "\u{202e}x", "\u{e0001}x"] {
            let masked = masked(text).unwrap();
            assert_eq!(masked.len(), text.len());
            assert_eq!(terminal_safe(&masked), masked);
        }
    }
}
