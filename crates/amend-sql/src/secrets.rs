//! SQL for eyes: passwords that stand in it are hidden.

use crate::begins_with;

/// Words after which a quoted text is a password.
const WORDS: &[&str] = &["IDENTIFIED", "PASSWORD"];

/// How many bytes may stand between the word and the text: `IDENTIFIED WITH caching_sha2_password BY '..'`.
const REACH: usize = 60;

/// The statement with `***` in the place of each password (`IDENTIFIED BY '..'`, `PASSWORD '..'`).
pub fn without_secrets(sql: &str) -> String {
    let upper = sql.to_ascii_uppercase();
    let mut shown = String::with_capacity(sql.len());
    let mut at = 0;
    while let Some(word) = next_word(&upper, at) {
        let (start, end) = match quoted(&sql[word..]) {
            Some((open, close)) => (word + open, word + close),
            None => (word + 1, word + 1),
        };
        shown.push_str(&sql[at..start]);
        if end > start {
            shown.push_str("'***'");
        }
        at = end;
    }
    shown.push_str(&sql[at..]);
    shown
}

/// How statements begin that give somebody a password. In others the words are names: of a column, for example.
const OF_ACCOUNTS: &[&[&str]] = &[
    &["CREATE", "USER"],
    &["CREATE", "OR", "REPLACE", "USER"],
    &["ALTER", "USER"],
    &["CREATE", "ROLE"],
    &["ALTER", "ROLE"],
    &["SET", "PASSWORD"],
    &["GRANT"],
    &["CREATE", "SERVER"],
    &["ALTER", "SERVER"],
    &["CHANGE"],
];

/// Whether the text gives somebody a password; it may have several statements, or a block of them.
pub fn gives_password(sql: &str) -> bool {
    if without_secrets(sql) == sql {
        return false;
    }
    let upper = sql.to_ascii_uppercase();
    let behind = |end: &str| upper.match_indices(end).map(|(at, _)| at + end.len()).collect::<Vec<_>>();
    let mut starts = std::iter::once(0).chain(behind(";")).chain(behind("BEGIN"));
    starts.any(|start| OF_ACCOUNTS.iter().any(|words| begins_with(&sql[start..], words)))
}

/// Where the next of the words begins.
fn next_word(upper: &str, from: usize) -> Option<usize> {
    WORDS.iter().filter_map(|word| upper[from..].find(word)).min().map(|at| from + at)
}

/// Where the quoted text within reach begins and ends. A doubled quote belongs to it, and so does one behind `\`.
fn quoted(text: &str) -> Option<(usize, usize)> {
    let open = text.find(['\'', ';']).filter(|at| *at <= REACH && text[*at..].starts_with('\''))?;
    let mut bytes = text.bytes().enumerate().skip(open + 1).peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'\'' if bytes.peek().is_some_and(|(_, next)| *next == b'\'') => drop(bytes.next()),
            b'\'' => return Some((open, at + 1)),
            _ => {}
        }
    }
    Some((open, text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_told_from_a_column_of_that_name() {
        assert!(gives_password("alter user a identified by 'x'"));
        assert!(gives_password("GRANT ALL ON t TO a IDENTIFIED BY 'x'"));
        assert!(gives_password("DROP TABLE t; ALTER USER a PASSWORD 'x'"));
        assert!(gives_password("DO $$ begin create user a password 'x'; END $$"));
        assert!(gives_password("CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (USER 'u', PASSWORD 'x')"));
        assert!(gives_password("CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD='x'"));
        assert!(!gives_password("UPDATE account SET password = 'x'; SELECT 1"));
        assert!(!gives_password("ALTER ROLE a PASSWORD NULL"));
        assert!(!gives_password("CREATE TABLE a (password VARCHAR(9) DEFAULT 'x')"));
    }

    #[test]
    fn passwords_are_hidden() {
        let cases = [
            ("CREATE USER a IDENTIFIED BY 'x''y\\'z'; SELECT 'b'", "CREATE USER a IDENTIFIED BY '***'; SELECT 'b'"),
            ("alter role a password 'x'", "alter role a password '***'"),
            (
                "CREATE USER a IDENTIFIED WITH sha BY 'x', b IDENTIFIED BY 'y'",
                "CREATE USER a IDENTIFIED WITH sha BY '***', b IDENTIFIED BY '***'",
            ),
            ("ALTER ROLE a PASSWORD NULL; SELECT 'é'", "ALTER ROLE a PASSWORD NULL; SELECT 'é'"),
            ("CREATE TABLE é (password varchar(9))", "CREATE TABLE é (password varchar(9))"),
            ("PASSWORD 'never closed", "PASSWORD '***'"),
        ];
        for (sql, shown) in cases {
            assert_eq!(without_secrets(sql), shown);
        }
    }
}
