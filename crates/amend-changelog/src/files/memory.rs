//! Files in memory, for tests and for programs that embed the engine.

use std::collections::BTreeMap;
use std::io::Read;

use super::{FileFault, Files, inside};

/// Files by their path.
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles(BTreeMap<String, Vec<u8>>);

impl MemoryFiles {
    /// The files of these paths and contents.
    pub fn new<P: AsRef<str>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        let normal = |(path, bytes): (P, B)| (crate::path::normalise(path.as_ref()), bytes.into());
        Self(files.into_iter().map(normal).collect())
    }
}

impl Files for MemoryFiles {
    fn open(&self, path: &str) -> Result<Box<dyn Read + Send + '_>, FileFault> {
        match self.0.get(&inside(path)?) {
            Some(bytes) => Ok(Box::new(bytes.as_slice())),
            None => Err(FileFault::NotFound),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileFault> {
        let folder = inside(folder)?;
        let below =
            |path: &&String| folder.is_empty() || path.strip_prefix(&folder).is_some_and(|rest| rest.starts_with('/'));
        let found: Vec<String> = self.0.keys().filter(below).cloned().collect();
        match found.is_empty() {
            true => Err(FileFault::NotFound),
            false => Ok(found),
        }
    }
}
