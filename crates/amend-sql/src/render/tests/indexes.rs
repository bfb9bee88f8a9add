//! Indexes.

use amend_catalog::IndexKey;
use expect_test::expect;

use super::*;

fn add(index: Index) -> Case {
    Case::create(vec![Object::Table(plain())], index_on_t(index))
}

fn alter(before: Index, after: Index) -> Case {
    let mut table = plain();
    table.indexes.push(before.clone());
    Case::edits(vec![Object::Table(table)], vec![Edit::alter(index_on_t(before), index_on_t(after))])
}

#[test]
fn an_index_over_two_columns() {
    let index = || {
        let mut index = Index { unique: true, ..index("ix", &["label", "amount"]) };
        index.columns[1].descending = true;
        index
    };
    check(
        "index",
        |_| add(index()),
        expect![[r#"
        -- PostgreSQL
        CREATE UNIQUE INDEX ix ON t (label, amount DESC);
        -- back
        DROP INDEX ix;
        -- MySQL
        CREATE UNIQUE INDEX ix ON t (label, amount DESC);
        -- back
        DROP INDEX ix ON t;
        -- MariaDB
        CREATE UNIQUE INDEX ix ON t (label, amount DESC);
        -- back
        DROP INDEX ix ON t;
        -- SQLite
        CREATE UNIQUE INDEX ix ON t (label, amount DESC);
        -- back
        DROP INDEX ix;
    "#]],
    );
}

#[test]
fn an_index_over_an_expression() {
    let index = || {
        let mut index = index("ix", &["label"]);
        index.columns[0].key = IndexKey::Expression("lower(label)".to_owned());
        index
    };
    check(
        "index_expression",
        |_| add(index()),
        expect![[r#"
        -- PostgreSQL
        CREATE INDEX ix ON t ((lower(label)));
        -- back
        DROP INDEX ix;
        -- MySQL
        CREATE INDEX ix ON t ((lower(label)));
        -- back
        DROP INDEX ix ON t;
        -- MariaDB
        refused: NotSupported { feature: ExpressionIndexes, product: MariaDb }
        -- SQLite
        CREATE INDEX ix ON t ((lower(label)));
        -- back
        DROP INDEX ix;
    "#]],
    );
}

#[test]
fn a_partial_index() {
    let index = || Index { predicate: Some("amount > 5".to_owned()), ..index("ix", &["label"]) };
    check(
        "index_partial",
        |_| add(index()),
        expect![[r#"
        -- PostgreSQL
        CREATE INDEX ix ON t (label) WHERE amount > 5;
        -- back
        DROP INDEX ix;
        -- MySQL
        refused: NotSupported { feature: PartialIndexes, product: MySql }
        -- MariaDB
        refused: NotSupported { feature: PartialIndexes, product: MariaDb }
        -- SQLite
        CREATE INDEX ix ON t (label) WHERE amount > 5;
        -- back
        DROP INDEX ix;
    "#]],
    );
}

#[test]
fn options_of_postgresql() {
    let index = || {
        let mut index = Index {
            unique: true,
            method: Some("btree".to_owned()),
            include: names(&["amount"]),
            nulls_not_distinct: true,
            tablespace: Some("pg_default".to_owned()),
            predicate: Some("amount > 5".to_owned()),
            comment: Some("it's".to_owned()),
            ..index("ix", &["label"])
        };
        index.columns[0].operator_class = Some("varchar_pattern_ops".to_owned());
        index.columns[0].nulls_first = Some(true);
        index.columns[0].descending = true;
        index
    };
    check(
        "index_options",
        |_| add(index()),
        expect![[r#"
        -- PostgreSQL
        CREATE UNIQUE INDEX ix ON t USING btree (label varchar_pattern_ops DESC NULLS FIRST) INCLUDE (amount) NULLS NOT DISTINCT TABLESPACE pg_default WHERE amount > 5;
        COMMENT ON INDEX ix IS 'it''s';
        -- back
        DROP INDEX ix;
        -- MySQL
        refused: NotSupported { feature: IncludedColumns, product: MySql }
        -- MariaDB
        refused: NotSupported { feature: IncludedColumns, product: MariaDb }
        -- SQLite
        refused: NotSupported { feature: IndexMethods, product: Sqlite }
    "#]],
    );
    let clustered = || Index { clustered: true, ..super::index("ix", &["label"]) };
    check(
        "index_clustered",
        |_| add(clustered()),
        expect![[r#"
        -- PostgreSQL
        CREATE INDEX ix ON t (label);
        CLUSTER t USING ix;
        -- back
        DROP INDEX ix;
        -- MySQL
        refused: NotSupported { feature: ClusteredIndexes, product: MySql }
        -- MariaDB
        refused: NotSupported { feature: ClusteredIndexes, product: MariaDb }
        -- SQLite
        refused: NotSupported { feature: ClusteredIndexes, product: Sqlite }
    "#]],
    );
}

#[test]
fn options_of_mysql() {
    let index = || {
        let mut index =
            Index { method: Some("btree".to_owned()), comment: Some("it's".to_owned()), ..index("ix", &["label"]) };
        index.columns[0].key = IndexKey::Column { name: "label".to_owned(), prefix: Some(5) };
        index
    };
    check(
        "index_prefix",
        |_| add(index()),
        expect![[r#"
        -- PostgreSQL
        refused: NotSupported { feature: PrefixIndexes, product: PostgreSql }
        -- MySQL
        CREATE INDEX ix ON t (label (5)) USING btree COMMENT 'it''s';
        -- back
        DROP INDEX ix ON t;
        -- MariaDB
        CREATE INDEX ix ON t (label (5)) USING btree COMMENT 'it''s';
        -- back
        DROP INDEX ix ON t;
        -- SQLite
        refused: NotSupported { feature: IndexMethods, product: Sqlite }
    "#]],
    );
    let full_text = || Index { method: Some("FULLTEXT".to_owned()), ..super::index("ix", &["label"]) };
    check(
        "index_full_text",
        |_| add(full_text()),
        expect![[r#"
        -- PostgreSQL
        CREATE INDEX ix ON t USING FULLTEXT (label);
        -- back
        DROP INDEX ix;
        -- MySQL
        CREATE FULLTEXT INDEX ix ON t (label);
        -- back
        DROP INDEX ix ON t;
        -- MariaDB
        CREATE FULLTEXT INDEX ix ON t (label);
        -- back
        DROP INDEX ix ON t;
        -- SQLite
        refused: NotSupported { feature: IndexMethods, product: Sqlite }
    "#]],
    );
}

#[test]
fn an_index_beside_readers_and_writers() {
    let manner = Manner { concurrently: true, ..Manner::default() };
    check(
        "index_concurrently",
        |_| add(index("ix", &["label"])).with(manner.clone()),
        expect![[r#"
        -- PostgreSQL
        CREATE INDEX CONCURRENTLY ix ON t (label); -- outside a transaction
        -- back
        DROP INDEX CONCURRENTLY ix; -- outside a transaction
        -- MySQL
        refused: NotSupported { feature: ConcurrentIndexes, product: MySql }
        -- MariaDB
        refused: NotSupported { feature: ConcurrentIndexes, product: MariaDb }
        -- SQLite
        refused: NotSupported { feature: ConcurrentIndexes, product: Sqlite }
    "#]],
    );
    let tolerant = Manner { tolerant: true, ..Manner::default() };
    check(
        "index_tolerant",
        |_| add(index("ix", &["label"])).with(tolerant.clone()),
        expect![[r#"
        -- PostgreSQL
        CREATE INDEX IF NOT EXISTS ix ON t (label);
        -- back
        DROP INDEX ix;
        -- MySQL
        refused: NotSupported { feature: TolerantIndexes, product: MySql }
        -- MariaDB
        CREATE INDEX IF NOT EXISTS ix ON t (label);
        -- back
        DROP INDEX ix ON t;
        -- SQLite
        CREATE INDEX IF NOT EXISTS ix ON t (label);
        -- back
        DROP INDEX ix;
    "#]],
    );
}

#[test]
fn another_name_and_another_definition() {
    check(
        "index_rename",
        |_| alter(index("ix", &["label"]), index("ix_2", &["label"])),
        expect![[r#"
        -- PostgreSQL
        ALTER INDEX ix RENAME TO ix_2;
        -- back
        ALTER INDEX ix_2 RENAME TO ix;
        -- MySQL
        ALTER TABLE t RENAME INDEX ix TO ix_2;
        -- back
        ALTER TABLE t RENAME INDEX ix_2 TO ix;
        -- MariaDB
        ALTER TABLE t RENAME INDEX ix TO ix_2;
        -- back
        ALTER TABLE t RENAME INDEX ix_2 TO ix;
        -- SQLite
        DROP INDEX ix;
        CREATE INDEX ix_2 ON t (label);
        -- back
        DROP INDEX ix_2;
        CREATE INDEX ix ON t (label);
    "#]],
    );
    check(
        "index_alter",
        |_| alter(index("ix", &["label"]), index("ix", &["amount"])),
        expect![[r#"
        -- PostgreSQL
        DROP INDEX ix;
        CREATE INDEX ix ON t (amount);
        -- back
        DROP INDEX ix;
        CREATE INDEX ix ON t (label);
        -- MySQL
        DROP INDEX ix ON t;
        CREATE INDEX ix ON t (amount);
        -- back
        DROP INDEX ix ON t;
        CREATE INDEX ix ON t (label);
        -- MariaDB
        DROP INDEX ix ON t;
        CREATE INDEX ix ON t (amount);
        -- back
        DROP INDEX ix ON t;
        CREATE INDEX ix ON t (label);
        -- SQLite
        DROP INDEX ix;
        CREATE INDEX ix ON t (amount);
        -- back
        DROP INDEX ix;
        CREATE INDEX ix ON t (label);
    "#]],
    );
}
