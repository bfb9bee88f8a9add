use super::*;

fn statements(product: Product) -> HistoryStatements {
    let schema = if product == Product::PostgreSql { "public" } else { "mydb" };
    HistoryStatements::new(&Tracking::new(product, Some(schema))).unwrap()
}

fn lock_table(product: Product) -> String {
    let schema = if product == Product::PostgreSql { "public" } else { "mydb" };
    layout::create_lock_table(&Tracking::new(product, Some(schema))).unwrap()
}

#[test]
fn tables_are_made_as_liquibase_makes_them() {
    assert_eq!(
        statements(Product::PostgreSql).create(),
        "CREATE TABLE public.databasechangelog (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED TIMESTAMP WITHOUT TIME ZONE NOT NULL, ORDEREXECUTED INTEGER NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), DESCRIPTION VARCHAR(255), COMMENTS VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(20), CONTEXTS VARCHAR(255), LABELS VARCHAR(255), DEPLOYMENT_ID VARCHAR(10))"
    );
    assert_eq!(
        lock_table(Product::PostgreSql),
        "CREATE TABLE public.databasechangeloglock (ID INTEGER NOT NULL, LOCKED BOOLEAN NOT NULL, LOCKGRANTED TIMESTAMP WITHOUT TIME ZONE, LOCKEDBY VARCHAR(255), CONSTRAINT databasechangeloglock_pkey PRIMARY KEY (ID))"
    );
    for product in [Product::MySql, Product::MariaDb] {
        assert_eq!(
            statements(product).create(),
            "CREATE TABLE mydb.DATABASECHANGELOG (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED datetime NOT NULL, ORDEREXECUTED INT NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35) NULL, `DESCRIPTION` VARCHAR(255) NULL, COMMENTS VARCHAR(255) NULL, TAG VARCHAR(255) NULL, LIQUIBASE VARCHAR(20) NULL, CONTEXTS VARCHAR(255) NULL, LABELS VARCHAR(255) NULL, DEPLOYMENT_ID VARCHAR(10) NULL)"
        );
    }
    assert_eq!(
        lock_table(Product::MySql),
        "CREATE TABLE mydb.DATABASECHANGELOGLOCK (ID INT NOT NULL, `LOCKED` TINYINT NOT NULL, LOCKGRANTED datetime NULL, LOCKEDBY VARCHAR(255) NULL, CONSTRAINT PK_DATABASECHANGELOGLOCK PRIMARY KEY (ID))"
    );
    assert!(lock_table(Product::MariaDb).contains("`LOCKED` TINYINT(1) NOT NULL"));
    assert_eq!(
        statements(Product::Sqlite).create(),
        "CREATE TABLE DATABASECHANGELOG (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT NULL, FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED TEXT NOT NULL, ORDEREXECUTED INTEGER NOT NULL, EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), DESCRIPTION VARCHAR(255), COMMENTS VARCHAR(255), TAG VARCHAR(255), LIQUIBASE VARCHAR(20), CONTEXTS VARCHAR(255), LABELS VARCHAR(255), DEPLOYMENT_ID VARCHAR(10))"
    );
    assert_eq!(
        lock_table(Product::Sqlite),
        "CREATE TABLE DATABASECHANGELOGLOCK (ID INTEGER NOT NULL, LOCKED BOOLEAN NOT NULL, LOCKGRANTED TEXT, LOCKEDBY VARCHAR(255), CONSTRAINT PK_DATABASECHANGELOGLOCK PRIMARY KEY (ID))"
    );
}

fn row() -> HistoryRow {
    HistoryRow {
        md5sum: Some("9:3b78b9910981c62ca27148640fad7bc2".into()),
        description: Some("sql".into()),
        comments: Some(String::new()),
        deployment_id: Some("5339240224".into()),
        ..super::super::row::own_row(ChangeSetKey::new("1", "o'a", "c.yaml"), 1)
    }
}

#[test]
fn rows_are_written_as_liquibase_writes_them() {
    assert_eq!(
        statements(Product::PostgreSql).insert(&row(), &Stamp::Now).unwrap(),
        "INSERT INTO public.databasechangelog (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, MD5SUM, DESCRIPTION, COMMENTS, EXECTYPE, CONTEXTS, LABELS, LIQUIBASE, DEPLOYMENT_ID) VALUES ('1', 'o''a', 'c.yaml', NOW(), 1, '9:3b78b9910981c62ca27148640fad7bc2', 'sql', '', 'EXECUTED', NULL, NULL, 'amend 0.1.0', '5339240224')"
    );
    let tagged = HistoryRow { tag: Some("v1".into()), ..row() };
    let insert = statements(Product::MySql).insert(&tagged, &Stamp::Now).unwrap();
    assert!(insert.contains("LIQUIBASE, DEPLOYMENT_ID, TAG) VALUES"), "{insert}");
    assert!(insert.contains("`DESCRIPTION`") && insert.ends_with("'5339240224', 'v1')"), "{insert}");
    assert_eq!(
        statements(Product::Sqlite).rerun(&row(), &Stamp::NotBefore("2030-01-01 00:00:00.5".into())).unwrap(),
        "UPDATE DATABASECHANGELOG SET DATEEXECUTED = MAX(CURRENT_TIMESTAMP, '2030-01-01 00:00:00'), ORDEREXECUTED = 1, MD5SUM = '9:3b78b9910981c62ca27148640fad7bc2', EXECTYPE = 'RERAN', DEPLOYMENT_ID = '5339240224', COMMENTS = '', CONTEXTS = NULL, LABELS = NULL, LIQUIBASE = 'amend 0.1.0', DESCRIPTION = 'sql' WHERE ID = '1' AND AUTHOR = 'o''a' AND FILENAME = 'c.yaml'"
    );
}

#[test]
fn older_tables_get_what_they_lack() {
    let found: Vec<_> = [
        "ID",
        "AUTHOR",
        "FILENAME",
        "DATEEXECUTED",
        "MD5SUM",
        "DESCRIPTION",
        "COMMENTS",
        "TAG",
        "LIQUIBASE",
        "CONTEXTS",
        "LABELS",
        "DEPLOYMENT_ID",
        "OWN",
    ]
    .map(|name| (name.to_owned(), (name == "MD5SUM").then_some(32)))
    .to_vec();
    assert_eq!(
        statements(Product::PostgreSql).upgrade(&found),
        [
            "ALTER TABLE public.databasechangelog ADD ORDEREXECUTED INTEGER",
            "UPDATE public.databasechangelog SET ORDEREXECUTED = -1",
            "ALTER TABLE public.databasechangelog ALTER COLUMN ORDEREXECUTED SET NOT NULL",
            "ALTER TABLE public.databasechangelog ADD EXECTYPE VARCHAR(10)",
            "UPDATE public.databasechangelog SET EXECTYPE = 'EXECUTED'",
            "ALTER TABLE public.databasechangelog ALTER COLUMN EXECTYPE SET NOT NULL",
            "ALTER TABLE public.databasechangelog ALTER COLUMN MD5SUM TYPE VARCHAR(35)",
        ]
    );
    assert_eq!(statements(Product::Sqlite).upgrade(&found).len(), 4);
}

#[test]
fn texts_that_no_server_takes_are_refused() {
    let key = ChangeSetKey::new("a\0b", "x", "y");
    assert!(statements(Product::PostgreSql).delete(&key).is_err());
}
