//! Changelogs that somebody has damaged, from the text to the statements of every product: each is answered, none in a
//! panic, none late.
//!
//! The seeds are the examples of all change types and of the repository. `AMEND_TEST_MUTATIONS` sets how many documents
//! are tried.
#![allow(clippy::unwrap_used, reason = "tests may panic")]

use std::time::{Duration, Instant};

use amend_changelog::{MemoryFiles, Target, changes, load};
use amend_plan::{History, Keep, Project, preview};
use amend_sql::Product;
use amend_syntax::Diagnostic;
use miette::{GraphicalReportHandler, GraphicalTheme};

/// What may come into a changelog by a slip, or by somebody who means harm.
const WORDS: [&str; 28] = [
    "null",
    "[]",
    "{}",
    "''",
    "true",
    "-1",
    "99999999999999999999",
    "1e309",
    ".nan",
    "2024-02-30",
    "a\"b",
    "`",
    "'; --",
    "]",
    "*/",
    "\\",
    "${x}",
    "${",
    "é\u{202e}",
    "\u{1f600}",
    "name",
    "&a",
    "*a",
    "<<",
    "!!int",
    "|",
    "x: y",
    "varchar(",
];

/// A row of numbers that is the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

/// The examples as changelogs, one change type each.
fn seeds() -> Vec<String> {
    let page =
        |doc: &str| doc.lines().map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line))).collect::<String>();
    let pages = changes::KINDS.iter().map(|kind| page(kind.doc));
    let examples = pages.filter_map(|page| Some(page.split_once("```yaml\n")?.1.split_once("```")?.0.to_owned()));
    let wrapped = |example: String| {
        let lines: String = example.lines().map(|line| format!("        {line}\n")).collect();
        format!("databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: ada\n      changes:\n{SETTING}{lines}")
    };
    examples.map(wrapped).collect()
}

/// A table that most examples can be about.
const SETTING: &str = "        - createTable:
            tableName: invoice
            columns:
              - column: {name: id, type: bigint, autoIncrement: true, constraints: {primaryKey: true}}
              - column: {name: number, type: varchar(20), defaultValue: x, constraints: {nullable: false, unique: true}}
              - column: {name: total, type: 'decimal(8, 2)', constraints: {checkConstraint: total >= 0}}
";

fn mutated(seed: &str, dice: &mut Dice) -> Vec<u8> {
    let mut lines: Vec<String> = seed.lines().map(str::to_owned).collect();
    for _ in 0..=dice.roll(3) {
        let at = dice.roll(lines.len());
        match dice.roll(6) {
            0 => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => lines[at] = with_other_value(&lines[at], WORDS[dice.roll(WORDS.len())]),
            3 => lines[at] = with_other_value(&lines[at], &"x".repeat(dice.roll(20_000))),
            4 => lines[at].insert_str(0, &" ".repeat(dice.roll(5))),
            _ => {
                let next = (at + 1) % lines.len();
                lines.swap(at, next);
            }
        }
        if lines.is_empty() {
            break;
        }
    }
    let mut bytes = lines.join("\n").into_bytes();
    for _ in 0..dice.roll(3) {
        let at = dice.roll(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte = b"{}[]:,-'\"$ \n#&*!|>%@0aZ\xff"[dice.roll(24)];
        }
    }
    bytes
}

/// The line with another value behind one of its colons.
fn with_other_value(line: &str, value: &str) -> String {
    let Some((front, rest)) = line.rsplit_once(": ") else { return format!("{line} {value}") };
    let end = rest.find([',', '}', ']']).unwrap_or(rest.len());
    format!("{front}: {value}{}", &rest[end..])
}

fn answered(bytes: &[u8], product: Product) {
    let files = MemoryFiles::new([("c.yaml", bytes.to_vec())]);
    let target = Target::new(product);
    let loaded = load(&files, "c.yaml", &target);
    show(&loaded.diagnostics);
    let project = Project {
        files: &files,
        changelog: &loaded.changelog,
        target: &target,
        default_schema: None,
        keep: Keep::default(),
    };
    match preview(&project, &History::default()) {
        Ok(preview) => show(&preview.problems),
        Err(problems) => show(&problems),
    }
}

fn show(diagnostics: &[Diagnostic]) {
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::none());
    for diagnostic in diagnostics {
        let mut text = String::new();
        handler.render_report(&mut text, diagnostic).unwrap();
        let harmless =
            |letter: char| letter == '\n' || !(letter.is_control() || ('\u{202a}'..='\u{202e}').contains(&letter));
        assert!(text.chars().all(harmless), "{text:?}");
    }
}

#[test]
fn damaged_changelogs_are_answered() {
    let count = std::env::var("AMEND_TEST_MUTATIONS").map_or(400, |text| text.parse().unwrap());
    let (seeds, mut dice, mut slowest) = (seeds(), Dice(1), Duration::ZERO);
    assert!(seeds.len() > 40, "{}", seeds.len());
    for number in 0..count {
        let bytes = mutated(&seeds[dice.roll(seeds.len())], &mut dice);
        let start = Instant::now();
        for product in Product::ALL {
            answered(&bytes, product);
        }
        slowest = slowest.max(start.elapsed());
        assert!(start.elapsed() < Duration::from_secs(20), "document {number}: {:?}", String::from_utf8_lossy(&bytes));
    }
    println!("{count} documents on {} products, the slowest took {slowest:?}", Product::ALL.len());
}
