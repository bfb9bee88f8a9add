//! Previews of all products, as text.

use std::collections::BTreeSet;
use std::fmt::Write;

use amend_plan::{ChangeSetKey, Preview, PreviewEntry};
use amend_sql::Product;
use amend_syntax::terminal_safe;

/// The previews of several products side by side: one part a change set, in it one part a product. Products that do the
/// same share a part.
pub fn preview_text(previews: &[(Product, Preview)]) -> String {
    let mut text = String::new();
    for key in keys(previews) {
        let entries: Vec<(Product, &PreviewEntry)> = previews
            .iter()
            .filter_map(|(product, preview)| Some((*product, preview.entries.iter().find(|it| it.key == key)?)))
            .collect();
        change_set(&mut text, &key, &entries);
    }
    text.truncate(text.trim_end().len());
    text
}

/// The change sets of all products in the order of the first that has them.
fn keys(previews: &[(Product, Preview)]) -> Vec<ChangeSetKey> {
    let mut seen = BTreeSet::new();
    let all = previews.iter().flat_map(|(_, preview)| &preview.entries);
    all.map(|entry| entry.key.clone()).filter(|key| seen.insert(key.clone())).collect()
}

fn change_set(text: &mut String, key: &ChangeSetKey, entries: &[(Product, &PreviewEntry)]) {
    let name = key.to_string().replace('\n', "\\n");
    let _ = writeln!(text, "-- change set {}", terminal_safe(&name));
    let mut left = entries.to_vec();
    while let Some((_, first)) = left.first().copied() {
        let same = |other: &PreviewEntry| {
            other.forward == first.forward && other.back == first.back && other.moved == first.moved
        };
        let (alike, others): (Vec<_>, Vec<_>) = left.into_iter().partition(|(_, entry)| same(entry));
        let products: Vec<&str> = alike.iter().map(|(product, _)| product.title()).collect();
        part(text, &products.join(", "), first);
        left = others;
    }
    text.push('\n');
}

fn part(text: &mut String, products: &str, entry: &PreviewEntry) {
    let _ = writeln!(text, "--   {products}");
    if let Some(reason) = &entry.moved {
        let _ = writeln!(text, "--   {}", terminal_safe(&reason.replace('\n', " ")));
    }
    if let Some(reason) = &entry.passed_over {
        let _ = writeln!(text, "--   passed over: {}", reason.replace('\n', " "));
    }
    statements(text, &entry.forward);
    match &entry.back {
        Ok(back) if back.is_empty() => text.push_str("--   back: nothing to do\n"),
        Ok(back) => {
            text.push_str("--   back\n");
            statements(text, back);
        }
        Err(reason) => {
            let _ = writeln!(text, "--   no way back: {}", reason.replace('\n', " "));
        }
    }
}

fn statements(text: &mut String, statements: &[String]) {
    for statement in statements {
        let _ = writeln!(text, "{statement};");
    }
}
