//! Whether a checksum of the history fits the change set as it is now.

use amend_syntax::Diagnostic;

use super::zone::is_of_another_zone;
use super::{ReadFile, Rule, change_set_sum};
use crate::change_set::ChangeSet;
use crate::model::Target;

/// The newest version of checksums that is known.
const NEWEST: u32 = 9;

/// How a recorded checksum stands to the change set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// It is the change set's checksum, be it with its dates printed in another time zone.
    Equal,
    /// It was taken of the same change set by an older rule, or with a known defect.
    Upgrade {
        /// The checksum to record in its place.
        to: String,
    },
    /// There is none: whether the change set is the same is not known, and counts as the same.
    Unknown {
        /// The checksum to record.
        now: String,
    },
    /// The change set has changed, and `validCheckSum` accepts that.
    Accepted,
    /// The change set has changed.
    Changed {
        /// The recorded checksum.
        was: String,
        /// The change set's, by the rule of the recorded one.
        now: String,
    },
}

/// Compares the checksum of a row of the history with the change set. `writer` is the row's `LIQUIBASE`.
///
/// # Errors
/// A file that cannot be read, or a checksum of a version that is not known yet.
pub fn accept(
    change_set: &ChangeSet,
    stored: Option<&str>,
    writer: Option<&str>,
    target: &Target,
    files: &ReadFile<'_>,
) -> Result<Acceptance, Diagnostic> {
    let recorded = Recorded { sum: stored.filter(|sum| !sum.is_empty()), writer: writer.unwrap_or_default() };
    if let Some(version) = recorded.sum.map(version).filter(|version| *version > NEWEST) {
        return Err(too_new(change_set, version));
    }
    let sum = |rule| change_set_sum(change_set, target, rule, files);
    match judge(recorded, &change_set.valid_checksums, sum)? {
        Acceptance::Changed { was, .. } if is_of_another_zone(change_set, &was, target, files)? => {
            Ok(Acceptance::Equal)
        }
        acceptance => Ok(acceptance),
    }
}

fn too_new(change_set: &ChangeSet, version: u32) -> Diagnostic {
    let message = format!("the history has a checksum of version {version} for this change set");
    Diagnostic::error("amend::checksum::newer-version", message)
        .at(&change_set.place, format!("only versions up to {NEWEST} can be compared"))
        .help("a newer tool has written the history; use that one, or clear the checksums with it")
}

/// What a row of the history says.
#[derive(Clone, Copy)]
struct Recorded<'a> {
    sum: Option<&'a str>,
    writer: &'a str,
}

/// Judges with as few checksums taken as the answer needs.
fn judge<E>(
    recorded: Recorded<'_>,
    valid: &[String],
    sum: impl Fn(Rule) -> Result<String, E>,
) -> Result<Acceptance, E> {
    let Some(stored) = recorded.sum else { return Ok(Acceptance::Unknown { now: sum(Rule::V9)? }) };
    let current = version(stored) == NEWEST;
    let now = sum(if current { Rule::V9 } else { Rule::V8 })?;
    if now == stored {
        return Ok(if current { Acceptance::Equal } else { Acceptance::Upgrade { to: sum(Rule::V9)? } });
    }
    if valid.iter().any(|it| accepts_all(it) || it == stored || *it == now) {
        return Ok(Acceptance::Accepted);
    }
    if current {
        for rule in defects(recorded.writer) {
            if sum(*rule)? == stored {
                return Ok(Acceptance::Upgrade { to: now });
            }
        }
    }
    Ok(Acceptance::Changed { was: stored.to_owned(), now })
}

/// The version of a checksum: the number before its colon, or 1 where it has none.
fn version(sum: &str) -> u32 {
    let number = sum.split_once(':').filter(|(_, rest)| rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    number.and_then(|(number, _)| number.parse().ok()).unwrap_or(1)
}

/// Whether a `validCheckSum` accepts whatever is recorded.
fn accepts_all(valid: &str) -> bool {
    let word = valid.strip_prefix("1:").unwrap_or(valid);
    word == "*" || word.eq_ignore_ascii_case("any") || word.eq_ignore_ascii_case("all")
}

/// The defects under which the writer of a row may have taken its checksum.
fn defects(writer: &str) -> &'static [Rule] {
    if expanded_files(writer) {
        &[Rule::SchemaBeforeSequence, Rule::ExpandedSqlFile]
    } else {
        &[Rule::SchemaBeforeSequence]
    }
}

/// Whether the writer is a Liquibase before 4.26, by its three numbers.
fn expanded_files(writer: &str) -> bool {
    let numbers: Option<Vec<u32>> = writer.split('.').map(|part| part.parse().ok()).collect();
    matches!(numbers.as_deref(), Some([4, minor, _]) if *minor < 26)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn judged(stored: Option<&str>, writer: &str, valid: &[&str]) -> Acceptance {
        let sums = |rule| -> Result<String, Infallible> {
            Ok(match rule {
                Rule::V8 => "8:old",
                Rule::V9 => "9:new",
                Rule::SchemaBeforeSequence => "9:first",
                Rule::ExpandedSqlFile => "9:expanded",
            }
            .to_owned())
        };
        let valid: Vec<String> = valid.iter().map(|it| (*it).to_owned()).collect();
        let Ok(acceptance) = judge(Recorded { sum: stored, writer }, &valid, sums);
        acceptance
    }

    fn changed(was: &str, now: &str) -> Acceptance {
        Acceptance::Changed { was: was.to_owned(), now: now.to_owned() }
    }

    fn upgrade() -> Acceptance {
        Acceptance::Upgrade { to: "9:new".to_owned() }
    }

    #[test]
    fn same_version() {
        assert_eq!(judged(Some("9:new"), "4.28.0", &[]), Acceptance::Equal);
        assert_eq!(judged(Some("9:other"), "4.28.0", &[]), changed("9:other", "9:new"));
    }

    #[test]
    fn older_versions() {
        assert_eq!(judged(Some("8:old"), "4.9.1", &[]), upgrade());
        assert_eq!(judged(Some("8:other"), "4.9.1", &[]), changed("8:other", "8:old"));
        assert_eq!(judged(Some("old"), "1.0", &[]), changed("old", "8:old"));
    }

    #[test]
    fn nothing_recorded() {
        assert_eq!(judged(None, "", &[]), Acceptance::Unknown { now: "9:new".to_owned() });
    }

    #[test]
    fn valid_checksums() {
        for valid in ["ANY", "any", "all", "*", "1:any", "1:*", "9:other", "9:new"] {
            assert_eq!(judged(Some("9:other"), "", &["9:x", valid]), Acceptance::Accepted, "{valid}");
        }
        for valid in ["other", "9:OTHER", "9:any", ""] {
            assert_eq!(judged(Some("9:other"), "", &[valid]), changed("9:other", "9:new"), "{valid}");
        }
        assert_eq!(judged(Some("8:other"), "", &["8:old"]), Acceptance::Accepted);
    }

    #[test]
    fn known_defects() {
        assert_eq!(judged(Some("9:first"), "4.28.0", &[]), upgrade());
        assert_eq!(judged(Some("9:expanded"), "4.25.1", &[]), upgrade());
        assert_eq!(judged(Some("9:expanded"), "4.26.0", &[]), changed("9:expanded", "9:new"));
        assert_eq!(judged(Some("9:expanded"), "amend 0.1.0", &[]), changed("9:expanded", "9:new"));
    }
}
