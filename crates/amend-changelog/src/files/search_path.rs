//! Folders on disk.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{FileFault, Files, inside};

/// The most files that a folder may hold, those of its folders included.
const MOST_FILES: usize = 100_000;

/// The most levels of folders in a folder.
const DEEPEST_FOLDER: usize = 64;

/// Folders on disk in which files are looked for.
///
/// A path is resolved and followed through its links before anything is opened; what ends outside of the folder in which it
/// was looked up is refused.
#[derive(Clone, Debug)]
pub struct SearchPath {
    folders: Vec<PathBuf>,
}

impl SearchPath {
    /// The search path of these folders.
    ///
    /// # Errors
    /// The first folder that does not exist or is none.
    pub fn new<P: AsRef<Path>>(folders: impl IntoIterator<Item = P>) -> io::Result<Self> {
        let folders: io::Result<Vec<PathBuf>> = folders.into_iter().map(|folder| existing(folder.as_ref())).collect();
        Ok(Self { folders: folders? })
    }

    /// The folders, without links in their paths.
    #[must_use]
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Every place of the path, links followed; none of them outside.
    fn places(&self, path: &str) -> Result<Vec<Found<'_>>, FileFault> {
        let relative = inside(path)?;
        let mut found: Vec<Found<'_>> = Vec::new();
        for folder in &self.folders {
            if let Some(place) = place_in(folder, &relative)?
                && found.iter().all(|known| known.place != place)
            {
                found.push(Found { folder, place });
            }
        }
        match found.is_empty() {
            true => Err(FileFault::NotFound.of(path)),
            false => Ok(found),
        }
    }
}

/// Something that was found below a folder of the search path.
struct Found<'a> {
    folder: &'a Path,
    place: PathBuf,
}

impl Files for SearchPath {
    fn open(&self, path: &str) -> Result<Box<dyn Read + Send + '_>, FileFault> {
        let places = self.places(path)?;
        let [only] = places.as_slice() else {
            let places = places.iter().map(|found| found.place.display().to_string());
            return Err(FileFault::Ambiguous(places.collect()));
        };
        match fs::metadata(&only.place).map_err(fault)?.is_file() {
            true => Ok(Box::new(File::open(&only.place).map_err(fault)?)),
            false => Err(FileFault::NotAFile),
        }
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileFault> {
        let mut walk = Walk { files: Vec::new(), above: Vec::new() };
        for found in self.places(folder)? {
            match found.place.is_dir() {
                true => walk.enter(found.folder, &found.place, &inside(folder)?)?,
                false => return Err(FileFault::NotFound),
            }
        }
        walk.files.sort();
        walk.files.dedup();
        Ok(walk.files)
    }
}

/// A walk through a folder.
struct Walk {
    files: Vec<String>,
    /// The folders on the way down, without links in their paths.
    above: Vec<PathBuf>,
}

impl Walk {
    fn enter(&mut self, root: &Path, folder: &Path, shown: &str) -> Result<(), FileFault> {
        if self.above.iter().any(|above| above == folder) {
            return Err(FileFault::LinkLoop);
        }
        if self.above.len() >= DEEPEST_FOLDER {
            return Err(FileFault::TooMany);
        }
        self.above.push(folder.to_owned());
        for entry in fs::read_dir(folder).map_err(fault)? {
            let name = entry.map_err(fault)?.file_name();
            let shown = joined(shown, &name.to_string_lossy());
            self.visit(root, &folder.join(name), shown)?;
        }
        self.above.pop();
        Ok(())
    }

    fn visit(&mut self, root: &Path, path: &Path, shown: String) -> Result<(), FileFault> {
        let place = match fs::canonicalize(path) {
            Ok(place) => place,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(fault(error)),
        };
        if !place.starts_with(root) {
            return Err(FileFault::EscapesSearchPath);
        }
        if place.is_dir() {
            return self.enter(root, &place, &shown);
        }
        if self.files.len() >= MOST_FILES {
            return Err(FileFault::TooMany);
        }
        self.files.push(shown);
        Ok(())
    }
}

fn existing(folder: &Path) -> io::Result<PathBuf> {
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", folder.display()));
    let place = fs::canonicalize(folder).map_err(named)?;
    match place.is_dir() {
        true => Ok(place),
        false => Err(named(io::Error::from(io::ErrorKind::NotADirectory))),
    }
}

fn place_in(folder: &Path, relative: &str) -> Result<Option<PathBuf>, FileFault> {
    match fs::canonicalize(folder.join(relative.trim_start_matches('/'))) {
        Ok(place) if place.starts_with(folder) => Ok(Some(place)),
        Ok(_) => Err(FileFault::EscapesSearchPath),
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => Err(fault(error)),
    }
}

fn is_absence(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, InvalidInput, NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory | InvalidFilename | InvalidInput)
}

fn fault(error: io::Error) -> FileFault {
    match error.kind() {
        io::ErrorKind::NotFound => FileFault::NotFound,
        io::ErrorKind::IsADirectory => FileFault::NotAFile,
        _ => FileFault::Io(error.to_string()),
    }
}

fn joined(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        _ => format!("{folder}/{name}"),
    }
}
