//! What a changelog is read for, and what reading gives.

use std::sync::Arc;

use amend_sql::Product;
use amend_syntax::{Diagnostic, Limits, Source, Spanned};

use crate::change_set::{ChangeSet, Key, ObjectQuoting};
use crate::parameters::{MissingParameter, Parameters, product_parameters};
use crate::precondition::{Facts, Preconditions};

/// What a changelog is read for.
#[derive(Clone, Debug)]
pub struct Target {
    /// The product that it is for.
    pub product: Product,
    /// The contexts of the run, in lower case; [`name_list`](crate::expression::name_list) makes them of a text.
    pub contexts: Vec<String>,
    /// The label filter of the run.
    pub label_filter: Option<String>,
    /// Parameters of the command line and the configuration.
    pub parameters: Vec<(String, String)>,
    /// Environment variables that serve as parameters. They win over all others.
    pub environment: Vec<(String, String)>,
    /// The `database.*` parameters that are known.
    pub database: Vec<(String, String)>,
    /// Whether changes may run programs; no run does unless the person who starts it says so.
    pub allow_commands: bool,
    /// How strictly it is read.
    pub options: ReadOptions,
}

impl Target {
    /// A run on a product without contexts, labels and parameters.
    #[must_use]
    pub fn new(product: Product) -> Self {
        Self {
            product,
            contexts: Vec::new(),
            label_filter: None,
            parameters: Vec::new(),
            environment: Vec::new(),
            database: product_parameters(product),
            allow_commands: false,
            options: ReadOptions::default(),
        }
    }
}

/// How strictly a changelog is read.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// What happens where an included file does not exist.
    pub missing_include: MissingInclude,
    /// What happens to parameters that nothing defines.
    pub missing_parameter: MissingParameter,
    /// Whether `${:name}` becomes `${name}`.
    pub escaping: bool,
    /// Whether unknown entries stop reading.
    pub parse_mode: ParseMode,
    /// Whether a change set may come twice; the repetition is left out.
    pub allow_duplicated_identifiers: bool,
    /// Whether it is an error that a change set has no author, or a key comes twice in one map.
    pub strict: bool,
    /// What a file may cost.
    pub limits: Limits,
    /// How many files may be read, each as often as it is included.
    pub most_files: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            missing_include: MissingInclude::default(),
            missing_parameter: MissingParameter::default(),
            escaping: false,
            parse_mode: ParseMode::default(),
            allow_duplicated_identifiers: false,
            strict: false,
            limits: Limits::default(),
            most_files: 20_000,
        }
    }
}

/// What happens where an included file does not exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingInclude {
    /// It is an error, unless the entry says otherwise.
    #[default]
    Fail,
    /// It is a warning.
    Warn,
}

/// Whether unknown entries stop reading.
///
/// An entry that nothing knows is reported in both modes. As in Liquibase 4.28, it is an error only where it has entries of
/// its own and the mode is strict: extensions of other programs, written as a text or a list of texts, do no harm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParseMode {
    /// Unknown entries that have entries of their own are errors.
    #[default]
    Strict,
    /// Unknown entries are warnings.
    Lax,
}

/// What reading gives.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What could be read.
    pub changelog: Changelog,
    /// Errors and warnings of all files, in the order in which they were met.
    pub diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// Whether nothing stops a run.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// A changelog with all files that it includes.
#[derive(Debug, Default)]
pub struct Changelog {
    /// The physical path of the root file.
    pub file: String,
    /// The path of the root file as the history stores it.
    pub path: String,
    /// How the root file says that names are quoted.
    pub quoting: Option<ObjectQuoting>,
    /// The change sets in the order in which they run, without those for other products.
    pub change_sets: Vec<ChangeSet>,
    /// What identifies the change sets for other products, with the places where they stand.
    pub other_products: Vec<Spanned<Key>>,
    /// The preconditions of all files, in the order in which they were read.
    pub preconditions: Vec<Preconditions>,
    /// The texts that were read.
    pub sources: Vec<Source>,
    /// All parameters.
    pub parameters: Arc<Parameters>,
}

impl Changelog {
    /// What conditions can be answered with where there is no database.
    #[must_use]
    pub fn facts(&self, product: Product) -> Facts<'_> {
        Facts { product, parameters: &self.parameters, file: &self.file, quoting: self.quoting }
    }
}
