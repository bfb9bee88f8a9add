//! Changelog parameters: what `${name}` stands for.
//!
//! The first source that has a name wins: the environment, the database, the command line, then the properties of the
//! changelogs in the order of their definition, then those of the one file. Letter case of names does not count.

mod expand;
mod product;
mod properties_file;

use std::collections::HashMap;

pub use expand::ExpansionFault;
pub(crate) use expand::LONGEST_GROWTH;
pub use product::product_parameters;
pub use properties_file::parse as parse_properties_file;

/// What happens to a name that nothing defines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingParameter {
    /// `${name}` stays as it is written.
    #[default]
    Preserve,
    /// It becomes nothing.
    Empty,
    /// It is an error.
    Error,
}

/// The parameters of a run, by name.
#[derive(Clone, Debug, Default)]
pub struct Parameters {
    missing: MissingParameter,
    escaping: bool,
    /// The first definition of each name in lower case.
    global: HashMap<String, String>,
    /// The last definition of each name in lower case, by the file that defines it.
    local: HashMap<String, HashMap<String, String>>,
}

impl Parameters {
    /// No parameters so far. With `escaping`, `${:name}` becomes `${name}`.
    #[must_use]
    pub fn new(missing: MissingParameter, escaping: bool) -> Self {
        Self { missing, escaping, ..Self::default() }
    }

    /// Defines a name for all files, unless an earlier definition has it.
    pub fn define(&mut self, name: &str, value: impl Into<String>) {
        self.global.entry(key(name)).or_insert_with(|| value.into());
    }

    /// Defines a name for one file; the last definition of the file counts.
    pub fn define_in(&mut self, file: &str, name: &str, value: impl Into<String>) {
        let locals = self.local.entry(file.to_owned()).or_default();
        locals.insert(key(name), value.into());
    }

    /// The value of a name in a file, not expanded.
    #[must_use]
    pub fn get(&self, name: &str, file: &str) -> Option<&str> {
        let name = key(name);
        let value = self.global.get(&name).or_else(|| self.local.get(file)?.get(&name));
        value.map(String::as_str)
    }

    /// The text with its parameters put in, values expanded in turn.
    ///
    /// # Errors
    /// A parameter that contains itself, a result without bound, and under [`MissingParameter::Error`] an unknown name.
    pub fn expand(&self, text: &str, file: &str) -> Result<String, ExpansionFault> {
        expand::expand(self, text, file)
    }

    /// The names that are defined for a file, in lower case.
    pub fn names<'a>(&'a self, file: &str) -> impl Iterator<Item = &'a str> {
        let local = self.local.get(file).into_iter().flat_map(HashMap::keys);
        self.global.keys().chain(local).map(String::as_str)
    }
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}
