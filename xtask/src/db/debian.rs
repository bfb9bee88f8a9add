//! Servers from Debian's packages, where this process may install them.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use super::host::is_root;
use super::process;
use super::state::lock_file;
use crate::failure::{Context, Failure, Result};

/// Whether packages can be installed: this is Debian, or a relative of it, and the user is root.
pub fn can_install() -> bool {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    is_root() && is_debian(&release)
}

/// Installs packages without starting the services in them.
pub fn install(packages: &[&str]) -> Result<()> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock();
    let cache = cache_folder()?;
    let _lock = lock_file(&cache.join("packages.lock"))?;
    let _policy = NoServices::declare()?;
    let log = cache.join("packages.log");
    eprintln!("installing the packages {}", packages.join(", "));
    process::run(&mut apt_get(&["update"]), &log)?;
    let arguments: Vec<&str> =
        ["install", "--yes", "--no-install-recommends"].iter().chain(packages).copied().collect();
    process::run(&mut apt_get(&arguments), &log)
}

/// A root file system of Debian's unstable release with MySQL in it, made once and kept in the user's cache:
/// the stable release has no MySQL.
pub fn mysql_root_file_system() -> Result<PathBuf> {
    let cache = cache_folder()?;
    let folder = cache.join("mysql-sid");
    let _lock = lock_file(&cache.join("mysql-sid.lock"))?;
    if !folder.exists() {
        bootstrap(&cache, &folder)?;
    }
    Ok(folder)
}

/// Works in another folder first, so that the real one is there whole or not at all.
fn bootstrap(cache: &Path, folder: &Path) -> Result<()> {
    const ATTEMPTS: usize = 2;
    if !Path::new("/usr/sbin/debootstrap").exists() {
        install(&["debootstrap", "debian-archive-keyring"])?;
    }
    let log = cache.join("mysql-sid.log");
    let partial = cache.join("mysql-sid.partial");
    eprintln!("making a root file system with MySQL in `{}` (once; about a minute)", folder.display());
    let mut outcome = Ok(());
    for _ in 0..ATTEMPTS {
        delete_root_file_system(&partial)?;
        outcome = debootstrap(&partial, &log);
        if outcome.is_ok() {
            break;
        }
    }
    outcome?;
    std::fs::rename(&partial, folder).failed_on("move", &partial)
}

fn debootstrap(folder: &Path, log: &Path) -> Result<()> {
    let mut command = Command::new("/usr/sbin/debootstrap");
    command.args(["--variant=minbase", "--include=mysql-server", "sid"]).arg(folder);
    process::run(&mut command, log)?;
    let archives = folder.join("var/cache/apt/archives");
    std::fs::remove_dir_all(&archives).failed_on("delete", &archives)
}

/// Deletes what an interrupted run left; its `/proc` may still be mounted and must not be walked into.
fn delete_root_file_system(folder: &Path) -> Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    let mounts = std::fs::read_to_string("/proc/mounts").failed_to(|| "read the mounts".to_owned())?;
    for mount in mounts_under(&mounts, folder) {
        let status = Command::new("umount").arg(mount).status().failed_to(|| format!("unmount `{mount}`"))?;
        if !status.success() {
            return Err(Failure::new(format!(
                "cannot unmount `{mount}`; unmount it and delete `{}`",
                folder.display()
            )));
        }
    }
    std::fs::remove_dir_all(folder).failed_on("delete", folder)
}

/// The mount points under a folder, the innermost first (proc(5): the second field of each line).
fn mounts_under<'a>(mounts: &'a str, folder: &Path) -> Vec<&'a str> {
    let points = mounts.lines().filter_map(|line| line.split(' ').nth(1));
    let mut points: Vec<&str> = points.filter(|point| Path::new(point).starts_with(folder)).collect();
    points.reverse();
    points
}

fn apt_get(arguments: &[&str]) -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["-o", "DPkg::Lock::Timeout=600"]).args(arguments);
    command
}

/// `amend` in the user's cache folder (XDG Base Directory Specification).
fn cache_folder() -> Result<PathBuf> {
    let given = |name| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = given("XDG_CACHE_HOME").or_else(|| given("HOME").map(|home| home.join(".cache")));
    let folder = cache.unwrap_or_else(|| PathBuf::from("/var/cache")).join("amend");
    std::fs::create_dir_all(&folder).failed_on("make", &folder)?;
    Ok(folder)
}

fn is_debian(release: &str) -> bool {
    let values = release.lines().filter_map(|line| line.split_once('='));
    let mut distributions = values.filter(|(key, _)| matches!(*key, "ID" | "ID_LIKE"));
    distributions.any(|(_, value)| value.trim_matches('"').split(' ').any(|name| name == "debian"))
}

/// Debian's policy file that forbids packages to start their services (invoke-rc.d(8)), while this value lives.
struct NoServices {
    declared: bool,
}

impl NoServices {
    const FILE: &str = "/usr/sbin/policy-rc.d";

    fn declare() -> Result<Self> {
        let file = Path::new(Self::FILE);
        if file.exists() {
            return Ok(NoServices { declared: false });
        }
        std::fs::write(file, "#!/bin/sh\nexit 101\n").failed_on("write", file)?;
        std::fs::set_permissions(file, Permissions::from_mode(0o755)).failed_on("make executable", file)?;
        Ok(NoServices { declared: true })
    }
}

impl Drop for NoServices {
    fn drop(&mut self) {
        if self.declared {
            let _ = std::fs::remove_file(Self::FILE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_and_its_relatives_are_known() {
        assert!(is_debian("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(is_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian("ID=fedora\nNAME=debian\n"));
    }

    #[test]
    fn inner_mounts_come_first_and_others_not_at_all() {
        let mounts = "proc /proc proc rw 0 0\nproc /c/sid.partial/proc proc rw 0 0\n\
                      x /c/sid.partial/proc/x y rw 0 0\nproc /c/sid.partial2/proc proc rw 0 0\n";
        assert_eq!(mounts_under(mounts, Path::new("/c/sid.partial")), ["/c/sid.partial/proc/x", "/c/sid.partial/proc"]);
    }
}
