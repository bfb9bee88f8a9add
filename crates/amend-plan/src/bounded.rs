//! Files of a bounded size: for work whose cost must not grow with data that is loaded.

use std::io::Read;

use amend_changelog::{FileFault, Files};

/// The most that is read of a file, in bytes.
const LARGEST: u64 = 1 << 20;

/// The files below, as far as none is larger than 1 MiB.
pub(crate) struct Bounded<'a>(pub &'a dyn Files);

impl Files for Bounded<'_> {
    fn open(&self, path: &str) -> Result<Box<dyn Read + Send + '_>, FileFault> {
        self.0.open(path)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileFault> {
        self.0.list(folder)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        let mut bytes = Vec::new();
        let taken = self.open(path)?.take(LARGEST + 1).read_to_end(&mut bytes);
        taken.map_err(|error| FileFault::Io(error.to_string()))?;
        if bytes.len() as u64 > LARGEST { Err(FileFault::TooLarge) } else { Ok(bytes) }
    }
}
