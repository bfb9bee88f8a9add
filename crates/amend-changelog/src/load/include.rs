//! `include`.

use amend_syntax::{Diagnostic, Node, Place, Spanned};

use super::Loader;
use super::file::error_at;
use crate::attributes::{Attributes, missing};
use crate::selection::labels_of;
use crate::vocabulary;

/// How a file comes to be read, and what it inherits.
#[derive(Clone, Debug)]
pub(super) struct Include {
    /// Where the file is named; nowhere for the root.
    pub place: Option<Place>,
    pub error_if_missing: bool,
    pub context: Option<String>,
    pub labels: Vec<String>,
    pub ignore: bool,
    /// The name as it is written.
    pub named: String,
}

impl Include {
    /// The root file is named by nobody and inherits nothing.
    pub fn root(named: &str) -> Self {
        Self {
            place: None,
            error_if_missing: true,
            context: None,
            labels: Vec::new(),
            ignore: false,
            named: named.to_owned(),
        }
    }

    /// What all kinds of include have.
    pub fn read(
        attributes: &Attributes<'_>,
        named: &Spanned<String>,
        run: &[String],
        report: &mut Vec<Diagnostic>,
    ) -> Self {
        let labels = attributes.text("labels", report);
        Self {
            place: Some(named.place.clone()),
            named: named.value.clone(),
            error_if_missing: true,
            context: attributes.context(run, report).map(|context| context.value),
            labels: labels_of(labels.as_ref().map(|labels| labels.as_str())),
            ignore: attributes.flag("ignore", false, report),
        }
    }

    /// An error where the file is named.
    pub fn error(&self, code: &str, message: String, help: &str) -> Diagnostic {
        error_at(self.place.as_ref(), code, message, help)
    }
}

impl Loader<'_> {
    pub(super) fn include(&mut self, name: &Spanned<String>, node: &Node) {
        let attributes = Attributes::of(node);
        attributes.report_unknown(&vocabulary::INCLUDE, &mut self.report);
        let Some(file) = attributes.text("file", &mut self.report) else {
            return self.report.push(missing("include", "file", &name.place));
        };
        let mut include = Include::read(&attributes, &file, &self.target.contexts, &mut self.report);
        include.error_if_missing = attributes.flag("errorIfMissing", true, &mut self.report);
        let relative = attributes.flag("relativeToChangelogFile", false, &mut self.report);
        if let Some(path) = self.resolved(&file, relative) {
            self.file(&path, &include);
        }
    }

    /// The path of a file or folder that the current file names.
    pub(super) fn resolved(&mut self, named: &Spanned<String>, relative: bool) -> Option<String> {
        match crate::files::named(named, relative, &self.current().path) {
            Ok(path) => Some(path),
            Err(fault) => {
                let message = format!("the path `{}` {fault}", named.value);
                self.report.push(error_at(Some(&named.place), fault.code(), message, fault.help()));
                None
            }
        }
    }
}
