//! Catalogs read from the four databases, compared with what was made there.
#![allow(clippy::unwrap_used, reason = "tests")]

use amend_catalog::{
    Catalog, Check, Column, Constraint, Edit, ForeignKey, Generated, Identity, Index, IndexColumn, Key, Object,
    ObjectName, Op, ReferentialAction, Table,
};
use amend_db::compare::{differences, normalize};
use amend_db::inspect::{Scope, inspect};
use amend_db::{History, Lock, Session, Tracking, Url};
use amend_sql::{Product, profile, render};
use amend_testkit::servers::{Engine, ScratchDatabase};

async fn connect(database: &ScratchDatabase) -> Session {
    Session::connect(&Url::parse(database.url()).unwrap()).await.unwrap()
}

async fn on_every_engine(test: impl AsyncFn(Engine, &mut Session)) {
    for engine in Engine::ALL {
        let database = ScratchDatabase::create(engine).await;
        test(engine, &mut connect(&database).await).await;
        database.close().await;
    }
}

async fn read(session: &mut Session, scope: &Scope) -> Catalog {
    let tracking = Tracking::of(session);
    inspect(session, &tracking, scope).await.unwrap()
}

async fn run(session: &mut Session, statements: &[&str]) {
    for statement in statements {
        session.execute(statement).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    }
}

/// Makes the catalog's objects with the product's own statements.
async fn make(session: &mut Session, catalog: &Catalog) {
    let tables = catalog.tables.iter().cloned().map(Object::Table);
    let views = catalog.views.iter().cloned().map(Object::View);
    let routines = catalog.routines.iter().cloned().map(Object::Routine);
    let sequences = catalog.sequences.iter().cloned().map(Object::Sequence);
    let ops: Vec<Op> =
        sequences.chain(tables).chain(views).chain(routines).map(|it| Op::Edit(Edit::create(it))).collect();
    let rendered = render(session.product(), &ops, &Catalog::new(profile(session.product()).naming)).unwrap();
    for statement in rendered.iter().flat_map(|it| &it.statements) {
        session.execute(&statement.text).await.unwrap_or_else(|error| panic!("{}: {error}", statement.text));
    }
}

fn key(name: &str, columns: &[&str]) -> Key {
    Key { name: Some(name.into()), columns: columns.iter().map(|it| (*it).to_owned()).collect(), ..Key::default() }
}

fn required(column: Column) -> Column {
    Column { nullable: false, ..column }
}

fn with_default(column: Column, default: &str) -> Column {
    Column { default: Some(default.into()), ..column }
}

fn primary_key(product: Product, table: &str) -> Key {
    match product {
        Product::MySql | Product::MariaDb => key("PRIMARY", &["id"]),
        Product::PostgreSql => key(&format!("{table}_pkey"), &["id"]),
        Product::Sqlite => key(&format!("PK_{}", table.to_uppercase()), &["id"]),
    }
}

fn parent(product: Product) -> Table {
    let mut table = Table::new(ObjectName::new("parent"));
    let number = if product == Product::Sqlite { "INTEGER" } else { "INT" };
    let id = Column { identity: Some(Identity::default()), ..required(Column::new("id", number)) };
    table.columns = vec![id, required(Column::new("code", "VARCHAR(20)"))];
    table.constraints = vec![
        Constraint::PrimaryKey(primary_key(product, "parent")),
        Constraint::Unique(key("uq_parent_code", &["code"])),
    ];
    if profile(product).comments {
        table.comment = Some("it's a \\ comment".into());
        table.columns[1].comment = Some("the \"code\"".into());
    }
    table
}

