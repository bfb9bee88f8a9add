//! The pieces of a type's text: words, parameters, array dimensions.

use super::TypeFault;

/// The pieces of a type's text. Quoted pieces keep their quotes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    /// The words before the parameters.
    pub words: Vec<&'a str>,
    /// The parameters, with single blanks at most around them gone.
    pub parameters: Vec<&'a str>,
    /// The words behind the parameters.
    pub rest: Vec<&'a str>,
    /// How many pairs of brackets stand at the end.
    pub dimensions: usize,
    /// The text asks for numbers that the server gives.
    pub identity: bool,
}

impl<'a> Parts<'a> {
    /// All words from the one at `at` on, those behind the parameters included.
    pub fn words_from(&self, at: usize) -> Vec<&'a str> {
        self.words.iter().chain(&self.rest).skip(at).copied().collect()
    }

    /// Whether it is a type of the values that are listed behind its name.
    pub fn lists_values(&self) -> bool {
        let is_one = |name: &&str| ["enum", "set"].iter().any(|it| name.eq_ignore_ascii_case(it));
        self.words.first().is_some_and(is_one) && self.parameters.iter().any(|it| it.starts_with(['\'', '"']))
    }
}

/// Takes the text apart.
pub(super) fn parse(text: &str) -> Result<Parts<'_>, TypeFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(TypeFault::Empty);
    }
    if text.starts_with("${") {
        return Ok(Parts { words: vec![text], ..Parts::default() });
    }
    let (text, options) = cut_options(text)?;
    let (text, dimensions) = cut_dimensions(text);
    let mut parts = cut_parameters(text)?;
    parts.dimensions = dimensions;
    parts.identity = cut_identity(&mut parts) || asks_for_numbers(options);
    if parts.words.is_empty() { Err(TypeFault::Empty) } else { Ok(parts) }
}

/// The text before `{`, and what stands behind it.
fn cut_options(text: &str) -> Result<(&str, &str), TypeFault> {
    let at = Scan::new(text).find(|character| character == '{')?;
    Ok(at.map_or((text, ""), |at| (text[..at].trim_end(), &text[at..])))
}

fn asks_for_numbers(options: &str) -> bool {
    let packed: String = options.chars().filter(|character| !character.is_whitespace()).collect();
    packed.to_ascii_lowercase().contains("autoincrement:true")
}

/// The text before the pairs of brackets at its end, and their number.
fn cut_dimensions(text: &str) -> (&str, usize) {
    let (mut rest, mut dimensions) = (text, 0);
    while let Some(shorter) = without_brackets(rest) {
        (rest, dimensions) = (shorter, dimensions + 1);
    }
    (rest, dimensions)
}

fn without_brackets(text: &str) -> Option<&str> {
    let inner = text.strip_suffix(']')?.trim_end_matches(|character: char| character.is_ascii_digit());
    let outer = inner.strip_suffix('[')?.trim_end();
    (!outer.is_empty()).then_some(outer)
}

fn cut_parameters(text: &str) -> Result<Parts<'_>, TypeFault> {
    let Some(open) = Scan::new(text).find(|character| character == '(')? else {
        return Ok(Parts { words: words(text)?, ..Parts::default() });
    };
    let inside = &text[open + 1..];
    let close = Scan::new(inside).find(|character| character == ')')?.ok_or(TypeFault::Unclosed('('))?;
    Ok(Parts {
        words: words(&text[..open])?,
        parameters: parameters(&inside[..close])?,
        rest: words(&inside[close + 1..])?,
        ..Parts::default()
    })
}

fn words(text: &str) -> Result<Vec<&str>, TypeFault> {
    pieces(text, char::is_whitespace)
}

fn parameters(text: &str) -> Result<Vec<&str>, TypeFault> {
    pieces(text, |character| character == ',')
}

/// The pieces between separators that stand outside quotes and parentheses; empty ones are dropped.
fn pieces(text: &str, is_separator: fn(char) -> bool) -> Result<Vec<&str>, TypeFault> {
    let mut scan = Scan::new(text);
    let (mut pieces, mut start) = (Vec::new(), 0);
    while let Some(at) = scan.find(is_separator)? {
        pieces.push(text[start..at].trim());
        start = scan.at;
    }
    pieces.push(text[start..].trim());
    pieces.retain(|piece| !piece.is_empty());
    Ok(pieces)
}

/// The words at the end of a type that ask for numbers; the last two are what MySQL and SQLite call it.
const NUMBERED: [&str; 3] = ["identity", "auto_increment", "autoincrement"];

