//! `preview`: every change set on every product, forward and back, without a database.

use amend_plan::{History, Preview, preview as plan_preview};
use amend_sql::Product;
use serde_json::{Value, json};

use super::Outcome;
use crate::Exit;
use crate::setup::Workplace;

/// Shows what every change set becomes.
pub fn preview(workplace: &Workplace, dialects: &[String], ids: &[String]) -> Outcome {
    let chosen = |product: &Product| dialects.is_empty() || dialects.iter().any(|it| it == product.name());
    let mut exit = Exit::Done;
    let mut all = Vec::new();
    for product in Product::ALL.into_iter().filter(chosen) {
        let read = workplace.read(product, Vec::new())?;
        let project = read.project(workplace, None);
        match plan_preview(&project, &History::default()) {
            Ok(mut preview) => {
                preview.entries.retain(|entry| ids.is_empty() || ids.contains(&entry.key.id));
                workplace.output.diagnostics(&preview.problems);
                workplace.output.diagnostics(&preview.notes);
                if !preview.problems.is_empty() {
                    exit = Exit::Invalid;
                }
                all.push((product, preview));
            }
            Err(problems) => {
                workplace.output.diagnostics(&problems);
                exit = Exit::Invalid;
            }
        }
    }
    workplace.output.result(|| amend_report::preview_text(&all), || previews_json(&all));
    Ok(exit)
}

fn previews_json(all: &[(Product, Preview)]) -> Value {
    let entries = |preview: &Preview| -> Vec<Value> {
        preview
            .entries
            .iter()
            .map(|entry| json!({"change_set": entry.key.to_string(), "forward": entry.forward, "back": entry.back.as_ref().ok(), "note": entry.back.as_ref().err(), "moved": entry.moved}))
            .collect()
    };
    Value::Object(
        all.iter().map(|(product, preview)| (product.name().to_owned(), Value::Array(entries(preview)))).collect(),
    )
}