fn child(product: Product) -> Table {
    let mut table = Table::new(ObjectName::new("child"));
    let text = if product == Product::Sqlite { "TEXT" } else { "VARCHAR(200)" };
    let (moment, now) = match product {
        Product::PostgreSql => ("TIMESTAMP WITHOUT TIME ZONE", "NOW()"),
        Product::Sqlite => ("TEXT", "CURRENT_TIMESTAMP"),
        _ => ("datetime", "NOW()"),
    };
    let truth = if product == Product::PostgreSql { "TRUE" } else { "1" };
    let total = Generated { expression: "amount * 2".into(), stored: true };
    table.columns = vec![
        required(Column::new("id", "BIGINT")),
        Column::new("parent_id", if product == Product::Sqlite { "INTEGER" } else { "INT" }),
        with_default(Column::new("amount", "DECIMAL(10, 2)"), "0"),
        with_default(required(Column::new("state", "VARCHAR(10)")), "'new'"),
        with_default(Column::new("note", text), "'it''s (a) \"note\"'"),
        with_default(required(Column::new("at", moment)), now),
        with_default(Column::new("flag", "BOOLEAN"), truth),
        with_default(Column::new("debt", "INT"), "-1"),
        Column { generated: Some(total), ..Column::new("total", "DECIMAL(12, 2)") },
    ];
    table.constraints = vec![
        Constraint::PrimaryKey(primary_key(product, "child")),
        Constraint::ForeignKey(ForeignKey {
            name: Some("fk_child_parent".into()),
            columns: vec!["parent_id".into()],
            referenced_table: ObjectName::new("parent"),
            referenced_columns: Vec::new(),
            on_delete: Some(ReferentialAction::SetNull),
            on_update: Some(ReferentialAction::NoAction),
            deferrable: false,
            initially_deferred: false,
            validated: true,
        }),
        Constraint::Check(Check {
            name: Some("ck_child".into()),
            expression: "amount >= 0 AND state IN ('new', 'old') AND debt BETWEEN -9 AND 9".into(),
            validated: true,
            enforced: true,
        }),
    ];
    let amount = IndexColumn { descending: true, ..IndexColumn::column("amount") };
    table.indexes = vec![Index {
        columns: vec![IndexColumn::column("state"), amount],
        name: "ix_child_state".into(),
        ..Index::default()
    }];
    if profile(product).foreign_key_makes_index {
        let columns = vec![IndexColumn::column("parent_id")];
        table.indexes.push(Index { columns, name: "fk_child_parent".into(), automatic: true, ..Index::default() });
    }
    table
}

fn expected(product: Product) -> Catalog {
    let mut catalog = Catalog::new(profile(product).naming);
    catalog.tables = vec![parent(product), child(product)];
    catalog
}

/// What the renderer is given: indexes that the server makes by itself are left to it.
fn to_make(product: Product) -> Catalog {
    let mut catalog = expected(product);
    for table in &mut catalog.tables {
        table.indexes.retain(|index| !index.automatic);
        // Written out, since MySQL and MariaDB ask for it.
        for constraint in &mut table.constraints {
            if let Constraint::ForeignKey(key) = constraint {
                key.referenced_columns = vec!["id".into()];
            }
        }
    }
    catalog
}

#[tokio::test]
async fn what_was_made_is_found() {
    on_every_engine(async |_, session| {
        let product = session.product();
        make(session, &to_make(product)).await;
        let found = read(session, &Scope::All).await;
        assert_eq!(differences(product, &expected(product), &found), Vec::<String>::new(), "{product}: {found:#?}");
        assert_eq!(normalize(product, found), normalize(product, expected(product)));
    })
    .await;
}

#[tokio::test]
async fn what_was_found_can_be_made_again() {
    on_every_engine(async |engine, session| {
        let product = session.product();
        run(session, own_objects(engine)).await;
        let found = read(session, &Scope::All).await;
        let other = ScratchDatabase::create(engine).await;
        let mut second = connect(&other).await;
        let mut again = found.clone();
        again.routines.clear();
        again.views.clear();
        again.tables.iter_mut().for_each(|table| table.indexes.retain(|index| !index.name.starts_with("fk_")));
        make(&mut second, &again).await;
        let mut twin = read(&mut second, &Scope::All).await;
        twin.routines.clone_from(&found.routines);
        twin.views.clone_from(&found.views);
        assert_eq!(differences(product, &found, &twin), Vec::<String>::new(), "{product}");
        other.close().await;
    })
    .await;
}

