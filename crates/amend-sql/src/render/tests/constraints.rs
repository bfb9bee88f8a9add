//! Constraints.

use amend_catalog::ReferentialAction;
use expect_test::expect;

use super::*;

fn add(constraint: Constraint) -> Case {
    let mut table = plain();
    if matches!(constraint, Constraint::PrimaryKey(_)) {
        table.constraints.clear();
    }
    Case::create(vec![parent(), Object::Table(table)], on_t(constraint))
}

fn alter(before: Constraint, after: Constraint) -> Case {
    let mut table = plain();
    table.constraints.push(before.clone());
    Case::edits(vec![parent(), Object::Table(table)], vec![Edit::alter(on_t(before), on_t(after))])
}

#[test]
fn primary_keys() {
    check(
        "primary_key",
        |_| add(primary_key(&["id", "amount"])),
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (id, amount);
        -- back
        ALTER TABLE t DROP CONSTRAINT pk_t;
        -- MySQL
        ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (id, amount);
        -- back
        ALTER TABLE t DROP PRIMARY KEY;
        -- MariaDB
        ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (id, amount);
        -- back
        ALTER TABLE t DROP PRIMARY KEY;
        -- SQLite
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id, amount)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
        -- back
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
    "#]],
    );
}

#[test]
fn the_key_of_numbered_rows_is_exchanged() {
    let case = |_| {
        let table = table(vec![numbered("id"), required("part", "INTEGER")], vec![primary_key(&["id"])]);
        let edits = vec![Edit::drop(on_t(primary_key(&["id"]))), Edit::create(on_t(primary_key(&["id", "part"])))];
        Case::edits(vec![Object::Table(table)], edits)
    };
    check(
        "primary_key_exchanged",
        case,
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t DROP CONSTRAINT pk_t;
        ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (id, part);
        -- back
        ALTER TABLE t DROP CONSTRAINT pk_t;
        ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (id);
        -- MySQL
        ALTER TABLE t DROP PRIMARY KEY, ADD CONSTRAINT pk_t PRIMARY KEY (id, part);
        -- back
        ALTER TABLE t DROP PRIMARY KEY, ADD CONSTRAINT pk_t PRIMARY KEY (id);
        -- MariaDB
        ALTER TABLE t DROP PRIMARY KEY, ADD CONSTRAINT pk_t PRIMARY KEY (id, part);
        -- back
        ALTER TABLE t DROP PRIMARY KEY, ADD CONSTRAINT pk_t PRIMARY KEY (id);
        -- SQLite
        refused: NotSupported { feature: IdentityOutsideKey, product: Sqlite }
    "#]],
    );
}

#[test]
fn unique_constraints() {
    check(
        "unique",
        |_| add(unique("uq_t", &["label", "amount"])),
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (label, amount);
        -- back
        ALTER TABLE t DROP CONSTRAINT uq_t;
        -- MySQL
        ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (label, amount);
        -- back
        ALTER TABLE t DROP INDEX uq_t;
        -- MariaDB
        ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (label, amount);
        -- back
        ALTER TABLE t DROP INDEX uq_t;
        -- SQLite
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          CONSTRAINT uq_t UNIQUE (label, amount)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
        -- back
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
    "#]],
    );
    let deferrable =
        || Constraint::Unique(Key { deferrable: true, initially_deferred: true, ..key("uq_t", &["label"]) });
    check(
        "unique_deferrable",
        |_| add(deferrable()),
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (label) DEFERRABLE INITIALLY DEFERRED;
        -- back
        ALTER TABLE t DROP CONSTRAINT uq_t;
        -- MySQL
        refused: NotSupported { feature: DeferrableKeys, product: MySql }
        -- MariaDB
        refused: NotSupported { feature: DeferrableKeys, product: MariaDb }
        -- SQLite
        refused: NotSupported { feature: DeferrableKeys, product: Sqlite }
    "#]],
    );
}

