use super::*;

fn read(sql: &str) -> Table {
    table("t", sql).unwrap()
}

#[test]
fn columns_with_attributes() {
    let table = read(
        "CREATE TABLE \"t\" (id INTEGER CONSTRAINT PK_T PRIMARY KEY AUTOINCREMENT NOT NULL, \
         name VARCHAR(50) DEFAULT 'it''s, (x)' COLLATE NOCASE, n DECIMAL(10, 2) DEFAULT -1.5e-3 NOT NULL, \
         at TEXT DEFAULT (datetime('now')), g INT GENERATED ALWAYS AS (n * 2) STORED, raw)",
    );
    let types: Vec<_> = table.columns.iter().map(|it| (it.name.as_str(), it.ty.as_str(), it.nullable)).collect();
    assert_eq!(
        types,
        [
            ("id", "INTEGER", false),
            ("name", "VARCHAR(50)", true),
            ("n", "DECIMAL(10, 2)", false),
            ("at", "TEXT", true),
            ("g", "INT", true),
            ("raw", "", true)
        ]
    );
    let defaults: Vec<_> = table.columns.iter().map(|it| it.default.as_deref()).collect();
    assert_eq!(defaults, [None, Some("'it''s, (x)'"), Some("-1.5e-3"), Some("(datetime('now'))"), None, None]);
    assert!(table.columns[0].identity.is_some());
    assert_eq!(table.columns[1].collation.as_deref(), Some("NOCASE"));
    assert_eq!(table.columns[4].generated, Some(Generated { expression: "n * 2".into(), stored: true }));
    assert_eq!(table.primary_key().unwrap().name.as_deref(), Some("PK_T"));
}

#[test]
fn constraints_of_columns_and_tables() {
    let table = read(
        "CREATE TABLE t (a INT UNIQUE CHECK (a > 0), b INT REFERENCES p(x) ON DELETE SET NULL ON UPDATE CASCADE, \
         CONSTRAINT \"my key\" PRIMARY KEY (a DESC, b), UNIQUE (b, a), \
         CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES q DEFERRABLE INITIALLY DEFERRED, CONSTRAINT c CHECK (b IN (1, 2)))",
    );
    let names: Vec<_> = table.constraints.iter().map(Constraint::name).collect();
    assert_eq!(names, [None, None, None, Some("my key"), None, Some("fk"), Some("c")]);
    let Constraint::ForeignKey(key) = &table.constraints[2] else { panic!("{:?}", table.constraints) };
    assert_eq!(key.referenced_columns, ["x"]);
    assert_eq!(key.on_delete, Some(ReferentialAction::SetNull));
    assert_eq!(key.on_update, Some(ReferentialAction::Cascade));
    let Constraint::ForeignKey(key) = &table.constraints[5] else { panic!("{:?}", table.constraints) };
    assert!(key.deferrable && key.initially_deferred && key.referenced_columns.is_empty());
    assert_eq!(table.constraints[3].columns(), ["a", "b"]);
    assert!(table.columns.iter().all(|column| !column.nullable));
}

#[test]
fn options_behind_the_parenthesis() {
    let table = read("CREATE TABLE t (a INT PRIMARY KEY) WITHOUT ROWID, STRICT");
    assert!(table.options.strict && table.options.without_rowid);
}

#[test]
fn what_is_no_table_is_refused() {
    for sql in ["", "CREATE TABLE t", "CREATE TABLE t (a INT CHECK", "CREATE TABLE t (CONSTRAINT x)"] {
        assert!(table("t", sql).is_none(), "{sql}");
    }
}
