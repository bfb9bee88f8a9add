//! What a verification found: as text, as Markdown for a review, and as JSON.

use std::fmt::Write;

use amend_plan::verification::{Finding, Verdict, Verification, Verified};
use amend_syntax::terminal_safe;
use serde_json::{Value, json};

/// For a terminal: one line a change set, what was found below it.
pub fn verification_text(all: &[Verification]) -> String {
    let mut text = String::new();
    for verification in all {
        let _ = writeln!(text, "{}", title(verification));
        for entry in &verification.entries {
            let _ = writeln!(text, "  {:<18} {}", entry.verdict.words(), one_line(&entry.name));
            for finding in &entry.findings {
                let _ = writeln!(text, "  {:<18}   {}", "", one_line(&told(finding)));
            }
        }
        if let Some(reason) = &verification.unfinished {
            let _ = writeln!(text, "  not finished: {}", one_line(reason));
        }
        let _ = writeln!(text, "  {}\n", summary(verification));
    }
    text.truncate(text.trim_end().len());
    text
}

/// For a review: a table of the counts, and a section a database with all that is not exact.
pub fn verification_markdown(all: &[Verification]) -> String {
    let mut text = String::from("# Verified rollback\n\n");
    let wrong = all.iter().any(Verification::is_wrong);
    text.push_str(if wrong { "**Not verified**\n\n" } else { "Verified\n\n" });
    text.push_str("| database | change sets | exact | exact, but | loses data | impossible | passed over | wrong |\n");
    text.push_str("|---|---|---|---|---|---|---|---|\n");
    for verification in all {
        let _ =
            writeln!(text, "| {} | {} | {} |", title(verification), verification.entries.len(), counts(verification));
    }
    for verification in all {
        section(&mut text, verification);
    }
    text
}

/// For programs.
pub fn verification_json(all: &[Verification]) -> Value {
    let databases: Vec<Value> = all.iter().map(database).collect();
    json!({"verified": !all.iter().any(Verification::is_wrong), "databases": databases})
}

fn database(verification: &Verification) -> Value {
    let counts: serde_json::Map<String, Value> =
        verification.counts().into_iter().map(|(verdict, count)| (verdict.code().to_owned(), json!(count))).collect();
    let entries: Vec<Value> = verification.entries.iter().map(entry_json).collect();
    json!({
        "product": verification.product.name(),
        "version": verification.version,
        "counts": counts,
        "change_sets": entries,
        "unfinished": verification.unfinished,
    })
}

fn entry_json(entry: &Verified) -> Value {
    let (line, column) = entry.place.line_column();
    let findings: Vec<Value> = entry.findings.iter().map(|it| json!({"what": it.what, "why": it.why})).collect();
    json!({
        "change_set": entry.name,
        "file": entry.place.source.name(),
        "line": line,
        "column": column,
        "way_back": entry.verdict.code(),
        "findings": findings,
    })
}

fn title(verification: &Verification) -> String {
    one_line(&format!("{} {}", verification.product.title(), verification.version))
}

fn summary(verification: &Verification) -> String {
    let counts: Vec<String> =
        verification.counts().iter().map(|(verdict, count)| format!("{count} {}", verdict.words())).collect();
    match verification.entries.len() {
        0 => "no change sets".to_owned(),
        1 => format!("1 change set: {}", counts.join(", ")),
        several => format!("{several} change sets: {}", counts.join(", ")),
    }
}

/// The cells of a row of the table.
fn counts(verification: &Verification) -> String {
    const COLUMNS: [Verdict; 5] =
        [Verdict::Exact, Verdict::ExactBut, Verdict::Losing, Verdict::Impossible, Verdict::PassedOver];
    let count = |fits: &dyn Fn(Verdict) -> bool| verification.entries.iter().filter(|it| fits(it.verdict)).count();
    let mut cells: Vec<String> = COLUMNS.iter().map(|column| count(&|it| it == *column).to_string()).collect();
    cells.push(count(&Verdict::is_wrong).to_string());
    cells.join(" | ")
}

