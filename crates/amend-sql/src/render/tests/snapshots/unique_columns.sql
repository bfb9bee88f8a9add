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
