//! `changeSet`.

use amend_syntax::{Diagnostic, Node, Place, Spanned};

use super::Loader;
use crate::attributes::{Attributes, missing};
use crate::change_set::{ChangeSet, ObjectQuoting, OnValidationFail, Origin, PlacedChange, RunOrder};
use crate::decode::Children;
use crate::modify_sql::{self, Visitor};
use crate::path;
use crate::precondition::{self, Preconditions};
use crate::rollback::{self, RollbackBlock};
use crate::vocabulary::{CHANGE_SET, CONTENT};

use super::changes::Reading;

impl Loader<'_> {
    /// Reads a change set of the current file.
    pub(super) fn change_set(&mut self, name: &Spanned<String>, node: &Node) -> ChangeSet {
        let attributes = Attributes::of(node);
        let change_set = self.empty_change_set(&name.place, Origin::Entry);
        let mut change_set = self.with_identity(change_set, &attributes);
        read_run_rules(&mut change_set, &attributes, &mut self.report);
        refuse_run_with(&attributes, &mut self.report);
        change_set.comment = comment(&attributes.children);
        change_set.valid_checksums = ["validCheckSum", "validCheckSums"]
            .iter()
            .flat_map(|name| attributes.texts(name))
            .map(|checksum| checksum.value)
            .collect();
        change_set.depends_on = attributes.texts("dependsOn");
        let mut content = Content::new(change_set.path.clone());
        content.read(&mut self.reading(), &attributes.children);
        change_set.preconditions = content.preconditions;
        change_set.changes = content.changes;
        change_set.rollback = content.rollback;
        change_set.modify_sql = content.modify_sql;
        change_set
    }

    /// A change set of the current file with everything that it inherits and nothing of its own.
    pub(super) fn empty_change_set(&mut self, place: &Place, origin: Origin) -> ChangeSet {
        let current = self.current().clone();
        let nothing = Spanned::new(String::new(), place.clone());
        ChangeSet {
            id: nothing.clone(),
            author: nothing,
            path: current.stored_path(),
            file: current.path,
            place: place.clone(),
            origin,
            contexts: self.contexts(None),
            labels: self.labels(None),
            dbms: None,
            run_always: false,
            run_on_change: false,
            run_order: None,
            fail_on_error: true,
            on_validation_fail: OnValidationFail::default(),
            run_in_transaction: true,
            ignore: current.ignore,
            quoting: current.quoting.unwrap_or_default(),
            comment: None,
            valid_checksums: Vec::new(),
            preconditions: None,
            changes: Vec::new(),
            rollback: Vec::new(),
            modify_sql: Vec::new(),
            depends_on: Vec::new(),
            parameters: std::sync::Arc::default(),
        }
    }

    fn with_identity(&mut self, change_set: ChangeSet, attributes: &Attributes<'_>) -> ChangeSet {
        let report = &mut self.report;
        let id = attributes.text("id", report);
        if id.as_ref().is_none_or(|id| id.is_empty()) {
            report.push(missing("changeSet", "id", &change_set.place));
        }
        let author = attributes.text("author", report);
        if self.target.options.strict && author.as_ref().is_none_or(|author| author.is_empty()) {
            report.push(missing("changeSet", "author", &change_set.place));
        }
        let logical_path = attributes.filled("logicalFilePath", report).map(|path| path::logical(&path));
        let own_context = attributes.context(&self.target.contexts, report).map(|context| context.value);
        let labels = attributes.text("labels", report);
        ChangeSet {
            id: id.unwrap_or(change_set.id),
            author: author.unwrap_or(change_set.author),
            path: logical_path.unwrap_or(change_set.path),
            contexts: self.contexts(own_context),
            labels: self.labels(labels.as_ref().map(|labels| labels.as_str())),
            dbms: attributes.filled("dbms", &mut self.report),
            ..change_set
        }
    }
}

fn read_run_rules(change_set: &mut ChangeSet, attributes: &Attributes<'_>, report: &mut Vec<Diagnostic>) {
    let always = attributes.flag("alwaysRun", false, report);
    change_set.run_always = attributes.flag("runAlways", always, report);
    change_set.run_on_change = attributes.flag("runOnChange", false, report);
    change_set.run_order = attributes.choice("runOrder", &RunOrder::WORDS, report);
    change_set.fail_on_error = attributes.flag("failOnError", true, report);
    change_set.run_in_transaction = attributes.flag("runInTransaction", true, report);
    change_set.ignore |= attributes.flag("ignore", false, report);
    let on_validation_fail = attributes.choice("onValidationFail", &OnValidationFail::WORDS, report);
    change_set.on_validation_fail = on_validation_fail.unwrap_or_default();
    let quoting = attributes.choice("objectQuotingStrategy", &ObjectQuoting::WORDS, report);
    change_set.quoting = quoting.unwrap_or(change_set.quoting);
}

/// Other programs are not started; `jdbc` is what runs without saying so.
fn refuse_run_with(attributes: &Attributes<'_>, report: &mut Vec<Diagnostic>) {
    if let Some(program) = attributes.filled("runWith", report).filter(|program| program.value != "jdbc") {
        report.push(run_with(&program, &program.place));
    }
}

/// The refusal of a `runWith`.
pub(super) fn run_with(program: &str, place: &Place) -> Diagnostic {
    Diagnostic::error("amend::changelog::not-supported", format!("`runWith: {program}` starts a program"))
        .at(place, "not supported")
        .help("leave `runWith` out: the statements are then sent over the connection")
}

/// All comments, each on a line of its own.
fn comment(children: &Children<'_>) -> Option<String> {
    let nodes = children.entries.iter().filter(|(name, _)| name.as_str() == "comment");
    let texts: Vec<String> =
        nodes.filter_map(|(_, node)| crate::decode::text_of(node, "comment", &mut Vec::new())).collect();
    let text = texts.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// What a change set contains beside its attributes.
struct Content {
    path: String,
    preconditions: Option<Preconditions>,
    changes: Vec<PlacedChange>,
    rollback: Vec<RollbackBlock>,
    modify_sql: Vec<Visitor>,
}

impl Content {
    fn new(path: String) -> Self {
        Self { path, preconditions: None, changes: Vec::new(), rollback: Vec::new(), modify_sql: Vec::new() }
    }

    /// Reads the children of a change set, or of its `changes`: the same may stand in both.
    fn read(&mut self, reading: &mut Reading<'_>, children: &Children<'_>) {
        for (name, node) in &children.entries {
            match name.as_str() {
                "changes" => self.read(reading, &Children::of(node)),
                "rollback" => self.rollback.extend(rollback::read(reading, name, node, &self.path)),
                "preConditions" => self.preconditions = Some(precondition::read(reading, node, &name.place)),
                "modifySql" => self.modify_sql.extend(modify_sql::read(node, reading.contexts, reading.report)),
                _ => self.read_change(reading, name, node),
            }
        }
    }

    fn read_change(&mut self, reading: &mut Reading<'_>, name: &Spanned<String>, node: &Node) {
        match reading.change(name, node) {
            Some(change) => self.changes.push(change),
            None if CHANGE_SET.has(name) => {}
            None => {
                let known = CONTENT.iter().map(|entry| entry.name).chain(CHANGE_SET.names());
                reading.report_unknown_change(name, node, known);
            }
        }
    }
}
