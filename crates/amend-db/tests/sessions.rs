//! Sessions on the four databases: what is sent, what comes back, and what the library's own settings would change.
#![allow(clippy::unwrap_used, reason = "tests")]

use amend_db::{ErrorKind, Session, Url};
use amend_sql::Product;
use amend_testkit::servers::{Engine, ScratchDatabase};

async fn on_every_engine(test: impl AsyncFn(Engine, &mut Session)) {
    for engine in Engine::ALL {
        let database = ScratchDatabase::create(engine).await;
        let mut session = Session::connect(&Url::parse(database.url()).unwrap()).await.unwrap();
        test(engine, &mut session).await;
        session.close().await.unwrap();
        database.close().await;
    }
}

fn product(engine: Engine) -> Product {
    match engine {
        Engine::Postgres => Product::PostgreSql,
        Engine::MySql => Product::MySql,
        Engine::MariaDb => Product::MariaDb,
        Engine::Sqlite => Product::Sqlite,
    }
}

#[tokio::test]
async fn the_server_says_what_it_is() {
    on_every_engine(async |engine, session| {
        assert_eq!(session.product(), product(engine));
        assert!(session.version_numbers()[0] >= 3, "{}", session.server_version());
        assert_eq!(session.default_schema().is_some(), engine != Engine::Sqlite);
    })
    .await;
}

#[tokio::test]
async fn values_come_as_the_server_writes_them() {
    on_every_engine(async |engine, session| {
        let query = "SELECT 1, 'x', NULL, 1.50, 1 = 1";
        let truth = if engine == Engine::Postgres { "t" } else { "1" };
        let number = if engine == Engine::Sqlite { "1.5" } else { "1.50" };
        let expected = [Some("1"), Some("x"), None, Some(number), Some(truth)].map(|it| it.map(str::to_owned)).to_vec();
        assert_eq!(session.query(query).await.unwrap(), [expected], "{engine:?}");
    })
    .await;
}

