//! Files that amend writes: whole or not at all, and for the user alone.

use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

/// Writes a file that may hold data. A file of that name is replaced by a rename, never opened: what a link points to
/// stays as it is, and nobody sees half of a text. On Unix only the user can read it.
///
/// # Errors
/// What the system says; then the file is as it was.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let (beside, file) = beside(path)?;
    let written = fill(file, bytes).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // The failure that is reported is the first one.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// Writes a file that is not there yet; gives whether it was written.
///
/// # Errors
/// What the system says.
pub fn write_new(path: &Path, text: &str) -> Result<bool> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => fill(file, text.as_bytes()).map(|()| true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error),
    }
}

fn fill(mut file: File, bytes: &[u8]) -> Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// A new file in the folder of the path.
fn beside(path: &Path) -> Result<(PathBuf, File)> {
    let name = path.file_name().ok_or_else(|| Error::new(ErrorKind::InvalidInput, "this is no name of a file"))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    for number in 0..100 {
        let beside = path.with_file_name(format!(".{}.{}-{number}", name.to_string_lossy(), std::process::id()));
        match options.open(&beside) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (beside, file)),
        }
    }
    Err(Error::new(ErrorKind::AlreadyExists, "files of earlier attempts stand beside it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("amend-written-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    #[cfg(unix)]
    fn a_link_is_replaced_and_what_it_points_to_stays() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder("link");
        let (target, link) = (folder.join("target"), folder.join("link"));
        std::fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        write_private(&link, b"new").unwrap();
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "old");
        assert_eq!(std::fs::read_to_string(&link).unwrap(), "new");
        let written = std::fs::symlink_metadata(&link).unwrap();
        assert!(written.is_file());
        assert_eq!(written.permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_cannot_be_replaced_leaves_nothing_behind() {
        let folder = folder("taken");
        std::fs::create_dir_all(folder.join("name/inside")).unwrap();
        write_private(&folder.join("name"), b"new").unwrap_err();
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_is_there_stays() {
        let folder = folder("there");
        let path = folder.join("deep/file");
        assert!(write_new(&path, "one").unwrap());
        assert!(!write_new(&path, "two").unwrap());
        assert_eq!(std::fs::read_to_string(path).unwrap(), "one");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
