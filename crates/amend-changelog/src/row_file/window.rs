//! The text of a file as it is read, with as much of what was read kept as one record needs.

use std::io::{self, Read};

use crate::encoding::TextStream;

/// The most bytes that one record may have: what is longer has a quote that is not closed.
pub const LONGEST_RECORD: usize = 32 << 20;

/// How many bytes are let go at once.
const SLACK: usize = 256 << 10;

/// A text whose last part can be read again.
pub struct Window<'a> {
    text: TextStream<'a>,
    kept: Vec<u8>,
    /// How many bytes of the text stand before what is kept.
    before: usize,
    /// From where on bytes are needed.
    needed: usize,
    ended: bool,
}

impl<'a> Window<'a> {
    /// A window on a text, at its beginning.
    pub fn new(text: TextStream<'a>) -> Self {
        Self { text, kept: Vec::new(), before: 0, needed: 0, ended: false }
    }

    /// What stands from one byte of the text to another, as far as it is kept.
    pub fn between(&self, start: usize, end: usize) -> &str {
        let at = |place: usize| place.saturating_sub(self.before).min(self.kept.len());
        let bytes = &self.kept[at(start)..at(end.max(start))];
        match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(broken) => std::str::from_utf8(&bytes[..broken.valid_up_to()]).unwrap_or_default(),
        }
    }

    /// Lets go of what stands before a byte.
    pub fn move_to(&mut self, start: usize) {
        self.needed = start;
        let gone = start.saturating_sub(self.before).min(self.kept.len());
        if gone >= SLACK {
            self.kept.drain(..gone);
            self.before += gone;
        }
    }

    /// Whether the text ends at this byte.
    pub fn ends_at(&self, end: usize) -> bool {
        self.ended && end >= self.before + self.kept.len()
    }
}

impl Read for Window<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.before + self.kept.len() > self.needed + LONGEST_RECORD {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let length = self.text.read(buffer)?;
        self.kept.extend_from_slice(&buffer[..length]);
        self.ended |= length == 0;
        Ok(length)
    }
}
