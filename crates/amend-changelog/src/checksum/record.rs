//! What the history shows of a change set beside its checksum.

use crate::canonical::Canonical;
use crate::change::Change;

/// The most UTF-16 units of `DESCRIPTION` and `COMMENTS`.
const LONGEST: usize = 250;

/// `DESCRIPTION`: the changes with the attributes that name something.
pub fn description<'c>(changes: impl IntoIterator<Item = &'c dyn Change>) -> String {
    let parts: Vec<String> = changes.into_iter().map(described).collect();
    if parts.is_empty() { "empty".to_owned() } else { shortened(&parts.join("; ")) }
}

fn described(change: &dyn Change) -> String {
    let mut fields: Vec<String> = change
        .given()
        .into_iter()
        .filter(|(attribute, _)| attribute.described())
        .filter_map(|(attribute, value)| match value {
            Canonical::Text(text) => Some(format!("{}={text}", attribute.name)),
            _ => None,
        })
        .collect();
    fields.sort_by(|left, right| left.encode_utf16().cmp(right.encode_utf16()));
    let name = change.kind().name;
    if fields.is_empty() { name.to_owned() } else { format!("{name} {}", fields.join(", ")) }
}

/// `COMMENTS`: the comment, or an empty text where there is none.
pub fn recorded_comment(comment: Option<&str>) -> String {
    shortened(comment.unwrap_or_default().trim_matches(|letter| letter <= ' '))
}

/// The text, or its beginning with `...` where it is too long.
fn shortened(text: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    if units.len() <= LONGEST {
        return text.to_owned();
    }
    let kept = units[..LONGEST - 3].iter().copied();
    char::decode_utf16(kept).map(|letter| letter.unwrap_or('?')).collect::<String>() + "..."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_change_is_empty() {
        assert_eq!(description([]), "empty");
    }

    #[test]
    fn comments_are_trimmed_and_cut() {
        assert_eq!(recorded_comment(None), "");
        assert_eq!(recorded_comment(Some(" why \n")), "why");
        assert_eq!(recorded_comment(Some(&"x".repeat(250))), "x".repeat(250));
        assert_eq!(recorded_comment(Some(&"x".repeat(251))), "x".repeat(247) + "...");
        assert_eq!(recorded_comment(Some(&"\u{1f600}".repeat(126))), "\u{1f600}".repeat(123) + "?...");
    }
}
