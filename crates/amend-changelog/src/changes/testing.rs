//! What the tests of change types share: a list of changes as text in, what the last of them becomes as text out.
//!
//! The text shows the statements for every product, there and back. Beside it, the way back is proven to restore the
//! catalog.

use amend_catalog::{Catalog, Edit, Fault, Op, World};
use amend_sql::names::Quoting;
use amend_sql::{Product, Statement, profile, render};
use amend_syntax::{Diagnostic, Limits, Node, Source, Span, parse};
use expect_test::Expect;

use crate::change::Change;
use crate::checksum::ReadFile;
use crate::files::MemoryFiles;
use crate::lower::{Lower, Lowered, Refused, RowReading, Surroundings, assume};
use crate::row_file::RowReader;

/// Compares what the last change of the list becomes on each product, in the catalog that the ones before it leave.
pub(crate) fn check_change(yaml: &str, expected: Expect) {
    check_in(World::Closed, yaml, &[], expected);
}

/// The same in a database that the changelog did not make alone: what it does not know may be there.
pub(crate) fn check_open(yaml: &str, expected: Expect) {
    check_in(World::Open, yaml, &[], expected);
}

/// What the last change becomes on one product, for changes that are not for all.
pub(crate) fn check_on(product: Product, yaml: &str, expected: Expect) {
    let (changes, _) = changes(yaml);
    expected.assert_eq(&format!("{}:\n{}", product.name(), outcome(product, World::Closed, &changes, &[])));
}

/// The same, with files that the changes name: path and text.
pub(crate) fn check_with_files(yaml: &str, files: &[(&str, &str)], expected: Expect) {
    check_in(World::Closed, yaml, files, expected);
}

/// The same in a database that the changelog did not make alone, with files.
pub(crate) fn check_open_with_files(yaml: &str, files: &[(&str, &str)], expected: Expect) {
    check_in(World::Open, yaml, files, expected);
}

/// The changes of a list, and what is wrong with them.
pub(crate) fn changes(yaml: &str) -> (Vec<Box<dyn Change>>, Vec<Diagnostic>) {
    let parsed = parse(&Source::new("test.yaml", yaml), &Limits::default());
    let mut report = parsed.diagnostics;
    let root = parsed.root.unwrap();
    let items: Vec<&Node> = root.as_sequence().unwrap().iter().collect();
    let changes = items.into_iter().map(|item| read(item, &mut report)).collect();
    (changes, report)
}

fn read(item: &Node, report: &mut Vec<Diagnostic>) -> Box<dyn Change> {
    let [entry] = item.as_mapping().unwrap() else { panic!("a change is a map with one key") };
    let kind = super::find(&entry.key.value).unwrap_or_else(|| panic!("there is no change `{}`", entry.key.value));
    super::decode(kind, &entry.value, report)
}

fn check_in(world: World, yaml: &str, files: &[(&str, &str)], expected: Expect) {
    let (changes, report) = changes(yaml);
    let mut actual: String = report.iter().map(|diagnostic| shown(diagnostic) + "\n").collect();
    let mut groups: Vec<(String, String)> = Vec::new();
    for product in Product::ALL {
        let text = outcome(product, world, &changes, files);
        match groups.iter_mut().find(|(_, found)| *found == text) {
            Some((products, _)) => *products = format!("{products}, {}", product.name()),
            None => groups.push((product.name().to_owned(), text)),
        }
    }
    for (products, text) in groups {
        actual.push_str(&format!("{products}:\n{text}"));
    }
    expected.assert_eq(&actual);
}

