//! `property`: parameters that a changelog defines.

use amend_syntax::{Diagnostic, Node, NodeKind, ScalarValue, Spanned};

use super::Loader;
use crate::attributes::Attributes;
use crate::dbms;
use crate::expression::{context_matches, labels_match, name_list};
use crate::files::FileFault;
use crate::parameters::parse_properties_file;
use crate::vocabulary;

/// A property with its value.
pub(super) struct Property {
    pub name: String,
    pub value: String,
    pub dbms: String,
    pub context: String,
    pub labels: String,
    pub global: bool,
}

/// For whom a property is defined, as written.
struct Filter<'a> {
    dbms: &'a str,
    context: &'a str,
    labels: &'a str,
}

impl Loader<'_> {
    /// The first pass: defines the properties of a file before anything of it is expanded.
    ///
    /// As in Liquibase 4.28, `contextFilter` is not seen here, only `context`.
    pub(super) fn define_properties(&mut self, root: &Node) {
        for item in root.as_sequence().unwrap_or_default() {
            let Some(property) = item.get("property") else { continue };
            match property.as_mapping() {
                Some(_) => self.define_first(property),
                None => self.report.push(not_a_map(property)),
            }
        }
    }

    fn define_first(&mut self, property: &Node) {
        let attributes = Attributes::of(property);
        attributes.report_unknown(&vocabulary::PROPERTY, &mut self.report);
        self.check_types(property);
        let context = attributes.text("context", &mut self.report);
        let context = context.map(|context| context.value).unwrap_or_default();
        self.define(&attributes, context);
    }

    fn check_types(&mut self, property: &Node) {
        let is_text =
            |node: &Node| matches!(&node.kind, NodeKind::Scalar(it) if matches!(it.value, ScalarValue::Text(_)));
        let is_bool =
            |node: &Node| matches!(&node.kind, NodeKind::Scalar(it) if matches!(it.value, ScalarValue::Bool(_)));
        if let Some(name) = property.get("name").filter(|node| !is_text(node)) {
            self.report.push(wrong_type("name", "a text in quotes", name));
        }
        if let Some(global) = property.get("global").filter(|node| !is_bool(node) && !node.is_null()) {
            self.report.push(wrong_type("global", "`true` or `false` without quotes", global));
        }
    }

    /// The second pass: defines it once more, now with `contextFilter`. Mistakes were reported in the first.
    pub(super) fn define_again(&mut self, property: &Node) {
        let reported = std::mem::take(&mut self.report);
        let attributes = Attributes::of(property);
        let context = attributes
            .context(&self.target.contexts, &mut self.report)
            .map(|context| context.value)
            .unwrap_or_default();
        self.define(&attributes, context);
        self.report = reported;
    }

    fn define(&mut self, attributes: &Attributes<'_>, context: String) {
        let report = &mut self.report;
        let dbms = attributes.text("dbms", report).map(|dbms| dbms.value).unwrap_or_default();
        let labels = attributes.text("labels", report).map(|labels| labels.value).unwrap_or_default();
        let global = attributes.flag("global", true, &mut Vec::new());
        let file = attributes.text("file", report);
        if !self.takes(&Filter { dbms: &dbms, context: &context, labels: &labels }) {
            return;
        }
        if let Some(file) = file {
            return self.define_file(attributes, &file, global);
        }
        let name = attributes.text("name", &mut self.report);
        let value = attributes.text("value", &mut self.report);
        if let (Some(name), Some(value)) = (name, value) {
            self.define_one(&name, value.value, global);
        }
    }

    /// Defines a property of a formatted SQL file.
    pub(super) fn define_property(&mut self, property: Property) {
        let Property { name, value, dbms, context, labels, global } = property;
        if self.takes(&Filter { dbms: &dbms, context: &context, labels: &labels }) {
            self.define_one(&name, value, global);
        }
    }

    fn define_one(&mut self, name: &str, value: String, global: bool) {
        let file = self.current().path.clone();
        match global {
            true => self.parameters.define(name, value),
            false => self.parameters.define_in(&file, name, value),
        }
    }

    fn define_file(&mut self, attributes: &Attributes<'_>, named: &Spanned<String>, global: bool) {
        let relative = attributes.flag("relativeToChangelogFile", false, &mut self.report);
        let must_exist = attributes.flag("errorIfMissing", true, &mut self.report);
        let Some(file) = self.resolved(named, relative) else { return };
        match self.files.read(&file) {
            Ok(bytes) => {
                for (name, value) in parse_properties_file(&bytes) {
                    self.define_one(&name, value, global);
                }
            }
            Err(FileFault::NotFound) if !must_exist => {}
            Err(fault) => self.report.push(unreadable(&file, &fault.of(named), named)),
        }
    }

    fn takes(&self, filter: &Filter<'_>) -> bool {
        let run_filter = self.target.label_filter.as_deref().unwrap_or_default();
        dbms::matches(filter.dbms, self.target.product)
            && context_matches(filter.context, &self.target.contexts).unwrap_or(false)
            && labels_match(run_filter, &name_list(filter.labels)).unwrap_or(false)
    }
}

fn not_a_map(node: &Node) -> Diagnostic {
    Diagnostic::error("amend::changelog::wrong-type", "`property` takes a map")
        .at(&node.place, format!("this is {}", node.kind_name()))
        .help("write `property: {name: .., value: ..}`")
}

fn wrong_type(name: &str, expected: &str, node: &Node) -> Diagnostic {
    Diagnostic::error("amend::changelog::wrong-type", format!("`{name}` takes {expected}"))
        .at(&node.place, format!("this is {}", node.kind_name()))
        .help(format!("write {expected}"))
}

fn unreadable(path: &str, fault: &FileFault, named: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(fault.code(), format!("the file `{path}` {fault}"))
        .at(&named.place, "named here")
        .help(fault.help())
}
