//! Messages in the same words about several places are one message with several places.

use amend_syntax::{Diagnostic, Severity};

/// How many places are shown.
const SHOWN: usize = 3;

/// The messages, each but an error joined with those after it that say the same about another place of the same file.
pub fn joined(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut groups: Vec<Vec<&Diagnostic>> = Vec::new();
    for diagnostic in diagnostics {
        match groups.iter_mut().find(|group| says_the_same(group[0], diagnostic)) {
            Some(group) => group.push(diagnostic),
            None => groups.push(vec![diagnostic]),
        }
    }
    groups.iter().map(|group| in_one(group)).collect()
}

fn says_the_same(left: &Diagnostic, right: &Diagnostic) -> bool {
    let words = |it: &Diagnostic| (it.severity, it.code.clone(), it.message.clone(), it.help.clone());
    let in_one_file = match (left.labels.as_slice(), right.labels.as_slice()) {
        ([left], [right]) => left.place.source.is(&right.place.source) && left.text == right.text,
        _ => false,
    };
    left.severity < Severity::Error && in_one_file && words(left) == words(right)
}

fn in_one(group: &[&Diagnostic]) -> Diagnostic {
    let places = group.iter().skip(1).filter_map(|it| it.place());
    let mut one = places.take(SHOWN - 1).fold(group[0].clone(), |one, place| one.also(place, "here too"));
    if group.len() > SHOWN {
        one.message = format!("{} (places in all: {})", one.message, group.len());
    }
    one
}

#[cfg(test)]
mod tests {
    use amend_syntax::{Source, Span};

    use super::*;

    #[test]
    fn the_same_words_are_said_once() {
        let [one, other] = [Source::new("a.yaml", "0123456789"), Source::new("b.yaml", "0123456789")];
        let at = |source: &Source, at: usize| {
            Diagnostic::warning("amend::x", "no effect").at(&source.place(Span::new(at, at + 1)), "here")
        };
        let made = joined(&[at(&one, 0), at(&other, 0), at(&one, 1), at(&one, 2), at(&one, 3), at(&one, 4)]);
        let shown: Vec<_> = made.iter().map(|it| (it.message.as_str(), it.labels.len())).collect();
        assert_eq!(shown, [("no effect (places in all: 5)", 3), ("no effect", 1)]);
    }

    #[test]
    fn errors_and_other_words_stay_apart() {
        let source = Source::new("a.yaml", "0123456789");
        let error = |at: usize| Diagnostic::error("amend::x", "bad").at(&source.place(Span::new(at, at + 1)), "");
        let warning = |text: &str| Diagnostic::warning("amend::x", text).at(&source.place(Span::new(0, 1)), "");
        assert_eq!(joined(&[error(0), error(1), warning("a"), warning("b")]).len(), 4);
    }
}
