//! How long it takes to order change sets: 1,000, 10,000 and 100,000 of them, a tenth of which wait for later ones.

use std::fmt::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use amend_changelog::{Loaded, MemoryFiles, Target, load};
use amend_plan::{History, Project, order, select};
use amend_sql::Product;
use clap::Args;

use crate::failure::{Failure, Result};

/// How many change sets are ordered.
#[derive(Args)]
pub struct Order {
    /// Numbers of change sets.
    #[arg(default_values_t = [1_000, 10_000, 100_000])]
    counts: Vec<usize>,
    /// How often each is measured; the fastest counts.
    #[arg(long, default_value_t = 3)]
    times: usize,
}

impl Order {
    /// Prints a line for each number.
    pub fn run(&self) -> Result<ExitCode> {
        println!("{:>11} {:>9} {:>9} {:>15}", "change sets", "ms", "moved", "us a change set");
        for count in &self.counts {
            let (fastest, moved) = self.measure(*count)?;
            let each = fastest.as_secs_f64() * 1e6 / *count as f64;
            println!("{count:>11} {:>9.1} {moved:>9} {each:>15.2}", fastest.as_secs_f64() * 1e3);
        }
        Ok(ExitCode::SUCCESS)
    }

    fn measure(&self, count: usize) -> Result<(Duration, usize)> {
        let files = MemoryFiles::new(files(count));
        let target = Target::new(Product::PostgreSql);
        let loaded: Loaded = load(&files, "changelog.yaml", &target);
        if !loaded.is_valid() || loaded.changelog.change_sets.len() != count {
            return Err(Failure::new("the changelog that is measured cannot be read"));
        }
        let project = Project {
            files: &files,
            changelog: &loaded.changelog,
            target: &target,
            default_schema: None,
            keep: amend_plan::Keep::default(),
        };
        let history = History::default();
        let selection = select(&project, &history);
        let mut fastest = (Duration::MAX, 0);
        for _ in 0..self.times.max(1) {
            let started = Instant::now();
            let order = order(&project, &history, &selection);
            let taken = started.elapsed();
            let moved = order.map_err(|_| Failure::new("the order cannot be found"))?.moves.len();
            fastest = fastest.min((taken, moved));
        }
        Ok(fastest)
    }
}

/// How many change sets stand in one file.
const IN_A_FILE: usize = 1_000;

fn files(count: usize) -> Vec<(String, String)> {
    let mut root = String::from("databaseChangeLog:\n");
    let mut files = Vec::new();
    for first in (0..count).step_by(IN_A_FILE) {
        let name = format!("part{first}.yaml");
        let _ = writeln!(root, "  - include: {{file: {name}}}");
        let mut text = String::from("databaseChangeLog:\n");
        for at in first..count.min(first + IN_A_FILE) {
            let _ = writeln!(text, "  - changeSet: {{id: c{at}, author: bench, changes: [{}]}}", change(at));
        }
        files.push((name, text));
    }
    files.push(("changelog.yaml".to_owned(), root));
    files
}

/// Ten change sets around each table; the first of them stands before the one that makes it.
fn change(at: usize) -> String {
    let table = at / 10;
    match at % 10 {
        0 => format!("addColumn: {{tableName: t{table}, columns: [column: {{name: early, type: int}}]}}"),
        1 => format!(
            "createTable: {{tableName: t{table}, columns: [column: {{name: id, type: int, constraints: {{primaryKey: true}}}}, column: {{name: parent, type: int}}]}}"
        ),
        2 if table > 0 => format!(
            "addForeignKeyConstraint: {{baseTableName: t{table}, baseColumnNames: parent, referencedTableName: t{}, referencedColumnNames: id, constraintName: fk{table}}}",
            table - 1
        ),
        3 => format!("createIndex: {{tableName: t{table}, indexName: i{table}, columns: [column: {{name: parent}}]}}"),
        4 => format!("createView: {{viewName: v{table}, selectQuery: 'select id, parent from t{table} where id > 0'}}"),
        5 => format!("insert: {{tableName: t{table}, columns: [column: {{name: id, valueNumeric: 1}}]}}"),
        place => {
            format!("addColumn: {{tableName: t{table}, columns: [column: {{name: c{place}, type: varchar(50)}}]}}")
        }
    }
}
