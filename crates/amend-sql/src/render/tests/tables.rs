//! Tables.

use super::*;
use amend_catalog::TableOptions;

#[test]
fn a_table_of_one_column() {
    let case = |_| Case::create(vec![], Object::Table(table(vec![column("a", "INTEGER")], vec![])));
    check("table_one_column", case);
}

#[test]
fn a_table_with_everything_in_it() {
    let case = |_| {
        let mut table = table(
            vec![
                numbered("id"),
                required("code", "VARCHAR(10)"),
                Column { default: Some("'it''s'".to_owned()), ..column("note", "VARCHAR(20)") },
                column("parent", "INTEGER"),
                Column { comment: Some("it's".to_owned()), ..column("amount", "INTEGER") },
            ],
            vec![
                primary_key(&["id"]),
                unique("uq_code", &["code"]),
                Constraint::ForeignKey(foreign_key("parent")),
                Constraint::Check(a_check("amount > 0")),
            ],
        );
        table.comment = Some("a \"table\"".to_owned());
        table.indexes.push(index("ix_amount", &["amount"]));
        Case::create(vec![parent()], Object::Table(table))
    };
    check("table_everything", case);
}

#[test]
fn numbers_that_start_late() {
    let case = |_| {
        let identity = Identity { start: Some(100), ..Identity::default() };
        let id = Column { identity: Some(identity), ..required("id", "INTEGER") };
        Case::create(vec![], Object::Table(table(vec![id], vec![primary_key(&["id"])])))
    };
    check("table_start", case);
}

#[test]
fn numbers_from_a_sequence() {
    let case = |_| {
        let identity = Identity { sequence: Some(name("t_id_seq")), start: Some(7), ..Identity::default() };
        let id = Column { identity: Some(identity), ..required("id", "INTEGER") };
        Case::create(vec![], Object::Table(table(vec![id], vec![primary_key(&["id"])])))
    };
    check("table_serial", case);
}

#[test]
fn a_drop_and_its_inverse() {
    let case = |_| {
        let mut table = plain();
        table.comment = Some("kept".to_owned());
        table.indexes.push(index("ix_label", &["label"]));
        Case::edits(vec![Object::Table(table.clone())], vec![Edit::drop(Object::Table(table))])
    };
    check("table_drop", case);
}

#[test]
fn manners_of_drop_and_creation() {
    let manner = Manner { cascade: true, tolerant: true, ..Manner::default() };
    let drop =
        |_| Case::edits(vec![Object::Table(plain())], vec![Edit::drop(Object::Table(plain()))]).with(manner.clone());
    check("table_drop_cascade", drop);
    let tolerant = Manner { tolerant: true, ..Manner::default() };
    let create = |_| Case::create(vec![], Object::Table(plain())).with(tolerant.clone());
    check("table_if_not_exists", create);
}

#[test]
fn another_name_and_comment() {
    let case = |_| {
        let after = Table { name: name("t2"), comment: Some("new".to_owned()), ..plain() };
        Case::edits(vec![Object::Table(plain())], vec![Edit::alter(Object::Table(plain()), Object::Table(after))])
    };
    check("table_rename", case);
}

#[test]
fn an_index_that_comes_with_a_key_is_not_made_twice() {
    let case = |_| {
        let key = Constraint::ForeignKey(foreign_key("amount"));
        let mut table = table(vec![column("amount", "INTEGER")], vec![key]);
        table.indexes.push(Index { automatic: true, ..index("fk_p", &["amount"]) });
        Case::create(vec![parent()], Object::Table(table))
    };
    check("table_automatic_index", case);
}

#[test]
fn a_reference_to_itself_follows_another_name() {
    let case = |_| {
        let mut table = plain();
        let own = ForeignKey { referenced_table: name("t"), ..foreign_key("amount") };
        table.constraints.push(Constraint::ForeignKey(own));
        let after = table.renamed(name("t2"));
        Case::edits(vec![Object::Table(table.clone())], vec![Edit::alter(Object::Table(table), Object::Table(after))])
    };
    check("table_rename_itself", case);
}

#[test]
fn options_of_each_product() {
    let case = |product| {
        let mut table = plain();
        table.options = match product {
            Product::PostgreSql => {
                TableOptions { tablespace: Some("pg_default".to_owned()), ..TableOptions::default() }
            }
            Product::MySql | Product::MariaDb => TableOptions {
                engine: Some("InnoDB".to_owned()),
                charset: Some("utf8mb4".to_owned()),
                collation: Some("utf8mb4_bin".to_owned()),
                ..TableOptions::default()
            },
            Product::Sqlite => TableOptions { strict: true, without_rowid: true, ..TableOptions::default() },
        };
        table.columns[1].ty = if product == Product::Sqlite { "TEXT" } else { "VARCHAR(20)" }.to_owned();
        let plain = Table { options: TableOptions::default(), ..table.clone() };
        let alter = Edit::alter(Object::Table(plain.clone()), Object::Table(table));
        Case::edits(vec![Object::Table(plain)], vec![alter])
    };
    check("table_options", case);
}

#[test]
fn options_of_another_product_are_refused() {
    let case = |product| {
        let of_mysql = TableOptions { engine: Some("InnoDB".to_owned()), ..TableOptions::default() };
        let of_postgresql = TableOptions { tablespace: Some("fast".to_owned()), ..TableOptions::default() };
        let options = if matches!(product, Product::MySql | Product::MariaDb) { of_postgresql } else { of_mysql };
        Case::create(vec![], Object::Table(Table { options, ..plain() }))
    };
    check("table_foreign_options", case);
}

#[test]
fn an_unknown_table_is_not_made() {
    let case = |_| Case::create(vec![], Object::Table(Table::stub(name("t"))));
    check("table_unknown", case);
}