#[test]
fn foreign_keys() {
    let key = || ForeignKey {
        on_delete: Some(ReferentialAction::Cascade),
        on_update: Some(ReferentialAction::Restrict),
        ..foreign_key("amount")
    };
    check(
        "foreign_key",
        |_| add(Constraint::ForeignKey(key())),
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) ON UPDATE RESTRICT ON DELETE CASCADE;
        -- back
        ALTER TABLE t DROP CONSTRAINT fk_p;
        -- MySQL
        ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) ON UPDATE RESTRICT ON DELETE CASCADE;
        -- back
        ALTER TABLE t DROP FOREIGN KEY fk_p;
        -- MariaDB
        ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) ON UPDATE RESTRICT ON DELETE CASCADE;
        -- back
        ALTER TABLE t DROP FOREIGN KEY fk_p;
        -- SQLite
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) ON UPDATE RESTRICT ON DELETE CASCADE
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
        -- back
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
    "#]],
    );
    let deferred = || ForeignKey { deferrable: true, initially_deferred: true, ..foreign_key("amount") };
    check(
        "foreign_key_deferred",
        |_| add(Constraint::ForeignKey(deferred())),
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED;
        -- back
        ALTER TABLE t DROP CONSTRAINT fk_p;
        -- MySQL
        refused: NotSupported { feature: DeferrableForeignKeys, product: MySql }
        -- MariaDB
        refused: NotSupported { feature: DeferrableForeignKeys, product: MariaDb }
        -- SQLite
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
        -- back
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
    "#]],
    );
    let unvalidated = || ForeignKey { validated: false, ..foreign_key("amount") };
    check(
        "foreign_key_unvalidated",
        |_| add(Constraint::ForeignKey(unvalidated())),
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) NOT VALID;
        -- back
        ALTER TABLE t DROP CONSTRAINT fk_p;
        -- MySQL
        refused: NotSupported { feature: UnvalidatedConstraints, product: MySql }
        -- MariaDB
        refused: NotSupported { feature: UnvalidatedConstraints, product: MariaDb }
        -- SQLite
        refused: NotSupported { feature: UnvalidatedConstraints, product: Sqlite }
    "#]],
    );
}

#[test]
fn checks() {
    check(
        "check",
        |_| add(Constraint::Check(a_check("amount > 0"))),
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t ADD CONSTRAINT ck_t CHECK (amount > 0);
        -- back
        ALTER TABLE t DROP CONSTRAINT ck_t;
        -- MySQL
        ALTER TABLE t ADD CONSTRAINT ck_t CHECK (amount > 0);
        -- back
        ALTER TABLE t DROP CONSTRAINT ck_t;
        -- MariaDB
        ALTER TABLE t ADD CONSTRAINT ck_t CHECK (amount > 0);
        -- back
        ALTER TABLE t DROP CONSTRAINT ck_t;
        -- SQLite
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          CONSTRAINT ck_t CHECK (amount > 0)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
        -- back
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
    "#]],
    );
    let unenforced = || Check { enforced: false, ..a_check("amount > 0") };
    check(
        "check_unenforced",
        |_| add(Constraint::Check(unenforced())),
        expect![[r#"
        -- PostgreSQL
        refused: NotSupported { feature: UnenforcedChecks, product: PostgreSql }
        -- MySQL
        ALTER TABLE t ADD CONSTRAINT ck_t CHECK (amount > 0) NOT ENFORCED;
        -- back
        ALTER TABLE t DROP CONSTRAINT ck_t;
        -- MariaDB
        refused: NotSupported { feature: UnenforcedChecks, product: MariaDb }
        -- SQLite
        refused: NotSupported { feature: UnenforcedChecks, product: Sqlite }
    "#]],
    );
    let enforce = |_| alter(Constraint::Check(unenforced()), Constraint::Check(a_check("amount > 0")));
    check(
        "check_enforce",
        enforce,
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t DROP CONSTRAINT ck_t;
        ALTER TABLE t ADD CONSTRAINT ck_t CHECK (amount > 0);
        -- back
        refused: NotSupported { feature: UnenforcedChecks, product: PostgreSql }
        -- MySQL
        ALTER TABLE t ALTER CHECK ck_t ENFORCED;
        -- back
        ALTER TABLE t ALTER CHECK ck_t NOT ENFORCED;
        -- MariaDB
        refused: NotSupported { feature: UnenforcedChecks, product: MariaDb }
        -- SQLite
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          CONSTRAINT ck_t CHECK (amount > 0)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
        -- back
        refused: NotSupported { feature: UnenforcedChecks, product: Sqlite }
    "#]],
    );
}

#[test]
fn a_validation() {
    let unvalidated = || Constraint::ForeignKey(ForeignKey { validated: false, ..foreign_key("amount") });
    let case = |_| alter(unvalidated(), Constraint::ForeignKey(foreign_key("amount")));
    check(
        "validate",
        case,
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t VALIDATE CONSTRAINT fk_p;
        -- back
        ALTER TABLE t DROP CONSTRAINT fk_p;
        ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) NOT VALID;
        -- MySQL
        ALTER TABLE t DROP FOREIGN KEY fk_p;
        ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id);
        -- back
        refused: NotSupported { feature: UnvalidatedConstraints, product: MySql }
        -- MariaDB
        ALTER TABLE t DROP FOREIGN KEY fk_p;
        ALTER TABLE t ADD CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id);
        -- back
        refused: NotSupported { feature: UnvalidatedConstraints, product: MariaDb }
        -- SQLite
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
        -- back
        refused: NotSupported { feature: UnvalidatedConstraints, product: Sqlite }
    "#]],
    );
}

