//! Each cell on each product, forward and back. `AMEND_SQL_DUMP=<folder>` also writes every case as JSON: statements that
//! set the start up, the case forward and back, and those that make the end from nothing, to be run on servers.

mod columns;
mod constraints;
mod indexes;
mod kept;
mod names;
mod objects;
mod rows;
mod tables;

use std::fmt::Write;

use amend_catalog::{
    Catalog, Check, Column, Constraint, Edit, ForeignKey, Identity, Index, IndexColumn, Key, Manner, Object,
    ObjectName, Op, Table,
};
use expect_test::expect_file;

use crate::{Product, Refusal, Rendered, profile, render};

/// What is there, and what happens to it.
struct Case {
    start: Vec<Object>,
    ops: Vec<Op>,
}

impl Case {
    fn edits(start: Vec<Object>, edits: Vec<Edit>) -> Self {
        Self { start, ops: edits.into_iter().map(Op::Edit).collect() }
    }

    /// Nothing is there, and the object is made.
    fn create(start: Vec<Object>, object: Object) -> Self {
        Self::edits(start, vec![Edit::create(object)])
    }

    /// The column of the table is changed.
    fn column(table: &Table, name: &str, change: impl Fn(&mut Column)) -> Self {
        let at = table.columns.iter().position(|it| it.name == name).unwrap();
        let before = table.columns[at].clone();
        let mut after = before.clone();
        change(&mut after);
        let edit = Edit::alter(column_at(at, before), column_at(at, after));
        Self::edits(vec![Object::Table(table.clone())], vec![edit])
    }

    fn with(mut self, manner: Manner) -> Self {
        for op in &mut self.ops {
            if let Op::Edit(edit) = op {
                edit.manner = manner.clone();
            }
        }
        self
    }

    /// The catalog before, and its making.
    fn catalog(&self, product: Product) -> (Catalog, Vec<Op>) {
        let ops: Vec<Op> = self.start.iter().cloned().map(|object| Op::Edit(Edit::create(object))).collect();
        (applied(&Catalog::new(profile(product).naming), &ops), ops)
    }

    fn inverse(&self) -> Option<Vec<Op>> {
        let inverse = |op: &Op| match op {
            Op::Edit(edit) => edit.inverse().ok().map(Op::Edit),
            Op::Kept(kept) => kept.inverse().map(Op::Kept),
            _ => None,
        };
        self.ops.iter().rev().map(inverse).collect()
    }
}

fn applied(catalog: &Catalog, ops: &[Op]) -> Catalog {
    let mut catalog = catalog.clone();
    for op in ops {
        if let Op::Edit(edit) = op {
            catalog.apply(edit).unwrap();
        }
    }
    catalog
}

/// The statements of the case on each product, forward and back, against the file of that name.
fn check(name: &str, case: impl Fn(Product) -> Case) {
    let mut text = String::new();
    for product in Product::ALL {
        let case = case(product);
        let (start, setup) = case.catalog(product);
        let forward = render(product, &case.ops, &start);
        writeln!(text, "-- {product}").unwrap();
        print(&mut text, &forward);
        if forward.is_ok() {
            let end = applied(&start, &case.ops);
            let inverse = case.inverse();
            let back = inverse.as_ref().map(|ops| render(product, ops, &end));
            if let Some(back) = &back {
                assert_eq!(applied(&end, inverse.as_deref().unwrap_or_default()), start, "the inverse on {product}");
                writeln!(text, "-- back").unwrap();
                print(&mut text, back);
            }
            dump::write(product, name, &setup, &forward, back.as_ref(), &end);
        }
    }
    expect_file![format!("tests/snapshots/{name}.sql")].assert_eq(&text);
}

fn print(text: &mut String, rendered: &Result<Vec<Rendered>, Refusal>) {
    match rendered {
        Ok(rendered) => rendered.iter().for_each(|it| print_statements(text, it)),
        Err(refusal) => writeln!(text, "refused: {:?}", refusal.reason).unwrap(),
    }
}

fn print_statements(text: &mut String, rendered: &Rendered) {
    if rendered.foreign_keys_off {
        writeln!(text, "-- foreign keys off").unwrap();
    }
    for statement in &rendered.statements {
        let outside = if statement.transactional { "" } else { " -- outside a transaction" };
        writeln!(text, "{};{outside}", statement.text).unwrap();
    }
}

fn name(name: &str) -> ObjectName {
    ObjectName::new(name)
}

/// A nullable column.
fn column(name: &str, ty: &str) -> Column {
    Column::new(name, ty)
}

fn required(name: &str, ty: &str) -> Column {
    Column { nullable: false, ..column(name, ty) }
}