fn outcome(product: Product, world: World, changes: &[Box<dyn Change>], files: &[(&str, &str)]) -> String {
    let mut catalog = Catalog { world, ..Catalog::new(profile(product).naming) };
    let (last, earlier) = changes.split_last().unwrap();
    for change in earlier {
        lower(product, change.as_ref(), &mut catalog, files)
            .unwrap_or_else(|refused| panic!("{product}: {}", all_shown(&refused.diagnostics)));
    }
    let mut start = catalog.clone();
    match lower(product, last.as_ref(), &mut catalog, files) {
        Err(refused) => all_shown(&refused.diagnostics),
        Ok(lowered) => {
            lowered.assumed.iter().for_each(|object| assume(&mut start, object));
            let ops: Vec<Op> = lowered.ops.into_iter().map(|(op, _)| op).collect();
            all_shown(&lowered.notes) + &there_and_back(product, &start, catalog, &ops, files)
        }
    }
}

/// Lowers one change.
pub(crate) fn lower(
    product: Product,
    change: &dyn Change,
    catalog: &mut Catalog,
    files: &[(&str, &str)],
) -> Result<Lowered, Refused> {
    let bytes = |path: &amend_syntax::Spanned<String>, _: bool| {
        let found = files.iter().find(|(name, _)| *name == path.value);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| {
            Diagnostic::error("amend::file::missing", format!("there is no file `{}`", path.value)).at(&path.place, "")
        })
    };
    let expand = |text: &str| text.to_owned();
    let memory = MemoryFiles::new(files.iter().copied());
    let files = ReadFile { bytes: &bytes, files: &memory, folder: "", expand: &expand };
    let around = Surroundings {
        product,
        quoting: Quoting::Legacy,
        default_schema: None,
        allow_commands: false,
        files: &files,
        rows: RowReading::AllBut(&[]),
    };
    let mut to = Lower::new(&around, catalog);
    to.change(change)?;
    Ok(to.made)
}

pub(crate) fn there_and_back(
    product: Product,
    start: &Catalog,
    end: Catalog,
    ops: &[Op],
    files: &[(&str, &str)],
) -> String {
    let files = MemoryFiles::new(files.iter().copied());
    let mut text = sent(product, ops, start, &files, "  ");
    match way_back(ops) {
        Err(Some(fault)) => text.push_str(&format!("  no way back: {fault:?}\n")),
        Err(None) => text.push_str("  no way back\n"),
        Ok(back) => {
            assert_restores(start, end.clone(), &back);
            let back: Vec<Op> = back.into_iter().map(Op::Edit).collect();
            text.push_str(&sent(product, &back, &end, &files, "  back: "));
        }
    }
    text
}

/// The statements of the operations, one a line, or why there are none.
fn sent(product: Product, ops: &[Op], start: &Catalog, files: &MemoryFiles, prefix: &str) -> String {
    match render(product, ops, start) {
        Ok(rendered) => {
            let statements = rendered.into_iter().flat_map(|it| it.statements).flat_map(|it| in_full(it, files));
            statements.map(|statement| format!("{prefix}{}\n", statement.text)).collect()
        }
        Err(refusal) => format!("{prefix}refused: {:?}\n", refusal.reason),
    }
}

/// The statement, or those for the rows of a file.
fn in_full(statement: Statement, files: &MemoryFiles) -> Vec<Statement> {
    let Some(bulk) = &statement.bulk else { return vec![statement] };
    let place = Source::new("test", "").place(Span::new(0, 0));
    let rows = RowReader::open(&bulk.load, bulk.product, files, &place).unwrap();
    bulk.statements(rows.map(Result::unwrap).collect()).unwrap()
}

/// The inverses in reverse order; `None` as the fault where a row change has none.
pub(crate) fn way_back(ops: &[Op]) -> Result<Vec<Edit>, Option<Fault>> {
    let mut back = Vec::new();
    for op in ops.iter().rev() {
        match op {
            Op::Edit(edit) => back.push(edit.inverse().map_err(Some)?),
            Op::Rows { covered: true, .. } | Op::Notice(_) => {}
            Op::Rows { covered: false, .. } | Op::Kept(_) | Op::Sql(_) | Op::Program(_) => return Err(None),
        }
    }
    Ok(back)
}

