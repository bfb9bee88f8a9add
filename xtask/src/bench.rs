//! `cargo xtask bench`: times of the program beside those of its peers, on the same machine and in the same run.
//!
//! Times of a shared machine say little by themselves; what counts are the ratios.

mod load;
mod noop;
mod order;
mod peer;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::Subcommand;

use crate::failure::{Context, Failure, Result};
use crate::workspace;

/// What to measure.
#[derive(Subcommand)]
pub enum Bench {
    /// An update with nothing to do, on PostgreSQL, beside dbmate and Liquibase.
    ///
    /// The peers are found on the PATH as `dbmate` and `liquibase`, or by AMEND_BENCH_DBMATE and AMEND_BENCH_LIQUIBASE.
    Noop(noop::Noop),
    /// The rows of a file into each database, beside psql's copying, the clients of MySQL and MariaDB, and sqlite3.
    ///
    /// The peers are found on the PATH as `psql`, `mariadb` and `sqlite3`, or by AMEND_BENCH_PSQL, AMEND_BENCH_MARIADB and
    /// AMEND_BENCH_SQLITE3; a database whose peer is missing is left out, and that is said.
    Load(load::Load),
    /// The order of change sets by what they need: 1,000, 10,000 and 100,000 of them, in a release build.
    Order(order::Order),
}

impl Bench {
    /// Measures and prints.
    pub fn run(&self) -> Result<ExitCode> {
        match self {
            Bench::Noop(noop) => noop.run(),
            Bench::Load(load) => load.run(),
            Bench::Order(order) => order.run(),
        }
    }
}

/// The times of one program.
pub struct Times {
    /// Its name.
    pub name: String,
    /// One for each run.
    pub times: Vec<Duration>,
}

impl Times {
    /// The shortest time: what the work costs where nothing else disturbs it.
    pub fn shortest(&self) -> Duration {
        self.times.iter().copied().min().unwrap_or_default()
    }

    /// The time in the middle.
    pub fn median(&self) -> Duration {
        let mut sorted = self.times.clone();
        sorted.sort();
        sorted.get(sorted.len() / 2).copied().unwrap_or_default()
    }
}

/// A line for each program, with its ratio to the first one.
pub fn table(measured: &[Times]) -> String {
    let Some(first) = measured.first() else { return String::new() };
    let ratio = |time: Duration, of: Duration| time.as_secs_f64() / of.as_secs_f64().max(f64::EPSILON);
    let line = |it: &Times| {
        format!(
            "{:<10} shortest {:>9.1} ms ({:.2}x)   median {:>9.1} ms ({:.2}x)   runs {}\n",
            it.name,
            it.shortest().as_secs_f64() * 1e3,
            ratio(it.shortest(), first.shortest()),
            it.median().as_secs_f64() * 1e3,
            ratio(it.median(), first.median()),
            it.times.len()
        )
    };
    measured.iter().map(line).collect()
}

/// Builds the program as it is shipped.
pub fn release_build() -> Result<PathBuf> {
    let built = workspace::cargo().args(["build", "--release", "--locked", "-p", "amend"]).status();
    match built.failed_to(|| "run `cargo build`".to_owned())?.success() {
        true => {
            let target =
                std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace::root().join("target"), PathBuf::from);
            Ok(target.join("release/amend"))
        }
        false => Err(Failure::new("the program cannot be built")),
    }
}

/// A name for a folder or a database that nobody else has.
pub fn unique_name() -> String {
    let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
    format!("amend_bench_{}_{nanoseconds:x}", std::process::id())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_to_the_first() {
        let times = |name: &str, all: &[u64]| Times {
            name: name.to_owned(),
            times: all.iter().copied().map(Duration::from_millis).collect(),
        };
        let table = table(&[times("amend", &[30, 10, 20]), times("other", &[50, 40, 20])]);
        let lines: Vec<_> = table.lines().collect();
        assert_eq!(lines[0], "amend      shortest      10.0 ms (1.00x)   median      20.0 ms (1.00x)   runs 3");
        assert_eq!(lines[1], "other      shortest      20.0 ms (2.00x)   median      40.0 ms (2.00x)   runs 3");
    }
}
