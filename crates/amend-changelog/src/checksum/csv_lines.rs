//! What the checksum of a CSV file is taken of.

/// The bytes of a CSV file without carriage returns, empty lines, lines that begin with the marker, and the last line
/// end.
///
/// The reader that Liquibase 4 looks through is followed step by step, since its slips are part of recorded checksums:
/// it has one place to return to after it has looked ahead, also where it looks ahead while looking ahead; so a file
/// that ends with two comments in a row keeps its last line end.
pub(crate) fn csv_lines(bytes: &[u8], marker: Option<u8>) -> Vec<u8> {
    let mut reader = Reader { bytes, marker, at: 0, back: 0, last: None };
    let mut kept = Vec::with_capacity(bytes.len());
    let mut ends = 0;
    while ends < 2 {
        match reader.read() {
            Some(byte) => {
                kept.push(byte);
                ends = 0;
            }
            None => ends += 1,
        }
    }
    kept
}

struct Reader<'a> {
    bytes: &'a [u8],
    marker: Option<u8>,
    /// The next byte to take.
    at: usize,
    /// Where to return to after looking ahead.
    back: usize,
    /// The byte that was handed out last.
    last: Option<u8>,
}

impl Reader<'_> {
    /// The next byte that counts. A line end waits for what follows it: where nothing does, it does not count.
    fn read(&mut self) -> Option<u8> {
        let mut line_end = false;
        let mut previous = self.last;
        loop {
            let byte = self.take(previous)?;
            if byte == b'\r' || (byte == b'\n' && matches!(previous, None | Some(b'\n'))) {
                previous = self.last;
            } else if byte == b'\n' {
                self.back = self.at;
                line_end = true;
                previous = Some(b'\n');
            } else {
                return Some(if line_end { self.back_to_line_end() } else { self.hand_out(byte) });
            }
        }
    }

    /// The next byte; a comment is passed over and gives the byte that ends it.
    fn take(&mut self, previous: Option<u8>) -> Option<u8> {
        let byte = self.next()?;
        if Some(byte) != self.marker || !matches!(previous, None | Some(b'\n')) {
            return Some(byte);
        }
        loop {
            let byte = self.next()?;
            if matches!(byte, b'\n' | b'\r' | 0) {
                return Some(byte);
            }
        }
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn back_to_line_end(&mut self) -> u8 {
        self.at = self.back;
        self.hand_out(b'\n')
    }

    fn hand_out(&mut self, byte: u8) -> u8 {
        self.last = Some(byte);
        byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(String::from_utf8(csv_lines(text.as_bytes(), Some(b'#'))).unwrap(), expected, "{text:?}");
        }
        assert_eq!(csv_lines(b"#a\nb\n", None), b"#a\nb");
    }

    #[test]
    fn many_empty_lines_need_no_stack() {
        let text = format!("a{}b", "\n".repeat(1_000_000));
        assert_eq!(csv_lines(text.as_bytes(), Some(b'#')), b"a\nb");
    }
}
