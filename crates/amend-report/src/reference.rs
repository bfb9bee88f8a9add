//! The reference pages of the change types, with what their examples become on each product.

mod stage;

use amend_changelog::change::ChangeKind;
use amend_changelog::reference::{self, examples};
use amend_changelog::{MemoryFiles, Target, load};
use amend_plan::{History, Keep, Plan, Project, plan_offline};
use amend_sql::Product;
use amend_syntax::Diagnostic;

/// The page of a change type in Markdown: what it does, an example, its attributes, and the SQL of the example.
#[must_use]
pub fn page(kind: &ChangeKind) -> String {
    let mut page = reference::page(kind);
    for example in examples(kind.doc) {
        page.push_str("\n## SQL of the example\n\nIn a database that has what the example builds on.\n");
        for (products, outcome) in outcomes(&example) {
            page.push_str(&format!("\n{products}:{outcome}\n"));
        }
    }
    page
}

/// What an example becomes, once for all products on which it becomes the same.
fn outcomes(example: &str) -> Vec<(String, String)> {
    let mut outcomes: Vec<(String, String)> = Vec::new();
    for product in Product::ALL {
        let text = outcome(product, example);
        match outcomes.iter_mut().find(|(_, found)| *found == text) {
            Some((products, _)) => products.push_str(&format!(", {product}")),
            None => outcomes.push((product.to_string(), text)),
        }
    }
    outcomes
}

/// The statements on the emptiest stage on which the example sends some; else whether it works on one, or why not.
fn outcome(product: Product, example: &str) -> String {
    let (mut works, mut refusal) = (false, String::new());
    for stage in stage::stages(example) {
        match statements(product, &stage::changelog(&stage, example)) {
            Ok(statements) if statements.is_empty() => works = true,
            Ok(statements) => return format!("\n\n```sql\n{}```", statements.concat()),
            Err(diagnostics) => refusal = sentences(&diagnostics),
        }
    }
    if works { " nothing is sent.".to_owned() } else { format!(" {refusal}") }
}

fn statements(product: Product, changelog: &str) -> Result<Vec<String>, Vec<Diagnostic>> {
    let files = MemoryFiles::new([("changelog.yaml", changelog)].into_iter().chain(stage::FILES));
    let target = Target::new(product);
    let loaded = load(&files, "changelog.yaml", &target);
    let project = Project {
        files: &files,
        changelog: &loaded.changelog,
        target: &target,
        default_schema: None,
        keep: Keep::default(),
    };
    let plan = plan_offline(&project, &History::default())?;
    match plan.problems.first() {
        None => last_statements(&plan, &files),
        Some(problem) => Err(problem.diagnostics.clone()),
    }
}

fn last_statements(plan: &Plan, files: &MemoryFiles) -> Result<Vec<String>, Vec<Diagnostic>> {
    let statements = plan.steps.last().map(|step| &step.statements[..]).unwrap_or_default();
    let texts = statements.iter().flat_map(|it| it.texts(files));
    texts.map(|text| Ok(format!("{};\n", text?.trim_end().trim_end_matches(';')))).collect()
}

/// The messages with their help, as sentences.
fn sentences(diagnostics: &[Diagnostic]) -> String {
    let texts = diagnostics.iter().map(|diagnostic| match &diagnostic.help {
        Some(help) => format!("{}; {help}.", diagnostic.message),
        None => format!("{}.", diagnostic.message),
    });
    texts.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use amend_changelog::changes::{KINDS, find};
    use expect_test::expect;

    use super::*;

    #[test]
    fn a_page_shows_what_each_product_is_sent() {
        let actual = page(find("addAutoIncrement").unwrap());
        let sql = actual.split_once("## SQL of the example").unwrap().1;
        expect![[r#"


            In a database that has what the example builds on.

            PostgreSQL:

            ```sql
            CREATE SEQUENCE IF NOT EXISTS club_id_seq START WITH 100;
            ALTER TABLE club ALTER COLUMN id SET DEFAULT nextval('club_id_seq');
            ALTER SEQUENCE club_id_seq OWNED BY club.id;
            ```

            MySQL, MariaDB:

            ```sql
            ALTER TABLE club MODIFY COLUMN id INT AUTO_INCREMENT NOT NULL, AUTO_INCREMENT = 100;
            ```

            SQLite:

            ```sql
            CREATE TABLE _amend_new_club (id INTEGER CONSTRAINT PK_CLUB PRIMARY KEY AUTOINCREMENT NOT NULL);
            INSERT INTO _amend_new_club (id) SELECT id FROM club;
            DROP TABLE club;
            PRAGMA legacy_alter_table = ON;
            ALTER TABLE _amend_new_club RENAME TO club;
            PRAGMA legacy_alter_table = OFF;
            ```
        "#]]
        .assert_eq(sql);
    }

    #[test]
    fn what_examples_build_on_is_there() {
        for kind in KINDS {
            for (products, outcome) in examples(kind.doc).flat_map(|example| outcomes(&example)) {
                let missing = outcome.contains("no change set before this one makes it");
                assert!(!missing && outcome.len() > 1, "{} on {products}:{outcome}", kind.name);
            }
        }
    }
}
