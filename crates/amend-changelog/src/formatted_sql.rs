//! Formatted SQL: what each line of such a file says.
//!
//! The first line that is not blank is `--liquibase formatted sql`; comments that begin with a known word direct the reader.
//! Nothing is decided here but what a line is (Liquibase 4.28).

mod attribute;
mod near;

pub(crate) use attribute::{Kind, attribute, flag, unquoted};
pub(crate) use near::{almost, almost_attributes};

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    /// `--changeset author:id`, with its attributes.
    ChangeSet { author: &'a str, id: &'a str, attributes: &'a str },
    /// `--property name:.. value:..`, with its attributes.
    Property(&'a str),
    /// `--comment`, with its text.
    Comment(&'a str),
    /// `--validCheckSum`, with its text.
    ValidChecksum(&'a str),
    /// `--rollback`, with its text.
    Rollback(&'a str),
    /// `/* liquibase rollback`: the lines up to `*/`.
    RollbackBlock,
    /// `--preconditions`, with its attributes.
    Preconditions(&'a str),
    /// `--precondition-name`, with its name and its text.
    Precondition(&'a str, &'a str),
    /// `--ignoreLines:`, with what comes after.
    IgnoreLines(&'a str),
    /// `--include` or `--includeAll`, which SQL files cannot do.
    Include,
    /// Almost a directive: how it should be written.
    Malformed(&'static str),
    /// A line of SQL, or of a remark.
    Text,
}

/// A directive: its word, whether blanks may stand before it, how to read it, and how it is written.
struct Directive {
    word: &'static str,
    indented: bool,
    read: for<'a> fn(&'a str) -> Option<Line<'a>>,
    /// Whether a line that begins so and cannot be read is a mistake, rather than text.
    strict: bool,
    usage: &'static str,
}

/// The directives; the first that fits is the one.
const DIRECTIVES: [Directive; 11] = [
    Directive::new("include", include, "--include"),
    Directive::new("property", property, "--property name:<name> value:<value>").strict(),
    Directive::new("ignorelines:", ignore_lines, "--ignoreLines:<count>, or --ignoreLines:start and --ignoreLines:end")
        .at_start(),
    Directive::new("ignore:", |_| None, "--ignoreLines:<count>, or --ignoreLines:start and --ignoreLines:end")
        .at_start()
        .strict(),
    Directive::new("changeset", change_set, "--changeset <author>:<id>").strict(),
    Directive::new(
        "comments",
        |rest| after_colon(rest).map(|_| Line::Malformed("--comment <text>")),
        "--comment <text>",
    )
    .at_start(),
    Directive::new("comment", |rest| after_colon(rest).map(Line::Comment), "--comment <text>").at_start(),
    Directive::new("validchecksum", |rest| after_colon(rest).map(Line::ValidChecksum), "--validCheckSum <checksum>")
        .at_start(),
    Directive::new("rollback", rollback, "--rollback <sql>"),
    Directive::new("preconditions", |rest| Some(Line::Preconditions(rest)), "--preconditions onFail:<action>"),
    Directive::new("precondition-", precondition, "--precondition-sql-check expectedResult:<value> <sql>").strict(),
];

impl Directive {
    const fn new(word: &'static str, read: for<'a> fn(&'a str) -> Option<Line<'a>>, usage: &'static str) -> Self {
        Self { word, indented: true, read, strict: false, usage }
    }

    const fn at_start(self) -> Self {
        Self { indented: false, ..self }
    }

    const fn strict(self) -> Self {
        Self { strict: true, ..self }
    }

    fn line<'a>(&self, line: &'a str) -> Option<Line<'a>> {
        let start = if self.indented { line.trim_start() } else { line };
        let (dashes, comment) = comment(start)?;
        let rest = after_word(comment, self.word)?;
        match (dashes, (self.read)(rest)) {
            (2, Some(line)) => Some(line),
            (2, None) if !self.strict => None,
            (2, None) => Some(Line::Malformed(self.usage)),
            _ if self.word.ends_with([':', '-']) || begins_attributes(rest) => Some(Line::Malformed(self.usage)),
            _ => None,
        }
    }
}

impl<'a> Line<'a> {
    /// What a line without its line end is.
    pub fn of(line: &'a str) -> Self {
        if is_rollback_block(line) {
            return Self::RollbackBlock;
        }
        DIRECTIVES.iter().find_map(|directive| directive.line(line)).unwrap_or(Self::Text)
    }
}

/// Whether a text is formatted SQL: the attributes of its first line that is not blank.
pub(crate) fn head(text: &str) -> Option<&str> {
    let first = text.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty())?;
    let (2, comment) = comment(first.trim_start())? else { return None };
    after_word(after_word(comment, "liquibase")?.trim_start(), "formatted")
}

/// The dashes that begin a comment, one or two, and what follows them.
fn comment(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start_matches('-');
    let dashes = line.len() - rest.len();
    (1..=2).contains(&dashes).then(|| (dashes, rest.trim_start()))
}

/// What follows a word, letter case aside.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let start = text.get(..word.len())?;
    start.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

/// Whether attributes may follow a word: the word ends there.
fn begins_attributes(rest: &str) -> bool {
    rest.starts_with(char::is_whitespace) || rest.starts_with(':')
}

/// The text after a word, an optional colon and a blank.
fn after_colon(rest: &str) -> Option<&str> {
    rest.strip_prefix(':').unwrap_or(rest).strip_prefix(' ')
}

fn property(rest: &str) -> Option<Line<'_>> {
    let both = attribute(rest, "name", Kind::Text).is_some() && attribute(rest, "value", Kind::Text).is_some();
    (both && rest.starts_with(char::is_whitespace)).then_some(Line::Property(rest))
}

/// Remarks may begin with the word, so a file or a path must be named.
fn include(rest: &str) -> Option<Line<'_>> {
    let rest = after_word(rest, "all").unwrap_or(rest);
    let names = ["file", "path"].iter().any(|name| attribute(rest, name, Kind::Text).is_some());
    (rest.starts_with(char::is_whitespace) && names).then_some(Line::Include)
}

fn ignore_lines(rest: &str) -> Option<Line<'_>> {
    let is_word = !rest.is_empty() && rest.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    is_word.then_some(Line::IgnoreLines(rest))
}

fn change_set(rest: &str) -> Option<Line<'_>> {
    let attributes = rest.trim_start();
    if attributes.len() == rest.len() {
        return None;
    }
    let quoted_author = quoted(attributes).filter(|(_, after)| after.starts_with(':'));
    let (author, after) = quoted_author.or_else(|| attributes.find(':').map(|at| attributes.split_at(at)))?;
    let after = after.strip_prefix(':')?;
    let (id, _) =
        quoted(after).unwrap_or_else(|| after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())));
    let (author, id) = (unquoted(author), unquoted(id));
    (!author.is_empty() && !id.is_empty()).then_some(Line::ChangeSet { author, id, attributes })
}

