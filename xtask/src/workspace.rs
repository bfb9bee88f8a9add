//! Where the workspace is and what its tasks share.

use std::path::PathBuf;

/// The folder of the root `Cargo.toml`.
pub fn root() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map_or(xtask.clone(), PathBuf::from)
}
