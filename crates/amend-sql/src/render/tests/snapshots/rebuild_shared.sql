-- PostgreSQL
ALTER TABLE t ALTER COLUMN amount DROP NOT NULL;
ALTER TABLE t ADD COLUMN code VARCHAR(5);
ALTER TABLE t ADD CONSTRAINT uq_code UNIQUE (code);
CREATE INDEX ix_amount ON t (amount);
-- back
DROP INDEX ix_amount;
ALTER TABLE t DROP CONSTRAINT uq_code;
ALTER TABLE t DROP COLUMN code;
ALTER TABLE t ALTER COLUMN amount SET NOT NULL;
-- MySQL
ALTER TABLE t MODIFY COLUMN amount INTEGER DEFAULT 5 NULL;
ALTER TABLE t ADD COLUMN code VARCHAR(5) NULL;
ALTER TABLE t ADD CONSTRAINT uq_code UNIQUE (code);
CREATE INDEX ix_amount ON t (amount);
-- back
DROP INDEX ix_amount ON t;
ALTER TABLE t DROP INDEX uq_code;
ALTER TABLE t DROP COLUMN code;
ALTER TABLE t MODIFY COLUMN amount INTEGER DEFAULT 5 NOT NULL;
-- MariaDB
ALTER TABLE t MODIFY COLUMN amount INTEGER DEFAULT 5 NULL;
ALTER TABLE t ADD COLUMN code VARCHAR(5) NULL;
ALTER TABLE t ADD CONSTRAINT uq_code UNIQUE (code);
CREATE INDEX ix_amount ON t (amount);
-- back
DROP INDEX ix_amount ON t;
ALTER TABLE t DROP INDEX uq_code;
ALTER TABLE t DROP COLUMN code;
ALTER TABLE t MODIFY COLUMN amount INTEGER DEFAULT 5 NOT NULL;
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER DEFAULT 5,
  code VARCHAR(5),
  CONSTRAINT pk_t PRIMARY KEY (id),
  CONSTRAINT uq_code UNIQUE (code)
);
INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
CREATE INDEX ix_amount ON t (amount);
-- back
DROP INDEX ix_amount;
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
