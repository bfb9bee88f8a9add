//! From the bytes of files that changes name to text.

mod stream;

use amend_syntax::{Diagnostic, Spanned};
use encoding_rs::Encoding;

pub use stream::{TextStream, unreadable};

/// How bytes are read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Charset {
    /// Each byte is the character of its number.
    Latin1,
    /// Four bytes a character, the most significant first or last.
    Utf32 { big_endian: bool },
    /// An encoding of the WHATWG standard.
    Standard(&'static Encoding),
}

/// Byte-order marks, longer ones before those that they begin with.
const MARKS: [(&[u8], Charset); 5] = [
    (&[0xff, 0xfe, 0, 0], Charset::Utf32 { big_endian: false }),
    (&[0, 0, 0xfe, 0xff], Charset::Utf32 { big_endian: true }),
    (&[0xef, 0xbb, 0xbf], Charset::Standard(encoding_rs::UTF_8)),
    (&[0xff, 0xfe], Charset::Standard(encoding_rs::UTF_16LE)),
    (&[0xfe, 0xff], Charset::Standard(encoding_rs::UTF_16BE)),
];

/// The text of a file: in the encoding that is given, else in that of its byte-order mark, else in UTF-8. What is no
/// character becomes U+FFFD.
///
/// # Errors
/// An encoding that is not known, or one of Unicode that contradicts the byte-order mark.
pub fn decode(bytes: &[u8], encoding: Option<&Spanned<String>>) -> Result<String, Diagnostic> {
    let (mark, charset) = charset_of(bytes, encoding)?;
    Ok(decoded(&bytes[mark..], charset))
}

/// How many bytes the byte-order mark has that a file begins with, and how the rest is to be read.
fn charset_of(head: &[u8], encoding: Option<&Spanned<String>>) -> Result<(usize, Charset), Diagnostic> {
    let marked = MARKS.iter().find(|(mark, _)| head.starts_with(mark));
    let length = marked.map_or(0, |(mark, _)| mark.len());
    let Some(encoding) = encoding.filter(|it| !it.value.trim().is_empty()) else {
        return Ok((length, marked.map_or(Charset::Standard(encoding_rs::UTF_8), |(_, charset)| *charset)));
    };
    let named = named(encoding.value.trim()).ok_or_else(|| unknown(encoding))?;
    match marked {
        Some((_, charset)) if named.fits(*charset) => Ok((length, *charset)),
        Some(_) if named.is_unicode() => Err(contradicted(encoding)),
        _ => Ok((length, named.charset)),
    }
}

/// An encoding as a changelog names it.
struct Named {
    charset: Charset,
    /// `UTF-16` and `UTF-32` leave the order of bytes to the mark.
    any_order: bool,
}

impl Named {
    fn fits(&self, mark: Charset) -> bool {
        self.charset == mark || (self.any_order && self.charset.family() == mark.family())
    }

    fn is_unicode(&self) -> bool {
        self.charset.family() != Family::Other
    }
}

#[derive(PartialEq, Eq)]
enum Family {
    Utf8,
    Utf16,
    Utf32,
    Other,
}

impl Charset {
    fn family(self) -> Family {
        match self {
            Self::Utf32 { .. } => Family::Utf32,
            Self::Standard(encoding) if encoding == encoding_rs::UTF_8 => Family::Utf8,
            Self::Standard(encoding) if [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(&encoding) => {
                Family::Utf16
            }
            _ => Family::Other,
        }
    }
}

/// The encoding of that name, by Java's rules where those differ from the WHATWG's: ISO 8859-1 is itself, and UTF-16
/// has its most significant byte first.
fn named(name: &str) -> Option<Named> {
    let (charset, any_order) = match name.to_ascii_lowercase().replace('_', "-").as_str() {
        "iso-8859-1" | "iso8859-1" | "latin1" | "latin-1" | "l1" | "8859-1" | "cp819" => (Charset::Latin1, false),
        "utf-16" | "utf16" => (Charset::Standard(encoding_rs::UTF_16BE), true),
        "utf-32" | "utf32" => (Charset::Utf32 { big_endian: true }, true),
        "utf-32be" => (Charset::Utf32 { big_endian: true }, false),
        "utf-32le" => (Charset::Utf32 { big_endian: false }, false),
        other => (Charset::Standard(Encoding::for_label(other.as_bytes())?), false),
    };
    Some(Named { charset, any_order })
}

fn decoded(bytes: &[u8], charset: Charset) -> String {
    match charset {
        Charset::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
        Charset::Utf32 { big_endian } => bytes.chunks(4).map(|unit| utf32(unit, big_endian)).collect(),
        Charset::Standard(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn utf32(unit: &[u8], big_endian: bool) -> char {
    let number = <[u8; 4]>::try_from(unit).ok().map(|it| match big_endian {
        true => u32::from_be_bytes(it),
        false => u32::from_le_bytes(it),
    });
    number.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn unknown(encoding: &Spanned<String>) -> Diagnostic {
    Diagnostic::error("amend::file::unknown-encoding", format!("there is no encoding `{}`", encoding.value))
        .at(&encoding.place, "not known")
        .help("write the name of a character set, such as `UTF-8`, `ISO-8859-1` or `windows-1252`")
}

fn contradicted(encoding: &Spanned<String>) -> Diagnostic {
    let message = format!("the file has a byte-order mark that is not of {}", encoding.value);
    Diagnostic::error("amend::file::encoding-contradicted", message)
        .at(&encoding.place, "contradicts the file")
        .help("leave `encoding` away: the mark tells it")
}

#[cfg(test)]
mod tests {
    use amend_syntax::{Source, Span};

    use super::*;

    fn decoded_as(bytes: &[u8], encoding: &str) -> Result<String, String> {
        let place = Source::new("test", encoding).place(Span::new(0, encoding.len()));
        decode(bytes, Some(&Spanned::new(encoding.to_owned(), place))).map_err(|error| error.code)
    }

    #[test]
    fn marks_tell_the_encoding_and_are_left_out() {
        for bytes in [
            b"\xef\xbb\xbfa\xc3\xa4".as_slice(),
            b"\xff\xfea\0\xe4\0",
            b"\xfe\xff\0a\0\xe4",
            b"\xff\xfe\0\0a\0\0\0\xe4\0\0\0",
            b"\0\0\xfe\xff\0\0\0a\0\0\0\xe4",
            b"a\xc3\xa4",
        ] {
            assert_eq!(decode(bytes, None).unwrap(), "a\u{e4}");
        }
        assert_eq!(decode(b"a\xff", None).unwrap(), "a\u{fffd}");
    }

    #[test]
    fn named_encodings() {
        assert_eq!(decoded_as(b"\x80\xe4", "ISO-8859-1").unwrap(), "\u{80}\u{e4}");
        assert_eq!(decoded_as(b"\x80\xe4", "windows-1252").unwrap(), "\u{20ac}\u{e4}");
        assert_eq!(decoded_as(b"\0a", "UTF-16").unwrap(), "a");
        assert_eq!(decoded_as(b"\xff\xfea\0", "UTF-16").unwrap(), "a");
        assert_eq!(decoded_as(b"\xef\xbb\xbfa", "utf8").unwrap(), "a");
        assert_eq!(decoded_as(b"a", "").unwrap(), "a");
    }

    #[test]
    fn what_cannot_be_read() {
        assert_eq!(decoded_as(b"\xff\xfea\0", "UTF-8"), Err("amend::file::encoding-contradicted".to_owned()));
        assert_eq!(decoded_as(b"a", "klingon"), Err("amend::file::unknown-encoding".to_owned()));
    }
}
