//! Views, as most products write them.

use amend_catalog::{Kind, View};

use crate::Feature;
use crate::backend::Phrase;
use crate::dialects::{Cell, Dialect, Scene};
use crate::render::{script, table};
use crate::statement::RefusalReason;

/// The view and its comment. Where one of that name is to be replaced and cannot be in one step, it is dropped before.
pub(crate) fn create<D: Dialect + ?Sized>(dialect: &D, view: &View, scene: Scene<'_>) -> Cell {
    if !view.known {
        return Err(unknown(view));
    }
    let in_place = scene.manner.or_replace && replaces_in_place(dialect, view);
    let mut phrases = Vec::new();
    if scene.manner.or_replace && !in_place {
        phrases.push(Phrase::new("DROP VIEW IF EXISTS").object(&view.name));
    }
    phrases.push(definition(view, in_place));
    phrases.extend(comment(dialect, None, view));
    Ok(phrases)
}

/// Whether one statement makes the view in place of another: the dialect's, or the user's own.
fn replaces_in_place<D: Dialect + ?Sized>(dialect: &D, view: &View) -> bool {
    match view.full_definition {
        true => script::begins_with(&view.query, &["CREATE", "OR", "REPLACE"]),
        false => dialect.profile().has(Feature::ReplacedViews),
    }
}

fn definition(view: &View, in_place: bool) -> Phrase {
    if view.full_definition {
        return Phrase::verbatim(&view.query);
    }
    let head = if in_place { "CREATE OR REPLACE VIEW" } else { "CREATE VIEW" };
    Phrase::new(head).object(&view.name).words("AS").raw(&view.query)
}

/// Products without comments of views leave it in the catalog.
fn comment<D: Dialect + ?Sized>(dialect: &D, before: Option<&View>, after: &View) -> Option<Phrase> {
    let changed = before.and_then(|it| it.comment.as_ref()) != after.comment.as_ref();
    (changed && dialect.profile().has(Feature::ViewComments))
        .then(|| describe(Phrase::new("COMMENT ON VIEW").object(&after.name), after.comment.as_deref()))
}

/// `IS` and the comment, or `NULL` for none.
pub(crate) fn describe(subject: Phrase, comment: Option<&str>) -> Phrase {
    match comment {
        Some(comment) => subject.words("IS").text(comment),
        None => subject.words("IS NULL"),
    }
}

pub(crate) fn drop<D: Dialect + ?Sized>(dialect: &D, view: &View, scene: Scene<'_>) -> Cell {
    Ok(vec![
        Phrase::new("DROP VIEW")
            .words_if(scene.manner.tolerant, "IF EXISTS")
            .object(&view.name)
            .then(table::cascade(dialect, scene)),
    ])
}

/// Another name, another query, another comment.
pub(crate) fn alter(dialect: &dyn Dialect, before: &View, after: &View, scene: Scene<'_>) -> Cell {
    let mut phrases = Vec::new();
    if before.name != after.name {
        phrases.extend(dialect.rename_view(before, after, scene)?);
    }
    if has_same_query(before, after) {
        phrases.extend(comment(dialect, Some(before), after));
    } else {
        phrases.extend(redefine(dialect, after, scene)?);
    }
    Ok(phrases)
}

/// A view is replaced in place only where that is asked for: a replacement cannot take columns away (PostgreSQL).
fn redefine(dialect: &dyn Dialect, after: &View, scene: Scene<'_>) -> Cell {
    let mut phrases = Vec::new();
    if !scene.manner.or_replace {
        phrases.push(Phrase::new("DROP VIEW").object(&after.name));
    }
    phrases.extend(dialect.create_view(after, scene)?);
    Ok(phrases)
}

fn has_same_query(before: &View, after: &View) -> bool {
    before.query == after.query && before.full_definition == after.full_definition
}

fn unknown(view: &View) -> RefusalReason {
    RefusalReason::UnknownDefinition { kind: Kind::View, name: view.name.name.clone(), table: None }
}
