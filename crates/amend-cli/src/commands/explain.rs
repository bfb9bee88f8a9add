//! `explain`: the reference page of a change type or of another part of changelogs, and the meaning of a code.

use amend_changelog::changes;
use amend_changelog::reference::{Topic, headline, topics};
use amend_report::reference::page;
use amend_syntax::nearest;

use crate::Exit;
use crate::codes;
use crate::output::Output;

/// Prints the page of that name, or the list of all.
pub fn explain(name: Option<&str>) -> Exit {
    let output = Output::plain();
    let topics = topics();
    let Some(name) = name else {
        list(&output, &topics);
        return Exit::Done;
    };
    match page_of(name, &topics) {
        Some(page) => {
            output.line(page.trim_end());
            Exit::Done
        }
        None => {
            let words = changes::names().chain(topics.iter().map(|topic| topic.name)).map(str::to_owned);
            let names: Vec<String> = words.chain(codes::names()).collect();
            let near = nearest(name, names.iter().map(String::as_str))
                .map(|it| format!("; did you mean `{it}`?"))
                .unwrap_or_default();
            output.error(&format!("there is no change type and no code `{name}`{near}"));
            Exit::Usage
        }
    }
}

fn list(output: &Output, topics: &[Topic]) {
    let changes = changes::KINDS.iter().map(|kind| (kind.name, kind.doc));
    for (name, doc) in changes.chain(topics.iter().map(|topic| (topic.name, topic.doc))) {
        output.line(&format!("{name:<32} {}", headline(doc)));
    }
}

fn page_of(name: &str, topics: &[Topic]) -> Option<String> {
    let kind = changes::KINDS.iter().find(|kind| kind.name.eq_ignore_ascii_case(name)).map(|kind| page(kind));
    let topic = || topics.iter().find(|topic| topic.name.eq_ignore_ascii_case(name)).map(|topic| topic.page.clone());
    let code = || codes::meaning(name).map(|text| format!("{name}\n\n{text}"));
    kind.or_else(topic).or_else(code)
}
