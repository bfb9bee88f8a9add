//! From bytes to text, piece by piece: a file of any size costs no more than one piece.

use std::io::{self, Read};

use amend_syntax::{Diagnostic, Spanned};
use encoding_rs::Decoder;

use super::{Charset, charset_of, utf32};
use crate::files::FileFault;

/// How many bytes are decoded at a time.
const PIECE: usize = 64 << 10;

/// The text of a file as UTF-8, by the rules of [`decode`](super::decode).
pub struct TextStream<'a> {
    bytes: Box<dyn Read + Send + 'a>,
    decoder: PieceDecoder,
    /// Bytes that wait for being decoded: at most a piece and what it broke off in.
    raw: Vec<u8>,
    text: String,
    /// How much of the text was handed out.
    taken: usize,
    ended: bool,
}

enum PieceDecoder {
    Latin1,
    Utf32 { big_endian: bool },
    Standard(Box<Decoder>),
}

impl<'a> TextStream<'a> {
    /// Begins with the first character of a file of that path.
    ///
    /// # Errors
    /// An encoding that is not known, or one of Unicode that contradicts the byte-order mark; what the system says.
    pub fn new(
        path: &Spanned<String>,
        mut bytes: Box<dyn Read + Send + 'a>,
        encoding: Option<&Spanned<String>>,
    ) -> Result<Self, Diagnostic> {
        let mut head = Vec::new();
        bytes.by_ref().take(4).read_to_end(&mut head).map_err(|error| unreadable(path, &error))?;
        let (mark, charset) = charset_of(&head, encoding)?;
        let decoder = match charset {
            Charset::Latin1 => PieceDecoder::Latin1,
            Charset::Utf32 { big_endian } => PieceDecoder::Utf32 { big_endian },
            Charset::Standard(encoding) => {
                PieceDecoder::Standard(Box::new(encoding.new_decoder_without_bom_handling()))
            }
        };
        head.drain(..mark);
        Ok(Self { bytes, decoder, raw: head, text: String::new(), taken: 0, ended: false })
    }

    /// Decodes the next piece.
    fn refill(&mut self) -> io::Result<()> {
        let before = self.raw.len();
        self.bytes.by_ref().take((PIECE - before) as u64).read_to_end(&mut self.raw)?;
        self.ended = self.raw.len() < PIECE;
        self.text.clear();
        self.taken = 0;
        let used = self.decoder.decode(&self.raw, &mut self.text, self.ended);
        self.raw.drain(..used);
        Ok(())
    }
}

impl PieceDecoder {
    /// Decodes as much as is whole, and says how many bytes that was.
    fn decode(&mut self, raw: &[u8], text: &mut String, last: bool) -> usize {
        match self {
            Self::Latin1 => text.extend(raw.iter().map(|byte| char::from(*byte))),
            Self::Utf32 { big_endian } => {
                let whole = if last { raw.len() } else { raw.len() - raw.len() % 4 };
                text.extend(raw[..whole].chunks(4).map(|unit| utf32(unit, *big_endian)));
                return whole;
            }
            Self::Standard(decoder) => {
                text.reserve(decoder.max_utf8_buffer_length(raw.len()).unwrap_or(3 * PIECE + 16));
                let (_, used, _) = decoder.decode_to_string(raw, text, last);
                return used;
            }
        }
        raw.len()
    }
}

impl Read for TextStream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.text.len() && !self.ended {
            self.refill()?;
        }
        let rest = &self.text.as_bytes()[self.taken..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.taken += length;
        Ok(length)
    }
}

/// What the system says about a file that was opened.
pub fn unreadable(path: &Spanned<String>, error: &io::Error) -> Diagnostic {
    let fault = FileFault::Io(error.to_string());
    Diagnostic::error(fault.code(), format!("the file `{}` {fault}", path.value))
        .at(&path.place, "this file")
        .help(fault.help())
}

#[cfg(test)]
mod tests {
    use amend_syntax::{Source, Span};

    use super::super::decode;
    use super::*;

    fn streamed(bytes: &[u8], encoding: Option<&Spanned<String>>) -> String {
        let mut text = String::new();
        let path = Spanned::new("t.csv".to_owned(), Source::new("test", "t.csv").place(Span::new(0, 5)));
        TextStream::new(&path, Box::new(bytes), encoding).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn pieces_break_characters_nowhere() {
        for encoding in ["UTF-8", "UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1", "windows-1252", "Shift_JIS", "GB18030"]
        {
            let named = Spanned::new(encoding.to_owned(), Source::new("test", encoding).place(Span::new(0, 1)));
            for lead in 0..5 {
                let mut bytes = vec![b'a'; PIECE - lead];
                bytes.extend("ä€😀\u{8868}".bytes().cycle().take(3 * PIECE));
                assert_eq!(streamed(&bytes, Some(&named)), decode(&bytes, Some(&named)).unwrap(), "{encoding}");
            }
        }
    }

    #[test]
    fn marks_and_short_texts() {
        for bytes in [b"".as_slice(), b"a", b"\xef\xbb\xbfa\xc3", b"\xff\xfea\0\xe4", b"\xff\xfe\0\0a\0\0\0\xe4"] {
            assert_eq!(streamed(bytes, None), decode(bytes, None).unwrap());
        }
    }
}