/// A text in double quotes, quotes included, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let length = text.strip_prefix('"')?.find('"').filter(|&length| length > 0)?;
    Some(text.split_at(length + 2))
}

fn rollback(rest: &str) -> Option<Line<'_>> {
    rest.strip_prefix(' ').map(Line::Rollback)
}

fn is_rollback_block(line: &str) -> bool {
    let words = line.trim().strip_prefix("/*").and_then(|rest| after_word(rest.trim_start(), "liquibase"));
    words.and_then(|rest| after_word(rest.trim_start(), "rollback")).is_some_and(|rest| rest.trim().is_empty())
}

/// The name, and what follows it after a blank.
fn precondition(rest: &str) -> Option<Line<'_>> {
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').unwrap_or(rest.len());
    let (name, text) = rest.split_at(end);
    (!name.is_empty()).then(|| text.strip_prefix(' '))?.map(|text| Line::Precondition(name, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads() {
        assert_eq!(head("\n\n  --  LIQUIBASE   Formatted SQL"), Some(" SQL"));
        assert_eq!(head("\u{feff}--liquibase formatted sql logicalFilePath:x"), Some(" sql logicalFilePath:x"));
        assert_eq!(head("/* --liquibase formatted sql */"), None);
        assert_eq!(head("-- a remark\n--liquibase formatted sql"), None);
        assert_eq!(head("---liquibase formatted sql"), None);
        assert_eq!(head(""), None);
    }

    #[test]
    fn change_sets() {
        let change_set = |line| match Line::of(line) {
            Line::ChangeSet { author, id, .. } => Some((author, id)),
            _ => None,
        };
        assert_eq!(change_set("--changeset bob:1"), Some(("bob", "1")));
        assert_eq!(change_set("  -- ChangeSet b o b:1:2 x:y"), Some(("b o b", "1:2")));
        assert_eq!(change_set("--changeset \"a:b\":\"c d\" labels:x"), Some(("a:b", "c d")));
        for line in ["--changeset bob 1", "-changeset bob:1", "--changesets b:2", "--changeset :x", "--changeset b: 1"]
        {
            assert_eq!(Line::of(line), Line::Malformed("--changeset <author>:<id>"), "{line}");
        }
        assert_eq!(Line::of("---changeset a:5"), Line::Text);
    }

    #[test]
    fn directives() {
        assert_eq!(Line::of("--comment one"), Line::Comment("one"));
        assert_eq!(Line::of("-- comment:  x "), Line::Comment(" x "));
        assert_eq!(Line::of("--comments: x"), Line::Malformed("--comment <text>"));
        assert_eq!(Line::of("- comment x"), Line::Malformed("--comment <text>"));
        assert_eq!(Line::of("--rollback drop table a;"), Line::Rollback("drop table a;"));
        assert_eq!(Line::of("--validCheckSum: 1:any"), Line::ValidChecksum("1:any"));
        assert_eq!(Line::of("--preconditions onFail:WARN"), Line::Preconditions(" onFail:WARN"));
        assert_eq!(Line::of("--precondition-sql-check 0 select 1"), Line::Precondition("sql-check", "0 select 1"));
        assert_eq!(Line::of("--ignoreLines:2"), Line::IgnoreLines("2"));
        assert_eq!(Line::of("  /*  Liquibase rollback "), Line::RollbackBlock);
        assert_eq!(Line::of("--property name:a value:b"), Line::Property(" name:a value:b"));
        assert_eq!(Line::of("--includeAll path:x"), Line::Include);
    }

    #[test]
    fn almost_directives_are_text_or_mistakes() {
        for line in [
            "--rollback",
            "--comment",
            "  --comment: x",
            "--comment:x",
            "--ignoreLines:1 more",
            "-- include all",
            "select 1 -- comment x",
        ] {
            assert_eq!(Line::of(line), Line::Text, "{line}");
        }
        for line in
            ["--property name:a", "-property x", "--ignore:2", "-ignoreLines:2", "-rollback x", "--precondition-x"]
        {
            assert!(matches!(Line::of(line), Line::Malformed(_)), "{line}");
        }
    }
}
