//! Putting parameters into a text.

use std::fmt;

use super::{MissingParameter, Parameters};

/// The most bytes that the parameters may add to one text.
pub(crate) const LONGEST_GROWTH: usize = 4 << 20;

/// The most values within values, and names within names.
const DEEPEST: usize = 64;

/// Why parameters cannot be put into a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpansionFault {
    /// The values of these parameters need each other: the chain of names, the first also last.
    Cycle(Vec<String>),
    /// Nothing defines this name.
    Missing(String),
    /// The result grows by more than 4 MiB, or values lie more than 64 deep in each other.
    TooLarge,
}

impl ExpansionFault {
    /// How to mend it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Cycle(_) => "take one of these names out of the value of another",
            Self::Missing(_) => "define it with `property`, or on the command line",
            Self::TooLarge => "shorten the values of the parameters",
        }
    }

    /// The name that nothing defines, where that is the fault.
    #[must_use]
    pub fn missing(&self) -> Option<&str> {
        match self {
            Self::Missing(name) => Some(name),
            Self::Cycle(_) | Self::TooLarge => None,
        }
    }
}

impl fmt::Display for ExpansionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cycle(names) => write!(f, "parameters need each other: {}", names.join(" -> ")),
            Self::Missing(name) => write!(f, "nothing defines the parameter `{name}`"),
            Self::TooLarge => f.write_str("with its parameters put in, the text grows without bound"),
        }
    }
}

impl std::error::Error for ExpansionFault {}

pub(super) fn expand(parameters: &Parameters, text: &str, file: &str) -> Result<String, ExpansionFault> {
    if !text.contains("${") {
        return Ok(text.to_owned());
    }
    let budget = LONGEST_GROWTH + 2 * text.len();
    Expansion { parameters, file, names: Vec::new(), budget }.text(text)
}

/// A text that is being expanded.
struct Expansion<'a> {
    parameters: &'a Parameters,
    file: &'a str,
    /// The names whose values are being expanded, outermost first.
    names: Vec<String>,
    /// How many bytes may still be written, those of inner texts included.
    budget: usize,
}

