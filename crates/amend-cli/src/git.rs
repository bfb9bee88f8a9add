//! The files of a git ref, read by the program `git`; nothing is checked out.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use amend_changelog::{FileFault, Files};

/// The files of the search path as a commit has them.
pub struct GitFiles {
    /// The folder in which `git` runs.
    folder: PathBuf,
    commit: String,
    /// The folders of the search path, each relative to `folder`, with the paths of their files below it.
    roots: Vec<(String, HashMap<String, ()>)>,
}

impl GitFiles {
    /// The files of these folders at the ref.
    ///
    /// # Errors
    /// What `git` says: there is no repository, or no such ref.
    pub fn new(folder: &Path, reference: &str, search_path: &[PathBuf]) -> Result<Self, String> {
        let wanted = format!("{reference}^{{commit}}");
        let commit =
            git(folder, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted]).map_err(|said| {
                if said.is_empty() { format!("there is no git ref or folder `{reference}`") } else { said }
            })?;
        let commit = String::from_utf8_lossy(&commit).trim().to_owned();
        let mut roots = Vec::new();
        for root in search_path {
            let root = relative(root)?;
            let listed = git(folder, &["ls-tree", "-r", "-z", "--name-only", &commit, "--", &format!("./{root}")])?;
            let names = String::from_utf8_lossy(&listed).into_owned();
            let below = |name: &str| Some((name.strip_prefix(&root)?.to_owned(), ()));
            roots.push((root.clone(), names.split('\0').filter(|name| !name.is_empty()).filter_map(below).collect()));
        }
        Ok(Self { folder: folder.to_owned(), commit, roots })
    }
}

/// The folder as `git` names it below its own: empty, or with a slash at the end.
fn relative(folder: &Path) -> Result<String, String> {
    let mut text = String::new();
    for component in folder.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => text = format!("{text}{}/", name.to_string_lossy()),
            _ => return Err(format!("the folder `{}` of the search path is not below this one", folder.display())),
        }
    }
    Ok(text)
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let output = Command::new("git").arg("-C").arg(folder).args(arguments).output();
    let output = output.map_err(|error| format!("`git` cannot be started: {error}"))?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
    }
}

/// The path without what does not lead anywhere; `None` where it leads out.
fn normal(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

impl Files for GitFiles {
    fn open(&self, path: &str) -> Result<Box<dyn Read + Send + '_>, FileFault> {
        let path = normal(path).ok_or(FileFault::EscapesSearchPath)?;
        let root = self.roots.iter().find(|(_, names)| names.contains_key(&path));
        let (root, _) = root.ok_or(FileFault::NotFound)?;
        let object = format!("{}:./{root}{path}", self.commit);
        let bytes = git(&self.folder, &["show", "--end-of-options", &object]).map_err(FileFault::Io)?;
        Ok(Box::new(Cursor::new(bytes)))
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, FileFault> {
        let folder = normal(folder).ok_or(FileFault::EscapesSearchPath)?;
        let below =
            |name: &&String| folder.is_empty() || name.strip_prefix(&folder).is_some_and(|it| it.starts_with('/'));
        let names = self.roots.iter().flat_map(|(_, names)| names.keys()).filter(below);
        let mut found: Vec<String> = names.cloned().collect();
        found.sort_unstable();
        found.dedup();
        if found.is_empty() { Err(FileFault::NotFound) } else { Ok(found) }
    }
}
