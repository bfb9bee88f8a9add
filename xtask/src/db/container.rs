//! Servers in containers, where a container engine answers.

use std::process::{Command, Stdio};
use std::time::Duration;

use super::engine::Engine;
use super::probe;
use super::state::{Instance, Keeper};
use crate::failure::{Context, Failure, Result};

const START_LIMIT: Duration = Duration::from_secs(180);

/// Whether a container engine answers; the client program alone is not enough.
pub fn can_run() -> bool {
    let mut info = Command::new("docker");
    info.arg("info").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    info.status().is_ok_and(|status| status.success())
}

/// Starts a server of the engine behind the port and waits until it accepts sessions.
pub fn start(engine: Engine, port: u16) -> Result<Instance> {
    eprintln!("starting {} in a container of the image {}", engine.facts().title, engine.facts().image);
    let id = docker(&start_arguments(engine, port))?;
    match probe::await_answer(engine, port, START_LIMIT, || is_alive(&id)) {
        Ok(()) => Ok(Instance { engine, port, keeper: Keeper::Container(id) }),
        Err(failure) => {
            discard(&id)?;
            Err(failure)
        }
    }
}

/// Whether the container runs.
pub fn is_alive(id: &str) -> bool {
    docker(&["inspect", "--format={{.State.Running}}", id].map(str::to_owned)).is_ok_and(|answer| answer == "true")
}

/// Ends the container with everything in it; it may be gone already.
pub fn discard(id: &str) -> Result<()> {
    docker(&["rm", "--force", "--volumes", id].map(str::to_owned)).map(|_| ())
}

fn start_arguments(engine: Engine, port: u16) -> Vec<String> {
    let facts = engine.facts();
    vec![
        "run".to_owned(),
        "--detach".to_owned(),
        format!("--publish=127.0.0.1:{port}:{}", facts.image_port),
        format!("--env={}", facts.image_environment),
        facts.image.to_owned(),
    ]
}

fn docker(arguments: &[String]) -> Result<String> {
    let output = Command::new("docker").args(arguments).stdin(Stdio::null()).output();
    let output = output.failed_to(|| "run `docker`".to_owned())?;
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned()),
        false => Err(Failure::new(format!("docker: {}", String::from_utf8_lossy(&output.stderr).trim()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_is_published_on_the_loopback_interface_only() {
        assert_eq!(
            start_arguments(Engine::MySql, 3307).join(" "),
            "run --detach --publish=127.0.0.1:3307:3306 --env=MYSQL_ALLOW_EMPTY_PASSWORD=1 mysql:9"
        );
    }
}
