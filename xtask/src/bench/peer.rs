//! Programs that are called for a measurement.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::failure::{Context, Failure, Result};

/// The program of a peer: by its variable, else by its name on the PATH. Says on standard error where there is none.
pub fn find(name: &str, variable: &str) -> Option<PathBuf> {
    let given = std::env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from);
    let found = given.or_else(|| on_path(name, std::env::var_os("PATH").unwrap_or_default()));
    if found.is_none() {
        eprintln!("ABSENT: no `{name}` on the PATH and none in {variable}: it is NOT part of this comparison");
    }
    found
}

fn on_path(name: &str, path: OsString) -> Option<PathBuf> {
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// A command in that folder, without the settings of this process that the programs would read.
pub fn command(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    let names = std::env::vars_os().map(|(name, _)| name);
    let settings = names.filter(|name| {
        let name = name.to_string_lossy();
        name.starts_with("AMEND_") || name.starts_with("LIQUIBASE_") || name == "DATABASE_URL"
    });
    settings.for_each(|name| {
        command.env_remove(name);
    });
    command
}

/// Runs a command to its end, which must be a good one, and gives how long it took.
pub fn time(command: &mut Command) -> Result<Duration> {
    let program = command.get_program().to_string_lossy().into_owned();
    let start = Instant::now();
    let output = command.stdin(Stdio::null()).output().failed_to(|| format!("run `{program}`"))?;
    let took = start.elapsed();
    let said = || [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat();
    if output.status.success() { Ok(took) } else { Err(Failure::new(format!("`{program}` failed: {}", said().trim()))) }
}

/// Runs a command to its end, which must be a good one, and gives how long it took and the most memory that it had at a
/// time, in KiB, as far as the system tells (Linux).
pub fn time_and_memory(command: &mut Command) -> Result<(Duration, u64)> {
    let program = command.get_program().to_string_lossy().into_owned();
    let start = Instant::now();
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null());
    let mut child = quiet.spawn().failed_to(|| format!("run `{program}`"))?;
    let mut most = 0;
    let status = loop {
        if let Some(status) = child.try_wait().failed_to(|| format!("wait for `{program}`"))? {
            break status;
        }
        most = most.max(memory(child.id()).unwrap_or_default());
        std::thread::sleep(Duration::from_millis(5));
    };
    let took = start.elapsed();
    if status.success() { Ok((took, most)) } else { Err(Failure::new(format!("`{program}` failed: {status}"))) }
}

/// The line `VmHWM` of proc(5).
fn memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_found_on_the_path() {
        assert!(on_path("sh", "/nowhere:/bin".into()).is_some());
        assert!(on_path("sh", "/nowhere".into()).is_none());
    }

    #[test]
    fn failures_say_what_the_program_said() {
        let failure = time(command(Path::new("/bin/sh"), Path::new("/")).args(["-c", "echo why; exit 3"])).unwrap_err();
        assert_eq!(failure.to_string(), "`/bin/sh` failed: why");
        time(&mut command(Path::new("/bin/true"), Path::new("/"))).unwrap();
    }
}