/// Objects in the product's own words, with everything that has a name of its own there.
fn own_objects(engine: Engine) -> &'static [&'static str] {
    match engine {
        Engine::Postgres => &[
            "CREATE TYPE mood AS ENUM ('sad', 'ok')",
            "DROP TYPE mood",
            "CREATE SEQUENCE counter AS integer START WITH 5 INCREMENT BY 2 MAXVALUE 99 CACHE 3 CYCLE",
            "CREATE TABLE \"Mixed Case\" (\"Id\" integer GENERATED ALWAYS AS IDENTITY (START WITH 10 INCREMENT BY 5) PRIMARY KEY, a text COLLATE \"C\" DEFAULT 'x', b jsonb DEFAULT '{}', c integer[] DEFAULT ARRAY[1, 2], d numeric(5, 1) DEFAULT 1.5, CONSTRAINT \"uq D\" UNIQUE (d) DEFERRABLE INITIALLY DEFERRED)",
            "CREATE TABLE t (x integer, y text, z timestamptz DEFAULT now() NOT NULL, CONSTRAINT fk_t FOREIGN KEY (x) REFERENCES \"Mixed Case\" (\"Id\") ON UPDATE CASCADE ON DELETE RESTRICT DEFERRABLE NOT VALID)",
            "CREATE UNIQUE INDEX ix_lower ON t (lower(y) text_pattern_ops DESC NULLS LAST, x) INCLUDE (z) WHERE x > 0",
            "CREATE INDEX ix_gin ON \"Mixed Case\" USING gin (b)",
            "COMMENT ON INDEX ix_gin IS 'fast'",
            "CREATE VIEW v AS SELECT x FROM t",
            "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
            "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        ],
        Engine::MySql => &[
            "CREATE TABLE p (id INT AUTO_INCREMENT PRIMARY KEY, a VARCHAR(20) CHARACTER SET latin1 DEFAULT 'it''s' COMMENT 'A', b BIT(1) DEFAULT b'1', c DECIMAL(8, 3) DEFAULT 1.5, d DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), e ENUM('x', 'y z') DEFAULT 'x', f JSON DEFAULT (json_array()), g INT INVISIBLE, h VARCHAR(40) AS (concat(e, '-')) STORED, i DOUBLE DEFAULT 2, j DATE DEFAULT '2020-01-02') COMMENT 'it''s p' DEFAULT CHARSET = latin2",
            "CREATE TABLE t (x INT, y VARCHAR(300) NOT NULL, z TEXT, CONSTRAINT fk_t FOREIGN KEY (x) REFERENCES p (id) ON UPDATE CASCADE, CONSTRAINT ck CHECK (length(y) > 0 AND y <> 'it''s') NOT ENFORCED, UNIQUE KEY u (x, y(10)), KEY ex ((lower(y)), x DESC), FULLTEXT KEY ft (z)) ENGINE = InnoDB",
            "CREATE VIEW v AS SELECT x FROM t",
            "CREATE PROCEDURE pr() SELECT 1",
            "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.x = 1",
        ],
        Engine::MariaDb => &[
            "CREATE SEQUENCE counter START WITH 5 INCREMENT BY 2 MAXVALUE 99 CACHE 3 CYCLE",
            "CREATE TABLE p (id INT AUTO_INCREMENT PRIMARY KEY, a VARCHAR(20) CHARACTER SET latin1 DEFAULT 'it''s' COMMENT 'A', b BIT(1) DEFAULT b'1', c DECIMAL(8, 3) DEFAULT 1.5, d DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6), e ENUM('x', 'y z') DEFAULT 'x', f JSON DEFAULT json_array(), g INT INVISIBLE, h VARCHAR(40) AS (concat(e, '-')) STORED, i UUID DEFAULT uuid(), j DATE DEFAULT '2020-01-02') COMMENT 'it''s p' DEFAULT CHARSET = latin2",
            "CREATE TABLE t (x INT, y VARCHAR(300) NOT NULL, z TEXT, CONSTRAINT fk_t FOREIGN KEY (x) REFERENCES p (id) ON UPDATE CASCADE, CONSTRAINT ck CHECK (length(y) > 0 AND y <> 'it''s'), UNIQUE KEY u (x, y(10)), FULLTEXT KEY ft (z))",
            "CREATE VIEW v AS SELECT x FROM t",
            "CREATE PROCEDURE pr() SELECT 1",
            "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.x = 1",
        ],
        Engine::Sqlite => &[
            "CREATE TABLE \"My p\" (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT COLLATE NOCASE DEFAULT 'it''s', b, c DECIMAL(8, 3) DEFAULT -1.5, d TEXT DEFAULT (datetime('now')), e INT GENERATED ALWAYS AS (c * 2) VIRTUAL, CHECK (a <> ''), UNIQUE (a, b))",
            "CREATE TABLE t (x INT REFERENCES \"My p\"(id) ON DELETE CASCADE, y TEXT NOT NULL, CONSTRAINT pk PRIMARY KEY (x, y)) WITHOUT ROWID",
            "CREATE UNIQUE INDEX ix ON t (lower(y), x DESC) WHERE x > 0",
            "CREATE VIEW v AS SELECT x FROM t",
            "CREATE TRIGGER tr AFTER INSERT ON t BEGIN UPDATE t SET x = 1; END",
        ],
    }
}

#[tokio::test]
async fn all_kinds_of_objects_are_found() {
    on_every_engine(async |engine, session| {
        run(session, own_objects(engine)).await;
        let found = read(session, &Scope::All).await;
        assert_eq!(found.tables.len(), 2, "{engine:?}");
        assert_eq!(found.views.len(), 1, "{engine:?}");
        let has_sequence = matches!(engine, Engine::Postgres | Engine::MariaDb);
        assert_eq!(found.sequences.len(), usize::from(has_sequence), "{engine:?}");
        let routines: Vec<_> = found.routines.iter().map(|it| (it.kind.as_sql(), it.name.name.as_str())).collect();
        let expected: &[_] = match engine {
            Engine::Postgres => &[("TRIGGER", "tr"), ("FUNCTION", "f")],
            Engine::Sqlite => &[("TRIGGER", "tr")],
            _ => &[("TRIGGER", "tr"), ("PROCEDURE", "pr")],
        };
        assert_eq!(routines, expected, "{engine:?}");
        assert!(found.routines.iter().all(|it| it.text.is_some()), "{engine:?}");
    })
    .await;
}

#[tokio::test]
async fn differences_are_told_in_words() {
    on_every_engine(async |engine, session| {
        let product = session.product();
        make(session, &to_make(product)).await;
        run(session, &["ALTER TABLE child ADD COLUMN extra INT", "DROP INDEX ix_child_state"][..1]).await;
        run(session, &["CREATE TABLE other (a INT)"]).await;
        let found = read(session, &Scope::All).await;
        let mut wanted = expected(product);
        wanted.tables[0].columns[1].ty = "VARCHAR(30)".into();
        let lines = differences(product, &wanted, &found);
        let ty = if engine == Engine::Postgres { "character varying" } else { "varchar" };
        assert_eq!(
            lines,
            [
                "table `child`: column `extra` was not expected".to_owned(),
                format!("table `parent`: column `code`: type should be `{ty}(30)`, is `{ty}(20)`"),
                "table `other` was not expected".to_owned(),
            ],
            "{engine:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn only_the_tables_asked_for_and_never_the_tracking_tables() {
    on_every_engine(async |engine, session| {
        let tracking = Tracking::of(session);
        let lock = Lock::acquire(session, &tracking, std::time::Duration::ZERO, &mut |_| ()).await.unwrap();
        History::new(&tracking).unwrap().ensure(session).await.unwrap();
        lock.release(session).await.unwrap();
        run(session, &["CREATE TABLE a (x INT)", "CREATE TABLE b (x INT)", "CREATE TABLE amend_journal (x INT)"]).await;
        let names = |catalog: Catalog| catalog.tables.into_iter().map(|it| it.name.to_string()).collect::<Vec<_>>();
        assert_eq!(names(read(session, &Scope::All).await), ["a", "b"], "{engine:?}");
        let one = Scope::Tables(vec![ObjectName::new("b"), ObjectName::new("missing")]);
        assert_eq!(names(read(session, &one).await), ["b"], "{engine:?}");
        if let Some(schema) = session.default_schema().map(str::to_owned) {
            let named = Scope::Tables(vec![ObjectName::qualified(Some(schema.clone()), "a")]);
            assert_eq!(names(read(session, &named).await), [format!("{schema}.a")], "{engine:?}");
        }
    })
    .await;
}

/// A key over a long text: MariaDB hashes it, MySQL takes a prefix that is as long as its column for the column.
#[tokio::test]
async fn keys_that_the_server_makes_its_own_way() {
    on_every_engine(async |engine, session| {
        if !matches!(engine, Engine::MySql | Engine::MariaDb) {
            return;
        }
        run(
            session,
            &["CREATE TABLE t (a VARCHAR(100), b VARCHAR(1000), UNIQUE INDEX whole (a(100)), KEY half (b(500)))"],
        )
        .await;
        if engine == Engine::MariaDb {
            run(session, &["ALTER TABLE t ADD CONSTRAINT long_key UNIQUE (a, b)"]).await;
        }
        let mut table = Table::new(ObjectName::new("t"));
        table.columns = vec![Column::new("a", "VARCHAR(100)"), Column::new("b", "VARCHAR(1000)")];
        let part = |name: &str, prefix| IndexColumn {
            key: amend_catalog::IndexKey::Column { name: name.into(), prefix: Some(prefix) },
            ..IndexColumn::column(name)
        };
        let index =
            |name: &str, part, unique| Index { name: name.into(), columns: vec![part], unique, ..Index::default() };
        table.indexes = vec![index("whole", part("a", 100), true), index("half", part("b", 500), false)];
        if engine == Engine::MariaDb {
            table.constraints = vec![Constraint::Unique(key("long_key", &["a", "b"]))];
        }
        let mut wanted = Catalog::new(profile(session.product()).naming);
        wanted.tables = vec![table];
        let found = read(session, &Scope::All).await;
        assert_eq!(differences(session.product(), &wanted, &found), Vec::<String>::new(), "{engine:?}");
    })
    .await;
}
