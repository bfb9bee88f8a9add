//! Opening the files of a changelog: by their extension, each inside the one that includes it.

use amend_syntax::{Diagnostic, Place, Source};

use super::include::Include;
use super::{Loader, OpenFile};
use crate::files::FileFault;
use crate::model::MissingInclude;
use crate::path;

/// The most files within each other.
const DEEPEST_INCLUDE: usize = 64;

/// What all files together may cost.
pub(super) struct Budget {
    files: usize,
    bytes: usize,
    /// Bytes of texts after their parameters are put in.
    expanded: usize,
}

impl Budget {
    pub fn new(files: usize) -> Self {
        Self { files, bytes: 512 << 20, expanded: 256 << 20 }
    }

    fn take_file(&mut self, bytes: usize) -> bool {
        let files = self.files.checked_sub(1);
        let bytes = self.bytes.checked_sub(bytes);
        (self.files, self.bytes) = (files.unwrap_or(0), bytes.unwrap_or(0));
        files.is_some() && bytes.is_some()
    }

    /// Whether texts may still be expanded.
    pub fn allows_expansion(&self) -> bool {
        self.expanded > 0
    }

    /// Counts what an expansion has cost; whether the budget ends with it.
    pub fn take_expansion(&mut self, bytes: usize) -> bool {
        self.expanded = self.expanded.saturating_sub(bytes);
        self.expanded == 0
    }
}

/// The kinds of file that a changelog may be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// YAML or JSON.
    Tree,
    Sql,
    Xml,
}

impl FileKind {
    pub fn of(path: &str) -> Option<Self> {
        match path::extension(path).as_str() {
            "yaml" | "yml" | "json" => Some(Self::Tree),
            "sql" => Some(Self::Sql),
            "xml" => Some(Self::Xml),
            _ => None,
        }
    }
}

impl Loader<'_> {
    /// Reads a file with all that it includes.
    pub(super) fn file(&mut self, path: &str, include: &Include) {
        if let Some(error) = self.chain_error(path, include) {
            return self.report.push(error);
        }
        let Some(kind) = FileKind::of(path) else {
            return self.report.push(include.error("amend::include::unknown-format", unknown_format(path), EXTENSIONS));
        };
        if let Some(source) = self.source(path, include) {
            self.open.push(OpenFile {
                path: path.to_owned(),
                include_context: include.context.clone(),
                include_labels: include.labels.clone(),
                ignore: include.ignore,
                removals: self.open.last().map(|parent| parent.removals.clone()).unwrap_or_default(),
                ..OpenFile::default()
            });
            self.contents(kind, &source, include);
            self.open.pop();
        }
    }

    fn contents(&mut self, kind: FileKind, source: &Source, include: &Include) {
        match kind {
            FileKind::Tree => self.document(source),
            FileKind::Sql => self.sql_file(source),
            FileKind::Xml => {
                let message = format!("`{}` is an XML changelog, which cannot be read", source.name());
                self.report.push(include.error("amend::include::xml", message, "write it as YAML or JSON"));
            }
        }
    }

    /// The text of a file; a file that is missing where it may be gives nothing.
    fn source(&mut self, path: &str, include: &Include) -> Option<Source> {
        let read = self.files.read(path);
        match read.map(|bytes| (self.budget.take_file(bytes.len()), Source::from_bytes(path, &bytes))) {
            Ok((false, _)) => {
                let message = "the changelog has more files or bytes than can be meant";
                self.report.push(include.error(
                    "amend::include::too-many",
                    message.to_owned(),
                    "include each file once",
                ));
                None
            }
            Ok((true, Ok(source))) => {
                self.sources.push(source.clone());
                Some(source)
            }
            Ok((true, Err(not_utf8))) => {
                self.report.push(not_utf8);
                None
            }
            Err(fault) => {
                self.report.extend(self.fault(path, &fault, include));
                None
            }
        }
    }

    fn fault(&self, path: &str, fault: &FileFault, include: &Include) -> Option<Diagnostic> {
        let is_missing = *fault == FileFault::NotFound;
        if is_missing && !include.error_if_missing {
            return None;
        }
        let fault = fault.clone().of(&include.named);
        let mut diagnostic = include.error(fault.code(), format!("the file `{path}` {fault}"), fault.help());
        if is_missing && self.target.options.missing_include == MissingInclude::Warn && include.place.is_some() {
            diagnostic.severity = amend_syntax::Severity::Warning;
        }
        Some(diagnostic)
    }

    /// A file that includes itself, or files too deep within each other.
    fn chain_error(&self, path: &str, include: &Include) -> Option<Diagnostic> {
        let chain = || self.open.iter().map(|open| open.path.as_str()).chain([path]).collect::<Vec<_>>().join(" -> ");
        if self.open.iter().any(|open| open.path == path) {
            let message = format!("the file includes itself: {}", chain());
            return Some(include.error("amend::include::cycle", message, "remove one of these includes"));
        }
        if self.open.len() >= DEEPEST_INCLUDE {
            let message = format!("more than {DEEPEST_INCLUDE} files include each other: {}", chain());
            return Some(include.error("amend::include::too-deep", message, "include the files side by side"));
        }
        None
    }
}

/// The help for a file of unknown kind.
pub(super) const EXTENSIONS: &str = "changelogs end in .yaml, .yml, .json or .sql";

pub(super) fn unknown_format(path: &str) -> String {
    format!("`{path}` is no changelog: its ending is not known")
}

/// An error at a place, or at none where the command line names the file.
pub(super) fn error_at(place: Option<&Place>, code: &str, message: String, help: &str) -> Diagnostic {
    let error = Diagnostic::error(code, message).help(help);
    match place {
        Some(place) => error.at(place, "named here"),
        None => error,
    }
}
