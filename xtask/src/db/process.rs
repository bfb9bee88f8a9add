//! Server processes that outlive the task that starts them.

use std::fs::File;
use std::io::ErrorKind;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::failure::{Context, Failure, Result};

/// Runs a preparing step to its end; its output goes to the log, whose end is in the error.
pub fn run(command: &mut Command, log: &Path) -> Result<()> {
    let program = name(command);
    let status = quiet(command, log)?.status().failed_to(|| format!("run `{program}`"))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("`{program}` ended with {status}{}", tail(log))))
}

/// Starts a server in a session of its own, apart from the terminal and from the streams of this process, so that
/// it lives on and nobody waits for a pipe that it holds.
pub fn detach(command: &mut Command, log: &Path) -> Result<Child> {
    let mut started = quiet(&mut in_new_session(command), log)?.spawn();
    if started.as_ref().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        started = quiet(command, log)?.process_group(0).spawn();
    }
    started.failed_to(|| format!("start `{}`", name(command)))
}

/// Whether the process runs and has `mark` in its command line; a process id alone may have been reused. Not for a
/// process that has just been started: while it replaces itself by another program, its command line is empty.
pub fn is_alive(pid: u32, mark: &str) -> bool {
    command_line(pid).is_some_and(|line| line.contains(mark))
}

/// Sends the signal and waits until the process is gone; kills it after `patience`.
pub fn stop(pid: u32, mark: &str, signal: Signal, patience: Duration) -> Result<()> {
    let Some(process) = i32::try_from(pid).ok().and_then(Pid::from_raw) else {
        return Ok(());
    };
    for signal in [signal, Signal::KILL] {
        if !is_alive(pid, mark) {
            return Ok(());
        }
        kill_process(process, signal).failed_to(|| format!("stop process {pid}"))?;
        await_end(pid, mark, patience);
    }
    match is_alive(pid, mark) {
        true => Err(Failure::new(format!("process {pid} does not end"))),
        false => Ok(()),
    }
}

/// The last lines of a log, as the end of an error message.
pub fn tail(log: &Path) -> String {
    const LINES: usize = 15;
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let last = &lines[lines.len().saturating_sub(LINES)..];
    format!("; the end of its output (`{}`):\n  {}", log.display(), last.join("\n  "))
}

fn quiet<'a>(command: &'a mut Command, log: &Path) -> Result<&'a mut Command> {
    let out = File::options().create(true).append(true).open(log).failed_on("open", log)?;
    let err = out.try_clone().failed_on("open", log)?;
    Ok(command.stdin(Stdio::null()).stdout(out).stderr(err))
}

/// The program `setsid` replaces itself by its argument, so the process id stays. Where it is missing, a process
/// group of its own is the next best: it survives all but the closing of the terminal.
fn in_new_session(command: &Command) -> Command {
    let mut session = Command::new("setsid");
    session.arg(command.get_program()).args(command.get_args()).current_dir("/");
    session
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn await_end(pid: u32, mark: &str, patience: Duration) {
    let end = Instant::now() + patience;
    while is_alive(pid, mark) && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn command_line(pid: u32) -> Option<String> {
    match std::fs::read(format!("/proc/{pid}/cmdline")) {
        Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Err(_) if Path::new("/proc/self").exists() => None,
        Err(_) => listed_command_line(pid),
    }
}

/// Where there is no `/proc`: what POSIX `ps` says.
fn listed_command_line(pid: u32) -> Option<String> {
    let output = Command::new("ps").args(["-p", &pid.to_string(), "-o", "args="]).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_detached_process_is_known_by_its_command_line_and_can_be_stopped() {
        let log = std::env::temp_dir().join(format!("amend-xtask-process-{}.log", std::process::id()));
        let mut child = detach(Command::new("sleep").arg("61.25"), &log).unwrap();
        let pid = child.id();
        std::thread::sleep(Duration::from_millis(100));
        assert!(is_alive(pid, "61.25"));
        assert!(!is_alive(pid, "another"));
        stop(pid, "61.25", Signal::TERM, Duration::from_secs(5)).unwrap();
        assert!(!is_alive(pid, "61.25"));
        assert!(!child.wait().unwrap().success());
        std::fs::remove_file(log).unwrap();
    }

    #[test]
    fn a_failed_step_shows_the_end_of_its_output() {
        let log = std::env::temp_dir().join(format!("amend-xtask-step-{}.log", std::process::id()));
        let failure = run(Command::new("sh").args(["-c", "echo no disk >&2; exit 3"]), &log).unwrap_err();
        assert!(failure.to_string().contains("exit status: 3"), "{failure}");
        assert!(failure.to_string().ends_with("no disk"), "{failure}");
        std::fs::remove_file(log).unwrap();
    }
}
