use super::*;

fn server_of(text: &str) -> Server {
    Url::parse(text).unwrap().server().unwrap().clone()
}

fn file_of(text: &str) -> File {
    match Url::parse(text).unwrap().place {
        Place::Sqlite(file) => file,
        _ => panic!("{text} is not SQLite"),
    }
}

#[test]
fn native_forms() {
    let server = server_of("postgres://ann:s%40cret@db.example:5433/app?sslmode=verify-full");
    assert_eq!(
        (
            server.host.as_str(),
            server.port,
            server.user.as_deref(),
            server.password.as_deref(),
            server.database.as_deref()
        ),
        ("db.example", Some(5433), Some("ann"), Some("s@cret"), Some("app"))
    );
    assert_eq!(server.tls_mode(), TlsMode::VerifyFull);
    assert_eq!(Url::parse("mariadb://h/d").unwrap().product(), amend_sql::Product::MariaDb);
    assert_eq!(server_of("mysql://root:p@ss/w0rd@[::1]:3307/d").password.as_deref(), Some("p@ss/w0rd"));
    assert_eq!(server_of("mysql://root@[::1]:3307/d").host, "::1");
    assert_eq!(server_of("mysql://root@localhost/db?socket=/run/m.sock").socket, Some("/run/m.sock".into()));
    assert_eq!(server_of("postgresql://%2Frun%2Fpg/db").socket, Some("/run/pg".into()));
}

#[test]
fn jdbc_forms() {
    let server = server_of("jdbc:postgresql://h:5432/db?user=ann&password=x%26y&currentSchema=app");
    assert_eq!(
        (server.user.as_deref(), server.password.as_deref(), server.schema.as_deref()),
        (Some("ann"), Some("x&y"), Some("app"))
    );
    let server =
        server_of("jdbc:mysql://127.0.0.1:3307/db?useSSL=false&serverTimezone=UTC&rewriteBatchedStatements=true");
    assert_eq!((server.port, server.tls_mode()), (Some(3307), TlsMode::Disable));
    assert_eq!(server_of("jdbc:mariadb://h/db?sslMode=trust").tls_mode(), TlsMode::Require);
    let server = server_of("jdbc:postgresql:app");
    assert_eq!((server.host.as_str(), server.database.as_deref()), ("localhost", Some("app")));
}

#[test]
fn sqlite_forms() {
    assert_eq!(file_of("sqlite:a b.db").path, Some("a b.db".into()));
    assert_eq!(file_of("sqlite:///tmp/x.db").path, Some("/tmp/x.db".into()));
    assert!(file_of("jdbc:sqlite:x.db?foreign_keys=on").foreign_keys);
    assert!(!file_of("sqlite:x.db?mode=rw").create);
    for memory in ["sqlite::memory:", "jdbc:sqlite::memory:", "sqlite::memory:?foreign_keys=true"] {
        assert_eq!(file_of(memory).path, None);
    }
}

#[test]
fn other_machines_are_reached_over_tls() {
    for local in ["postgres://localhost/d", "postgres://127.0.0.1/d", "mysql://[::1]/d", "postgres:///d?host=/run"] {
        assert_eq!(server_of(local).tls_mode(), TlsMode::Prefer, "{local}");
    }
    assert_eq!(server_of("postgres://db.example/d").tls_mode(), TlsMode::Require);
    assert_eq!(server_of("mysql://db.example/d?ssl-mode=DISABLED").tls_mode(), TlsMode::Disable);
    assert_eq!(server_of("jdbc:mysql://h/d?useSSL=true&verifyServerCertificate=true").tls_mode(), TlsMode::VerifyCa);
    assert_eq!(server_of("jdbc:postgresql://h/d?ssl=true").tls_mode(), TlsMode::VerifyFull);
}

#[test]
fn mistakes_are_named() {
    let message = |text: &str| Url::parse(text).unwrap_err().to_string();
    assert_eq!(
        message("postgres://h/d?sslmod=require"),
        "the URL has an unknown parameter `sslmod`; did you mean `sslmode`?"
    );
    assert_eq!(
        message("mysql://h/d?sslmode=strict"),
        "the URL's parameter `sslmode` must be `disable`, `prefer`, `require`, `verify-ca` or `verify-full`"
    );
    assert_eq!(message("mysql://h/d?currentSchema=x"), "the URL has an unknown parameter `currentSchema`");
    assert_eq!(message("postgres://h:x/d"), "the URL cannot be read: the port is not a number up to 65535");
    assert_eq!(Url::parse("oracle:thin:x").unwrap_err(), UrlError::Scheme);
}

#[test]
fn nothing_secret_is_shown() {
    let texts = [
        "postgres://sentinel:sentinel@h:1/d?password=sentinel&sslkey=sentinel",
        "jdbc:mysql://h/d?user=sentinel&password=sentinel&sessionVariables=sentinel",
        "postgres://h/d;password=sentinel",
        "postgres://h/d?sentinel",
        "postgres://h/d?se%20ntinel.sentinel!=1",
        "postgres://u:%zzsentinel@h/d",
        "mysql://address=(host=h)(password=sentinel)/d",
        "sentinel:sentinel@h/d",
        "postgres://u:p@h:sentinel/d",
    ];
    for text in texts {
        let shown = match Url::parse(text) {
            Ok(url) => format!("{url} {url:?} {}", url.clone().with_password("sentinel")),
            Err(error) => format!("{error} {error:?}"),
        };
        assert!(!shown.contains("sentinel"), "{text}: {shown}");
    }
}

#[test]
fn shown_with_host_and_database() {
    assert_eq!(Url::parse("jdbc:postgresql://u:p@h:5433/d?ssl=true").unwrap().to_string(), "postgresql://h:5433/d");
    assert_eq!(Url::parse("mariadb://[::1]:1/d").unwrap().to_string(), "mariadb://[::1]:1/d");
    assert_eq!(Url::parse("sqlite:x.db").unwrap().to_string(), "sqlite:x.db");
}
