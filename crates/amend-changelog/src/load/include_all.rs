//! `includeAll`.

use amend_syntax::{Diagnostic, Node, Spanned};

use super::Loader;
use super::file::{EXTENSIONS, FileKind, unknown_format};
use super::include::Include;
use crate::attributes::{Attributes, missing};
use crate::files::FileFault;
use crate::vocabulary;

/// Which files of a folder are included.
struct Choice {
    /// The end of their paths, in lower case.
    ending: String,
    min_depth: u64,
    max_depth: u64,
}

impl Choice {
    fn takes(&self, file: &str, folder: &str) -> bool {
        let below = file.strip_prefix(folder).unwrap_or(file).trim_start_matches('/');
        let depth = below.split('/').count() as u64;
        (self.min_depth..=self.max_depth).contains(&depth) && file.to_lowercase().ends_with(&self.ending)
    }
}

impl Loader<'_> {
    pub(super) fn include_all(&mut self, name: &Spanned<String>, node: &Node) {
        let attributes = Attributes::of(node);
        attributes.report_unknown(&vocabulary::INCLUDE_ALL, &mut self.report);
        let Some(named) = attributes.text("path", &mut self.report) else {
            return self.report.push(missing("includeAll", "path", &name.place));
        };
        self.refuse_classes(&attributes);
        let include = Include::read(&attributes, &named, &self.target.contexts, &mut self.report);
        let must_exist = attributes.flag("errorIfMissingOrEmpty", true, &mut self.report);
        let relative = attributes.flag("relativeToChangelogFile", false, &mut self.report);
        let choice = self.choice(&attributes);
        if let Some(folder) = self.resolved(&named, relative) {
            self.folder(&folder, &choice, must_exist, &include);
        }
    }

    fn choice(&mut self, attributes: &Attributes<'_>) -> Choice {
        let ending = attributes.text("endsWithFilter", &mut self.report);
        Choice {
            ending: ending.map(|ending| ending.trim().to_lowercase()).unwrap_or_default(),
            min_depth: attributes.number("minDepth", &mut self.report).unwrap_or(0),
            max_depth: attributes.number("maxDepth", &mut self.report).unwrap_or(u64::MAX),
        }
    }

    /// `filter` names a Java class, without which the files cannot be told.
    fn refuse_classes(&mut self, attributes: &Attributes<'_>) {
        for name in ["filter", "resourceFilter"] {
            if let Some(class) = attributes.filled(name, &mut self.report) {
                self.report.push(
                    Diagnostic::error(
                        "amend::include::class",
                        format!("`{name}` names a Java class, which cannot run"),
                    )
                    .at(&class.place, "this class")
                    .help("choose the files with `endsWithFilter`, `minDepth` and `maxDepth`"),
                );
            }
        }
    }

    fn folder(&mut self, folder: &str, choice: &Choice, must_exist: bool, include: &Include) {
        if self.open_folders.iter().any(|open| open == folder) {
            let message = format!("the folder includes itself: {} -> {folder}", self.open_folders.join(" -> "));
            return self.report.push(include.error("amend::include::cycle", message, "remove one of these includes"));
        }
        let files = match self.files.list(folder) {
            Ok(files) => in_order(files.into_iter().filter(|file| choice.takes(file, folder)).collect()),
            Err(FileFault::NotFound) => Vec::new(),
            Err(fault) => {
                let message = format!("the folder `{folder}` {fault}");
                return self.report.push(include.error(fault.code(), message, fault.help()));
            }
        };
        if files.is_empty() && must_exist {
            let message = format!("the folder `{folder}` is missing, or has no file that fits");
            let help = "check the path and its filters, or write `errorIfMissingOrEmpty: false`";
            return self.report.push(include.error("amend::include::empty", message, help));
        }
        self.open_folders.push(folder.to_owned());
        files.iter().for_each(|file| self.file_of_folder(file, include));
        self.open_folders.pop();
    }

    fn file_of_folder(&mut self, file: &str, include: &Include) {
        match FileKind::of(file) {
            Some(_) => self.file(file, include),
            None => {
                let mut advice = include.error("amend::include::unknown-format", unknown_format(file), EXTENSIONS);
                advice.severity = amend_syntax::Severity::Advice;
                self.report.push(advice);
            }
        }
    }
}

/// The files in the order in which Java compares their paths: by UTF-16 units, `WEB-INF/classes/` aside.
fn in_order(mut files: Vec<String>) -> Vec<String> {
    files.sort_by_cached_key(|file| file.replace("WEB-INF/classes/", "").encode_utf16().collect::<Vec<u16>>());
    files
}