#[test]
fn another_name() {
    check(
        "unique_rename",
        |_| alter(unique("uq_t", &["label"]), unique("uq_2", &["label"])),
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t RENAME CONSTRAINT uq_t TO uq_2;
        -- back
        ALTER TABLE t RENAME CONSTRAINT uq_2 TO uq_t;
        -- MySQL
        ALTER TABLE t RENAME INDEX uq_t TO uq_2;
        -- back
        ALTER TABLE t RENAME INDEX uq_2 TO uq_t;
        -- MariaDB
        ALTER TABLE t RENAME INDEX uq_t TO uq_2;
        -- back
        ALTER TABLE t RENAME INDEX uq_2 TO uq_t;
        -- SQLite
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          CONSTRAINT uq_2 UNIQUE (label)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
        -- back
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          CONSTRAINT uq_t UNIQUE (label)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
    "#]],
    );
}

#[test]
fn another_definition() {
    let deferrable = || Constraint::ForeignKey(ForeignKey { deferrable: true, ..foreign_key("amount") });
    let case = |_| alter(Constraint::ForeignKey(foreign_key("amount")), deferrable());
    check(
        "foreign_key_timing",
        case,
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t ALTER CONSTRAINT fk_p DEFERRABLE INITIALLY IMMEDIATE;
        -- back
        ALTER TABLE t ALTER CONSTRAINT fk_p NOT DEFERRABLE;
        -- MySQL
        refused: NotSupported { feature: DeferrableForeignKeys, product: MySql }
        -- MariaDB
        refused: NotSupported { feature: DeferrableForeignKeys, product: MariaDb }
        -- SQLite
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id) DEFERRABLE
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
        -- back
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          CONSTRAINT fk_p FOREIGN KEY (amount) REFERENCES p (id)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
    "#]],
    );
    let case = |_| alter(unique("uq_t", &["label"]), unique("uq_t", &["amount"]));
    check(
        "unique_columns",
        case,
        expect![[r#"
        -- PostgreSQL
        ALTER TABLE t DROP CONSTRAINT uq_t;
        ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (amount);
        -- back
        ALTER TABLE t DROP CONSTRAINT uq_t;
        ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (label);
        -- MySQL
        ALTER TABLE t DROP INDEX uq_t;
        ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (amount);
        -- back
        ALTER TABLE t DROP INDEX uq_t;
        ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (label);
        -- MariaDB
        ALTER TABLE t DROP INDEX uq_t;
        ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (amount);
        -- back
        ALTER TABLE t DROP INDEX uq_t;
        ALTER TABLE t ADD CONSTRAINT uq_t UNIQUE (label);
        -- SQLite
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          CONSTRAINT uq_t UNIQUE (amount)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
        -- back
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          CONSTRAINT uq_t UNIQUE (label)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
    "#]],
    );
}

#[test]
fn a_constraint_without_a_name() {
    let nameless = || Constraint::Unique(Key { name: None, ..key("", &["label"]) });
    let case = |_| {
        let mut table = plain();
        table.constraints.push(nameless());
        Case::edits(vec![Object::Table(table)], vec![Edit::drop(on_t(nameless()))])
    };
    check(
        "unique_nameless",
        case,
        expect![[r#"
        -- PostgreSQL
        refused: NotSupported { feature: NamelessConstraints, product: PostgreSql }
        -- MySQL
        refused: NotSupported { feature: NamelessConstraints, product: MySql }
        -- MariaDB
        refused: NotSupported { feature: NamelessConstraints, product: MariaDb }
        -- SQLite
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
        -- back
        -- foreign keys off
        CREATE TABLE _amend_new_t (
          id INTEGER NOT NULL,
          label VARCHAR(20),
          amount INTEGER DEFAULT 5 NOT NULL,
          CONSTRAINT pk_t PRIMARY KEY (id),
          UNIQUE (label)
        );
        INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
        DROP TABLE t;
        PRAGMA legacy_alter_table = ON;
        ALTER TABLE _amend_new_t RENAME TO t;
        PRAGMA legacy_alter_table = OFF;
    "#]],
    );
}
