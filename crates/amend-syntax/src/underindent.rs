//! Quoted scalars with lines that start left of the block around them.
//!
//! YAML 1.2 wants such lines indented further than the block, and the parser goes by it; YAML 1.1 and its readers (SnakeYAML,
//! libyaml) do not. So a text with such lines is parsed once more with these lines indented. Blanks at the start of such a line
//! are never part of the value.

use std::borrow::Cow;
use std::ops::Range;

/// Texts are parsed again at most this often, and large ones less often.
const MOST_ROUNDS: usize = 200;
const MOST_BYTES: usize = 64 << 20;

/// A text with lines indented, which knows the offsets of the text as it was.
pub(crate) struct Indented<'t> {
    original: &'t str,
    text: Cow<'t, str>,
    insertions: Vec<Insertion>,
    rounds_left: usize,
}

/// Blanks that were put in.
struct Insertion {
    /// Where, as an offset of the original.
    at: usize,
    width: usize,
    /// Bytes put in before these.
    before: usize,
}

impl<'t> Indented<'t> {
    pub fn new(original: &'t str) -> Indented<'t> {
        Indented {
            original,
            text: Cow::Borrowed(original),
            insertions: Vec::new(),
            rounds_left: (MOST_BYTES / original.len().max(1)).clamp(1, MOST_ROUNDS),
        }
    }

    /// The text to parse.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The offset in the original text of an offset in the text to parse.
    pub fn original_offset(&self, offset: usize) -> usize {
        let after = self.insertions.partition_point(|insertion| insertion.at + insertion.before <= offset);
        let Some(last) = after.checked_sub(1).map(|index| &self.insertions[index]) else {
            return offset;
        };
        (offset - last.before).saturating_sub(last.width).max(last.at)
    }

    /// Indents the lines of the quoted scalar around an offset, where the parser refused one. The scalar starts at or after
    /// `from`, the end of what came before. Both are offsets of the original. Tells whether there was anything to indent.
    pub fn indent(&mut self, from: usize, refused: usize) -> bool {
        let Some(scalar) = quoted_scalar(self.original, from, refused) else {
            return false;
        };
        let width = column(self.original, scalar.start) + 1;
        let done = self.insertions.last().is_some_and(|last| last.at >= scalar.start);
        if done || self.rounds_left == 0 {
            return false;
        }
        self.rounds_left -= 1;
        for at in line_starts(self.original, scalar) {
            let before = self.insertions.last().map_or(0, |last| last.before + last.width);
            self.insertions.push(Insertion { at, width, before });
        }
        self.text = Cow::Owned(self.with_insertions());
        true
    }

    fn with_insertions(&self) -> String {
        let mut text = String::with_capacity(self.original.len() * 2);
        let mut copied = 0;
        for insertion in &self.insertions {
            text.push_str(&self.original[copied..insertion.at]);
            text.extend(std::iter::repeat_n(' ', insertion.width));
            copied = insertion.at;
        }
        text + &self.original[copied..]
    }
}

/// The quoted scalar that starts after `from`, where it reaches over `within`. None where a comment might hold the quote.
fn quoted_scalar(text: &str, from: usize, within: usize) -> Option<Range<usize>> {
    let gap = text.get(from..within)?;
    let start = from + gap.find(['"', '\'', '#'])?;
    let end = match text.as_bytes()[start] {
        b'"' => start + 1 + end_of_double_quoted(&text[start + 1..])?,
        b'\'' => start + 1 + end_of_single_quoted(&text[start + 1..])?,
        _ => return None,
    };
    (within < end).then_some(start..end)
}

/// The offset of the closing quote; a backslash escapes.
fn end_of_double_quoted(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate();
    while let Some((offset, byte)) = bytes.next() {
        match byte {
            b'"' => return Some(offset),
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
    None
}

/// The offset of the closing quote; two quotes are one of the text.
fn end_of_single_quoted(text: &str) -> Option<usize> {
    let mut quotes = text.match_indices('\'').map(|(offset, _)| offset);
    loop {
        let quote = quotes.next()?;
        if !text[quote + 1..].starts_with('\'') {
            return Some(quote);
        }
        quotes.next();
    }
}

/// The starts of the lines that begin within a range.
fn line_starts(text: &str, range: Range<usize>) -> impl Iterator<Item = usize> {
    let start = range.start;
    let breaks = text[range].match_indices(['\n', '\r']);
    let afters = breaks.map(move |(offset, _)| start + offset + 1);
    afters.filter(|&after| !text[after - 1..].starts_with("\r\n"))
}

/// The column of an offset in bytes, from 0.
fn column(text: &str, offset: usize) -> usize {
    offset - text[..offset].rfind('\n').map_or(0, |line_break| line_break + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_indented_and_offsets_kept() {
        let original = "a: \"b\nc\n d\"\ne: f\n";
        let mut indented = Indented::new(original);
        assert!(indented.indent(1, 6));
        assert_eq!(indented.text(), "a: \"b\n    c\n     d\"\ne: f\n");
        for (offset, character) in indented.text().char_indices().filter(|(_, character)| *character != ' ') {
            assert!(original[indented.original_offset(offset)..].starts_with(character));
        }
        assert_eq!(indented.original_offset(8), 6);
        assert!(!indented.indent(1, 6), "once is enough");
    }

    #[test]
    fn scalars_end_at_their_closing_quote() {
        assert_eq!(quoted_scalar("a: 'b''\nc' 'x'", 1, 8), Some(3..9));
        assert_eq!(quoted_scalar("a: \"b\\\"\nc\" \"x\"", 1, 8), Some(3..9));
        assert_eq!(quoted_scalar("a: \"b\nc", 1, 6), None);
        assert_eq!(quoted_scalar("a: # it's\n  \"b\nc\" '", 1, 15), None);
    }
}
