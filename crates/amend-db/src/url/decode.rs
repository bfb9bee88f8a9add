//! Percent-encoding, undone.

use super::UrlError;

/// The text with each `%XX` replaced by its byte.
pub(super) fn percent(text: &str) -> Result<String, UrlError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' { escaped(&mut rest)? } else { byte });
    }
    String::from_utf8(bytes).map_err(|_| UrlError::Malformed("a percent-encoded part is not UTF-8"))
}

fn escaped(rest: &mut std::str::Bytes<'_>) -> Result<u8, UrlError> {
    let digit = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
    match (digit(rest.next()), digit(rest.next())) {
        (Some(high), Some(low)) => Ok((high * 16 + low) as u8),
        _ => {
            Err(UrlError::Malformed("a `%` is not followed by two hexadecimal digits; write `%25` for the sign itself"))
        }
    }
}
