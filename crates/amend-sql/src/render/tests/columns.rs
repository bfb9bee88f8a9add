//! Columns.

use amend_catalog::Generated;
use expect_test::expect;

use super::*;

fn add(at: usize, column: Column) -> Case {
    Case::create(vec![Object::Table(plain())], column_at(at, column))
}

#[test]
fn a_new_column_at_the_end() {
    check("column_add", |_| add(3, column("extra", "VARCHAR(5)")));
}

#[test]
fn a_new_column_with_default_and_comment() {
    let extra = || Column {
        default: Some("'x'".to_owned()),
        comment: Some("it's".to_owned()),
        ..required("extra", "VARCHAR(5)")
    };
    check("column_add_default", |_| add(3, extra()));
}

#[test]
fn a_new_column_among_the_others() {
    check("column_add_first", |_| add(0, column("extra", "INTEGER")));
    check("column_add_after", |_| add(1, column("extra", "INTEGER")));
}

#[test]
fn a_new_column_that_numbers_the_rows() {
    let case = |_| {
        let start = table(vec![column("label", "VARCHAR(20)")], vec![]);
        let edits = vec![Edit::create(column_at(1, numbered("id"))), Edit::create(on_t(primary_key(&["id"])))];
        Case::edits(vec![Object::Table(start)], edits)
    };
    check("column_add_identity", case);
}

#[test]
fn a_generated_column() {
    let doubled = |product| {
        let stored = product == Product::PostgreSql;
        let generated = Generated { expression: "amount * 2".to_owned(), stored };
        Column { generated: Some(generated), ..column("doubled", "INTEGER") }
    };
    check("column_add_generated", |product| add(3, doubled(product)));
    let required = |product| Column { nullable: false, ..doubled(product) };
    check("column_add_generated_required", |product| add(3, required(product)));
}

#[test]
fn a_dropped_column_comes_back_with_all_it_had() {
    let case = |product| {
        let comment = (product != Product::Sqlite).then(|| "kept".to_owned());
        let amount = Column { comment, ..plain().columns[2].clone() };
        let mut table = plain();
        table.columns.insert(1, Column { name: "price".to_owned(), ..amount });
        let edit = Edit::drop(column_at(1, table.columns[1].clone()));
        Case::edits(vec![Object::Table(table)], vec![edit])
    };
    check("column_drop", case);
}

#[test]
fn a_dropped_column_with_its_index() {
    let case = |_| {
        let mut table = plain();
        table.indexes.push(index("ix_label", &["label"]));
        let edits = vec![
            Edit::drop(index_on_t(index("ix_label", &["label"]))),
            Edit::drop(column_at(1, table.columns[1].clone())),
        ];
        Case::edits(vec![Object::Table(table)], edits)
    };
    check("column_drop_index", case);
}

#[test]
fn a_dropped_column_in_a_check() {
    let case = |_| {
        let mut table = plain();
        table.constraints.push(Constraint::Check(a_check("amount > 0")));
        let edits = vec![
            Edit::drop(on_t(Constraint::Check(a_check("amount > 0")))),
            Edit::drop(column_at(2, table.columns[2].clone())),
        ];
        Case::edits(vec![Object::Table(table)], edits)
    };
    check("column_drop_check", case);
}

#[test]
fn another_name() {
    check("column_rename", |_| Case::column(&plain(), "label", |it| it.name = "title".to_owned()));
}

#[test]
fn another_place() {
    let case = |_| {
        let table = plain();
        let id = |at| column_at(at, table.columns[0].clone());
        Case::edits(vec![Object::Table(plain())], vec![Edit::alter(id(0), id(2))])
    };
    check("column_move", case);
}

#[test]
fn another_name_and_type() {
    let change = |it: &mut Column| {
        it.name = "title".to_owned();
        it.ty = "VARCHAR(99)".to_owned();
    };
    check("column_rename_type", |_| Case::column(&plain(), "label", change));
}

#[test]
fn another_type() {
    check("column_type", |_| Case::column(&plain(), "amount", |it| it.ty = "BIGINT".to_owned()));
    let manner = Manner { using: Some("label::INTEGER".to_owned()), ..Manner::default() };
    let using = |_| Case::column(&plain(), "label", |it| it.ty = "INTEGER".to_owned()).with(manner.clone());
    check("column_type_using", using);
}

#[test]
fn a_type_that_is_no_other_by_itself() {
    check("column_type_cast", |_| Case::column(&plain(), "label", |it| it.ty = "INTEGER".to_owned()));
}

#[test]
fn other_numbers() {
    let start = |start| Some(Identity { start: Some(start), ..Identity::default() });
    let case = |_| {
        let id = Column { identity: start(5), ..numbered("id") };
        Case::column(&table(vec![id], vec![primary_key(&["id"])]), "id", |it| it.identity = start(50))
    };
    check("identity_change", case);
}

#[test]
fn nullability() {
    check("column_nullable", |_| Case::column(&plain(), "amount", |it| it.nullable = true));
    let table = || {
        let mut table = plain();
        table.columns[1].default = Some("'none'".to_owned());
        table
    };
    check("column_required", |_| Case::column(&table(), "label", |it| it.nullable = false));
}