/// The inverses lead to a catalog that holds the same; only the order of what has no order may differ.
pub(crate) fn assert_restores(start: &Catalog, mut end: Catalog, back: &[Edit]) {
    for edit in back {
        end.apply(edit).unwrap_or_else(|fault| panic!("{fault:?} at {edit:?}"));
    }
    assert_eq!(in_order(end), in_order(start.clone()));
}

fn in_order(mut catalog: Catalog) -> Catalog {
    catalog.tables.sort_by_key(|table| table.name.clone());
    catalog.views.sort_by_key(|view| view.name.clone());
    catalog.sequences.sort_by_key(|sequence| sequence.name.clone());
    catalog.routines.sort_by_key(|routine| routine.name.clone());
    for table in &mut catalog.tables {
        table.constraints.sort_by_key(|constraint| format!("{constraint:?}"));
        table.indexes.sort_by_key(|index| index.name.clone());
    }
    catalog
}

pub(crate) fn all_shown(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|diagnostic| format!("  {}\n", shown(diagnostic))).collect()
}

/// A message with its line and column, its label and its help.
fn shown(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place().unwrap_or_else(|| panic!("{} has no place", diagnostic.message));
    let (line, column) = place.line_column();
    let label = diagnostic.labels.first().map(|label| label.text.as_str()).unwrap_or_default();
    let help = diagnostic.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
    let severity = format!("{:?}", diagnostic.severity).to_lowercase();
    format!("{severity} {line}:{column} `{}`: {} ({label}){help}", place.text(), diagnostic.message)
}

/// What the examples of the reference pages find there.
pub(crate) const STAGE: &str = r#"
- createTable:
    tableName: person
    columns:
      - column: {name: id, type: bigint, autoIncrement: true, constraints: {primaryKey: true}}
      - column: {name: name, type: varchar(80), constraints: {nullable: false}}
      - column: {name: email, type: varchar(120), constraints: {unique: true, uniqueConstraintName: uq_person_email}}
      - column: {name: birthday, type: date}
      - column: {name: age, type: int, defaultValueNumeric: 18}
      - column: {name: country, type: char(2)}
- createIndex: {tableName: person, indexName: ix_person_name, columns: [{column: {name: name}}]}
- addCheckConstraint: {tableName: person, constraintName: ck_person_age, constraintBody: age >= 0}
- addCheckConstraint: {tableName: person, constraintName: ck_person_id, constraintBody: id > 0, validate: false}
- createTable:
    tableName: country
    columns: [{column: {name: code, type: char(2), constraints: {primaryKey: true}}}]
- createTable:
    tableName: club
    columns: [{column: {name: id, type: bigint, constraints: {primaryKey: true}}}]
- createTable:
    tableName: membership
    columns:
      - column: {name: person_id, type: bigint, constraints: {foreignKeyName: fk_membership_person, references: person(id)}}
      - column: {name: club_id, type: bigint}
- createTable:
    tableName: address
    columns:
      - column: {name: street, type: varchar(80)}
      - column: {name: house, type: varchar(9)}
      - column: {name: city, type: varchar(80)}
- createSequence: {sequenceName: person_number}
- createView: {viewName: adult, selectQuery: select id from person where age >= 18}
"#;

const STAGE_FILES: [(&str, &str); 2] = [("data/person.csv", "id,name\n1,Ada\n"), ("sql/report.sql", "select 1")];

/// Lowers an example on the stage: its way back, where it has one, restores the stage.
///
/// # Errors
/// The product refuses it.
pub(crate) fn run_example(product: Product, change: &dyn Change) -> Result<(), Refused> {
    let mut catalog = Catalog::new(profile(product).naming);
    for earlier in changes(STAGE).0 {
        lower(product, earlier.as_ref(), &mut catalog, &[])?;
    }
    let start = catalog.clone();
    let lowered = lower(product, change, &mut catalog, &STAGE_FILES)?;
    let ops: Vec<Op> = lowered.ops.into_iter().map(|(op, _)| op).collect();
    if let Ok(back) = way_back(&ops) {
        assert_restores(&start, catalog, &back);
    }
    Ok(())
}
