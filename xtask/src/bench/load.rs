//! `cargo xtask bench load`: the rows of a file into each database.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Args;

use super::peer::{command, find, time, time_and_memory};
use super::{Times, release_build, table, unique_name};
use crate::db;
use crate::failure::{Context, Failure, Result};

/// How much to measure.
#[derive(Args)]
pub struct Load {
    /// Rows of the file.
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
    /// How often each program loads them, into a new database each time; they take turns.
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

/// A database that rows are loaded into.
struct Target {
    name: &'static str,
    /// The variable with the server's URL; none where a database is a file.
    server: Option<&'static str>,
    /// The client that loads them too.
    client: &'static str,
    client_variable: &'static str,
    /// How the client loads them.
    manner: Manner,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// `\copy` of psql.
    Copy,
    /// A script with insertions of many rows each, in one transaction.
    Inserts,
    /// `.import` of sqlite3.
    Import,
}

const TARGETS: [Target; 4] = [
    Target {
        name: "PostgreSQL",
        server: Some("AMEND_TEST_POSTGRES_URL"),
        client: "psql",
        client_variable: "AMEND_BENCH_PSQL",
        manner: Manner::Copy,
    },
    Target {
        name: "MySQL",
        server: Some("AMEND_TEST_MYSQL_URL"),
        client: "mariadb",
        client_variable: "AMEND_BENCH_MARIADB",
        manner: Manner::Inserts,
    },
    Target {
        name: "MariaDB",
        server: Some("AMEND_TEST_MARIADB_URL"),
        client: "mariadb",
        client_variable: "AMEND_BENCH_MARIADB",
        manner: Manner::Inserts,
    },
    Target {
        name: "SQLite",
        server: None,
        client: "sqlite3",
        client_variable: "AMEND_BENCH_SQLITE3",
        manner: Manner::Import,
    },
];

const CHANGELOG: &str = "databaseChangeLog:
  - changeSet:
      id: table
      author: bench
      changes:
        - createTable:
            tableName: item
            columns:
              - column: {name: id, type: bigint, constraints: {primaryKey: true}}
              - column: {name: name, type: varchar(60)}
              - column: {name: amount, type: 'decimal(12, 2)'}
              - column: {name: day, type: date}
  - changeSet:
      id: rows
      author: bench
      changes: [loadData: {tableName: item, file: rows.csv}]
";

/// Rows of one insertion in the clients' script: about a megabyte, as dumps have.
const ROWS_OF_AN_INSERTION: usize = 20_000;

impl Load {
    /// Loads the file into each database with each program, and prints the ratios.
    pub fn run(&self) -> Result<ExitCode> {
        let servers = db::up_anywhere()?;
        let amend = release_build()?;
        let folder = std::env::temp_dir().join(unique_name());
        fs::create_dir(&folder).failed_on("make", &folder)?;
        let measured = self.write_files(&folder).and_then(|()| {
            for target in TARGETS {
                let Some(client) = find(target.client, target.client_variable) else { continue };
                let url = servers.iter().find(|(name, _)| Some(*name) == target.server).map(|(_, url)| url.clone());
                self.measure(&Bench { amend: &amend, folder: &folder, client: &client, target: &target, url })?;
            }
            Ok(ExitCode::SUCCESS)
        });
        fs::remove_dir_all(&folder).failed_on("remove", &folder)?;
        measured
    }

    fn measure(&self, bench: &Bench<'_>) -> Result<()> {
        let mut amend = Times { name: "amend".to_owned(), times: Vec::new() };
        let mut client = Times { name: bench.target.client.to_owned(), times: Vec::new() };
        let mut most = 0;
        for _ in 0..self.runs {
            let (took, memory) = bench.in_database(|database| time_and_memory(&mut bench.amend(database, "update")))?;
            most = most.max(memory);
            amend.times.push(took);
            client.times.push(bench.in_database(|database| time(&mut bench.load(database)))?);
        }
        println!("{} rows into {}, amend within {} MiB", self.rows, bench.target.name, most.div_ceil(1024));
        println!("{}", table(&[amend, client]));
        Ok(())
    }

    /// The changelog, the rows, and the clients' script with the same rows.
    fn write_files(&self, folder: &Path) -> Result<()> {
        let changelog = folder.join("changelog.yaml");
        fs::write(&changelog, CHANGELOG).failed_on("write", &changelog)?;
        let made = |name: &str| {
            let path = folder.join(name);
            File::create(&path).map(BufWriter::new).failed_on("make", &path)
        };
        let (mut rows, mut script) = (made("rows.csv")?, made("rows.sql")?);
        let written = self.write_rows(&mut rows, &mut script);
        written.and_then(|()| rows.flush()).and_then(|()| script.flush()).failed_on("write", folder)
    }