fn section(text: &mut String, verification: &Verification) {
    let told_of: Vec<&Verified> = verification.entries.iter().filter(|it| it.verdict != Verdict::Exact).collect();
    if told_of.is_empty() && verification.unfinished.is_none() {
        return;
    }
    let _ = write!(text, "\n## {}\n\n", title(verification));
    for entry in told_of {
        let (line, _) = entry.place.line_column();
        let place = format!("{}:{line}", entry.place.source.name());
        let _ = writeln!(text, "- **{}** {} ({})", entry.verdict.words(), code(&entry.name), code(&place));
        for finding in &entry.findings {
            let _ = writeln!(text, "  - {}", code(&told(finding)));
        }
    }
    if let Some(reason) = &verification.unfinished {
        let _ = writeln!(text, "- **not finished** {}", code(reason));
    }
}

fn told(finding: &Finding) -> String {
    match &finding.why {
        Some(why) => format!("{}: {why}", finding.what),
        None => finding.what.clone(),
    }
}

/// Text from files and servers, as code: nothing in it is Markdown.
fn code(text: &str) -> String {
    let text = one_line(text);
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

fn one_line(text: &str) -> String {
    terminal_safe(text).replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use amend_plan::verification::Wrong;
    use amend_sql::Product;
    use amend_syntax::{Source, Span};
    use expect_test::expect;

    use super::*;

    fn example() -> Vec<Verification> {
        let place = Source::new("a.yaml", "x\ny").place(Span::new(2, 3));
        let entry =
            |name: &str, verdict, findings| Verified { name: name.into(), place: place.clone(), verdict, findings };
        let order = Finding::new("table `t`: columns: order should be `a, b`, is `b, a`").because("PostgreSQL is so");
        vec![Verification {
            product: Product::PostgreSql,
            version: "15".into(),
            entries: vec![
                entry("a.yaml::1::ada", Verdict::Exact, Vec::new()),
                entry("a.yaml::2::ada", Verdict::ExactBut, vec![order]),
                entry(
                    "a.yaml::3|`x`\n::ada",
                    Verdict::Wrong(Wrong::NotRestored),
                    vec![Finding::new("table `t` is missing")],
                ),
            ],
            unfinished: Some("it was given".into()),
        }]
    }

    #[test]
    fn as_text() {
        expect![[r#"
            PostgreSQL 15
              exact              a.yaml::1::ada
              exact, but         a.yaml::2::ada
                                   table `t`: columns: order should be `a, b`, is `b, a`: PostgreSQL is so
              NOT RESTORED       a.yaml::3|`x`\n::ada
                                   table `t` is missing
              not finished: it was given
              3 change sets: 1 exact, 1 exact, but, 1 NOT RESTORED"#]]
        .assert_eq(&verification_text(&example()));
    }

    #[test]
    fn as_markdown() {
        expect![[r#"
            # Verified rollback

            **Not verified**

            | database | change sets | exact | exact, but | loses data | impossible | passed over | wrong |
            |---|---|---|---|---|---|---|---|
            | PostgreSQL 15 | 3 | 1 | 1 | 0 | 0 | 0 | 1 |

            ## PostgreSQL 15

            - **exact, but** `a.yaml::2::ada` (`a.yaml:2`)
              - ``table `t`: columns: order should be `a, b`, is `b, a`: PostgreSQL is so``
            - **NOT RESTORED** ``a.yaml::3|`x`\n::ada`` (`a.yaml:2`)
              - ``table `t` is missing``
            - **not finished** `it was given`
        "#]]
        .assert_eq(&verification_markdown(&example()));
    }

    #[test]
    fn as_json() {
        let value = verification_json(&example());
        assert_eq!(value["verified"], false);
        assert_eq!(value["databases"][0]["counts"], json!({"exact": 1, "exact-but": 1, "not-restored": 1}));
        let entry = &value["databases"][0]["change_sets"][1];
        assert_eq!(entry["way_back"], "exact-but");
        assert_eq!(entry["line"], 2);
        assert_eq!(entry["findings"][0]["why"], "PostgreSQL is so");
    }
}