fn numbered(name: &str) -> Column {
    Column { identity: Some(Identity::default()), ..required(name, "INTEGER") }
}

/// The column of table `t` at that place.
fn column_at(at: usize, column: Column) -> Object {
    Object::Column { table: name("t"), at, column }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn key(name: &str, columns: &[&str]) -> Key {
    Key { name: Some(name.to_owned()), columns: names(columns), ..Key::default() }
}

fn primary_key(columns: &[&str]) -> Constraint {
    Constraint::PrimaryKey(key("pk_t", columns))
}

fn unique(name: &str, columns: &[&str]) -> Constraint {
    Constraint::Unique(key(name, columns))
}

/// A foreign key to the key of table `p`.
fn foreign_key(column: &str) -> ForeignKey {
    ForeignKey {
        name: Some("fk_p".to_owned()),
        columns: names(&[column]),
        referenced_table: name("p"),
        referenced_columns: names(&["id"]),
        on_delete: None,
        on_update: None,
        deferrable: false,
        initially_deferred: false,
        validated: true,
    }
}

fn a_check(expression: &str) -> Check {
    Check { name: Some("ck_t".to_owned()), expression: expression.to_owned(), validated: true, enforced: true }
}

fn index(name: &str, columns: &[&str]) -> Index {
    let columns = columns.iter().map(|&name| IndexColumn::column(name)).collect();
    Index { name: name.to_owned(), columns, ..Index::default() }
}

fn on_t(constraint: Constraint) -> Object {
    Object::Constraint { table: name("t"), constraint }
}

fn index_on_t(index: Index) -> Object {
    Object::Index { table: name("t"), index }
}

fn table(columns: Vec<Column>, constraints: Vec<Constraint>) -> Table {
    Table { columns, constraints, ..Table::new(name("t")) }
}

/// A table `t` of a required number, a text and a number with a default.
fn plain() -> Table {
    table(
        vec![
            required("id", "INTEGER"),
            column("label", "VARCHAR(20)"),
            Column { default: Some("5".to_owned()), ..required("amount", "INTEGER") },
        ],
        vec![primary_key(&["id"])],
    )
}

/// A table `p` that others can refer to.
fn parent() -> Object {
    let key = Constraint::PrimaryKey(key("pk_p", &["id"]));
    Object::Table(Table { columns: vec![required("id", "INTEGER")], constraints: vec![key], ..Table::new(name("p")) })
}

mod dump {
    use std::path::Path;

    use super::*;

    /// Writes the case to the folder that the environment names, if it names one.
    pub(super) fn write(
        product: Product,
        name: &str,
        setup: &[Op],
        forward: &Result<Vec<Rendered>, Refusal>,
        back: Option<&Result<Vec<Rendered>, Refusal>>,
        end: &Catalog,
    ) {
        let Some(folder) = std::env::var_os("AMEND_SQL_DUMP") else {
            return;
        };
        let empty = Catalog::new(profile(product).naming);
        let setup = render(product, setup, &empty);
        let from_nothing = render(product, &creation(end), &empty);
        let json = format!(
            "{{\"product\":\"{}\",\"case\":\"{name}\",\"setup\":{},\"forward\":{},\"back\":{},\"end\":{}}}",
            product.name(),
            statements(Some(&setup)),
            statements(Some(forward)),
            statements(back),
            statements(Some(&from_nothing)),
        );
        std::fs::write(Path::new(&folder).join(format!("{}.{name}.json", product.name())), json).unwrap();
    }

    /// Everything in the catalog; what refers to tables comes after them.
    fn creation(catalog: &Catalog) -> Vec<Op> {
        let tables = catalog.tables.iter().cloned().map(Object::Table);
        let sequences = catalog.sequences.iter().cloned().map(Object::Sequence);
        let views = catalog.views.iter().cloned().map(Object::View);
        let routines = catalog.routines.iter().cloned().map(Object::Routine);
        sequences.chain(tables).chain(views).chain(routines).map(|object| Op::Edit(Edit::create(object))).collect()
    }

    fn statements(rendered: Option<&Result<Vec<Rendered>, Refusal>>) -> String {
        let Some(Ok(rendered)) = rendered else {
            return "null".to_owned();
        };
        let texts: Vec<_> = rendered.iter().flat_map(|it| &it.statements).map(|it| quoted(&it.text)).collect();
        format!("[{}]", texts.join(","))
    }

    fn quoted(text: &str) -> String {
        let mut json = String::from("\"");
        for character in text.chars() {
            match character {
                '"' | '\\' => json.extend(['\\', character]),
                it if it.is_control() => write!(json, "\\u{:04x}", u32::from(it)).unwrap(),
                it => json.push(it),
            }
        }
        json + "\""
    }
}
