//! The way in: from a text to its tree and diagnostics.

use granit_parser::{Options, Parser, ScanError};

use crate::compose::{Composer, Step};
use crate::diagnostic::Diagnostic;
use crate::limits::Limits;
use crate::node::Node;
use crate::source::{Source, Span};
use crate::syntax_error::{is_underindented, syntax_error};
use crate::underindent::Indented;

/// What was read, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree as far as it could be read. After an error that ended reading, the cut-off item of the outermost open list is
    /// left out.
    pub root: Option<Node>,
    /// The mistakes, in the order of the text. Codes: `amend::yaml::` and `syntax`, `limit`, `control-character`,
    /// `several-documents`, `empty`, `alias` (these leave nodes out), `duplicate-key` (the last one counts), `key` (not a text:
    /// taken as written), `merge`, `tag` (ignored), `many-mistakes`.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads YAML or JSON (which is YAML). Never fails whole, never panics, and takes time and memory in proportion to the text.
#[must_use]
pub fn parse(source: &Source, limits: &Limits) -> Parsed {
    let (root, diagnostics) = match check_text(source, limits) {
        Ok(()) => compose(source, limits).finish(),
        Err(diagnostic) => (None, vec![*diagnostic]),
    };
    Parsed { root, diagnostics }
}

fn compose<'s>(source: &'s Source, limits: &'s Limits) -> Composer<'s> {
    let mut indented = Indented::new(source.text());
    loop {
        let mut composer = Composer::new(source, limits);
        match feed(&mut composer, &indented, limits) {
            Ok(()) => return composer,
            Err(Stop::Composer(diagnostic)) => {
                composer.stop(*diagnostic);
                return composer;
            }
            Err(Stop::Syntax { error, read, at }) => {
                if is_underindented(&error) && indented.indent(read, at) {
                    continue;
                }
                composer.stop(syntax_error(&source.place(Span::new(at, at)), &error, limits));
                return composer;
            }
        }
    }
}

/// Why the text is not read to its end.
enum Stop {
    /// The composer refuses to go on.
    Composer(Box<Diagnostic>),
    /// The parser refuses to go on at an offset; what came before ends at `read`.
    Syntax { error: Box<ScanError>, read: usize, at: usize },
}

/// Gives the parser's events to the composer, with the offsets of the source.
fn feed(composer: &mut Composer<'_>, text: &Indented<'_>, limits: &Limits) -> Result<(), Stop> {
    let mut read = 0;
    for event in Parser::new_from_str_with_options(text.text(), options(limits)) {
        let (event, span) = event.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(text.text().len());
            Stop::Syntax { error: Box::new(error), read, at: text.original_offset(at) }
        })?;
        let range = span.byte_range().unwrap_or_default();
        let span = Span::new(text.original_offset(range.start), text.original_offset(range.end));
        read = span.end;
        composer.event(&event, span).map_err(Stop::Composer)?;
    }
    Ok(())
}

fn options(limits: &Limits) -> Options {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.emit_unresolved_aliases = true;
    options.flow_nesting_limit = limits.depth;
    options.block_nesting_limit = limits.depth;
    options
}

fn check_text(source: &Source, limits: &Limits) -> Step {
    let text = source.text();
    if text.len() > limits.file_bytes {
        return Err(Box::new(limits.file_too_large(&source.place(Span::default()))));
    }
    match text.char_indices().find(|&(_, character)| !may_stand_in_yaml(character)) {
        Some((offset, character)) => Err(Box::new(control_character(source, offset, character))),
        None => Ok(()),
    }
}

/// The printable characters of YAML 1.1, section 4.1.1.
fn may_stand_in_yaml(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | '\u{85}' => true,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}

fn control_character(source: &Source, offset: usize, character: char) -> Diagnostic {
    let message = format!("the control character {} must not stand in the text", character.escape_unicode());
    let place = source.place(Span::new(offset, offset + character.len_utf8()));
    Diagnostic::error("amend::yaml::control-character", message)
        .at(&place, "this character")
        .help("in a double-quoted text it can be written as an escape")
}