impl Expansion<'_> {
    fn text(&mut self, text: &str) -> Result<String, ExpansionFault> {
        let mut result = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("${") {
            self.push(&mut result, &rest[..at])?;
            let (value, after) = self.reference(&rest[at + 2..], 0)?;
            self.push(&mut result, &value)?;
            rest = after;
        }
        self.push(&mut result, rest)?;
        Ok(result)
    }

    /// What stands for `${`, the text after it and the `}` that ends it, and what follows. Names may be made of values:
    /// inner references come first.
    fn reference<'t>(&mut self, text: &'t str, depth: usize) -> Result<(String, &'t str), ExpansionFault> {
        if depth > DEEPEST {
            return Err(ExpansionFault::TooLarge);
        }
        let mut name = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['}', '$']) {
            self.push(&mut name, &rest[..at])?;
            match &rest[at..] {
                end if end.starts_with('}') => return Ok((self.value(&name)?, &end[1..])),
                inner if inner.starts_with("${") => {
                    let (value, after) = self.reference(&inner[2..], depth + 1)?;
                    self.push(&mut name, &value)?;
                    rest = after;
                }
                dollar => {
                    name.push('$');
                    rest = &dollar[1..];
                }
            }
        }
        self.push(&mut name, rest)?;
        Ok((format!("${{{name}"), ""))
    }

    fn value(&mut self, name: &str) -> Result<String, ExpansionFault> {
        let trimmed = name.trim();
        match self.parameters.get(trimmed, self.file) {
            _ if trimmed.starts_with(':') && self.parameters.escaping => Ok(format!("${{{}}}", &trimmed[1..])),
            Some(value) if value.contains("${") => self.nested(&trimmed.to_lowercase(), value),
            Some(value) => Ok(value.to_owned()),
            None => self.missing(name),
        }
    }

    fn nested(&mut self, name: &str, value: &str) -> Result<String, ExpansionFault> {
        if let Some(first) = self.names.iter().position(|open| open == name) {
            let chain = self.names[first..].iter().map(String::as_str).chain([name]);
            return Err(ExpansionFault::Cycle(chain.map(str::to_owned).collect()));
        }
        if self.names.len() >= DEEPEST {
            return Err(ExpansionFault::TooLarge);
        }
        self.names.push(name.to_owned());
        let expanded = self.text(value);
        self.names.pop();
        expanded
    }

    fn missing(&self, name: &str) -> Result<String, ExpansionFault> {
        match self.parameters.missing {
            MissingParameter::Empty => Ok(String::new()),
            MissingParameter::Error if !name.trim().is_empty() => Err(ExpansionFault::Missing(name.trim().to_owned())),
            MissingParameter::Error | MissingParameter::Preserve => Ok(format!("${{{name}}}")),
        }
    }

    fn push(&mut self, result: &mut String, text: &str) -> Result<(), ExpansionFault> {
        self.budget = self.budget.checked_sub(text.len()).ok_or(ExpansionFault::TooLarge)?;
        result.push_str(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(definitions: &[(&str, &str)]) -> Parameters {
        let mut parameters = Parameters::default();
        for (name, value) in definitions {
            parameters.define(name, *value);
        }
        parameters
    }

    fn check(definitions: &[(&str, &str)], text: &str, expected: &str) {
        assert_eq!(parameters(definitions).expand(text, "c.yaml").as_deref(), Ok(expected), "{text}");
    }

    #[test]
    fn names_ignore_letter_case_and_blanks() {
        let known = [("a", "A"), ("d.e", "DE"), ("A B", "space")];
        check(&known, "x${a}y${ A }z", "xAyAz");
        check(&known, "${d.e} ${a b} ${a\n}", "DE space A");
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in ["${}", "${ }", "$a", "$ {a}", "${a", "$", "$$", "${un}", "${:a}", "${'a'}", "${{b}}", "${a:b}"] {
            check(&[("a", "A")], text, text);
        }
    }

    #[test]
    fn the_first_brace_ends_a_name() {
        check(&[("a", "A"), ("{a", "B")], "${a}} $${a} ${{a}", "A} $A B");
    }

    #[test]
    fn names_are_made_of_values() {
        let known = [("t", "a"), ("a", "A"), ("half", "a}"), ("open", "${")];
        check(&known, "${${t}} ${ ${t} } ${un${a}} ${${half} ${open}a}", "A A ${unA} ${a} ${a}");
        check(&known, "${a${a}", "${aA");
    }

    #[test]
    fn values_are_expanded_in_turn() {
        check(&[("b", "[${a}]"), ("a", "A"), ("c", "${un}")], "${b}${c}", "[A]${un}");
    }

    #[test]
    fn a_cycle_is_named() {
        let known = parameters(&[("p", "${q}"), ("q", "${P}")]);
        let chain = ["p", "q", "p"].map(str::to_owned).to_vec();
        assert_eq!(known.expand("${p}", ""), Err(ExpansionFault::Cycle(chain)));
    }

    #[test]
    fn growth_is_bounded() {
        let mut known = parameters(&[("x0", "0123456789")]);
        for level in 1..20 {
            known.define(&format!("x{level}"), format!("${{x{}}}", level - 1).repeat(10));
        }
        assert_eq!(known.expand("${x19}", ""), Err(ExpansionFault::TooLarge));
        assert_eq!(known.expand(&"${".repeat(100_000), ""), Err(ExpansionFault::TooLarge));
    }

    #[test]
    fn missing_names() {
        let with = |missing| Parameters::new(missing, false).expand("<${x}>", "");
        assert_eq!(with(MissingParameter::Preserve).as_deref(), Ok("<${x}>"));
        assert_eq!(with(MissingParameter::Empty).as_deref(), Ok("<>"));
        assert_eq!(with(MissingParameter::Error), Err(ExpansionFault::Missing("x".to_owned())));
    }

    #[test]
    fn escaped_names_lose_their_colon() {
        let mut known = Parameters::new(MissingParameter::Preserve, true);
        known.define("a", "A");
        assert_eq!(known.expand("${:a} ${a}", "").as_deref(), Ok("${a} A"));
    }

    #[test]
    fn global_definitions_hide_local_ones_and_the_first_global_counts() {
        let mut known = parameters(&[("a", "1"), ("A", "2")]);
        known.define_in("f", "a", "3");
        known.define_in("f", "b", "4");
        known.define_in("f", "b", "5");
        assert_eq!(known.expand("${a}${b}", "f").as_deref(), Ok("15"));
        assert_eq!(known.expand("${b}", "g").as_deref(), Ok("${b}"));
    }
}
