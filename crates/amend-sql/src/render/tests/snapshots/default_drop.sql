-- PostgreSQL
ALTER TABLE t ALTER COLUMN amount DROP DEFAULT;
-- back
ALTER TABLE t ALTER COLUMN amount SET DEFAULT 5;
-- MySQL
ALTER TABLE t ALTER COLUMN amount DROP DEFAULT;
-- back
ALTER TABLE t ALTER COLUMN amount SET DEFAULT 5;
-- MariaDB
ALTER TABLE t ALTER COLUMN amount DROP DEFAULT;
-- back
ALTER TABLE t ALTER COLUMN amount SET DEFAULT 5;
-- SQLite
-- foreign keys off
CREATE TABLE _amend_new_t (
  id INTEGER NOT NULL,
  label VARCHAR(20),
  amount INTEGER NOT NULL,
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
  CONSTRAINT pk_t PRIMARY KEY (id)
);
INSERT INTO _amend_new_t (id, label, amount) SELECT id, label, amount FROM t;
DROP TABLE t;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _amend_new_t RENAME TO t;
PRAGMA legacy_alter_table = OFF;
