//! Comments that almost are directives: other readers take them for remarks, and so leave out what was meant.

use amend_syntax::nearest;

/// The words that are worth a warning, with how their lines are written.
const WORDS: [(&str, &str); 4] = [
    ("changeset", "--changeset <author>:<id>"),
    ("rollback", "--rollback <sql>"),
    ("preconditions", "--preconditions onFail:<action>"),
    ("validchecksum", "--validCheckSum <checksum>"),
];

/// The attributes of a `--changeset` line.
const ATTRIBUTES: [&str; 16] = [
    "runAlways",
    "runOnChange",
    "runInTransaction",
    "failOnError",
    "ignore",
    "runWith",
    "stripComments",
    "splitStatements",
    "endDelimiter",
    "rollbackSplitStatements",
    "rollbackEndDelimiter",
    "context",
    "contextFilter",
    "labels",
    "logicalFilePath",
    "dbms",
];

/// How the line was probably meant: its first word, right behind the dashes, is almost that of a directive.
pub(crate) fn almost(line: &str) -> Option<&'static str> {
    let comment = line.trim_start().strip_prefix("--")?;
    let end = comment.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(comment.len());
    let (word, rest) = comment.split_at(end);
    if word.len() < 6 || rest.starts_with('-') {
        return None;
    }
    let near = nearest(word, WORDS.map(|(word, _)| word))?;
    let is_one = near.eq_ignore_ascii_case(word);
    WORDS.iter().find(|(word, _)| *word == near && !is_one).map(|(_, usage)| *usage)
}

/// The attributes of a `--changeset` line that are almost one, each with that one.
pub(crate) fn almost_attributes(attributes: &str) -> impl Iterator<Item = (&str, &'static str)> {
    let words = attributes.split_whitespace().skip(1).filter_map(|word| word.split_once(':')).map(|(name, _)| name);
    words.filter_map(|name| {
        let is_one = ATTRIBUTES.iter().any(|known| known.eq_ignore_ascii_case(name));
        nearest(name, ATTRIBUTES).filter(|_| !is_one).map(|near| (name, near))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn almost_a_directive() {
        for (line, usage) in [
            ("--changset ada:1", Some("--changeset <author>:<id>")),
            ("--rolback drop table a;", Some("--rollback <sql>")),
            ("--precondition onFail:WARN", Some("--preconditions onFail:<action>")),
            ("--changeset ada:1", None),
            ("--precondition-sql-check 1 select 1", None),
            ("--rollback", None),
            ("-- changes to come", None),
            ("--back", None),
            ("select 1 --changset", None),
        ] {
            assert_eq!(almost(line), usage, "{line}");
        }
    }

    #[test]
    fn almost_an_attribute() {
        let found: Vec<_> =
            almost_attributes("ada:runOnChagne:1 runOnChagne:true DBMS:h2 stripcomment:false x:y").collect();
        assert_eq!(found, [("runOnChagne", "runOnChange"), ("stripcomment", "stripComments")]);
    }
}
