//! How each engine's own programs make a data folder and serve it, as a table.
//!
//! The servers are thrown away, so nothing is flushed to disk for safety, and the superuser needs no password
//! on the loopback interface, the only one that is listened on.

use std::path::Path;

use rustix::process::Signal;

use super::engine::Engine;

/// How to run one engine's programs.
pub struct Recipe {
    /// The program that fills a new data folder.
    pub initializer: &'static str,
    /// The program that serves it.
    pub server: &'static str,
    /// What `server --version` must not say: MariaDB installs a `mysqld` too.
    pub impostor: Option<&'static str>,
    /// The account that the distribution's package makes for the server.
    pub account: &'static str,
    /// Arguments of the initializer.
    pub initialize: fn(&Path) -> Vec<String>,
    /// Arguments of the server.
    pub serve: fn(&Path, u16) -> Vec<String>,
    /// Ends the server at once; its data is deleted next.
    pub stop: Signal,
}

impl Recipe {
    /// The engine's row of the table.
    pub fn of(engine: Engine) -> &'static Recipe {
        match engine {
            Engine::Postgres => &POSTGRES,
            Engine::MariaDb => &MARIADB,
            Engine::MySql => &MYSQL,
        }
    }
}

const POSTGRES: Recipe = Recipe {
    initializer: "initdb",
    server: "postgres",
    impostor: None,
    account: "postgres",
    initialize: |folder| {
        let data = format!("--pgdata={}", data(folder));
        strings(&[&data, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"])
    },
    serve: |folder, port| {
        let settings = [
            format!("port={port}"),
            "listen_addresses=127.0.0.1".to_owned(),
            "unix_socket_directories=".to_owned(),
            "max_connections=300".to_owned(),
            "fsync=off".to_owned(),
            "synchronous_commit=off".to_owned(),
            "full_page_writes=off".to_owned(),
        ];
        let folder = ["-D".to_owned(), data(folder)];
        folder.into_iter().chain(settings.into_iter().flat_map(|setting| ["-c".to_owned(), setting])).collect()
    },
    // "Immediate shutdown" (PostgreSQL manual, "Shutting Down the Server"); SIGKILL would leave the other processes.
    stop: Signal::QUIT,
};

const MARIADB: Recipe = Recipe {
    initializer: "mariadb-install-db",
    server: "mariadbd",
    impostor: None,
    account: "mysql",
    initialize: |folder| {
        let data = format!("--datadir={}", data(folder));
        strings(&["--no-defaults", &data, "--auth-root-authentication-method=normal", "--skip-test-db"])
    },
    serve: |folder, port| serve_mysql(folder, port, &[]),
    stop: Signal::KILL,
};

const MYSQL: Recipe = Recipe {
    initializer: "mysqld",
    server: "mysqld",
    impostor: Some("MariaDB"),
    account: "mysql",
    initialize: |folder| {
        let data = format!("--datadir={}", data(folder));
        strings(&["--no-defaults", "--initialize-insecure", &data])
    },
    serve: |folder, port| serve_mysql(folder, port, &["--mysqlx=OFF"]),
    stop: Signal::KILL,
};

fn serve_mysql(folder: &Path, port: u16, own: &[&str]) -> Vec<String> {
    let mut arguments = strings(&[
        "--no-defaults",
        "--bind-address=127.0.0.1",
        "--max-connections=300",
        "--character-set-server=utf8mb4",
        "--skip-log-bin",
        "--innodb-flush-log-at-trx-commit=0",
        "--innodb-doublewrite=OFF",
    ]);
    arguments.extend([
        format!("--port={port}"),
        format!("--datadir={}", data(folder)),
        format!("--socket={}", folder.join("socket").display()),
        format!("--pid-file={}", folder.join("pid").display()),
    ]);
    arguments.extend(strings(own));
    arguments
}

fn data(folder: &Path) -> String {
    folder.join("data").display().to_string()
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
