//! Rows and texts of the user.

use amend_catalog::{Rows, Script, ScriptPiece, Value};
use expect_test::expect;

use super::*;

fn rows(rows: Rows) -> Case {
    Case { start: vec![Object::Table(plain())], ops: vec![Op::Rows { rows, covered: false }] }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn number(number: &str) -> Value {
    Value::Number(number.to_owned())
}

#[test]
fn insertions() {
    let case = |_| {
        let values = vec![
            vec![number("1"), text("it's"), Value::Boolean(true)],
            vec![number("2"), text("back\\slash \u{1a}"), Value::Expression("1 + 1".to_owned())],
            vec![number("3"), Value::Null, number("-4")],
        ];
        rows(Rows::Insert { table: name("t"), columns: names(&["id", "label", "amount"]), rows: values })
    };
    let case = |product| match product {
        Product::PostgreSql => {
            let mut case = case(product);
            if let Op::Rows { rows: Rows::Insert { rows, .. }, .. } = &mut case.ops[0] {
                rows[0][2] = number("0");
            }
            case
        }
        _ => case(product),
    };
    check(
        "insert",
        case,
        expect![[r#"
        -- PostgreSQL
        INSERT INTO t (id, label, amount) VALUES (1, 'it''s', 0), (2, 'back\slash ', 1 + 1), (3, NULL, -4);
        -- MySQL
        INSERT INTO t (id, label, amount) VALUES (1, 'it''s', 1), (2, 'back\\slash ', 1 + 1), (3, NULL, -4);
        -- MariaDB
        INSERT INTO t (id, label, amount) VALUES (1, 'it''s', 1), (2, 'back\\slash ', 1 + 1), (3, NULL, -4);
        -- SQLite
        INSERT INTO t (id, label, amount) VALUES (1, 'it''s', 1), (2, 'back\slash ', 1 + 1), (3, NULL, -4);
    "#]],
    );
    let nothing = |_| rows(Rows::Insert { table: name("t"), columns: names(&["id"]), rows: vec![] });
    check(
        "insert_nothing",
        nothing,
        expect![[r#"
        -- PostgreSQL
        -- MySQL
        -- MariaDB
        -- SQLite
    "#]],
    );
}

#[test]
fn many_rows_are_many_statements() {
    let insert = Rows::Insert {
        table: name("t"),
        columns: names(&["id"]),
        rows: (0..1201).map(|row| vec![number(&row.to_string())]).collect(),
    };
    let ops = [Op::Rows { rows: insert, covered: false }];
    let rendered = render(Product::Sqlite, &ops, &Catalog::new(profile(Product::Sqlite).naming)).unwrap();
    assert_eq!(rendered[0].statements.len(), 3);
}

#[test]
fn upserts() {
    let upsert = |key: &str, only_update| {
        rows(Rows::Upsert {
            table: name("t"),
            columns: names(&["id", "label"]),
            key: names(&[key]),
            kept: Vec::new(),
            rows: vec![vec![number("1"), text("a")], vec![number("2"), Value::Null]],
            only_update,
        })
    };
    check(
        "upsert_key",
        |_| upsert("id", false),
        expect![[r#"
        -- PostgreSQL
        INSERT INTO t (id, label) VALUES (1, 'a'), (2, NULL) ON CONFLICT (id) DO UPDATE SET label = excluded.label;
        -- MySQL
        INSERT INTO t (id, label) VALUES (1, 'a'), (2, NULL) ON DUPLICATE KEY UPDATE label = VALUES(label);
        -- MariaDB
        INSERT INTO t (id, label) VALUES (1, 'a'), (2, NULL) ON DUPLICATE KEY UPDATE label = VALUES(label);
        -- SQLite
        INSERT INTO t (id, label) VALUES (1, 'a'), (2, NULL) ON CONFLICT (id) DO UPDATE SET label = excluded.label;
    "#]],
    );
    check(
        "upsert_no_key",
        |_| upsert("label", false),
        expect![[r#"
            -- PostgreSQL
            UPDATE t SET id = 1 WHERE label = 'a';
            INSERT INTO t (id, label) SELECT 1, 'a' FROM (SELECT 1) AS one WHERE NOT (EXISTS(SELECT 1 FROM t WHERE label = 'a'));
            UPDATE t SET id = 2 WHERE label IS NULL;
            INSERT INTO t (id, label) SELECT 2, NULL FROM (SELECT 1) AS one WHERE NOT (EXISTS(SELECT 1 FROM t WHERE label IS NULL));
            -- MySQL
            UPDATE t SET id = 1 WHERE label = 'a';
            INSERT INTO t (id, label) SELECT 1, 'a' FROM (SELECT 1) AS one WHERE NOT (EXISTS(SELECT 1 FROM t WHERE label = 'a'));
            UPDATE t SET id = 2 WHERE label IS NULL;
            INSERT INTO t (id, label) SELECT 2, NULL FROM (SELECT 1) AS one WHERE NOT (EXISTS(SELECT 1 FROM t WHERE label IS NULL));
            -- MariaDB
            UPDATE t SET id = 1 WHERE label = 'a';
            INSERT INTO t (id, label) SELECT 1, 'a' FROM (SELECT 1) AS one WHERE NOT (EXISTS(SELECT 1 FROM t WHERE label = 'a'));
            UPDATE t SET id = 2 WHERE label IS NULL;
            INSERT INTO t (id, label) SELECT 2, NULL FROM (SELECT 1) AS one WHERE NOT (EXISTS(SELECT 1 FROM t WHERE label IS NULL));
            -- SQLite
            UPDATE t SET id = 1 WHERE label = 'a';
            INSERT INTO t (id, label) SELECT 1, 'a' FROM (SELECT 1) AS one WHERE NOT (EXISTS(SELECT 1 FROM t WHERE label = 'a'));
            UPDATE t SET id = 2 WHERE label IS NULL;
            INSERT INTO t (id, label) SELECT 2, NULL FROM (SELECT 1) AS one WHERE NOT (EXISTS(SELECT 1 FROM t WHERE label IS NULL));
        "#]],
    );
    check(
        "upsert_update",
        |_| upsert("id", true),
        expect![[r#"
            -- PostgreSQL
            UPDATE t SET label = 'a' WHERE id = 1;
            UPDATE t SET label = NULL WHERE id = 2;
            -- MySQL
            UPDATE t SET label = 'a' WHERE id = 1;
            UPDATE t SET label = NULL WHERE id = 2;
            -- MariaDB
            UPDATE t SET label = 'a' WHERE id = 1;
            UPDATE t SET label = NULL WHERE id = 2;
            -- SQLite
            UPDATE t SET label = 'a' WHERE id = 1;
            UPDATE t SET label = NULL WHERE id = 2;
        "#]],
    );
}

#[test]
fn updates_and_deletions() {
    let filter = Some("id = 1 OR label LIKE '%?%'".to_owned());
    let update = |_| {
        let set =
            vec![("label".to_owned(), Value::Null), ("amount".to_owned(), Value::Expression("amount + 1".to_owned()))];
        rows(Rows::Update { table: name("t"), set, filter: filter.clone() })
    };
    check(
        "update",
        update,
        expect![[r#"
        -- PostgreSQL
        UPDATE t SET label = NULL, amount = amount + 1 WHERE id = 1 OR label LIKE '%?%';
        -- MySQL
        UPDATE t SET label = NULL, amount = amount + 1 WHERE id = 1 OR label LIKE '%?%';
        -- MariaDB
        UPDATE t SET label = NULL, amount = amount + 1 WHERE id = 1 OR label LIKE '%?%';
        -- SQLite
        UPDATE t SET label = NULL, amount = amount + 1 WHERE id = 1 OR label LIKE '%?%';
    "#]],
    );
    check(
        "delete",
        |_| rows(Rows::Delete { table: name("t"), filter: filter.clone() }),
        expect![[r#"
        -- PostgreSQL
        DELETE FROM t WHERE id = 1 OR label LIKE '%?%';
        -- MySQL
        DELETE FROM t WHERE id = 1 OR label LIKE '%?%';
        -- MariaDB
        DELETE FROM t WHERE id = 1 OR label LIKE '%?%';
        -- SQLite
        DELETE FROM t WHERE id = 1 OR label LIKE '%?%';
    "#]],
    );
    check(
        "delete_all",
        |_| rows(Rows::Delete { table: name("t"), filter: None }),
        expect![[r#"
        -- PostgreSQL
        DELETE FROM t;
        -- MySQL
        DELETE FROM t;
        -- MariaDB
        DELETE FROM t;
        -- SQLite
        DELETE FROM t;
    "#]],
    );
}

#[test]
fn texts_of_the_user() {
    let case = |_| {
        let piece = |text: &str| ScriptPiece { text: text.to_owned(), offset: 0 };
        let pieces = vec![piece("create table u (a int)"), piece("insert into u values (1)")];
        Case { start: vec![], ops: vec![Op::Sql(Script { pieces }), Op::Notice("done".to_owned())] }
    };
    check(
        "script",
        case,
        expect![[r#"
        -- PostgreSQL
        create table u (a int);
        insert into u values (1);
        -- MySQL
        create table u (a int);
        insert into u values (1);
        -- MariaDB
        create table u (a int);
        insert into u values (1);
        -- SQLite
        create table u (a int);
        insert into u values (1);
    "#]],
    );
}
