//! Sequences, views and routines.

use amend_catalog::{Routine, RoutineKind, Sequence, SequenceOptions, View};
use expect_test::expect;

use super::*;

fn sequence(sequence: &str, options: SequenceOptions) -> Object {
    Object::Sequence(Sequence { name: name(sequence), known: true, options })
}

fn view(view: &str, query: &str) -> View {
    View { name: name(view), known: true, query: query.to_owned(), full_definition: false, comment: None }
}

#[test]
fn sequences() {
    let plain = |_| Case::create(vec![], sequence("sq", SequenceOptions::default()));
    check(
        "sequence",
        plain,
        expect![[r#"
        -- PostgreSQL
        CREATE SEQUENCE sq;
        -- back
        DROP SEQUENCE sq;
        -- MySQL
        refused: NotSupported { feature: Sequences, product: MySql }
        -- MariaDB
        CREATE SEQUENCE sq;
        -- back
        DROP SEQUENCE sq;
        -- SQLite
        refused: NotSupported { feature: Sequences, product: Sqlite }
    "#]],
    );
    let full = || SequenceOptions {
        start: Some("5".to_owned()),
        increment: Some("2".to_owned()),
        min: Some("1".to_owned()),
        max: Some("99".to_owned()),
        cache: Some("10".to_owned()),
        cycle: Some(true),
        ..SequenceOptions::default()
    };
    check(
        "sequence_options",
        |_| Case::create(vec![], sequence("sq", full())),
        expect![[r#"
        -- PostgreSQL
        CREATE SEQUENCE sq START WITH 5 INCREMENT BY 2 MINVALUE 1 MAXVALUE 99 CACHE 10 CYCLE;
        -- back
        DROP SEQUENCE sq;
        -- MySQL
        refused: NotSupported { feature: Sequences, product: MySql }
        -- MariaDB
        CREATE SEQUENCE sq START WITH 5 INCREMENT BY 2 MINVALUE 1 MAXVALUE 99 CACHE 10 CYCLE;
        -- back
        DROP SEQUENCE sq;
        -- SQLite
        refused: NotSupported { feature: Sequences, product: Sqlite }
    "#]],
    );
    let typed = || SequenceOptions { data_type: Some("int".to_owned()), ..SequenceOptions::default() };
    check(
        "sequence_type",
        |_| Case::create(vec![], sequence("sq", typed())),
        expect![[r#"
        -- PostgreSQL
        CREATE SEQUENCE sq AS int;
        -- back
        DROP SEQUENCE sq;
        -- MySQL
        refused: NotSupported { feature: Sequences, product: MySql }
        -- MariaDB
        refused: NotSupported { feature: SequenceType, product: MariaDb }
        -- SQLite
        refused: NotSupported { feature: Sequences, product: Sqlite }
    "#]],
    );
    let alter = |_| {
        let plain = sequence("sq", SequenceOptions::default());
        Case::edits(vec![plain.clone()], vec![Edit::alter(plain, sequence("sq", full()))])
    };
    check(
        "sequence_alter",
        alter,
        expect![[r#"
            -- PostgreSQL
            ALTER SEQUENCE sq START WITH 5 INCREMENT BY 2 MINVALUE 1 MAXVALUE 99 CACHE 10 CYCLE;
            -- back
            ALTER SEQUENCE sq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1 NO CYCLE;
            -- MySQL
            refused: NotSupported { feature: Sequences, product: MySql }
            -- MariaDB
            ALTER SEQUENCE sq START WITH 5 INCREMENT BY 2 MINVALUE 1 MAXVALUE 99 CACHE 10 CYCLE;
            -- back
            ALTER SEQUENCE sq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1000 NOCYCLE;
            -- SQLite
            refused: NotSupported { feature: Sequences, product: Sqlite }
        "#]],
    );
    let rename = |_| {
        let plain = sequence("sq", SequenceOptions::default());
        let renamed = sequence("sq_2", SequenceOptions::default());
        Case::edits(vec![plain.clone()], vec![Edit::alter(plain, renamed)])
    };
    check(
        "sequence_rename",
        rename,
        expect![[r#"
        -- PostgreSQL
        ALTER SEQUENCE sq RENAME TO sq_2;
        -- back
        ALTER SEQUENCE sq_2 RENAME TO sq;
        -- MySQL
        refused: NotSupported { feature: Sequences, product: MySql }
        -- MariaDB
        RENAME TABLE sq TO sq_2;
        -- back
        RENAME TABLE sq_2 TO sq;
        -- SQLite
        refused: NotSupported { feature: Sequences, product: Sqlite }
    "#]],
    );
}

#[test]
fn a_number_that_is_none_is_refused() {
    let options = || SequenceOptions { start: Some("1; DROP TABLE t".to_owned()), ..SequenceOptions::default() };
    check(
        "sequence_bad_number",
        |_| Case::create(vec![], sequence("sq", options())),
        expect![[r#"
        -- PostgreSQL
        refused: BadLiteral(NotANumber("1; DROP TABLE t"))
        -- MySQL
        refused: NotSupported { feature: Sequences, product: MySql }
        -- MariaDB
        refused: BadLiteral(NotANumber("1; DROP TABLE t"))
        -- SQLite
        refused: NotSupported { feature: Sequences, product: Sqlite }
    "#]],
    );
}

#[test]
fn views() {
    let plain = || vec![Object::Table(plain())];
    let query = "SELECT id, label FROM t";
    let create = |_| Case::create(plain(), Object::View(View { comment: Some("it's".to_owned()), ..view("v", query) }));
    check(
        "view",
        create,
        expect![[r#"
        -- PostgreSQL
        CREATE VIEW v AS SELECT id, label FROM t;
        COMMENT ON VIEW v IS 'it''s';
        -- back
        DROP VIEW v;
        -- MySQL
        CREATE VIEW v AS SELECT id, label FROM t;
        -- back
        DROP VIEW v;
        -- MariaDB
        CREATE VIEW v AS SELECT id, label FROM t;
        -- back
        DROP VIEW v;
        -- SQLite
        CREATE VIEW v AS SELECT id, label FROM t;
        -- back
        DROP VIEW v;
    "#]],
    );
    let full = |_| {
        let text = "create view v as select id from t";
        Case::create(plain(), Object::View(View { full_definition: true, ..view("v", text) }))
    };
    check(
        "view_full",
        full,
        expect![[r#"
        -- PostgreSQL
        create view v as select id from t;
        -- back
        DROP VIEW v;
        -- MySQL
        create view v as select id from t;
        -- back
        DROP VIEW v;
        -- MariaDB
        create view v as select id from t;
        -- back
        DROP VIEW v;
        -- SQLite
        create view v as select id from t;
        -- back
        DROP VIEW v;
    "#]],
    );
    let replace = Manner { or_replace: true, ..Manner::default() };
    let created = |_| Case::create(plain(), Object::View(view("v", query))).with(replace.clone());
    check(
        "view_create_or_replace",
        created,
        expect![[r#"
        -- PostgreSQL
        CREATE OR REPLACE VIEW v AS SELECT id, label FROM t;
        -- back
        DROP VIEW v;
        -- MySQL
        CREATE OR REPLACE VIEW v AS SELECT id, label FROM t;
        -- back
        DROP VIEW v;
        -- MariaDB
        CREATE OR REPLACE VIEW v AS SELECT id, label FROM t;
        -- back
        DROP VIEW v;
        -- SQLite
        DROP VIEW IF EXISTS v;
        CREATE VIEW v AS SELECT id, label FROM t;
        -- back
        DROP VIEW v;
    "#]],
    );
    let start = || [plain(), vec![Object::View(view("v", query))]].concat();
    let more = || Object::View(view("v", "SELECT id, label, amount FROM t"));
    let replaced =
        |_| Case::edits(start(), vec![Edit::alter(Object::View(view("v", query)), more())]).with(replace.clone());
    check(
        "view_replace",
        replaced,
        expect![[r#"
        -- PostgreSQL
        CREATE OR REPLACE VIEW v AS SELECT id, label, amount FROM t;
        -- back
        DROP VIEW v;
        CREATE VIEW v AS SELECT id, label FROM t;
        -- MySQL
        CREATE OR REPLACE VIEW v AS SELECT id, label, amount FROM t;
        -- back
        DROP VIEW v;
        CREATE VIEW v AS SELECT id, label FROM t;
        -- MariaDB
        CREATE OR REPLACE VIEW v AS SELECT id, label, amount FROM t;
        -- back
        DROP VIEW v;
        CREATE VIEW v AS SELECT id, label FROM t;
        -- SQLite
        DROP VIEW IF EXISTS v;
        CREATE VIEW v AS SELECT id, label, amount FROM t;
        -- back
        DROP VIEW v;
        CREATE VIEW v AS SELECT id, label FROM t;
    "#]],
    );
    let renamed =
        |_| Case::edits(start(), vec![Edit::alter(Object::View(view("v", query)), Object::View(view("v2", query)))]);
    check(
        "view_rename",
        renamed,
        expect![[r#"
        -- PostgreSQL
        ALTER VIEW v RENAME TO v2;
        -- back
        ALTER VIEW v2 RENAME TO v;
        -- MySQL
        RENAME TABLE v TO v2;
        -- back
        RENAME TABLE v2 TO v;
        -- MariaDB
        RENAME TABLE v TO v2;
        -- back
        RENAME TABLE v2 TO v;
        -- SQLite
        DROP VIEW v;
        CREATE VIEW v2 AS SELECT id, label FROM t;
        -- back
        DROP VIEW v2;
        CREATE VIEW v AS SELECT id, label FROM t;
    "#]],
    );
    let manner = Manner { tolerant: true, cascade: true, ..Manner::default() };
    let dropped = |_| Case::edits(start(), vec![Edit::drop(Object::View(view("v", query)))]).with(manner.clone());
    check(
        "view_drop",
        dropped,
        expect![[r#"
        -- PostgreSQL
        DROP VIEW IF EXISTS v CASCADE;
        -- back
        CREATE VIEW v AS SELECT id, label FROM t;
        -- MySQL
        DROP VIEW IF EXISTS v;
        -- back
        CREATE VIEW v AS SELECT id, label FROM t;
        -- MariaDB
        DROP VIEW IF EXISTS v;
        -- back
        CREATE VIEW v AS SELECT id, label FROM t;
        -- SQLite
        DROP VIEW IF EXISTS v;
        -- back
        CREATE VIEW v AS SELECT id, label FROM t;
    "#]],
    );
}

fn trigger(product: Product) -> Routine {
    let text = match product {
        Product::PostgreSql => {
            "CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        }
        Product::Sqlite => "CREATE TRIGGER tr AFTER UPDATE ON t BEGIN DELETE FROM t WHERE id = 0; END",
        Product::MySql | Product::MariaDb => "CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW SET @updates = 1",
    };
    Routine {
        kind: RoutineKind::Trigger,
        name: name("tr"),
        table: Some(name("t")),
        text: Some(text.to_owned()),
        enabled: true,
    }
}

fn function(product: Product, value: u8) -> Routine {
    let text = match product {
        Product::PostgreSql => {
            format!("CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT {value}'")
        }
        _ => format!("CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN {value}"),
    };
    Routine { kind: RoutineKind::Function, name: name("f"), table: None, text: Some(text), enabled: true }
}

#[test]
fn triggers() {
    let case = |product| Case::create(vec![Object::Table(plain())], Object::Routine(trigger(product)));
    check(
        "trigger",
        case,
        expect![[r#"
        -- PostgreSQL
        CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
        -- back
        DROP TRIGGER tr ON t;
        -- MySQL
        CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW SET @updates = 1;
        -- back
        DROP TRIGGER tr;
        -- MariaDB
        CREATE TRIGGER tr BEFORE UPDATE ON t FOR EACH ROW SET @updates = 1;
        -- back
        DROP TRIGGER tr;
        -- SQLite
        CREATE TRIGGER tr AFTER UPDATE ON t BEGIN DELETE FROM t WHERE id = 0; END;
        -- back
        DROP TRIGGER tr;
    "#]],
    );
    let disabled = |product| {
        let off = Routine { enabled: false, ..trigger(product) };
        let start = vec![Object::Table(plain()), Object::Routine(trigger(product))];
        Case::edits(start, vec![Edit::alter(Object::Routine(trigger(product)), Object::Routine(off))])
    };
    check(
        "trigger_disabled",
        disabled,
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t DISABLE TRIGGER tr;
        -- back
        ALTER TABLE t ENABLE TRIGGER tr;
        -- MySQL
        refused: NotSupported { feature: DisabledTriggers, product: MySql }
        -- MariaDB
        refused: NotSupported { feature: DisabledTriggers, product: MariaDb }
        -- SQLite
        refused: NotSupported { feature: DisabledTriggers, product: Sqlite }
    "#]],
    );
}

#[test]
fn a_rebuild_brings_triggers_back() {
    let case = |product| {
        let amount = |nullable| column_at(2, Column { nullable, ..plain().columns[2].clone() });
        let start = vec![Object::Table(plain()), Object::Routine(trigger(product))];
        Case::edits(start, vec![Edit::alter(amount(false), amount(true))])
    };
    check(
        "rebuild_trigger",
        case,
        expect![[r#"
            -- PostgreSQL
            ALTER TABLE t ALTER COLUMN amount DROP NOT NULL;
            -- back
            ALTER TABLE t ALTER COLUMN amount SET NOT NULL;
            -- MySQL
            ALTER TABLE t MODIFY COLUMN amount INTEGER DEFAULT 5 NULL;
            -- back
            ALTER TABLE t MODIFY COLUMN amount INTEGER DEFAULT 5 NOT NULL;
            -- MariaDB
            ALTER TABLE t MODIFY COLUMN amount INTEGER DEFAULT 5 NULL;
            -- back
            ALTER TABLE t MODIFY COLUMN amount INTEGER DEFAULT 5 NOT NULL;
            -- SQLite
            -- foreign keys off
            CREATE TABLE _amend_new_t (
              id INTEGER NOT NULL,
              label VARCHAR(20),
              amount INTEGER DEFAULT 5,
              CONSTRAINT pk_t PRIMARY KEY (id)
            );
            INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
            DROP TABLE t;
            PRAGMA legacy_alter_table = ON;
            ALTER TABLE _amend_new_t RENAME TO t;
            PRAGMA legacy_alter_table = OFF;
            CREATE TRIGGER tr AFTER UPDATE ON t BEGIN DELETE FROM t WHERE id = 0; END;
            -- back
            -- foreign keys off
            CREATE TABLE _amend_new_t (
              id INTEGER NOT NULL,
              label VARCHAR(20),
              amount INTEGER DEFAULT 5 NOT NULL,
              CONSTRAINT pk_t PRIMARY KEY (id)
            );
            INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, coalesce(amount, 5) FROM t;
            DROP TABLE t;
            PRAGMA legacy_alter_table = ON;
            ALTER TABLE _amend_new_t RENAME TO t;
            PRAGMA legacy_alter_table = OFF;
            CREATE TRIGGER tr AFTER UPDATE ON t BEGIN DELETE FROM t WHERE id = 0; END;
        "#]],
    );
}

#[test]
fn functions() {
    check(
        "function",
        |product| Case::create(vec![], Object::Routine(function(product, 1))),
        expect![[r#"
        -- PostgreSQL
        CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
        -- back
        DROP FUNCTION f;
        -- MySQL
        CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN 1;
        -- back
        DROP FUNCTION f;
        -- MariaDB
        CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN 1;
        -- back
        DROP FUNCTION f;
        -- SQLite
        refused: NotSupported { feature: StoredRoutines, product: Sqlite }
    "#]],
    );
    let replace = Manner { or_replace: true, ..Manner::default() };
    let alter = |product| {
        let (old, new) = (Object::Routine(function(product, 1)), Object::Routine(function(product, 2)));
        match product {
            Product::Sqlite => Case::create(vec![], old),
            _ => Case::edits(vec![old.clone()], vec![Edit::alter(old, new)]).with(replace.clone()),
        }
    };
    check(
        "function_alter",
        alter,
        expect![[r#"
            -- PostgreSQL
            CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 2';
            -- back
            CREATE OR REPLACE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
            -- MySQL
            DROP FUNCTION IF EXISTS f;
            CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN 2;
            -- back
            DROP FUNCTION f;
            CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN 1;
            -- MariaDB
            DROP FUNCTION IF EXISTS f;
            CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN 2;
            -- back
            DROP FUNCTION f;
            CREATE FUNCTION f() RETURNS integer DETERMINISTIC RETURN 1;
            -- SQLite
            refused: NotSupported { feature: StoredRoutines, product: Sqlite }
        "#]],
    );
}
