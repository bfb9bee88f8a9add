//! YAML and JSON files: the two passes, and the entries of the root.

use amend_syntax::{Diagnostic, Entry, Node, NodeKind, Severity, Source, Spanned, parse};

use super::Loader;
use super::removal::Removal;
use crate::attributes::{Attributes, unknown_key, unknown_name};
use crate::change_set::{Key, ObjectQuoting};
use crate::dbms;
use crate::precondition;
use crate::vocabulary::{CHANGELOG, ENTRIES};

impl Loader<'_> {
    /// Reads the current file.
    pub(super) fn document(&mut self, source: &Source) {
        let parsed = parse(source, &self.target.options.limits);
        self.report_syntax(parsed.diagnostics);
        let Some(mut root) = parsed.root.and_then(|root| self.root_entries(root, source)) else { return };
        self.define_properties(&root);
        self.expand_first(&mut root);
        self.read_head(&root);
        for mut entry in entries(root) {
            self.expand(&mut entry.value);
            self.entry(&entry.key, &entry.value);
        }
    }

    /// Of keys that come twice the last one counts; only a strict reader stops there.
    fn report_syntax(&mut self, mut diagnostics: Vec<Diagnostic>) {
        for diagnostic in &mut diagnostics {
            if diagnostic.code == "amend::yaml::duplicate-key" && !self.target.options.strict {
                diagnostic.severity = Severity::Warning;
            }
        }
        self.report.append(&mut diagnostics);
    }

    /// The list under `databaseChangeLog`.
    fn root_entries(&mut self, root: Node, source: &Source) -> Option<Node> {
        let found = match root.kind {
            NodeKind::Mapping(entries) => entries.into_iter().find(|entry| entry.key.as_str() == CHANGELOG.name),
            _ => None,
        };
        let Some(entry) = found else {
            self.report.push(no_root(source));
            return None;
        };
        if entry.value.as_sequence().is_none() && !entry.value.is_null() {
            self.report.push(not_a_list(&entry.value));
            return None;
        }
        Some(entry.value)
    }

    /// What the file says of itself, wherever it stands in it.
    fn read_head(&mut self, root: &Node) {
        let attributes = Attributes::of(root);
        let report = &mut self.report;
        let logical_path = attributes.filled("logicalFilePath", report).map(|path| crate::path::logical(&path));
        let quoting = attributes.choice("objectQuotingStrategy", &ObjectQuoting::WORDS, report);
        let context = attributes.context(&self.target.contexts, report).map(|context| context.value);
        if self.open.len() == 1 {
            self.root = super::RootFacts { logical_path: logical_path.clone(), quoting };
        }
        let current = self.current();
        (current.logical_path, current.quoting, current.context) = (logical_path, quoting, context);
    }

    fn entry(&mut self, name: &Spanned<String>, node: &Node) {
        match name.as_str() {
            "changeSet" => self.change_set_entry(name, node),
            "include" => self.include(name, node),
            "includeAll" => self.include_all(name, node),
            "property" => self.define_again(node),
            "preConditions" => {
                let preconditions = precondition::read(&mut self.reading(), node, &name.place);
                self.preconditions.push(preconditions);
            }
            "removeChangeSetProperty" => {
                let removal = Removal::read(node, self.target.product, &name.place, &mut self.report);
                self.current().removals.extend(removal);
            }
            "modifyChangeSets" => self.report.push(modify_change_sets(name)),
            name if CHANGELOG.has(name) && node.as_scalar().is_some() => {}
            _ => self.unknown_entry(name, node),
        }
    }

    fn change_set_entry(&mut self, name: &Spanned<String>, node: &Node) {
        let dbms = Attributes::of(node).text("dbms", &mut Vec::new());
        let list = dbms.map(|dbms| dbms.to_lowercase()).unwrap_or_default();
        if dbms::matches(&list, self.target.product) {
            let change_set = self.change_set(name, node);
            self.change_sets.push(change_set);
        } else {
            self.for_other_products(name, node);
        }
    }

    fn for_other_products(&mut self, name: &Spanned<String>, node: &Node) {
        let attributes = Attributes::of(node);
        let text = |name: &str| attributes.text(name, &mut Vec::new()).map(|it| it.value).unwrap_or_default();
        let (id, author) = (text("id"), text("author"));
        let key = Key::new(&self.current().stored_path(), &id, &author);
        self.other_products.push(Spanned::new(key, name.place.clone()));
    }

    fn unknown_entry(&mut self, name: &Spanned<String>, node: &Node) {
        let known = ENTRIES.iter().map(|entry| entry.name).chain(CHANGELOG.names());
        let refused = self.reading().refuses_unknown(node);
        self.report.push(match refused {
            true => unknown_name("amend::changelog::unknown-entry", "entry", name, known),
            false => unknown_key(CHANGELOG.name, name, known),
        });
    }
}

/// The entries of all maps of a list.
fn entries(root: Node) -> impl Iterator<Item = Entry> {
    let items = match root.kind {
        NodeKind::Sequence(items) => items,
        NodeKind::Scalar(_) | NodeKind::Mapping(_) => Vec::new(),
    };
    items.into_iter().flat_map(|item| match item.kind {
        NodeKind::Mapping(entries) => entries,
        NodeKind::Scalar(_) | NodeKind::Sequence(_) => Vec::new(),
    })
}

fn no_root(source: &Source) -> Diagnostic {
    let start = source.place(amend_syntax::Span::new(0, 0));
    Diagnostic::error("amend::changelog::no-root", format!("the file has no `{}`", CHANGELOG.name))
        .at(&start, "expected in this file")
        .help(format!("start the file with `{}:` and list its entries below", CHANGELOG.name))
}

fn not_a_list(node: &Node) -> Diagnostic {
    Diagnostic::error("amend::changelog::root-not-a-list", format!("`{}` is no list of entries", CHANGELOG.name))
        .at(&node.place, format!("this is {}", node.kind_name()))
        .help("begin each entry with a dash, as in `- changeSet:`")
}

fn modify_change_sets(name: &Spanned<String>) -> Diagnostic {
    Diagnostic::error("amend::changelog::not-supported", "`modifyChangeSets` hands change sets to other programs")
        .at(&name.place, "not supported")
        .help("take the entries out of `modifyChangeSets`")
}
