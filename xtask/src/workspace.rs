//! Where the workspace is, what is in it, and how its tasks call cargo.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::failure::{Context, Failure, Result};

/// The folder of the root `Cargo.toml`.
pub fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map_or(xtask.clone(), PathBuf::from)
}

/// A cargo command in the root folder.
///
/// What `cargo run` tells this process of its own package is kept from it: build scripts that watch these variables
/// (ring's does) would run again each time that a task takes turns with a plain `cargo`.
pub fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root());
    let names = std::env::vars_os().map(|(name, _)| name);
    names.filter(|name| is_of_package(&name.to_string_lossy())).for_each(|name| {
        cargo.env_remove(name);
    });
    cargo
}

fn is_of_package(variable: &str) -> bool {
    variable.starts_with("CARGO_PKG_") || variable.starts_with("CARGO_MANIFEST_")
}

/// What `cargo metadata` says of the workspace and of everything that it depends on, for all platforms.
#[derive(Deserialize)]
pub struct Metadata {
    /// All packages of `Cargo.lock`.
    pub packages: Vec<Package>,
    /// The ids of the workspace's own.
    pub workspace_members: Vec<String>,
    /// `[workspace.metadata]` of the root manifest.
    pub metadata: WorkspaceMetadata,
}

/// `[workspace.metadata]` of the root manifest.
#[derive(Deserialize)]
pub struct WorkspaceMetadata {
    /// `[workspace.metadata.layers]`.
    pub layers: Layers,
}

/// `[workspace.metadata.layers]`.
#[derive(Deserialize)]
pub struct Layers {
    /// Rows of crate names, the lowest layer first.
    pub order: Vec<Vec<String>>,
}

/// A package of the workspace or a dependency.
#[derive(Deserialize)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Cargo's identification of it.
    pub id: String,
    /// Its SPDX licence expression.
    pub license: Option<String>,
    /// Where it comes from; none for a path.
    pub source: Option<String>,
    /// What its manifest asks for, for all platforms.
    pub dependencies: Vec<Dependency>,
}

/// A line of a manifest's dependencies.
#[derive(Deserialize)]
pub struct Dependency {
    /// The package's real name, also where the manifest renames it.
    pub name: String,
    /// `dev`, `build`, or none for a normal one.
    pub kind: Option<String>,
}

impl Metadata {
    /// Asks cargo.
    pub fn read() -> Result<Self> {
        let output = output(cargo().args(["metadata", "--format-version=1", "--all-features"]))?;
        serde_json::from_str(&output).failed_to(|| "understand `cargo metadata`".to_owned())
    }

    /// The workspace's own packages.
    pub fn members(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| self.is_member(package))
    }

    /// Everything else.
    pub fn dependencies(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| !self.is_member(package))
    }

    fn is_member(&self, package: &Package) -> bool {
        self.workspace_members.contains(&package.id)
    }
}

/// The files that are, or would be, under version control, relative to the root.
pub fn files() -> Result<Vec<PathBuf>> {
    let mut git = Command::new("git");
    git.current_dir(root()).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    let listed = output(&mut git)?;
    let files = listed.split('\0').filter(|name| !name.is_empty()).map(PathBuf::from);
    Ok(files.filter(|file| root().join(file).is_file()).collect())
}

fn output(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().failed_to(|| format!("run `{program}`"))?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(Failure::new(format!("`{program}`: {}", String::from_utf8_lossy(&output.stderr).trim()))),
    }
}
