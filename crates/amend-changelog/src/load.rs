//! Reading a changelog with all files that it includes.
//!
//! A file is read in two passes, as Liquibase 4.28 does it: its properties are defined and all its texts expanded; then its
//! entries are walked in order and expanded once more, so that properties of included files are seen from there on. Nothing
//! stops at a mistake: what could be read is kept, and every mistake is reported with its place.

mod change_set;
pub(crate) mod changes;
mod document;
mod expansion;
mod file;
mod finish;
mod formatted_sql;
mod include;
mod include_all;
mod property;
mod removal;
mod sql_file;

use amend_syntax::{Diagnostic, Source, Spanned};

use crate::change_set::{ChangeSet, Key, ObjectQuoting};
use crate::files::Files;
use crate::model::{Loaded, ParseMode, Target};
use crate::parameters::Parameters;
use crate::precondition::Preconditions;
use crate::selection::{Contexts, Labels, labels_of};
use changes::Reading;
use include::Include;
use removal::Removal;

/// Reads the changelog whose root file has this path.
pub fn load(files: &dyn Files, root: &str, target: &Target) -> Loaded {
    let mut loader = Loader::new(files, target);
    loader.root(root);
    loader.finish(root)
}

/// A changelog that is being read.
struct Loader<'a> {
    files: &'a dyn Files,
    target: &'a Target,
    parameters: Parameters,
    report: Vec<Diagnostic>,
    /// In the order of reading.
    change_sets: Vec<ChangeSet>,
    other_products: Vec<Spanned<Key>>,
    preconditions: Vec<Preconditions>,
    sources: Vec<Source>,
    /// The files that are being read: the root first, each included by the one before it.
    open: Vec<OpenFile>,
    /// The folders of `includeAll` entries that are being read.
    open_folders: Vec<String>,
    /// What the root file says of itself, once it is read.
    root: RootFacts,
    budget: file::Budget,
}

/// What is kept of the root file.
#[derive(Default)]
struct RootFacts {
    logical_path: Option<String>,
    quoting: Option<ObjectQuoting>,
}

/// A file that is being read, with what it hands down to its change sets.
#[derive(Clone, Debug, Default)]
struct OpenFile {
    /// The physical path.
    path: String,
    /// Its `logicalFilePath`.
    logical_path: Option<String>,
    /// Its own `context`.
    context: Option<String>,
    /// The context of the include that read it.
    include_context: Option<String>,
    /// The labels of the include that read it.
    include_labels: Vec<String>,
    /// Whether the include says that its change sets never run.
    ignore: bool,
    quoting: Option<ObjectQuoting>,
    removals: Vec<Removal>,
}

impl OpenFile {
    fn stored_path(&self) -> String {
        self.logical_path.clone().unwrap_or_else(|| self.path.clone())
    }
}

impl<'a> Loader<'a> {
    fn new(files: &'a dyn Files, target: &'a Target) -> Self {
        let mut parameters = Parameters::new(target.options.missing_parameter, target.options.escaping);
        for (name, value) in target.environment.iter().chain(&target.database).chain(&target.parameters) {
            parameters.define(name, value.as_str());
        }
        Self {
            files,
            target,
            parameters,
            report: Vec::new(),
            change_sets: Vec::new(),
            other_products: Vec::new(),
            preconditions: Vec::new(),
            sources: Vec::new(),
            open: Vec::new(),
            open_folders: Vec::new(),
            root: RootFacts::default(),
            budget: file::Budget::new(target.options.most_files),
        }
    }

    fn root(&mut self, root: &str) {
        self.check_filter();
        let include = Include::root(root);
        match crate::files::named(root, false, "") {
            Ok(path) => self.file(&path, &include),
            Err(fault) => {
                self.report.push(include.error(fault.code(), format!("the path `{root}` {fault}"), fault.help()))
            }
        }
    }

    fn check_filter(&mut self) {
        let filter = self.target.label_filter.as_deref().unwrap_or_default();
        if let Err(unclosed) = crate::expression::check(filter) {
            self.report.push(Diagnostic::error("amend::changelog::labels", format!("in the label filter {unclosed}")));
        }
    }

    /// The file that is being read.
    fn current(&mut self) -> &mut OpenFile {
        self.open.last_mut().expect("entries are read only while their file is open")
    }

    fn reading(&mut self) -> Reading<'_> {
        Reading {
            lax: self.target.options.parse_mode == ParseMode::Lax,
            contexts: &self.target.contexts,
            removals: self.open.last().map_or(&[], |open| open.removals.as_slice()),
            report: &mut self.report,
        }
    }

    /// The contexts of a change set of the current file.
    fn contexts(&self, own: Option<String>) -> Contexts {
        let innermost_first = self.open.iter().rev();
        let inherited = innermost_first.flat_map(|open| open.context.iter().chain(&open.include_context));
        Contexts { inherited: inherited.cloned().collect(), own }
    }

    /// The labels of a change set of the current file.
    fn labels(&self, own: Option<&str>) -> Labels {
        let lists = self.open.iter().rev().map(|open| open.include_labels.clone());
        Labels { inherited: lists.filter(|labels| !labels.is_empty()).collect(), own: labels_of(own) }
    }
}
