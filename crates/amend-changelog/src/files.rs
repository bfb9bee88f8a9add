//! Where changelogs and the files they name are read from.

mod memory;
mod search_path;

use std::fmt;
use std::io::Read;

pub use memory::MemoryFiles;
pub use search_path::SearchPath;

/// The most bytes that [`Files::read`] takes into memory.
pub const LARGEST_FILE: u64 = 64 << 20;

/// The files of a search path. Nothing outside of it is ever opened.
///
/// Paths are relative to the search path, with `/` between their parts; a leading `/` is the search path itself.
pub trait Files: Send + Sync {
    /// Opens a file for reading from its start.
    ///
    /// # Errors
    /// [`FileFault::EscapesSearchPath`] before anything is opened, or what the file system says.
    fn open(&self, path: &str) -> Result<Box<dyn Read + Send + '_>, FileFault>;

    /// The paths of all files in a folder and in the folders below it, in no particular order.
    ///
    /// # Errors
    /// As [`Files::open`]; [`FileFault::NotFound`] where there is no such folder.
    fn list(&self, folder: &str) -> Result<Vec<String>, FileFault>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// As [`Files::open`]; [`FileFault::TooLarge`] past [`LARGEST_FILE`].
    fn read(&self, path: &str) -> Result<Vec<u8>, FileFault> {
        let mut bytes = Vec::new();
        let taken = self.open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes);
        taken.map_err(|error| FileFault::Io(error.to_string()))?;
        match bytes.len() as u64 > LARGEST_FILE {
            true => Err(FileFault::TooLarge),
            false => Ok(bytes),
        }
    }
}

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// There is no such file or folder.
    NotFound,
    /// The path leads out of the search path, by itself or by a link.
    EscapesSearchPath,
    /// It is a folder, a device or a pipe.
    NotAFile,
    /// More than one folder of the search path has it: these.
    Ambiguous(Vec<String>),
    /// It has more than [`LARGEST_FILE`] bytes.
    TooLarge,
    /// A link in the folder leads back to a folder above it.
    LinkLoop,
    /// The folder holds more files, or deeper folders, than can be meant.
    TooMany,
    /// The system refuses it, with its words.
    Io(String),
}

impl FileFault {
    /// The code of a diagnostic about it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "amend::file::not-found",
            Self::EscapesSearchPath => "amend::file::escapes-search-path",
            Self::NotAFile => "amend::file::not-a-file",
            Self::Ambiguous(_) => "amend::file::ambiguous",
            Self::TooLarge => "amend::file::too-large",
            Self::LinkLoop => "amend::file::link-loop",
            Self::TooMany => "amend::file::too-many",
            Self::Io(_) => "amend::file::unreadable",
        }
    }

    /// The fault of a path as it is written: what starts with `/` and is not in the search path was meant for outside.
    #[must_use]
    pub fn of(self, name: &str) -> Self {
        match self {
            Self::NotFound if name.starts_with(['/', '\\']) => Self::EscapesSearchPath,
            fault => fault,
        }
    }

    /// How to mend it.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotFound => {
                "paths start at the search path; with `relativeToChangelogFile: true` they start at the changelog's own folder"
            }
            Self::EscapesSearchPath => "move the file below the search path, or add its folder to the search path",
            Self::NotAFile => "name a plain file",
            Self::Ambiguous(_) => "keep one of them, or narrow the search path",
            Self::TooLarge => "split the file; only files that `loadData` loads may be larger",
            Self::LinkLoop => "remove the link",
            Self::TooMany => "name a narrower folder",
            Self::Io(_) => "check that the file can be read",
        }
    }
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("was not found"),
            Self::EscapesSearchPath => f.write_str("leads out of the search path"),
            Self::NotAFile => f.write_str("is not a plain file"),
            Self::Ambiguous(places) => write!(f, "is found more than once: {}", places.join(", ")),
            Self::TooLarge => write!(f, "has more than {} MiB", LARGEST_FILE >> 20),
            Self::LinkLoop => f.write_str("has a link that leads back to a folder above it"),
            Self::TooMany => f.write_str("holds too many files or too deep folders"),
            Self::Io(words) => write!(f, "cannot be read: {words}"),
        }
    }
}

impl std::error::Error for FileFault {}

/// Where a file is that a changelog names, relative to the search path: beside the changelog where `relative` says so.
///
/// # Errors
/// [`FileFault::EscapesSearchPath`] for whatever could be meant for a place outside.
pub fn named(name: &str, relative: bool, changelog: &str) -> Result<String, FileFault> {
    match relative {
        true if is_url(name) => Err(FileFault::EscapesSearchPath),
        true => inside(&format!("/{}/{name}", crate::path::folder_of(changelog)).replace("//", "/")),
        false => inside(name),
    }
}

/// The bytes of a file that a changelog names, see [`named`].
///
/// # Errors
/// As [`Files::read`]; a path that starts with `/` and is not in the search path was meant for a place outside.
pub fn read_named(files: &dyn Files, name: &str, relative: bool, changelog: &str) -> Result<Vec<u8>, FileFault> {
    files.read(&named(name, relative, changelog)?).map_err(|fault| fault.of(name))
}

/// The normal form of a path inside the search path: no `.`, no `..`, no empty part.
///
/// # Errors
/// [`FileFault::EscapesSearchPath`] for whatever could be meant for a place outside: parents above the search path, drive
/// letters, URLs, network names, encoded dots, control characters.
pub(crate) fn inside(path: &str) -> Result<String, FileFault> {
    let path = path.strip_prefix("classpath:").unwrap_or(path).replace('\\', "/");
    let normal = crate::path::normalise(&path);
    let leads_out = path.starts_with("//") || is_url(&path) || path.contains(char::is_control);
    match leads_out || normal.split('/').any(is_parent) {
        true => Err(FileFault::EscapesSearchPath),
        false => Ok(normal),
    }
}

/// Whether a scheme or a drive letter is in front: letters before the first `:`, and no `/` before it.
fn is_url(path: &str) -> bool {
    let scheme = path.split_once(':').map_or("", |(scheme, _)| scheme.trim_start_matches('/'));
    !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a part is `..`, also where percent signs hide it.
fn is_parent(part: &str) -> bool {
    let dots =
        part.to_ascii_lowercase().replace("%25", "%").replace("%2e", ".").replace("%2f", "/").replace("%5c", "/");
    dots.split('/').any(|part| part == "..")
}