fn cut_identity(parts: &mut Parts<'_>) -> bool {
    let last = if parts.rest.is_empty() { &mut parts.words } else { &mut parts.rest };
    let asks = |word: &&str| NUMBERED.iter().any(|it| word.eq_ignore_ascii_case(it));
    let found = last.last().is_some_and(asks);
    if found {
        last.pop();
    }
    found
}

/// A walk over a text that steps over quoted pieces and pairs of parentheses.
struct Scan<'a> {
    text: &'a str,
    /// Where the walk goes on, in bytes.
    at: usize,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next place of such a character outside quotes and, unless it is asked for, outside parentheses.
    fn find(&mut self, is_it: impl Fn(char) -> bool) -> Result<Option<usize>, TypeFault> {
        let mut depth = 0_usize;
        while let Some(character) = self.text[self.at..].chars().next() {
            let here = self.at;
            self.at += character.len_utf8();
            if depth == 0 && is_it(character) {
                return Ok(Some(here));
            }
            match character {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                '\'' | '"' | '`' => self.skip_quoted(character)?,
                _ => {}
            }
        }
        if depth > 0 { Err(TypeFault::Unclosed('(')) } else { Ok(None) }
    }

    /// Goes behind the closing quote; a doubled quote reads as the end of one piece and the start of the next.
    fn skip_quoted(&mut self, quote: char) -> Result<(), TypeFault> {
        let end = self.text[self.at..].find(quote).ok_or(TypeFault::Unclosed(quote))?;
        self.at += end + quote.len_utf8();
        Ok(())
    }
}

/// The place of the parenthesis that closes the first one of the text, in bytes.
pub(crate) fn closing_parenthesis(text: &str) -> Option<usize> {
    let open = text.find('(')?;
    let inside = &text[open + 1..];
    let close = Scan::new(inside).find(|character| character == ')').ok()??;
    Some(open + 1 + close)
}

/// The text with each character outside quotes mapped.
pub(super) fn map_outside_quotes(text: &str, map: fn(char) -> char) -> String {
    let mut quote = None;
    let mapped = |character: char| {
        match (quote, character) {
            (None, '"' | '`' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
        if quote.is_some() { character } else { map(character) }
    };
    text.chars().map(mapped).collect()
}

/// The text without the quotes or brackets around it.
pub(super) fn without_quotes(text: &str) -> Option<&str> {
    [('"', '"'), ('`', '`'), ('\'', '\''), ('[', ']')]
        .into_iter()
        .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_taken_apart() {
        for (text, words, parameters, rest, dimensions, identity) in [
            ("int", vec!["int"], vec![], vec![], 0, false),
            (" varchar ( 10 ) ", vec!["varchar"], vec!["10"], vec![], 0, false),
            ("decimal(10,2) unsigned", vec!["decimal"], vec!["10", "2"], vec!["unsigned"], 0, false),
            ("varchar(20)[][3]", vec!["varchar"], vec!["20"], vec![], 2, false),
            ("enum('a,b','c)(''d')", vec!["enum"], vec!["'a,b'", "'c)(''d'"], vec![], 0, false),
            ("\"Quoted Type\"", vec!["\"Quoted Type\""], vec![], vec![], 0, false),
            ("[bracket]", vec!["[bracket]"], vec![], vec![], 0, false),
            ("int identity", vec!["int"], vec![], vec![], 0, true),
            ("numeric(9) identity", vec!["numeric"], vec!["9"], vec![], 0, true),
            ("int{autoIncrement:true}", vec!["int"], vec![], vec![], 0, true),
            ("int{autoIncrement:false}", vec!["int"], vec![], vec![], 0, false),
            ("${a b}", vec!["${a b}"], vec![], vec![], 0, false),
            ("f(g(1), 2)", vec!["f"], vec!["g(1)", "2"], vec![], 0, false),
        ] {
            let expected = Parts { words, parameters, rest, dimensions, identity };
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_type_is_refused() {
        for (text, fault) in [
            ("", TypeFault::Empty),
            (" \t", TypeFault::Empty),
            ("(10)", TypeFault::Empty),
            ("{x}", TypeFault::Empty),
            ("identity", TypeFault::Empty),
            ("varchar(10", TypeFault::Unclosed('(')),
            ("enum('a", TypeFault::Unclosed('\'')),
            ("\"a", TypeFault::Unclosed('"')),
        ] {
            assert_eq!(parse(text), Err(fault), "{text}");
        }
    }
}
