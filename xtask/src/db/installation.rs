//! Server programs that are there, and private servers started from them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::engine::Engine;
use super::host::Host;
use super::process;
use super::recipe::Recipe;
use super::state::{Instance, Keeper};
use crate::db::probe;
use crate::failure::{Context, Failure, Result};

const START_LIMIT: Duration = Duration::from_secs(120);

/// The programs of one engine on one host.
pub struct Installation {
    engine: Engine,
    host: Host,
    initializer: PathBuf,
    server: PathBuf,
}

impl Installation {
    /// The engine's programs on this machine, if they are installed.
    pub fn on_machine(engine: Engine) -> Result<Option<Self>> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let Some(programs) = Programs::find(engine, &search_folders(Path::new("/"), &path)) else {
            return Ok(None);
        };
        let host = Host::machine(Recipe::of(engine).account)?;
        Ok(Some(programs.on(engine, host)).filter(Self::is_genuine))
    }

    /// The engine's programs in the root file system under `root`.
    pub fn in_root_file_system(engine: Engine, root: &Path) -> Result<Self> {
        let programs = Programs::find(engine, &search_folders(root, &OsString::new()));
        let programs = programs.ok_or_else(|| {
            Failure::new(format!("no {} in `{}`; delete that folder", engine.facts().title, root.display()))
        })?;
        let host = Host::root_file_system(root.to_owned(), Recipe::of(engine).account)?;
        Ok(programs.on(engine, host))
    }

    /// Makes a new data folder and a server on it, and waits until it accepts sessions.
    pub fn start(&self, port: u16) -> Result<Instance> {
        let folder = self.host.new_folder(&format!("amend-{}", self.engine.facts().name))?;
        let started = self.start_in(&folder, port);
        if started.is_err() {
            // The log that the failure names stays.
            let _ = std::fs::remove_dir_all(folder.join("data"));
        }
        started
    }

    fn start_in(&self, folder: &Path, port: u16) -> Result<Instance> {
        let recipe = Recipe::of(self.engine);
        let log = folder.join("log");
        let inside = self.host.inside(folder);
        let mut initialize = self.host.command(&self.initializer);
        process::run(initialize.args((recipe.initialize)(&inside)).current_dir("/"), &log)?;

        let mut serve = self.host.command(&self.server);
        let mut child = process::detach(serve.args((recipe.serve)(&inside, port)), &log)?;
        let pid = child.id();
        let instance =
            Instance { engine: self.engine, port, keeper: Keeper::Process { pid, folder: folder.to_owned() } };
        match probe::await_answer(self.engine, port, START_LIMIT, || matches!(child.try_wait(), Ok(None))) {
            Ok(()) => Ok(instance),
            Err(failure) => {
                stop(self.engine, pid, folder)?;
                Err(Failure::new(format!("{failure}{}", process::tail(&log))))
            }
        }
    }

    fn is_genuine(&self) -> bool {
        let Some(impostor) = Recipe::of(self.engine).impostor else {
            return true;
        };
        let version = self.host.command(&self.server).arg("--version").output();
        version.is_ok_and(|output| !String::from_utf8_lossy(&output.stdout).contains(impostor))
    }
}

/// Whether the server process with this folder runs.
pub fn is_alive(pid: u32, folder: &Path) -> bool {
    process::is_alive(pid, &mark(folder))
}

/// Ends the server process with this folder.
pub fn stop(engine: Engine, pid: u32, folder: &Path) -> Result<()> {
    process::stop(pid, &mark(folder), Recipe::of(engine).stop, Duration::from_secs(20))
}

/// Ends the server process and deletes everything that it has on disk.
pub fn discard(engine: Engine, pid: u32, folder: &Path) -> Result<()> {
    stop(engine, pid, folder)?;
    match folder.exists() {
        true => std::fs::remove_dir_all(folder).failed_on("delete", folder),
        false => Ok(()),
    }
}

/// The folder's own name is in the server's command line, whatever root the server sees.
fn mark(folder: &Path) -> String {
    folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned()
}

struct Programs {
    initializer: PathBuf,
    server: PathBuf,
}

impl Programs {
    fn find(engine: Engine, folders: &[PathBuf]) -> Option<Self> {
        let recipe = Recipe::of(engine);
        let find = |program| folders.iter().map(|folder| folder.join(program)).find(|path| path.is_file());
        Some(Programs { initializer: find(recipe.initializer)?, server: find(recipe.server)? })
    }

    fn on(self, engine: Engine, host: Host) -> Installation {
        let initializer = host.inside(&self.initializer);
        let server = host.inside(&self.server);
        Installation { engine, host, initializer, server }
    }
}

/// Where programs may be: Debian's versioned folders of PostgreSQL, newest first, then the search path, then the
/// folders of system programs, which a user's search path often lacks.
fn search_folders(root: &Path, path: &OsString) -> Vec<PathBuf> {
    let mut folders = versioned_folders(&root.join("usr/lib/postgresql"));
    folders.extend(std::env::split_paths(path).filter(|folder| folder.is_absolute()));
    folders.extend(["usr/sbin", "usr/bin", "usr/local/sbin", "usr/local/bin"].map(|folder| root.join(folder)));
    folders
}

fn versioned_folders(parent: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut versions: Vec<u32> =
        entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    versions.sort_unstable_by(|left, right| right.cmp(left));
    versions.into_iter().map(|version| parent.join(version.to_string()).join("bin")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn newer_versions_are_searched_first() {
        let parent = std::env::temp_dir().join(format!("amend-xtask-versions-{}", std::process::id()));
        for version in ["9", "15", "lib", "16"] {
            std::fs::create_dir_all(parent.join(version)).unwrap();
        }
        let names: Vec<_> = versioned_folders(&parent).iter().map(|folder| mark(folder.parent().unwrap())).collect();
        std::fs::remove_dir_all(&parent).unwrap();
        assert_eq!(names, ["16", "15", "9"]);
    }
}
