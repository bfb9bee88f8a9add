//! Licence expressions: which the workspace accepts in its dependencies.

/// The licences that a dependency may have, as SPDX identifiers, and why each is here.
pub const ALLOWED: &[(&str, &str)] = &[
    ("0BSD", "permissive"),
    ("Apache-2.0", "permissive; one of our own"),
    ("Apache-2.0 WITH LLVM-exception", "permissive"),
    ("BSD-2-Clause", "permissive"),
    ("BSD-3-Clause", "permissive"),
    ("BSL-1.0", "permissive"),
    ("CC0-1.0", "public domain"),
    ("CDLA-Permissive-2.0", "permissive, for data"),
    ("ISC", "permissive"),
    ("MIT", "permissive; one of our own"),
    ("MIT-0", "permissive"),
    ("Unicode-3.0", "permissive, for data"),
    ("Unlicense", "public domain"),
    ("Zlib", "permissive"),
];

/// Whether every way in which the expression binds us has a way out that is allowed: of `OR` one side, of `AND`
/// both. None if the text is no SPDX expression (SPDX 2.3, annex D; `/` is the old spelling of `OR`).
pub fn is_allowed(expression: &str) -> Option<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut parser = Parser { words: spaced.split_whitespace().collect(), at: 0 };
    let allowed = parser.alternatives()?;
    (parser.at == parser.words.len()).then_some(allowed)
}

struct Parser<'e> {
    words: Vec<&'e str>,
    at: usize,
}

impl Parser<'_> {
    fn alternatives(&mut self) -> Option<bool> {
        let mut allowed = self.conjunction()?;
        while self.accept("OR") {
            allowed |= self.conjunction()?;
        }
        Some(allowed)
    }

    fn conjunction(&mut self) -> Option<bool> {
        let mut allowed = self.term()?;
        while self.accept("AND") {
            allowed &= self.term()?;
        }
        Some(allowed)
    }

    fn term(&mut self) -> Option<bool> {
        if self.accept("(") {
            let allowed = self.alternatives()?;
            return self.accept(")").then_some(allowed);
        }
        let mut name = self.name()?.to_owned();
        if self.accept("WITH") {
            name = format!("{name} WITH {}", self.name()?);
        }
        Some(ALLOWED.iter().any(|(allowed, _)| *allowed == name))
    }

    fn name(&mut self) -> Option<&str> {
        let word = *self.words.get(self.at)?;
        self.at += 1;
        (!matches!(word, "(" | ")" | "AND" | "OR" | "WITH")).then_some(word)
    }

    fn accept(&mut self, word: &str) -> bool {
        let found = self.words.get(self.at) == Some(&word);
        self.at += usize::from(found);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expected: Option<bool>, expressions: &[&str]) {
        for expression in expressions {
            assert_eq!(is_allowed(expression), expected, "{expression}");
        }
    }

    #[test]
    fn one_allowed_alternative_is_enough() {
        check(Some(true), &["MIT", "MIT OR Apache-2.0", "MIT/Apache-2.0", "GPL-3.0-only OR MIT"]);
        check(Some(false), &["GPL-3.0-only", "GPL-3.0-only OR LGPL-2.1"]);
    }

    #[test]
    fn of_a_conjunction_every_part_counts() {
        check(Some(true), &["Apache-2.0 AND ISC", "(MIT OR GPL-3.0-only) AND Unicode-3.0"]);
        check(Some(false), &["MIT AND GPL-3.0-only", "(MIT OR ISC) AND (GPL-3.0-only OR LGPL-2.1)"]);
    }

    #[test]
    fn and_binds_tighter_than_or() {
        check(Some(true), &["MIT OR ISC AND GPL-3.0-only", "GPL-3.0-only AND ISC OR MIT"]);
    }

    #[test]
    fn an_exception_belongs_to_its_licence() {
        check(Some(true), &["Apache-2.0 WITH LLVM-exception"]);
        check(Some(false), &["MIT WITH LLVM-exception"]);
    }

    #[test]
    fn what_is_no_expression_is_not_judged() {
        check(None, &["", "MIT OR", "(MIT", "MIT)", "MIT ISC", "AND MIT", "MIT WITH"]);
    }
}
