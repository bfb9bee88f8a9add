//! `cargo xtask db`: private, throw-away database servers for the tests.
//!
//! Each engine comes from the first of: a URL in the environment; a server that runs already; installed programs;
//! packages, where they may be installed; a container. Servers listen on the loopback interface only, have a data
//! folder of their own, live on after the task, and end with everything they hold at `db down`.

mod container;
mod debian;
mod engine;
mod host;
mod installation;
mod probe;
mod process;
mod provide;
mod recipe;
mod state;

use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use clap::{Args, Subcommand, ValueEnum};

use crate::failure::{Failure, Result};
use engine::Engine;
use state::{Instance, Servers};

/// What to do with the servers.
#[derive(Subcommand)]
pub enum Verb {
    /// Bring the servers up, or find them up, and print their URLs.
    Up(Up),
    /// Stop the servers and delete everything they hold.
    Down,
    /// Show what runs; fails if a server is missing.
    Status,
}

/// How to bring the servers up.
#[derive(Args)]
pub struct Up {
    /// How to print the URLs.
    #[arg(long, value_enum, default_value_t = Format::Env)]
    format: Format,
    /// The port for a new PostgreSQL server, if it is free.
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    postgres_port: u16,
    /// The port for a new MariaDB server, if it is free.
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    mariadb_port: u16,
    /// The port for a new MySQL server, if it is free.
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    mysql_port: u16,
}

/// How to print the URLs.
#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// A line `NAME=url` for each variable that the tests read.
    Env,
    /// An object from the variables' names to the URLs.
    Json,
}

/// An environment variable that the tests read, and its value.
pub type Variable = (&'static str, String);

impl Verb {
    /// Carries the verb out.
    pub fn run(&self) -> Result<ExitCode> {
        match self {
            Verb::Up(up) => up.run(),
            Verb::Down => down(),
            Verb::Status => status(),
        }
    }
}

impl Up {
    fn run(&self) -> Result<ExitCode> {
        let variables = up(|engine| self.port(engine))?;
        match self.format {
            Format::Env => variables.iter().for_each(|(name, url)| println!("{name}={url}")),
            Format::Json => println!("{:#}", object(variables)),
        }
        Ok(ExitCode::SUCCESS)
    }

    fn port(&self, engine: Engine) -> u16 {
        match engine {
            Engine::Postgres => self.postgres_port,
            Engine::MariaDb => self.mariadb_port,
            Engine::MySql => self.mysql_port,
        }
    }
}

/// Brings all servers up, on any ports, and returns what to tell the tests.
pub fn up_anywhere() -> Result<Vec<Variable>> {
    up(|_| 0)
}

/// `port` is a wish per engine, 0 for none. The engines are brought up at the same time.
fn up(port: impl Fn(Engine) -> u16) -> Result<Vec<Variable>> {
    let servers = &Mutex::new(Servers::lock()?);
    let wishes = Engine::ALL.map(|engine| (engine, port(engine)));
    let urls = std::thread::scope(|scope| {
        wishes.map(|(engine, port)| scope.spawn(move || ensure(engine, port, servers))).map(|thread| thread.join())
    });
    let mut variables = Vec::new();
    let mut failures = Vec::new();
    for (engine, url) in Engine::ALL.into_iter().zip(urls) {
        match url.unwrap_or_else(|_| Err(Failure::new("a bug: the thread ended early"))) {
            Ok(url) => variables.push((engine.facts().variable, url)),
            Err(failure) => failures.push(format!("{}: {failure}", engine.facts().title)),
        }
    }
    match failures.is_empty() {
        true => Ok(variables),
        false => Err(Failure::new(failures.join("\nerror: "))),
    }
}

/// Returns the URL of a server that runs. A new one is remembered at once, whatever becomes of the others.
fn ensure(engine: Engine, port: u16, servers: &Mutex<Servers>) -> Result<String> {
    if let Some(url) = provide::given(engine)? {
        return Ok(url);
    }
    let known = || servers.lock().unwrap_or_else(PoisonError::into_inner);
    let last = known().get(engine).cloned();
    let instance = match last {
        Some(last) if provide::is_alive(&last) => return Ok(engine.url(last.port)),
        Some(last) => restart(&last, port)?,
        None => provide::start(engine, port)?,
    };
    let url = engine.url(instance.port);
    known().put(instance)?;
    Ok(url)
}

/// A dead server is replaced by a new one, on its old port if that is free.
fn restart(last: &Instance, port: u16) -> Result<Instance> {
    provide::discard(last)?;
    provide::start(last.engine, if port == 0 { last.port } else { port })
}

fn object(variables: Vec<Variable>) -> serde_json::Value {
    variables.into_iter().map(|(name, url)| (name.to_owned(), serde_json::Value::from(url))).collect()
}

fn down() -> Result<ExitCode> {
    let mut servers = Servers::lock()?;
    for engine in Engine::ALL {
        if let Some(instance) = servers.get(engine) {
            provide::discard(instance)?;
            servers.remove(engine)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn status() -> Result<ExitCode> {
    let servers = Servers::lock()?;
    let lines = Engine::ALL.map(|engine| describe(engine, servers.get(engine)));
    lines.iter().for_each(|(text, _)| println!("{text}"));
    match lines.iter().all(|(_, up)| *up) {
        true => Ok(ExitCode::SUCCESS),
        false => Err(Failure::new("not all servers are up; `cargo xtask db up` brings them up")),
    }
}

fn describe(engine: Engine, instance: Option<&Instance>) -> (String, bool) {
    let title = engine.facts().title;
    let (state, up) = match (provide::given(engine), instance) {
        (Err(failure), _) => (failure.to_string(), false),
        (Ok(Some(url)), _) => (format!("{url} (from {})", engine.facts().variable), true),
        (Ok(None), Some(instance)) if provide::is_alive(instance) => (engine.url(instance.port), true),
        (Ok(None), Some(_)) => ("dead".to_owned(), false),
        (Ok(None), None) => ("not started".to_owned(), false),
    };
    (format!("{title:<12}{state}"), up)
}
