//! What the checksum of a CSV file is taken of.

use std::io::{self, Read};

use md5::{Digest, Md5};

/// How many bytes are read at a time.
const PIECE: usize = 64 << 10;

/// The MD5 sum, in hexadecimal digits, of the bytes of a CSV file without carriage returns, empty lines, lines that begin
/// with the marker, and the last line end.
///
/// # Errors
/// What the system says of the file.
pub(crate) fn csv_sum(mut bytes: impl Read, marker: Option<u8>) -> io::Result<String> {
    let mut lines = Lines::new(marker);
    let mut sum = Md5::new();
    let (mut piece, mut kept) = (vec![0; PIECE], Vec::with_capacity(2 * PIECE));
    loop {
        let length = match bytes.read(&mut piece) {
            Ok(0) => return Ok(super::hex(&sum.finalize())),
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        kept.clear();
        lines.keep(&piece[..length], &mut kept);
        sum.update(&kept);
    }
}

/// Picks the bytes that count, piece by piece.
///
/// The reader that Liquibase 4 looks through is followed step by step, since its slips are part of recorded checksums. It
/// has one place to return to after it has looked ahead behind a line end, also where it looks ahead while looking ahead;
/// so a file that ends with two comments in a row keeps its last line end. What it reads twice it passes over both times,
/// but for the byte that ended the looking ahead: so one pass is enough.
struct Lines {
    marker: Option<u8>,
    /// The byte that was handed out last.
    last: Option<u8>,
    /// The byte before, as it counts for what follows it.
    previous: Option<u8>,
    /// A line end waits for what follows it: where nothing does, it does not count.
    line_end: bool,
    comment: bool,
}

impl Lines {
    fn new(marker: Option<u8>) -> Self {
        Self { marker, last: None, previous: None, line_end: false, comment: false }
    }

    fn keep(&mut self, bytes: &[u8], kept: &mut Vec<u8>) {
        let mut rest = bytes;
        while let Some((&byte, behind)) = rest.split_first() {
            rest = behind;
            self.take(byte, kept);
            if !self.comment && !self.line_end && !matches!(self.previous, None | Some(b'\n')) {
                rest = self.copy_line(rest, kept);
            }
        }
    }

    /// In the midst of a line every byte up to its end counts.
    fn copy_line<'b>(&mut self, bytes: &'b [u8], kept: &mut Vec<u8>) -> &'b [u8] {
        let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(bytes.len());
        let (line, rest) = bytes.split_at(end);
        if let Some(last) = line.last() {
            kept.extend_from_slice(line);
            (self.last, self.previous) = (Some(*last), Some(*last));
        }
        rest
    }

    /// A comment is passed over and gives the byte that ends it.
    fn take(&mut self, byte: u8, kept: &mut Vec<u8>) {
        if self.comment {
            self.comment = !matches!(byte, b'\n' | b'\r' | 0);
        } else {
            self.comment = self.begins_comment(byte);
        }
        if !self.comment {
            self.read(byte, kept);
        }
    }

    fn begins_comment(&self, byte: u8) -> bool {
        Some(byte) == self.marker && matches!(self.previous, None | Some(b'\n'))
    }

    fn read(&mut self, byte: u8, kept: &mut Vec<u8>) {
        if byte == b'\r' || (byte == b'\n' && matches!(self.previous, None | Some(b'\n'))) {
            self.previous = self.last;
        } else if byte == b'\n' {
            (self.line_end, self.previous) = (true, Some(b'\n'));
        } else {
            self.hand_out(byte, kept);
        }
    }

    /// After a line end the byte is read once more, now as the first of its line.
    fn hand_out(&mut self, byte: u8, kept: &mut Vec<u8>) {
        if std::mem::take(&mut self.line_end) {
            kept.push(b'\n');
            (self.last, self.previous) = (Some(b'\n'), Some(b'\n'));
            self.comment = self.begins_comment(byte);
            if self.comment {
                return;
            }
        }
        kept.push(byte);
        (self.last, self.previous) = (Some(byte), Some(byte));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &[u8], marker: Option<u8>, piece: usize) -> String {
        let (mut lines, mut kept) = (Lines::new(marker), Vec::new());
        text.chunks(piece).for_each(|piece| lines.keep(piece, &mut kept));
        String::from_utf8(kept).unwrap()
    }

    /// The outcomes are those of Liquibase 4.28.
    #[test]
    fn lines_that_do_not_count() {
        for (text, expected) in [
            ("a\nb\n", "a\nb"),
            ("a\r\nb\r\n", "a\nb"),
            ("\n\na\n\n\nb", "a\nb"),
            ("#c\na\n#c\nb\n", "a\nb"),
            ("a #c\nb", "a #c\nb"),
            ("a\n#c1\n#c2\n", "a\n"),
            ("a\n\n#c\n", "a\n"),
            ("a\n#c\n", "a"),
            ("a\n#c\n\n#d\n", "a"),
            ("", ""),
        ] {
            for piece in 1..5 {
                assert_eq!(kept(text.as_bytes(), Some(b'#'), piece), expected, "{text:?}");
            }
        }
        assert_eq!(kept(b"#a\nb\n", None, 9), "#a\nb");
    }

    #[test]
    fn sums_are_of_the_lines_that_count() {
        let text = format!("a{}b", "\n".repeat(1_000_000));
        assert_eq!(csv_sum(text.as_bytes(), Some(b'#')).unwrap(), super::super::hex(&Md5::digest(b"a\nb")));
    }

    /// The reader as it is: it looks ahead and returns.
    fn step_by_step(bytes: &[u8], marker: u8) -> Vec<u8> {
        let (mut at, mut back, mut last, mut kept) = (0, 0, None, Vec::new());
        'bytes: loop {
            let (mut line_end, mut previous) = (false, last);
            loop {
                let Some(mut byte) = bytes.get(at).copied() else { return kept };
                at += 1;
                if byte == marker && matches!(previous, None | Some(b'\n')) {
                    byte = loop {
                        let Some(byte) = bytes.get(at).copied() else { return kept };
                        at += 1;
                        if matches!(byte, b'\n' | b'\r' | 0) {
                            break byte;
                        }
                    };
                }
                if byte == b'\r' || (byte == b'\n' && matches!(previous, None | Some(b'\n'))) {
                    previous = last;
                } else if byte == b'\n' {
                    (back, line_end, previous) = (at, true, Some(b'\n'));
                } else {
                    let handed_out = if line_end { b'\n' } else { byte };
                    at = if line_end { back } else { at };
                    kept.push(handed_out);
                    last = Some(handed_out);
                    continue 'bytes;
                }
            }
        }
    }

    #[test]
    fn one_pass_is_as_good_as_looking_ahead() {
        let alphabet = [b'\n', b'\r', b'#', b'a', 0];
        for number in 0..5_u32.pow(8) {
            let text: Vec<u8> = (0..8).map(|place| alphabet[(number / 5_u32.pow(place) % 5) as usize]).collect();
            let expected = step_by_step(&text, b'#');
            assert_eq!(kept(&text, Some(b'#'), 3).into_bytes(), expected, "{text:?}");
        }
    }
}
