//! `rollback`: how a change set is undone.

use amend_syntax::{Diagnostic, Node, NodeKind, Place, Spanned};

use crate::attributes::Attributes;
use crate::change_set::{Key, PlacedChange};
use crate::changes::TextOptions;
use crate::load::changes::{Reading, sql_change};

/// A part of the way back that the user wrote.
#[derive(Debug)]
pub enum RollbackBlock {
    /// These changes; a text of SQL is one `sql` change without comments.
    Changes(Vec<PlacedChange>),
    /// What that change set does.
    Reference(Spanned<Key>),
    /// Nothing is to be done.
    Nothing,
}

/// What a `rollback` text is read as: SQL without comments.
pub(crate) const TEXT_OPTIONS: TextOptions = TextOptions { split: true, strip_comments: true, end_delimiter: None };

/// Reads a `rollback` entry. `own_path` is the path of the change set that it belongs to.
pub(crate) fn read(
    reading: &mut Reading<'_>,
    key: &Spanned<String>,
    node: &Node,
    own_path: &str,
) -> Vec<RollbackBlock> {
    let attributes = Attributes::of(node);
    if let Some(id) = attributes.text("changeSetId", reading.report) {
        return vec![RollbackBlock::Reference(reference(reading, &attributes, id, own_path))];
    }
    let mut blocks = Vec::new();
    let changes = reading.changes(&attributes.children);
    if !changes.is_empty() {
        blocks.push(RollbackBlock::Changes(changes));
    }
    blocks.extend(text_block(reading, node, &key.place));
    if blocks.is_empty() {
        blocks.push(RollbackBlock::Nothing);
    }
    blocks
}

fn reference(
    reading: &mut Reading<'_>,
    attributes: &Attributes<'_>,
    id: Spanned<String>,
    own_path: &str,
) -> Spanned<Key> {
    let author = attributes.text("changeSetAuthor", reading.report);
    let path = attributes.text("changeSetPath", reading.report);
    let path = path.map_or_else(|| own_path.to_owned(), |path| path.value);
    let author = author.map_or_else(String::new, |author| author.value);
    id.map(|id| Key::new(&path, &id, &author))
}

/// The SQL text of a rollback: its own scalar, or the only scalar of its list.
fn text_block(reading: &mut Reading<'_>, node: &Node, key: &Place) -> Option<RollbackBlock> {
    let texts: Vec<&Node> = match &node.kind {
        NodeKind::Scalar(_) => vec![node],
        NodeKind::Sequence(items) => items.iter().filter(|item| item.as_mapping().is_none()).collect(),
        NodeKind::Mapping(_) => Vec::new(),
    };
    let text = match texts.as_slice() {
        [] => return None,
        [only] if only.is_null() => return None,
        [only] if only.kind_name() == "a text" => only.text().unwrap_or_default(),
        [first, ..] => {
            reading.report.push(not_a_text(first));
            return None;
        }
    };
    // The word `empty` says that nothing is to be done (4.28.0, measured); `not required` is SQL here.
    if text.trim().trim_end_matches(';').trim_end().eq_ignore_ascii_case("empty") {
        return Some(RollbackBlock::Nothing);
    }
    let text = Spanned::new(text, texts[0].place.clone());
    (!text.trim().is_empty()).then(|| RollbackBlock::Changes(vec![sql_change(text, key, TEXT_OPTIONS)]))
}

fn not_a_text(node: &Node) -> Diagnostic {
    Diagnostic::error("amend::changelog::rollback", "`rollback` takes one text of SQL, or changes")
        .at(&node.place, format!("this is {}", node.kind_name()))
        .help("write the statements as one text, parted by `;`, or each as an `sql` change")
}