#[tokio::test]
async fn changed_rows_are_counted() {
    on_every_engine(async |_, session| {
        assert_eq!(session.execute("CREATE TABLE t (a INT PRIMARY KEY, b INT)").await.unwrap(), 0);
        assert_eq!(session.execute("INSERT INTO t VALUES (1, 1), (2, 2)").await.unwrap(), 2);
        assert_eq!(session.execute("UPDATE t SET b = 1").await.unwrap(), 2);
        assert_eq!(session.execute("DELETE FROM t WHERE a = 9").await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn failures_have_kinds_and_places() {
    on_every_engine(async |engine, session| {
        session.execute("CREATE TABLE t (a INT PRIMARY KEY)").await.unwrap();
        session.execute("INSERT INTO t VALUES (1)").await.unwrap();
        for (statement, kind) in [
            ("SELECT * FROM nowhere", ErrorKind::Missing),
            ("CREATE TABLE t (a INT)", ErrorKind::Exists),
            ("INSERT INTO t VALUES (1)", ErrorKind::Constraint),
        ] {
            let error = session.execute(statement).await.unwrap_err();
            assert_eq!((error.kind, error.statement.as_deref()), (kind, Some(statement)), "{engine:?}: {error}");
            assert!(error.code.is_some());
        }
        let error = session.execute("CREATE TABLE té (\na INT,,\nb INT)").await.unwrap_err();
        assert_eq!(
            (error.kind, error.position),
            (ErrorKind::Syntax, place_of_the_comma(engine)),
            "{engine:?}: {error}"
        );
    })
    .await;
}

/// MariaDB names the text behind the comma; SQLite only says which token it stumbles over, and the comma is there twice.
fn place_of_the_comma(engine: Engine) -> Option<usize> {
    let comma = "CREATE TABLE té (\na INT,".len();
    match engine {
        Engine::Postgres | Engine::MySql => Some(comma),
        Engine::MariaDb => Some(comma + 1),
        Engine::Sqlite => None,
    }
}

#[tokio::test]
async fn transactions_end_as_they_should() {
    on_every_engine(async |engine, session| {
        session.execute("CREATE TABLE t (a INT)").await.unwrap();
        session.begin().await.unwrap();
        session.execute("INSERT INTO t VALUES (1)").await.unwrap();
        session.rollback().await.unwrap();
        session.begin_without_foreign_keys().await.unwrap();
        session.execute("INSERT INTO t VALUES (2)").await.unwrap();
        session.commit().await.unwrap();
        assert_eq!(session.query_value("SELECT SUM(a) FROM t").await.unwrap().as_deref(), Some("2"), "{engine:?}");
        session.rollback().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_batch_says_how_far_it_came() {
    on_every_engine(async |engine, session| {
        session.execute("CREATE TABLE t (a INT PRIMARY KEY)").await.unwrap();
        session.execute_batch(&["INSERT INTO t VALUES (1) -- one", "INSERT INTO t VALUES (2)"]).await.unwrap();
        let batch = ["INSERT INTO t VALUES (3)", "SELECT a FROM t", "INSERT INTO tt VALUES (4)", "SELECT 1"];
        let failure = session.execute_batch(&batch).await.unwrap_err();
        assert_eq!(failure.error.statement.as_deref(), Some(batch[2]), "{engine:?}");
        assert_eq!((failure.done, failure.error.kind), (2, ErrorKind::Missing), "{engine:?}: {}", failure.error);
        assert_eq!(failure.error.position, (engine == Engine::Postgres).then_some(12), "{engine:?}");
        let there = if engine == Engine::Postgres { "2" } else { "3" };
        assert_eq!(session.query_value("SELECT COUNT(*) FROM t").await.unwrap().as_deref(), Some(there), "{engine:?}");
    })
    .await;
}

#[tokio::test]
async fn notices_are_heard() {
    on_every_engine(async |engine, session| {
        session.execute("DROP TABLE IF EXISTS nowhere").await.unwrap();
        let notices = session.notices().await.unwrap();
        match engine {
            Engine::Sqlite => assert!(notices.is_empty()),
            _ => {
                assert_eq!(notices.len(), 1, "{engine:?}: {notices:?}");
                assert!(notices[0].message.contains("nowhere") && !notices[0].warning, "{notices:?}");
            }
        }
        session.execute("CREATE TABLE t (a INT)").await.unwrap();
        assert!(session.notices().await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_default_schema_can_be_chosen() {
    on_every_engine(async |engine, session| {
        if engine == Engine::Sqlite {
            return;
        }
        let schema = format!("{}_other", session.default_schema().unwrap());
        session.execute(&format!("CREATE SCHEMA {schema}")).await.unwrap();
        session.set_default_schema(&schema).await.unwrap();
        session.execute("CREATE TABLE t (a INT)").await.unwrap();
        assert_eq!(session.default_schema(), Some(schema.as_str()));
        let query = format!("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '{schema}'");
        assert_eq!(session.query_value(&query).await.unwrap().as_deref(), Some("1"), "{engine:?}");
        session
            .execute(&format!("DROP SCHEMA {schema}{}", if engine == Engine::Postgres { " CASCADE" } else { "" }))
            .await
            .unwrap();
    })
    .await;
}

/// `count (` is a column of a table only without `IGNORE_SPACE`, which the library's protocol flag adds; `||` is "or"
/// only without `PIPES_AS_CONCAT`, which its options add.
#[tokio::test]
async fn the_sql_mode_is_the_servers_own() {
    on_every_engine(async |engine, session| {
        if !matches!(engine, Engine::MySql | Engine::MariaDb) {
            return;
        }
        session.execute("CREATE TABLE count (i INT)").await.unwrap();
        assert_eq!(session.query_value("SELECT 1 || 0").await.unwrap().as_deref(), Some("1"));
        let modes = session
            .query("SELECT @@SESSION.sql_mode, @@GLOBAL.sql_mode, @@SESSION.time_zone, @@GLOBAL.time_zone")
            .await
            .unwrap();
        assert_eq!((&modes[0][0], &modes[0][2]), (&modes[0][1], &modes[0][3]));
    })
    .await;
}

#[tokio::test]
async fn sqlite_files_are_made_and_foreign_keys_are_as_asked() {
    let folder = std::env::temp_dir().join(format!("amend_db_sessions_{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (parameter, expected) in [("", "0"), ("?foreign_keys=on", "1")] {
        let url = Url::parse(&format!("jdbc:sqlite:{}/new.db{parameter}", folder.display())).unwrap();
        let mut session = Session::connect(&url).await.unwrap();
        assert_eq!(session.query_value("PRAGMA foreign_keys").await.unwrap().as_deref(), Some(expected));
        session.begin_without_foreign_keys().await.unwrap();
        assert_eq!(session.query_value("PRAGMA foreign_keys").await.unwrap().as_deref(), Some("0"));
        session.rollback().await.unwrap();
        assert_eq!(session.query_value("PRAGMA foreign_keys").await.unwrap().as_deref(), Some(expected));
    }
    let nowhere = Url::parse(&format!("sqlite:{}/missing/x.db", folder.display())).unwrap();
    let error = Session::connect(&nowhere).await.err().unwrap();
    assert_eq!(error.kind, ErrorKind::Connection);
    assert!(error.hint.as_deref().unwrap().contains("missing"), "{error:?}");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_refused_login_tells_no_secret() {
    for engine in [Engine::Postgres, Engine::MySql, Engine::MariaDb] {
        let url = Url::parse(&amend_testkit::servers::url(engine)).unwrap();
        let url = url.with_user("amend_nobody").with_password("sentinel").with_database("sentinel_not_there");
        let error = Session::connect(&url).await.err().unwrap();
        assert!(!format!("{error} {error:?}").contains("sentinel'"), "{error:?}");
        let closed = Url::parse("postgres://u:sentinel@127.0.0.1:1/d").unwrap();
        let error = Session::connect(&closed).await.err().unwrap();
        assert_eq!(error.kind, ErrorKind::Connection);
        assert!(!format!("{error} {error:?}").contains("sentinel"), "{error:?}");
    }
}

#[tokio::test]
async fn a_statement_can_be_stopped_from_outside() {
    for (engine, sleep) in [
        (Engine::Postgres, "SELECT pg_sleep(20)"),
        (Engine::MySql, "SELECT COUNT(*) FROM information_schema.tables WHERE SLEEP(20) = 0"),
        (Engine::MariaDb, "SELECT COUNT(*) FROM information_schema.tables WHERE SLEEP(20) = 0"),
    ] {
        let url = Url::parse(&amend_testkit::servers::url(engine)).unwrap();
        let (mut sleeper, mut other) = (Session::connect(&url).await.unwrap(), Session::connect(&url).await.unwrap());
        let id = sleeper.id().unwrap();
        let started = std::time::Instant::now();
        let stop = async {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            other.stop_statement_of(id).await.unwrap();
        };
        let (outcome, ()) = futures_util::future::join(sleeper.query(sleep), stop).await;
        assert_eq!(outcome.unwrap_err().kind, ErrorKind::Timeout, "{engine:?}");
        assert!(started.elapsed().as_secs() < 10, "{engine:?}");
    }
}

/// Whether the server has TLS is its own affair; none of the test servers has a certificate that anybody trusts.
#[tokio::test]
async fn tls_is_what_was_asked_for() {
    for engine in [Engine::Postgres, Engine::MySql, Engine::MariaDb] {
        let url = amend_testkit::servers::url(engine);
        let with = |mode: &str| {
            Url::parse(&format!("{url}{}sslmode={mode}", if url.contains('?') { '&' } else { '?' })).unwrap()
        };
        Session::connect(&with("disable")).await.unwrap().close().await.unwrap();
        let mut preferred = Session::connect(&with("prefer")).await.unwrap();
        let query = match engine {
            Engine::Postgres => "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
            _ => {
                "SELECT VARIABLE_VALUE <> '' FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_cipher'"
            }
        };
        let query = if engine == Engine::MySql {
            query.replace("information_schema.SESSION_STATUS", "performance_schema.session_status")
        } else {
            query.to_owned()
        };
        let encrypted = matches!(preferred.query_value(&query).await.unwrap().as_deref(), Some("t" | "1"));
        let required = Session::connect(&with("require")).await;
        assert_eq!(required.is_ok(), encrypted, "{engine:?}: {:?}", required.err());
        for mode in ["verify-ca", "verify-full"] {
            let error = Session::connect(&with(mode)).await.err().unwrap();
            assert_eq!(error.kind, ErrorKind::Connection, "{engine:?} {mode}: {error:?}");
        }
    }
}