    fn write_rows(&self, rows: &mut impl std::io::Write, script: &mut impl std::io::Write) -> std::io::Result<()> {
        writeln!(rows, "id,name,amount,day")?;
        writeln!(script, "START TRANSACTION;")?;
        for first in (1..=self.rows).step_by(ROWS_OF_AN_INSERTION) {
            let mut values = String::new();
            for id in first..=self.rows.min(first + ROWS_OF_AN_INSERTION - 1) {
                let (cents, day) = (id % 100, id % 28 + 1);
                writeln!(rows, "{id},name of number {id},{id}.{cents:02},2024-02-{day:02}")?;
                let _ = write!(values, ",({id},'name of number {id}',{id}.{cents:02},'2024-02-{day:02}')");
            }
            writeln!(script, "INSERT INTO item (id, name, amount, day) VALUES {};", &values[1..])?;
        }
        writeln!(script, "COMMIT;")
    }
}

/// One database, and the programs that load into it.
struct Bench<'a> {
    amend: &'a Path,
    folder: &'a Path,
    client: &'a Path,
    target: &'a Target,
    /// The server's URL.
    url: Option<String>,
}

impl Bench<'_> {
    /// Calls `then` with a new database that has the table; it goes afterwards.
    fn in_database<T>(&self, then: impl FnOnce(&str) -> Result<T>) -> Result<T> {
        let database = unique_name();
        self.on_server(&format!("CREATE DATABASE {database}"))?;
        let done = time(self.amend(&database, "update-count").arg("1")).and_then(|_| then(&database));
        let file = self.file(&database);
        match self.target.server {
            Some(_) => self.on_server(&format!("DROP DATABASE {database}"))?,
            None => fs::remove_file(&file).failed_on("remove", &file)?,
        }
        done
    }

    fn amend(&self, database: &str, what: &str) -> Command {
        let url = match &self.url {
            // The clients speak without TLS to a server of the same machine.
            Some(url) if self.target.manner == Manner::Inserts => format!("{url}/{database}?ssl-mode=DISABLED"),
            Some(url) => format!("{}/{database}?sslmode=disable", url.rsplit_once('/').map_or(url.as_str(), |it| it.0)),
            None => format!("sqlite:{}", self.file(database).display()),
        };
        let mut command = command(self.amend, self.folder);
        command.args([what, "--quiet", "--changelog-file", "changelog.yaml", "--url", &url]);
        command
    }

    fn file(&self, database: &str) -> PathBuf {
        self.folder.join(format!("{database}.db"))
    }

    fn on_server(&self, statement: &str) -> Result<()> {
        let mut command = command(self.client, self.folder);
        match self.target.manner {
            Manner::Copy => command.args([self.url.as_deref().unwrap_or_default(), "-qc", statement]),
            Manner::Inserts => command.args(self.login()?).args(["-e", statement]),
            Manner::Import => return Ok(()),
        };
        time(&mut command).map(drop)
    }

    fn load(&self, database: &str) -> Command {
        let mut command = command(self.client, self.folder);
        match self.target.manner {
            Manner::Copy => {
                let url = self.url.as_deref().unwrap_or_default();
                let url = format!("{}/{database}", url.rsplit_once('/').map_or(url, |it| it.0));
                command.args([&url, "-qc", "\\copy item FROM 'rows.csv' CSV HEADER"])
            }
            Manner::Inserts => command.args(self.login().unwrap_or_default()).args([database, "-e", "source rows.sql"]),
            Manner::Import => command.arg(self.file(database)).arg(".import --csv --skip 1 rows.csv item"),
        };
        command
    }

    /// The arguments of a client that takes no URL.
    fn login(&self) -> Result<Vec<String>> {
        let none = || Failure::new("the server's URL is not understood");
        let rest = self.url.as_deref().and_then(|url| url.split_once("://")).ok_or_else(none)?.1;
        let (user, place) = rest.split_once('@').ok_or_else(none)?;
        let (user, password) = user.split_once(':').unwrap_or((user, ""));
        let (host, port) = place.trim_end_matches('/').split_once(':').ok_or_else(none)?;
        let named = [("host", host), ("port", port), ("user", user), ("password", password)];
        let given = named.into_iter().filter(|(_, value)| !value.is_empty());
        Ok(given.map(|(name, value)| format!("--{name}={value}")).collect())
    }
}
