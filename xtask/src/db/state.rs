//! What is known of the servers from one task to the next: `.amend/servers/state.json` in the workspace.

use std::fs::File;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::engine::Engine;
use crate::failure::{Context, Result};
use crate::workspace;

/// A server that these tasks started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instance {
    /// The engine that it runs.
    pub engine: Engine,
    /// Its port on the loopback interface.
    pub port: u16,
    /// What keeps it running.
    pub keeper: Keeper,
}

/// What keeps a server running.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Keeper {
    /// A process of this machine.
    Process {
        /// Its process id.
        pid: u32,
        /// Everything that the server has on disk.
        folder: PathBuf,
    },
    /// A container, by its id.
    Container(String),
}

/// All servers of this workspace, held under a lock as long as this value lives.
pub struct Servers {
    file: PathBuf,
    list: Vec<Instance>,
    _lock: File,
}

impl Servers {
    /// Waits for the other tasks that work on the servers, then reads what they left.
    pub fn lock() -> Result<Self> {
        let folder = workspace::root().join(".amend/servers");
        std::fs::create_dir_all(&folder).failed_on("make", &folder)?;
        Self::lock_in(&folder)
    }

    fn lock_in(folder: &Path) -> Result<Self> {
        let lock = lock_file(&folder.join("lock"))?;
        let file = folder.join("state.json");
        let list = match std::fs::read(&file) {
            Ok(bytes) => serde_json::from_slice(&bytes).failed_on("understand", &file)?,
            Err(_) => Vec::new(),
        };
        Ok(Servers { file, list, _lock: lock })
    }

    /// The server of an engine.
    pub fn get(&self, engine: Engine) -> Option<&Instance> {
        self.list.iter().find(|instance| instance.engine == engine)
    }

    /// Puts or replaces the server of an engine.
    pub fn put(&mut self, instance: Instance) -> Result<()> {
        self.list.retain(|other| other.engine != instance.engine);
        self.list.push(instance);
        self.save()
    }

    /// Forgets the server of an engine.
    pub fn remove(&mut self, engine: Engine) -> Result<()> {
        self.list.retain(|instance| instance.engine != engine);
        self.save()
    }

    fn save(&self) -> Result<()> {
        let text = serde_json::to_string_pretty(&self.list).failed_on("write", &self.file)?;
        let new = self.file.with_extension("new");
        std::fs::write(&new, text).failed_on("write", &new)?;
        std::fs::rename(&new, &self.file).failed_on("write", &self.file)
    }
}

/// Opens the file and waits until no other process holds its lock; closing it lets go.
pub fn lock_file(path: &Path) -> Result<File> {
    let file = File::options().create(true).truncate(false).write(true).open(path).failed_on("open", path)?;
    file.lock().failed_on("lock", path)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_remembered_and_forgotten() {
        let folder = std::env::temp_dir().join(format!("amend-xtask-state-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let keeper = Keeper::Process { pid: 7, folder: PathBuf::from("/tmp/a") };
        let instance = Instance { engine: Engine::MySql, port: 3307, keeper };

        Servers::lock_in(&folder).unwrap().put(instance.clone()).unwrap();
        let mut servers = Servers::lock_in(&folder).unwrap();
        assert_eq!(servers.get(Engine::MySql), Some(&instance));
        assert_eq!(servers.get(Engine::Postgres), None);

        servers.remove(Engine::MySql).unwrap();
        drop(servers);
        assert_eq!(Servers::lock_in(&folder).unwrap().get(Engine::MySql), None);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
