//! Attributes that change nothing where they stand: each is reported at its place.
//!
//! Other readers of these files take them without a word, so they do not stop a run. Which they are is a list of facts
//! ([`rules`]) and, for columns, the attributes that each list of columns acts upon ([`columns`]).

mod columns;
mod rules;

use amend_sql::types::column_type;
use amend_sql::{Product, Profile};
use amend_syntax::Diagnostic;

use super::Lower;
use crate::change::{Change, Written};
use crate::column::Column;

/// What an attribute stands beside: what decides whether it changes anything.
struct Site<'a> {
    profile: &'a Profile,
    /// The change, or `column`, `column of a file`, `constraints`.
    of: &'a str,
    given: &'a [Written<'a>],
}

impl Site<'_> {
    /// Whether an attribute of that name is given beside it, and not empty.
    fn has(&self, name: &str) -> bool {
        self.given.iter().any(|it| it.name == name && !it.text.is_empty())
    }

    /// Whether a flag of that name is set.
    fn is(&self, name: &str) -> bool {
        self.given.iter().any(|it| it.name == name && it.text == "true")
    }

    /// Whether the server numbers the rows of the column.
    fn is_numbered(&self) -> bool {
        let types = self.given.iter().filter(|it| it.name == "type");
        let mut types = types.filter_map(|it| column_type(self.profile.product, &it.text).ok());
        self.is("autoIncrement") || types.any(|ty| ty.auto_increment)
    }
}

impl Lower<'_> {
    /// Reports the attributes of a change that change nothing on the product.
    pub(super) fn note_idle(&mut self, change: &dyn Change) {
        let kind = change.kind().name;
        let mut idle = self.idle_in(kind, &change.written());
        let acts = columns::acting(kind);
        idle.extend(change.columns().into_iter().flat_map(|column| self.idle_in_column(kind, &acts, column)));
        idle.into_iter().for_each(|diagnostic| self.note(diagnostic));
    }

    fn idle_in_column(&self, kind: &str, acts: &[&str], column: &Column) -> Vec<Diagnostic> {
        let written = column.fields.written();
        let (acting, unused): (Vec<_>, Vec<_>) = written.into_iter().partition(|it| acts.contains(&it.name));
        let mut idle: Vec<_> = unused.iter().map(|it| beside_the_point(it, kind, acts)).collect();
        idle.extend(self.idle_in(columns::word(kind), &acting));
        let Some(constraints) = &column.constraints else { return idle };
        let written = constraints.written();
        if acts.contains(&"constraints") {
            idle.extend(self.idle_in("constraints", &written));
        } else {
            idle.extend(written.iter().map(|it| beside_the_point(it, kind, acts)));
        }
        idle
    }

    fn idle_in(&self, of: &str, given: &[Written<'_>]) -> Vec<Diagnostic> {
        let site = Site { profile: self.profile, of, given };
        let idle = |it: &Written<'_>| {
            let (severity, help) = rules::broken(&site, it)?;
            Some(Diagnostic { severity, ..without_effect(self.product(), it).help(help) })
        };
        given.iter().filter(|it| !it.text.is_empty()).filter_map(idle).collect()
    }
}

fn without_effect(product: Product, written: &Written<'_>) -> Diagnostic {
    let message = format!("`{}` has no effect on {product}", written.name);
    Diagnostic::warning("amend::change::without-effect", message).at(written.place, "changes nothing here")
}

/// An attribute that is read with every column, but says nothing to this change.
fn beside_the_point(written: &Written<'_>, kind: &str, acts: &[&str]) -> Diagnostic {
    let message = format!("`{}` has no effect on a column of `{kind}`", written.name);
    let names: Vec<String> = acts.iter().map(|name| format!("`{name}`")).collect();
    Diagnostic::warning("amend::change::without-effect", message)
        .at(written.place, "changes nothing here")
        .help(format!("leave it away; what counts here: {}", names.join(", ")))
}
