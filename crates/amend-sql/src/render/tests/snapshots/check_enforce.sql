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
