//! What the tests here share: a changelog as a text, read for a product.

use amend_changelog::{Loaded, MemoryFiles, Target, load};
use amend_plan::{ChangeSetKey, ExecType, History, HistoryRow, Project};
use amend_sql::Product;
use amend_syntax::Diagnostic;

/// A changelog that was read.
pub struct Fixture {
    files: MemoryFiles,
    target: Target,
    loaded: Loaded,
}

impl Fixture {
    /// Reads a changelog; its change sets are written without the words around them: `id: changes` with an optional line of
    /// attributes.
    pub fn new(product: Product, change_sets: &str) -> Self {
        Self::of_file(product, &format!("databaseChangeLog:\n{change_sets}"))
    }

    fn of_file(product: Product, text: &str) -> Self {
        let files = MemoryFiles::new([("c.yaml", text)]);
        let target = Target { contexts: vec!["prod".to_owned()], ..Target::new(product) };
        let loaded = load(&files, "c.yaml", &target);
        assert!(loaded.is_valid(), "{:?}", loaded.diagnostics);
        Self { files, target, loaded }
    }

    pub fn project(&self) -> Project<'_> {
        Project {
            files: &self.files,
            changelog: &self.loaded.changelog,
            target: &self.target,
            default_schema: None,
            keep: amend_plan::Keep::default(),
        }
    }

    pub fn id(&self, index: usize) -> &str {
        &self.loaded.changelog.change_sets[index].id.value
    }
}

/// A history in which these change sets have run.
pub fn history(ids: &[&str]) -> History {
    let row = |(at, id): (usize, &&str)| HistoryRow {
        key: ChangeSetKey::new(*id, "a", "c.yaml"),
        date_executed: "2026-01-01 00:00:00".to_owned(),
        order_executed: i64::try_from(at).unwrap() + 1,
        exec_type: ExecType::Executed,
        md5sum: None,
        description: None,
        comments: None,
        tag: None,
        liquibase: None,
        contexts: None,
        labels: None,
        deployment_id: None,
    };
    History { rows: ids.iter().enumerate().map(row).collect() }
}

/// A message in one line: places as line, column and text.
pub fn line(diagnostic: &Diagnostic) -> String {
    let mut labels: Vec<_> = diagnostic.labels.iter().collect();
    labels.sort_by_key(|label| label.place.line_column());
    let place = |label: &&amend_syntax::Label| {
        let (line, column) = label.place.line_column();
        format!("{line}:{column} {}", label.text)
    };
    let places: Vec<String> = labels.iter().map(place).collect();
    let help = diagnostic.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{}: {} ({}){help}", diagnostic.code, diagnostic.message, places.join(", "))
}
