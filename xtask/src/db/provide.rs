//! The ways to come by a server, in the order in which they are tried.

use std::net::TcpListener;

use super::engine::Engine;
use super::installation::{self, Installation};
use super::state::{Instance, Keeper};
use super::{container, debian, probe};
use crate::failure::{Context, Failure, Result};

/// A server that the environment names; one that is named and does not answer is an error, never passed over.
pub fn given(engine: Engine) -> Result<Option<String>> {
    let facts = engine.facts();
    let Some(url) = std::env::var(facts.variable).ok().filter(|url| !url.is_empty()) else {
        return Ok(None);
    };
    if let Some(address) = address_of(&url, facts.image_port) {
        probe::answers(engine, &address).failed_to(|| format!("use {}", facts.variable))?;
    }
    Ok(Some(url))
}

/// Starts a new server in the first way that this machine has; `port` 0 means any free one.
pub fn start(engine: Engine, port: u16) -> Result<Instance> {
    let port = free_port(port)?;
    if let Some(installation) = Installation::on_machine(engine)? {
        return installation.start(port);
    }
    if debian::can_install() {
        return install(engine)?.start(port);
    }
    if container::can_run() {
        return container::start(engine, port);
    }
    Err(Failure::new(format!(
        "{title} is not here. One of these provides it:\n  \
         - set {variable} to the URL of a server whose superuser may create databases\n  \
         - install the {title} server programs\n  \
         - run this task as root on Debian, where it installs them itself\n  \
         - start a container engine that `docker info` reaches",
        title = engine.facts().title,
        variable = engine.facts().variable,
    )))
}

/// Whether the server runs.
pub fn is_alive(instance: &Instance) -> bool {
    let kept = match &instance.keeper {
        Keeper::Process { pid, folder } => installation::is_alive(*pid, folder),
        Keeper::Container(id) => container::is_alive(id),
    };
    kept && probe::answers(instance.engine, &format!("127.0.0.1:{}", instance.port)).is_ok()
}

/// Ends the server and deletes what it has on disk.
pub fn discard(instance: &Instance) -> Result<()> {
    match &instance.keeper {
        Keeper::Process { pid, folder } => installation::discard(instance.engine, *pid, folder),
        Keeper::Container(id) => container::discard(id),
    }
}

fn install(engine: Engine) -> Result<Installation> {
    let packages = engine.facts().packages;
    if packages.is_empty() {
        return Installation::in_root_file_system(engine, &debian::mysql_root_file_system()?);
    }
    debian::install(packages)?;
    let missing = || Failure::new(format!("{} are installed but hold no server", packages.join(", ")));
    Installation::on_machine(engine)?.ok_or_else(missing)
}

/// The wanted port if nobody has it, else a free one of the system's choice.
fn free_port(wanted: u16) -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", wanted)).or_else(|_| TcpListener::bind(("127.0.0.1", 0)));
    let address = listener.and_then(|listener| listener.local_addr());
    Ok(address.failed_to(|| "find a free port".to_owned())?.port())
}

/// `host:port` of a URL; none where it names no host, as with a socket.
fn address_of(url: &str, default_port: u16) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let has_port = host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    match host {
        "" => None,
        host if has_port => Some(host.to_owned()),
        host => Some(format!("{host}:{default_port}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_from_a_url() {
        let address = |url| address_of(url, 5432);
        assert_eq!(address("postgres://me:p%40ss@db.test:5433/x?sslmode=disable"), Some("db.test:5433".to_owned()));
        assert_eq!(address("postgres://db.test/x"), Some("db.test:5432".to_owned()));
        assert_eq!(address("postgres://me@[::1]/x"), Some("[::1]:5432".to_owned()));
        assert_eq!(address("postgres:///x?host=/run"), None);
    }

    #[test]
    fn a_taken_port_is_passed_over() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        assert_ne!(free_port(port).unwrap(), port);
        drop(taken);
        assert_eq!(free_port(port).unwrap(), port);
    }
}
