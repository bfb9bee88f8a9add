//! The wording of faults.

use amend_catalog::{Fault, Kind, ObjectName};
use amend_syntax::{Diagnostic, Place, nearest};

use super::Refused;

/// The fault as a message at the place of what asked for the edit.
pub(crate) fn refused(fault: &Fault, place: &Place) -> Refused {
    diagnostic(fault, place).into()
}

/// The fault as a message.
pub fn diagnostic(fault: &Fault, place: &Place) -> Diagnostic {
    match fault {
        Fault::Missing { kind, name, table, present } => {
            let message = format!("there is no {} `{name}`{}", kind.word(), inside(table.as_ref()));
            let diagnostic = Diagnostic::error(format!("amend::{}::missing", kind.word()), message)
                .at(place, "not there when this change runs");
            match nearest(name, present.iter().map(String::as_str)) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None if present.is_empty() => diagnostic.help("no change set before this one makes it"),
                None => diagnostic.help(format!("there are: {}", shortened(present))),
            }
        }
        Fault::Exists { kind, name, table } => {
            let table = table.as_ref().filter(|_| *kind != Kind::Table);
            let message = format!("there is a {} `{name}`{} already", kind.word(), inside(table));
            Diagnostic::error(format!("amend::{}::exists", kind.word()), message)
                .at(place, "would be made a second time")
                .help("an earlier change set makes it; choose another name, or drop the old one first")
        }
        Fault::Differs { kind, name } => {
            let message = format!("the {} `{name}` is not what this change expects", kind.word());
            Diagnostic::error(format!("amend::{}::differs", kind.word()), message).at(place, "expected otherwise here")
        }
        Fault::Unknown { kind, name, table } => {
            let message =
                format!("the definition of the {} `{name}`{} is not known", kind.word(), inside(table.as_ref()));
            Diagnostic::error("amend::rollback::unknown-definition", message)
                .at(place, "cannot be taken back")
                .help("give a `rollback` block, or run it with a database where the definition can be looked up")
        }
        Fault::Malformed => {
            Diagnostic::error("amend::change::malformed", "this change says nothing that can be done").at(place, "here")
        }
    }
}

fn inside(table: Option<&ObjectName>) -> String {
    table.filter(|table| !table.name.is_empty()).map(|table| format!(" in table `{table}`")).unwrap_or_default()
}

fn shortened(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
    let more = if names.len() > 8 { ", ..." } else { "" };
    shown.join(", ") + more
}
