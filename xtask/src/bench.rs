//! `cargo xtask bench`: times of the program beside those of its peers, on the same machine and in the same run.
//!
//! Times of a shared machine say little by themselves; what counts are the ratios.

mod noop;
mod order;
mod peer;

use std::process::ExitCode;
use std::time::Duration;

use clap::Subcommand;

use crate::failure::Result;

/// What to measure.
#[derive(Subcommand)]
pub enum Bench {
    /// An update with nothing to do, on PostgreSQL, beside dbmate and Liquibase.
    ///
    /// The peers are found on the PATH as `dbmate` and `liquibase`, or by AMEND_BENCH_DBMATE and AMEND_BENCH_LIQUIBASE.
    Noop(noop::Noop),
    /// The order of change sets by what they need: 1,000, 10,000 and 100,000 of them, in a release build.
    Order(order::Order),
}

impl Bench {
    /// Measures and prints.
    pub fn run(&self) -> Result<ExitCode> {
        match self {
            Bench::Noop(noop) => noop.run(),
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
