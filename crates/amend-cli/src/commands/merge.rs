//! `validate --base`: what this branch of a changelog and another one would break for each other.

use std::path::Path;

use amend_changelog::{Files, SearchPath, load};
use amend_plan::Project;
use amend_plan::merge::conflicts;
use amend_syntax::Diagnostic;
use serde_json::json;

use super::Outcome;
use super::script::Start;
use crate::Exit;
use crate::args::Offline;
use crate::git::GitFiles;
use crate::setup::Workplace;

/// Compares the changelog with the base: a folder that holds what this one holds, or a git ref.
pub async fn validate(workplace: &Workplace, offline: &Offline, base: &str) -> Outcome {
    let start = Start::now(workplace, offline).await?;
    let files = files(workplace, base).map_err(|error| {
        workplace.output.error(&format!("the base cannot be used: {error}"));
        Exit::Usage
    })?;
    let theirs = load(files.as_ref(), &workplace.settings.changelog_file, &start.read.target);
    if !theirs.is_valid() {
        workplace.output.error("the changelog of the base cannot be used");
        workplace.output.diagnostics(&theirs.diagnostics);
        return Err(Exit::Invalid);
    }
    let branch = start.read.project(workplace, start.schema.as_deref());
    let base = Project { files: files.as_ref(), changelog: &theirs.changelog, ..branch };
    Ok(report(workplace, &conflicts(&base, &branch)))
}

fn report(workplace: &Workplace, problems: &[Diagnostic]) -> Exit {
    workplace.output.diagnostics(problems);
    let human = match problems.len() {
        0 => "no conflict with the base".to_owned(),
        1 => "1 conflict with the base".to_owned(),
        count => format!("{count} conflicts with the base"),
    };
    workplace.output.result(|| human, || json!({"conflicts": problems.len()}));
    if problems.is_empty() { Exit::Done } else { Exit::Invalid }
}

fn files(workplace: &Workplace, base: &str) -> Result<Box<dyn Files>, String> {
    let search_path = &workplace.settings.search_path;
    let folder = Path::new(base);
    if folder.is_dir() {
        let folders = search_path.iter().map(|it| folder.join(it));
        return Ok(Box::new(SearchPath::new(folders).map_err(|error| error.to_string())?));
    }
    Ok(Box::new(GitFiles::new(Path::new("."), base, search_path)?))
}
