//! `explain`: the reference page of a change type.

use amend_changelog::changes;
use amend_changelog::reference::headline;
use amend_report::reference::page;
use amend_syntax::nearest;

use crate::Exit;
use crate::output::Output;

/// Prints the page of a change type, or the list of all.
pub fn explain(name: Option<&str>) -> Exit {
    let output = Output::plain();
    let Some(name) = name else {
        for kind in changes::KINDS {
            output.line(&format!("{:<32} {}", kind.name, headline(kind.doc)));
        }
        return Exit::Done;
    };
    match changes::find(name).or_else(|| changes::KINDS.iter().find(|it| it.name.eq_ignore_ascii_case(name)).copied()) {
        Some(kind) => {
            output.line(page(kind).trim_end());
            Exit::Done
        }
        None => {
            let near = nearest(name, changes::names()).map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
            output.error(&format!("there is no change type `{name}`{near}"));
            Exit::Usage
        }
    }
}