#[test]
fn defaults() {
    let set = |_| Case::column(&plain(), "label", |it| it.default = Some("'x'".to_owned()));
    check("default_set", set);
    let change = |_| Case::column(&plain(), "amount", |it| it.default = Some("6".to_owned()));
    check("default_change", change);
    let drop = |_| Case::column(&plain(), "amount", |it| it.default = None);
    check("default_drop", drop);
    let bare = Manner { without_default: true, ..Manner::default() };
    let table = || {
        let mut table = plain();
        table.columns[1].default = Some("'x'".to_owned());
        table
    };
    let none = |_| Case::column(&table(), "label", |it| it.default = None).with(bare.clone());
    check("default_none", none);
    let large = |product| {
        let mut table = plain();
        let default = if product == Product::MySql { "('x')" } else { "'x'" };
        table.columns.push(Column { default: Some(default.to_owned()), ..column("note", "TEXT") });
        Case::column(&table, "note", |it| it.default = None)
    };
    check("default_drop_large", large);
    let expression = |product| {
        let now = if product == Product::Sqlite { "CURRENT_TIMESTAMP" } else { "now()" };
        let mut table = plain();
        table.columns.push(column("at", "TIMESTAMP"));
        Case::column(&table, "at", |it| it.default = Some(now.to_owned()))
    };
    check("default_expression", expression);
}

#[test]
fn comments() {
    let case = |_| Case::column(&plain(), "amount", |it| it.comment = Some("it's".to_owned()));
    check("column_comment", case);
}

#[test]
fn numbers_for_a_column_that_is_there() {
    let number = |it: &mut Column| it.identity = Some(Identity { start: Some(7), ..Identity::default() });
    check("identity_add", |_| Case::column(&plain(), "id", number));
    let serial = |it: &mut Column| {
        it.identity = Some(Identity { sequence: Some(name("t_id_seq")), ..Identity::default() });
    };
    check("serial_add", |_| Case::column(&plain(), "id", serial));
}

#[test]
fn what_mysql_keeps_when_a_column_is_modified() {
    let case = |product| {
        let mut table = plain();
        table.columns.push(match product {
            Product::MySql | Product::MariaDb => Column {
                charset: Some("latin1".to_owned()),
                collation: Some("latin1_bin".to_owned()),
                default: Some("'x'".to_owned()),
                comment: Some("kept".to_owned()),
                invisible: true,
                ..required("code", "VARCHAR(10)")
            },
            _ => Column { default: Some("'x'".to_owned()), ..required("code", "VARCHAR(10)") },
        });
        Case::column(&table, "code", |it| it.ty = "VARCHAR(20)".to_owned())
    };
    check("column_keeps", case);
    let touched = |product| {
        let mut table = plain();
        let on_update = matches!(product, Product::MySql | Product::MariaDb).then(|| "CURRENT_TIMESTAMP".to_owned());
        let default = Some("CURRENT_TIMESTAMP".to_owned());
        table.columns.push(Column { on_update, default, ..required("at", "TIMESTAMP") });
        Case::column(&table, "at", |it| it.nullable = true)
    };
    check("column_keeps_on_update", touched);
}

#[test]
fn edits_of_one_table_share_a_rebuild() {
    let case = |_| {
        let table = plain();
        let amount = |column: Column| column_at(2, column);
        let nullable = Column { nullable: true, ..table.columns[2].clone() };
        let edits = vec![
            Edit::alter(amount(table.columns[2].clone()), amount(nullable)),
            Edit::create(column_at(3, column("code", "VARCHAR(5)"))),
            Edit::create(on_t(unique("uq_code", &["code"]))),
            Edit::create(index_on_t(index("ix_amount", &["amount"]))),
        ];
        Case::edits(vec![parent(), Object::Table(table)], edits)
    };
    check("rebuild_shared", case);
}

#[test]
fn the_last_number_outlives_a_rebuild() {
    let case = |_| {
        let table = table(vec![numbered("id"), required("label", "VARCHAR(20)")], vec![primary_key(&["id"])]);
        Case::column(&table, "label", |it| it.nullable = true)
    };
    check("rebuild_numbered", case);
}

#[test]
fn an_unknown_definition() {
    let case = |_| {
        let mut table = Table::stub(name("t"));
        table.columns.push(Column::stub("a"));
        let after = Column { ty: "BIGINT".to_owned(), ..Column::stub("a") };
        let edit = Edit::alter(column_at(0, Column::stub("a")), column_at(0, after));
        let start = Case { start: vec![], ops: vec![Op::Edit(edit)] };
        (table, start)
    };
    let (table, case) = case(());
    let mut text = String::new();
    for product in Product::ALL {
        let mut catalog = Catalog::new(profile(product).naming);
        catalog.tables.push(table.clone());
        writeln!(text, "-- {product}").unwrap();
        print(&mut text, &render(product, &case.ops, &catalog));
    }
    expect![[r#"
        -- PostgreSQL
        ALTER TABLE t ALTER COLUMN a TYPE BIGINT USING CAST(a AS BIGINT);
        -- MySQL
        refused: UnknownDefinition { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
        -- MariaDB
        refused: UnknownDefinition { kind: Column, name: "a", table: Some(ObjectName { schema: None, name: "t" }) }
        -- SQLite
        refused: UnknownDefinition { kind: Table, name: "t", table: None }
    "#]]
    .assert_eq(&text);
}
